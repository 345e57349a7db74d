//! The shipped model against what its trainer computes with PyTorch (`models/training/reference.py`), sentence by sentence.

use std::path::Path;

use serde::Deserialize;

use super::settings;
use crate::model::words::Reader;
use crate::model::{CandleModel, Device, Encoder, ModelFolder, PackedModel};

#[derive(Deserialize)]
struct Reference {
    text: String,
    pieces: usize,
    words: Vec<(usize, usize)>,
    shapes: Vec<u8>,
    mentions: Vec<(usize, usize, String, f32)>,
    vector: Option<Vec<f32>>,
}

#[test]
fn the_shipped_model_agrees_with_its_reference() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/newswire-minilm");
    let folder = ModelFolder::read(&path).expect("the shipped folder is sound");
    let model = CandleModel::load(&folder, &Device::Cpu).expect("loads");
    let reader = Reader::load(&folder).expect("loads");
    let references: Vec<Reference> =
        serde_json::from_slice(&super::fixture::get(&path, "reference.json")).expect("as the trainer writes it");
    assert!(references.len() > 10 && references.iter().any(|r| r.pieces > 254), "short and long sentences");
    for reference in &references {
        check_words(&reader, reference);
        check_encoding(&model, reference);
    }
}

fn check_words(reader: &Reader, reference: &Reference) {
    let pieces = reader.read(&reference.text).expect("reads");
    assert_eq!(pieces.ids.len(), reference.pieces, "{}", reference.text);
    let words: Vec<(usize, usize)> = pieces.words.iter().map(|word| (word.span.start(), word.span.end())).collect();
    assert_eq!(words, reference.words, "{}", reference.text);
    let shapes: Vec<u8> = pieces.words.iter().map(|word| word.shape as u8).collect();
    assert_eq!(shapes, reference.shapes, "{}", reference.text);
}

fn check_encoding(model: &CandleModel, reference: &Reference) {
    let encoding = &model.encode(&[&reference.text], &settings(512)).expect("encodes")[0];
    let names: Vec<(usize, usize, &str)> =
        encoding.names.iter().map(|name| (name.span.start(), name.span.end(), name.kind.name())).collect();
    let expected: Vec<(usize, usize, &str)> =
        reference.mentions.iter().map(|(start, end, kind, _)| (*start, *end, kind.as_str())).collect();
    assert_eq!(names, expected, "{}", reference.text);
    for (name, (_, _, _, score)) in encoding.names.iter().zip(&reference.mentions) {
        assert!((name.score - score).abs() < 2e-3, "{name:?} scores {score} in {}", reference.text);
    }
    // A sentence without words has a zero vector here, that of a bare `[CLS] [SEP]` there.
    if let (Some(vector), false) = (&reference.vector, reference.words.is_empty()) {
        for (found, expected) in encoding.vector.as_slice().iter().zip(vector) {
            assert!((found - expected).abs() < 5e-4, "{found} for {expected} in {}", reference.text);
        }
    }
}

#[test]
fn the_packed_engine_agrees_with_the_shipped_reference() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/newswire-minilm");
    let folder = ModelFolder::read(&path).expect("the shipped folder is sound");
    let references: Vec<Reference> =
        serde_json::from_slice(&super::fixture::get(&path, "reference.json")).expect("as the trainer writes it");
    let model = PackedModel::load(&folder).expect("loads");
    let (mut shared, mut all) = (0, 0);
    for reference in references.iter().filter(|reference| !reference.words.is_empty()) {
        let encoding = &model.encode(&[&reference.text], &settings(512)).expect("encodes")[0];
        let expected: Vec<_> =
            reference.mentions.iter().map(|(start, end, kind, _)| (*start, *end, kind.as_str())).collect();
        all += expected.len();
        shared += encoding
            .names
            .iter()
            .filter(|name| expected.contains(&(name.span.start(), name.span.end(), name.kind.name())))
            .count();
        // The file keeps the first numbers of a vector.
        for (found, expected) in encoding.vector.as_slice().iter().zip(reference.vector.iter().flatten()) {
            assert!((found - expected).abs() < 0.02, "{found} for {expected} in {}", reference.text);
        }
    }
    // A quantised score may tip a name that was a toss-up.
    assert!(shared * 50 >= all * 49, "{shared} of {all} names are the same");
}
