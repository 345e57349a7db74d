//! Cuts a source text that holds several articles into parts, by evidence that adds up and never by one rule alone.
//!
//! Every paragraph could open an article. Headline, by-line, date line, dateline, rule, end-of-article chrome, white
//! space, the break in topic and the change of manner are weighed together; the surest place is cut, and either side is
//! looked at again as a text of its own, until no place is likely. A section heading has a headline's shape and nothing
//! else, so a long article stays one.

use std::ops::Range;
use std::rc::Rc;

use super::content::{self, Content};
use super::layout::{ENOUGH, SHORT, Text};
use super::manner::Manner;
use super::memory::Memory;
use super::opening::Opening;
use super::paragraph::Paragraph;
use super::seam::{Gain, REACHES, Seam};
use super::topic::{Echo, Words};
use super::window::Overlap;

/// Log odds from which all evidence together makes a cut: two articles as one lose less than one article in two. In four
/// folds of the tuning half by site, glued to articles of the crawl that no training sees, 94 joints in 100 stand above it
/// and 1 whole text in 80 is cut (November 2026).
const LIKELY: f32 = 1.0;
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
    contents: Vec<Rc<Content>>,
    words: Words,
    manner: Manner,
}

impl<'a> Articles<'a> {
    fn of(source: &'a str, paragraphs: &'a [Paragraph], text: Text<'a>, memory: &Memory) -> Self {
        let contents = content::all(source, paragraphs, memory);
        Self { text, words: Words::of(&contents), manner: Manner::of(paragraphs, &contents), contents }
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
        let places: Vec<usize> = starts.iter().map(|at| at - range.start).collect();
        let overlaps = REACHES.map(|reach| words.overlaps(reach));
        let usual = |of: fn(&Overlap) -> f32| median(places.iter().map(|at| of(&overlaps[1][*at])).collect());
        let usual = [usual(|overlap| overlap.words), usual(|overlap| overlap.cosine)];
        let recalls = words.recalls();
        let drift = words.drift();
        let near: Vec<f32> = places.iter().map(|at| drift.at(*at, REACHES[0])).collect();
        let usual_drift = median(near.clone());
        let [gain, told, drift_gain] =
            [words.gains(), words.told_gains(), drift.gains()].map(|all| gains(&all, &words, &places));
        let seam = |(idx, at): (usize, &usize)| {
            let (at, start) = (*at, starts[idx]);
            let layout = self.text.layout(start);
            let echo = if layout.lines[1].words <= SHORT { words.echo(at, REACHES[1]) } else { Echo::default() };
            let overlap = overlaps[1][at];
            let depth = |here: f32, usual: f32| (here + 0.02) / (usual + 0.02);
            Seam {
                start,
                layout,
                openings: self.openings(start),
                echo,
                opening: words.opening(at, REACHES[1]),
                overlaps: [0, 1, 2].map(|reach| overlaps[reach][at]),
                depth: [depth(overlap.words, usual[0]), depth(overlap.cosine, usual[1])],
                recall: recalls[at],
                drifts: [near[idx], drift.at(at, REACHES[1]), drift.at(at, REACHES[2])],
                drift_depth: near[idx] - usual_drift,
                gain: gain[idx],
                told: told[idx],
                drift_gain: drift_gain[idx],
                unlike: self.manner.unlike(range.start..start, start..range.end),
                change: self.manner.change(range, start),
                side_words: side(start),
                all_words,
            }
        };
        places.iter().enumerate().map(seam).collect()
    }

    /// What the first words of the line before paragraph `at`, of itself and of the next one tell.
    fn openings(&self, at: usize) -> [Opening; 3] {
        let opening = |idx: Option<usize>| idx.and_then(|idx| self.contents.get(idx)).map(|content| content.opening);
        [at.checked_sub(1), Some(at), Some(at + 1)].map(|idx| opening(idx).unwrap_or_default())
    }
}

/// What a break at each of `starts` gains.
fn gains(all: &[f32], words: &Words, starts: &[usize]) -> Vec<Gain> {
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
