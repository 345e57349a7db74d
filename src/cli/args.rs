//! The command line as typed: commands, flags, and the help that teaches them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::config::{Meaning, UnknownMeaning};
use crate::model::DeviceName;

const EXAMPLES: &str = "\
Examples:
  wirebrief run corpora/sample --out out            briefs of a folder of files, on the embedded model
  zcat day.jsonl.gz | wirebrief run - --field text=inhoud --out out
                                                    briefs of standard input, one field named by hand
  wirebrief verify out                              prove every span, value and claim of that run
  wirebrief explain corpora/sample/fintech-desk.txt what each stage makes of one article
  echo '{\"id\":1,\"text\":\"Vela AB paid $5m.\"}' | wirebrief extract

Exit status: 0 done; 1 done, with rejected records under --strict, a failed proof or a score below its floor; 2 failed.";

/// Turns news dumps into cited briefs: companies, figures and regulations, found by a local model, every statement
/// pointing at the bytes it came from.
#[derive(Debug, Parser)]
#[command(name = "wirebrief", version, about, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(super) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    /// Settings that hold for every command.
    #[command(flatten)]
    pub(super) global: Global,
}

/// Settings that hold for every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// TOML file whose keys override the default settings
    #[arg(long, global = true, env = "WIREBRIEF_SETTINGS", value_name = "FILE")]
    pub(super) settings: Option<PathBuf>,
    /// Folder of another model (config.json, tokenizer.json, model.safetensors), instead of the embedded one
    #[arg(long, global = true, env = "WIREBRIEF_MODEL", value_name = "DIR")]
    pub(super) model: Option<PathBuf>,
    /// Where the model runs: cpu, cuda, cuda:N or metal. A device this build or machine lacks is an error
    #[arg(long, global = true, env = "WIREBRIEF_DEVICE", value_name = "DEVICE", default_value = "cpu")]
    pub(super) device: DeviceName,
    /// Kernel for the processor: avx512-vnni, avx2, portable, or reference (f32); the best by default
    #[arg(long, global = true, env = "WIREBRIEF_KERNEL", value_name = "NAME")]
    pub(super) kernel: Option<String>,
    /// Threads to use; all cores by default. The output does not depend on it
    #[arg(long, global = true, env = "WIREBRIEF_THREADS", value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Say nothing but errors and results
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read dumps and write documents, mentions, stories and briefs
    Run(RunArgs),
    /// Filter: {"id","text"} lines in, {"id","mentions"} lines out, same order, nothing skipped
    Extract,
    /// Print the article text of one page, text or dump
    Clean {
        /// File to clean
        file: PathBuf,
        /// Also list what was dropped, with byte ranges and reasons, on stderr
        #[arg(long)]
        dropped: bool,
    },
    /// Show what every stage makes of one article
    Explain {
        /// File to explain
        file: PathBuf,
    },
    /// Re-read every source of a run and prove every span, value and claim
    Verify {
        /// Folder written by `wirebrief run`
        dir: PathBuf,
    },
    /// Score the extraction against gold
    Eval(EvalArgs),
    /// Show the model, device and kernel that will be used, and why
    Models,
}

/// Flags of `run`.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Files, folders and `-` for standard input. Told by content: text, HTML, JSON, JSONL, ninjs, CSV, TSV, Parquet, RSS,
    /// Atom, JSON Feed, NewsML-G2, NITF, mbox, EML, WARC, WET, ARC, Reuters SGML; also as gz, bz2, zst, xz, lz4, zip or tar
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Field of JSON, CSV and Parquet records that holds a thing, instead of the inferred one; may be repeated. Things:
    /// id, text, title, published, publisher, url, language
    #[arg(long = "field", value_name = "THING=NAME", value_parser = field)]
    pub(super) fields: Vec<(Meaning, String)>,
    /// Run without a model: figures and laws by grammar alone, no names, stories by wording alone
    #[arg(long)]
    pub(super) no_model: bool,
    /// Folder to write into: new, empty, or an earlier run
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Day of the edition; by default the latest day most documents were published on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// End with status 1 where any record was rejected
    #[arg(long)]
    pub(super) strict: bool,
}

/// `title=headline`, parted.
fn field(text: &str) -> Result<(Meaning, String), String> {
    let (meaning, name) = text.split_once('=').ok_or("expected THING=NAME, such as title=headline")?;
    let meaning = meaning.trim().parse::<Meaning>().map_err(|error: UnknownMeaning| error.to_string())?;
    let name = name.trim();
    if name.is_empty() {
        Err("expected the name of a field after `=`".to_owned())
    } else {
        Ok((meaning, name.to_owned()))
    }
}

/// Flags of `eval`.
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Folder of gold: .jsonl files of {"id","text","kinds","spans"}; or of pages with an evaldata.json
    #[arg(value_name = "GOLD")]
    pub(super) gold: PathBuf,
    /// TOML file of floors; a score below one ends with status 1
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// List every miss and false find after the table; of pages, those of the half that rules are tuned on
    #[arg(long)]
    pub(super) errors: bool,
}
