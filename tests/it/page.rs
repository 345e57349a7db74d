//! The HTML edition in headless Chromium, where Chromium, Node and the packages of `tests/page` are installed.

use std::path::PathBuf;
use std::process::Command;

use crate::command::{root, said, wirebrief};

const HOSTILE: &str = "Harbour opens after £12.5 million refit\r\n\r\n\
    By Ann Reed\r\n\r\n\
    PORTBY, May 4 2026 - The harbour at Portby opened on Monday after a refit that cost £12.5 million, the Harbour Board \
    said in a statement 😀 that named every café on the quay.\r\n\r\n\
    <script>alert(1)</script> was painted on a wall, and <img src=x onerror=alert(2)> on another, the board's chairman \
    said on Monday. </script><script>alert(3)</script> He expects 240,000 passengers a year.\r\n";
const OTHER: &str = "Bank raises rate to 4.25 percent\n\nThe central bank of Norland raised its rate to 4.25 percent on \
    Tuesday, its third rise in a year, and said that it would rise again if prices did.\n\nIts governor, Ida Holm, told \
    reporters that growth of 1.1 percent was enough.\n";

/// What is needed, or what is missing.
#[expect(clippy::disallowed_methods, reason = "the test looks for programs it does not bring")]
fn tools() -> Result<(PathBuf, PathBuf), String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let find = |name: &str| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    let node = find("node").ok_or("Node")?;
    let chromium =
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find(name)).ok_or("Chromium")?;
    let packages = root().join("tests/page/node_modules/playwright-core");
    if packages.is_dir() { Ok((node, chromium)) } else { Err("`npm ci --prefix tests/page`".to_owned()) }
}

#[test]
fn the_edition_works_in_a_browser_and_runs_no_script_of_an_article() {
    let (node, chromium) = match tools() {
        Ok(tools) => tools,
        Err(missing) => return eprintln!("skipped: no {missing}"),
    };
    let dir = tempfile::tempdir().expect("temp");
    #[expect(clippy::disallowed_methods, reason = "the test plants its sources")]
    for (name, text) in [("hostile.txt", HOSTILE), ("other.txt", OTHER)] {
        std::fs::write(dir.path().join(name), text).expect("writes");
    }
    let out = dir.path().join("out");
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let (hostile, other, to) = (path("hostile.txt"), path("other.txt"), path("out"));
    let ran = said(&mut wirebrief(&["run", &hostile, &other, "--out", &to, "--date", "2026-05-05"]));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let page = out.join("briefs/2026-05-05.html");
    let script = root().join("tests/page/page.mjs");
    let run = Command::new(node).arg(script).arg(chromium).arg(&page).arg("harbour").output().expect("runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let seen: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(seen["errors"], serde_json::json!([]), "a script of an article ran, or ours failed");
    assert_eq!(seen["requests"], serde_json::json!([format!("file://{}", page.display())]));
    let passage = &seen["passage"];
    assert_eq!(passage["chosen"], passage["link"]["quote"]);
    let start: usize = passage["link"]["start"].as_str().and_then(|start| start.parse().ok()).expect("a number");
    assert_eq!(passage["before"].as_str().map(str::len), Some(start), "{passage}");
    assert_eq!((&passage["in_view"], &seen["closed"], &seen["found"]), (&true.into(), &true.into(), &1.into()));
    assert_eq!(seen["faults"], serde_json::json!([]));
}
