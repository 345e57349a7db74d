//! Which module may name which: data flows one way, and this test fails on a breach.

use std::path::Path;

use crate::tidy::rust_files;

/// Module → the modules of this crate it may name (`crate::X`), besides itself. A module that is not listed may not exist.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("types", &[]),
    ("config", &["types"]),
    ("ingest", &["types", "config"]),
    ("clean", &["types", "config"]),
    ("dedupe", &["types", "config"]),
    ("model", &["types", "config"]),
    ("normalise", &["types", "config", "model"]),
    ("extract", &["types", "config", "model", "normalise"]),
    ("cluster", &["types", "config"]),
    ("consolidate", &["types", "config"]),
    ("render", &["types"]),
    ("store", &["types", "ingest"]),
    ("hygiene", &["types", "store"]),
    ("export", &["types", "normalise", "store"]),
    ("verify", &["types", "config", "clean", "hygiene", "ingest", "normalise", "render", "store"]),
    ("web", &["types", "store", "render"]),
    (
        "pipeline",
        &[
            "types",
            "config",
            "ingest",
            "clean",
            "dedupe",
            "model",
            "extract",
            "normalise",
            "cluster",
            "consolidate",
            "hygiene",
            "render",
            "store",
        ],
    ),
    (
        "cli",
        &[
            "types",
            "config",
            "ingest",
            "clean",
            "cluster",
            "model",
            "export",
            "extract",
            "hygiene",
            "normalise",
            "pipeline",
            "store",
            "verify",
            "render",
            "web",
        ],
    ),
];

/// Breaches in `source`, a file of `module`: each module it names that it may not.
fn breaches(module: &str, source: &str) -> Vec<String> {
    let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
        return vec![format!("module `{module}` is not in the list of tests/it/layers.rs")];
    };
    let code = source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut named: Vec<&str> = Vec::new();
    for rest in code.split("crate::").skip(1).chain(code.split("wirebrief::").skip(1)) {
        match rest.strip_prefix('{') {
            Some(group) => named.extend(group.split([',', '{', '}', ';']).map(word)),
            None => named.push(word(rest)),
        }
    }
    let is_module = |name: &&str| MAY_NAME.iter().any(|(module, _)| module == name);
    let mut wrong: Vec<String> = named
        .into_iter()
        .filter(is_module)
        .filter(|name| *name != module && !allowed.contains(name))
        .map(|name| format!("`{module}` names `{name}`"))
        .collect();
    wrong.dedup();
    wrong
}

fn word(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

#[test]
fn data_flows_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (path, source) in rust_files(&src) {
        let inside = path.strip_prefix(&src).expect("below src");
        let top = inside.iter().next().expect("not empty").to_string_lossy();
        let module = top.trim_end_matches(".rs");
        if inside.components().count() == 1 && matches!(module, "lib" | "main") {
            continue;
        }
        wrong.extend(breaches(module, &source).into_iter().map(|fault| format!("{}: {fault}", inside.display())));
    }
    assert!(wrong.is_empty(), "layer breaches:\n{}", wrong.join("\n"));
}

#[test]
fn a_breach_is_seen_in_every_form_of_naming() {
    for source in ["use crate::cluster::x;", "use crate::{types, cluster};", "fn f() { crate::cluster::stories() }"] {
        assert_eq!(breaches("clean", source), ["`clean` names `cluster`"], "{source}");
    }
    assert!(breaches("clean", "// crate::cluster in a comment\nuse crate::types::Span;").is_empty());
    assert_eq!(breaches("utils", "").len(), 1);
}
