//! The command line as typed: commands, flags, and the help that teaches them.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::config::{Meaning, UnknownMeaning};
use crate::model::DeviceName;

const EXAMPLES: &str = "\
Examples:
  wirebrief run corpora/sample --out out            briefs of a folder of files, on the embedded model
  zcat day.jsonl.gz | wirebrief run - --field text=inhoud --out out
                                                    briefs of standard input, one field named by hand
  wirebrief verify out                              prove every span, value and claim of that run
  wirebrief serve out                               read that run in a browser
  wirebrief explain corpora/sample/fintech-desk.txt what each stage makes of one article
  echo '{\"id\":1,\"text\":\"Vela AB paid $5m.\"}' | wirebrief extract

Exit status: 0 done; 1 done, with rejected records under --strict, a failed proof or a score below its floor; 2 failed.";

const RUN_EXAMPLES: &str = "\
Examples:
  wirebrief run dumps/2026-05-04 --out out                                one day by itself
  wirebrief run dumps/2026-05-04 --out out/2026-05-04 --store days.db     the first day of many
  wirebrief run dumps/2026-05-05 --out out/2026-05-05 --store days.db     the next: its stories go on where they were

With --store, stories are built over the documents of the days around the edition (`window_days` under `[store]`), and
keep their ids as they grow, split and merge. Nothing is encoded twice. A day is added whole or not at all: after a run
that was killed, give the same command again, and it goes on from the last batch that was encoded. The same day again
takes in what is new or corrected and writes its edition anew. Give each day's file its own name: documents are known by file and record.

Lines of --links name documents by id (documents.jsonl), by path, or by path#record; `#` begins a comment:
  must-link d3333e1fdb83d9eba corpora/sample/aegean-post.txt
  cannot-link corpora/sample/feed.jsonl#line:2 corpora/sample/city-evening.txt   # another company of that name
`wirebrief why A B` shows what spoke for a pair. A line that names no document of the run is left out with a warning.";

const WHY_EXAMPLES: &str = "\
Examples:
  wirebrief why d3333e1fdb83d9eba d99f3e604946e846d --run out
  wirebrief why corpora/sample/aegean-post.txt corpora/sample/city-evening.txt --run out
  wirebrief why dumps/day.jsonl#line:4 d99f3e604946e846d --store days.db

Prints each channel with what it says, its weight and what it adds; the sum as a score beside the bar; whatever else
decided (days apart, roundups, `--links`, the other documents of the two stories); and where each document ended.
With --run the inputs are read and encoded again, which takes as long as the run; with --store nothing is encoded.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  wirebrief verify out                                        prove a run of wirebrief
  wirebrief verify --brief morning.md --sources dumps/today   prove a brief that a person or a program wrote
  wirebrief verify --brief morning.md --sources a.html b.txt --all    with the place that supports each thing

Of a brief, every figure, day, law, name, number and quotation is looked for in the sources. A figure holds where a source
gives the same value under the same bound (`$5m` and `5 million dollars`), or a tighter one (`about 15%` of `15.2%`); days are
settled against each source's day of publication; quotations must be word for word, but for [ ] and ellipses. Left out: code,
addresses of links, HTML. What is proved is that it was written, not that it was understood: read the place given by --all.

  FAULT morning.md:3: money `$5.4 million` is in no source; nearest is `$4.5 million` in a.html, bytes 1204..1216
  NOTE  morning.md:7: quantity `12 plants` is `12 factories` in b.txt, bytes 88..100

Exit status: 0 proved, 1 not proved.";

const BRIEF_EXAMPLES: &str = "\
Examples:
  wirebrief brief --date 2026-05-04 --store days.db               the brief of that day as Markdown, on stdout
  wirebrief brief --date 2026-05-04 --store days.db --out again   DATE.json, DATE.md and DATE.html, byte for byte as the
                                                                  run wrote them under briefs/";

const EXPORT_EXAMPLES: &str = "\
Examples:
  wirebrief export out --out tables                       documents, mentions, stories, claims, citations as .parquet
  wirebrief export --store days.db --out tables --format csv
  duckdb -c \"SELECT subject, metric, amount, currency FROM 'tables/mentions.parquet' WHERE kind = 'money'\"

Tables: documents (one row each, with the day it came), mentions (the value of each in columns: amount, low, high, bound,
currency, unit, first_day, last_day, ids of laws, what a figure is about), stories (one row a story and day), claims and
citations (joined by day, story, part and n). `amount` is the nearest 64-bit number, `amount_exact` the exact one.";

const SERVE_EXAMPLES: &str = "\
Examples:
  wirebrief serve out                    one edition, at http://127.0.0.1:4040/
  wirebrief serve out/2026-05-*          several days, with a date picker and one search over all
  wirebrief serve --store days.db        all days of a store; its sources are in it, wherever it lies
  wirebrief serve out --port 0           any free port; the address is the last line printed
  wirebrief serve out --host 0.0.0.0     for the whole network: anyone who reaches it reads everything in the run

Start it in the folder in which the run was made, so that its inputs are found again: a citation opens the passage in
the source itself; a store holds them. Runs are read once, at the start; after a new run start it again. Ctrl-C ends it.";

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
    /// Companies of your own, in CSV or TSV: name, and any of aliases, ticker, lei, wikidata. Found wherever they stand
    #[arg(long, global = true, env = "WIREBRIEF_COMPANIES", value_name = "FILE")]
    pub(super) companies: Option<PathBuf>,
    /// Laws of your own, in CSV or TSV: name, and any of short, acronyms, type, jurisdiction, status, since, celex, eli,
    /// public_law, us_code, number. One named as a bundled law stands in its place
    #[arg(long, global = true, env = "WIREBRIEF_REGULATIONS", value_name = "FILE")]
    pub(super) regulations: Option<PathBuf>,
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
    #[command(after_help = RUN_EXAMPLES)]
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
    /// Re-read every source of a run and prove every span, value and claim; or prove a text that someone else wrote
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(VerifyArgs),
    /// Show how clean the texts of a run were, source by source
    Hygiene {
        /// Folder written by `wirebrief run`
        dir: PathBuf,
        /// Print JSON: the section `hygiene` of run.json
        #[arg(long)]
        json: bool,
    },
    /// Show why two documents are in one story, or in two
    #[command(after_help = WHY_EXAMPLES)]
    Why(WhyArgs),
    /// Write a run or a store as tables for DuckDB, Polars and pandas
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArgs),
    /// Show finished runs in a browser: editions, stories, source passages, companies, laws, search
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Write the edition of any day of a store again
    #[command(after_help = BRIEF_EXAMPLES)]
    Brief(BriefArgs),
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
    /// Database of other days to build on and to add this one to; made where there is none
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// Day of the edition; by default the latest day most documents were published on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<Date>,
    /// File of pairs that are one story, or two, whatever the scores: lines `must-link A B` and `cannot-link A B`
    #[arg(long, value_name = "FILE")]
    pub(super) links: Option<PathBuf>,
    /// Also write pairs.jsonl: every pair of documents that was compared, with what each channel says, for fitting weights
    #[arg(long)]
    pub(super) pairs: bool,
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

/// Flags of `brief`.
#[derive(Debug, Args)]
pub(super) struct BriefArgs {
    /// Database written by `wirebrief run --store`
    #[arg(long, value_name = "FILE")]
    pub(super) store: PathBuf,
    /// Day of the edition
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Date,
    /// Folder to write DATE.json, DATE.md and DATE.html into; without it, Markdown is printed
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

/// Flags of `verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Folder written by `wirebrief run`
    #[arg(value_name = "DIR", required_unless_present = "brief", conflicts_with = "brief")]
    pub(super) dir: Option<PathBuf>,
    /// Markdown or plain text written by a person or another program, instead of a run
    #[arg(long, value_name = "FILE", requires = "sources")]
    pub(super) brief: Option<PathBuf>,
    /// What it was written from: files and folders of any format that `run` reads
    #[arg(long, value_name = "INPUT", requires = "brief", num_args = 1..)]
    pub(super) sources: Vec<PathBuf>,
    /// List what is supported too, each with the place that supports it
    #[arg(long, requires = "brief")]
    pub(super) all: bool,
    /// Check figures, days, laws, numbers and quotations alone: names are found by the model
    #[arg(long, requires = "brief")]
    pub(super) no_model: bool,
}

/// Flags of `why`.
#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    /// A document: its id in documents.jsonl, its path, or `path#record`
    #[arg(value_name = "A")]
    pub(super) a: String,
    /// Another
    #[arg(value_name = "B")]
    pub(super) b: String,
    /// Folder written by `wirebrief run`
    #[arg(long, value_name = "DIR", required_unless_present = "store", conflicts_with = "store")]
    pub(super) run: Option<PathBuf>,
    /// Database written by `wirebrief run --store`
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// File of pairs decided by hand that the run was given
    #[arg(long, value_name = "FILE")]
    pub(super) links: Option<PathBuf>,
}

/// Flags of `export`.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Folder written by `wirebrief run`
    #[arg(value_name = "DIR", required_unless_present = "store", conflicts_with = "store")]
    pub(super) dir: Option<PathBuf>,
    /// Database written by `wirebrief run --store`: all its days
    #[arg(long, value_name = "FILE")]
    pub(super) store: Option<PathBuf>,
    /// Folder to write the tables into; tables of that name are replaced
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// How to write them
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = TableFormat::Parquet)]
    pub(super) format: TableFormat,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// Apache Parquet
    Parquet,
    /// Comma-separated values
    Csv,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Folders written by `wirebrief run`, one a day
    #[arg(value_name = "DIR", required_unless_present = "store")]
    pub(super) dirs: Vec<PathBuf>,
    /// Database written by `wirebrief run --store`, instead of folders: all its days
    #[arg(long, value_name = "FILE", conflicts_with = "dirs")]
    pub(super) store: Option<PathBuf>,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 4040)]
    pub(super) port: u16,
    /// Address to listen on. Any but a loopback address lets other machines read the runs, without a password
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(super) host: IpAddr,
}

/// Flags of `eval`.
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Folder or file of gold: .jsonl files of {"id","text","kinds","spans"}; .txt files of marked texts (figures,
    /// regulations, companies, stories); a folder of pages with an evaldata.json; or a folder with the tests of
    /// Recognizers-Text or quantulum3 (figures by grammar alone)
    #[arg(value_name = "GOLD")]
    pub(super) gold: PathBuf,
    /// TOML file of floors; a score below one ends with status 1
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// List every miss and false find after the table; of pages, those of the half that rules are tuned on
    #[arg(long)]
    pub(super) errors: bool,
    /// Which marked texts to score: those rules are tuned on (odd numbers), those held back (even), or all
    #[arg(long, value_name = "PART", value_enum, default_value_t = Part::All)]
    pub(super) part: Part,
    /// For fitting weights: of stories, write every pair of figures that is compared; of figures, every candidate for
    /// owner, measure and time; with their features
    #[arg(long, value_name = "FILE")]
    pub(super) pairs: Option<PathBuf>,
}

/// A part of the marked texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// Looked at while the program is worked on.
    Tuning,
    /// Only measured.
    Held,
    /// Both.
    All,
}
