//! `wirebrief export`: the tables of a run and of a store hold what those hold.

use std::fs;
use std::path::Path;

use crate::command::{lines, root, said, sample_run, wirebrief};

/// Rows of a CSV table by the names of its columns.
#[expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
fn rows(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = fs::read_to_string(path).expect("written");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| {
        header.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

#[test]
fn the_tables_of_a_run_hold_what_its_files_hold() {
    let dir = tempfile::tempdir().expect("temp");
    let (run, out) = (sample_run().to_string_lossy(), dir.path().to_string_lossy());
    let told = said(&mut wirebrief(&["export", &run, "--out", &out, "--format", "csv"]));
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    let documents = rows(&dir.path().join("documents.csv"));
    assert_eq!(documents.len(), lines("documents.jsonl").len());
    let mentions = rows(&dir.path().join("mentions.csv"));
    let lines = lines("mentions.jsonl");
    assert_eq!(mentions.len(), lines.len());
    for (row, line) in mentions.iter().zip(&lines) {
        assert_eq!(row["text"], line["text"].as_str().expect("words"));
        assert_eq!(row["amount_exact"], line["value"]["amount"].as_str().unwrap_or_default(), "{line}");
        assert_eq!(row["currency"], line["value"]["currency"].as_str().unwrap_or_default(), "{line}");
    }
    let claims = rows(&dir.path().join("claims.csv"));
    let key = |row: &std::collections::BTreeMap<String, String>| {
        ["day", "story", "part", "n"].map(|column| row[column].clone())
    };
    let citations = rows(&dir.path().join("citations.csv"));
    for claim in &claims {
        assert!(citations.iter().any(|citation| key(citation) == key(claim)), "{claim:?}");
    }
    assert!(citations.iter().all(|citation| documents.iter().any(|d| d["id"] == citation["document"])));
}

#[test]
fn a_store_gives_the_same_tables_as_its_only_run_and_parquet_is_read_again() {
    let dir = tempfile::tempdir().expect("temp");
    let name = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let run = ["run", "corpora/sample", "--no-model", "--out", &name("run"), "--store", &name("days.db")];
    assert_eq!(said(&mut wirebrief(&run)).code, Some(0));
    let export = |from: &[&str], to: &str, format: &str| {
        let told = said(wirebrief(from).current_dir(root()).args(["--out", &name(to), "--format", format]));
        assert_eq!(told.code, Some(0), "{}", told.stderr);
    };
    let (run, store) = (name("run"), name("days.db"));
    export(&["export", &run], "of-run", "csv");
    export(&["export", "--store", &store], "of-store", "csv");
    for table in ["documents", "mentions", "stories", "claims", "citations"] {
        let rows = |from: &str| rows(&dir.path().join(from).join(format!("{table}.csv")));
        assert_eq!(rows("of-run"), rows("of-store"), "{table}");
        assert!(!rows("of-run").is_empty(), "{table}");
    }
    export(&["export", "--store", &store], "parquet", "parquet");
    let again = name("again");
    // Our own reader takes the claims as records of text.
    let claims = dir.path().join("parquet/claims.parquet").to_string_lossy().into_owned();
    let told = said(&mut wirebrief(&["run", &claims, "--no-model", "--out", &again]));
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(
        told.stderr.contains(&format!("{} records", rows(&dir.path().join("of-run/claims.csv")).len())),
        "{}",
        told.stderr
    );
    let neither = said(&mut wirebrief(&["export", "--out", &again]));
    assert_eq!(neither.code, Some(2));
}
