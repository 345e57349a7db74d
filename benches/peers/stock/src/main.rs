//! candle-transformers' `BertModel` as its own example uses it, as a worker of `run.py`.
//!
//! `stock worker candle-stock SENTENCES THREADS MODEL_FOLDER`: sentences sorted by length, batches of 32 padded to their
//! longest. The number of threads of candle's products is `RAYON_NUM_THREADS`, which `run.py` sets.

use std::path::Path;

use anyhow::{Context, bail};
use candle_core::{Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config, DTYPE};
use tokenizers::{Encoding, Tokenizer};

const BATCH: usize = 32;

struct Stock {
    tokenizer: Tokenizer,
    model: BertModel,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [_, _, sentences, threads, folder] = &args[..] else {
        bail!("expected `worker candle-stock SENTENCES THREADS MODEL_FOLDER`");
    };
    if std::env::var("RAYON_NUM_THREADS").as_ref() != Ok(threads) {
        bail!("expected RAYON_NUM_THREADS={threads}");
    }
    let stock = Stock::load(Path::new(folder))?;
    let sentences = worker::sentences(Path::new(sentences))?;
    worker::serve(|| stock.run(&sentences))
}

impl Stock {
    fn load(folder: &Path) -> anyhow::Result<Self> {
        let config: Config = serde_json::from_slice(&std::fs::read(folder.join("config.json"))?)?;
        let weights = std::fs::read(folder.join("model.safetensors"))?;
        let vars = VarBuilder::from_buffered_safetensors(weights, DTYPE, &Device::Cpu)?;
        let mut tokenizer = Tokenizer::from_file(folder.join("tokenizer.json")).map_err(anyhow::Error::from_boxed)?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(anyhow::Error::from_boxed)?;
        Ok(Self { tokenizer, model: BertModel::load(vars, &config)? })
    }

    /// Wordpieces of all sentences, encoded.
    fn run(&self, sentences: &[String]) -> anyhow::Result<u64> {
        let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let mut encodings = self.tokenizer.encode_batch(texts, true).map_err(anyhow::Error::from_boxed)?;
        encodings.sort_by_key(Encoding::len);
        for batch in encodings.chunks(BATCH) {
            self.hidden(batch)?;
        }
        Ok(encodings.iter().map(|encoding| encoding.len() as u64).sum())
    }

    fn hidden(&self, batch: &[Encoding]) -> anyhow::Result<Tensor> {
        let width = batch.iter().map(Encoding::len).max().context("an empty batch")?;
        let padded = |numbers: fn(&Encoding) -> &[u32]| -> candle_core::Result<Tensor> {
            let mut rows = Vec::with_capacity(batch.len() * width);
            for encoding in batch {
                rows.extend_from_slice(numbers(encoding));
                rows.resize(rows.len() + width - encoding.len(), 0);
            }
            Tensor::from_vec(rows, (batch.len(), width), &Device::Cpu)
        };
        let ids = padded(Encoding::get_ids)?;
        let mask = padded(Encoding::get_attention_mask)?;
        Ok(self.model.forward(&ids, &ids.zeros_like()?, Some(&mask))?)
    }
}
