//! How fast copies are found, and how many: for `compare.py`, which runs it beside datasketch and rensa.
//!
//! ```text
//! cargo bench --bench copies -- FILE.jsonl FAMILIES.tsv
//! ```
//!
//! Reads lines of `{"id","text"}`, finds copies among them as `run` does, writes `id TAB original` for every copy, and prints
//! one line of JSON: documents, seconds of the search (reading and parting into sentences apart), peak memory.

use std::fs;
use std::io::Write;
use std::time::Instant;

use rayon::prelude::*;
use serde_json::Value;
use wirebrief::config::Settings;
use wirebrief::types::{Document, DocumentId};
use wirebrief::{clean, dedupe};

type Fault = Box<dyn std::error::Error + Send + Sync>;

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark reads files and prints")]
fn main() -> Result<(), Fault> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [input, output] = args.as_slice() else {
        println!("skipped: name a file of lines of {{\"id\",\"text\"}} and a file to write families to");
        return Ok(());
    };
    let lines: Vec<Value> = fs::read_to_string(input)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let documents: Vec<Document> = lines.par_iter().filter_map(document).collect();
    let settings = Settings::embedded()?;
    let before = memory_kib("VmRSS:");
    let started = Instant::now();
    let copies = dedupe::copies(&documents, &settings.dedupe);
    let seconds = started.elapsed().as_secs_f64();
    let mut out = std::io::BufWriter::new(fs::File::create(output)?);
    for (copy, found) in &copies.by_copy {
        writeln!(out, "{copy}\t{}", found.original)?;
    }
    println!(
        "{{\"documents\":{},\"seconds\":{seconds:.3},\"before_kib\":{before},\"peak_kib\":{}}}",
        documents.len(),
        memory_kib("VmHWM:")
    );
    Ok(())
}

fn document(line: &Value) -> Option<Document> {
    let id = DocumentId(line["id"].as_str()?.into());
    Some(Document { id, ..clean::bare(line["text"].as_str()?)? })
}

/// A figure of `/proc/self/status`, 0 where there is none.
#[expect(clippy::disallowed_methods, reason = "a benchmark asks the system for the memory used")]
fn memory_kib(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
