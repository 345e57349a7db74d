//! Cuts a source text that holds several articles into parts, by evidence that adds up and never by one rule alone.
//!
//! Between two paragraphs of running text stands a run of short lines, perhaps none. It holds a cut where headline,
//! by-line, date line, dateline, rule, end-of-article chrome, white space and a change of names add up. A section
//! heading has a headline's shape and nothing else, so a long article stays one.

use std::ops::Range;

use crate::types::{DropReason, Span};

use super::chrome;
use super::head;
use super::meta::{self, Key};
use super::phrases::{self, Chrome};
use super::seam::{REACHES, Seam};
use super::shape::Shape;
use super::topic::Words;

/// Head lines and layout that make a cut whatever the topic: headline, by-line and date together, or a rule and a
/// dateline.
const ENOUGH: usize = 4;
/// Log odds from which all evidence together makes a cut.
const LIKELY: f32 = 1.0;
/// Words of running text that both sides must have: less is a teaser or a notice.
const SIDE_WORDS: usize = 40;
/// Lines of a run that can be the head of the next article.
const HEAD: usize = 8;

/// Paragraph ranges of the articles in `source`, in order; one range where there is one article.
pub(super) fn parts(source: &str, paragraphs: &[Span]) -> Vec<Range<usize>> {
    let text = Text::of(source, paragraphs);
    let mut seams = text.seams();
    seams.retain(|seam| seam.evidence >= ENOUGH || seam.log_odds() > LIKELY);
    // The surest first; a weaker one beside it would leave a scrap between the two.
    seams.sort_by(|a, b| b.log_odds().total_cmp(&a.log_odds()).then(a.start.cmp(&b.start)));
    let mut cuts = vec![0, paragraphs.len()];
    for seam in seams {
        let at = cuts.partition_point(|cut| *cut <= seam.start);
        let sides = [cuts[at - 1]..seam.start, seam.start..cuts[at.min(cuts.len() - 1)]];
        if sides.into_iter().all(|side| text.prose_words(side) >= SIDE_WORDS) {
            cuts.insert(at, seam.start);
        }
    }
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Where each place that could be a cut begins, and its features.
pub(super) fn features(source: &str, paragraphs: &[Span]) -> Vec<(usize, Vec<f32>)> {
    let seams = Text::of(source, paragraphs).seams();
    seams.iter().map(|seam| (paragraphs[seam.start].start(), seam.row().to_vec())).collect()
}

struct Text<'a> {
    source: &'a str,
    paragraphs: &'a [Span],
    shapes: Vec<Shape>,
    /// Whether each paragraph is running text and no headline that ends like a sentence.
    running: Vec<bool>,
    /// Words of running text before each paragraph.
    prose: Vec<usize>,
    /// Whether each paragraph ends with what stands below an article.
    ends: Vec<bool>,
}

impl<'a> Text<'a> {
    fn of(source: &'a str, paragraphs: &'a [Span]) -> Self {
        let shapes: Vec<Shape> = paragraphs.iter().map(|span| Shape::at(source, *span)).collect();
        let mut prose = Vec::with_capacity(shapes.len() + 1);
        let mut words = 0;
        for (shape, span) in shapes.iter().zip(paragraphs) {
            prose.push(words);
            words += if is_article(source, *span, *shape) { shape.words } else { 0 };
        }
        prose.push(words);
        let line = |idx: usize| paragraphs.get(idx).and_then(|span| span.slice(source)).unwrap_or_default();
        let tops_meta =
            |idx: usize| shapes[idx].is_headline() && head::is_headline(line(idx)) && head::is_meta(line(idx + 1));
        let running = (0..shapes.len()).map(|idx| shapes[idx].is_prose() && !tops_meta(idx)).collect();
        let ends = (0..shapes.len()).map(|idx| ends_article(line(idx), shapes[idx])).collect();
        Self { source, paragraphs, shapes, running, prose, ends }
    }

    fn line(&self, idx: usize) -> &'a str {
        self.paragraphs.get(idx).and_then(|span| span.slice(self.source)).unwrap_or_default()
    }

    fn prose_words(&self, range: Range<usize>) -> usize {
        self.prose[range.end] - self.prose[range.start]
    }

    /// Places where an article could begin after another.
    fn seams(&self) -> Vec<Seam> {
        let all = self.prose_words(0..self.paragraphs.len());
        if all < 2 * SIDE_WORDS {
            return Vec::new();
        }
        let prose: Vec<usize> = (0..self.shapes.len()).filter(|idx| self.running[*idx]).collect();
        let mut seams: Vec<Seam> = prose.windows(2).map(|pair| self.seam_between(pair[0], pair[1])).collect();
        seams.retain(|seam| seam.side_words >= SIDE_WORDS);
        if seams.is_empty() {
            return seams;
        }
        self.weigh_topics(&mut seams);
        seams
    }

    /// The place in the run of short lines between two paragraphs of running text.
    fn seam_between(&self, before: usize, after: usize) -> Seam {
        let run = before + 1..after;
        let head = self.head(run.clone());
        let rule = run.clone().rev().find(|idx| meta::is_rule(self.line(*idx)));
        let start = match (head.start, rule) {
            (Some(start), Some(rule)) if rule < start => rule + 1,
            (Some(start), _) => start,
            (None, Some(rule)) => rule + 1,
            (None, None) => after,
        };
        let dateline = meta::dateline(self.line(after)).is_some();
        let rule = rule.is_some_and(|rule| rule < start);
        let (ended, gap) = (self.ends_before(start), self.newlines_before(start) >= 3);
        let mut evidence = head.evidence + 2 * usize::from(dateline) + 2 * usize::from(rule);
        if evidence >= 2 {
            evidence += usize::from(ended) + usize::from(gap);
        }
        Seam {
            start,
            evidence,
            headline: head.start == Some(start) && start < after,
            dateline,
            rule,
            ended,
            gap,
            odd_gap: false,
            goes_on: goes_on(self.line(after)),
            side_words: self.prose_words(0..start).min(self.prose_words(start..self.paragraphs.len())),
            short_lines: run.len(),
            ..Seam::default()
        }
    }

    /// Fills in what the two sides of each place have in common, and what of its layout is unusual in the text.
    fn weigh_topics(&self, seams: &mut [Seam]) {
        let words = Words::of(self.source, self.paragraphs);
        for (reach_idx, reach) in REACHES.into_iter().enumerate() {
            let overlaps = words.overlaps(reach);
            for seam in seams.iter_mut() {
                seam.overlaps[reach_idx] = overlaps[seam.start];
            }
        }
        let usual = median(seams.iter().map(|seam| seam.overlaps[1].words).collect());
        let gaps = median((1..self.paragraphs.len()).map(|idx| self.newlines_before(idx) as f32).collect());
        for seam in seams {
            seam.depth = (seam.overlaps[1].words + 0.02) / (usual + 0.02);
            seam.odd_gap = self.newlines_before(seam.start) as f32 > gaps;
            if seam.headline {
                seam.echo = words.echo(seam.start, seam.start + 1, REACHES[1]);
            }
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
        let byline = lines.clone().find(|idx| meta::is_byline(self.line(*idx)));
        let dated = lines.clone().find(|idx| meta::date_line(self.line(*idx)).is_some());
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
        (from..lines.end).find(|idx| head::is_headline(self.line(*idx)))
    }

    /// Whether chrome that ends an article stands right before.
    fn ends_before(&self, start: usize) -> bool {
        self.ends[start.saturating_sub(4)..start].contains(&true)
    }

    /// Line ends between the paragraph and the one before.
    fn newlines_before(&self, idx: usize) -> usize {
        let before = idx.checked_sub(1).and_then(|before| self.paragraphs.get(before));
        let (Some(before), Some(here)) = (before, self.paragraphs.get(idx)) else { return 0 };
        self.source.get(before.end()..here.start()).map_or(0, |gap| gap.matches('\n').count())
    }
}

/// Whether a line, or what stands in brackets at its end, is chrome that ends an article.
fn ends_article(line: &str, shape: Shape) -> bool {
    let last = line.rfind(['(', '.']).and_then(|at| line.get(at..)).filter(|last| last.contains(char::is_alphanumeric));
    let lines = std::iter::once((line, shape)).chain(last.map(|last| (last, Shape::of(last))));
    lines.into_iter().any(|(text, shape)| match phrases::chrome(text, shape) {
        Some(Chrome::LinksFollow | Chrome::CommentsFollow) => true,
        Some(Chrome::Line(reason)) => {
            matches!(reason, DropReason::Credit | DropReason::Legal | DropReason::Share | DropReason::Newsletter)
        }
        None => text.eq_ignore_ascii_case("ends"),
    })
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
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
fn is_article(source: &str, span: Span, shape: Shape) -> bool {
    let text = span.slice(source).unwrap_or_default();
    shape.is_prose() && phrases::chrome(text, shape).is_none() && !(shape.words <= 45 && chrome::is_captioned(text))
}

struct Head {
    start: Option<usize>,
    evidence: usize,
}
