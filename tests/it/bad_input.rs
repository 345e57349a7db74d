//! Bad input: each fault gives a line that says what, where and how to mend it, and the run goes on.

use std::fs;
use std::path::Path;

use crate::command::{Said, said, wirebrief, write};

const GOOD: &str = "Vela Shipping AB opens a yard\n\n4 May 2026\n\nVela Shipping AB opened a repair yard in Gothenburg on Monday at a cost of 5 million euros, the company said.\n";

fn run(input: &Path, out: &Path, extra: &[&str]) -> Said {
    let (input, out) = (input.to_string_lossy().into_owned(), out.to_string_lossy().into_owned());
    let mut args = vec!["run", &input, "--out", &out];
    args.extend(extra);
    said(&mut wirebrief(&args))
}

#[test]
fn bad_records_are_kept_with_reason_and_hint_and_the_run_goes_on() {
    let dir = tempfile::tempdir().expect("temp");
    let input = dir.path().join("in");
    fs::create_dir(&input).expect("creates");
    write(&input.join("good.txt"), GOOD.as_bytes());
    write(&input.join("empty.txt"), b"");
    write(&input.join("picture.png"), b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x00");
    let lines = [
        serde_json::json!({"id": "a", "title": "T", "text": GOOD}).to_string(),
        "{\"id\": \"b\", \"text\": ".to_owned(),
        serde_json::json!({"id": "c", "title": "T", "text": 7}).to_string(),
        serde_json::json!({"id": "d", "title": "T", "text": ""}).to_string(),
    ];
    write(&input.join("day.jsonl"), lines.join("\n").as_bytes());
    write(&input.join("cut.jsonl.gz"), b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01\x02");
    let out = dir.path().join("out");
    let said = run(&input, &out, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    #[expect(clippy::disallowed_methods, reason = "the test reads what the program wrote")]
    let rejected = fs::read_to_string(out.join("rejected.jsonl")).expect("readable");
    let rejected: Vec<serde_json::Value> = rejected.lines().map(|l| serde_json::from_str(l).expect("json")).collect();
    let summary: Vec<String> = rejected
        .iter()
        .map(|r| {
            let path = Path::new(r["path"].as_str().unwrap_or_default());
            format!(
                "{} {}",
                path.file_name().unwrap_or_default().to_string_lossy(),
                r["reason"].as_str().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        summary,
        [
            "cut.jsonl.gz malformed",
            "day.jsonl malformed",
            "day.jsonl wrong_type",
            "day.jsonl empty",
            "empty.txt empty",
            "picture.png binary"
        ]
    );
    for reject in &rejected {
        assert!(!reject["message"].as_str().unwrap_or_default().is_empty(), "{reject}");
        assert!(!reject["hint"].as_str().unwrap_or_default().is_empty(), "{reject}");
    }
    assert!(said.stderr.contains("6 rejected (1 binary, 2 empty, 2 malformed, 1 wrong type)"), "{}", said.stderr);
    assert_eq!(run(&input, &out, &["--strict"]).code, Some(1));
}

#[test]
fn invalid_utf8_is_decoded_and_a_huge_line_is_refused() {
    let dir = tempfile::tempdir().expect("temp");
    let input = dir.path().join("in");
    fs::create_dir(&input).expect("creates");
    write(
        &input.join("latin.txt"),
        &GOOD.replace("repair", "rep\u{e9}ir").chars().map(|c| c as u8).collect::<Vec<u8>>(),
    );
    let settings = dir.path().join("s.toml");
    write(&settings, b"[ingest]\nmax_record_mb = 1\n");
    let huge =
        format!("{{\"text\":\"{}\"}}\n{}\n", "word ".repeat(400_000), serde_json::json!({"id": "z", "text": GOOD}));
    write(&input.join("huge.jsonl"), huge.as_bytes());
    let out = dir.path().join("out");
    let said = run(&input, &out, &["--settings", &settings.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("1 rejected (1 too large)"), "{}", said.stderr);
    assert!(said.stderr.contains("3 records → 2 documents"), "{}", said.stderr);
}

#[test]
fn what_cannot_run_at_all_ends_with_status_two_and_a_hint() {
    let dir = tempfile::tempdir().expect("temp");
    let good = dir.path().join("good.txt");
    write(&good, GOOD.as_bytes());
    let occupied = dir.path().join("occupied");
    fs::create_dir(&occupied).expect("creates");
    write(&occupied.join("thesis.txt"), b"years of work");
    let cases = [
        (run(&dir.path().join("nowhere"), &dir.path().join("o1"), &[]), "nowhere"),
        (run(&good, &occupied, &[]), "holds something else"),
        (run(&good, &good, &[]), "expected a folder"),
        (run(&good, &dir.path().join("o2"), &["--model", "/nonexistent"]), "model"),
        (run(&good, &dir.path().join("o3"), &["--settings", "/nonexistent.toml"]), "settings"),
    ];
    for (said, word) in cases {
        assert_eq!(said.code, Some(2), "{word}: {}", said.stderr);
        assert!(said.stderr.starts_with("error: ") && said.stderr.contains(word), "{word}: {}", said.stderr);
        assert!(said.stderr.contains("\nhint: "), "{word}: {}", said.stderr);
    }
}

/// `/dev/full` takes no byte: the disk is full as far as the program can tell.
#[test]
fn a_full_disk_is_said() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("wirebrief"));
    let full = fs::File::options().write(true).open("/dev/full").expect("opens");
    let output = command.arg("models").stdout(full).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to stdout"));
}
