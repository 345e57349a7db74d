//! The command line: typed arguments → settled configuration → one command.
//!
//! Data goes to stdout, everything else to stderr. Translates and nothing else: what is done stands in the stages.

mod args;
mod brief;
mod evaluate;
mod export;
mod failure;
mod filter;
mod hygiene;
mod inspect;
mod links;
mod models;
mod progress;
mod run;
mod serve;
mod verify;
mod why;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::config::Settings;
use args::{Cli, Command, Global};
use failure::Failure;

/// How a command that ran ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All well: exit 0.
    Done,
    /// Done, with something the caller asked to be told of: exit 1.
    Flawed,
}

/// Reads the arguments, runs the command, says what went wrong.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = settle(&cli.global).and_then(|settings| dispatch(&cli, &settings));
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Flawed) => ExitCode::from(1),
        // The reader of our output went away (`| head`): nothing is wrong.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = failure.print(&mut io::stderr());
            ExitCode::from(2)
        }
    }
}

fn settle(global: &Global) -> Result<Settings, Failure> {
    if let Some(threads) = global.threads {
        let built = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        built.map_err(|error| {
            Failure::new(format!("cannot start {threads} threads: {error}"), "name fewer with `--threads`")
        })?;
    }
    match &global.settings {
        Some(path) => Settings::load(path),
        None => Settings::embedded(),
    }
    .map_err(Failure::from)
}

fn dispatch(cli: &Cli, settings: &Settings) -> Result<Outcome, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Run(args) => run::run(args, global, settings),
        Command::Extract => filter::run(global, settings),
        Command::Clean { file, dropped } => inspect::clean(file, *dropped, settings),
        Command::Explain { file } => inspect::explain(file, global, settings),
        Command::Verify(args) => verify::run(args, global, settings),
        Command::Hygiene { dir, json } => hygiene::run(dir, *json),
        Command::Brief(args) => brief::run(args),
        Command::Why(args) => why::run(args, global, settings),
        Command::Export(args) => export::run(args),
        Command::Serve(args) => serve::run(args, global, settings),
        Command::Eval(args) => evaluate::run(args, global, settings),
        Command::Models => models::run(global),
    }
}

/// The text of a file that the user names, in UTF-8.
fn text(path: &Path) -> Result<String, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the cli reads what it is given")]
    let bytes = std::fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(
            format!("expected UTF-8 in `{}`, found another byte at {at}", path.display()),
            "save it as UTF-8 text",
        )
    })
}

/// Writes `text` to stdout.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::stdout(&error))
}

/// Writes a line to stderr; where that fails there is nowhere left to say so.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
