//! `wirebrief eval` of a folder with the tests of Recognizers-Text or quantulum3: figures by grammar alone, without a model.

use std::fs;
use std::path::{Path, PathBuf};

use wirebrief_eval::{FigureValue, OutsideFound, OutsideScores, OutsideSet, parse_outside};

use super::{figures, read};
use crate::clean;
use crate::cli::args::EvalArgs;
use crate::cli::{Failure, Outcome, print};
use crate::extract;
use crate::normalise::figure;
use crate::types::{Quantity, Value};

/// The sets below `path`, which is a folder or one file of JSON; empty where there are none.
pub(super) fn sets(path: &Path) -> Result<Vec<OutsideSet>, Failure> {
    let mut sets = Vec::new();
    for file in files(path)? {
        let name = file.strip_prefix(path).ok().filter(|name| name.iter().next().is_some()).unwrap_or(&file);
        let set = parse_outside(&name.display().to_string(), &read(&file)?);
        sets.extend(set.map_err(|error| Failure::new(error.to_string(), "the file is cut off or no JSON"))?);
    }
    Ok(sets)
}

/// Every file of JSON below `path`, sorted.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).map_err(|error| Failure::unreadable(&path, &error))?;
            open.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Scores the sets and prints a line each.
pub(super) fn run(sets: &[OutsideSet], args: &EvalArgs) -> Result<Outcome, Failure> {
    let mut rows = Vec::new();
    for set in sets {
        let (scores, faults) = OutsideScores::of(set, &found);
        if args.errors && !faults.is_empty() {
            print(&format!("{}\n{faults}\n", set.file))?;
        }
        rows.push((set.file.clone(), scores));
    }
    print(&OutsideScores::table(&rows))?;
    Ok(Outcome::Done)
}

/// The figures that `extract` gives without a model, and the plain numbers of the grammar.
fn found(text: &str) -> Vec<OutsideFound> {
    let mentions = clean::bare(text).map(|document| extract::figures(&document)).unwrap_or_default();
    let figure = |mention: &crate::types::Mention| {
        let value = FigureValue::parse(&figures::written(mention.value.as_ref()?))?;
        Some(OutsideFound { start: mention.span.start(), end: mention.span.end(), value })
    };
    let number = |number: figure::Number| {
        let value = Value::Quantity(Quantity { amount: number.amount, unit: String::new() });
        let place = (number.span.start(), number.span.end());
        Some(OutsideFound::number(place, FigureValue::parse(&figures::written(&value))?))
    };
    mentions.iter().filter_map(figure).chain(figure::numbers(text).into_iter().filter_map(number)).collect()
}
