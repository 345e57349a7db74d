//! The forms of names a document uses, by kind, and the acronyms it defines.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{Form, Groups};
use super::name::{self, Strip};
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

    /// The long form of `surface` where it is a defined acronym.
    pub(super) fn get(&self, surface: &str) -> Option<&str> {
        self.0.get(surface).map(String::as_str)
    }

    /// Every acronym with its long form.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(short, long)| (short.as_str(), long.as_str()))
    }

    /// The long form of `surface` where it is a defined acronym, else itself.
    pub(super) fn long<'a>(&'a self, surface: &'a str) -> &'a str {
        self.get(surface).unwrap_or(surface)
    }
}

/// The cleaned words of each mention; `the Vela group` is a group though the word has no capital.
pub(super) fn surfaces(document: &Document, mentions: &[Mention]) -> Vec<String> {
    let surface = |mention: &Mention| {
        let words = name::surface(document.words(mention.span));
        let after = document.source.get(mention.span.end()..).unwrap_or_default();
        let is_group = mention.kind == Kind::Company
            && after.strip_prefix(" group").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if is_group { words + " group" } else { words }
    };
    mentions.iter().map(surface).collect()
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

/// What a text says of a name that must not be taken for another.
const DISCLAIMERS: [&str; 19] = [
    "despite the name",
    "despite its name",
    "no affiliation",
    "no connection",
    "no kin ",
    "no link",
    "no relation",
    "no tie",
    "not affiliated",
    "not connected",
    "not related",
    "not to be confused",
    "nothing to do with",
    "of the same name",
    "separate company",
    "separate legal",
    "unaffiliated",
    "unconnected",
    "unrelated",
];

/// The forms of the kinds that `is_meant` in the document, each a group of its own.
pub(super) fn of_kinds(
    document: &Document,
    mentions: &[Mention],
    surfaces: &[String],
    is_meant: impl Fn(Kind) -> bool,
) -> Groups {
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for (idx, (mention, surface)) in mentions.iter().zip(surfaces).enumerate() {
        if !is_meant(mention.kind) || surface.is_empty() {
            continue;
        }
        let sentence = sentence_of(document, mention.span);
        let form = forms.entry(surface.clone()).or_insert_with(|| Form {
            surface: surface.clone(),
            mentions: Vec::new(),
            sentences: BTreeSet::new(),
            first_below: None,
            in_headline: false,
            core: name::core(surface, Strip::Generic),
            is_disclaimed: sentence.is_some_and(|sentence| {
                let words = document.words(document.sentences[sentence].span);
                DISCLAIMERS.iter().any(|disclaimer| words.contains(disclaimer))
            }),
        });
        form.mentions.push(idx);
        form.in_headline |= document.title_span().is_some_and(|title| title.contains(mention.span));
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
