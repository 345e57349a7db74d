//! The documents of one story, originals first, with their sentences and what each sentence mentions.
//!
//! Takes a story and the run's material; gives a [`Telling`], which every part of the brief is made from.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{
    Copies, Document, DocumentId, EntityId, Extraction, Joined, Mention, Span, Story, Value, Vector, content_stems,
    folded,
};

use super::Material;
use super::standing::is_furniture;

/// One document of a story.
pub(super) struct Member<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// Which question its figures answer, by their place.
    questions: Option<&'a BTreeMap<Span, Vector>>,
    /// What was found in it.
    pub(super) extraction: Option<&'a Extraction>,
    /// Why it is in the story.
    pub(super) joined: &'a Joined,
    /// Whether it reprints another document of the run.
    pub(super) is_copy: bool,
    /// Its sentences in order.
    pub(super) sentences: Vec<Statement<'a>>,
}

impl<'a> Member<'a> {
    /// Direction of its title and first sentences.
    pub(super) fn lead(&self) -> Vector {
        Vector::mean(self.extraction.into_iter().flat_map(leading).map(|vector| (vector, 1.0)))
    }

    /// Which question a figure of it answers.
    pub(super) fn question_of(&self, figure: &Mention) -> Asking<'a> {
        Asking(self.questions.and_then(|questions| questions.get(&figure.span)))
    }
}

/// The question of a figure, where the model reads it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking<'a>(Option<&'a Vector>);

impl Asking<'_> {
    /// How close the model reads two questions; `None` where it reads but one.
    pub(super) fn closeness(self, other: Self) -> Option<f32> {
        Some(self.0?.cosine(other.0?))
    }
}

/// One sentence and what it says.
pub(super) struct Statement<'a> {
    /// Index of the member.
    pub(super) member: usize,
    /// Index of the sentence.
    pub(super) index: usize,
    /// Its words, white space folded.
    pub(super) text: String,
    /// Stems of its content words.
    pub(super) stems: BTreeSet<String>,
    /// Whether it holds what pages write around sentences.
    pub(super) is_furniture: bool,
    /// Its vector.
    pub(super) vector: Option<&'a Vector>,
    /// Mentions inside, in order.
    pub(super) mentions: Vec<&'a Mention>,
}

impl Statement<'_> {
    /// Entities it names.
    pub(super) fn names(&self) -> impl Iterator<Item = &EntityId> {
        self.mentions.iter().filter(|m| m.kind.is_name()).filter_map(|m| m.entity.as_ref())
    }

    /// Values of its money, percent and quantity figures, sorted.
    pub(super) fn figures(&self) -> Vec<&Value> {
        let figures = self.mentions.iter().filter(|m| m.kind.is_figure()).filter_map(|m| m.value.as_ref());
        figures.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Cosine to another sentence; 0 where a vector is missing.
    pub(super) fn cosine(&self, other: &Statement<'_>) -> f32 {
        self.vector.zip(other.vector).map_or(0.0, |(a, b)| a.cosine(b))
    }

    /// Share of the smaller set of stems that stands in both sentences.
    pub(super) fn overlap(&self, other: &Statement<'_>) -> f32 {
        let least = self.stems.len().min(other.stems.len()).max(1);
        self.stems.intersection(&other.stems).count() as f32 / least as f32
    }
}

/// A story with all that is known of its documents.
pub(super) struct Telling<'a> {
    /// Originals by day and id, then copies.
    pub(super) members: Vec<Member<'a>>,
    /// Who reprints whom.
    pub(super) copies: &'a Copies,
    /// Direction of the leads of the originals.
    pub(super) centre: Vector,
    /// Stems of the titles of the originals.
    titles: BTreeSet<String>,
    n_families: usize,
    /// In how many text families each entity and value stands.
    pub(super) support: Support<'a>,
}

/// Number of text families by what they mention.
pub(super) struct Support<'a> {
    names: BTreeMap<&'a EntityId, usize>,
    values: BTreeMap<&'a Value, usize>,
}

impl Support<'_> {
    /// Families that name `entity`.
    pub(super) fn of_name(&self, entity: &EntityId) -> usize {
        self.names.get(entity).copied().unwrap_or(0)
    }

    /// Families that give `value`.
    pub(super) fn of_value(&self, value: &Value) -> usize {
        self.values.get(value).copied().unwrap_or(0)
    }
}

/// Cosine to the centre from which a sentence is of the story, and words of the headlines in it.
const NEAR_CENTRE: f32 = 0.5;
const TITLE_WORDS: usize = 2;
/// Sentences of a document that say what the story is about.
const LEAD: usize = 3;

impl<'a> Telling<'a> {
    /// The documents of `story`; a document the material lacks is left out.
    pub(super) fn of(story: &'a Story, material: &Material<'a>) -> Self {
        let known = |joined: &'a Joined| Some((joined, *material.documents.get(&joined.document)?));
        let mut known: Vec<(&Joined, &Document)> = story.documents.iter().filter_map(known).collect();
        known.sort_by_key(|(joined, document)| {
            let day = document.published.as_ref().map(|p| p.date);
            (material.copies.original_of(&joined.document).is_some(), day.is_none(), day, &joined.document)
        });
        let members: Vec<Member<'a>> = known
            .into_iter()
            .enumerate()
            .map(|(member, (joined, document))| {
                let extraction = material.extractions.get(&joined.document).copied();
                let is_copy = material.copies.original_of(&joined.document).is_some();
                let questions = material.questions.get(&joined.document);
                let sentences = statements(member, document, extraction);
                Member { document, questions, extraction, joined, is_copy, sentences }
            })
            .collect();
        let centre = centre(&members);
        let support = support(&members, material.copies);
        let titles =
            members.iter().filter(|member| !member.is_copy).filter_map(|member| member.document.title.as_ref());
        let titles = titles.flat_map(|title| content_stems(&title.text)).collect();
        let families = members.iter().map(|member| material.copies.family(&member.document.id));
        let n_families = families.collect::<BTreeSet<&DocumentId>>().len();
        Self { members, copies: material.copies, centre, titles, n_families, support }
    }

    /// Whether a sentence is of the story, as far as several reports tell one: near its centre, with words of its
    /// headlines, with a name that more than one report has, or with none. A market wrap tells much else.
    pub(super) fn is_told_of(&self, statement: &Statement<'_>) -> bool {
        self.n_families < 2
            || statement.vector.is_some_and(|vector| vector.cosine(&self.centre) >= NEAR_CENTRE)
            || statement.stems.intersection(&self.titles).count() >= TITLE_WORDS
            || statement.names().next().is_none()
            || statement.names().any(|name| self.support.of_name(name) > 1)
    }

    /// The members that speak for themselves; all of them where every one is a copy of something outside the story.
    pub(super) fn originals(&self) -> impl Iterator<Item = &Member<'a>> {
        let all_copies = self.members.iter().all(|m| m.is_copy);
        self.members.iter().filter(move |m| all_copies || !m.is_copy)
    }

    /// Text families among the members.
    pub(super) fn n_families(&self) -> usize {
        self.n_families
    }
}

fn statements<'a>(member: usize, document: &'a Document, extraction: Option<&'a Extraction>) -> Vec<Statement<'a>> {
    let mentions = extraction.map_or(&[][..], |e| &e.mentions);
    let vectors = extraction.map_or(&[][..], |e| &e.sentences);
    let statement = |(index, sentence): (usize, &crate::types::Sentence)| {
        let from = mentions.partition_point(|m| m.span.start() < sentence.span.start());
        let inside = mentions[from..].iter().take_while(|m| m.span.start() < sentence.span.end());
        let text = folded(document.words(sentence.span));
        Statement {
            member,
            index,
            stems: content_stems(&text).collect(),
            is_furniture: is_furniture(&text),
            text,
            vector: vectors.get(index),
            mentions: inside.filter(|m| sentence.span.contains(m.span)).collect(),
        }
    };
    document.sentences.iter().enumerate().map(statement).collect()
}

fn centre(members: &[Member<'_>]) -> Vector {
    let originals = members.iter().filter(|m| !m.is_copy).filter_map(|m| m.extraction);
    Vector::mean(originals.flat_map(leading).map(|vector| (vector, 1.0)))
}

/// Vectors of the title and the first sentences.
fn leading(extraction: &Extraction) -> impl Iterator<Item = &Vector> {
    extraction.title.iter().chain(extraction.sentences.iter().take(LEAD))
}

fn support<'a>(members: &[Member<'a>], copies: &Copies) -> Support<'a> {
    let mut names: BTreeSet<(&EntityId, &DocumentId)> = BTreeSet::new();
    let mut values: BTreeSet<(&Value, &DocumentId)> = BTreeSet::new();
    for member in members {
        let family = copies.family(&member.document.id);
        for mention in member.extraction.iter().flat_map(|e| &e.mentions) {
            names.extend(mention.entity.as_ref().map(|entity| (entity, family)));
            values.extend(mention.value.as_ref().map(|value| (value, family)));
        }
    }
    let mut support = Support { names: BTreeMap::new(), values: BTreeMap::new() };
    for (entity, _) in names {
        *support.names.entry(entity).or_insert(0) += 1;
    }
    for (value, _) in values {
        *support.values.entry(value).or_insert(0) += 1;
    }
    support
}
