//! `wirebrief brief`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::args::BriefArgs;
use super::failure::OUT;
use super::{Failure, Outcome, print, say};
use crate::render::{self, RenderError};
use crate::store::{Database, Stored, files};
use crate::types::{Document, DocumentId, Edition, content_hash};

pub(super) fn run(args: &BriefArgs) -> Result<Outcome, Failure> {
    let database = Database::existing(&args.store)?;
    let Some((edition, run)) = database.edition(args.date)? else { return Err(no_edition(args, &database)?) };
    let Some(out) = &args.out else {
        print(&render::markdown(&edition).map_err(failed)?)?;
        return Ok(Outcome::Done);
    };
    fs::create_dir_all(out).map_err(|error| Failure::unwritable(out, &error, OUT))?;
    let told = told(&edition, &database)?;
    let texts: BTreeMap<DocumentId, &Document> =
        told.iter().map(|stored| (stored.document.id.clone(), &stored.document)).collect();
    let html = render::html(&edition, &run.hygiene, &texts);
    let mut outcome = Outcome::Done;
    for (ending, page) in [("json", render::json(&edition)), ("md", render::markdown(&edition)), ("html", html)] {
        let (name, page) = (format!("{}.{ending}", args.date), page.map_err(failed)?);
        write(&out.join(&name), &page)?;
        if run.files.get(&format!("{}/{name}", files::BRIEFS)) != Some(&content_hash(page.as_bytes())) {
            say(&format!("warning: `{name}` is not to the byte what the run wrote"));
            say(
                "hint: its documents were corrected since, or another version of wirebrief wrote it; run that day again",
            );
            outcome = Outcome::Flawed;
        }
    }
    say(&format!("briefs: {}", out.join(format!("{}.html", args.date)).display()));
    Ok(outcome)
}

/// The documents that an edition tells of.
fn told(edition: &Edition, database: &Database) -> Result<Vec<Stored>, Failure> {
    let told: BTreeSet<&DocumentId> =
        edition.briefs.iter().flat_map(|brief| &brief.sources).map(|source| &source.document).collect();
    Ok(database.of_ids(&told)?)
}

#[expect(clippy::disallowed_methods, reason = "the cli writes what it was asked to write")]
fn write(path: &Path, page: &str) -> Result<(), Failure> {
    fs::write(path, page).map_err(|error| Failure::unwritable(path, &error, OUT))
}

fn failed(error: RenderError) -> Failure {
    crate::pipeline::PipelineError::from(error).into()
}

fn no_edition(args: &BriefArgs, database: &Database) -> Result<Failure, Failure> {
    let days = database.days()?;
    let hint = match (days.first(), days.last()) {
        (Some(first), Some(last)) => format!("it holds {} editions, from {first} to {last}", days.len()),
        _ => "it holds no edition yet; `wirebrief run --store` adds one".to_owned(),
    };
    Ok(Failure::new(format!("the store `{}` has no edition of {}", args.store.display(), args.date), hint))
}
