//! What the lines of a text look like where one article could end and the next begin.
//!
//! Takes the paragraphs of a text, gives a [`Layout`] for any of them: headline, by-line, date line, dateline, rule,
//! end-of-article chrome, white space. A section heading has a headline's shape and nothing else. Knows nothing of topics.

use std::ops::Range;

use crate::types::DropReason;

use super::head;
use super::meta::{self, Key};
use super::paragraph::Paragraph;
use super::phrases::{self, Chrome};
use super::seam::{Layout, Look};
use super::shape::Shape;
use super::words;

/// Head lines and layout that make a cut whatever the topic: headline, by-line and date together, or a rule and a
/// dateline.
pub(super) const ENOUGH: usize = 4;
/// Lines of a run that can be the head of the next article.
const HEAD: usize = 8;
/// Lines before a place in which end-of-article chrome counts.
const ENDED: usize = 4;
/// Most words of a line that may be a headline, by-line or date.
pub(super) const SHORT: usize = 24;

/// The lines of a text and what each looks like.
pub(super) struct Text<'a> {
    source: &'a str,
    paragraphs: &'a [Paragraph],
    looks: Vec<Look>,
    /// Words of running text before each paragraph.
    prose: Vec<usize>,
    /// Whether each paragraph ends with what stands below an article.
    ends: Vec<bool>,
    /// The run of short lines that each paragraph stands in, up to the paragraph of running text that ends it.
    runs: Vec<Run>,
    /// Line ends that stand between most paragraphs.
    usual_gap: usize,
}

/// Where in a run of short lines an article could begin, and what speaks for it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is evidence of its own; no two make a state")]
struct Run {
    /// First line of the run.
    from: usize,
    /// The paragraph of running text after it.
    after: usize,
    start: usize,
    evidence: usize,
    headline: bool,
    dateline: bool,
    wired: bool,
    rule: bool,
    goes_on: bool,
}

impl<'a> Text<'a> {
    pub(super) fn of(source: &'a str, paragraphs: &'a [Paragraph]) -> Self {
        let mut prose = Vec::with_capacity(paragraphs.len() + 1);
        let mut words = 0;
        for paragraph in paragraphs {
            prose.push(words);
            words += if is_article(paragraph) { paragraph.shape.words } else { 0 };
        }
        prose.push(words);
        let mut text =
            Self { source, paragraphs, looks: Vec::new(), prose, ends: Vec::new(), runs: Vec::new(), usual_gap: 0 };
        text.look();
        text
    }

    fn line(&self, idx: usize) -> &'a str {
        self.paragraphs.get(idx).and_then(|paragraph| paragraph.span.slice(self.source)).unwrap_or_default()
    }

    pub(super) fn n_lines(&self) -> usize {
        self.paragraphs.len()
    }

    /// Words of running text in paragraphs `range`.
    pub(super) fn prose_words(&self, range: Range<usize>) -> usize {
        self.prose[range.end] - self.prose[range.start]
    }

    fn look(&mut self) {
        let n = self.n_lines();
        let short = |idx: usize| self.paragraphs[idx].shape.words <= SHORT;
        let meta: Vec<bool> = (0..n).map(|idx| short(idx) && head::is_meta(self.line(idx))).collect();
        let look = |idx: usize| {
            let headline = short(idx) && !meta[idx] && head::is_headline(self.source, &self.paragraphs[idx]);
            let tops_meta = headline && meta.get(idx + 1).is_some_and(|meta| *meta);
            let shape = self.paragraphs[idx].shape;
            Look {
                running: shape.is_prose() && !tops_meta,
                headline,
                meta: meta[idx],
                terminal: shape.terminal,
                words: shape.words,
            }
        };
        self.looks = (0..n).map(look).collect();
        self.ends = self.paragraphs.iter().map(|paragraph| ends_article(self.source, paragraph)).collect();
        let mut gaps: Vec<usize> = (1..n).map(|idx| self.newlines_before(idx)).collect();
        gaps.sort_unstable();
        self.usual_gap = gaps.get(gaps.len() / 2).copied().unwrap_or_default();
        let mut from = 0;
        for idx in 0..=n {
            if idx == n || self.looks[idx].running {
                let run = self.run(from, idx);
                self.runs.extend(std::iter::repeat_n(run, (idx + 1).min(n) - from));
                from = idx + 1;
            }
        }
    }

    /// What stands in the run of short lines between two paragraphs of running text.
    fn run(&self, from: usize, after: usize) -> Run {
        let head = self.head(from..after);
        let rule = (from..after).rev().find(|idx| meta::is_rule(self.line(*idx)));
        let start = match (head.start, rule) {
            (Some(start), Some(rule)) if rule < start => rule + 1,
            (Some(start), _) => start,
            (None, Some(rule)) => rule + 1,
            (None, None) => after,
        };
        let dateline = meta::dateline(self.line(after)).is_some();
        let rule = rule.is_some_and(|rule| rule < start);
        let mut evidence = head.evidence + 2 * usize::from(dateline) + 2 * usize::from(rule);
        if evidence >= 2 {
            evidence += usize::from(self.ended_before(start, ENDED)) + usize::from(self.newlines_before(start) >= 3);
        }
        let headline = head.start == Some(start) && start < after;
        let opens = self.line(after);
        Run { from, after, start, evidence, headline, dateline, wired: is_wired(opens), rule, goes_on: goes_on(opens) }
    }

    /// What the lines look like at paragraph `idx`.
    pub(super) fn layout(&self, idx: usize) -> Layout {
        let run = self.runs[idx];
        let starts = idx == run.start;
        let look = |idx: Option<usize>| idx.and_then(|idx| self.looks.get(idx)).copied().unwrap_or_default();
        Layout {
            evidence: if starts { run.evidence } else { 0 },
            starts,
            headline: starts && run.headline,
            dateline: run.dateline,
            wired: run.wired,
            rule: starts && run.rule,
            ended: [1, ENDED].map(|lines| self.ended_before(idx, lines)),
            gap: self.newlines_before(idx) >= 3,
            odd_gap: self.newlines_before(idx) > self.usual_gap,
            goes_on: run.goes_on,
            lines: [look(idx.checked_sub(1)), look(Some(idx)), look(Some(idx + 1))],
            twice: self.twice(idx),
            sited: self.looks[idx].words <= SHORT && is_sited(self.line(idx)),
            short_lines: [idx - run.from, run.after - idx],
        }
    }

    /// Where the head of an article starts in a run of short lines, and what speaks for it.
    fn head(&self, run: Range<usize>) -> Head {
        let from = run.end.saturating_sub(HEAD).max(run.start);
        let lines = from..run.end;
        let keyed = lines.clone().find(|idx| matches!(meta::key_line(self.line(*idx)), Some((Key::Title, _))));
        if let Some(start) = keyed {
            let start =
                (from..start).rev().take_while(|idx| meta::key_line(self.line(*idx)).is_some()).last().unwrap_or(start);
            return Head { start: Some(start), evidence: ENOUGH };
        }
        let mut metas = lines.clone().filter(|idx| self.looks[*idx].meta);
        let byline = metas.clone().find(|idx| meta::is_byline(self.line(*idx)));
        let dated = metas.find(|idx| meta::date_line(self.line(*idx)).is_some());
        let first_meta = [byline, dated].into_iter().flatten().min();
        let end = first_meta.unwrap_or(run.end);
        let start = self.headline(from..end);
        // By-line and date belong to a head only below a headline.
        let evidence = match start {
            Some(_) => 2 * usize::from(byline.is_some()) + 2 * usize::from(dated.is_some()),
            None => 0,
        };
        Head { start, evidence }
    }

    /// The headline nearest above: the first of the last two lines that could be one, so that a deck stays below it.
    fn headline(&self, lines: Range<usize>) -> Option<usize> {
        let from = lines.end.saturating_sub(2).max(lines.start);
        (from..lines.end).find(|idx| self.looks[*idx].headline)
    }

    /// Share of the words of a short line that one of the next two says again.
    fn twice(&self, idx: usize) -> f32 {
        if !(3..=SHORT).contains(&self.looks[idx].words) {
            return 0.0;
        }
        let words = |text: &'a str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 3);
        let own: Vec<u64> = words(self.line(idx)).map(words::stem).collect();
        let share = |next: usize| {
            let next: Vec<u64> = words(self.line(next)).take(SHORT).map(words::stem).collect();
            own.iter().filter(|word| next.contains(word)).count() as f32 / own.len().max(1) as f32
        };
        share(idx + 1).max(share(idx + 2))
    }

    /// Whether chrome that ends an article stands in the `lines` right before.
    fn ended_before(&self, start: usize, lines: usize) -> bool {
        self.ends[start.saturating_sub(lines)..start.min(self.ends.len())].contains(&true)
    }

    /// Line ends between the paragraph and the one before.
    fn newlines_before(&self, idx: usize) -> usize {
        let before = idx.checked_sub(1).and_then(|before| self.paragraphs.get(before));
        let (Some(before), Some(here)) = (before, self.paragraphs.get(idx)) else { return 0 };
        self.source.get(before.span.end()..here.span.start()).map_or(0, |gap| gap.matches('\n').count())
    }
}

/// Whether a line, or what stands in brackets at its end, is chrome that ends an article.
fn ends_article(source: &str, paragraph: &Paragraph) -> bool {
    let line = paragraph.span.slice(source).unwrap_or_default();
    let last = line.rfind(['(', '.']).and_then(|at| line.get(at..)).filter(|last| last.contains(char::is_alphanumeric));
    let ends = |text: &str, chrome: Option<Chrome>| match chrome {
        Some(Chrome::LinksFollow | Chrome::CommentsFollow) => true,
        Some(Chrome::Line(reason)) => {
            matches!(reason, DropReason::Credit | DropReason::Legal | DropReason::Share | DropReason::Newsletter)
        }
        None => text.eq_ignore_ascii_case("ends"),
    };
    ends(line, paragraph.chrome) || last.is_some_and(|last| ends(last, phrases::chrome(last, Shape::of(last))))
}

/// Whether a paragraph begins with a month and a day or with a place in capitals, as wire copy does.
fn is_wired(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let name = first.trim_end_matches(['.', ',', ':']);
    let day = || second.trim_end_matches([',', '.', ':']).parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let place = name.len() >= 4 && name.chars().all(|c| c.is_uppercase() || c == '-');
    (is_month(name) && day() && words.next().is_some_and(|next| next.starts_with(char::is_uppercase)))
        || (place && (first.ends_with([',', ':']) || second.ends_with([',', ':'])))
}

/// Whether a word is a month of English, whole or cut short.
pub(super) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

/// Whether a line ends with ` | Site` or ` - Site`, as window titles do.
fn is_sited(text: &str) -> bool {
    let site = [" | ", " - ", " – ", " — ", " » "].into_iter().filter_map(|mark| text.rsplit_once(mark)).next_back();
    site.is_some_and(|(title, site)| {
        title.split_whitespace().count() >= 3
            && (1..=5).contains(&site.split_whitespace().count())
            && !site.ends_with(['.', '!', '?', ':'])
    })
}

/// Whether a paragraph begins with a word that leans on what was said before.
fn goes_on(text: &str) -> bool {
    const LEANS: [&str; 40] = [
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "its",
        "but",
        "and",
        "or",
        "so",
        "also",
        "however",
        "moreover",
        "meanwhile",
        "still",
        "yet",
        "nor",
        "then",
        "these",
        "those",
        "such",
        "both",
        "er",
        "sie",
        "aber",
        "doch",
        "und",
        "auch",
        "dann",
        "dabei",
        "diese",
        "dieser",
        "mais",
        "elle",
        "ils",
        "cependant",
        "pero",
        "también",
        "ellos",
    ];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    text.starts_with(char::is_lowercase) || (first.len() <= 10 && LEANS.contains(&&*first.to_lowercase()))
}

/// Running text that is no caption and no phrase of pages.
fn is_article(paragraph: &Paragraph) -> bool {
    paragraph.shape.is_prose() && paragraph.chrome.is_none() && !paragraph.captioned
}

struct Head {
    start: Option<usize>,
    evidence: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::paragraph;

    #[test]
    fn wire_copy_is_told_by_its_first_words() {
        for text in
            ["July 27 Harlow Mills Inc sold", "Sept. 3 Harlow said", "ORRIN: The council met", "ORRIN HARBOUR, May 2"]
        {
            assert!(is_wired(text), "{text}");
        }
        for text in
            ["July was dry in Orrin", "May 3 people leave?", "Harlow, which sold", "NATO said", "July 27 was dry", ""]
        {
            assert!(!is_wired(text), "{text}");
        }
    }

    #[test]
    fn a_window_title_ends_with_its_site() {
        for text in ["Harlow to close plant | The Orrin Post", "Why Harlow sells - orrinpost.example"] {
            assert!(is_sited(text), "{text}");
        }
        for text in ["Harlow to close plant", "Harlow | Orrin", "The firm - which sold its plant in May - is gone."] {
            assert!(!is_sited(text), "{text}");
        }
    }

    #[test]
    fn a_headline_below_a_window_title_stands_twice() {
        let text = "Harlow to close plant - The Orrin Post\nHarlow to close plant\nBy Ann Bee\nThe firm said on Monday \
                    that it would end its work in the town by the end of May, with the loss of 300 jobs.";
        let paragraphs = paragraph::read(text);
        let text = Text::of(text, &paragraphs);
        assert!(text.layout(0).twice > 0.4 && text.layout(1).twice < 0.1);
        assert!(text.layout(0).sited && !text.layout(1).sited);
    }
}
