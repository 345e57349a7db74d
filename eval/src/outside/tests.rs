//! Invented cases in the forms of both programs.

use super::*;

const RECOGNIZERS: &str = r#"[
  {"Input": "Zürich paid £ 5", "Results": [{"TypeName": "currency", "Start": 12, "End": 14,
    "Resolution": {"value": "5", "unit": "Pound"}}]},
  {"Input": "A pound", "Results": [{"TypeName": "currency", "Start": 2, "End": 6,
    "Resolution": {"value": null, "unit": "Pound"}}]},
  {"Input": "a run of 3 km/h", "Results": [{"TypeName": "dimension", "Start": 9, "End": 14,
    "Resolution": {"value": "3", "unit": "Kilometer per hour"}}]},
  {"Input": "over 7", "Results": [{"TypeName": "numberrange", "Start": 0, "End": 5, "Resolution": {"value": "(7,)"}}]}
]"#;
const QUANTULUM: &str = r#"[{"req": "It took 2 to 4 cubic kilometres, then 30 men",
  "res": [{"value": 3, "unit": "cubic kilometre", "surface": "2 to 4 cubic kilometres", "uncertainty": 1},
          {"value": 30, "unit": "dimensionless", "surface": "30"}]}]"#;

fn set(text: &str) -> OutsideSet {
    parse_outside("a.json", text).expect("json").expect("cases")
}

fn found(start: usize, end: usize, value: &str) -> OutsideFound {
    OutsideFound { start, end, value: FigureValue::parse(value).expect(value) }
}

#[test]
fn offsets_in_characters_become_bytes_and_a_unit_alone_is_not_asked_for() {
    let set = set(&format!("\u{feff}{RECOGNIZERS}"));
    assert_eq!(set.cases[0].figures[0].place, Some((13, 17)));
    assert_eq!(set.cases[1].figures, []);
}

#[test]
fn a_figure_is_right_in_our_codes_and_symbols() {
    let tell = |text: &str| match text.chars().next() {
        Some('Z') => vec![found(13, 17, "money GBP 5")],
        Some('a') => vec![found(9, 15, "quantity 3 km/h")],
        Some('o') => {
            let value = FigureValue::parse("quantity over 7 x").expect("a value");
            vec![OutsideFound::number((5, 6), value)]
        }
        _ => vec![found(2, 7, "money GBP 1")],
    };
    let (scores, faults) = OutsideScores::of(&set(RECOGNIZERS), &tell);
    assert_eq!((scores.figures, scores.unit, scores.spurious), (3, 3, 1), "{faults}");
    assert_eq!((scores.cases, scores.cases_right), (4, 3));
    assert!(faults.contains("A pound") && !faults.contains("Zürich"), "{faults}");
}

#[test]
fn a_middle_and_half_its_width_are_a_range() {
    let check = |value: &str, right: [usize; 3]| {
        let (scores, faults) =
            OutsideScores::of(&set(QUANTULUM), &|_| vec![found(8, 31, value), found(38, 44, "quantity 30 man")]);
        assert_eq!([scores.span, scores.value, scores.unit], right, "{value}: {faults}");
    };
    check("quantity range 2..4 km³", [2, 2, 2]);
    check("quantity range 2..4 m³", [2, 2, 1]);
    check("quantity range 1..3 km³", [2, 1, 1]);
}

#[test]
fn other_json_is_left_alone_and_what_is_none_is_told() {
    for text in ["{}", "[1, 2]", "[]", r#"[{"req": "5k", "res": "five thousand"}]"#] {
        assert_eq!(parse_outside("a.json", text).expect(text), None, "{text}");
    }
    assert!(parse_outside("a.json", "[\n{").expect_err("cut off").to_string().starts_with("a.json:2"));
}
