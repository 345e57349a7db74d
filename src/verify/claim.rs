//! Claims of the edition against their citations.
//!
//! A sentence, headline, name or place must be its first citation's words, white space folded. A figure must be the
//! print of the value that `mentions.jsonl` holds for exactly the cited bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Report, Sources};
use crate::normalise::figure;
use crate::store::{MentionRecord, StoredRun};
use crate::types::{
    About, Brief, Citation, Claim, Direction, DocumentId, FigureAbout, FigureRow, Modality, SourceField, Value, folded,
};

/// Checks every claim of every brief.
pub(super) fn edition(run: &StoredRun, sources: &Sources, report: &mut Report) {
    let mut mentions: BTreeMap<(&DocumentId, usize, usize), &MentionRecord> = BTreeMap::new();
    for mention in run.mentions.iter().filter(|mention| !mention.kind.is_name()) {
        mentions.insert((&mention.document, mention.start, mention.end), mention);
    }
    for brief in &run.edition.briefs {
        Checker { brief, sources, mentions: &mentions, report }.brief();
    }
}

struct Checker<'a> {
    brief: &'a Brief,
    sources: &'a Sources,
    mentions: &'a BTreeMap<(&'a DocumentId, usize, usize), &'a MentionRecord>,
    report: &'a mut Report,
}

impl Checker<'_> {
    fn brief(&mut self) {
        let brief = self.brief;
        self.words("headline", &brief.headline);
        if let Some(place) = &brief.place {
            self.words("place", place);
        }
        for (i, claim) in brief.sentences.iter().enumerate() {
            self.words(&format!("sentence {}", i + 1), claim);
        }
        for row in &brief.entities {
            self.words("name", &row.name);
        }
        for row in &brief.regulations {
            self.words("regulation", &row.name);
        }
        for row in &brief.figures {
            self.figure("figure", row);
        }
        if let Some(news) = &brief.news {
            for claim in &news.sentences {
                self.words("new sentence", claim);
            }
            for row in &news.figures {
                self.figure("new figure", row);
            }
        }
        for row in &brief.timeline {
            self.value("date of the timeline", &row.date);
            self.words("sentence of the timeline", &row.context);
        }
        for position in brief.differences.iter().flat_map(|difference| &difference.positions) {
            self.words("context of a difference", &position.context);
            self.value("value of a difference", &position.value);
        }
    }

    fn figure(&mut self, what: &str, row: &FigureRow) {
        self.value(what, &row.value);
        if let Some(conversion) = &row.conversion {
            self.value("conversion of a figure", conversion);
        }
        self.about(row);
        self.words("context of a figure", &row.context);
    }

    /// What a figure is said to be about is what a cited mention is about.
    fn about(&mut self, row: &FigureRow) {
        let keys = row.value.citations().iter().map(|c| (&c.document, c.span.start(), c.span.end()));
        let abouts: Vec<&About> =
            keys.filter_map(|key| self.mentions.get(&key)).filter_map(|m| m.about.as_ref()).collect();
        let FigureAbout { subject, metric, direction, base, scope, period, attribution, modality } = &row.about;
        let said = |field: &Option<String>, of: fn(&About) -> &Option<String>| {
            field.is_none() || abouts.iter().any(|about| of(about) == field)
        };
        let holds = [
            ("subject", said(subject, |about| &about.subject)),
            ("metric", said(metric, |about| &about.metric)),
            ("base", said(base, |about| &about.base)),
            ("scope", said(scope, |about| &about.scope)),
            ("period", said(period, |about| &about.period)),
            ("attribution", said(attribution, |about| &about.attribution)),
            ("direction", *direction == Direction::Level || abouts.iter().any(|about| about.direction == *direction)),
            ("modality", *modality == Modality::Reported || abouts.iter().any(|about| about.modality == *modality)),
        ];
        for (field, _) in holds.into_iter().filter(|(_, holds)| !holds) {
            self.fault("figure", &row.value, &format!("has a {field} that no cited mention has"));
        }
    }

    /// The claim is the words of its first citation.
    fn words(&mut self, what: &str, claim: &Claim) {
        self.citations(what, claim);
        let quoted = claim.citations().first().map(|citation| folded(&citation.quote));
        if quoted.as_deref() != Some(&folded(claim.text())) {
            self.fault(what, claim, "is not what its first citation says");
        }
    }

    /// The claim is the print of the value of each cited mention.
    fn value(&mut self, what: &str, claim: &Claim) {
        self.citations(what, claim);
        for citation in claim.citations() {
            let key = (&citation.document, citation.span.start(), citation.span.end());
            let print = self.mentions.get(&key).and_then(|mention| print(mention));
            match print {
                None => self.fault(what, claim, "cites bytes that are no figure of mentions.jsonl"),
                Some(print) if print != claim.text() => {
                    self.fault(what, claim, &format!("is not the cited figure, which reads `{print}`"));
                }
                Some(_) => {}
            }
        }
    }

    /// Every citation reads as quoted, belongs to the story, and the counts do not exceed what is cited.
    fn citations(&mut self, what: &str, claim: &Claim) {
        self.report.claims += 1;
        for citation in claim.citations() {
            if !self.brief.sources.iter().any(|source| source.document == citation.document) {
                self.fault(what, claim, "cites a document that is not among the story's sources");
            }
            if self.read(citation) != Some(citation.quote.as_str()) {
                self.fault(
                    what,
                    claim,
                    &format!("quotes `{}`, which is not what the source reads there", citation.quote),
                );
            }
        }
        let cited: BTreeSet<&DocumentId> = claim.citations().iter().map(|citation| &citation.document).collect();
        if claim.documents() > cited.len() || claim.families() > claim.documents() {
            self.fault(what, claim, "counts more voices than it cites");
        }
    }

    fn read(&self, citation: &Citation) -> Option<&str> {
        let text = match citation.field {
            SourceField::Text => self.sources.text(&citation.document),
            SourceField::Title => self.sources.title(&citation.document),
        };
        text.and_then(|text| citation.span.slice(text))
    }

    fn fault(&mut self, what: &str, claim: &Claim, message: &str) {
        let place = format!("story {}, {what} `{}`", self.brief.story, claim.text());
        self.report.fault(place, message);
    }
}

/// The standard print of the figure that a mention stores.
fn print(mention: &MentionRecord) -> Option<String> {
    figure::print(&Value::from_json(mention.kind, mention.value.as_ref()?)?)
}
