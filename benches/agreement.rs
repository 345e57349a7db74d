//! How far each kernel of this machine is from the f32 reference, on sentences of our own annotated articles.
//!
//! `cargo bench --bench agreement` prints one line a kernel: sentences, mean and least cosine of their vectors, and the
//! share of words whose name differs (kind, or where it begins or ends). An argument sets how many sentences.

use std::path::Path;

use wirebrief::config::Settings;
use wirebrief::model::{CandleModel, Device, Encoder, ModelFolder, PackedModel, SentenceEncoding};

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Fault> {
    let given = std::env::args().skip(1).find_map(|arg| arg.parse::<usize>().ok());
    let sentences = sentences(given.unwrap_or(2_000))?;
    let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let folder = ModelFolder::embedded()?;
    let settings = Settings::embedded()?.model;
    let reference = CandleModel::load(&folder, &Device::Cpu)?.encode(&texts, &settings)?;
    for name in PackedModel::kernels() {
        let found = PackedModel::with_kernel(&folder, Some(name))?.encode(&texts, &settings)?;
        report(name, &texts, &reference, &found);
    }
    Ok(())
}

/// `n` lines of at least four words, evenly spread over `corpora/annotated`.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]
fn sentences(n: usize) -> Result<Vec<String>, Fault> {
    let mut folders: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/annotated"))?
        .map(|entry| entry.map(|entry| entry.path().join("articles.jsonl")))
        .collect::<Result<_, _>>()?;
    folders.retain(|path| path.is_file());
    folders.sort();
    let mut all = Vec::new();
    for path in folders {
        for line in std::fs::read_to_string(path)?.lines() {
            let article: serde_json::Value = serde_json::from_str(line)?;
            let text = article["text"].as_str().unwrap_or_default();
            all.extend(text.lines().filter(|line| line.split_whitespace().count() >= 4).map(str::to_owned));
        }
    }
    let step = (all.len() / n.max(1)).max(1);
    Ok(all.into_iter().step_by(step).take(n).collect())
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn report(name: &str, texts: &[&str], reference: &[SentenceEncoding], found: &[SentenceEncoding]) {
    let cosines: Vec<f32> = reference.iter().zip(found).map(|(a, b)| a.vector.cosine(&b.vector)).collect();
    let (mut words, mut different) = (0, 0);
    for (text, (a, b)) in texts.iter().zip(reference.iter().zip(found)) {
        for word in word_starts(text) {
            words += 1;
            different += usize::from(label(a, word) != label(b, word));
        }
    }
    println!(
        "{name}: {} sentences, cosine mean {:.5}, least {:.5}; {different} of {words} words differ ({:.3} %)",
        texts.len(),
        cosines.iter().sum::<f32>() / cosines.len() as f32,
        cosines.iter().copied().fold(1.0, f32::min),
        100.0 * different as f64 / f64::from(words as u32)
    );
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    text.split_whitespace().map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
}

/// Kind and bounds of the name that covers the byte `at`.
fn label(encoding: &SentenceEncoding, at: usize) -> Option<(String, usize, usize)> {
    let name = encoding.names.iter().find(|name| name.span.start() <= at && at < name.span.end())?;
    Some((name.kind.name().to_owned(), name.span.start(), name.span.end()))
}
