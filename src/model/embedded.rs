//! The model that ships inside the program.

use super::ModelError;
use super::folder::{Manifest, ModelFolder};

const CONFIG: &[u8] = include_bytes!("../../models/newswire-minilm/config.json");
const TOKENIZER: &[u8] = include_bytes!("../../models/newswire-minilm/tokenizer.json");
const WEIGHTS: &[u8] = include_bytes!("../../models/newswire-minilm/model.safetensors");
const FIGURES: &[u8] = include_bytes!("../../models/newswire-minilm/figures.safetensors");
const QUESTIONS: &[u8] = include_bytes!("../../models/newswire-minilm/questions.safetensors");
const MANIFEST: &[u8] = include_bytes!("../../models/newswire-minilm/manifest.json");

impl ModelFolder {
    /// The shipped model. Its bytes are part of the program, so they are not hashed again at every start; a test does.
    pub fn embedded() -> Result<Self, ModelError> {
        let origin = "embedded".to_owned();
        let manifest = Manifest::parse(&origin, MANIFEST)?;
        Ok(Self {
            origin,
            manifest,
            config: CONFIG.into(),
            tokenizer: TOKENIZER.into(),
            weights: WEIGHTS.into(),
            figures: Some(FIGURES.into()),
            questions: Some(QUESTIONS.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CandleModel, Device};

    #[test]
    fn the_embedded_files_are_those_of_the_manifest_and_load() {
        let folder = ModelFolder::embedded().expect("a sound manifest");
        folder.verify().expect("the manifest's checksums");
        CandleModel::load(&folder, &Device::Cpu).expect("loads");
    }
}
