//! Wall times of the stages; the only measured part of a run.

use std::time::Instant;

use crate::store::StageTime;

/// Times stages one after the other.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    last: Instant,
    stages: Vec<StageTime>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "times go into run.json under `measured` and nowhere else")]
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, stages: Vec::new() }
    }

    /// Ends the stage that ran since the last call.
    #[expect(clippy::disallowed_methods, reason = "times go into run.json under `measured` and nowhere else")]
    pub(super) fn lap(&mut self, stage: &str) {
        let now = Instant::now();
        self.stages.push(StageTime { stage: stage.to_owned(), seconds: round(now - self.last) });
        self.last = now;
    }

    /// Seconds of the stage, 0 where it did not run.
    pub(super) fn seconds(&self, stage: &str) -> f64 {
        self.stages.iter().find(|time| time.stage == stage).map_or(0.0, |time| time.seconds)
    }

    /// Seconds since the start, and the stages.
    pub(super) fn finish(self) -> (f64, Vec<StageTime>) {
        (round(self.last - self.start), self.stages)
    }
}

fn round(duration: std::time::Duration) -> f64 {
    (duration.as_secs_f64() * 1e3).round() / 1e3
}
