//! Running the program, and folders to run it over.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assert_cmd::Command;
use tempfile::TempDir;

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `wirebrief` with `args`, run in the project's folder.
pub(crate) fn wirebrief(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("wirebrief").expect("the binary is built");
    command.current_dir(root()).args(args);
    command
}

/// What a finished command said.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `command` to its end.
pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// The run over `corpora/sample`, made once for all tests; they copy it before they change it.
pub(crate) fn sample_run() -> &'static Path {
    static RUN: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, out) = RUN.get_or_init(|| {
        let dir = tempfile::tempdir().expect("temp");
        let out = dir.path().join("out");
        run_into(&out, &[]);
        (dir, out)
    });
    out
}

/// Runs the sample into `out`.
pub(crate) fn run_into(out: &Path, extra: &[&str]) {
    let out = out.to_string_lossy();
    let mut args = vec!["run", "corpora/sample", "--out", &*out];
    args.extend(extra);
    let said = said(&mut wirebrief(&args));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// Every file below `folder` by its path, without the measured part of `run.json`.
pub(crate) fn contents(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            found.push((name.clone(), text(&path, &name)));
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
fn text(path: &Path, name: &str) -> String {
    let text = fs::read_to_string(path).expect("readable");
    if name != "run.json" {
        return text;
    }
    let mut run: serde_json::Value = serde_json::from_str(&text).expect("json");
    run["measured"] = serde_json::Value::Null;
    run.to_string()
}

/// The JSON lines of a file of the sample run.
pub(crate) fn lines(name: &str) -> Vec<serde_json::Value> {
    let files = contents(sample_run());
    let (_, text) = files.iter().find(|(file, _)| file == name).expect("the file is there");
    text.lines().map(|line| serde_json::from_str(line).expect("json")).collect()
}

/// A copy of the folder `from`.
pub(crate) fn copy_of(from: &Path) -> TempDir {
    let dir = tempfile::tempdir().expect("temp");
    copy(from, dir.path());
    dir
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("creates");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("named"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copies");
        }
    }
}

/// Rewrites the file at `path` through `change`.
#[expect(clippy::disallowed_methods, reason = "tests tamper with what the program wrote")]
pub(crate) fn tamper(path: &Path, change: impl FnOnce(String) -> String) {
    let before = fs::read_to_string(path).expect("readable");
    let after = change(before.clone());
    assert_ne!(before, after, "the change changes nothing");
    fs::write(path, after).expect("writes");
}

/// Writes a file for the program to read.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::File::options()
        .create(true)
        .write(true)
        .truncate(true)
        .open(path)
        .and_then(|mut f| f.write_all(bytes))
        .expect("writes");
}
