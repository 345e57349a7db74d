//! `wirebrief run`.

use std::collections::BTreeSet;

use jiff::Zoned;

use super::args::{Global, RunArgs};
use super::progress::Shown;
use super::{Failure, Outcome, links, models, say};
use crate::config::Settings;
use crate::pipeline::{self, Extras, Request};
use crate::store::{Counts, RunRecord};

pub(super) fn run(args: &RunArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let settings = &named_fields(args, settings)?;
    let links = links::read(args.links.as_deref())?;
    let model = if args.no_model { models::none(global)? } else { models::load(global)? };
    #[expect(clippy::disallowed_methods, reason = "names the edition where no document has a date")]
    let today = Zoned::now().date();
    let request = Request {
        inputs: &args.inputs,
        stdin: &|| Box::new(std::io::stdin().lock()),
        out: &args.out,
        store: args.store.as_deref(),
        date: args.date,
        fallback_date: today,
        links: &links,
        extras: if args.pairs { Extras::Pairs } else { Extras::None },
        settings,
        model: model.record(),
        peak_memory_mib: &peak_memory_mib,
    };
    let record = pipeline::run(&request, model.reader(), &Shown::for_stderr(global.quiet))?;
    links::warn(args.links.as_deref(), record.links.iter().flat_map(|links| &links.unknown));
    if !global.quiet {
        say(&last_line(&record));
        say(&format!("briefs: {}", args.out.join("briefs").join(format!("{}.html", record.date)).display()));
    }
    Ok(if args.strict && record.counts.rejected > 0 { Outcome::Flawed } else { Outcome::Done })
}

/// The settings with what `--field` says over them.
fn named_fields(args: &RunArgs, settings: &Settings) -> Result<Settings, Failure> {
    let mut settings = settings.clone();
    let mut given = BTreeSet::new();
    for (meaning, name) in &args.fields {
        if !given.insert(*meaning) {
            return Err(Failure::new(format!("`--field {meaning}=` is given twice"), "name one field for each thing"));
        }
        settings.ingest.fields.insert(*meaning, name.clone());
    }
    Ok(settings)
}

/// `412 records → 405 documents → 96 stories, 7 rejected (5 empty, 2 malformed), 38 s`
fn last_line(record: &RunRecord) -> String {
    let counts = &record.counts;
    format!(
        "{} records → {} documents → {} stories → {} briefs, {}, {:.1} s",
        counts.records,
        counts.documents,
        counts.stories,
        counts.stories,
        rejected(counts),
        record.measured.seconds
    )
}

fn rejected(counts: &Counts) -> String {
    let reasons: Vec<String> = counts.rejected_by_reason.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    format!("{} rejected{reasons}", counts.rejected)
}

/// Peak resident memory of this process in MiB, where the system tells (Linux).
fn peak_memory_mib() -> Option<f64> {
    #[expect(clippy::disallowed_methods, reason = "the cli asks the system for the memory used")]
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kib / 102.4).round() / 10.0)
}
