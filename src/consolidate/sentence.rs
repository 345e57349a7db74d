//! The sentences of a brief: few, central, without repetition, each read on its own.
//!
//! Takes a telling; gives claims, the lead first. Sentences come from originals; every document that says the same is
//! cited, a copy by its matching sentence and another report by one in nearly the same words with the same figures.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::config::Consolidate;
use crate::types::{Citation, Claim, EntityId, Kind, Mention, Span, Value, content_stems};

use super::cite::{of_text, quotation};
use super::dateline;
use super::member::{Member, Statement, Telling};
use super::standing::stands_alone;

/// Cosine and share of words from which a sentence of another report says the same, given the same figures.
const SAME_VECTOR: f32 = 0.85;
const SAME_WORDS: f32 = 0.6;
/// Share of words from which a sentence of a copy is the reprinted one.
const REPRINTED: f32 = 0.8;
/// Share of words from which two sentences repeat each other, whatever their vectors say.
const REPEATED: f32 = 0.6;
/// Gain below which a sentence is left out once the brief has its fewest.
const WORTH: f32 = 0.3;
/// Weight of being central to the story, and of being near to what is already told. Being near costs more than being
/// central earns, or a brief tells its lead four times.
const CENTRAL: f32 = 0.6;
const NEAR: f32 = 0.8;
/// Weight of telling the headline, for the first sentence.
const HEADLINE: f32 = 0.6;
/// Weight of being of another story, as much of a wrap is.
const STRAY: f32 = 0.5;
/// Words of a plain sentence, and the weight of each such length past the first: facts told in many words leave room for
/// fewer. Set on clusters of stories/allsides_dev.jsonl's training half against their references.
const PLAIN: f32 = 22.0;
const LONG: f32 = 0.3;
/// Cosine from which a sentence that brings no figure or name of its own only says again what is told.
const RESTATED: f32 = 0.55;

/// The chosen sentences as claims.
pub(super) fn chosen(telling: &Telling<'_>, headline: &Claim, settings: &Consolidate) -> Vec<Claim> {
    let mut pool: Vec<&Statement<'_>> = telling.originals().flat_map(able).collect();
    if pool.is_empty() {
        pool.extend(telling.originals().find_map(|m| m.sentences.first()));
    }
    let mut choice = Choice { headline: content_stems(headline.text()).collect(), ..Choice::default() };
    while choice.taken.len() < settings.max_sentences {
        pool.retain(|s| !choice.repeats(s, settings.repetition));
        match choice.best(&pool, telling) {
            Some((gain, s)) if gain >= WORTH || choice.taken.len() < settings.min_sentences => choice.take(s),
            _ => break,
        }
    }
    choice.in_order(telling).into_iter().filter_map(|s| claim(s, telling)).collect()
}

/// Sentences of the members that `is_new` names which repeat nothing that the other members say, at most `most`.
pub(super) fn new(telling: &Telling<'_>, is_new: &dyn Fn(&Member<'_>) -> bool, settings: &Consolidate) -> Vec<Claim> {
    let mut known = Choice::default();
    telling.members.iter().filter(|member| !is_new(member)).flat_map(|m| &m.sentences).for_each(|s| known.take(s));
    let pool = telling.originals().filter(|member| is_new(member)).flat_map(able);
    let mut pool: Vec<&Statement<'_>> = pool.filter(|s| !known.repeats(s, settings.repetition)).collect();
    let mut choice = Choice { taken: Vec::new(), ..known };
    while choice.taken.len() < settings.max_new {
        pool.retain(|s| !choice.repeats(s, settings.repetition));
        let Some(best) = choice.best(&pool, telling).filter(|(gain, _)| *gain >= WORTH) else { break };
        choice.take(best.1);
    }
    choice.in_order(telling).into_iter().filter_map(|s| claim(s, telling)).collect()
}

/// The sentences of `member` that can be read on their own.
pub(super) fn able<'a, 'b>(member: &'b Member<'a>) -> impl Iterator<Item = &'b Statement<'a>> {
    let start = |s: &Statement<'_>| member.document.sentences[s.index].span.start();
    member.sentences.iter().filter(move |s| stands_alone(s, start(s)))
}

fn order(statement: &Statement<'_>) -> (usize, usize) {
    (statement.index, statement.member)
}

/// What has been chosen so far.
#[derive(Default)]
struct Choice<'a> {
    /// Stems of the headline, which the first sentence is to tell.
    headline: BTreeSet<String>,
    taken: Vec<&'a Statement<'a>>,
    names: BTreeSet<&'a EntityId>,
    values: BTreeSet<&'a Value>,
}

impl<'a> Choice<'a> {
    fn take(&mut self, statement: &'a Statement<'a>) {
        self.names.extend(statement.names());
        self.values.extend(statement.figures());
        self.taken.push(statement);
    }

    fn repeats(&self, statement: &Statement<'_>, bar: f32) -> bool {
        let brings_nothing = || {
            // A place is where the same was said as often as something new.
            let subjects = statement.mentions.iter().filter(|m| m.kind.is_name() && m.kind != Kind::Place);
            // So is an amount in another currency.
            let converts = |m: &&&Mention| m.about.as_ref().is_none_or(|about| about.conversion_of.is_none());
            let figures = statement.mentions.iter().filter(|m| m.kind.is_figure()).filter(converts);
            figures.filter_map(|m| m.value.as_ref()).all(|value| self.values.contains(value))
                && subjects.filter_map(|m| m.entity.as_ref()).all(|name| self.names.contains(name))
        };
        self.taken.iter().any(|t| {
            let near = t.cosine(statement);
            near >= bar || t.overlap(statement) >= REPEATED || (near >= RESTATED && brings_nothing())
        })
    }

    /// The sentence of `pool` that adds most, with what it adds.
    fn best(&self, pool: &[&'a Statement<'a>], telling: &Telling<'_>) -> Option<(f32, &'a Statement<'a>)> {
        let gains = pool.iter().map(|s| (self.gain(s, telling), *s));
        gains.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| order(b.1).cmp(&order(a.1))))
    }

    /// What the sentence adds: how central it is, where it stands, and the facts not yet told, by how many tell them.
    fn gain(&self, statement: &Statement<'_>, telling: &Telling<'_>) -> f32 {
        let central = statement.vector.map_or(0.0, |v| v.cosine(&telling.centre));
        let early = 0.5 / (1.0 + statement.index as f32);
        let told = statement.stems.intersection(&self.headline).count() as f32 / self.headline.len().max(1) as f32;
        let lead = if self.taken.is_empty() { 2.0 * early + HEADLINE * told } else { 0.0 };
        let n = telling.n_families().max(1) as f32;
        let share = |support: usize| 0.3 + 0.7 * support as f32 / n;
        let names: f32 = statement
            .names()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter(|name| !self.names.contains(name))
            .map(|name| share(telling.support.of_name(name)))
            .sum();
        let values: f32 = statement
            .figures()
            .into_iter()
            .filter(|value| !self.values.contains(value))
            .map(|value| share(telling.support.of_value(value)))
            .sum();
        let near = self.taken.iter().map(|t| t.cosine(statement)).fold(0.0, f32::max);
        let n_words = statement.text.split_whitespace().count() as f32;
        let long = (n_words / PLAIN - 1.0).max(0.0);
        let stray = if telling.is_told_of(statement) { 0.0 } else { STRAY };
        CENTRAL * central - stray + early + lead + 0.15 * names.min(3.0) + 0.25 * values.min(2.0)
            - NEAR * near
            - LONG * long
    }

    /// The lead, then the rest as far down as each stands in its own report.
    fn in_order(&self, telling: &Telling<'_>) -> Vec<&'a Statement<'a>> {
        let depth = |s: &Statement<'_>| {
            let n = telling.members[s.member].sentences.len().max(1);
            (s.index * 4 / n, s.index, s.member)
        };
        let mut rest = self.taken.iter().skip(1).copied().collect::<Vec<_>>();
        rest.sort_by_key(|s| depth(s));
        self.taken.iter().take(1).copied().chain(rest).collect()
    }
}

/// The sentence as a claim, cited by every document that says the same.
pub(super) fn claim(statement: &Statement<'_>, telling: &Telling<'_>) -> Option<Claim> {
    let mut citations = vec![citation(statement, telling)];
    let others = telling.members.iter().enumerate().filter(|(at, _)| *at != statement.member);
    for (_, member) in others {
        let same = member.sentences.iter().filter(|other| says_the_same(statement, other, member.is_copy));
        let best = same.max_by_key(|other| ((statement.overlap(other) * 1000.0) as i32, Reverse(other.index)));
        citations.extend(best.map(|other| citation(other, telling)));
    }
    quotation(citations, telling.copies)
}

fn says_the_same(statement: &Statement<'_>, other: &Statement<'_>, is_copy: bool) -> bool {
    let words = statement.overlap(other);
    let same_figures = statement.figures() == other.figures();
    let as_long = statement.stems.len().max(other.stems.len()) <= 2 * statement.stems.len().min(other.stems.len());
    let reprinted = is_copy && words >= REPRINTED;
    let told = words >= SAME_WORDS && statement.cosine(other) >= SAME_VECTOR;
    statement.text == other.text || (as_long && same_figures && (reprinted || told))
}

/// Where the sentence stands, without the dateline before it.
pub(super) fn citation(statement: &Statement<'_>, telling: &Telling<'_>) -> Citation {
    let document = telling.members[statement.member].document;
    let span = document.sentences[statement.index].span;
    let start = span.start() + dateline::length(document.words(span));
    of_text(document, Span::new(start, span.end()).unwrap_or(span))
}
