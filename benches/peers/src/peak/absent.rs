//! Stands in for the peaks where there is no loop for the processor.

use std::convert::Infallible;

/// A peak loop, of which there is none here.
pub struct Peak(Infallible);

/// An error where `engine` names a peak; nothing where it does not.
pub fn named(engine: &str) -> Option<anyhow::Result<Peak>> {
    engine.starts_with("peak-").then(|| Err(anyhow::anyhow!("no peak loop for this processor")))
}

impl Peak {
    /// Never called.
    pub fn run(&self, _n_threads: usize) -> u64 {
        match self.0 {}
    }
}
