//! Which way a figure went and how real it is: what the rules say, weighed against what the model reads.
//!
//! Takes the answer of the rules on the words around the figure; gives all answers with the features that hold of each,
//! which `rank` weighs. Where no model reads the text the rules stand.

use std::sync::LazyLock;

use crate::model::Likelihood;
use crate::types::{Direction, Kind, Modality};

use super::rank::{Case, Choice, Weights};
use super::{Field, Here, Reader, cue, kind_of, pair};

/// How many groups have weights of their own: money, percentages, quantities.
pub(super) const GROUPS: usize = 3;

static DIRECTION: Field =
    Field { name: "direction", weights: LazyLock::new(|| Weights::of("direction", &ways(), GROUPS)), sure: [0.0, 0.0] };
static MODALITY: Field = Field {
    name: "modality",
    weights: LazyLock::new(|| Weights::of("modality", &realities(), GROUPS)),
    sure: [0.0, 0.0],
};

impl Reader<'_> {
    /// Which way it went.
    pub(super) fn direction(&self, here: &Here<'_>, metric: Option<&str>) -> (Direction, Option<Case>) {
        let &Here { number, place, before, twin, compared, .. } = here;
        let line = &self.lines[number];
        let same = twin.filter(|before| before.about.direction != Direction::Level);
        let own = same.map_or_else(|| cue::direction(line, place, metric, compared), |before| before.about.direction);
        // `was down $1.12, or 1.6%, at $68.35`: a level is told in the breath of its change.
        let led =
            before.filter(|before| !compared && own == Direction::Level && pair::leads_to(line, before.place, place));
        let ruled = led.map_or(own, |before| before.about.direction);
        let likely = self.read_at(here).and_then(|(reading, place)| reading.direction(place));
        self.weighed(&DIRECTION, here, (ruled, directions(ruled)), Direction::name, likely)
    }

    /// How real it is.
    pub(super) fn modality(&self, here: &Here<'_>) -> (Modality, Option<Case>) {
        let ruled = cue::modality(&self.lines[here.number], here.place);
        let likely = self.read_at(here).and_then(|(reading, place)| reading.modality(place));
        self.weighed(&MODALITY, here, (ruled, modalities(ruled)), Modality::name, likely)
    }

    /// What the rules say, or the best of `choices` where the model reads the figure; and the choice there was.
    fn weighed<T: Copy>(
        &self,
        field: &'static Field,
        here: &Here<'_>,
        (ruled, choices): (T, Vec<Choice<T>>),
        name: fn(T) -> &'static str,
        likely: Option<Likelihood<'_>>,
    ) -> (T, Option<Case>) {
        let group = kind_of(here.value) as usize - Kind::Money as usize;
        let likely: Option<Vec<f32>> = likely.map(|likely| choices.iter().map(|c| likely.of(&c.class)).collect());
        let best = likely.and_then(|likely| Self::best(field, group, &choices, Some(&likely))).unwrap_or(ruled);
        (best, self.case((field.name, group), here, choices, |answer| name(answer).to_owned()))
    }
}

/// Names of all features of directions.
pub(super) fn ways() -> Vec<String> {
    features(&Direction::ALL, Direction::name)
}

/// Names of all features of modalities.
pub(super) fn realities() -> Vec<String> {
    features(&Modality::ALL, Modality::name)
}

/// That an answer is the one, for each, then that the rules say so.
fn features<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<String> {
    let names = || all.iter().map(|answer| name(*answer));
    names().map(str::to_owned).chain(names().map(|name| format!("{name} by rule"))).collect()
}

/// The directions there are, where the rules say `ruled`.
fn directions(ruled: Direction) -> Vec<Choice<Direction>> {
    choices(&Direction::ALL, Direction::name, ruled)
}

/// The modalities there are, where the rules say `ruled`.
fn modalities(ruled: Modality) -> Vec<Choice<Modality>> {
    choices(&Modality::ALL, Modality::name, ruled)
}

/// Their features are numbered as [`features`] names them.
fn choices<T: Copy + PartialEq>(all: &[T], name: fn(T) -> &'static str, ruled: T) -> Vec<Choice<T>> {
    let choice = |(at, answer): (usize, &T)| {
        let by_rule = (*answer == ruled).then_some((all.len() + at) as u16);
        let features = [at as u16].into_iter().chain(by_rule).collect();
        Choice { answer: Some(*answer), features, class: name(*answer).to_owned() }
    };
    all.iter().enumerate().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_numbered_as_they_are_named() {
        let words = |names: Vec<String>, features: &[u16]| -> Vec<String> {
            features.iter().map(|at| names[usize::from(*at)].clone()).collect()
        };
        let found = modalities(Modality::Target);
        assert_eq!(found[1].answer, Some(Modality::Forecast));
        assert_eq!(words(realities(), &found[1].features), ["forecast"]);
        assert_eq!(words(realities(), &found[2].features), ["target", "target by rule"]);
        let fell = &directions(Direction::Fell)[1];
        assert_eq!(fell.answer, Some(Direction::Fell));
        assert_eq!(words(ways(), &fell.features), ["fell", "fell by rule"]);
    }
}
