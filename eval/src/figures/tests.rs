//! Tests of the scores of figures.

use super::*;
use crate::parse_marked;

const TEXT: &str = "# wirebrief gold: figures
=== fig-1

Vela earns 9%
It made {1:€5} ({2:$6}), up {3:7%}.
---
1 | money EUR 5 | subject=Vela AB | metric=cost~price | direction=level | base=- | scope=- | period=- | by=- | modality=reported
2 | conversion of=1 money USD 6 | subject=Vela AB | metric=cost | direction=level | base=- | scope=- | period=- | by=- | modality=reported
3 | percent 7 | subject=Vela AB | metric=cost | direction=rose | base=- | scope=Europe | period=- | by=- | modality=reported
";

fn article() -> MarkedArticle {
    parse_marked("f.txt", TEXT).expect("marked").1.remove(0)
}

fn found(start: usize, end: usize, kind: &str, value: &str) -> FigureFound {
    let (kind, value) = (kind.to_owned(), value.to_owned());
    FigureFound { start, end, kind, value, conversion_of: None, fields: Default::default() }
}

fn scored(found: &[FigureFound]) -> (FigureScores, Vec<Fault>) {
    let (article, mut scores) = (article(), FigureScores::default());
    let gold = figure_gold(&article).expect("gold");
    let faults = scores.add(&article, &gold, found);
    (scores, faults)
}

/// The bytes of `words` in the text.
fn at(words: &str) -> (usize, usize) {
    let start = article().documents[0].text.find(words).expect(words);
    (start, start + words.len())
}

#[test]
fn span_and_value_are_counted_apart() {
    let figure = |words: &str, kind: &str, value: &str| {
        let (start, end) = at(words);
        found(start, end, kind, value)
    };
    let (scores, faults) = scored(&[
        figure("€5", "money", "money EUR 5.0"),
        figure("$6", "money", "money - 6"),
        figure("up 7%", "percent", "percent 7"),
    ]);
    let all = scores.all();
    assert_eq!((all.value.hits, all.value.spurious, all.value.missed), (1, 2, 2));
    assert_eq!((all.span.hits, all.span.spurious, all.span.missed), (2, 1, 1));
    let whats: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert!(whats.contains(&"value") && whats.contains(&"missed") && whats.contains(&"spurious"), "{whats:?}");
}

#[test]
fn figures_of_a_headline_without_marks_are_passed_over() {
    let (start, end) = at("9%");
    assert_eq!(scored(&[found(start, end, "percent", "percent 9")]).0.all().value.spurious, 0);
}

#[test]
fn silence_and_error_are_counted_apart() {
    let ((a, b), (c, d)) = (at("€5"), at("7%"));
    let mut first = found(a, b, "money", "money EUR 5");
    first.fields = ["vela", "price", "level", "a year", "", "2026", "", "reported"].map(|f| Some(f.to_owned()));
    let mut second = found(c, d, "percent", "percent 7");
    second.fields[4] = Some("in Europe".to_owned());
    let (scores, _) = scored(&[first, second]);
    let [subject, metric, direction, base, scope, period, by, modality] = scores.fields;
    let counts = |v: Verdicts| (v.right, v.wrong, v.empty);
    assert_eq!([subject, metric, direction, modality].map(counts), [(1, 0, 1); 4]);
    assert_eq!([base, scope, period, by].map(counts), [(1, 1, 0), (2, 0, 0), (1, 1, 0), (2, 0, 0)]);
}

#[test]
fn a_conversion_points_at_its_source() {
    let ((a, b), (c, d)) = (at("€5"), at("$6"));
    let mut second = found(c, d, "money", "money USD 6");
    assert_eq!(scored(&[second.clone()]).0.conversions, Share { right: 0, all: 1 });
    second.conversion_of = Some((a, b));
    let scores = scored(&[second]).0;
    assert_eq!(scores.conversions, Share { right: 1, all: 1 });
    assert!(scores.table().lines().last().is_some_and(|line| line.contains("value F1 0.500")), "{}", scores.table());
}
