//! `wirebrief models`, and loading the model every command uses.

use super::args::Global;
use super::{Failure, Outcome, print};
use crate::model::{Cached, CandleModel, DeviceName, Encoder, ModelFolder, NoModel, PackedModel, open_device};
use crate::store::ModelRecord;

/// Name of the kernel that computes in f32 on candle tensors.
const REFERENCE: &str = "reference";

/// A model ready to run, with what `run.json` says of it.
pub(super) struct Loaded {
    encoder: Cached<Box<dyn Encoder>>,
    record: ModelRecord,
}

impl Loaded {
    pub(super) fn encoder(&self) -> &dyn Encoder {
        &self.encoder
    }

    pub(super) fn record(&self) -> ModelRecord {
        self.record.clone()
    }
}

/// An encoder, where it runs and why there.
struct Engine {
    encoder: Box<dyn Encoder>,
    kernel: String,
    why: String,
}

/// The folder given with `--model`, or the embedded one.
fn folder(global: &Global) -> Result<ModelFolder, Failure> {
    let folder = match &global.model {
        Some(path) => ModelFolder::read(path)?,
        None => ModelFolder::embedded()?,
    };
    Ok(folder)
}

/// The engine that the flags ask for.
fn engine(folder: &ModelFolder, global: &Global) -> Result<Engine, Failure> {
    let device = open_device(global.device)?;
    let on_processor = global.device == DeviceName::Cpu;
    if on_processor && global.kernel.as_deref() != Some(REFERENCE) {
        let model = PackedModel::with_kernel(folder, global.kernel.as_deref())?;
        let why = if global.kernel.is_some() { "asked for" } else { "the fastest this machine can run" };
        return Ok(Engine {
            kernel: format!("packed int8, {}", model.kernel()),
            encoder: Box::new(model),
            why: why.into(),
        });
    }
    if let (false, Some(kernel)) = (on_processor, &global.kernel) {
        return Err(Failure::from(crate::model::ModelError::Kernel {
            asked: kernel.clone(),
            available: format!("on {} only candle's own", global.device),
        }));
    }
    let model = CandleModel::load(folder, &device)?;
    Ok(Engine { encoder: Box::new(model), kernel: "candle f32".to_owned(), why: "asked for".to_owned() })
}

/// The model given with `--model`, or the embedded one, on the device it will run on.
pub(super) fn load(global: &Global) -> Result<Loaded, Failure> {
    let folder = folder(global)?;
    let engine = engine(&folder, global)?;
    let record = ModelRecord {
        name: folder.manifest.name.clone(),
        sha256: folder.fingerprint().to_owned(),
        device: format!("{}, {}", global.device, engine.kernel),
    };
    Ok(Loaded { encoder: Cached::new(engine.encoder), record })
}

/// No model.
pub(super) fn none() -> Loaded {
    let record = ModelRecord { name: "none".to_owned(), sha256: String::new(), device: "none".to_owned() };
    let encoder: Box<dyn Encoder> = Box::new(NoModel);
    Loaded { encoder: Cached::new(encoder), record }
}

/// Says which model, device and kernel will be used, and why.
pub(super) fn run(global: &Global) -> Result<Outcome, Failure> {
    let folder = folder(global)?;
    let engine = engine(&folder, global)?;
    let text = format!(
        "model    {} (from {})\nsha256   {}\nsize     {:.1} MB of weights\ndevice   {}, {} threads; this build has {}\nkernel   {} ({}); this machine has {}, {REFERENCE}\n",
        folder.manifest.name,
        folder.origin,
        folder.fingerprint(),
        folder.weights.len() as f64 / 1e6,
        global.device,
        rayon::current_num_threads(),
        devices(),
        engine.kernel,
        engine.why,
        PackedModel::kernels().join(", "),
    );
    print(&text)?;
    Ok(Outcome::Done)
}

/// Devices this build can ask for.
fn devices() -> String {
    let mut names = vec!["cpu"];
    if cfg!(feature = "cuda") {
        names.push("cuda");
    }
    if cfg!(feature = "metal") {
        names.push("metal");
    }
    names.join(", ")
}
