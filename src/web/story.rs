//! Where the parts of a story lead on this site: to passages, names and sources of the same edition.

use super::link;
use super::site::{Day, Site};
use crate::render::Links;
use crate::types::{Citation, Claim, DocumentId, Kind};

/// Links of a story of `day`.
pub(super) struct StoryLinks<'a> {
    pub(super) site: &'a Site,
    pub(super) day: &'a Day,
}

impl Links for StoryLinks<'_> {
    fn citation(&self, citation: &Citation, _: usize) -> String {
        let bytes = (citation.span.start(), citation.span.end());
        link::passage(self.day.edition.date, &citation.document, citation.field, bytes)
    }

    /// By any of the places the name is cited from: documents may disagree on whether a name is a company.
    fn name(&self, _: Kind, claim: &Claim) -> Option<String> {
        let mut cited = claim.citations().iter();
        let idx = cited.find_map(|c| self.day.named(&c.document, c.span.start(), c.span.end()))?;
        let name = self.site.names.get(idx)?;
        link::name(name.kind, &name.key)
    }

    fn document(&self, document: &DocumentId) -> Option<String> {
        self.day.articles.contains_key(document).then(|| link::document(self.day.edition.date, document))
    }
}
