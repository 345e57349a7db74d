//! Our engines and the arithmetic peaks of the machine, as workers of `run.py`.
//!
//! `peers worker ENGINE SENTENCES THREADS` serves one engine: `packed`, `packed:KERNEL`, `candle`, `peak-fp32`,
//! `peak-int8` (either with `:avx2`). `peers kernels` prints the kernels that this process may use, best first.

mod ours;
#[cfg(target_arch = "x86_64")]
mod peak;
#[cfg(not(target_arch = "x86_64"))]
#[path = "peak/absent.rs"]
mod peak;

use std::path::Path;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["kernels"] => {
            println!("{}", wirebrief::model::PackedModel::kernels().join(" "));
            Ok(())
        }
        ["worker", engine, sentences, threads] => {
            let n_threads = threads.parse().with_context(|| format!("`{threads}` is no number of threads"))?;
            serve(engine, Path::new(sentences), n_threads)
        }
        _ => bail!("expected `worker ENGINE SENTENCES THREADS` or `kernels`"),
    }
}

fn serve(engine: &str, sentences: &Path, n_threads: usize) -> anyhow::Result<()> {
    if let Some(peak) = peak::named(engine) {
        let peak = peak?;
        return worker::serve(|| Ok(peak.run(n_threads)));
    }
    ours::serve(engine, &worker::sentences(sentences)?, n_threads)
}
