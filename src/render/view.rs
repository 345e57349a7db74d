//! What the templates see: the edition with sources numbered and citations spelled out.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::types::{
    Brief, Briefs, Citation, Claim, Difference, DifferenceKind, Direction, DocumentId, EntityRow, FigureAbout,
    FigureRow, Flag, Kind, Modality, News, Position, RegulationRow, Role, Source, SourceField, StoryId, TimelineRow,
};

use super::{Links, when};

/// Length of the bar of the largest of several answers, in units of the drawing.
const BAR: f64 = 100.0;
/// Name of the taxonomy for what is no measure it knows.
const OTHER: &str = "other";

#[derive(Serialize)]
pub(super) struct EditionView {
    date: String,
    documents: usize,
    n_stories: usize,
    /// Those shown.
    stories: Vec<StoryLine>,
}

/// A story in the list of contents.
#[derive(Serialize)]
struct StoryLine {
    id: String,
    headline: String,
    support: String,
    differs: bool,
}

#[derive(Serialize)]
pub(super) struct BriefView {
    id: String,
    headline: ClaimView,
    date: Option<String>,
    place: Option<ClaimView>,
    support: String,
    sentences: Vec<ClaimView>,
    entities: Vec<EntityView>,
    figures: Vec<FigureView>,
    regulations: Vec<RegulationView>,
    timeline: Vec<TimelineView>,
    differences: Vec<DifferenceView>,
    news: Option<NewsView>,
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
    document: String,
    is_title: bool,
    start: usize,
    end: usize,
    place: String,
    quote: String,
    href: String,
}

#[derive(Serialize)]
struct EntityView {
    kind: &'static str,
    name: ClaimView,
    page: Option<String>,
    aliases: String,
    role: Option<Role>,
    mentions: usize,
}

#[derive(Serialize)]
struct FigureView {
    kind: &'static str,
    value: ClaimView,
    conversion: Option<ClaimView>,
    measures: String,
    subject: String,
    period: String,
    said_by: String,
    context: ClaimView,
}

/// One answer of several, with its share of the largest as a bar.
#[derive(Serialize)]
struct PositionView {
    value: ClaimView,
    context: ClaimView,
    bar: Option<f64>,
}

#[derive(Serialize)]
struct RegulationView {
    name: ClaimView,
    page: Option<String>,
    official: String,
    id: String,
    status: String,
}

#[derive(Serialize)]
struct DifferenceView {
    kind: &'static str,
    question: String,
    reason: String,
    positions: Vec<PositionView>,
}

/// A dated fact.
#[derive(Serialize)]
struct TimelineView {
    start: String,
    date: ClaimView,
    context: ClaimView,
}

#[derive(Serialize)]
struct NewsView {
    since: String,
    sentences: Vec<ClaimView>,
    figures: Vec<FigureView>,
}

#[derive(Serialize)]
struct SourceView {
    number: usize,
    id: String,
    title: String,
    page: Option<String>,
    publisher: String,
    published: String,
    place: String,
    notes: String,
}

/// What a part of a story is shown with: the numbers of the sources, and where things lead.
struct Shown<'a> {
    numbers: BTreeMap<&'a DocumentId, usize>,
    links: &'a dyn Links,
}

/// A page that holds the whole edition: a citation leads to the source's line under its story.
struct OnePage<'a>(&'a StoryId);

impl Links for OnePage<'_> {
    fn citation(&self, _: &Citation, source: usize) -> String {
        format!("#{}-{source}", self.0)
    }

    fn name(&self, _: Kind, _: &Claim) -> Option<String> {
        None
    }

    fn document(&self, _: &DocumentId) -> Option<String> {
        None
    }
}

impl EditionView {
    /// The edition with a list of its first `shown` stories.
    pub(super) fn of(edition: &impl Briefs, shown: usize) -> io::Result<Self> {
        let lines = edition.briefs().take(shown).map(|brief| Ok(StoryLine::of(&*brief?)));
        Ok(Self {
            date: edition.date().to_string(),
            documents: edition.n_documents(),
            n_stories: edition.n_stories(),
            stories: lines.collect::<io::Result<_>>()?,
        })
    }
}

impl StoryLine {
    fn of(brief: &Brief) -> Self {
        Self {
            id: brief.story.to_string(),
            headline: brief.headline.text().to_owned(),
            support: support(brief.sources.len(), brief.families),
            differs: !brief.differences.is_empty(),
        }
    }
}

impl BriefView {
    /// The story on the page that holds the whole edition.
    pub(super) fn in_edition(brief: &Brief) -> Self {
        Self::of(brief, &OnePage(&brief.story))
    }

    pub(super) fn of(brief: &Brief, links: &dyn Links) -> Self {
        let numbers = brief.sources.iter().enumerate().map(|(i, s)| (&s.document, i + 1)).collect();
        let shown = Shown { numbers, links };
        let claim = |claim: &Claim| ClaimView::of(claim, &shown);
        Self {
            id: brief.story.to_string(),
            headline: claim(&brief.headline),
            date: brief.date.map(|date| date.to_string()),
            place: brief.place.as_ref().map(claim),
            support: support(brief.sources.len(), brief.families),
            sentences: brief.sentences.iter().map(claim).collect(),
            entities: brief.entities.iter().map(|row| EntityView::of(row, &shown)).collect(),
            figures: brief.figures.iter().map(|row| FigureView::of(row, &shown)).collect(),
            regulations: brief.regulations.iter().map(|row| RegulationView::of(row, &shown)).collect(),
            timeline: brief.timeline.iter().map(|row| TimelineView::of(row, &shown)).collect(),
            differences: brief.differences.iter().map(|d| DifferenceView::of(d, &shown)).collect(),
            news: brief.news.as_ref().map(|news| NewsView::of(news, &shown)),
            sources: brief.sources.iter().map(|source| SourceView::of(source, &shown)).collect(),
        }
    }
}

impl ClaimView {
    fn of(claim: &Claim, shown: &Shown) -> Self {
        Self {
            text: claim.text().to_owned(),
            support: support(claim.documents(), claim.families()),
            cites: claim.citations().iter().filter_map(|c| CiteView::of(c, shown)).collect(),
        }
    }
}

impl CiteView {
    fn of(citation: &Citation, shown: &Shown) -> Option<Self> {
        let bytes = format!("{}–{}", citation.span.start(), citation.span.end());
        let source = *shown.numbers.get(&citation.document)?;
        Some(Self {
            source,
            document: citation.document.to_string(),
            is_title: citation.field == SourceField::Title,
            start: citation.span.start(),
            end: citation.span.end(),
            href: shown.links.citation(citation, source),
            place: match citation.field {
                SourceField::Text => bytes,
                SourceField::Title => format!("title {bytes}"),
            },
            quote: citation.quote.clone(),
        })
    }
}

impl EntityView {
    fn of(row: &EntityRow, shown: &Shown) -> Self {
        Self {
            kind: row.kind.name(),
            name: ClaimView::of(&row.name, shown),
            page: shown.links.name(row.kind, &row.name),
            aliases: row.aliases.join(", "),
            role: row.role,
            mentions: row.mentions,
        }
    }
}

impl FigureView {
    fn of(row: &FigureRow, shown: &Shown) -> Self {
        Self {
            kind: row.kind.name(),
            value: ClaimView::of(&row.value, shown),
            conversion: row.conversion.as_ref().map(|claim| ClaimView::of(claim, shown)),
            measures: measures(&row.about),
            subject: row.about.subject.clone().unwrap_or_default(),
            period: row.about.period.as_deref().map(when::in_words).unwrap_or_default(),
            said_by: said_by(&row.about),
            context: ClaimView::of(&row.context, shown),
        }
    }
}

/// Measure, way, base and scope in words: `net profit, up, year on year`.
fn measures(about: &FigureAbout) -> String {
    let way = match about.direction {
        Direction::Rose => Some("up"),
        Direction::Fell => Some("down"),
        Direction::Level => None,
    };
    let metric = about.metric.as_deref().filter(|metric| *metric != OTHER);
    let parts = [metric, about.scope.as_deref(), way, about.base.as_deref()];
    parts.into_iter().flatten().map(|part| part.replace('_', " ")).collect::<Vec<_>>().join(", ")
}

/// Who says so, and how real it is where it is no plain report.
fn said_by(about: &FigureAbout) -> String {
    let modality = match about.modality {
        Modality::Reported => None,
        Modality::Forecast => Some("forecast"),
        Modality::Target => Some("target"),
        Modality::Hypothetical => Some("hypothetical"),
        Modality::Denied => Some("denied"),
    };
    about.attribution.as_deref().into_iter().chain(modality).collect::<Vec<_>>().join(", ")
}

impl RegulationView {
    fn of(row: &RegulationRow, shown: &Shown) -> Self {
        Self {
            name: ClaimView::of(&row.name, shown),
            page: shown.links.name(Kind::Regulation, &row.name),
            official: row.official.clone(),
            id: row.id.clone().unwrap_or_default(),
            status: row.status.clone(),
        }
    }
}

impl DifferenceView {
    fn of(difference: &Difference, shown: &Shown) -> Self {
        let largest = difference.positions.iter().map(|p| p.amount.abs()).fold(0.0, f64::max);
        let position = |p: &Position| PositionView {
            value: ClaimView::of(&p.value, shown),
            context: ClaimView::of(&p.context, shown),
            bar: (largest > 0.0).then(|| (p.amount.abs() / largest * BAR * 10.0).round() / 10.0),
        };
        Self {
            kind: kind_words(difference.kind),
            question: difference.question.clone(),
            reason: difference.reason.clone(),
            positions: difference.positions.iter().map(position).collect(),
        }
    }
}

impl TimelineView {
    fn of(row: &TimelineRow, shown: &Shown<'_>) -> Self {
        Self {
            start: row.start.to_string(),
            date: ClaimView { text: when::in_words(row.date.text()), ..ClaimView::of(&row.date, shown) },
            context: ClaimView::of(&row.context, shown),
        }
    }
}

impl NewsView {
    fn of(news: &News, shown: &Shown) -> Self {
        Self {
            since: news.since.to_string(),
            sentences: news.sentences.iter().map(|claim| ClaimView::of(claim, shown)).collect(),
            figures: news.figures.iter().map(|row| FigureView::of(row, shown)).collect(),
        }
    }
}

impl SourceView {
    fn of(source: &Source, shown: &Shown) -> Self {
        let mut notes: Vec<String> = Vec::new();
        if let Some(number) = source.copy_of.as_ref().and_then(|id| shown.numbers.get(id)) {
            notes.push(format!("copy of [{number}]"));
        }
        notes.extend(source.flags.iter().map(|flag| flag_words(*flag).to_owned()));
        notes.push(source.reason.clone());
        Self {
            number: shown.numbers.get(&source.document).copied().unwrap_or_default(),
            id: source.document.to_string(),
            page: shown.links.document(&source.document),
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
