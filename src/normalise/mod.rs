//! Turns the mentions of one document into entities, exact values and identifiers.
//!
//! Takes mentions and text of one document and gives what they mean; knows nothing of other documents, but for whose
//! dollar a bare `$` is (`dollar`) and for the names that other reports of its story are sure of (`shared`).

mod about;
mod acronym;
pub(crate) mod alone;
mod dollar;
mod entity;
pub mod figure;
mod law_span;
mod listed;
mod nominal;
pub mod regulation;
mod shared;
mod tables;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use dollar::settle_dollars;
pub use nominal::{Nominal, nominals};
pub use shared::{Read, settle_names};
pub use tables::{Own, TableError, Tables};

pub(crate) use about::{Case, Choice, cases, features};
pub(crate) use entity::name::short_forms as company_short_forms;

use listed::Listings;

use crate::model::Reading;
use crate::types::{
    CompanyRef, Document, Entity, EntityId, Extraction, Kind, Mention, RegulationStatus, Span, Value, Vector,
};

/// What was read of one document, before it is known what it means.
#[derive(Debug, Default)]
pub struct Found {
    /// Names from the model and figures with their values, in any order.
    pub mentions: Vec<Mention>,
    /// One vector a sentence.
    pub sentences: Vec<Vector>,
    /// Vector of the title, where there is one.
    pub title: Option<Vector>,
    /// What the model reads of the figures, where it can.
    pub reading: Option<Reading>,
}

/// Fills the values and entities of what was found in `document`, adds the laws and companies that the grammar and the
/// tables find, and gathers the result.
pub fn extraction(document: &Document, found: Found, tables: &Tables) -> Extraction {
    let Found { mentions, sentences, title, reading } = found;
    let text = whole_text(document);
    let year = document.published.as_ref().map(|published| published.date.year());
    let laws = regulation::Reading::of(&text, year, &tables.laws);
    let mut mentions = with_own_companies(document, mentions, &tables.companies);
    settle_listed(document, &mut mentions, &tables.companies);
    let mut mentions = with_laws(document, mentions, &laws);
    let known = entity::Known { text: &text, companies: &tables.companies, kin: &BTreeSet::new() };
    let entities = told(document, &mut mentions, &known, reading.as_ref());
    Extraction { document: document.id.clone(), mentions, entities, sentences, title }
}

/// The entities of `document`; sorts `mentions` and fills what follows from all of them.
fn told(
    document: &Document,
    mentions: &mut [Mention],
    known: &entity::Known<'_>,
    reading: Option<&Reading>,
) -> Vec<Entity> {
    mentions.sort_by_key(|mention| (mention.span, mention.kind));
    let entities = entity::entities(document, mentions, known);
    fill_companies(document, &entities, mentions, known.companies);
    about::fill(document, &entities, mentions, reading);
    entities
}

/// `mentions` with the companies of a user's own wherever they stand, unless inside a longer name.
fn with_own_companies(document: &Document, mut mentions: Vec<Mention>, companies: &Listings) -> Vec<Mention> {
    for read in document.read_spans() {
        for found in companies.find_own(document.words(read)) {
            let span = found.shifted(read.start());
            let is_inside = |other: &Mention| other.span != span && other.span.contains(span) && other.kind.is_name();
            if mentions.iter().any(is_inside) {
                continue;
            }
            mentions.retain(|other| !other.span.overlaps(span));
            mentions.push(Mention { kind: Kind::Company, span, score: 1.0, entity: None, value: None, about: None });
        }
    }
    mentions
}

/// Score from which a law of the model may be named by no more than a number: `Initiative 41`.
const SURE: f32 = 0.9;

/// Score below which a person or place that is called as one listed firm is that firm.
const DOUBT: f32 = 0.9;

/// Makes companies of people and places in doubt that bear the name of one listed firm.
fn settle_listed(document: &Document, mentions: &mut [Mention], companies: &Listings) {
    let in_doubt = |mention: &&mut Mention| matches!(mention.kind, Kind::Person | Kind::Place) && mention.score < DOUBT;
    for mention in mentions.iter_mut().filter(in_doubt) {
        if companies.ticker(document.words(mention.span)).is_some() {
            mention.kind = Kind::Company;
        }
    }
}

/// Title and sentences, one a line: what evidence and definitions are read from.
fn whole_text(document: &Document) -> String {
    let title = document.title.iter().map(|title| title.text.as_str());
    title.chain(document.sentence_texts()).collect::<Vec<_>>().join("\n")
}

/// `mentions` with the laws of the grammar and the table, and a value for every law.
///
/// A law read by the grammar stands against whatever overlaps it, unless the model's law is the longer one.
fn with_laws(document: &Document, mentions: Vec<Mention>, reading: &regulation::Reading<'_>) -> Vec<Mention> {
    let (mut laws, others): (Vec<Mention>, Vec<Mention>) =
        mentions.into_iter().partition(|mention| mention.kind == Kind::Regulation);
    laws.retain_mut(|law| {
        law.span = before_citation(document, law.span);
        let whole = whole_span(document, law.span);
        law.span = whole.unwrap_or(law.span);
        whole.is_some()
    });
    for law in &mut laws {
        law.span = numbered(document, law.span);
        law.value = Some(Value::Regulation(reading.reference_of_law(document.words(law.span))));
    }
    // The model takes plans and places for laws; a law the table does not hold has a word of laws in its name.
    laws.retain(|law| {
        let words = document.words(law.span);
        let before = document.source.get(..law.span.start()).unwrap_or_default();
        is_linked(law)
            || ((regulation::may_name_law(words) || law.score >= SURE && words.contains(|c: char| c.is_ascii_digit()))
                && !regulation::is_pledge(words)
                && !regulation::is_generic(words, before))
    });
    join_brackets(document, &mut laws);
    let found: Vec<Mention> = document
        .read_spans()
        .flat_map(|span| {
            let found = reading.find(document.words(span)).into_iter();
            found.map(move |mention| {
                let span = mention.span.shifted(span.start());
                Mention { span: numbered(document, span), ..mention }
            })
        })
        .collect();
    laws.retain(|law| !is_list(document, law.span, &found));
    for law in found {
        let over = |other: &Mention| other.span.overlaps(law.span);
        if laws.iter().any(|other| over(other) && other.span.len() > law.span.len() && is_known(document, other, &law))
        {
            continue;
        }
        laws.retain(|other| !over(other));
        laws.push(law);
    }
    settle_provisions(document, &mut laws, &others);
    let free = others.into_iter().filter(|other| !laws.iter().any(|law| law.span.overlaps(other.span)));
    let free: Vec<Mention> = free.collect();
    laws.into_iter().chain(free).collect()
}

/// `span` without the citation in a bracket or behind a comma that is a mention of its own: `AML Regulation`
/// `(2024/1624/EU)`, `Law on Sentences` `, Law No. 5275`.
fn before_citation(document: &Document, span: Span) -> Span {
    let words = document.words(span);
    let in_bracket = words.split_once(" (").filter(|(_, inside)| regulation::opens_with_citation(inside));
    let behind_comma = || words.rsplit_once(", ").filter(|(_, number)| regulation::opens_with_numbered(number));
    let name = in_bracket.or_else(behind_comma);
    name.and_then(|(name, _)| Span::new(span.start(), span.start() + name.len()).ok()).unwrap_or(span)
}

/// The span of the whole name of the law found under `span`; `None` where the words are no law's.
fn whole_span(document: &Document, span: Span) -> Option<Span> {
    let Some(sentence) = document.read_spans().find(|sentence| sentence.contains(span)) else { return Some(span) };
    let inside = Span::new(span.start() - sentence.start(), span.end() - sentence.start()).ok()?;
    law_span::whole(document.words(sentence), inside).map(|whole| whole.shifted(sentence.start()))
}

/// Gives the provisions that stand without their act, found or not, the act they are of.
fn settle_provisions(document: &Document, laws: &mut Vec<Mention>, others: &[Mention]) {
    laws.sort_by_key(|law| law.span);
    let sentences: Vec<(Span, &str)> = document.read_spans().map(|span| (span, document.words(span))).collect();
    for provision in regulation::provisions(&sentences, laws) {
        if let Some(law) = laws.iter_mut().find(|law| law.span == provision.span) {
            law.value = provision.value;
        } else if !others.iter().any(|other| other.span.overlaps(provision.span)) {
            laws.push(provision);
        }
    }
}

/// `span` of a law's name with its official number, where that follows in the same sentence.
fn numbered(document: &Document, span: Span) -> Span {
    let sentence = document.read_spans().find(|sentence| sentence.contains(span));
    let wide = sentence.and_then(|sentence| {
        let text = document.source.get(..sentence.end())?;
        Some(regulation::numbered(text, span))
    });
    wide.unwrap_or(span)
}

/// Makes one of the parts of a law's name that brackets part: `Harbour (Smoke Control) (No. 2) Order 2022`.
///
/// A name that closes a bracket it did not open begins where the words in capitals before that bracket do.
fn join_brackets(document: &Document, laws: &mut Vec<Mention>) {
    let spans: Vec<Option<Span>> = laws.iter().map(|law| whole_name(document, law.span)).collect();
    for (law, span) in laws.iter_mut().zip(spans) {
        law.span = span.unwrap_or(law.span);
    }
    let all: Vec<Span> = laws.iter().map(|law| law.span).collect();
    laws.retain(|law| !all.iter().any(|other| *other != law.span && other.contains(law.span)));
    laws.dedup_by_key(|law| law.span);
}

/// `span` from the first of the words in capitals before the bracket that it closes, where it opens none.
fn whole_name(document: &Document, span: Span) -> Option<Span> {
    let words = document.words(span);
    let open = |text: &str| text.matches(')').count() > text.matches('(').count();
    let sentence = document.read_spans().find(|sentence| sentence.contains(span)).filter(|_| open(words))?;
    let mut start = document.source.get(sentence.start()..span.start())?.rfind('(')? + sentence.start();
    loop {
        let before = document.source.get(sentence.start()..start)?.trim_end();
        let word = before.split_whitespace().next_back().unwrap_or_default();
        let in_bracket = word.ends_with(')');
        let begins = if in_bracket { before.rfind('(')? } else { before.len() - word.len() };
        let named = word.chars().next().is_some_and(char::is_uppercase) && !word.ends_with([',', '.', ';', ':']);
        if !in_bracket && !named {
            break;
        }
        start = sentence.start() + begins;
    }
    let whole = Span::new(start, span.end()).ok()?;
    whole.trimmed(&document.source).filter(|whole| !open(document.words(*whole)))
}

/// Whether `span` runs over the end of one law of the grammar and the start of another: a name and, behind a comma, its number.
fn is_list(document: &Document, span: Span, found: &[Mention]) -> bool {
    let inside: Vec<Span> = found.iter().map(|law| law.span).filter(|law| span.contains(*law)).collect();
    inside.windows(2).any(|pair| matches!(document.source.get(pair[0].end()..pair[1].start()), Some(", " | " (")))
}

/// Whether a law is one of the table's.
fn is_linked(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Regulation(law)) if law.status != RegulationStatus::Unknown)
        || has_ids(mention)
}

/// Whether the model's longer law is linked at least as well as the grammar's, which may know no more than its own words.
fn is_known(document: &Document, model: &Mention, grammar: &Mention) -> bool {
    let only_cited = model.span.contains(grammar.span)
        && matches!(&grammar.value, Some(Value::Regulation(law))
            if law.status == RegulationStatus::Unknown && law.name == document.words(grammar.span));
    has_ids(model) || !has_ids(grammar) || only_cited
}

/// Whether a law is linked.
fn has_ids(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Regulation(law)) if law.ids != crate::types::RegulationIds::default())
}

/// Gives every company mention the canonical name of its entity and the identifiers that are certain.
fn fill_companies(document: &Document, entities: &[Entity], mentions: &mut [Mention], companies: &Listings) {
    let names: BTreeMap<&EntityId, &Entity> = entities.iter().map(|entity| (&entity.id, entity)).collect();
    let mut tickers: BTreeMap<EntityId, String> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.kind == Kind::Company) {
        let after = document.source.get(mention.span.end()..).unwrap_or_default();
        if let (Some(id), Some(ticker)) = (&mention.entity, listed::written(after)) {
            tickers.entry(id.clone()).or_insert(ticker);
        }
    }
    for mention in mentions.iter_mut() {
        if mention.kind != Kind::Company {
            // What other reports made an organisation of was a company when it was read alone.
            mention.value = mention.value.take().filter(|value| !matches!(value, Value::Company(_)));
            continue;
        }
        let Some((id, entity)) = mention.entity.as_ref().and_then(|id| names.get_key_value(id)) else { continue };
        let mut ids = companies.own(&entity.name).map(|own| own.ids.clone()).unwrap_or_default();
        let ticker = tickers.get(*id).cloned().or_else(|| companies.ticker(&entity.name).map(str::to_owned));
        if let Some(ticker) = ticker {
            ids.entry("ticker".to_owned()).or_insert(ticker);
        }
        mention.value = Some(Value::Company(CompanyRef { name: entity.name.clone(), ids }));
    }
}
