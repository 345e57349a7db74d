//! Cuts a source text that holds several articles into parts, by evidence that adds up and never by one rule alone.
//!
//! Between two paragraphs of running text stands a run of short lines, perhaps none. It holds a cut where headline,
//! by-line, date line, dateline, rule, end-of-article chrome, white space and a change of names add up. A section
//! heading has a headline's shape and nothing else, so a long article stays one.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::types::{DropReason, Span};

use super::chrome;
use super::head;
use super::meta::{self, Key};
use super::phrases::{self, Chrome};
use super::shape::Shape;

/// Evidence that makes a cut. Headline, by-line and date together, or a rule and a dateline, reach it.
const ENOUGH: usize = 4;
/// Words of running text that both sides must have: less is a teaser or a notice.
const SIDE_WORDS: usize = 40;
/// Lines of a run that can be the head of the next article.
const HEAD: usize = 8;
/// Words on each side whose names are compared.
const NAMES_WITHIN: usize = 250;
/// Share of names in common (in per cent) below which two texts tell of different things.
const NAMES_SHARED: usize = 12;

/// Paragraph ranges of the articles in `source`, in order; one range where there is one article.
pub(super) fn parts(source: &str, paragraphs: &[Span]) -> Vec<Range<usize>> {
    let text = Text::of(source, paragraphs);
    let mut parts = Vec::new();
    let mut start = 0;
    for cut in text.cuts() {
        if text.prose_words(start..cut) >= SIDE_WORDS && text.prose_words(cut..paragraphs.len()) >= SIDE_WORDS {
            parts.push(start..cut);
            start = cut;
        }
    }
    parts.push(start..paragraphs.len());
    parts
}

struct Text<'a> {
    source: &'a str,
    paragraphs: &'a [Span],
    shapes: Vec<Shape>,
    /// Whether each paragraph is running text and no headline that ends like a sentence.
    running: Vec<bool>,
    /// Words of running text before each paragraph.
    prose: Vec<usize>,
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
        Self { source, paragraphs, shapes, running, prose }
    }

    fn line(&self, idx: usize) -> &'a str {
        self.paragraphs.get(idx).and_then(|span| span.slice(self.source)).unwrap_or_default()
    }

    fn prose_words(&self, range: Range<usize>) -> usize {
        self.prose[range.end] - self.prose[range.start]
    }

    /// Places where an article begins after another.
    fn cuts(&self) -> Vec<usize> {
        let prose: Vec<usize> = (0..self.shapes.len()).filter(|idx| self.running[*idx]).collect();
        prose.windows(2).filter_map(|pair| self.cut_between(pair[0], pair[1])).collect()
    }

    /// The cut in the run of short lines between two paragraphs of running text.
    fn cut_between(&self, before: usize, after: usize) -> Option<usize> {
        let run = before + 1..after;
        let dateline = meta::dateline(self.line(after)).is_some();
        if run.is_empty() && !dateline {
            return None;
        }
        let head = self.head(run.clone());
        let rule = run.clone().rev().find(|idx| meta::is_rule(self.line(*idx)));
        let start = match (head.start, rule) {
            (Some(start), Some(rule)) if rule < start => rule + 1,
            (Some(start), _) => start,
            (None, Some(rule)) => rule + 1,
            (None, None) => after,
        };
        let mut evidence = head.evidence + 2 * usize::from(dateline) + 2 * usize::from(rule.is_some_and(|r| r < start));
        if evidence < 2 {
            return None;
        }
        evidence += usize::from(self.ends_before(start)) + usize::from(self.gap_before(start));
        evidence += usize::from(evidence + 1 >= ENOUGH && evidence < ENOUGH && self.names_change(start));
        (evidence >= ENOUGH).then_some(start)
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
        (start.saturating_sub(4)..start).any(|idx| {
            let line = self.line(idx);
            let last = line.rfind(['(', '.']).and_then(|at| line.get(at..)).unwrap_or_default();
            [line, last].iter().any(|text| match phrases::chrome(text, Shape::of(text)) {
                Some(Chrome::LinksFollow | Chrome::CommentsFollow) => true,
                Some(Chrome::Line(reason)) => {
                    matches!(
                        reason,
                        DropReason::Credit | DropReason::Legal | DropReason::Share | DropReason::Newsletter
                    )
                }
                None => phrases::folded(text) == "ends",
            })
        })
    }

    /// Whether two or more blank lines stand before.
    fn gap_before(&self, start: usize) -> bool {
        let (Some(before), Some(here)) =
            (start.checked_sub(1).and_then(|b| self.paragraphs.get(b)), self.paragraphs.get(start))
        else {
            return false;
        };
        self.source.get(before.end()..here.start()).is_some_and(|gap| gap.matches('\n').count() >= 3)
    }

    /// Whether the names before and after have next to nothing in common.
    fn names_change(&self, start: usize) -> bool {
        let before = self.names((0..start).rev());
        let after = self.names(start..self.paragraphs.len());
        let fewer = before.len().min(after.len());
        fewer >= 3 && before.intersection(&after).count() * 100 < fewer * NAMES_SHARED
    }

    /// Capitalised words inside the sentences of the paragraphs, up to a number of words.
    fn names(&self, order: impl Iterator<Item = usize>) -> BTreeSet<&'a str> {
        let (mut names, mut words) = (BTreeSet::new(), 0);
        for idx in order.filter(|idx| self.shapes[*idx].is_prose()) {
            let mut inside = false;
            for word in self.line(idx).split_whitespace().take(NAMES_WITHIN) {
                let core = word.trim_matches(|c: char| !c.is_alphanumeric());
                if inside && core.len() >= 4 && core.starts_with(char::is_uppercase) {
                    names.insert(core.trim_end_matches("'s").trim_end_matches("’s"));
                }
                inside = !word.ends_with(['.', '!', '?']);
                words += 1;
            }
            if words >= NAMES_WITHIN {
                break;
            }
        }
        names
    }
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
