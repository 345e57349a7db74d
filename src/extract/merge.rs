//! Settles what a byte belongs to where mentions overlap.
//!
//! Among names the more certain one stays. A figure inside a longer name belongs to the name (`September 11 Foundation`);
//! in any other overlap the figure stays, and the name keeps what is left of it, if that still is a name.

use crate::types::{Document, Mention, Span};

/// `names` in order of place, where two overlap the one with the higher score (then the longer, then the earlier).
pub(super) fn without_overlaps(mut names: Vec<Mention>) -> Vec<Mention> {
    names.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.span.len().cmp(&a.span.len())).then(a.span.cmp(&b.span)));
    let mut kept: Vec<Mention> = Vec::with_capacity(names.len());
    for name in names {
        // Overlaps are only ever with a neighbour in the same sentence, so the list that is searched stays short.
        let place = kept.partition_point(|other| other.span.start() < name.span.start());
        let before = place.checked_sub(1).and_then(|i| kept.get(i));
        if [before, kept.get(place)].into_iter().flatten().all(|other| !other.span.overlaps(name.span)) {
            kept.insert(place, name);
        }
    }
    kept
}

/// `names` and `figures` in order of place, without overlaps between the two.
pub(super) fn with_figures(document: &Document, names: Vec<Mention>, figures: Vec<Mention>) -> Vec<Mention> {
    let mut names = without_overlaps(names);
    let is_part = |figure: &Mention| {
        near(&names, figure.span).any(|name| name.span.contains(figure.span) && name.span.len() > figure.span.len())
    };
    let mut figures: Vec<Mention> = figures.into_iter().filter(|figure| !is_part(figure)).collect();
    figures.sort_by_key(|figure| figure.span);
    names = names.into_iter().filter_map(|name| beside(document, name, &figures)).collect();
    names.extend(figures);
    names.sort_by_key(|mention| (mention.span, mention.kind));
    names
}

/// The mentions of a sorted list without overlaps that may touch `span`.
fn near(sorted: &[Mention], span: Span) -> impl Iterator<Item = &Mention> {
    let first = sorted.partition_point(|mention| mention.span.end() <= span.start());
    sorted[first..].iter().take_while(move |mention| mention.span.start() < span.end())
}

/// `name` without the bytes of the figures it meets; `None` where what is left does not begin with a capital or digit.
fn beside(document: &Document, mut name: Mention, figures: &[Mention]) -> Option<Mention> {
    for figure in near(figures, name.span) {
        let (start, end) = (name.span.start(), name.span.end());
        let left = Span::new(start, end.min(figure.span.start()));
        let right = Span::new(start.max(figure.span.end()), end);
        let rest = left.or(right).ok()?.trimmed(&document.source)?;
        document.words(rest).starts_with(char::is_uppercase).then_some(())?;
        name.span = rest;
    }
    Some(name)
}
