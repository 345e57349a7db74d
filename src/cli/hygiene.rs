//! `wirebrief hygiene`: a run's texts by source, as a table or as JSON.

use std::fmt::Write;
use std::path::Path;

use super::{Failure, Outcome, print};
use crate::hygiene;
use crate::store::StoredRun;
use crate::types::{Hygiene, MEASURES, Part, SourceHygiene, by_count};

/// Longest name of a source that is shown whole.
const NAME: usize = 40;

pub(super) fn run(dir: &Path, json: bool) -> Result<Outcome, Failure> {
    let run = StoredRun::open(dir)?;
    // Counted again, so that runs of earlier versions have a report too.
    let hygiene = hygiene::report(&run.documents, &run.rejected);
    let text = if json { as_json(&hygiene)? } else { table(&hygiene) };
    print(&text)?;
    Ok(Outcome::Done)
}

fn as_json(hygiene: &Hygiene) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(hygiene)
        .map_err(|error| Failure::new(error.to_string(), "this is a bug of wirebrief; report it with the run"))?;
    Ok(text + "\n")
}

/// A line a source, most documents first, the whole run above them; below, what was dropped and rejected and why.
fn table(hygiene: &Hygiene) -> String {
    let rows = || std::iter::once(&hygiene.whole).chain(&hygiene.sources);
    let width = rows().map(|row| name(row).chars().count()).max().unwrap_or_default();
    let mut out = format!("{:<width$}  documents", "source");
    for (measure, _) in MEASURES {
        let _ = write!(out, "  {measure:>11}");
    }
    out.push_str("  rejected\n");
    for row in rows() {
        let _ = write!(out, "{:<width$}  {:>9}", name(row), row.documents);
        for (_, part) in MEASURES {
            let _ = write!(out, "  {:>9.1} %", part(row).share * 100.0);
        }
        let reasons = by_count(&row.rejected_by_reason, |n| n.to_string());
        let reasons = if reasons.is_empty() { reasons } else { format!(" ({reasons})") };
        let _ = writeln!(out, "  {:>8}{reasons}", row.rejected);
    }
    let whole = &hygiene.whole;
    let share = |n: usize| format!("{:.1} %", Part::of(n, whole.bytes).share * 100.0);
    let _ = writeln!(out, "dropped of {} bytes: {}", whole.bytes, by_count(&whole.dropped_bytes, share));
    out
}

/// The name on one line and no longer than a column may be.
fn name(row: &SourceHygiene) -> String {
    let name: String = row.source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match name.char_indices().nth(NAME) {
        Some((at, _)) => format!("{}…", name[..at].trim_end()),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{DropReason, RejectReason};

    #[test]
    fn the_table_is_aligned_and_says_why() {
        let row = |source: &str, documents| SourceHygiene {
            source: source.to_owned(),
            documents,
            undated: Part::of(1, documents),
            bytes: 2000,
            boilerplate: Part::of(300, 2000),
            dropped_bytes: [(DropReason::Share, 50), (DropReason::Advert, 250), (DropReason::Title, 90)].into(),
            ..SourceHygiene::default()
        };
        let rejected = [(RejectReason::Empty, 1), (RejectReason::WrongType, 2)].into();
        let whole = SourceHygiene { rejected: 3, rejected_by_reason: rejected, ..row("all", 8) };
        let hygiene = Hygiene { whole, sources: vec![row("Tide Post", 7), row(&"Harbour\n".repeat(9), 1)] };
        insta::assert_snapshot!(table(&hygiene));
    }
}
