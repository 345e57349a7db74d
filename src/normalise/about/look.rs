//! What a line holds around a figure, whatever the thing: pronouns, nouns that stand for a body, who is its subject.

use super::cue;
use super::line::{Item, Line};
use super::naming::noun;
use super::subject::{NEAR, Seeker};
use super::things::{Sort, Things};

/// Words that stand for what the text is speaking of, and those that own a measure.
const PRONOUNS: [&str; 4] = ["it", "they", "we", "itself"];
const OWN: [&str; 3] = ["its", "their", "our"];
const PERSONS: [&str; 4] = ["he", "she", "his", "her"];
/// Nouns that may stand for any company.
const GENERIC: [&str; 5] = ["company", "group", "firm", "business", "manager"];
/// Words before a name that keep it from being the subject of its clause.
const PREPOSITIONS: [&str; 19] = [
    "in",
    "at",
    "on",
    "of",
    "by",
    "from",
    "to",
    "for",
    "with",
    "near",
    "between",
    "against",
    "including",
    "outside",
    "via",
    "into",
    "across",
    "over",
    "than",
];
/// Places in which a measure opens a line: `Net debt climbed`.
const OPENING: usize = 4;
/// Nouns looked for after `the`.
const NOUN_REACH: usize = 3;

/// What a line holds around a figure, whatever the thing.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and a feature")]
pub(super) struct Look {
    pub(super) pronoun: bool,
    pub(super) person: bool,
    /// `its`, `their` before the measure.
    pub(super) own: bool,
    /// Nouns with `the` and the things they stand for.
    pub(super) nominals: Vec<(usize, usize)>,
    /// `the company`, whichever that is.
    pub(super) generic: bool,
    /// Whether nothing in the line points back.
    pub(super) bare: bool,
    /// Whether the word for the measure is among the first of the line.
    pub(super) opens_with_measure: bool,
    pub(super) nearest: Option<usize>,
    pub(super) nearest_before: Option<usize>,
    pub(super) nearest_after: Option<usize>,
    pub(super) clause_subject: Option<usize>,
    pub(super) topic: Option<usize>,
    /// The last subject of a clause before the figure's.
    pub(super) subject_before: Option<usize>,
}

impl Look {
    pub(super) fn of(seeker: &Seeker<'_>) -> Self {
        let (line, figure, things) = (seeker.line(), seeker.figure, seeker.things);
        // A line without an end is read as far as a sentence reaches.
        let reach = figure.saturating_sub(NEAR)..(figure + NEAR).min(line.places.len());
        let places = || things.lines[seeker.number].iter().filter(|place| reach.contains(&place.from));
        let clause = line.places[figure].clause;
        let here = |at: &usize| line.places[*at].clause == clause && *at < figure;
        let word = |words: &[&str], at: usize| line.places[at].item == Item::Word && words.contains(&line.lower(at));
        let nearest = |side: &dyn Fn(usize) -> bool| {
            places().map(|place| place.from).filter(|at| side(*at)).min_by_key(|at| (at.abs_diff(figure), *at))
        };
        let subjects = || places().filter(|place| place.from < figure && is_subject(line, place.from));
        let measure = seeker.metric.and_then(|metric| metric.word).map_or(figure, |(from, _)| from);
        let mut nominals = Vec::new();
        let mut generic = false;
        for at in reach.clone().filter(|at| matches!(line.lower(*at), "the" | "this")) {
            nominals.extend(nominal(line, at, things));
            let nouns = at + 1..(at + 1 + NOUN_REACH).min(line.places.len());
            generic |= at < figure && nouns.into_iter().any(|at| word(&GENERIC, at));
        }
        let points = |at: usize| word(&PRONOUNS, at) || word(&OWN, at) || word(&PERSONS, at);
        Self {
            bare: nominals.is_empty() && !generic && !reach.clone().any(points),
            opens_with_measure: seeker.metric.and_then(|metric| metric.word).is_some_and(|(from, _)| from < OPENING),
            pronoun: (reach.start..figure).filter(here).any(|at| word(&PRONOUNS, at)),
            person: (reach.start..figure).filter(here).any(|at| word(&PERSONS, at)),
            own: (measure.saturating_sub(4)..measure).any(|at| word(&OWN, at)),
            nominals,
            generic,
            nearest: nearest(&|_| true),
            nearest_before: nearest(&|at| at < figure),
            nearest_after: nearest(&|at| at > figure),
            clause_subject: subjects().map(|place| place.from).find(|at| line.places[*at].clause == clause),
            topic: topic(line, seeker.number, things),
            subject_before: subjects().rfind(|place| line.places[place.from].clause < clause).map(|place| place.thing),
        }
    }
}

/// The things that the noun after `the` at `at` stands for: `the lender`.
fn nominal(line: &Line, at: usize, things: &Things) -> Vec<(usize, usize)> {
    let mut words =
        (at + 1..(at + 1 + NOUN_REACH).min(line.places.len())).take_while(|at| line.places[*at].item == Item::Word);
    let found = words.find_map(|at| {
        let found = things.of_noun(noun(line.lower(at)));
        (1..=2).contains(&found.len()).then_some((at, found))
    });
    found.map(|(at, things)| things.iter().map(|thing| (at, *thing)).collect()).unwrap_or_default()
}

/// Whether the name at `at` can be the subject of its clause.
pub(super) fn is_subject(line: &Line, at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).map_or("", |at| line.lower(at));
    let told = before(1) == "to" && before(2) == "according";
    let owner = matches!(line.lower(at + 1), "'s" | "'");
    // `…, Vela said` tells who speaks.
    let speaks = before(1) == "," && (1..=2).any(|n| at + n < line.places.len() && cue::is_saying(line, at + n));
    let led = PREPOSITIONS.contains(&before(if before(1) == "the" { 2 } else { 1 }));
    !(speaks || told || owner || led)
}

/// The first body of the line that can be its subject, companies before others: what the lines after it speak of.
pub(super) fn topic(line: &Line, number: usize, things: &Things) -> Option<usize> {
    let subjects = || things.lines.get(number).into_iter().flatten().filter(|place| is_subject(line, place.from));
    let of = |sort: Sort| {
        subjects().find(|place| things.all[place.thing].sort == sort && !things.all[place.thing].publishes)
    };
    of(Sort::Company).or_else(|| of(Sort::Organisation)).map(|place| place.thing)
}
