//! `verify` proves a sound run and names the claim when one byte is changed anywhere.

use std::path::Path;

use crate::command::{Said, copy_of, root, run_into, said, sample_run, tamper, wirebrief};

fn verify(run: &Path) -> Said {
    said(&mut wirebrief(&["verify", &run.to_string_lossy()]))
}

fn brief(run: &Path, ending: &str) -> std::path::PathBuf {
    let folder = std::fs::read_dir(run.join("briefs")).expect("briefs");
    let mut paths = folder.map(|entry| entry.expect("readable").path());
    paths.find(|path| path.extension().is_some_and(|found| found == ending)).expect("a brief")
}

#[test]
fn a_sound_run_is_proved() {
    let said = verify(sample_run());
    assert_eq!(said.code, Some(0), "{}", said.stdout);
    assert!(said.stdout.starts_with("proved: "), "{}", said.stdout);
}

#[test]
fn one_digit_of_a_brief_changed_is_a_fault_that_names_the_claim() {
    for ending in ["md", "html", "json"] {
        let run = copy_of(sample_run());
        tamper(&brief(run.path(), ending), |text| text.replacen("1.24 billion euros", "1.25 billion euros", 1));
        let said = verify(run.path());
        assert_eq!(said.code, Some(1), "{ending}: {}", said.stdout);
        assert!(said.stdout.lines().any(|line| line.contains("1.25 billion euros")), "{ending}: {}", said.stdout);
    }
}

#[test]
fn one_span_of_the_mentions_changed_is_a_fault_that_names_the_mention() {
    let run = copy_of(sample_run());
    let mut words = String::new();
    tamper(&run.path().join("mentions.jsonl"), |text| {
        let first = text.lines().next().expect("a mention");
        let mention: serde_json::Value = serde_json::from_str(first).expect("json");
        words = mention["text"].as_str().expect("words").to_owned();
        let start = mention["start"].as_u64().expect("start");
        text.replacen(&format!("\"start\":{start},"), &format!("\"start\":{},", start + 1), 1)
    });
    let said = verify(run.path());
    assert_eq!(said.code, Some(1), "{}", said.stdout);
    assert!(said.stdout.contains("FAULT mentions.jsonl:1 (") && said.stdout.contains(&words), "{}", said.stdout);
}

#[test]
fn one_byte_of_a_source_changed_is_a_fault_that_names_the_claim() {
    let dir = tempfile::tempdir().expect("temp");
    let input = copy_of(&root().join("corpora/sample"));
    let out = dir.path().join("out");
    let inputs = input.path().to_string_lossy().into_owned();
    let ran = said(&mut wirebrief(&["run", &inputs, "--out", &out.to_string_lossy()]));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(verify(&out).code, Some(0));
    tamper(&input.path().join("northport-ledger.txt"), |text| text.replace("1.24 billion", "1.34 billion"));
    let said = verify(&out);
    assert_eq!(said.code, Some(1), "{}", said.stdout);
    assert!(said.stdout.contains("its hash differs"), "{}", said.stdout);
    assert!(
        said.stdout.lines().any(|line| line.starts_with("FAULT story ") && line.contains("1.24 billion")),
        "{}",
        said.stdout
    );
}

#[test]
fn a_kept_page_text_changed_is_a_fault() {
    let run = tempfile::tempdir().expect("temp");
    let out = run.path().join("out");
    run_into(&out, &["--quiet"]);
    let kept =
        std::fs::read_dir(out.join("sources")).expect("sources").next().expect("a page").expect("readable").path();
    tamper(&kept, |text| text.replacen('e', "a", 1));
    let said = verify(&out);
    assert_eq!(said.code, Some(1), "{}", said.stdout);
    assert!(said.stdout.contains("the kept text"), "{}", said.stdout);
}

/// A run over what `feed` is on standard input, proved.
fn proved(feed: &[u8], extra: &[&str]) -> (tempfile::TempDir, Said) {
    let dir = tempfile::tempdir().expect("temp");
    let out = dir.path().join("out").to_string_lossy().into_owned();
    let mut args = vec!["run", "-", "--no-model", "--out", &out];
    args.extend(extra);
    let ran = said(wirebrief(&args).write_stdin(feed));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let proof = verify(&dir.path().join("out"));
    assert!(proof.code == Some(0) && proof.stdout.starts_with("proved: "), "{}", proof.stdout);
    (dir, ran)
}

#[test]
fn standard_input_is_kept_and_proved_with_the_fields_it_was_read_by() {
    let line = r#"{"id":"a","kop":"Ferry sold","inhoud":"Vela Shipping AB sold a ferry for 5 million euros on Monday.","text":"Nothing."}"#;
    let (dir, ran) = proved(line.as_bytes(), &["--field", "title=kop", "--field", "text=inhoud"]);
    assert!(ran.stderr.contains("1 records → 1 documents"), "{}", ran.stderr);
    tamper(&dir.path().join("out/sources/stdin"), |text| text.replace("5 million", "6 million"));
    let proof = verify(&dir.path().join("out"));
    assert!(proof.code == Some(1) && proof.stdout.contains("sources/stdin"), "{}", proof.stdout);
}

#[test]
fn standard_input_of_any_format_stands_beside_files() {
    let letter = "From: News <n@quay.example>\nSubject: Ferry sold\nMessage-ID: <1@q>\n\nVela Shipping AB sold a ferry for 5 million euros on Monday.\n";
    let (_dir, ran) = proved(letter.as_bytes(), &["corpora/sample/harbour-wire.txt"]);
    assert!(ran.stderr.contains("2 records → 2 documents"), "{}", ran.stderr);
    // Not UTF-8, and nothing in it.
    let (_dir, ran) = proved(b"\x89PNG\r\n\x1a\n\xff", &["corpora/sample/harbour-wire.txt"]);
    assert!(ran.stderr.contains("1 rejected (1 binary)"), "{}", ran.stderr);
}

#[test]
fn a_field_that_is_none_is_an_error_that_lists_them() {
    let said = said(&mut wirebrief(&["run", "x", "--out", "y", "--field", "headline=kop"]));
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("unknown field `headline`") && said.stderr.contains("`title`"), "{}", said.stderr);
}

/// A brief by another hand, proved against two reports of its own making.
fn prove(brief: &str, flags: &[&str]) -> Said {
    let dir = tempfile::tempdir().expect("temp");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        crate::command::write(&path, text.as_bytes());
        path.to_string_lossy().into_owned()
    };
    let one = "Corvane to buy Tolmar\nGhent, 4 May 2026\n\nCorvane NV will pay 240 million euros for Tolmar, it said on \
               Monday. \"We will keep all nine plants open,\" said Corvane chief executive Ilse Brandt.\n\nTolmar had \
               sales of more than €310m last year and employs about 1,900 people.\n";
    let two = "Tolmar sold\n\nThe price, 12.5 per cent above Friday's close, needs clearance under the EU Merger \
               Regulation, lawyers for Corvane said. The deal should close in the third quarter, they added.\n";
    let sources = [write("one.txt", one), write("two.txt", two)];
    let brief = write("brief.md", brief);
    let mut args = vec!["verify", "--brief", &brief, "--sources", &sources[0], &sources[1]];
    args.extend(flags);
    said(&mut wirebrief(&args))
}

#[test]
fn a_brief_by_another_hand_that_says_what_the_sources_say_is_proved() {
    let brief = "# Corvane buys Tolmar\n\nCorvane will pay **€240m** ([source](http://x.example/77)), 12.5% over the last \
                 price.\n\n- “We will keep all nine plants open,” said Ilse Brandt.\n- Needs clearance under the EU Merger \
                 Regulation.\n\n| Sales | more than €310 million |\n|---|---|\n| Staff | about 1,900 people |\n";
    let said = prove(brief, &[]);
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.starts_with("proved: "), "{}", said.stdout);
    let all = prove(brief, &["--all"]);
    assert!(all.stdout.lines().filter(|line| line.starts_with("OK ")).count() >= 8, "{}", all.stdout);
}

#[test]
fn whatever_the_sources_do_not_say_is_a_fault_with_its_line() {
    let cases = [
        ("It will pay €250 million.", "money `€250 million` is in no source; nearest is `240 million euros`"),
        ("Sales were €310m.", "money `€310m` is in no source; nearest is `€310m`"),
        ("The price is 12.5 percentage points up.", "percent `12.5 percentage points` is in no source"),
        ("Brandt said \"we will close all nine plants\".", "quotation `we will close all nine plants` is in no source"),
        ("It needs clearance under the Digital Markets Act.", "regulation `Digital Markets Act` is in no source"),
        ("Corvane said so on 6 May 2026.", "date `6 May 2026` is in no source"),
        ("The code is QX-7741.", "number `7741` is in no source"),
    ];
    for (statement, fault) in cases {
        let said = prove(&format!("# Corvane buys Tolmar\n\n{statement}\n"), &["--no-model"]);
        assert_eq!(said.code, Some(1), "{statement}: {}{}", said.stdout, said.stderr);
        assert!(said.stdout.contains(&format!("brief.md:3: {fault}")), "{statement}: {}", said.stdout);
        assert!(said.stdout.contains("\nnot proved: ") && said.stdout.contains(", 1 faults"), "{}", said.stdout);
    }
}

#[test]
fn a_name_that_no_source_has_is_a_fault() {
    let said = prove("Corvane NV outbid Harrowgate Steel Group plc for Tolmar.\n", &[]);
    assert_eq!(said.code, Some(1), "{}{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("Harrowgate Steel Group plc` is in no source"), "{}", said.stdout);
}
