//! `wirebrief why`, and the pairs that are decided by hand.

use std::fs;
use std::path::Path;

use crate::command::{Said, contents, lines, root, run_into, said, sample_run, wirebrief};

fn why(a: &str, b: &str, extra: &[&str]) -> Said {
    let mut args = vec!["why", a, b];
    args.extend(extra);
    said(&mut wirebrief(&args))
}

/// The story of `path` in the run at `out`.
fn story(out: &Path, path: &str) -> String {
    let files = contents(out);
    let (_, documents) = files.iter().find(|(name, _)| name == "documents.jsonl").expect("written");
    let records = documents.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("json"));
    let mut of_path = records.filter(|record| record["path"] == path);
    of_path.next().expect("a document")["story"].as_str().expect("an id").to_owned()
}

const ECHO: &str = "corpora/sample/aegean-post.txt";
const LEDGER: &str = "corpora/sample/northport-ledger.txt";
const EVENING: &str = "corpora/sample/city-evening.txt";

#[test]
fn why_gives_the_score_that_the_run_gave_as_its_reason() {
    let run = sample_run().to_string_lossy().into_owned();
    let documents = lines("documents.jsonl");
    let post = documents.iter().find(|line| line["path"] == ECHO).expect("a document")["id"].as_str().expect("an id");
    let stories = lines("stories.jsonl");
    let members = stories.iter().flat_map(|line| line["documents"].as_array().expect("members"));
    let joined = members.into_iter().find(|joined| joined["document"] == post).expect("joined");
    // `with d99f3e604946e846d: score 0.98, vectors …`
    let reason = joined["reason"].as_str().expect("words");
    let (partner, score) = reason.strip_prefix("with ").and_then(|rest| rest.split_once(": score ")).expect("a pair");
    let told = why(ECHO, partner, &["--run", &run]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(told.stdout.contains(&format!("score {}", &score[..4])), "{reason}\n{}", told.stdout);
    assert!(told.stdout.contains("one story: ") && told.stdout.contains("title_words"), "{}", told.stdout);
    let apart = why(post, EVENING, &["--run", &run]);
    assert!(apart.stdout.contains("two stories: "), "{}", apart.stdout);
    let unknown = why("nowhere.txt", EVENING, &["--run", &run]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("no document is called `nowhere.txt`"), "{}", unknown.stderr);
}

#[test]
fn links_are_honoured_and_lines_that_name_nothing_are_told() {
    let dir = tempfile::tempdir().expect("temp");
    let (out, links) = (dir.path().join("out"), dir.path().join("links.txt"));
    let write = |text: &str| {
        #[expect(clippy::disallowed_methods, reason = "the test plants a file")]
        fs::write(&links, text).expect("writes");
    };
    assert_eq!(story(sample_run(), ECHO), story(sample_run(), LEDGER));
    assert_ne!(story(sample_run(), ECHO), story(sample_run(), EVENING));
    write(&format!("# by hand\ncannot-link {ECHO} {LEDGER}\nmust-link {ECHO} {EVENING}\nmust-link {ECHO} gone.txt\n"));
    let name = links.to_string_lossy().into_owned();
    run_into(&out, &["--links", &name]);
    assert_ne!(story(&out, ECHO), story(&out, LEDGER));
    assert_eq!(story(&out, ECHO), story(&out, EVENING));
    let told = why(ECHO, EVENING, &["--run", &out.to_string_lossy(), "--links", &name]);
    assert!(told.stdout.contains("but they were linked by hand"), "{}", told.stdout);
    assert!(told.stderr.contains("line 4: no document is called `gone.txt`"), "{}", told.stderr);
    write(&format!("must-link {ECHO} {LEDGER}\ncannot-link {LEDGER} {ECHO}\n"));
    let (out, links) = (out.to_string_lossy(), links.to_string_lossy());
    let refused = said(wirebrief(&["run", "corpora/sample", "--out", &out, "--links", &links]).current_dir(root()));
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("line 2: ") && refused.stderr.contains("hint: "), "{}", refused.stderr);
}
