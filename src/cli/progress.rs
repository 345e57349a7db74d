//! Progress of long work: bars with rate and remaining time on a terminal, one plain line a stage elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::Progress;

/// How progress is shown.
#[derive(Debug)]
pub(super) enum Shown {
    /// Bars on the terminal.
    Bars(Mutex<Option<ProgressBar>>),
    /// A line when a stage begins.
    Lines,
    /// Nothing.
    Quiet,
}

impl Shown {
    /// What suits stderr, or nothing under `--quiet`.
    pub(super) fn for_stderr(quiet: bool) -> Self {
        match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Self::Quiet,
            (false, true) => Self::Bars(Mutex::new(None)),
            (false, false) => Self::Lines,
        }
    }
}

impl Progress for Shown {
    fn begin(&self, stage: &str, total: Option<u64>) {
        match self {
            Self::Bars(slot) => {
                let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
                let form = if total.is_some() {
                    "{msg:12} {wide_bar} {human_pos}/{human_len} {per_sec} {eta} left"
                } else {
                    "{msg:12} {spinner} {human_pos} {per_sec} {elapsed}"
                };
                if let Ok(style) = ProgressStyle::with_template(form) {
                    bar.set_style(style);
                }
                bar.set_message(stage.to_owned());
                bar.enable_steady_tick(Duration::from_millis(200));
                if let Ok(mut slot) = slot.lock()
                    && let Some(before) = slot.replace(bar)
                {
                    before.finish_and_clear();
                }
            }
            Self::Lines => {
                let total = total.map(|n| format!(" {n}")).unwrap_or_default();
                let _ = writeln!(std::io::stderr(), "wirebrief: {stage}{total}");
            }
            Self::Quiet => {}
        }
    }

    fn advance(&self, n: u64) {
        if let Self::Bars(slot) = self
            && let Ok(slot) = slot.lock()
            && let Some(bar) = slot.as_ref()
        {
            bar.inc(n);
        }
    }

    fn end(&self) {
        if let Self::Bars(slot) = self
            && let Ok(mut slot) = slot.lock()
            && let Some(bar) = slot.take()
        {
            bar.finish_and_clear();
        }
    }
}
