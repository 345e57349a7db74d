//! How much article text clean keeps, and how much of the rest it drops, on real pages whose markup is gone.
//!
//! ```text
//! cargo bench --bench flat                     snippets kept and dropped, tuning half and held half, MB/s
//! cargo bench --bench flat -- --errors 20      the first failures of the tuning half
//! cargo bench --bench flat -- --lines FILE     lines of the tuning half with features and labels, for training
//! ```
//!
//! Reads `../shared/data/html/trafilatura-eval` and says so where it is missing. A page belongs to the held half by a
//! hash of its file name; nothing prints the failures of that half.

mod score;
mod silver;
mod speed;
mod strip;

use std::path::{Path, PathBuf};

use wirebrief::types::content_hash;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// A page of the set: its markup, its flattened text and what must and must not be kept of it.
pub(crate) struct Page {
    pub(crate) file: String,
    pub(crate) html: String,
    pub(crate) text: String,
    pub(crate) with: Vec<String>,
    pub(crate) without: Vec<String>,
}

impl Page {
    /// Whether the page is one whose failures nobody looks at.
    pub(crate) fn is_held(&self) -> bool {
        content_hash(self.file.as_bytes()).bytes().last().is_some_and(|byte| byte % 2 == 1)
    }
}

#[derive(serde::Deserialize)]
struct Gold {
    file: String,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn main() -> Result<(), Fault> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let Some(folder) = data("html/trafilatura-eval") else {
        println!("skipped: no `../shared/data/html/trafilatura-eval` beside this checkout");
        return Ok(());
    };
    let pages = pages(&folder)?;
    if let Some(path) = value("--lines") {
        return silver::write_lines(Path::new(path), pages.iter().filter(|page| !page.is_held()));
    }
    let errors = value("--errors").map_or(Ok(0), |n| n.parse())?;
    score::report(&pages, errors);
    data("dumps/webhose-2015/2015-07-29.jsonl.gz").map_or(Ok(()), |day| speed::report(&day))
}

/// The data folder, from the main checkout or a worktree of it.
fn data(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared/data", "../../shared/data"].iter().map(|d| root.join(d).join(path)).find(|p| p.exists())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
fn pages(folder: &Path) -> Result<Vec<Page>, Fault> {
    let gold: std::collections::BTreeMap<String, Gold> =
        serde_json::from_slice(&std::fs::read(folder.join("evaldata.json"))?)?;
    let mut pages = Vec::with_capacity(gold.len());
    for Gold { file, with, without } in gold.into_values() {
        let path = ["eval", "cache"].iter().map(|part| folder.join(part).join(&file)).find(|path| path.exists());
        let html = strip::decoded(&std::fs::read(path.ok_or_else(|| format!("no page `{file}`"))?)?);
        let text = strip::stripped(&html);
        pages.push(Page { file, html, text, with, without });
    }
    Ok(pages)
}
