//! Scores on our own gold: of spans above the floors in `eval/baseline.toml`, of marked texts at all.

use crate::command::{said, wirebrief};

#[test]
fn gold_scores_keep_their_floors() {
    let said = said(&mut wirebrief(&["eval", "eval/gold", "--baseline", "eval/baseline.toml"]));
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    for kind in ["company", "organisation", "person", "place", "regulation", "money", "percent", "quantity", "date"] {
        assert!(said.stdout.lines().any(|line| line.starts_with(kind)), "{kind} is not scored:\n{}", said.stdout);
    }
}

#[test]
fn a_score_below_its_floor_ends_with_status_one() {
    let dir = tempfile::tempdir().expect("temp");
    let floors = dir.path().join("floors.toml");
    #[expect(clippy::disallowed_methods, reason = "the test writes floors nobody can reach")]
    std::fs::write(&floors, "[money]\nstrict_f1 = 1.1\noverlap_f1 = 0.0\nsupport = 0\n").expect("writes");
    let said = said(&mut wirebrief(&["eval", "eval/gold", "--baseline", &floors.to_string_lossy()]));
    assert_eq!(said.code, Some(1), "{}", said.stdout);
    assert!(said.stdout.contains("below the floor: money strict F1"), "{}", said.stdout);
}

/// The last line of `wirebrief eval` over marked texts names what is watched, each with a number.
fn check(file: &str, kind: &str, watched: &[&str]) {
    let said = said(&mut wirebrief(&["eval", file]));
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    let last = said.stdout.lines().last().unwrap_or_default();
    assert!(last.starts_with(&format!("{kind}: ")), "{last}");
    for name in watched {
        let number = last.split(&format!("{name} ")).nth(1).unwrap_or_default();
        assert!(number.starts_with(|c: char| c.is_ascii_digit()), "`{name}` has no number in `{last}`");
    }
}

#[test]
fn marked_texts_of_every_kind_are_scored() {
    let figures = ["value F1", "span F1", "accuracy", "filled wrongly", "left empty"];
    check("eval/gold/figures/a1.txt", "figures", &figures);
    let regulations = ["strict F1", "overlap F1", "linking", "false links", "without id"];
    check("eval/gold/regulations/1.txt", "regulations", &regulations);
    check("eval/gold/companies/a1.txt", "companies", &["found", "B³ P", "R", "F1", "unit and parent confused"]);
    check("eval/gold/stories/a1.txt", "stories", &["relation accuracy", "disputed precision", "recall"]);
}

#[test]
fn tests_of_other_programs_are_scored_without_a_model() {
    let dir = tempfile::tempdir().expect("temp");
    let cases = r#"[{"req": "It paid €5m for 30 km of cable", "res": [
        {"value": 5000000, "unit": "euro", "surface": "€5m"}, {"value": 31, "unit": "kilometre", "surface": "30 km"}]}]"#;
    #[expect(clippy::disallowed_methods, reason = "the test writes its cases")]
    std::fs::write(dir.path().join("quantities.json"), cases).expect("writes");
    let said = said(&mut wirebrief(&["eval", &dir.path().to_string_lossy(), "--errors"]));
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("missed   quantity exact kilometre 31"), "{}", said.stdout);
    let row: Vec<&str> = said.stdout.lines().last().unwrap_or_default().split_whitespace().collect();
    assert_eq!(row, ["quantities.json", "1", "0.000", "2", "1.000", "0.500", "0.500", "0"]);
}

#[test]
fn parts_of_marked_texts_make_the_whole() {
    let support = |part: &str| -> usize {
        let said = said(&mut wirebrief(&["eval", "eval/gold/regulations/1.txt", "--part", part]));
        let row = said.stdout.lines().find(|line| line.starts_with("mentions")).unwrap_or_default();
        row.split_whitespace().last().and_then(|n| n.parse().ok()).unwrap_or_default()
    };
    let (tuning, held) = (support("tuning"), support("held"));
    assert!(tuning > 0 && held > 0 && tuning + held == support("all"), "{tuning} and {held}");
}

#[test]
fn marked_texts_that_are_not_of_the_form_are_refused_with_their_line() {
    let dir = tempfile::tempdir().expect("temp");
    let file = dir.path().join("broken.txt");
    #[expect(clippy::disallowed_methods, reason = "the test writes broken gold")]
    std::fs::write(&file, "# wirebrief gold: figures\n=== fig-1\n\nVela earns {1:€5\n---\n").expect("writes");
    let said = said(&mut wirebrief(&["eval", &dir.path().to_string_lossy()]));
    assert_eq!(said.code, Some(2), "{}", said.stdout);
    assert!(said.stderr.contains("broken.txt:4: expected"), "{}", said.stderr);
}
