//! House rules that no lint checks: headers, file names, file and line lengths.

use std::path::{Path, PathBuf};

/// Longest file in lines; past it, split by noun.
const MAX_LINES: usize = 500;

/// Every Rust file below `folder`, sorted, with its text.
pub(crate) fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("readable folder") {
            let path = entry.expect("readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                #[expect(clippy::disallowed_methods, reason = "the tidy test reads the sources")]
                let text = std::fs::read_to_string(&path).expect("readable file");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn faults(path: &Path, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !source.starts_with("//!") {
        faults.push("does not open with a `//!` header that says what it is for".to_owned());
    }
    let n_lines = source.lines().count();
    if n_lines > MAX_LINES {
        faults.push(format!("has {n_lines} lines; split it by noun below {MAX_LINES}"));
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if matches!(&*stem, "utils" | "util" | "helpers" | "common" | "misc") {
        faults.push(format!("`{stem}` names no noun"));
    }
    for (i, line) in source.lines().enumerate() {
        let bare = line.trim_start();
        if bare.starts_with("#[allow") || bare.starts_with("#![allow") {
            faults.push(format!("line {}: `expect` with a reason, not `allow`", i + 1));
        }
        if line.ends_with([' ', '\t']) {
            faults.push(format!("line {}: white space at the end", i + 1));
        }
    }
    faults
}

#[test]
fn every_file_keeps_the_house_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for folder in ["src", "eval/src", "tests"] {
        for (path, source) in rust_files(&root.join(folder)) {
            wrong.extend(faults(&path, &source).into_iter().map(|fault| format!("{}: {fault}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "untidy files:\n{}", wrong.join("\n"));
}

#[test]
fn a_file_without_a_header_is_seen() {
    assert_eq!(faults(Path::new("src/x.rs"), "use std::fmt;\n").len(), 1);
    assert_eq!(faults(Path::new("src/utils.rs"), "//! x\n#[allow(dead_code)]\nfn f() {} \n").len(), 3);
}
