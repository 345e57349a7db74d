//! Scores of stories: what the program says of two figures of different reports.
//!
//! For each relation of the gold the program *says* the kind of the first difference of the brief that holds both figures
//! in different positions; else `joined` where one row of figures cites both or both have one value; else `nothing`. A
//! citation is of a figure where it shares a byte with its mark. `agreed` and `converted` are right where the two are
//! joined, `unrelated` where no difference holds them, and every other relation where the difference is of its kind.
//!
//! *Precision of disputed*: of all pairs of marked figures in different positions of a dispute, the share that the gold
//! says is disputed. *Families*: of the rows of figures that cite two documents of one text, the share whose count of
//! independent texts is that of the gold.

mod gold;
mod table;

pub use gold::{Relation, StoryGold, story_gold};

use std::collections::{BTreeMap, BTreeSet};

use crate::pairing::{Place, overlap};
use crate::{Fault, MarkedArticle, Share};

/// A difference the program tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldDifference {
    /// `disputed`, `rounded`, `scope` or `updated`.
    pub kind: String,
    /// What each position cites.
    pub positions: Vec<Vec<Place>>,
}

/// A row of figures of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// What it cites.
    pub places: Vec<Place>,
    /// What it cites for the same amount in another currency or unit.
    pub conversions: Vec<Place>,
    /// Independent texts it counts.
    pub n_families: usize,
}

/// What the program says of one story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryTold {
    /// Differences in the order of the brief.
    pub differences: Vec<ToldDifference>,
    /// Rows of figures.
    pub rows: Vec<ToldRow>,
    /// Every figure found, with its value in words.
    pub values: Vec<(Place, String)>,
}

/// What the program says of two figures that stand in no difference.
const JOINED: &str = "joined";
const NOTHING: &str = "nothing";

/// Counts over stories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryScores {
    /// Right relations by kind.
    pub relations: BTreeMap<Relation, Share>,
    /// How often each was said of a relation.
    pub said: BTreeMap<(Relation, String), usize>,
    /// Pairs of marked figures told as disputed that are.
    pub disputed: Share,
    /// Rows that join copies and count their families right.
    pub families: Share,
    /// Marked figures that were found at all.
    pub found: Share,
}

impl StoryScores {
    /// Counts one story and tells what is wrong with it.
    pub fn add(&mut self, article: &MarkedArticle, gold: &StoryGold, told: &StoryTold) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (relation, a, b) in &gold.relations {
            let (one, other) = (gold.marks[a], gold.marks[b]);
            let said = said(one, other, told);
            let right = is_right(*relation, &said);
            self.relations.entry(*relation).or_default().add(right);
            *self.said.entry((*relation, said.clone())).or_default() += 1;
            if !right {
                let expected = format!("{} {a} {b} with {}", relation.name(), article.words(other.0, other.1, other.2));
                faults.push(fault(relation.name(), one, &expected, &said));
            }
        }
        for place in gold.marks.values() {
            self.found.add(told.values.iter().any(|(found, _)| overlap(*place, *found)));
        }
        self.judge_disputes(article, gold, told, &mut faults);
        self.judge_families(gold, told, &mut faults);
        faults
    }

    fn judge_disputes(&mut self, article: &MarkedArticle, gold: &StoryGold, told: &StoryTold, faults: &mut Vec<Fault>) {
        let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
        for difference in told.differences.iter().filter(|difference| difference.kind == Relation::Disputed.name()) {
            for (at, position) in difference.positions.iter().enumerate() {
                for a in marked(position, gold) {
                    let others = difference.positions[at + 1..].iter().flat_map(|other| marked(other, gold));
                    pairs.extend(others.filter(|b| *b != a).map(|b| if a < b { (a, b) } else { (b, a) }));
                }
            }
        }
        for (a, b) in pairs {
            let of_pair = |(_, x, y): &&(Relation, String, String)| (x == a && y == b) || (x == b && y == a);
            let relation = gold.relations.iter().find(of_pair).map(|(relation, ..)| *relation);
            self.disputed.add(relation == Some(Relation::Disputed));
            if relation != Some(Relation::Disputed) {
                let (one, other) = (gold.marks[a], gold.marks[b]);
                let words = article.words(other.0, other.1, other.2);
                let expected = relation.map_or("no relation", Relation::name);
                faults.push(fault("dispute", one, &format!("{expected} {a} {b} with {words}"), "disputed"));
            }
        }
    }

    fn judge_families(&mut self, gold: &StoryGold, told: &StoryTold, faults: &mut Vec<Fault>) {
        for row in &told.rows {
            let documents: BTreeSet<usize> = row.places.iter().map(|place| place.0).collect();
            let families: BTreeSet<usize> = documents.iter().map(|document| gold.families[*document]).collect();
            if families.len() == documents.len() {
                continue;
            }
            let right = row.n_families == families.len();
            self.families.add(right);
            if let (false, Some(place)) = (right, row.places.first()) {
                let n = |n: usize| format!("{n} independent texts");
                faults.push(fault("families", *place, &n(families.len()), &n(row.n_families)));
            }
        }
    }
}

/// What the program says of two figures.
fn said(a: Place, b: Place, told: &StoryTold) -> String {
    let cites = |places: &[Place], of: Place| places.iter().any(|place| overlap(*place, of));
    let holds = |difference: &&ToldDifference| {
        let of = |mark: Place| difference.positions.iter().position(|position| cites(position, mark));
        matches!((of(a), of(b)), (Some(one), Some(other)) if one != other)
    };
    if let Some(difference) = told.differences.iter().find(holds) {
        return difference.kind.clone();
    }
    let value = |of: Place| told.values.iter().find(|(place, _)| overlap(*place, of)).map(|(_, value)| value);
    let in_row = |row: &ToldRow, mark: Place| cites(&row.places, mark) || cites(&row.conversions, mark);
    let is_joined = told.rows.iter().any(|row| in_row(row, a) && in_row(row, b))
        || value(a).is_some_and(|one| !one.is_empty() && value(b) == Some(one));
    if is_joined { JOINED } else { NOTHING }.to_owned()
}

fn is_right(relation: Relation, said: &str) -> bool {
    match relation {
        Relation::Agreed | Relation::Converted => said == JOINED,
        Relation::Unrelated => said == JOINED || said == NOTHING,
        other => said == other.name(),
    }
}

/// Keys of the marks that `position` cites.
fn marked<'g>(position: &[Place], gold: &'g StoryGold) -> Vec<&'g str> {
    let is_cited = |place: &Place| position.iter().any(|cited| overlap(*cited, *place));
    gold.marks.iter().filter(|(_, place)| is_cited(place)).map(|(key, _)| key.as_str()).collect()
}

fn fault(what: &str, (document, start, end): Place, expected: &str, found: &str) -> Fault {
    Fault { what: what.to_owned(), document, start, end, expected: expected.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests;
