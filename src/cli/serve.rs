//! `wirebrief serve`.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;

use super::args::{Global, ServeArgs};
use super::{Failure, Outcome, print, say};
use crate::config::Settings;
use crate::store::{Database, DocumentRecord, MentionRecord, Stored, StoredRun};
use crate::types::{Brief, DocumentId, Source};
use crate::verify::Sources;
use crate::web::{self, Access, Run, Site};

pub(super) fn run(args: &ServeArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let runs = match &args.store {
        Some(store) => of_store(&Database::existing(store)?, store)?,
        None => args.dirs.iter().map(|dir| read(dir, settings)).collect::<Result<Vec<Run>, Failure>>()?,
    };
    let access = if args.host.is_loopback() { Access::ThisMachine } else { Access::Anyone };
    let site = Site::new(runs, access)?;
    let listener = listen(args)?;
    let address = listener.local_addr().map_err(|error| no_socket(args, &error))?;
    if access == Access::Anyone {
        say(&format!("warning: `{}` is no loopback address: whoever reaches it reads these runs", args.host));
    }
    if !global.quiet {
        say(&site.summary());
    }
    print(&format!("http://{address}/\n"))?;
    web::serve(listener, site)?;
    Ok(Outcome::Done)
}

/// The run in `dir` with its sources, and a line about those that are not as the run read them.
fn read(dir: &Path, settings: &Settings) -> Result<Run, Failure> {
    let stored = StoredRun::open(dir)?;
    let (sources, faults) = Sources::open(&stored, settings);
    if let Some(first) = faults.first() {
        say(&format!("warning: {} sources of `{}` are not as the run read them: {first}", faults.len(), dir.display()));
        say("hint: start `wirebrief serve` in the folder in which the run was made, with its inputs in their place");
    }
    Ok(Run { stored, texts: sources.into_texts() })
}

/// The days of a store, each with the documents that its edition tells of.
fn of_store(database: &Database, path: &Path) -> Result<Vec<Run>, Failure> {
    let mut runs = Vec::new();
    for day in database.days()? {
        let Some((edition, run)) = database.edition(day)? else { continue };
        let told = edition.briefs.iter().flat_map(|brief| brief.sources.iter().map(move |source| (brief, source)));
        let told: BTreeMap<&DocumentId, (&Brief, &Source)> =
            told.map(|(brief, source)| (&source.document, (brief, source))).collect();
        let (mut documents, mut mentions, mut texts) = (Vec::new(), Vec::new(), BTreeMap::new());
        for Stored { document, page, .. } in database.of_ids(&told.keys().copied().collect())? {
            let (brief, source) = told[&document.id];
            if let Some(kept) = database.kept(&document, None)? {
                let record = |mention| MentionRecord::new(&document.id, mention, &document.source);
                mentions.extend(kept.extraction.mentions.iter().map(record));
            }
            documents.push(DocumentRecord::new(&document, brief.story.clone(), source.copy_of.clone(), page));
            texts.insert(document.id.clone(), document.source.to_string());
        }
        let (folder, stories, rejected) = (path.to_path_buf(), Vec::new(), Vec::new());
        let stored = StoredRun { folder, run, documents, mentions, stories, rejected, edition };
        runs.push(Run { stored, texts });
    }
    Ok(runs)
}

fn listen(args: &ServeArgs) -> Result<TcpListener, Failure> {
    TcpListener::bind((args.host, args.port)).map_err(|error| no_socket(args, &error))
}

fn no_socket(args: &ServeArgs, error: &std::io::Error) -> Failure {
    let message = format!("cannot listen on port {} of `{}`: {error}", args.port, args.host);
    Failure::new(
        message,
        "name another port with `--port` (0 takes any that is free), or another address with `--host`",
    )
}
