//! What the HTML template sees of a run's hygiene: a table of sources, and a plot laid out in the units of its drawing.
//!
//! In the plot each measure has a line from 0 to 100 %: a bar for the whole run, and a dot for each source, larger for
//! more documents.

use serde::Serialize;

use crate::types::{Hygiene, MEASURES, Measure, Part, SourceHygiene, by_count};

/// Sources of the table; the others are in `run.json`.
const ROWS: usize = 100;
/// Sources of the plot; more would hide each other.
const DOTS: usize = 40;
/// Left end and length of each line of the plot.
const LINE: (f64, f64) = (110.0, 520.0);
/// Height of the axis above the lines, and from one line to the next.
const STEPS: (f64, f64) = (24.0, 30.0);
/// Radius of the dot of the smallest source, and how much larger that of the largest is.
const RADIUS: (f64, f64) = (2.5, 6.5);

#[derive(Serialize)]
pub(super) struct HygieneView {
    measures: Vec<&'static str>,
    rows: Vec<RowView>,
    /// Sources that the table leaves out.
    more: usize,
    dropped: String,
    plot: PlotView,
}

#[derive(Serialize)]
struct RowView {
    source: String,
    documents: usize,
    shares: Vec<String>,
    rejected: String,
}

#[derive(Serialize)]
struct PlotView {
    height: f64,
    left: f64,
    ticks: Vec<TickView>,
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct TickView {
    x: f64,
    label: String,
}

#[derive(Serialize)]
struct LineView {
    label: &'static str,
    y: f64,
    bar: f64,
    share: String,
    dots: Vec<DotView>,
}

#[derive(Serialize)]
struct DotView {
    x: f64,
    r: f64,
    words: String,
}

impl HygieneView {
    pub(super) fn of(hygiene: &Hygiene) -> Self {
        let whole = &hygiene.whole;
        let rows = std::iter::once(whole).chain(hygiene.sources.iter().take(ROWS));
        Self {
            measures: MEASURES.iter().map(|(name, _)| *name).collect(),
            rows: rows.map(RowView::of).collect(),
            more: hygiene.sources.len().saturating_sub(ROWS),
            dropped: by_count(&whole.dropped_bytes, |n| percent(Part::of(n, whole.bytes).share)),
            plot: PlotView::of(hygiene),
        }
    }
}

impl RowView {
    fn of(row: &SourceHygiene) -> Self {
        let reasons = by_count(&row.rejected_by_reason, |n| n.to_string());
        Self {
            source: row.source.clone(),
            documents: row.documents,
            shares: MEASURES.iter().map(|(_, part)| percent(part(row).share)).collect(),
            rejected: if row.rejected == 0 { "0".to_owned() } else { format!("{} ({reasons})", row.rejected) },
        }
    }
}

impl PlotView {
    fn of(hygiene: &Hygiene) -> Self {
        let ticks = [0.0, 0.25, 0.5, 0.75, 1.0];
        Self {
            height: STEPS.0 + STEPS.1 * MEASURES.len() as f64,
            left: LINE.0,
            ticks: ticks.map(|share| TickView { x: x(share), label: format!("{:.0} %", share * 100.0) }).into(),
            lines: MEASURES.iter().enumerate().map(|(idx, measure)| LineView::of(idx, *measure, hygiene)).collect(),
        }
    }
}

impl LineView {
    fn of(idx: usize, (label, part): Measure, run: &Hygiene) -> Self {
        let most = run.sources.first().map_or(1, |source| source.documents.max(1));
        let dot = |source: &SourceHygiene| {
            let share = part(source).share;
            let documents = if source.documents == 1 { "document" } else { "documents" };
            DotView {
                x: x(share),
                r: tenths(RADIUS.0 + RADIUS.1 * (source.documents as f64 / most as f64).sqrt()),
                words: format!("{}: {} ({} {documents})", source.source, percent(share), source.documents),
            }
        };
        // Dots at 0 say nothing and would lie on one another.
        let dots = run.sources.iter().take(DOTS).filter(|source| part(source).n > 0).map(dot).collect();
        let share = part(&run.whole).share;
        Self {
            label,
            y: STEPS.0 + STEPS.1 * (idx as f64 + 0.5),
            bar: tenths(LINE.1 * share),
            share: percent(share),
            dots,
        }
    }
}

fn x(share: f64) -> f64 {
    tenths(LINE.0 + LINE.1 * share)
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
