//! `wirebrief models`, and loading the model every command uses.

use super::args::Global;
use super::{Failure, Outcome, print};
use crate::model::{CandleModel, Device, Encoder, ModelFolder};
use crate::store::ModelRecord;

/// A model ready to run, with what `run.json` says of it.
pub(super) struct Loaded {
    model: CandleModel,
    record: ModelRecord,
}

impl Loaded {
    pub(super) fn encoder(&self) -> &dyn Encoder {
        &self.model
    }

    pub(super) fn record(&self) -> ModelRecord {
        self.record.clone()
    }
}

/// The folder given with `--model`, or the embedded one.
fn folder(global: &Global) -> Result<ModelFolder, Failure> {
    let folder = match &global.model {
        Some(path) => ModelFolder::read(path)?,
        None => ModelFolder::embedded()?,
    };
    Ok(folder)
}

/// The model given with `--model`, or the embedded one, on the device it will run on.
pub(super) fn load(global: &Global) -> Result<Loaded, Failure> {
    let folder = folder(global)?;
    let model = CandleModel::load(&folder, &Device::Cpu)?;
    let record = ModelRecord {
        name: folder.manifest.name.clone(),
        sha256: folder.fingerprint().to_owned(),
        device: "cpu, fp32".to_owned(),
    };
    Ok(Loaded { model, record })
}

/// Says which model, device and kernel will be used, and why.
pub(super) fn run(global: &Global) -> Result<Outcome, Failure> {
    let folder = folder(global)?;
    CandleModel::load(&folder, &Device::Cpu)?;
    let text = format!(
        "model    {} (from {})\nsha256   {}\nsize     {:.1} MB of weights\ndevice   cpu, {} threads: the only device this build has\nkernel   candle fp32 ({})\n",
        folder.manifest.name,
        folder.origin,
        folder.fingerprint(),
        folder.weights.len() as f64 / 1e6,
        rayon::current_num_threads(),
        instructions(),
    );
    print(&text)?;
    Ok(Outcome::Done)
}

/// The widest vector instructions this machine has, which candle's matrix product picks at run time.
fn instructions() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") {
            return "AVX-512 found at run time";
        }
        if std::arch::is_x86_feature_detected!("fma") {
            return "AVX2 and FMA found at run time";
        }
        "SSE2"
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        "NEON"
    }
}
