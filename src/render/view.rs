//! What the templates see: the edition with sources numbered and citations spelled out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::types::{
    Brief, Citation, Claim, Difference, DifferenceKind, DocumentId, Edition, EntityRow, FigureRow, Flag, RegulationRow,
    Source, SourceField,
};

#[derive(Serialize)]
pub(super) struct EditionView {
    date: String,
    documents: usize,
    briefs: Vec<BriefView>,
}

#[derive(Serialize)]
struct BriefView {
    id: String,
    headline: ClaimView,
    date: Option<String>,
    place: Option<ClaimView>,
    support: String,
    sentences: Vec<ClaimView>,
    entities: Vec<EntityView>,
    figures: Vec<FigureView>,
    regulations: Vec<RegulationView>,
    differences: Vec<DifferenceView>,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct ClaimView {
    text: String,
    support: String,
    cites: Vec<CiteView>,
}

#[derive(Serialize)]
struct CiteView {
    source: usize,
    place: String,
    quote: String,
}

#[derive(Serialize)]
struct EntityView {
    kind: &'static str,
    name: ClaimView,
    aliases: String,
    mentions: usize,
}

#[derive(Serialize)]
struct FigureView {
    kind: &'static str,
    value: ClaimView,
    context: ClaimView,
}

#[derive(Serialize)]
struct RegulationView {
    name: ClaimView,
    official: String,
    id: String,
    status: String,
}

#[derive(Serialize)]
struct DifferenceView {
    kind: &'static str,
    question: String,
    reason: String,
    positions: Vec<FigureView>,
}

#[derive(Serialize)]
struct SourceView {
    number: usize,
    id: String,
    title: String,
    publisher: String,
    published: String,
    place: String,
    notes: String,
}

type Numbers<'a> = BTreeMap<&'a DocumentId, usize>;

impl EditionView {
    pub(super) fn of(edition: &Edition) -> Self {
        Self {
            date: edition.date.to_string(),
            documents: edition.briefs.iter().map(|brief| brief.sources.len()).sum(),
            briefs: edition.briefs.iter().map(BriefView::of).collect(),
        }
    }
}

impl BriefView {
    fn of(brief: &Brief) -> Self {
        let numbers: Numbers = brief.sources.iter().enumerate().map(|(i, s)| (&s.document, i + 1)).collect();
        let claim = |claim: &Claim| ClaimView::of(claim, &numbers);
        Self {
            id: brief.story.to_string(),
            headline: claim(&brief.headline),
            date: brief.date.map(|date| date.to_string()),
            place: brief.place.as_ref().map(claim),
            support: support(brief.sources.len(), brief.families),
            sentences: brief.sentences.iter().map(claim).collect(),
            entities: brief.entities.iter().map(|row| EntityView::of(row, &numbers)).collect(),
            figures: brief.figures.iter().map(|row| FigureView::of(row, &numbers)).collect(),
            regulations: brief.regulations.iter().map(|row| RegulationView::of(row, &numbers)).collect(),
            differences: brief.differences.iter().map(|d| DifferenceView::of(d, &numbers)).collect(),
            sources: brief.sources.iter().map(|source| SourceView::of(source, &numbers)).collect(),
        }
    }
}

impl ClaimView {
    fn of(claim: &Claim, numbers: &Numbers) -> Self {
        Self {
            text: claim.text().to_owned(),
            support: support(claim.documents(), claim.families()),
            cites: claim.citations().iter().filter_map(|c| CiteView::of(c, numbers)).collect(),
        }
    }
}

impl CiteView {
    fn of(citation: &Citation, numbers: &Numbers) -> Option<Self> {
        let bytes = format!("{}–{}", citation.span.start(), citation.span.end());
        Some(Self {
            source: *numbers.get(&citation.document)?,
            place: match citation.field {
                SourceField::Text => bytes,
                SourceField::Title => format!("title {bytes}"),
            },
            quote: citation.quote.clone(),
        })
    }
}

impl EntityView {
    fn of(row: &EntityRow, numbers: &Numbers) -> Self {
        Self {
            kind: row.kind.name(),
            name: ClaimView::of(&row.name, numbers),
            aliases: row.aliases.join(", "),
            mentions: row.mentions,
        }
    }
}

impl FigureView {
    fn of(row: &FigureRow, numbers: &Numbers) -> Self {
        Self {
            kind: row.kind.name(),
            value: ClaimView::of(&row.value, numbers),
            context: ClaimView::of(&row.context, numbers),
        }
    }
}

impl RegulationView {
    fn of(row: &RegulationRow, numbers: &Numbers) -> Self {
        Self {
            name: ClaimView::of(&row.name, numbers),
            official: row.official.clone(),
            id: row.id.clone().unwrap_or_default(),
            status: row.status.clone(),
        }
    }
}

impl DifferenceView {
    fn of(difference: &Difference, numbers: &Numbers) -> Self {
        let position = |p: &crate::types::Position| FigureView {
            kind: "",
            value: ClaimView::of(&p.value, numbers),
            context: ClaimView::of(&p.context, numbers),
        };
        Self {
            kind: kind_words(difference.kind),
            question: difference.question.clone(),
            reason: difference.reason.clone(),
            positions: difference.positions.iter().map(position).collect(),
        }
    }
}

impl SourceView {
    fn of(source: &Source, numbers: &Numbers) -> Self {
        let mut notes: Vec<String> = Vec::new();
        if let Some(number) = source.copy_of.as_ref().and_then(|id| numbers.get(id)) {
            notes.push(format!("copy of [{number}]"));
        }
        notes.extend(source.flags.iter().map(|flag| flag_words(*flag).to_owned()));
        notes.push(source.reason.clone());
        Self {
            number: numbers.get(&source.document).copied().unwrap_or_default(),
            id: source.document.to_string(),
            title: source.title.clone().unwrap_or_else(|| "untitled".to_owned()),
            publisher: source.publisher.clone().unwrap_or_else(|| "unknown publisher".to_owned()),
            published: source.published.map_or_else(|| "undated".to_owned(), |date| date.to_string()),
            place: source.record_id.as_ref().map_or_else(|| source.path.clone(), |id| format!("{}#{id}", source.path)),
            notes: notes.join("; "),
        }
    }
}

fn kind_words(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Disputed => "disputed",
        DifferenceKind::Rounded => "rounded",
        DifferenceKind::Scope => "different scope",
        DifferenceKind::Updated => "updated",
    }
}

fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::Partial => "partial text",
        Flag::MachineWrittenChatter => "machine-written chatter removed",
        Flag::Undated => "undated",
        Flag::EncodingRepaired => "encoding repaired",
        Flag::NotEnglish => "not English",
    }
}

fn support(documents: usize, families: usize) -> String {
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    format!("{}, {}", plural(documents, "document", "documents"), plural(families, "text family", "text families"))
}
