//! Our engines on the model that ships inside the program, called as the program calls them.

use anyhow::bail;
use wirebrief::config::Settings;
use wirebrief::model::{CandleModel, Device, Encoder, ModelFolder, PackedModel};

/// Serves `engine` (`packed`, `packed:KERNEL` or `candle`) on `n_threads` threads.
pub fn serve(engine: &str, sentences: &[String], n_threads: usize) -> anyhow::Result<()> {
    let encoder = encoder(engine)?;
    let settings = Settings::embedded()?.model;
    let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build()?;
    worker::serve(|| {
        let encodings = pool.install(|| encoder.encode(&texts, &settings))?;
        Ok(encodings.iter().map(|encoding| encoding.wordpieces as u64).sum())
    })
}

fn encoder(engine: &str) -> anyhow::Result<Box<dyn Encoder>> {
    let folder = ModelFolder::embedded()?;
    Ok(match engine.split_once(':') {
        None if engine == "packed" => Box::new(PackedModel::load(&folder)?),
        None if engine == "candle" => Box::new(CandleModel::load(&folder, &Device::Cpu)?),
        Some(("packed", kernel)) => Box::new(PackedModel::with_kernel(&folder, Some(kernel))?),
        _ => bail!("no engine `{engine}`"),
    })
}
