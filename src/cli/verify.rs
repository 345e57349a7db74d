//! `wirebrief verify`.

use std::fmt::Write;
use std::path::Path;

use super::{Failure, Outcome, print};
use crate::config::Settings;
use crate::store::StoredRun;
use crate::verify;

pub(super) fn run(dir: &Path, settings: &Settings) -> Result<Outcome, Failure> {
    let run = StoredRun::open(dir)?;
    let report = verify::check(&run, settings)?;
    let mut text = String::new();
    for fault in &report.faults {
        let _ = writeln!(text, "FAULT {fault}");
    }
    let _ = writeln!(
        text,
        "{}: {} documents, {} mentions, {} claims, {} files checked, {} faults",
        if report.faults.is_empty() { "proved" } else { "not proved" },
        report.documents,
        report.mentions,
        report.claims,
        report.files,
        report.faults.len()
    );
    print(&text)?;
    Ok(if report.faults.is_empty() { Outcome::Done } else { Outcome::Flawed })
}
