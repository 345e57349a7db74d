//! The claims of an edition, one after the other: what a table of claims holds.

use jiff::civil::Date;
use serde::Serialize;

use crate::types::{Brief, Citation, Claim, Edition, FigureRow, StoryId};

/// Parts of a brief that state something, as tables of claims name them.
pub mod parts {
    /// The headline.
    pub const HEADLINE: &str = "headline";
    /// Where it happened.
    pub const PLACE: &str = "place";
    /// A sentence of the brief.
    pub const SENTENCE: &str = "sentence";
    /// A sentence of what is new.
    pub const NEW_SENTENCE: &str = "new_sentence";
    /// A figure of what is new.
    pub const NEW_FIGURE: &str = "new_figure";
    /// A figure.
    pub const FIGURE: &str = "figure";
    /// A law.
    pub const REGULATION: &str = "regulation";
    /// A company, organisation, person or place.
    pub const NAME: &str = "name";
    /// A dated fact.
    pub const TIMELINE: &str = "timeline";
    /// One side of a difference between sources.
    pub const DIFFERENCE: &str = "difference";
}

/// One claim with its place in the edition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClaimRecord<'a> {
    /// The edition.
    pub day: Date,
    /// The story.
    pub story: &'a StoryId,
    /// Which part of the brief, one of [`parts`].
    pub part: &'static str,
    /// Which one of that part, from 1.
    pub n: usize,
    /// The words, or a figure in standard print.
    pub text: &'a str,
    /// The sentence around a figure.
    pub context: Option<&'a str>,
    /// How many documents say it.
    pub documents: usize,
    /// How many independent texts say it.
    pub families: usize,
    /// The bytes it came from.
    pub citations: &'a [Citation],
}

/// The claims of `edition` in its order.
pub fn claims(edition: &Edition) -> impl Iterator<Item = ClaimRecord<'_>> {
    edition.briefs.iter().flat_map(|brief| claims_of(edition.date, brief))
}

/// A claim with the sentence around it, where it is a figure.
type Said<'a> = (&'a Claim, Option<&'a Claim>);

/// The claims of one story of the edition of `day`.
pub fn claims_of(day: Date, brief: &Brief) -> Vec<ClaimRecord<'_>> {
    let alone = |claim| (claim, None);
    let positions = brief.differences.iter().flat_map(|difference| &difference.positions);
    let news = || brief.news.iter();
    let said: [(&'static str, Vec<Said<'_>>); 10] = [
        (parts::HEADLINE, vec![alone(&brief.headline)]),
        (parts::PLACE, brief.place.iter().map(alone).collect()),
        (parts::SENTENCE, brief.sentences.iter().map(alone).collect()),
        (parts::NEW_SENTENCE, news().flat_map(|news| &news.sentences).map(alone).collect()),
        (parts::NEW_FIGURE, news().flat_map(|news| &news.figures).map(figure).collect()),
        (parts::FIGURE, brief.figures.iter().map(figure).collect()),
        (parts::REGULATION, brief.regulations.iter().map(|row| alone(&row.name)).collect()),
        (parts::NAME, brief.entities.iter().map(|row| alone(&row.name)).collect()),
        (parts::TIMELINE, brief.timeline.iter().map(|row| (&row.date, Some(&row.context))).collect()),
        (parts::DIFFERENCE, positions.map(|position| (&position.value, Some(&position.context))).collect()),
    ];
    let mut found = Vec::new();
    for (part, said) in said {
        found.extend(said.into_iter().enumerate().map(|(i, (claim, context))| ClaimRecord {
            day,
            story: &brief.story,
            part,
            n: i + 1,
            text: claim.text(),
            context: context.map(Claim::text),
            documents: claim.documents(),
            families: claim.families(),
            citations: claim.citations(),
        }));
    }
    found
}

fn figure(row: &FigureRow) -> Said<'_> {
    (&row.value, Some(&row.context))
}
