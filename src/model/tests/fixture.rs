//! Writes small model folders with pseudo-random weights, in the layout of the shipped one.

use std::collections::BTreeMap;
use std::path::Path;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Form in which encoder matrices are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    Float,
    Int8,
}

/// Sizes of a network.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) hidden: usize,
    pub(super) inner: usize,
    pub(super) n_layers: usize,
    pub(super) n_heads: usize,
    pub(super) max_wordpieces: usize,
}

pub(super) const SMALL: Sizes = Sizes { hidden: 48, inner: 96, n_layers: 2, n_heads: 4, max_wordpieces: 64 };
/// As little arithmetic as can be, for very long input.
pub(super) const TINY: Sizes = Sizes { hidden: 16, inner: 16, n_layers: 1, n_heads: 1, max_wordpieces: 256 };
/// As wide as the shipped model, so that products take the same paths.
pub(super) const WIDE: Sizes = Sizes { hidden: 384, inner: 1536, n_layers: 2, n_heads: 12, max_wordpieces: 256 };

const KINDS: [&str; 5] = ["company", "organisation", "person", "place", "regulation"];

/// Writes the folder of a network of `sizes` to `path`.
pub(super) fn write(path: &Path, sizes: Sizes, storage: Storage) {
    let tokenizer = tokenizer();
    let n_pieces = tokenizer["model"]["vocab"].as_object().expect("a map").len();
    put(path, "config.json", config(sizes).to_string().as_bytes());
    put(path, "tokenizer.json", tokenizer.to_string().as_bytes());
    put(path, "model.safetensors", &weights(sizes, n_pieces, storage));
    seal(path);
}

/// Writes a manifest that fits the files as they stand.
pub(super) fn seal(path: &Path) {
    let names = ["config.json", "tokenizer.json", "model.safetensors"];
    let sha256: BTreeMap<&str, String> = names.iter().map(|name| (*name, digest(&get(path, name)))).collect();
    put(path, "manifest.json", json!({"name": "fixture", "format": 1, "sha256": sha256}).to_string().as_bytes());
}

#[expect(clippy::disallowed_methods, reason = "the fixture is a folder on disk")]
pub(super) fn put(path: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(path.join(name), bytes).expect("the folder can be written");
}

#[expect(clippy::disallowed_methods, reason = "the fixture is a folder on disk")]
pub(super) fn get(path: &Path, name: &str) -> Vec<u8> {
    std::fs::read(path.join(name)).expect("the file is there")
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(u8::to_owned).map(hex).collect()
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

fn config(sizes: Sizes) -> serde_json::Value {
    let mut labels = vec!["O".to_owned()];
    labels.extend(KINDS.iter().flat_map(|kind| [format!("B-{kind}"), format!("I-{kind}")]));
    let id2label: BTreeMap<String, &String> = labels.iter().enumerate().map(|(i, l)| (i.to_string(), l)).collect();
    json!({
        "hidden_size": sizes.hidden, "intermediate_size": sizes.inner, "num_hidden_layers": sizes.n_layers,
        "num_attention_heads": sizes.n_heads, "max_position_embeddings": sizes.max_wordpieces,
        "layer_norm_eps": 1e-12, "hidden_act": "gelu", "id2label": id2label,
        "wirebrief": {"format": 1, "case_shapes": 8, "max_wordpieces": sizes.max_wordpieces, "temperature": 1.3, "pooling": "mean"},
    })
}

/// A WordPiece tokenizer over single letters, which pads and truncates unless it is told not to.
fn tokenizer() -> serde_json::Value {
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(str::to_owned);
    let letters = ('a'..='z').chain('0'..='9');
    let pieces = letters.flat_map(|c| [c.to_string(), format!("##{c}")]);
    let words = ["the", "of", "port", "plant", "said", ".", ","].map(str::to_owned);
    let all = special.into_iter().chain(pieces).chain(words);
    let vocab: BTreeMap<String, usize> = all.enumerate().map(|(id, piece)| (piece, id)).collect();
    json!({
        "version": "1.0",
        "truncation": {"max_length": 8, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": {
            "strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]",
        },
        "added_tokens": [], "post_processor": null, "decoder": null,
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocab,
        },
    })
}

struct Tensor {
    name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

fn weights(sizes: Sizes, n_pieces: usize, storage: Storage) -> Vec<u8> {
    let mut tensors = Vec::new();
    for (name, shape) in shapes(sizes, n_pieces) {
        let int8 = storage == Storage::Int8 && shape.len() == 2 && !name.contains("classifier");
        store(&mut tensors, name, shape, int8);
    }
    let views = tensors
        .iter()
        .map(|t| (t.name.as_str(), TensorView::new(t.dtype, t.shape.clone(), &t.bytes).expect("bytes fit the shape")));
    safetensors::serialize(views, None).expect("can be written")
}

fn shapes(sizes: Sizes, n_pieces: usize) -> Vec<(String, Vec<usize>)> {
    let (h, inner) = (sizes.hidden, sizes.inner);
    let mut all: Vec<(String, Vec<usize>)> = Vec::new();
    let mut add = |name: String, shape: &[usize]| all.push((name, shape.to_vec()));
    for (name, n) in [("word", n_pieces), ("position", sizes.max_wordpieces), ("token_type", 2), ("case", 8)] {
        add(format!("bert.embeddings.{name}_embeddings.weight"), &[n, h]);
    }
    let mut norms = vec!["bert.embeddings.LayerNorm".to_owned()];
    let mut maps = vec![("classifier".to_owned(), 11, h)];
    for i in 0..sizes.n_layers {
        let name = |part: &str| format!("bert.encoder.layer.{i}.{part}");
        for part in ["self.query", "self.key", "self.value", "output.dense"] {
            maps.push((name(&format!("attention.{part}")), h, h));
        }
        maps.push((name("intermediate.dense"), inner, h));
        maps.push((name("output.dense"), h, inner));
        norms.extend([name("attention.output.LayerNorm"), name("output.LayerNorm")]);
    }
    for (name, n_outputs, n_inputs) in maps {
        add(format!("{name}.weight"), &[n_outputs, n_inputs]);
        add(format!("{name}.bias"), &[n_outputs]);
    }
    for name in norms {
        add(format!("{name}.weight"), &[h]);
        add(format!("{name}.bias"), &[h]);
    }
    all
}

/// Numbers of spread `1 / √columns`, the same for the same name; gains are near 1.
fn store(tensors: &mut Vec<Tensor>, name: String, shape: Vec<usize>, int8: bool) {
    let n_cols = *shape.last().expect("not a scalar");
    let spread = if shape.len() == 2 { 2.0 / (n_cols as f32).sqrt() } else { 0.2 };
    let centre = if name.ends_with("LayerNorm.weight") { 1.0 } else { 0.0 };
    let mut state = name.bytes().fold(17_u64, |s, b| s.wrapping_mul(31).wrapping_add(u64::from(b)));
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        centre + spread * ((state >> 40) as f32 / 16_777_216.0 * 2.0 - 1.0)
    };
    let numbers: Vec<f32> = (0..shape.iter().product()).map(|_| next()).collect();
    let floats = |numbers: &[f32]| numbers.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>();
    if !int8 {
        return tensors.push(Tensor { name, dtype: Dtype::F32, shape, bytes: floats(&numbers) });
    }
    let scales: Vec<f32> =
        numbers.chunks(n_cols).map(|row| row.iter().fold(0.0_f32, |m, x| m.max(x.abs())) / 127.0).collect();
    let bytes = numbers.iter().enumerate().map(|(i, x)| ((x / scales[i / n_cols]).round() as i8).cast_unsigned());
    let (bytes, scale_name) = (bytes.collect(), format!("{name}.scale"));
    tensors.push(Tensor { name, dtype: Dtype::I8, shape, bytes });
    tensors.push(Tensor { name: scale_name, dtype: Dtype::F32, shape: vec![scales.len()], bytes: floats(&scales) });
}
