//! Finds and looks up the names of the bundled table.
//!
//! Names are matched case-sensitively, longest first, at word boundaries, without their year; the year after a hit is
//! read with it. Look-up by name folds case, `the`, punctuation and year. Which act a shared name means is settled in
//! `choice`; nothing here knows of evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use aho_corasick::{AhoCorasick, MatchKind};

use super::table::{self, Act, Need, split_year};
use super::us_code::Place;
use super::{boundary, noun};
use crate::types::Span;

static EDITION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^:(?:19|20)\d{2}\b").ok());

/// An act a form may mean, and what the form needs for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Index into [`Gazetteer::acts`].
    pub(super) act: usize,
    /// The year the form bears.
    pub(super) year: Option<u16>,
    /// What the form needs.
    pub(super) need: Need,
    /// Whether the words alone tell the act from those of other countries.
    pub(super) is_distinctive: bool,
}

/// A form found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit<'a> {
    /// The form, with the year after it.
    pub(super) span: Span,
    /// The form without year.
    pub(super) form: &'a str,
    /// The year written after it.
    pub(super) year: Option<u16>,
    /// The acts it may mean.
    pub(super) candidates: &'a [Candidate],
}

/// The table with its indices.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// The rows.
    pub(super) acts: Vec<Act>,
    automaton: AhoCorasick,
    forms: Vec<(String, Vec<Candidate>)>,
    keys: BTreeMap<String, Vec<Candidate>>,
    numbers: BTreeMap<String, Vec<usize>>,
    places: Vec<(Place, usize)>,
    /// Acts of each jurisdiction.
    counts: BTreeMap<String, usize>,
}

/// The acts that names and numbers are linked to: the bundled ones, and a user's own.
#[derive(Debug)]
pub(crate) struct Laws(Option<Gazetteer>);

impl Laws {
    /// The bundled acts with `own`, each in place of a bundled one of its name.
    pub(crate) fn with(own: Vec<Act>) -> Self {
        // A test proves that the bundled file reads; a broken one would find no laws rather than stop a run.
        let mut acts = table::acts(include_str!("../regulations.tsv")).unwrap_or_default();
        let replaced: BTreeSet<String> = own.iter().map(|act| key(&act.name)).collect();
        acts.retain(|act| !replaced.contains(&key(&act.name)));
        acts.extend(own);
        Self(Gazetteer::of(acts))
    }

    /// What names are looked up in.
    pub(super) fn gazetteer(&self) -> Option<&Gazetteer> {
        self.0.as_ref()
    }
}

impl Gazetteer {
    fn of(acts: Vec<Act>) -> Option<Self> {
        let mut by_form: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        let mut keys: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        let mut numbers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (idx, act) in acts.iter().enumerate() {
            for form in &act.forms {
                let is_distinctive = noun::is_distinctive(&form.text);
                let candidate = Candidate { act: idx, year: form.year, need: form.need, is_distinctive };
                keys.entry(key(&form.text)).or_default().push(candidate);
                by_form.entry(form.text.clone()).or_default().push(candidate);
                if let Some(capital) = capitalised(&form.text) {
                    by_form.entry(capital).or_default().push(candidate);
                }
                if form.text.contains('\'') {
                    by_form.entry(form.text.replace('\'', "’")).or_default().push(candidate);
                }
            }
            for key in number_keys(act) {
                numbers.entry(key).or_default().push(idx);
            }
        }
        let place = |(idx, act): (usize, &Act)| Some((Place::read(act.ids.us_code.as_ref()?)?, idx));
        let places = acts.iter().enumerate().filter_map(place).collect();
        let forms: Vec<_> = by_form.into_iter().collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms.iter().map(|(form, _)| form))
            .ok()?;
        let mut counts = BTreeMap::new();
        for act in &acts {
            *counts.entry(act.jurisdiction.clone()).or_insert(0) += 1;
        }
        Some(Self { acts, automaton, forms, keys, numbers, places, counts })
    }

    /// Every form in `text`, in order, without overlaps.
    pub(super) fn hits<'a>(&'a self, text: &str) -> Vec<Hit<'a>> {
        let found = self.automaton.find_iter(text);
        let whole = found.filter(|hit| boundary::is_whole_word(text, hit.start(), hit.end()));
        whole
            .filter(|hit| !boundary::goes_on(text, hit.start(), hit.end()))
            .filter_map(|hit| {
                let (form, candidates) = &self.forms[hit.pattern().as_usize()];
                let (end, year) = self.year_after(text, hit.end(), candidates);
                Some(Hit { span: Span::new(hit.start(), end).ok()?, form, year, candidates })
            })
            .collect()
    }

    /// The acts `name` may mean, and the year it bears. Case, `the`, punctuation do not matter.
    pub(super) fn lookup(&self, name: &str) -> (&[Candidate], Option<u16>) {
        let (base, year) = split_year(name.trim());
        (self.keys.get(&key(base)).map_or(&[], Vec::as_slice), year)
    }

    /// The acts that a CELEX, Public Law or other official number may name.
    pub(super) fn by_number(&self, number: &str) -> &[usize] {
        self.numbers.get(&number_key(number)).map_or(&[], Vec::as_slice)
    }

    /// The act whose place in the U.S. Code holds that of `id`, the narrowest where one lies in the other.
    pub(super) fn by_place(&self, id: &str) -> Option<usize> {
        let cited = Place::read(id)?;
        let holding: Vec<_> = self.places.iter().filter(|(place, _)| place.holds(&cited)).collect();
        let is_narrowest = |place: &Place| holding.iter().all(|(other, _)| other.holds(place));
        let mut narrowest = holding.iter().filter(|(place, _)| is_narrowest(place));
        match (narrowest.next(), narrowest.next()) {
            (Some((_, idx)), None) => Some(*idx),
            _ => None,
        }
    }

    /// How many acts of `jurisdiction` the table holds.
    pub(super) fn n_acts(&self, jurisdiction: &str) -> usize {
        self.counts.get(jurisdiction).copied().unwrap_or(0)
    }

    /// Whether the act of `candidate` may be cited by this form with `year`.
    pub(super) fn bears(&self, candidate: Candidate, year: u16) -> bool {
        candidate.year.map_or_else(|| self.acts[candidate.act].years.contains(&year), |own| own == year)
    }

    /// Where the form ends with the year after it: ` 2013`, ` of 2010`; `, 2013` only where an act bears that year.
    fn year_after(&self, text: &str, end: usize, candidates: &[Candidate]) -> (usize, Option<u16>) {
        let rest = &text[end..];
        // The edition of a standard: `ISO 9001:2015`.
        if text[..end].ends_with(|c: char| c.is_ascii_digit()) && EDITION.as_ref().is_some_and(|e| e.is_match(rest)) {
            return (end + ":2015".len(), None);
        }
        let (skip, comma) = match rest {
            _ if rest.starts_with(" of ") => (4, false),
            _ if rest.starts_with(", ") => (2, true),
            _ if rest.starts_with(' ') => (1, false),
            _ => return (end, None),
        };
        let year = rest.get(skip..skip + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let ends = rest[skip..].chars().nth(4).is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '/' && c != '%');
        let Some(year) =
            year.and_then(|digits| digits.parse::<u16>().ok()).filter(|y| (1600..2100).contains(y) && ends)
        else {
            return (end, None);
        };
        let agrees = candidates.iter().any(|candidate| self.bears(*candidate, year));
        // `under the AI Act 2026 will …`: a year no act of a name that stands alone bears is the sentence's own.
        let dated = candidates.iter().any(|candidate| candidate.year.is_some());
        let alone = candidates.iter().all(|candidate| candidate.need == Need::Nothing) && skip == 1;
        if agrees || dated || (!comma && !alone) { (end + skip + 4, Some(year)) } else { (end, None) }
    }
}

/// Fewest letters of a small word that some write with a capital in a name: `Within`, never `Of`.
const SMALL: usize = 4;

/// `name` with capitals on its longer small words, where it has any: `Sovereignty Within a United Canada Act`.
fn capitalised(name: &str) -> Option<String> {
    if !noun::ends_name(name) {
        return None;
    }
    let capital = |word: &str| match word.chars().next() {
        Some(first) if first.is_ascii_lowercase() && word.len() >= SMALL => {
            format!("{}{}", first.to_ascii_uppercase(), &word[1..])
        }
        _ => word.to_owned(),
    };
    let words: Vec<String> = name.split(' ').map(capital).collect();
    Some(words.join(" ")).filter(|capital| capital != name)
}

/// `name` for comparing: lower case, no `the`, letters and digits parted by single blanks.
pub(super) fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['\'', '’', '.'], "").replace('&', " and ");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "the");
    words.collect::<Vec<_>>().join(" ")
}

/// The keys of the numbers that name `act`; a statute numbered within its year also bears its number alone (`Law 12,529`).
fn number_keys(act: &Act) -> BTreeSet<String> {
    let ids = &act.ids;
    let public_law = ids.public_law.as_ref().filter(|_| !act.is_title);
    let numbers = [ids.celex.as_ref(), public_law, ids.number.as_ref()].into_iter().flatten();
    let mut keys: BTreeSet<String> = numbers.map(|number| number_key(number)).collect();
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let dated = ids.number.as_ref().and_then(|number| number.rsplit_once('/')).filter(|(_, year)| is_year(year));
    keys.extend(dated.filter(|(head, _)| head.contains(',')).map(|(head, _)| number_key(head)));
    keys
}

/// A number for comparing: `ISO/IEC 27001:2022`, `ISO 27001` and `ISO/IEC 27001` are one, as are `U.S.C.` and `USC`.
fn number_key(number: &str) -> String {
    let number = number.split_once(':').map_or(number, |(head, _)| head).replace("/IEC", "");
    let number = number.strip_suffix(" (Revised)").unwrap_or(&number);
    let kept = number.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '(' | ')'));
    kept.flat_map(char::to_lowercase).collect::<String>().replace("no", "")
}
