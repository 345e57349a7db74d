//! Tests of the scores of stories.

use super::*;
use crate::parse_marked;

const TEXT: &str = "# wirebrief gold: stories
=== sto-1
== doc 1

Vela
{a1:€5}, {a2:€6}, {a3:€7}.
== doc 2

Orla
{b1:€5}, {b2:€8}, {b3:€9}.
== doc 3
@copy_of 1

Vela
€5, €6, €7.
---
agreed a1 b1
disputed a2 b2
unrelated a3 b3
";

fn article() -> MarkedArticle {
    parse_marked("s.txt", TEXT).expect("marked").1.remove(0)
}

fn scored(told: &StoryTold) -> (StoryScores, Vec<Fault>) {
    let (article, mut scores) = (article(), StoryScores::default());
    let gold = story_gold(&article).expect("gold");
    let faults = scores.add(&article, &gold, told);
    (scores, faults)
}

/// Where the mark stands, with the byte after it.
fn at(key: &str) -> Place {
    let (document, start, end) = story_gold(&article()).expect("gold").marks[key];
    (document, start, end + 1)
}

fn difference(kind: &str, positions: &[&[&str]]) -> ToldDifference {
    let positions = positions.iter().map(|keys| keys.iter().map(|key| at(key)).collect()).collect();
    ToldDifference { kind: kind.to_owned(), positions }
}

#[test]
fn silence_is_right_for_the_unrelated_alone() {
    let (scores, faults) = scored(&StoryTold::default());
    assert_eq!((scores.all(), faults.len()), (Share { right: 1, all: 3 }, 2));
    assert_eq!(scores.disputed, Share::default());
}

#[test]
fn equal_values_and_common_rows_join() {
    let values = vec![(at("a1"), "EUR 5".to_owned()), (at("b1"), "EUR 5".to_owned())];
    assert_eq!(scored(&StoryTold { values, ..StoryTold::default() }).0.all().right, 2);
    let rows = vec![ToldRow { places: vec![at("a1"), at("b1")], conversions: vec![], n_families: 2 }];
    assert_eq!(scored(&StoryTold { rows, ..StoryTold::default() }).0.all().right, 2);
}

#[test]
fn a_false_dispute_costs_accuracy_and_precision() {
    let differences =
        vec![difference("disputed", &[&["a2"], &["b2"]]), difference("disputed", &[&["a3"], &["b3", "b2"]])];
    let (scores, faults) = scored(&StoryTold { differences, ..StoryTold::default() });
    assert_eq!(scores.relations[&Relation::Disputed], Share { right: 1, all: 1 });
    assert_eq!(scores.relations[&Relation::Unrelated], Share { right: 0, all: 1 });
    assert_eq!(scores.disputed, Share { right: 1, all: 3 });
    assert_eq!(faults.iter().filter(|fault| fault.what == "dispute").count(), 2);
    let table = scores.table();
    assert!(
        table.lines().last().is_some_and(|line| line.contains("disputed precision 0.333, recall 1.000")),
        "{table}"
    );
}

#[test]
fn figures_in_one_position_are_not_told_to_differ() {
    let differences = vec![difference("disputed", &[&["a2", "b2"], &["a3"]])];
    assert_eq!(scored(&StoryTold { differences, ..StoryTold::default() }).0.all().right, 1);
}

#[test]
fn a_row_that_joins_copies_counts_them_once() {
    let check = |n_families: usize, expected: Share| {
        let rows = vec![
            ToldRow { places: vec![at("a1"), at("b1"), (2, 5, 8)], conversions: vec![], n_families },
            ToldRow { places: vec![at("a2"), at("b2")], conversions: vec![], n_families: 9 },
        ];
        assert_eq!(scored(&StoryTold { rows, ..StoryTold::default() }).0.families, expected);
    };
    check(2, Share { right: 1, all: 1 });
    check(3, Share { right: 0, all: 1 });
}
