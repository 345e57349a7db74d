//! `wirebrief models`, and loading the model every command uses.

use std::path::PathBuf;

use super::args::Global;
use super::{Failure, Outcome, print, text};
use crate::model::{Cached, CandleModel, DeviceName, Encoder, ModelFolder, NoModel, PackedModel, open_device};
use crate::normalise::{Own, Tables};
use crate::pipeline::Reader;
use crate::store::ModelRecord;

/// Name of the kernel that computes in f32 on candle tensors.
const REFERENCE: &str = "reference";

/// A model ready to run, with what `run.json` says of it.
pub(super) struct Loaded {
    encoder: Box<dyn Encoder>,
    tables: Option<Tables>,
    record: ModelRecord,
}

impl Loaded {
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { encoder: &*self.encoder, tables: self.tables() }
    }

    pub(super) fn encoder(&self) -> &dyn Encoder {
        &*self.encoder
    }

    pub(super) fn tables(&self) -> &Tables {
        self.tables.as_ref().unwrap_or(Tables::bundled())
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
    let tables = tables(global)?;
    let record = ModelRecord {
        name: folder.manifest.name.clone(),
        sha256: folder.fingerprint().to_owned(),
        device: format!("{}, {}", global.device, engine.kernel),
        tables: fingerprint(tables.as_ref()),
    };
    Ok(Loaded { encoder: Box::new(Cached::new(engine.encoder)), tables, record })
}

/// No model.
pub(super) fn none(global: &Global) -> Result<Loaded, Failure> {
    let tables = tables(global)?;
    let (name, device) = ("none".to_owned(), "none".to_owned());
    let record = ModelRecord { name, sha256: String::new(), device, tables: fingerprint(tables.as_ref()) };
    Ok(Loaded { encoder: Box::new(NoModel), tables, record })
}

fn fingerprint(tables: Option<&Tables>) -> String {
    tables.map_or_else(String::new, |tables| tables.fingerprint().to_owned())
}

/// The tables with the rows of `--companies` and `--regulations`; `None` where neither is given.
fn tables(global: &Global) -> Result<Option<Tables>, Failure> {
    let read = |path: &Option<PathBuf>| -> Result<Option<(String, String)>, Failure> {
        let Some(path) = path else { return Ok(None) };
        Ok(Some((path.display().to_string(), text(path)?)))
    };
    let (companies, regulations) = (read(&global.companies)?, read(&global.regulations)?);
    if companies.is_none() && regulations.is_none() {
        return Ok(None);
    }
    let [companies, regulations] =
        [&companies, &regulations].map(|file| file.as_ref().map(|(name, text)| (name.as_str(), text.as_str())));
    Ok(Some(Tables::with(Own { companies, regulations })?))
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
