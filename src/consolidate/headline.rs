//! The headline: the member title that is nearest to what all members tell.
//!
//! Takes a telling; gives a cited claim. A question, a teaser or a title in capitals is taken only where no plain one
//! exists; where no member has a title, the first sentence stands in.

use crate::types::{Citation, Claim, content_stems, folded, words};

use super::cite::{of_text, of_title, quotation};
use super::member::{Member, Telling};

/// Words of a headline that says enough and no more.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=18;

/// First words of titles that announce a format and not an event.
const FORMATS: [&str; 23] = [
    "analysis",
    "blog",
    "briefing",
    "column",
    "editorial",
    "explainer",
    "factbox",
    "gallery",
    "how",
    "inside",
    "live",
    "meet",
    "opinion",
    "photos",
    "podcast",
    "preview",
    "video",
    "watch",
    "what",
    "when",
    "where",
    "who",
    "why",
];

/// The headline, or `None` where the story has no words at all.
pub(super) fn claim(telling: &Telling<'_>) -> Option<Claim> {
    let mut candidates: Vec<(f32, Citation)> = telling
        .members
        .iter()
        .filter_map(|member| {
            let citation = of_title(member.document)?;
            Some((fitness(&folded(&citation.quote), member, telling), citation))
        })
        .collect();
    // Members come in a fixed order, so the sort settles ties by it.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let citations: Vec<Citation> = candidates.into_iter().map(|(_, citation)| citation).collect();
    let Some(best) = citations.first().cloned() else { return first_words(telling) };
    let text = folded(&best.quote).to_lowercase();
    let same = citations.into_iter().skip(1).filter(|c| folded(&c.quote).to_lowercase() == text);
    quotation(std::iter::once(best.clone()).chain(same).collect(), telling.copies)
}

/// How well a title stands for the story.
fn fitness(title: &str, member: &Member<'_>, telling: &Telling<'_>) -> f32 {
    let vector = member.extraction.and_then(|e| e.title.as_ref());
    let central = vector.map_or(0.0, |v| v.cosine(&telling.centre));
    let copy = if member.is_copy { 0.05 } else { 0.0 };
    central + 0.3 * agreement(title, telling) - faults(title) - copy
}

/// Mean share of the members whose lead holds a content word of the title.
fn agreement(title: &str, telling: &Telling<'_>) -> f32 {
    let stems: Vec<String> = content_stems(title).collect();
    let leads = telling.members.iter().filter_map(|m| m.sentences.first());
    let shares = leads.map(|lead| stems.iter().filter(|s| lead.stems.contains(*s)).count() as f32);
    let n = telling.members.len() * stems.len();
    if n == 0 { 0.0 } else { shares.sum::<f32>() / n as f32 }
}

/// What speaks against a title, each fault more than centrality can make up for.
fn faults(title: &str) -> f32 {
    let n_words = words(title).count();
    let first = words(title).next().unwrap_or("").to_lowercase();
    let is_shouted = title.chars().any(char::is_uppercase) && !title.chars().any(char::is_lowercase);
    let teases = title.ends_with("...") || title.ends_with('…') || title.contains('|');
    let found = [
        (!LENGTH.contains(&n_words), 0.5),
        (title.contains('?'), 0.8),
        (is_shouted, 0.6),
        (teases, 0.8),
        (FORMATS.contains(&first.as_str()), 0.5),
    ];
    found.iter().filter(|(is, _)| *is).map(|(_, weight)| weight).sum()
}

/// The first sentence of the first member that has one, else the first line of its text.
fn first_words(telling: &Telling<'_>) -> Option<Claim> {
    let of_sentence = |m: &Member<'_>| Some(of_text(m.document, m.document.sentences.first()?.span));
    let of_all = |m: &Member<'_>| Some(of_text(m.document, m.document.span.trimmed(&m.document.source)?));
    let members = &telling.members;
    let citation = members.iter().find_map(of_sentence).or_else(|| members.iter().find_map(of_all))?;
    quotation(vec![citation], telling.copies)
}
