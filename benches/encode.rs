//! Wordpieces per second of the embedded model on invented news sentences, with every engine, on 1 thread and on all.
//!
//! `cargo bench --bench encode` prints one line a run: engine, threads, sentences, wordpieces, seconds, wordpieces per
//! second. Arguments choose engines: kernel names (`avx512-vnni`, `avx2`, `portable`) and `candle`.

use std::time::Instant;

use wirebrief::config::Settings;
use wirebrief::model::{CandleModel, Device, Encoder, ModelError, ModelFolder, PackedModel};

const N_SENTENCES: usize = 1_000;
const N_RUNS: usize = 3;

const OPENINGS: [&str; 6] = [
    "Shares in Tessera Foods fell",
    "Norlund Ports plc said on Monday that it would",
    "Ilse Varga, chief executive of Orinami Heavy Industries,",
    "The competition authority in Calvering opened an inquiry into",
    "Analysts at Quarrystone Bank expect",
    "Under the Clean Harbours Act,",
];
const PARTS: [&str; 8] = [
    "a quarterly loss of 41 million pounds",
    "the sale of its terminals in Redport and Oakhaven",
    "higher prices for freight, wheat and copper",
    "a ruling that takes effect on 3 March",
    "while 1,200 workers at three plants stayed away",
    "according to people who know of the talks",
    "compared with 3.4 percent a year earlier",
    "because demand in the north had weakened again",
];

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let mut names: Vec<&str> = given.iter().map(String::as_str).collect();
    if names.is_empty() {
        names = PackedModel::kernels();
        names.push("candle");
    }
    let folder = ModelFolder::embedded()?;
    let engines: Vec<(&str, Box<dyn Encoder>)> =
        names.into_iter().map(|name| Ok((name, engine(&folder, name)?))).collect::<Result<_, ModelError>>()?;
    let sentences: Vec<String> = (0..N_SENTENCES).map(sentence).collect();
    let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
    for _ in 0..N_RUNS {
        for (name, engine) in &engines {
            for n_threads in [1, 0] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build()?;
                pool.install(|| measure(name, engine.as_ref(), &texts))?;
            }
        }
    }
    Ok(())
}

fn engine(folder: &ModelFolder, name: &str) -> Result<Box<dyn Encoder>, ModelError> {
    if name == "candle" {
        return Ok(Box::new(CandleModel::load(folder, &Device::Cpu)?));
    }
    Ok(Box::new(PackedModel::with_kernel(folder, Some(name))?))
}

/// Sentence `i`: an opening, one to six parts, and its number, so that no two are the same.
fn sentence(i: usize) -> String {
    let parts: Vec<&str> = (0..=i % 6).map(|j| PARTS[(i / 6 + j * 3) % PARTS.len()]).collect();
    format!("{} {} ({i}).", OPENINGS[i % OPENINGS.len()], parts.join(", "))
}

#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark times and prints")]
fn measure(name: &str, model: &dyn Encoder, texts: &[&str]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let settings = Settings::embedded()?.model;
    let start = Instant::now();
    let encodings = model.encode(texts, &settings)?;
    let seconds = start.elapsed().as_secs_f64();
    let n_pieces: usize = encodings.iter().map(|encoding| encoding.wordpieces).sum();
    println!(
        "{name}, {} threads, {} sentences, {n_pieces} wordpieces, {seconds:.2} s, {:.0} wordpieces/s",
        rayon::current_num_threads(),
        texts.len(),
        n_pieces as f64 / seconds
    );
    Ok(())
}
