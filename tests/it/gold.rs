//! The scores on our own gold stay above the floors pinned in `eval/baseline.toml`.

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
