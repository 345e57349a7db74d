//! What consolidate gives: cited claims. A claim without a citation cannot be built.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Direction, DocumentId, Flag, Kind, Modality, Span, StoryId};

/// Which text of a document a citation points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceField {
    /// The source text.
    Text,
    /// The declared title, where it does not stand in the source text.
    Title,
}

/// The bytes a claim came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// Which of its texts.
    pub field: SourceField,
    /// The bytes.
    #[serde(flatten)]
    pub span: Span,
    /// The words under the span, to the letter.
    pub quote: String,
}

/// Why a claim cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// Nothing supports it.
    #[error("claim `{0}` has no citation")]
    Uncited(String),
}

/// A statement with its sources. Its text is a quotation of the first citation (white space folded) or a value read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawClaim")]
pub struct Claim {
    text: String,
    citations: Vec<Citation>,
    documents: usize,
    families: usize,
}

#[derive(Deserialize)]
struct RawClaim {
    text: String,
    citations: Vec<Citation>,
    documents: usize,
    families: usize,
}

impl TryFrom<RawClaim> for Claim {
    type Error = ClaimError;

    fn try_from(raw: RawClaim) -> Result<Self, ClaimError> {
        Self::new(raw.text, raw.citations, raw.documents, raw.families)
    }
}

impl Claim {
    /// A claim said by `documents` documents in `families` text families (copies collapse into one family).
    pub fn new(text: String, citations: Vec<Citation>, documents: usize, families: usize) -> Result<Self, ClaimError> {
        if citations.is_empty() {
            return Err(ClaimError::Uncited(text));
        }
        Ok(Self { text, citations, documents, families })
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes it came from, at least one; the first is where the words were taken.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// How many documents say it.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many independent texts say it.
    pub fn families(&self) -> usize {
        self.families
    }
}

/// A company, organisation, person or place of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityRow {
    /// Kind.
    pub kind: Kind,
    /// Fullest form.
    pub name: Claim,
    /// Other forms, sorted.
    pub aliases: Vec<String>,
    /// How often it is mentioned in the story.
    pub mentions: usize,
    /// What a company or organisation is to the story, where the words around it say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// What a figure of the story is about; each field as one of its cited mentions gives it, empty where none does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureAbout {
    /// Whose figure it is.
    pub subject: Option<String>,
    /// What is measured, by the name of the taxonomy (`net_profit`).
    pub metric: Option<String>,
    /// Which way it went.
    pub direction: Direction,
    /// What it is compared with (`year_on_year`, or words of the text).
    pub base: Option<String>,
    /// Words that narrow it.
    pub scope: Option<String>,
    /// What time it is about: an ISO 8601 day or interval of days, or a fiscal term as said.
    pub period: Option<String>,
    /// Who says so.
    pub attribution: Option<String>,
    /// How real it is.
    pub modality: Modality,
}

/// A figure of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureRow {
    /// Money, percent or quantity.
    pub kind: Kind,
    /// The figure in standard print (`CNY 41600000000`, `at least 38 %`), cited by each mention of it.
    pub value: Claim,
    /// The same amount in another currency, as a source gives it beside the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion: Option<Claim>,
    /// What it is about.
    #[serde(default)]
    pub about: FigureAbout,
    /// The sentence that says it.
    pub context: Claim,
}

/// A law of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegulationRow {
    /// Name as cited.
    pub name: Claim,
    /// Official name where the table knows the law, else the cited form.
    pub official: String,
    /// Printed identifier (`CELEX 32016R0679`, `Pub. L. 111-203`), where known.
    pub id: Option<String>,
    /// Status in words.
    pub status: String,
}

/// What a difference between sources comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Same question, different answers.
    Disputed,
    /// One source rounds what the other gives exactly.
    Rounded,
    /// Different scope, base or period: both can be true.
    Scope,
    /// A later report supersedes an earlier one.
    Updated,
}

/// One answer in a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The figure in standard print, cited.
    pub value: Claim,
    /// Its amount, for a bar beside the others: of a range the middle.
    #[serde(default)]
    pub amount: f64,
    /// The sentence that says it.
    pub context: Claim,
}

/// Sources that give different figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What it comes to.
    pub kind: DifferenceKind,
    /// What is asked, in the sentences' shared words.
    pub question: String,
    /// Why it is of this kind, in words (`one says Europe, the other worldwide`).
    pub reason: String,
    /// The answers, at least two.
    pub positions: Vec<Position>,
}

/// A document of the story, as listed in the brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The document.
    pub document: DocumentId,
    /// File and record.
    pub path: String,
    /// Record inside the file.
    pub record_id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Publication day.
    pub published: Option<Date>,
    /// Address.
    pub url: Option<String>,
    /// Original it reprints.
    pub copy_of: Option<DocumentId>,
    /// Why it is in the story.
    pub reason: String,
    /// What to know about it.
    pub flags: Vec<Flag>,
}

/// A dated fact of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// First day of what is dated, by which rows are ordered.
    pub start: Date,
    /// The day or period in standard print, cited by each mention of it.
    pub date: Claim,
    /// The sentence that dates it.
    pub context: Claim,
}

/// What a company or body is to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The story is about it.
    Subject,
    /// Owns another company of the story.
    Parent,
    /// Is said to compete with another.
    Competitor,
    /// Watches over, permits or punishes.
    Regulator,
    /// What is told comes from it.
    Source,
    /// Buys from another.
    Customer,
    /// Advises, audits or represents another.
    Adviser,
}

/// What a brief says that no earlier edition said of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// The last edition that told the story.
    pub since: Date,
    /// Sentences of documents that came since, that repeat nothing known before.
    pub sentences: Vec<Claim>,
    /// Figures that only documents give that came since.
    pub figures: Vec<FigureRow>,
}

/// The brief of one story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The story.
    pub story: StoryId,
    /// Headline, cited.
    pub headline: Claim,
    /// Day of the event or of its first report.
    pub date: Option<Date>,
    /// Where it happened.
    pub place: Option<Claim>,
    /// Three to six sentences (fewer where the sources have fewer).
    pub sentences: Vec<Claim>,
    /// Companies, then organisations, people and places.
    pub entities: Vec<EntityRow>,
    /// Figures.
    pub figures: Vec<FigureRow>,
    /// Laws.
    pub regulations: Vec<RegulationRow>,
    /// Dated facts in order of time; empty where there are not two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<TimelineRow>,
    /// Where sources differ.
    pub differences: Vec<Difference>,
    /// What is new, where an earlier edition told the story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
    /// Documents, originals first.
    pub sources: Vec<Source>,
    /// How many text families the sources are.
    pub families: usize,
}
