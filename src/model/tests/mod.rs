//! The model as a whole, on small random weights: order, emptiness, length, determinism, and what a broken folder says.

mod figures;
mod fixture;
mod question;
mod reference;

use std::path::Path;

use super::{CandleModel, Device, Encoder, ModelError, ModelFolder, NameSpan, PackedModel, SentenceEncoding};
use crate::config;
use fixture::{SMALL, Sizes, Storage, TINY, WIDE};

fn settings(batch_wordpieces: usize) -> config::Model {
    config::Model { batch_wordpieces, cache_mb: 0 }
}

fn load(sizes: Sizes, storage: Storage) -> CandleModel {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fixture::write(folder.path(), sizes, storage);
    let files = ModelFolder::read(folder.path()).expect("a sound folder");
    CandleModel::load(&files, &Device::Cpu).expect("loads")
}

fn encode(model: &CandleModel, sentences: &[&str]) -> Vec<SentenceEncoding> {
    model.encode(sentences, &settings(512)).expect("encodes")
}

/// Sentences of 1 to `n` words, with repetitions.
fn sentences(n: usize) -> Vec<String> {
    let words = ["Port", "of", "Calvering", "said", "the", "PLANT", "x9", "is", "closed,", "eBay", "42", "Ümit"];
    (0..n).map(|i| (0..=i).map(|j| words[(i * 7 + j * 5) % words.len()]).collect::<Vec<_>>().join(" ") + ".").collect()
}

fn refs(sentences: &[String]) -> Vec<&str> {
    sentences.iter().map(String::as_str).collect()
}

/// Vector and names with their scores, as bits.
type Bits = (Vec<u32>, Vec<(NameSpan, u32)>);

/// Everything in `encodings`, to the bit.
fn bits(encodings: &[SentenceEncoding]) -> Vec<Bits> {
    let names = |e: &SentenceEncoding| e.names.iter().map(|name| (*name, name.score.to_bits())).collect();
    encodings.iter().map(|e| (e.vector.as_slice().iter().map(|x| x.to_bits()).collect(), names(e))).collect()
}

#[test]
fn order_is_kept_and_repetitions_get_the_same_answer() {
    let model = load(SMALL, Storage::Int8);
    let mut all = sentences(12);
    all.extend(sentences(12).into_iter().rev());
    let encodings = encode(&model, &refs(&all));
    assert_eq!(encodings.len(), 24);
    for (i, sentence) in all.iter().enumerate() {
        assert_eq!(bits(&encodings[i..=i]), bits(&encode(&model, &[sentence])), "{sentence}");
        assert_eq!(bits(&encodings[i..=i]), bits(&encodings[23 - i..24 - i]));
    }
    assert!(encodings.iter().any(|e| !e.names.is_empty()), "random weights tag something");
}

#[test]
fn the_bits_do_not_depend_on_threads_or_neighbours() {
    let model = load(WIDE, Storage::Int8);
    let all = sentences(90);
    let under = |threads: usize, budget: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| model.encode(&refs(&all), &settings(budget)).expect("encodes"))
    };
    let one = under(1, 512);
    assert_eq!(bits(&one), bits(&under(2, 512)), "two threads");
    assert_eq!(bits(&one), bits(&under(3, 130)), "other batches");
    for i in [0, 1, 5, 14, 40, 89] {
        assert_eq!(bits(&one[i..=i]), bits(&encode(&model, &[&all[i]])), "alone: sentence {i}");
    }
}

#[test]
fn sentences_without_words_have_empty_encodings() {
    let model = load(SMALL, Storage::Int8);
    let encodings = encode(&model, &["", "   ", "\n\t", "the port", "\u{200b}"]);
    for i in [0, 1, 2, 4] {
        assert!(encodings[i].names.is_empty() && encodings[i].wordpieces == 0, "sentence {i}");
        assert!(encodings[i].vector.as_slice().iter().all(|x| x.abs() < 1e-9), "sentence {i}");
    }
    assert_eq!(encodings[3].wordpieces, 4);
    assert!(encode(&model, &[]).is_empty());
}

#[test]
fn spans_are_bytes_of_the_sentence() {
    let model = load(SMALL, Storage::Float);
    for sentence in
        ["Ümit Çelik said: “the port’s 日本 plant” 🚀 of İzmir", "\u{fb01}x the e\u{301}lan", "a\u{0}b \u{fffd} c"]
    {
        for name in &encode(&model, &[sentence])[0].names {
            assert!(name.span.slice(sentence).is_some_and(|words| words.trim() == words), "{name:?} in {sentence}");
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_read_to_its_end() {
    let model = load(TINY, Storage::Int8);
    let line = "the port of Calvering said 42 ".repeat(35_000);
    let encoding = &encode(&model, &["said", &line])[1];
    assert!(line.len() > 1_000_000 && encoding.wordpieces > 350_000);
    let last = encoding.names.last().expect("random weights tag something");
    assert!(last.span.end() > line.len() - 200, "the last name ends at {}", last.span.end());
    let glued = "x".repeat(1_000_000);
    assert_eq!(encode(&model, &[&glued])[0].wordpieces, 3, "one unknown piece");
}

#[test]
fn int8_rows_give_nearly_the_vectors_of_floats() {
    let (int8, float) = (load(WIDE, Storage::Int8), load(WIDE, Storage::Float));
    let all = sentences(20);
    for (a, b) in encode(&int8, &refs(&all)).iter().zip(encode(&float, &refs(&all))) {
        assert!(a.vector.cosine(&b.vector) > 0.999, "{}", a.vector.cosine(&b.vector));
    }
}

/// The packed engine with every kernel of this machine, on the weights of `sizes`.
fn packed(sizes: Sizes, storage: Storage) -> Vec<PackedModel> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fixture::write(folder.path(), sizes, storage);
    let files = ModelFolder::read(folder.path()).expect("a sound folder");
    PackedModel::kernels()
        .into_iter()
        .map(|name| PackedModel::with_kernel(&files, Some(name)).expect("loads"))
        .collect()
}

#[test]
fn every_kernel_stays_close_to_the_reference() {
    for sizes in [TINY, SMALL, WIDE] {
        let reference = load(sizes, Storage::Int8);
        let all = sentences(if sizes.hidden > 100 { 24 } else { 60 });
        let expected = encode(&reference, &refs(&all));
        for model in packed(sizes, Storage::Int8) {
            let found = model.encode(&refs(&all), &settings(512)).expect("encodes");
            for ((a, b), text) in found.iter().zip(&expected).zip(&all) {
                let cosine = a.vector.cosine(&b.vector);
                assert!(cosine > 0.99, "{} {} wide: {cosine} for {text}", model.kernel(), sizes.hidden);
                assert_eq!(a.wordpieces, b.wordpieces);
            }
        }
    }
}

#[test]
fn the_bits_of_the_packed_engine_do_not_depend_on_threads_or_neighbours() {
    let all = sentences(70);
    for model in packed(SMALL, Storage::Float) {
        let under = |threads: usize, budget: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| model.encode(&refs(&all), &settings(budget)).expect("encodes"))
        };
        let one = under(1, 512);
        assert_eq!(bits(&one), bits(&under(2, 512)), "two threads, {}", model.kernel());
        assert_eq!(bits(&one), bits(&under(3, 70)), "other batches, {}", model.kernel());
        for i in [0, 1, 5, 33, 69] {
            let alone = model.encode(&[&all[i]], &settings(512)).expect("encodes");
            assert_eq!(bits(&one[i..=i]), bits(&alone), "alone: sentence {i}, {}", model.kernel());
        }
    }
}

#[test]
fn a_kernel_that_is_not_there_is_refused_with_those_that_are() {
    let folder = ModelFolder::embedded().expect("a sound manifest");
    let error = PackedModel::with_kernel(&folder, Some("avx9000")).err().expect("no such kernel");
    assert!(error.to_string().contains("avx9000") && error.to_string().contains("portable"), "{error}");
}

/// The error of a sound folder after `break_it`.
fn error_of(break_it: impl Fn(&Path)) -> ModelError {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fixture::write(folder.path(), SMALL, Storage::Int8);
    break_it(folder.path());
    let result = ModelFolder::read(folder.path()).and_then(|files| CandleModel::load(&files, &Device::Cpu));
    result.err().expect("a broken folder is refused")
}

/// The folder with `from` in its `config.json` replaced and the manifest made anew.
fn edited_config(from: &str, to: &str) -> ModelError {
    error_of(|path| {
        let text = String::from_utf8(fixture::get(path, "config.json")).expect("JSON is UTF-8");
        assert!(text.contains(from), "{from} in {text}");
        fixture::put(path, "config.json", text.replace(from, to).as_bytes());
        fixture::seal(path);
    })
}

#[test]
fn a_broken_folder_says_what_is_wrong_and_how_to_mend_it() {
    #[expect(clippy::type_complexity, reason = "a table of cases")]
    let cases: [(&str, Box<dyn Fn() -> ModelError>); 9] = [
        (
            "cannot read model file",
            Box::new(|| error_of(|path| std::fs::remove_file(path.join("model.safetensors")).expect("is there"))),
        ),
        (
            "tokenizer.json` is not the one its manifest lists",
            Box::new(|| error_of(|path| fixture::put(path, "tokenizer.json", b"{}"))),
        ),
        ("not the JSON", Box::new(|| error_of(|path| fixture::put(path, "manifest.json", b"{")))),
        ("found `B-colour`", Box::new(|| edited_config("B-company", "B-colour"))),
        ("expected `hidden_act` gelu, found `relu`", Box::new(|| edited_config("gelu", "relu"))),
        ("expected `wirebrief.pooling` mean", Box::new(|| edited_config("mean", "cls"))),
        (
            "of shape [48, 48], found [96, 48]",
            Box::new(|| edited_config("\"intermediate_size\":96", "\"intermediate_size\":48")),
        ),
        (
            "expected tensor `bert.encoder.layer.2",
            Box::new(|| edited_config("\"num_hidden_layers\":2", "\"num_hidden_layers\":3")),
        ),
        (
            "not a safetensors file",
            Box::new(|| {
                error_of(|path| {
                    fixture::put(path, "model.safetensors", b"short");
                    fixture::seal(path);
                })
            }),
        ),
    ];
    for (expected, break_it) in cases {
        let error = break_it();
        assert!(error.to_string().contains(expected), "expected `{expected}` in: {error}");
        assert!(!error.hint().is_empty());
    }
}
