//! Floors that scores must keep, from a TOML file: `[company]`, `strict_f1 = 0.85`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::Scores;

/// Floors by kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Baseline {
    floors: BTreeMap<String, Floor>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    strict_f1: f64,
    overlap_f1: f64,
    support: usize,
}

/// The file is not the TOML that is expected.
#[derive(Debug, thiserror::Error)]
#[error("{file}: not a baseline")]
pub struct BaselineError {
    file: String,
    source: toml::de::Error,
}

/// A score below its floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// Kind.
    pub kind: String,
    /// Which score.
    pub score: &'static str,
    /// The floor.
    pub floor: f64,
    /// What was measured.
    pub found: f64,
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {:.3} is below the floor {:.3}", self.kind, self.score, self.found, self.floor)
    }
}

impl Baseline {
    /// Reads floors from the text of `file`.
    pub fn parse(file: &str, text: &str) -> Result<Self, BaselineError> {
        toml::from_str(text).map_err(|source| BaselineError { file: file.to_owned(), source })
    }

    /// Every score below its floor; support is checked too, so that gold cannot shrink unseen.
    pub fn shortfalls(&self, scores: &Scores) -> Vec<Shortfall> {
        let mut found = Vec::new();
        for (kind, floor) in &self.floors {
            let row = scores.kind(kind);
            let checks = [
                ("strict F1", floor.strict_f1, row.strict.f1()),
                ("overlap F1", floor.overlap_f1, row.overlap.f1()),
                ("support", floor.support as f64, row.support() as f64),
            ];
            for (score, floor, value) in checks {
                if value + 1e-9 < floor {
                    found.push(Shortfall { kind: kind.clone(), score, floor, found: value });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Labelled;

    #[test]
    fn a_score_below_its_floor_is_named() {
        let text = "[company]\nstrict_f1 = 0.9\noverlap_f1 = 0.5\nsupport = 1\n";
        let baseline = Baseline::parse("b.toml", text).expect("reads");
        let mut scores = Scores::default();
        scores.add(&["company"], &[Labelled::new("company", 0, 9)], &[Labelled::new("company", 0, 6)]);
        let words: Vec<String> = baseline.shortfalls(&scores).iter().map(ToString::to_string).collect();
        assert_eq!(words, ["company strict F1: 0.000 is below the floor 0.900"]);
    }
}
