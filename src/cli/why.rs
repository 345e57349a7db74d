//! `wirebrief why`: what spoke for two documents being one story, and against it.

use std::fmt::Write;
use std::path::Path;

use super::args::{Global, WhyArgs};
use super::models::Loaded;
use super::progress::Shown;
use super::{Failure, Outcome, links, models, print};
use crate::cluster::{Decision, Obstacle, Why};
use crate::config::Settings;
use crate::pipeline::{self, Asked, Explained, Place};
use crate::store::{Database, ModelRecord, StoredRun};
use crate::types::{Document, DocumentId, folded};

pub(super) fn run(args: &WhyArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let links = links::read(args.links.as_deref())?;
    let ask = |place: Place<'_>, made_by: Option<&ModelRecord>| {
        let model = same_model(made_by, global)?;
        let asked = Asked { place, names: [&args.a, &args.b], links: &links, settings, model: model.record() };
        Ok::<Explained, Failure>(pipeline::why(&asked, model.reader(), &Shown::for_stderr(global.quiet))?)
    };
    let explained = match (&args.run, &args.store) {
        (Some(dir), _) => {
            let run = StoredRun::open(dir)?;
            ask(Place::Run(&run), Some(&run.run.model))?
        }
        (None, store) => {
            let store = Database::existing(store.as_deref().unwrap_or(Path::new("")))?;
            let last = store.days()?.last().map(|day| store.edition(*day)).transpose()?.flatten();
            ask(Place::Store(&store), last.map(|(_, run)| run.model).as_ref())?
        }
    };
    links::warn(args.links.as_deref(), &explained.unknown);
    print(&text(&explained))?;
    Ok(Outcome::Done)
}

/// The model that made the run; another would give other scores.
fn same_model(made_by: Option<&ModelRecord>, global: &Global) -> Result<Loaded, Failure> {
    let none = models::none(global)?;
    let Some(made_by) = made_by else { return models::load(global) };
    if made_by.name == none.record().name && made_by.tables == none.record().tables {
        return Ok(none);
    }
    let model = models::load(global)?;
    if model.record().sha256 == made_by.sha256 && model.record().tables == made_by.tables {
        return Ok(model);
    }
    if model.record().tables != made_by.tables {
        return Err(Failure::new(
            "the run was made with other tables of companies and laws than this one",
            "name the files of that run with `--companies` and `--regulations`, or run again",
        ));
    }
    let (found, made) = (model.record().name, &made_by.name);
    Err(Failure::new(
        format!("the run was made with another model (`{made}`) than this one (`{found}`)"),
        "name the folder of that model with `--model`, or run again",
    ))
}

fn text(explained: &Explained) -> String {
    let Explained { documents, why, .. } = explained;
    let mut out = String::new();
    for (letter, (document, compared)) in ["A", "B"].into_iter().zip(documents.iter().zip(&why.compared)) {
        let _ = writeln!(out, "{letter}  {}", line(document, compared));
    }
    if let Some(who) = without_vectors(why) {
        let _ = writeln!(out, "\ncompared by words alone: {who} no sentence vectors");
    }
    let _ = writeln!(out, "\n{:<12} {:>8} {:>8} {:>8}", "channel", "says", "weight", "adds");
    for channel in &why.channels {
        let unknown = if channel.is_known { "" } else { "  (not known of both)" };
        let adds = channel.value * channel.weight;
        let _ =
            writeln!(out, "{:<12} {:>8.3} {:>8.2} {adds:>8.2}{unknown}", channel.name, channel.value, channel.weight);
    }
    let sum = why.bias + why.channels.iter().map(|channel| channel.value * channel.weight).sum::<f32>();
    let _ = writeln!(out, "{:<12} {:>8} {:>8} {:>8.2}", "constant", "", "", why.bias);
    let _ = writeln!(out, "{:<12} {:>8} {:>8} {sum:>8.2}", "sum", "", "");
    let side = if why.score >= why.bar { "over" } else { "under" };
    let _ = writeln!(out, "\nscore {:.3}, {side} the bar of {:.3}", why.score, why.bar);
    for note in notes(why) {
        let _ = writeln!(out, "but {note}");
    }
    let [a, b] = &why.stories;
    let _ = if a.id == b.id {
        writeln!(out, "\none story: {}, of {} documents", a.id, a.documents.len())
    } else {
        let (n, m) = (a.documents.len(), b.documents.len());
        writeln!(out, "\ntwo stories: {}, of {n} documents, and {}, of {m}", a.id, b.id)
    };
    let _ = writeln!(out, "A is there: {}\nB is there: {}", why.reasons[0], why.reasons[1]);
    out
}

/// `d9c1… corpora/a.txt, 2026-05-04, “Halvorsen buys Aegis”`
fn line(document: &Document, compared: &DocumentId) -> String {
    let record = document.origin.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    let day = document.published.as_ref().map_or("undated".to_owned(), |publication| publication.date.to_string());
    let title = document.title.as_ref().map_or("untitled".to_owned(), |title| format!("“{}”", folded(&title.text)));
    let copy = if document.id == *compared { String::new() } else { format!(" (a copy; compared by {compared})") };
    format!("{}  {}{record}, {day}, {title}{copy}", document.id, document.origin.path)
}

/// Who of the two keeps them from being compared by their vectors.
fn without_vectors(why: &Why) -> Option<&'static str> {
    match why.has_vectors {
        [true, true] => None,
        [false, false] => Some("A and B have"),
        [false, true] => Some("A has"),
        [true, false] => Some("B has"),
    }
}

/// What decided beside the score.
fn notes(why: &Why) -> Vec<String> {
    let mut notes = Vec::new();
    match why.decision {
        Some(Decision::Must) => notes.push("they were linked by hand".to_owned()),
        Some(Decision::Cannot) => notes.push("they were parted by hand".to_owned()),
        None => {}
    }
    if why.compared[0] == why.compared[1] {
        notes.push("one is a copy of the other, or both of a third, and a copy follows its original".to_owned());
        return notes;
    }
    match why.obstacle {
        Some(Obstacle::Days(days)) => notes.push(format!("they are {days} days apart, more than `window_days`")),
        Some(Obstacle::Far(cosine)) => {
            notes.push(format!("titles and first sentences are too far apart to be looked at (cosine {cosine:.2})"));
        }
        Some(Obstacle::Few(cosine)) => {
            notes.push(format!("they share too few words to be looked at (cosine {cosine:.2})"));
        }
        Some(Obstacle::Column) => {
            notes.push("they have one headline on two days over different figures: a regular column".to_owned());
        }
        Some(Obstacle::Template) => {
            notes.push("they are one template filled in twice, over names that the other does not know".to_owned());
        }
        Some(Obstacle::Firms) => {
            notes.push("each headline names a firm of which the other text says nothing".to_owned());
        }
        None if !why.is_candidate => {
            notes.push("they share fewer than two of their rarest words and names, and were not compared".to_owned());
        }
        None => {}
    }
    for (letter, _) in ["A", "B"].into_iter().zip(why.is_roundup).filter(|(_, is_roundup)| *is_roundup) {
        notes.push(format!("{letter} touches several events, so it joins none"));
    }
    if let Some((mean, n, scored)) = why.between {
        notes.push(format!(
            "over all {n} pairs between the two stories the mean is {mean:.3} ({scored} of them were scored)"
        ));
    } else if why.score < why.bar {
        notes.push("over all pairs of their story the mean was over the bar as it grew".to_owned());
    }
    notes
}
