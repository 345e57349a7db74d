//! `run --store`: day by day is all at once, nothing is encoded twice, and a killed run leaves no trace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::Connection;

use crate::command::{contents, root, said, wirebrief};

/// The sample's articles by the first day a reader could have them: text files before pages.
fn days() -> [Vec<PathBuf>; 2] {
    let files = fs::read_dir(root().join("corpora/sample")).expect("readable");
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    let in_project = |path: PathBuf| path.strip_prefix(root()).expect("below").to_path_buf();
    let (first, second) =
        files.into_iter().map(in_project).partition(|path| path.extension().is_some_and(|e| e == "txt"));
    [first, second]
}

fn run_args(inputs: &[PathBuf], date: &str, dir: &Path, name: &str) -> Vec<String> {
    let path = |path: PathBuf| path.to_string_lossy().into_owned();
    let mut args = vec!["run".to_owned()];
    args.extend(inputs.iter().cloned().map(path));
    args.extend(["--date".to_owned(), date.to_owned()]);
    args.extend(["--out".to_owned(), path(dir.join(name)), "--store".to_owned(), path(dir.join("days.db"))]);
    args
}

fn add(inputs: &[PathBuf], date: &str, dir: &Path, name: &str) {
    let args = run_args(inputs, date, dir, name);
    let said = said(&mut wirebrief(&args.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// Every document with its story, as the store has them.
fn members(dir: &Path) -> Vec<(String, String)> {
    let store = Connection::open(dir.join("days.db")).expect("opens");
    let mut rows = store.prepare("SELECT document, story FROM member ORDER BY document").expect("a table");
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

#[expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
fn encoded(out: &Path) -> u64 {
    let run = fs::read_to_string(out.join("run.json")).expect("written");
    let run: serde_json::Value = serde_json::from_str(&run).expect("json");
    run["measured"]["wordpieces"].as_u64().expect("a number")
}

#[test]
fn day_by_day_is_all_at_once_and_nothing_is_encoded_twice() {
    let [first, second] = days();
    let apart = tempfile::tempdir().expect("temp");
    add(&first, "2026-05-04", apart.path(), "one");
    add(&second, "2026-05-05", apart.path(), "two");
    let together = tempfile::tempdir().expect("temp");
    add(&[first, second.clone()].concat(), "2026-05-05", together.path(), "all");
    assert_eq!(members(apart.path()), members(together.path()));
    assert!(members(apart.path()).len() >= 10);
    let all = encoded(&together.path().join("all"));
    assert_eq!(encoded(&apart.path().join("one")) + encoded(&apart.path().join("two")), all);
    add(&second, "2026-05-05", apart.path(), "again");
    assert_eq!(encoded(&apart.path().join("again")), 0);
    let pages = |name: &str| contents(&apart.path().join(name).join("briefs"));
    assert_eq!(pages("two"), pages("again"));
}

#[test]
fn any_day_is_written_again_byte_for_byte() {
    let [first, second] = days();
    let dir = tempfile::tempdir().expect("temp");
    add(&first, "2026-05-04", dir.path(), "one");
    add(&second, "2026-05-05", dir.path(), "two");
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let (store, out) = (path("days.db"), path("again"));
    let brief = |date: &str| said(&mut wirebrief(&["brief", "--store", &store, "--date", date, "--out", &out]));
    assert_eq!(brief("2026-05-04").code, Some(0));
    assert_eq!(contents(&dir.path().join("one/briefs")), contents(&dir.path().join("again")));
    let missing = brief("2026-05-06");
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("it holds 2 editions, from 2026-05-04 to 2026-05-05"), "{}", missing.stderr);
}

#[test]
fn a_run_of_a_store_is_proved_like_any_other() {
    let [first, second] = days();
    let dir = tempfile::tempdir().expect("temp");
    add(&first, "2026-05-04", dir.path(), "one");
    add(&second, "2026-05-05", dir.path(), "two");
    let said = said(&mut wirebrief(&["verify", &dir.path().join("two").to_string_lossy()]));
    assert_eq!(said.code, Some(0), "{}{}", said.stdout, said.stderr);
}

/// The store and the folder of a day, as far as they must be the same whatever happened on the way.
fn state(dir: &Path, name: &str) -> (Vec<String>, Vec<(String, String)>) {
    let store = Connection::open(dir.join("days.db")).expect("opens");
    let tables = [
        "SELECT id || arrived || record FROM document ORDER BY id",
        "SELECT document || maker || read || wordpieces || record FROM extraction ORDER BY document",
        "SELECT document || hex(title) || hex(sentences) FROM vector ORDER BY document",
        "SELECT document || story || reason || coalesce(copy_of, '') FROM member ORDER BY document",
        "SELECT id || headline || first || last FROM story ORDER BY id",
        "SELECT story || ancestor FROM lineage ORDER BY story, ancestor",
        "SELECT day || story || part || n || text || citations FROM claim ORDER BY day, story, part, n",
        "SELECT day || n || record FROM brief ORDER BY day, n",
    ];
    let rows = |sql: &str| -> Vec<String> {
        let mut rows = store.prepare(sql).expect("a table");
        rows.query_map([], |row| row.get(0)).expect("rows").map(|row| row.expect("a row")).collect()
    };
    (tables.into_iter().flat_map(rows).collect(), contents(&dir.join(name)))
}

#[test]
fn a_killed_run_leaves_days_as_they_were_and_the_next_goes_on_to_the_same_end() {
    let [first, second] = days();
    let whole = tempfile::tempdir().expect("temp");
    let dir = tempfile::tempdir().expect("temp");
    for dir in [&whole, &dir] {
        add(&first, "2026-05-04", dir.path(), "one");
    }
    let before = members(dir.path());
    add(&second, "2026-05-05", whole.path(), "two");
    let after = members(whole.path());
    for wait in [20, 100, 300, 600, 1000] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wirebrief"));
        command.current_dir(root()).args(run_args(&second, "2026-05-05", dir.path(), "two"));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("is ours");
        child.wait().expect("ends");
        let found = members(dir.path());
        assert!(found == before || found == after, "after {wait} ms: {found:?}");
    }
    add(&second, "2026-05-05", dir.path(), "two");
    assert_eq!(state(dir.path(), "two"), state(whole.path(), "two"));
}

#[test]
fn what_a_store_cannot_take_is_refused_with_the_way_out() {
    let dir = tempfile::tempdir().expect("temp");
    let file = dir.path().join("today.txt");
    let write = |text: &str| {
        #[expect(clippy::disallowed_methods, reason = "the test plants a file")]
        fs::write(&file, text).expect("writes");
    };
    let run = |date: &str, input: &str| {
        let (out, store) = (dir.path().join("out"), dir.path().join("days.db"));
        let (out, store) = (out.to_string_lossy().into_owned(), store.to_string_lossy().into_owned());
        said(&mut wirebrief(&["run", input, "--no-model", "--date", date, "--out", &out, "--store", &store]))
    };
    let name = file.to_string_lossy().into_owned();
    write("Vela opens a yard\n\nVela opened a yard in Norhaven on Monday for 5 million euros.\n");
    assert_eq!(run("2026-05-04", &name).code, Some(0));
    assert_eq!(run("2026-05-05", &name).code, Some(0), "the same text again is no document of today");
    write("Vela closes a yard\n\nVela closed a yard in Norhaven on Tuesday at a cost of 6 million euros.\n");
    let changed = run("2026-05-05", &name);
    assert_eq!(changed.code, Some(2));
    assert!(
        changed.stderr.contains("today.txt came with the edition of 2026-05-04, with another text")
            && changed.stderr.contains("hint: give each day's file its own name"),
        "{}",
        changed.stderr
    );
    assert_eq!(run("2026-05-04", &name).code, Some(0), "a day may be corrected");
    assert_eq!(members(dir.path()).len(), 1, "the text before is no more");
    let stdin = run("2026-05-05", "-");
    assert!(stdin.stderr.contains("cannot be added to a store"), "{}", stdin.stderr);
    Connection::open(dir.path().join("days.db"))
        .and_then(|c| c.execute_batch("PRAGMA user_version = 99"))
        .expect("writes");
    let newer = run("2026-05-05", &name);
    assert!(newer.stderr.contains("is of schema 99, this program knows schemas up to 2"), "{}", newer.stderr);
}
