//! The protocol between `run.py` and an engine.
//!
//! Takes a file of sentences, one a line, and a closure that runs them; prints `ready`, then for each line on standard
//! input `SECONDS COUNT`: how long one whole run took and how many units of work it did. Knows no engine.

use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;

/// The sentences in the file at `path`, one a line.
pub fn sentences(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("no sentences at `{}`", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Runs `run`, which gives its count of work, once a line of standard input until that ends.
pub fn serve(mut run: impl FnMut() -> anyhow::Result<u64>) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ready")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        line?;
        let start = Instant::now();
        let count = run()?;
        writeln!(out, "{:.6} {count}", start.elapsed().as_secs_f64())?;
        out.flush()?;
    }
    Ok(())
}
