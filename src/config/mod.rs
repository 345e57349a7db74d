//! Settings: one TOML with a reason beside each number.
//!
//! The defaults are embedded (`default.toml`); a user's file overrides single keys. Unknown keys fail. Flags and the
//! environment are laid over these in `cli` alone. Knows no stage: stages take their section as a plain struct.

mod fields;
mod sections;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use fields::{Fields, Meaning, UnknownMeaning, fields_of};
pub use sections::{ByWords, Clean, Cluster, Consolidate, Dedupe, Extract, Ingest, Model, Store};

const DEFAULTS: &str = include_str!("default.toml");

/// All settings of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Reading.
    pub ingest: Ingest,
    /// Cleaning.
    pub clean: Clean,
    /// Encoding.
    pub model: Model,
    /// Thresholds of model spans.
    pub extract: Extract,
    /// Copies.
    pub dedupe: Dedupe,
    /// Events.
    pub cluster: Cluster,
    /// Building on earlier days.
    pub store: Store,
    /// Briefs.
    pub consolidate: Consolidate,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read settings `{path}`")]
    Read {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not the TOML that is expected.
    #[error("{path}: {message}")]
    Parse {
        /// The file.
        path: String,
        /// What is wrong, with the known keys.
        message: String,
    },
}

impl Settings {
    /// The embedded defaults.
    pub fn embedded() -> Result<Self, ConfigError> {
        Self::from_toml(DEFAULTS, "default.toml")
    }

    /// The defaults with the keys of the file at `path` laid over them.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        #[expect(clippy::disallowed_methods, reason = "config is one of the modules that read the disk")]
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: name.clone(), source })?;
        Self::overlaid(&text, &name)
    }

    /// The defaults with the keys of `text` laid over them; `name` is used in errors.
    pub fn overlaid(text: &str, name: &str) -> Result<Self, ConfigError> {
        let parse = |text: &str| -> Result<toml::Table, ConfigError> { text.parse().map_err(|e| fault(name, &e)) };
        let mut table = parse(DEFAULTS)?;
        overlay(&mut table, parse(text)?);
        table.try_into().map_err(|e| fault(name, &e))
    }

    fn from_toml(text: &str, name: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|e| fault(name, &e))
    }

    /// The settings as TOML, keys in the order of the structs; the text whose hash `run.json` gives.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

/// Lays `keys` over those of `base`, single keys of a section inside a section too.
fn overlay(base: &mut toml::Table, keys: toml::Table) {
    for (key, value) in keys {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(keys)) => overlay(base, keys),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn fault(path: &str, error: &toml::de::Error) -> ConfigError {
    ConfigError::Parse { path: path.to_owned(), message: error.message().replace("unknown field", "unknown key") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_settings_parse() {
        Settings::embedded().expect("default.toml is well-formed");
    }

    #[test]
    fn a_file_overrides_single_keys() {
        let settings = Settings::overlaid("[dedupe]\njaccard = 0.9\n", "t.toml").expect("parses");
        assert!((settings.dedupe.jaccard - 0.9).abs() < 1e-6);
        assert_eq!(settings.cluster, Settings::embedded().expect("parses").cluster);
        let nested = Settings::overlaid("[cluster.by_words]\nbias = -9.5\n", "t.toml").expect("parses").cluster;
        assert!((nested.by_words.bias + 9.5).abs() < 1e-6);
        assert!((nested.by_words.words - settings.cluster.by_words.words).abs() < 1e-6);
    }

    #[test]
    fn an_unknown_key_fails_and_the_known_ones_are_named() {
        let error = Settings::overlaid("[cluster]\ntreshold = 1\n", "t.toml").expect_err("unknown");
        let text = error.to_string();
        assert!(text.contains("treshold") && text.contains("window_days"), "{text}");
    }
}
