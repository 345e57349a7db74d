//! Which lines of a page whose markup is gone are its article: the line classifier, then the head.
//!
//! Takes the paragraphs of a plain text, gives those that are dropped with a reason. Works on pages only: a text that is
//! mostly running text has nothing to gain and a fact to lose, and goes on as it is.

use std::ops::Range;

use crate::types::{DropReason, Span};

use super::line::{self, Line};
use super::paragraph::Paragraph;
use super::phrases::Chrome;
use super::words::Topic;
use super::{head, net};

/// Fewest short lines of a page, and their share (in per cent) of all lines: a news text with headings has less.
const SHORT_LINES: usize = 20;
const SHORT_SHARE: usize = 40;
/// Log odds from which a line is article text: low, since a lost fact is worse than a kept advert. By cross-validation on
/// the tuning half of `html/trafilatura-eval`, 96 of 100 lines of must-have snippets stand above it (November 2026).
const LIKELY: f32 = -0.9;
/// Lines above the first of the article among which its headline and by-line stand.
const HEAD: usize = 40;

/// The paragraphs that are kept, in order, and those that are dropped.
pub(super) struct Sorted {
    pub(super) kept: Vec<Paragraph>,
    pub(super) dropped: Vec<(Span, DropReason)>,
}

impl Sorted {
    /// From the first paragraph to the last, kept or dropped.
    pub(super) fn span(&self) -> Option<Span> {
        let ends = |spans: [Option<Span>; 2]| spans.into_iter().flatten().map(|span| (span.start(), span.end()));
        let (start, _) =
            ends([self.kept.first().map(|kept| kept.span), self.dropped.first().map(|(span, _)| *span)]).min()?;
        let end = ends([self.kept.last().map(|kept| kept.span), self.dropped.last().map(|(span, _)| *span)])
            .map(|(_, end)| end)
            .max()?;
        Span::new(start, end).ok()
    }

    /// One for each range of kept paragraphs; what is dropped goes to the part before it, at the top to the first.
    pub(super) fn parts(&self, ranges: &[Range<usize>]) -> Vec<Self> {
        let (mut parts, mut from) = (Vec::with_capacity(ranges.len()), 0);
        for (idx, range) in ranges.iter().enumerate() {
            let next = ranges.get(idx + 1).and_then(|next| self.kept.get(next.start)).map(|kept| kept.span.start());
            let rest = &self.dropped[from..];
            let here = next.map_or(rest.len(), |next| rest.partition_point(|(span, _)| span.start() < next));
            parts.push(Self { kept: self.kept[range.clone()].to_vec(), dropped: rest[..here].to_vec() });
            from += here;
        }
        parts
    }
}

impl Sorted {
    /// What stands before, between and after `starts`; a paragraph that reaches over one is cut there. Stretches of which
    /// nothing is kept go to the one before.
    pub(super) fn cut(&self, source: &str, starts: &[usize]) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::with_capacity(starts.len() + 1);
        let ends = starts.iter().copied().chain([usize::MAX]);
        for (start, end) in std::iter::once(0).chain(starts.iter().copied()).zip(ends) {
            let within = |paragraph: &Paragraph| {
                let (from, to) = (paragraph.span.start().max(start), paragraph.span.end().min(end));
                let span = Span::new(from, to).ok()?.trimmed(source)?;
                Some(if span == paragraph.span { *paragraph } else { Paragraph::of(source, span) })
            };
            let kept: Vec<Paragraph> = self.kept.iter().filter_map(within).collect();
            let here = self.dropped.iter().filter(|(span, _)| (start..end).contains(&span.start())).copied();
            match parts.last_mut() {
                Some(last) if kept.is_empty() => last.dropped.extend(here),
                _ => parts.push(Self { kept, dropped: here.collect() }),
            }
        }
        parts
    }
}

/// Keeps every paragraph.
pub(super) fn unsorted(paragraphs: Vec<Paragraph>) -> Sorted {
    Sorted { kept: paragraphs, dropped: Vec::new() }
}

/// Sorts the paragraphs of a plain text; keeps all of a text that is no page.
pub(super) fn sorted(source: &str, paragraphs: Vec<Paragraph>) -> Sorted {
    if !is_page(&paragraphs) {
        return Sorted { kept: paragraphs, dropped: Vec::new() };
    }
    let lines = line::lines(source, &paragraphs);
    let Some(odds) = net::log_odds(&line::features(&lines)) else {
        return Sorted { kept: paragraphs, dropped: Vec::new() };
    };
    let mut keep: Vec<bool> = odds.iter().map(|odds| *odds > LIKELY).collect();
    keep_head(source, &paragraphs, &lines, &mut keep);
    if !keep.contains(&true) {
        return Sorted { kept: paragraphs, dropped: Vec::new() };
    }
    let reasons = reasons(&lines, &keep);
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for ((paragraph, keep), reason) in paragraphs.into_iter().zip(keep).zip(reasons) {
        if keep { kept.push(paragraph) } else { dropped.push((paragraph.span, reason)) }
    }
    Sorted { kept, dropped }
}

fn is_page(paragraphs: &[Paragraph]) -> bool {
    let short = |paragraph: &&Paragraph| !paragraph.shape.terminal && paragraph.shape.words <= 12;
    let short = paragraphs.iter().filter(short).count();
    short >= SHORT_LINES && short * 100 >= paragraphs.len() * SHORT_SHARE
}

/// Keeps the headline above the article's first paragraph, and by-line and date beside it, for the head to read.
fn keep_head(source: &str, paragraphs: &[Paragraph], lines: &[Line], keep: &mut [bool]) {
    let first = (0..lines.len()).find(|idx| keep[*idx] && lines[*idx].is_prose());
    let Some(first) = first else { return };
    let from = first.saturating_sub(HEAD);
    let headline = (from.max(1)..first).rev().find(|idx| lines[*idx].is_titled());
    let Some(headline) = headline else { return };
    // What stands above the headline is no article text, whatever it looks like.
    keep[..headline].fill(false);
    keep[headline] = true;
    for idx in headline + 1..first {
        keep[idx] |= paragraphs[idx].span.slice(source).is_some_and(head::is_meta);
    }
}

/// What each line would be dropped as: by its phrase, by the heading above, by its words, by where it stands.
fn reasons(lines: &[Line], keep: &[bool]) -> Vec<DropReason> {
    let last = keep.iter().rposition(|keep| *keep).unwrap_or(0);
    let mut under = None;
    let mut reasons = Vec::with_capacity(lines.len());
    for (idx, line) in lines.iter().enumerate() {
        match line.chrome {
            Some(Chrome::LinksFollow) => under = Some(DropReason::Related),
            Some(Chrome::CommentsFollow) => under = Some(DropReason::Comment),
            _ if keep[idx] => under = None,
            _ => {}
        }
        reasons.push(match (line.chrome, under) {
            (Some(Chrome::Line(reason)), _) | (_, Some(reason)) => reason,
            _ => by_words(line, idx > last),
        });
    }
    reasons
}

fn by_words(line: &Line, below: bool) -> DropReason {
    match line.topic() {
        Some(Topic::Share) => DropReason::Share,
        Some(Topic::Comment) => DropReason::Comment,
        Some(Topic::Legal) => DropReason::Legal,
        Some(Topic::Newsletter) => DropReason::Newsletter,
        Some(Topic::Time) => DropReason::Dateline,
        Some(Topic::Author) => DropReason::Credit,
        Some(Topic::Shop) => DropReason::Advert,
        Some(Topic::Related) => DropReason::Related,
        _ if below && line.shape.words > 4 => DropReason::Related,
        _ => DropReason::Navigation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::paragraph;

    fn sort(text: &str) -> Sorted {
        sorted(text, paragraph::read(text))
    }

    #[test]
    fn running_text_with_headings_is_no_page() {
        let text = "Why now\nHarlow Mills said on Monday that it would close the plant in Orrin by May.\n".repeat(12);
        let lines: Vec<&str> = text.lines().collect();
        let text = lines[..12].join("\n") + "\n" + &lines[1].repeat(3) + "\n" + &format!("{}\n", lines[1]).repeat(8);
        assert!(sort(&text).dropped.is_empty());
    }
    #[test]
    fn a_page_keeps_its_article_and_little_else() {
        const TOP: &str = "Harlow Mills to close Orrin plant - The Orrin Post\nSkip to content\nMenu\nHome\nNews\nBusiness\n\
                           Sport\nWeather\nOpinion\nSubscribe\nLog in\nSearch\nHarlow Mills to close Orrin plant\nBy Ann Bee\n\
                           12 March 2026\nShare\nTweet\nEmail";
        const ARTICLE: [&str; 4] = [
            "Harlow Mills said on Monday that it would close its plant in Orrin by the end of May, with the loss of 300 jobs.",
            "The firm, which has made paper in the town since 1921, said that orders had fallen by a fifth within a year.",
            "“This is a sad day for all of us,” said Carl Dee, who has led the firm for six years. “We looked at every way out.”",
            "The council of Orrin said that it would meet on Thursday to speak about help for those who lose their work.",
        ];
        const BELOW: &str = "Related articles\nCastor Freight to buy ten ships\nRain expected all week in Orrin\n\
                             Council votes on new bridge\nMost read\nAbout us\nContact\nPrivacy policy\nTerms of use\nCookies\n\
                             Facebook\nTwitter\nInstagram\n© 2026 The Orrin Post. All rights reserved.";
        let text = [TOP, &ARTICLE.join("\n"), BELOW].join("\n");
        let sorted = sort(&text);
        let kept: Vec<&str> = sorted.kept.iter().filter_map(|kept| kept.span.slice(&text)).collect();
        assert!(ARTICLE.iter().all(|line| kept.contains(line)), "{kept:#?}");
        assert!(kept.contains(&"Harlow Mills to close Orrin plant") && kept.contains(&"By Ann Bee"), "{kept:#?}");
        assert!(kept.len() <= ARTICLE.len() + 6, "{kept:#?}");
    }
}
