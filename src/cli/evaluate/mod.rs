//! `wirebrief eval`: tells which gold it is given, and scores the program against it.
//!
//! Gold of spans ([`spans`]), of web pages ([`pages`]), marked texts ([`marked`]) and the tests of other programs
//! ([`outside`]) each have their own scores; floors are for spans alone, parts for marked texts alone.

mod companies;
mod figures;
mod marked;
mod outside;
mod pages;
mod regulations;
mod spans;
mod stories;

use std::fs;
use std::path::Path;

use super::args::{EvalArgs, Global, Part};
use super::{Failure, Outcome};
use crate::config::Settings;

pub(super) fn run(args: &EvalArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let is_pages = pages::is_gold(&args.gold);
    let marked = if is_pages { Vec::new() } else { marked::files(&args.gold)? };
    let outside = if is_pages || !marked.is_empty() { Vec::new() } else { outside::sets(&args.gold)? };
    if args.baseline.is_some() && (is_pages || !marked.is_empty() || !outside.is_empty()) {
        return Err(Failure::new(
            "floors are for gold of spans, not for pages, marked texts or tests of other programs",
            "leave `--baseline` out",
        ));
    }
    if args.part != Part::All && marked.is_empty() {
        return Err(Failure::new("parts are for marked texts", "leave `--part` out"));
    }
    if is_pages {
        pages::run(args, settings)
    } else if !outside.is_empty() {
        outside::run(&outside, args)
    } else if marked.is_empty() {
        spans::run(args, global, settings)
    } else {
        marked::run(&marked, args, global, settings)
    }
}

#[expect(clippy::disallowed_methods, reason = "the cli reads gold and floors")]
fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))
}
