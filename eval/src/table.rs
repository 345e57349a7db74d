//! The scores as a table of plain text.

use std::fmt::Write;

use crate::{KindScores, Scores};

/// One line a kind and one for all, kinds in the order of `order`, then by name.
pub fn table(scores: &Scores, order: &[&str]) -> String {
    let mut out = String::from("kind           strict: P      R     F1   overlap: P      R     F1   support\n");
    let rank = |kind: &str| order.iter().position(|known| *known == kind).unwrap_or(order.len());
    let mut rows: Vec<(&str, KindScores)> = scores.iter().collect();
    rows.sort_by_key(|(kind, _)| (rank(kind), *kind));
    for (kind, row) in rows.into_iter().chain([("all", scores.total())]) {
        let (s, o) = (row.strict, row.overlap);
        let _ = writeln!(
            out,
            "{kind:<14}    {:>6.3} {:>6.3} {:>6.3}       {:>6.3} {:>6.3} {:>6.3}   {:>7}",
            s.precision(),
            s.recall(),
            s.f1(),
            o.precision(),
            o.recall(),
            o.f1(),
            row.support()
        );
    }
    out
}
