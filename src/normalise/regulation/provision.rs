//! The parts of a law named with it: `Section 5 of the`, `Article 6(1)(f)`, which belong to the span of the law.

use std::sync::LazyLock;

use regex::Regex;

use super::{boundary, evidence};
use crate::types::{Span, is_day_or_month};

static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?:[Ss]ub-?sections?|[Ss]ections?|[Ss]ecs?\.|[Aa]rticles?|[Aa]rts?\.|[Tt]itles?|[Cc]hapters?|[Ss]ub-?parts?|[Pp]arts?|[Cc]lauses?|[Ss]ub-?paragraphs?|[Pp]aragraphs?|[Ss]ub-?rules?|Annex(?:es)?|Schedules?|Recitals?|Rules?|[Rr]egs?\.?|[Rr]egulations?|ss?\.?|cll?\.|[Aa]ppendix|[Aa]ppendices)|§§?) ?(?:\d+[A-Za-z]{0,3}(?:[.-]\d+[A-Za-z]?|-[A-Z]{1,2}\b)*|[IVXL]+(?:-?[A-Z])?|[A-Z])(?:\([A-Za-z0-9]{1,4}\))*(?:(?:, | and | or |, and | to |-|–)(?:\d+[A-Za-z]{0,2}(?:-[A-Z]{1,2}\b)?|[IVXL]+)(?:\([A-Za-z0-9]{1,4}\))*)*(?: ?,? (?:of|in|to|under) (?:the )?(?:[A-Z][\w.]+['’]s |U\.S\. |US |UK |EU |amended |revised )?| )$").ok()
});

static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:,? (?:Article|Art\.|Section|§) ?\d+[A-Za-z]{0,2}(?:\([A-Za-z0-9]{1,4}\))*)").ok()
});

/// `span` with the provision before or after it.
pub(super) fn widened(text: &str, span: Span) -> Span {
    let start = BEFORE.as_ref().and_then(|before| before.find(near(&text[..span.start()])).map(|m| m.len()));
    let after = &text[span.end()..];
    let end = AFTER.as_ref().and_then(|regex| regex.find(after).map(|m| m.end()));
    // `Regulation 833/2014, Article 5k of which …` names the act and a provision of it.
    let end = end.filter(|end| !after[*end..].starts_with(" of which"));
    Span::new(span.start() - start.unwrap_or(0), span.end() + end.unwrap_or(0)).unwrap_or(span)
}

/// The last hundred bytes or so: a provision is short, and the expression is anchored at the end.
fn near(before: &str) -> &str {
    let mut at = before.len().saturating_sub(100);
    while !before.is_char_boundary(at) {
        at += 1;
    }
    &before[at..]
}

/// Whether `word` opens the name of a provision.
pub(crate) fn opens_provision(word: &str) -> bool {
    let word = word.trim_end_matches('s');
    ["section", "sec.", "article", "art.", "title", "chapter", "part", "clause", "paragraph", "rule", "annex"]
        .contains(&word)
}

/// `words` without a provision at their head: `Section 5 of the Freight Act` gives `Freight Act`.
pub(super) fn stripped(words: &str) -> &str {
    for (at, _) in words.match_indices(' ') {
        let head = &words[..=at];
        let rest = &words[at + 1..];
        let whole = BEFORE.as_ref().and_then(|before| before.find(head)).is_some_and(|m| m.start() == 0);
        let goes_on = ["of ", "the ", "in ", "under ", "and ", "to ", "or "].iter().any(|word| rest.starts_with(word));
        if whole && !goes_on && rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return rest;
        }
    }
    words
}

/// The title of a numbered law in capitals: `Law No. 4 of 2031` ` on the Regulation of Private Tutors`.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^ (?:concerning|on|promulgating|regarding|relating to|respecting) (?:the )?(?P<first>[A-Z][\w’'-]*)(?: (?:(?:against|and|for|from|in|near|of|the|to|with) ){0,3}[A-Z][\w’'-]*)+").ok()
});

/// `span` of a number with the title that follows it, where that opens with no day and no place.
pub(super) fn titled(text: &str, span: Span) -> Span {
    let title = TITLE.as_ref().and_then(|title| title.captures(&text[span.end()..]));
    let title = title.filter(|title| {
        let first = &title["first"];
        !is_day_or_month(first) && evidence::of_word(first).is_none() && boundary::tells_names(text)
    });
    title.and_then(|title| Span::new(span.start(), span.end() + title[0].len()).ok()).unwrap_or(span)
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?: \((?:SFS )?\d{4}:\d{1,4}\)| \((?:ACT|Cth|NSW|NT|NZ|Qld|SA|Tas|UK|Vic|WA)\)| ?\((?:(?:[Nn]o\.?|Act|Law|Cap\.?|Bill|Chapter|Boletín) ?)+[0-9][0-9A-Za-z./-]*(?: of \d{4})?\)|,? (?:[Nn]o\. ?|Act )?\d{1,5} of \d{4}\b|, S\.?[IR]\.? (?:19|20)\d{2}/\d{1,4}|,? [Nn]o\. ?\d[\d/.-]*\d(?: of \d{4})?|, Ch?ap\.? ?\d{1,4}(?::\d{1,3})?[A-Z]?\b|,? [Cc]hapter \d[\d.]*\d|, [A-Z]{3}-\d{4}-\d{2}-\d{2}-\d+)").ok()
});

/// `span` with the official number that follows the name: `(No. 188/2025)`, `, No. 7 of 2007`, ` 71 of 2008`, of a Swedish
/// act ` (1991:45)`, or the mark of the parliament that made it, ` (Cth)`.
pub(crate) fn numbered(text: &str, span: Span) -> Span {
    // `Minerals Act (1991` goes on with `:45)`.
    let words = span.slice(text).unwrap_or_default();
    let open = words.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix(" (").map(str::len);
    let start = span.start() + open.unwrap_or(words.len());
    let end = NUMBER.as_ref().and_then(|number| number.find(&text[start..])).map_or(0, |found| start + found.end());
    Span::new(span.start(), end.max(span.end())).unwrap_or(span)
}
