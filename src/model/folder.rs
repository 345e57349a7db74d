//! The files of a model, read from a folder or from the program itself.
//!
//! Takes a path; gives bytes whose sha256 are those of the manifest. Knows the names of the files and nothing of what
//! a network does with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::ModelError;
use crate::types::sha256_hex;

const MANIFEST: &str = "manifest.json";
/// Name of the network's description.
pub(super) const CONFIG: &str = "config.json";
/// Name of the tokenizer.
pub(super) const TOKENIZER: &str = "tokenizer.json";
/// Name of the weights.
pub(super) const WEIGHTS: &str = "model.safetensors";
/// Name of the layers that tell what figures are about; a model may lack them.
pub(super) const FIGURES: &str = "figures.safetensors";
/// Name of the layers that tell which question a figure answers; a model may lack them.
pub(super) const QUESTIONS: &str = "questions.safetensors";

/// What `manifest.json` says of a model. Further keys (training data, base, licence text) are for readers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// Name of the model.
    pub name: String,
    /// Version of the folder's format.
    pub format: u32,
    /// sha256 of each file, in hex.
    pub sha256: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest in `bytes`, read from `origin`.
    pub(super) fn parse(origin: &str, bytes: &[u8]) -> Result<Self, ModelError> {
        let path = format!("{origin}/{MANIFEST}");
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|source| ModelError::Json { path: path.clone(), source })?;
        if manifest.format == 1 {
            Ok(manifest)
        } else {
            Err(ModelError::Unfit { path, message: format!("expected `format` 1, found {}", manifest.format) })
        }
    }
}

/// The files of one model.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    /// Where they came from, for error texts: the path given, or `embedded`.
    pub origin: String,
    /// The manifest.
    pub manifest: Manifest,
    /// `config.json`.
    pub config: Cow<'static, [u8]>,
    /// `tokenizer.json`.
    pub tokenizer: Cow<'static, [u8]>,
    /// `model.safetensors`.
    pub weights: Cow<'static, [u8]>,
    /// `figures.safetensors`, where the manifest lists it.
    pub figures: Option<Cow<'static, [u8]>>,
    /// `questions.safetensors`, where the manifest lists it.
    pub questions: Option<Cow<'static, [u8]>>,
}

impl ModelFolder {
    /// The folder at `path`, each file checked against the manifest.
    pub fn read(path: &Path) -> Result<Self, ModelError> {
        let origin = path.display().to_string();
        let manifest = Manifest::parse(&origin, &file(path, MANIFEST)?)?;
        let optional = |name: &str| {
            let is_listed = manifest.sha256.contains_key(name);
            is_listed.then(|| file(path, name)).transpose().map(|bytes| bytes.map(Cow::from))
        };
        let (figures, questions) = (optional(FIGURES)?, optional(QUESTIONS)?);
        let folder = Self {
            manifest,
            config: file(path, CONFIG)?.into(),
            tokenizer: file(path, TOKENIZER)?.into(),
            weights: file(path, WEIGHTS)?.into(),
            figures,
            questions,
            origin,
        };
        folder.verify()?;
        Ok(folder)
    }

    /// Fails on the first file whose sha256 is not the manifest's.
    pub fn verify(&self) -> Result<(), ModelError> {
        let files = [(CONFIG, &self.config), (TOKENIZER, &self.tokenizer), (WEIGHTS, &self.weights)];
        let figures = self.figures.iter().map(|bytes| (FIGURES, bytes));
        let questions = self.questions.iter().map(|bytes| (QUESTIONS, bytes));
        for (name, bytes) in files.into_iter().chain(figures).chain(questions) {
            let found = sha256_hex(bytes);
            let expected = self.manifest.sha256.get(name).cloned().unwrap_or_else(|| "none listed".to_owned());
            if found != expected {
                return Err(ModelError::Checksum { path: self.path_of(name), expected, found });
            }
        }
        Ok(())
    }

    /// sha256 of the weights as the manifest lists it: what tells two models apart in `run.json`.
    pub fn fingerprint(&self) -> &str {
        self.manifest.sha256.get(WEIGHTS).map_or("", String::as_str)
    }

    /// `name` inside this folder, for error texts.
    pub(super) fn path_of(&self, name: &str) -> String {
        format!("{}/{name}", self.origin)
    }
}

fn file(folder: &Path, name: &str) -> Result<Vec<u8>, ModelError> {
    let path = folder.join(name);
    #[expect(clippy::disallowed_methods, reason = "model is one of the modules that read the disk")]
    std::fs::read(&path).map_err(|source| ModelError::Read { path, source })
}
