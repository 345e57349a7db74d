//! The forms of names a document uses, by kind, and the acronyms it defines.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{Form, Groups};
use super::name;
use crate::normalise::acronym;
use crate::types::{Document, Kind, Mention, Span};

/// Acronyms the document defines, with their long forms.
#[derive(Debug, Default)]
pub(super) struct Defined(BTreeMap<String, String>);

impl Defined {
    /// Reads the definitions of `text`; the first of an acronym holds.
    pub(super) fn of(text: &str) -> Self {
        let mut long_forms = BTreeMap::new();
        for definition in acronym::definitions(text) {
            let words = (definition.short.slice(text), definition.long.slice(text));
            if let (Some(short), Some(long)) = words {
                long_forms.entry(name::surface(short)).or_insert_with(|| name::surface(long));
            }
        }
        Self(long_forms)
    }

    /// The long form of `surface` where it is a defined acronym, else itself.
    pub(super) fn long<'a>(&'a self, surface: &'a str) -> &'a str {
        self.0.get(surface).map_or(surface, String::as_str)
    }
}

/// The cleaned words of each mention.
pub(super) fn surfaces(document: &Document, mentions: &[Mention]) -> Vec<String> {
    mentions.iter().map(|mention| name::surface(document.words(mention.span))).collect()
}

/// Letters of a bracket before a ticker: `(NYSE: `.
const EXCHANGE: usize = 14;

/// Names with the ticker that stands in brackets behind them, as surfaces: `Vela AB (OMX: VELA)`.
pub(super) fn tickers(document: &Document, surfaces: &[String], mentions: &[Mention]) -> Vec<(String, String)> {
    let is_company = |idx: usize| mentions[idx].kind == Kind::Company;
    let pairs = (1..mentions.len()).filter(|idx| is_company(idx - 1) && is_company(*idx));
    let told = pairs.filter(|&idx| {
        let (from, to) = (mentions[idx - 1].span.end(), mentions[idx].span.start());
        let between = document.source.get(from..to).unwrap_or_default();
        let bracket = between.trim_start().strip_prefix('(').is_some_and(|rest| rest.len() <= EXCHANGE);
        let ticker = &surfaces[idx];
        let symbol =
            ticker.len() <= 9 && ticker.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.');
        let closes = document.source.get(mentions[idx].span.end()..).is_some_and(|rest| rest.starts_with(')'));
        bracket && symbol && closes && !between.contains([')', ';'])
    });
    told.map(|idx| (surfaces[idx - 1].clone(), surfaces[idx].clone())).collect()
}

/// Sentences of the lead, which may call by a short name what the next names in full.
const LEAD: usize = 1;

/// The forms of `kind` in the document, each a group of its own.
pub(super) fn of_kind(document: &Document, mentions: &[Mention], surfaces: &[String], kind: Kind) -> Groups {
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for (idx, (mention, surface)) in mentions.iter().zip(surfaces).enumerate() {
        if mention.kind != kind || surface.is_empty() {
            continue;
        }
        let form = forms.entry(surface.clone()).or_insert_with(|| Form {
            surface: surface.clone(),
            mentions: Vec::new(),
            sentences: BTreeSet::new(),
            first_below: None,
        });
        form.mentions.push(idx);
        let sentence = sentence_of(document, mention.span);
        form.sentences.extend(sentence);
        if sentence.is_some_and(|sentence| sentence >= LEAD) {
            form.first_below.get_or_insert(idx);
        }
    }
    Groups::new(forms)
}

/// Index of the sentence that holds `span`.
fn sentence_of(document: &Document, span: Span) -> Option<usize> {
    let idx = document.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
    document.sentences.get(idx).filter(|sentence| sentence.span.contains(span)).map(|_| idx)
}
