//! Lines of a page whose markup is gone, as numbers: what a line is by itself, beside its neighbours, in the page.
//!
//! Takes the lines of a whole text, gives one row of [`WIDTH`] features each, in the order that
//! `models/training/clean/lines.py` trained on. Words count only by topic (`words.txt`), so that no name has a say.

use std::collections::HashMap;

use crate::types::content_hash;

use super::head;
use super::paragraph::Paragraph;
use super::phrases::Chrome;
use super::shape::{Shape, is_terminal};
use super::words::{ByHash, Hashed, Topic};

/// Features of a line.
pub(super) const WIDTH: usize = OWN + AROUND;
/// Features of the line itself.
const OWN: usize = 42;
/// Features of windows and of the whole page.
const AROUND: usize = 26;
/// Bytes of the words before a colon that are a label.
const LABEL: usize = 30;
/// Fewest letters of a word that says what a text is about.
const CONTENT: usize = 4;

/// Counts of one line.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own; no two make a state")]
pub(super) struct Line {
    pub(super) shape: Shape,
    topics: [f32; Topic::COUNT],
    chars: f32,
    commas: f32,
    stops: f32,
    bars: f32,
    quotes: f32,
    lower_start: bool,
    bullet: bool,
    colon: bool,
    shouts: bool,
    address: bool,
    /// What the table of phrases says.
    pub(super) chrome: Option<Chrome>,
    /// How often the line stands in the page.
    times: f32,
    /// Share of its words that stand in the first line, which on a page is the window's title.
    titled: f32,
    prose: bool,
    /// By-line, date or age.
    meta: bool,
    /// Stands off: `…`, `»` or `>` at its end.
    leads_on: bool,
    /// Begins with a figure.
    figure_start: bool,
    /// Words that address the reader or speak for the site.
    addressed: f32,
    /// Words in capitals.
    capitals: f32,
    /// Begins with a few words and a colon (`Themes: …`, `READ ALSO: …`).
    labelled: bool,
    /// Marks of an order or a question to the reader.
    calls: f32,
    /// Content words, by their stems.
    stems: Vec<u64>,
    /// Share of its content words that the page's thickest stretch of prose says elsewhere, and of those in its prose at
    /// all.
    shared: [f32; 2],
    /// Share of its content words that stand in the first line.
    themed: f32,
    /// Share of its words that the line above or below begins or ends with as well: items of one template.
    alike: f32,
}

impl Line {
    fn of(source: &str, paragraph: &Paragraph) -> Self {
        let Paragraph { span, shape, chrome, .. } = *paragraph;
        let text = span.slice(source).unwrap_or_default();
        let mut line = Self { shape, chrome, ..Self::default() };
        let mut letters = 0;
        for word in text.split_whitespace() {
            line.labelled |= word.ends_with(':') && letters < LABEL;
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
            letters += word.len();
            let hashed = Hashed::of(word);
            line.addressed += flag(hashed.is_address());
            line.capitals += flag(word.len() >= 3 && !word.contains(|c: char| c.is_lowercase() || c.is_ascii_digit()));
            match hashed.topic() {
                Some(topic) => line.topics[topic as usize] += 1.0,
                None if word.len() >= CONTENT => line.stems.push(hashed.stem),
                None => {}
            }
        }
        let mut last = ' ';
        for c in text.chars() {
            line.chars += 1.0;
            match c {
                ',' => line.commas += 1.0,
                '|' | '·' | '•' | '»' | '›' | '/' | '>' => line.bars += 1.0,
                '"' | '“' | '”' | '„' | '«' => line.quotes += 1.0,
                ' ' if matches!(last, '.' | '!' | '?') => line.stops += 1.0,
                '@' => line.address = true,
                '!' | '?' | '*' => line.calls += 1.0,
                _ => {}
            }
            last = c;
        }
        line.address |= text.contains("http") || text.contains("www.");
        line.lower_start = text.starts_with(char::is_lowercase);
        line.bullet = text.starts_with(['•', '*', '-', '–', '»', '›', '·']);
        line.colon = text.ends_with(':');
        line.leads_on = text.ends_with(['…', '»', '›', '>', '→']) || text.ends_with("...");
        line.figure_start = text.starts_with(|c: char| c.is_ascii_digit());
        line.meta = shape.words <= 16 && head::is_meta(text);
        line.shouts = line.chars >= 4.0 && !text.contains(char::is_lowercase);
        // Prose in any language: long, and ends as sentences do or holds function words together.
        let function = line.topics[0];
        line.prose = (line.chars >= 80.0 && (is_terminal(text) || line.stops > 0.0))
            || (line.chars >= 120.0 && function * 5.0 >= shape.words as f32);
        line
    }

    /// Running text, in any language.
    pub(super) fn is_prose(&self) -> bool {
        self.prose
    }

    /// Whether the window's title says the same.
    pub(super) fn is_titled(&self) -> bool {
        self.titled >= 0.7 && (3..=30).contains(&self.shape.words) && self.chrome.is_none()
    }

    /// The topic that a third of its words share, function words apart.
    pub(super) fn topic(&self) -> Option<Topic> {
        let (idx, count) = self.topics.iter().enumerate().skip(1).max_by(|a, b| a.1.total_cmp(b.1))?;
        (*count * 3.0 >= self.shape.words as f32 && *count > 0.0).then(|| Topic::ALL[idx])
    }

    /// Share of words that speak of the page and not of the world.
    fn chatter(&self) -> f32 {
        self.topics[1..].iter().sum::<f32>() / (self.shape.words.max(1) as f32)
    }

    fn own(&self, row: &mut Vec<f32>) {
        let words = self.shape.words.max(1) as f32;
        row.extend([
            ln(self.shape.words as f32),
            ln(self.chars),
            self.shape.capitals as f32 / words,
            self.shape.figures as f32 / words,
            self.commas / words,
            flag(self.shape.terminal),
            self.stops.min(6.0),
            flag(self.colon),
            self.bars.min(6.0),
            flag(self.lower_start),
        ]);
        row.extend(self.topics.map(|count| count / words));
        row.extend([
            match self.chrome {
                None => 0.0,
                Some(Chrome::Line(_)) => 1.0,
                Some(Chrome::LinksFollow) => 2.0,
                Some(Chrome::CommentsFollow) => 3.0,
            },
            self.times.min(4.0),
            flag(self.bullet),
            self.chars / words,
            flag(self.shouts),
            flag(self.address),
            self.quotes.min(4.0),
            self.titled,
            flag(self.prose),
            flag(self.meta),
            flag(self.leads_on),
            flag(self.figure_start),
            ln(self.stems.len() as f32),
            self.shared[0],
            self.shared[1],
            flag(self.shape.is_prose()),
            self.addressed / words,
            self.capitals / words,
            flag(self.labelled),
            self.calls.min(4.0),
            self.themed,
            self.alike,
        ]);
    }
}

fn ln(count: f32) -> f32 {
    count.ln_1p()
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The paragraphs of a page as lines.
pub(super) fn lines(source: &str, paragraphs: &[Paragraph]) -> Vec<Line> {
    let texts: Vec<&str> =
        paragraphs.iter().map(|paragraph| paragraph.span.slice(source).unwrap_or_default()).collect();
    let mut times: HashMap<String, f32> = HashMap::new();
    for text in &texts {
        *times.entry(key(text)).or_default() += 1.0;
    }
    let title: Vec<String> = texts.first().map(|first| title_words(first).collect()).unwrap_or_default();
    let mut lines: Vec<Line> = paragraphs.iter().map(|paragraph| Line::of(source, paragraph)).collect();
    for (line, text) in lines.iter_mut().zip(&texts) {
        line.times = times.get(&key(text)).copied().unwrap_or(1.0);
        if (2..=40).contains(&line.shape.words) && title.len() >= 2 {
            let inside = title_words(text).filter(|word| title.contains(word)).count();
            line.titled = inside as f32 / title.len().min(title_words(text).count()).max(1) as f32;
        }
    }
    let theme = lines.first().map(|first| first.stems.clone()).unwrap_or_default();
    for line in lines.iter_mut().skip(1) {
        let inside = line.stems.iter().filter(|stem| theme.contains(stem)).count();
        line.themed = inside as f32 / line.stems.len().max(1) as f32;
    }
    for idx in 0..texts.len() {
        let near = [idx.checked_sub(1), Some(idx + 1), idx.checked_sub(2), Some(idx + 2)];
        let near = near.into_iter().flatten().filter_map(|other| texts.get(other));
        // Most lines are like none: their words are counted only then.
        let most = near.map(|other| alike(texts[idx], other)).max().unwrap_or_default();
        if most > 0 {
            lines[idx].alike = most as f32 / texts[idx].split_whitespace().count() as f32;
        }
    }
    let main = thickest(&lines);
    let everywhere = Said::by(lines.iter().enumerate(), |line| line.prose);
    let inside = Said::by(lines.iter().enumerate().filter(|(idx, _)| main.contains(idx)), |line| line.prose);
    for (idx, line) in lines.iter_mut().enumerate() {
        line.shared = [inside.share(idx, line), everywhere.share(idx, line)];
    }
    lines
}

/// Content words of some lines, with the one line that says each, or none where several do.
struct Said(ByHash<Option<usize>>);

impl Said {
    fn by<'l>(lines: impl Iterator<Item = (usize, &'l Line)>, counts: impl Fn(&Line) -> bool) -> Self {
        let mut said = ByHash::<Option<usize>>::default();
        for (idx, line) in lines.filter(|(_, line)| counts(line)) {
            for stem in &line.stems {
                said.entry(*stem).and_modify(|by| *by = by.filter(|by| *by == idx)).or_insert(Some(idx));
            }
        }
        Self(said)
    }

    /// Share of the content words of line `idx` that another line says.
    fn share(&self, idx: usize, line: &Line) -> f32 {
        let said = line.stems.iter().filter(|stem| self.0.get(stem).is_some_and(|by| *by != Some(idx))).count();
        said as f32 / line.stems.len().max(1) as f32
    }
}

/// How far two lines are of one template: words that stand in the same place from either end.
fn alike(one: &str, other: &str) -> usize {
    let same = |a: &mut dyn Iterator<Item = &str>, b: &mut dyn Iterator<Item = &str>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let ahead = same(&mut one.split_whitespace(), &mut other.split_whitespace());
    let behind = same(&mut one.split_whitespace().rev(), &mut other.split_whitespace().rev());
    ahead.max(behind)
}

fn key(text: &str) -> String {
    if text.len() <= 64 { text.to_lowercase() } else { content_hash(text.as_bytes()) }
}

fn title_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 3).map(str::to_lowercase)
}

/// Sums over the lines before each, so that a window costs two look-ups.
struct Sums {
    prose: Vec<f32>,
    chatter: Vec<f32>,
    short: Vec<f32>,
    chars: Vec<f32>,
}

impl Sums {
    fn of(lines: &[Line]) -> Self {
        let running = |value: &dyn Fn(&Line) -> f32| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(lines.iter().map(|line| {
                    sum += value(line);
                    sum
                }))
                .collect::<Vec<f32>>()
        };
        Self {
            prose: running(&|line| if line.prose { line.chars } else { 0.0 }),
            chatter: running(&Line::chatter),
            short: running(&|line| flag(line.shape.words <= 4)),
            chars: running(&|line| line.chars),
        }
    }

    fn n_lines(&self) -> usize {
        self.prose.len() - 1
    }

    /// The sum over `from..to`, cut to the page.
    fn within(&self, sums: &[f32], from: isize, to: isize) -> f32 {
        let n = self.n_lines() as isize;
        sums[to.clamp(0, n) as usize] - sums[from.clamp(0, n) as usize]
    }
}

/// One row of features a line.
pub(super) fn features(lines: &[Line]) -> Vec<Vec<f32>> {
    let sums = Sums::of(lines);
    let marks = Marks::of(lines);
    (0..lines.len())
        .map(|idx| {
            let mut row = Vec::with_capacity(WIDTH);
            lines[idx].own(&mut row);
            around(idx, &sums, &marks, &mut row);
            row
        })
        .collect()
}

fn around(idx: usize, sums: &Sums, marks: &Marks, row: &mut Vec<f32>) {
    let (n, at) = (sums.n_lines() as f32, idx as isize);
    for reach in [2, 5, 10, 25] {
        row.push(ln(sums.within(&sums.prose, at - reach, at + reach + 1)));
    }
    row.push(ln(sums.within(&sums.prose, at - 10, at)));
    row.push(ln(sums.within(&sums.prose, at + 1, at + 11)));
    for reach in [3, 8, 20] {
        let lines = (2 * reach + 1) as f32;
        row.push(sums.within(&sums.chatter, at - reach, at + reach + 1) / lines);
        row.push(sums.within(&sums.short, at - reach, at + reach + 1) / lines);
    }
    let prose = sums.prose[sums.n_lines()];
    let chars = sums.chars[sums.n_lines()].max(1.0);
    row.extend([
        ln(n),
        prose / chars,
        sums.prose[idx] / prose.max(1.0),
        sums.chars[idx] / chars,
        idx as f32 / n,
        ln(idx as f32),
        ln(n - idx as f32),
        sums.short[sums.n_lines()] / n,
    ]);
    row.extend([
        ln(since(marks.prose_before[idx], idx)),
        ln(since(marks.prose_after[idx], idx)),
        ln(since(marks.links[idx], idx)),
        ln(since(marks.comments[idx], idx)),
        ln(since(marks.headline[idx], idx)),
        marks.main[idx],
    ]);
}

/// Lines between, or a number above all pages.
fn since(mark: Option<usize>, idx: usize) -> f32 {
    mark.map_or(5000.0, |mark| mark.abs_diff(idx) as f32)
}

/// The nearest line of each kind above (and of prose below), per line.
struct Marks {
    prose_before: Vec<Option<usize>>,
    prose_after: Vec<Option<usize>>,
    links: Vec<Option<usize>>,
    comments: Vec<Option<usize>>,
    headline: Vec<Option<usize>>,
    /// Where the line lies from the thickest stretch of prose: 0 inside, negative above, positive below.
    main: Vec<f32>,
}

impl Marks {
    fn of(lines: &[Line]) -> Self {
        let above = |is: &dyn Fn(&Line) -> bool| {
            let mut last = None;
            let of = |(idx, line): (usize, &Line)| {
                let before = last;
                if is(line) {
                    last = Some(idx);
                }
                before
            };
            lines.iter().enumerate().map(of).collect::<Vec<_>>()
        };
        let mut prose_after = vec![None; lines.len()];
        let mut next = None;
        for (idx, line) in lines.iter().enumerate().rev() {
            prose_after[idx] = next;
            if line.prose {
                next = Some(idx);
            }
        }
        let main = thickest(lines);
        Self {
            prose_before: above(&|line| line.prose),
            prose_after,
            links: above(&|line| line.chrome == Some(Chrome::LinksFollow)),
            comments: above(&|line| line.chrome == Some(Chrome::CommentsFollow)),
            headline: above(&Line::is_titled),
            main: (0..lines.len())
                .map(|idx| match idx {
                    idx if idx < main.start => -ln((main.start - idx) as f32),
                    idx if idx >= main.end => ln((idx + 1 - main.end) as f32),
                    _ => 0.0,
                })
                .collect(),
        }
    }
}

/// The stretch of lines with the most prose for its other lines: the greatest sum, prose counting for its length and
/// every other line against.
fn thickest(lines: &[Line]) -> std::ops::Range<usize> {
    const AGAINST: f32 = -25.0;
    let (mut best, mut best_sum, mut start, mut sum) = (0..0, 0.0, 0, 0.0);
    for (idx, line) in lines.iter().enumerate() {
        let worth = if line.prose { line.chars.min(400.0) } else { AGAINST };
        if sum <= 0.0 {
            (start, sum) = (idx, 0.0);
        }
        sum += worth;
        if sum > best_sum {
            (best, best_sum) = (start..idx + 1, sum);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::paragraph;

    #[test]
    fn a_row_has_its_width_whatever_the_page() {
        for text in [
            "",
            "Menu",
            "Menu\nHome\nHarlow Mills said on Monday that it would close the plant in Orrin by the end of May.\n©",
        ] {
            let lines = lines(text, &paragraph::read(text));
            let rows = features(&lines);
            assert!(rows.len() == lines.len() && rows.iter().all(|row| row.len() == WIDTH), "{text}");
            assert!(rows.iter().flatten().all(|value| value.is_finite()), "{text}");
        }
    }
}
