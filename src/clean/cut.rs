//! Cuts a source text that holds several articles into parts, by evidence that adds up and never by one rule alone.
//!
//! Every paragraph could open an article. Headline, by-line, date line, dateline, rule, end-of-article chrome, white
//! space, the break in topic and the change of manner are weighed together; the surest place is cut, and either side is
//! looked at again as a text of its own, until no place is likely. A section heading has a headline's shape and nothing
//! else, so a long article stays one.

use std::ops::Range;

use super::content;
use super::layout::{ENOUGH, Text};
use super::manner::Manner;
use super::memory::Memory;
use super::paragraph::Paragraph;
use super::seam::{Gain, REACHES, Seam};
use super::topic::Words;

/// Log odds from which all evidence together makes a cut: two articles as one lose less than one article in two. By
/// cross-validation on pages of the tuning half (`models/training/clean/seams.py`) 1 whole text in 100 stands above 0.77
/// and 1 in 200 above 1.44, with articles shared between folds (November 2026).
const LIKELY: f32 = 0.8;
/// Words of running text that both sides must have: less is a teaser or a notice.
const SIDE_WORDS: usize = 40;
/// Words of running text between two cuts of one pass; a nearer one waits for the next, which sees it without the other.
const APART: usize = 400;
/// Paragraphs on either side that are the same place where the best place is compared with others.
const SAME: usize = 2;
/// Brings gains for each word of a text to the size of other features.
const SCALE: f32 = 5.0;

/// Paragraph ranges of the articles in `source`, in order; one range where there is one article.
pub(super) fn parts(source: &str, paragraphs: &[Paragraph], memory: &Memory) -> Vec<Range<usize>> {
    let text = Text::of(source, paragraphs);
    let whole = 0..paragraphs.len();
    if text.prose_words(whole.clone()) < 2 * SIDE_WORDS {
        return vec![whole];
    }
    let articles = Articles::of(source, paragraphs, text, memory);
    let (mut open, mut parts) = (vec![whole], Vec::new());
    while let Some(range) = open.pop() {
        let cuts = articles.cuts(&range);
        if cuts.is_empty() {
            parts.push(range);
            continue;
        }
        let starts = std::iter::once(range.start).chain(cuts.iter().copied());
        open.extend(starts.zip(cuts.iter().copied().chain([range.end])).map(|(start, end)| start..end));
    }
    parts.sort_by_key(|part| part.start);
    parts
}

/// Where each place that could be a cut begins, and its features.
pub(super) fn features(source: &str, paragraphs: &[Paragraph]) -> Vec<(usize, Vec<f32>)> {
    let text = Text::of(source, paragraphs);
    let articles = Articles::of(source, paragraphs, text, &Memory::default());
    let seams = articles.seams(&(0..paragraphs.len()));
    seams.iter().map(|seam| (paragraphs[seam.start].span.start(), seam.row())).collect()
}

struct Articles<'a> {
    text: Text<'a>,
    words: Words,
    manner: Manner,
}

impl<'a> Articles<'a> {
    fn of(source: &'a str, paragraphs: &'a [Paragraph], text: Text<'a>, memory: &Memory) -> Self {
        let contents = content::all(source, paragraphs, memory);
        Self { text, words: Words::of(&contents), manner: Manner::of(paragraphs, &contents) }
    }

    /// The surest places of `range` that are far from each other, in order; none where it is one article.
    fn cuts(&self, range: &Range<usize>) -> Vec<usize> {
        let weighed = self.seams(range).into_iter().map(|seam| (seam.log_odds(), seam));
        let mut seams: Vec<(f32, Seam)> =
            weighed.filter(|(odds, seam)| seam.layout.evidence >= ENOUGH || *odds > LIKELY).collect();
        seams.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.start.cmp(&other.start)));
        let mut cuts: Vec<usize> = Vec::new();
        for (_, seam) in seams {
            let at = cuts.partition_point(|cut| *cut <= seam.start);
            let before = at.checked_sub(1).map(|at| cuts[at]..seam.start);
            let after = cuts.get(at).map(|next| seam.start..*next);
            if before.into_iter().chain(after).all(|between| self.text.prose_words(between) >= APART) {
                cuts.insert(at, seam.start);
            }
        }
        cuts
    }

    /// Places in `range` where an article could begin after another, seen as if nothing stood outside.
    fn seams(&self, range: &Range<usize>) -> Vec<Seam> {
        let all_words = self.text.prose_words(range.clone());
        let side = |at: usize| self.text.prose_words(range.start..at).min(self.text.prose_words(at..range.end));
        let starts: Vec<usize> = (range.start + 1..range.end).filter(|at| side(*at) >= SIDE_WORDS).collect();
        if starts.is_empty() {
            return Vec::new();
        }
        let words = self.words.within(range);
        let overlaps = REACHES.map(|reach| words.overlaps(reach));
        let recalls = words.recalls();
        let usual = median(starts.iter().map(|at| overlaps[1][at - range.start].words).collect());
        let gains = gains(&words, &starts.iter().map(|at| at - range.start).collect::<Vec<_>>());
        let seam = |(start, gain): (&usize, Gain)| {
            let at = start - range.start;
            let layout = self.text.layout(*start);
            let echo = if layout.headline { words.echo(at, REACHES[1]) } else { (0.0, 0.0) };
            Seam {
                start: *start,
                layout,
                echo,
                overlaps: [0, 1, 2].map(|reach| overlaps[reach][at]),
                depth: (overlaps[1][at].words + 0.02) / (usual + 0.02),
                recall: recalls[at],
                gain,
                unlike: self.manner.unlike(range.start..*start, *start..range.end),
                change: self.manner.change(range, *start),
                side_words: side(*start),
                all_words,
            }
        };
        starts.iter().zip(gains).map(seam).collect()
    }
}

/// What a break at each of `starts` gains.
fn gains(words: &Words, starts: &[usize]) -> Vec<Gain> {
    let all = words.gains();
    let gains: Vec<f32> = starts.iter().map(|at| all[*at]).collect();
    let n = gains.len() as f32;
    let mean = gains.iter().sum::<f32>() / n;
    let spread = (gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f32>() / n).sqrt();
    let (to, mut from) = (most(gains.iter()), most(gains.iter().rev()));
    from.reverse();
    let gain = |(idx, gain): (usize, &f32)| {
        let left = idx.checked_sub(SAME + 1).map_or(f32::NEG_INFINITY, |idx| to[idx]);
        let other = left.max(from.get(idx + SAME + 1).copied().unwrap_or(f32::NEG_INFINITY));
        let [before, after] = words.sides(starts[idx]).map(|words| words.max(1) as f32);
        let near = idx.saturating_sub(SAME)..(idx + SAME + 1).min(gains.len());
        Gain {
            of_side: gain / before.min(after),
            of_text: SCALE * gain / (before + after),
            ahead: (SCALE * (gain - other) / (before + after)).min(1.0),
            above: (gain - mean) / (spread + 1.0),
            peak: gains[near].iter().all(|other| other <= gain),
        }
    };
    gains.iter().enumerate().map(gain).collect()
}

/// The greatest up to each.
fn most<'g>(gains: impl Iterator<Item = &'g f32>) -> Vec<f32> {
    let greater = |most: &mut f32, gain: &f32| {
        *most = most.max(*gain);
        Some(*most)
    };
    gains.scan(f32::NEG_INFINITY, greater).collect()
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
