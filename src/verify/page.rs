//! Files of the run against what they should be: pages rendered again from the edition, the rest by hash.

use super::Report;
use crate::render;
use crate::store::{ReadError, StoredRun, files};

/// Compares every file of the run.
pub(super) fn files(run: &StoredRun, report: &mut Report) -> Result<(), ReadError> {
    let date = run.run.date;
    let pages = [("md", render::markdown(&run.edition)), ("html", render::html(&run.edition))];
    for (ending, expected) in pages {
        let name = format!("{}/{date}.{ending}", files::BRIEFS);
        let found = run.text(&name)?;
        match expected {
            Ok(expected) => compare(&name, &expected, &found, report),
            Err(error) => report.fault(&name, error.to_string()),
        }
    }
    for (name, hash) in &run.run.files {
        report.files += 1;
        if run.hash(name)? != *hash {
            report.fault(name, "is not the file the run wrote: its hash differs");
        }
    }
    Ok(())
}

/// Names the claim on each line that is not as the edition has it.
fn compare(name: &str, expected: &str, found: &str, report: &mut Report) {
    let mut lines = found.lines();
    for (i, wanted) in expected.lines().enumerate() {
        let line = lines.next().unwrap_or_default();
        if line != wanted {
            report.fault(
                format!("{name}:{}", i + 1),
                format!("expected the claim `{}`, found `{}`", short(wanted), short(line)),
            );
        }
    }
    if lines.next().is_some() {
        report.fault(name, "holds more than the edition");
    }
}

fn short(line: &str) -> String {
    let line = line.trim();
    if line.chars().count() <= 160 { line.to_owned() } else { line.chars().take(159).chain(['…']).collect() }
}
