//! The scores of figures as plain text.

use std::fmt::Write;

use super::{FIGURE_FIELDS, FigureCounts, FigureScores};
use crate::{Counts, Verdicts};

impl FigureScores {
    /// A table of what was found, one of what it is said to be about, and a last line with the figures that are watched.
    pub fn table(&self) -> String {
        let mut out = String::from("figures         value: P      R     F1      span: P      R     F1   support\n");
        for (kind, counts) in &self.by_kind {
            row(kind, counts, &mut out);
        }
        let all = self.all();
        row("all", &all, &mut out);
        out.push_str("\nabout           accuracy  filled wrongly  left empty   judged\n");
        for (name, verdicts) in FIGURE_FIELDS.iter().zip(&self.fields) {
            about(name, *verdicts, &mut out);
        }
        let fields = self.fields.iter().fold(Verdicts::default(), |sum, verdicts| sum.plus(*verdicts));
        about("all", fields, &mut out);
        let conversions = self.conversions;
        let _ = writeln!(out, "conversions pointed at their source: {} of {}", conversions.right, conversions.all);
        let [right, wrong, empty] = shares(fields);
        let (value, span) = (all.value.f1(), all.span.f1());
        let _ = writeln!(
            out,
            "figures: value F1 {value:.3}, span F1 {span:.3}; fields: accuracy {right:.3}, filled wrongly {wrong:.3}, \
             left empty {empty:.3}"
        );
        out
    }

    /// The counts of all kinds.
    pub fn all(&self) -> FigureCounts {
        self.by_kind.values().fold(FigureCounts::default(), |sum, counts| FigureCounts {
            value: sum.value.plus(counts.value),
            span: sum.span.plus(counts.span),
        })
    }
}

fn row(name: &str, counts: &FigureCounts, out: &mut String) {
    let (value, span) = (counts.value, counts.span);
    let three = |c: Counts| format!("{:>6.3} {:>6.3} {:>6.3}", c.precision(), c.recall(), c.f1());
    let _ = writeln!(out, "{name:<14}   {}    {}   {:>7}", three(value), three(span), span.hits + span.missed);
}

fn about(name: &str, verdicts: Verdicts, out: &mut String) {
    let [right, wrong, empty] = shares(verdicts);
    let _ = writeln!(out, "{name:<14}   {right:>7.3}  {wrong:>14.3}  {empty:>10.3}  {:>7}", verdicts.all());
}

/// Right, wrong and empty as shares of all.
fn shares(verdicts: Verdicts) -> [f64; 3] {
    let all = verdicts.all().max(1) as f64;
    [verdicts.right, verdicts.wrong, verdicts.empty].map(|n| n as f64 / all)
}
