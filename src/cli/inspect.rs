//! `wirebrief clean` and `wirebrief explain`: what the stages make of one file.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::Global;
use super::{Failure, Outcome, models, print, say};
use crate::clean;
use crate::config::Settings;
use crate::ingest::{self, SourceFile};
use crate::normalise;
use crate::pipeline::{self, Silent};
use crate::types::{Article, Document, Extraction, Rejected, folded};

/// Prints the kept sentences, a blank line between paragraphs and a rule between articles.
pub(super) fn clean(file: &Path, dropped: bool, settings: &Settings) -> Result<Outcome, Failure> {
    let (documents, rejected) = read(&[file.to_path_buf()], settings)?;
    for (i, document) in documents.iter().enumerate() {
        let rule = if i > 0 { "\n---\n\n" } else { "" };
        print(&format!("{rule}{}", article_text(document)))?;
        if dropped {
            for drop in &document.dropped {
                let words = folded(document.words(drop.span));
                say(&format!("{}..{} {:?}: {words}", drop.span.start(), drop.span.end(), drop.reason));
            }
        }
    }
    Ok(tell(&rejected))
}

/// Prints every stage's result for each article of the file.
pub(super) fn explain(file: &Path, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let (documents, rejected) = read(&[file.to_path_buf()], settings)?;
    let model = models::load(global)?;
    let (extractions, _) = pipeline::extractions(&documents, model.reader(), settings, &Silent)?;
    for (document, extraction) in documents.iter().zip(&extractions) {
        print(&explanation(document, extraction))?;
    }
    Ok(tell(&rejected))
}

/// The articles of `inputs`, cleaned, and what was not taken.
pub(super) fn read(inputs: &[PathBuf], settings: &Settings) -> Result<(Vec<Document>, Vec<Rejected>), Failure> {
    let found = ingest::files(inputs)?;
    let mut articles: Vec<Article> = Vec::new();
    let mut rejected = found.rejected;
    for file in &found.files {
        read_file(file, settings, &mut articles, &mut rejected);
    }
    let mut documents = Vec::new();
    for article in articles {
        match clean::documents(article, &settings.clean) {
            Ok(cleaned) => documents.extend(cleaned.documents),
            Err(fault) => rejected.push(fault),
        }
    }
    Ok((documents, rejected))
}

fn read_file(file: &SourceFile, settings: &Settings, articles: &mut Vec<Article>, rejected: &mut Vec<Rejected>) {
    ingest::read(file, &settings.ingest, &mut |outcome| match outcome {
        Ok(article) => articles.push(article),
        Err(fault) => rejected.push(fault),
    });
}

/// Says what was not taken, and why.
pub(super) fn tell(rejected: &[Rejected]) -> Outcome {
    for fault in rejected {
        let record = fault.origin.record_id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        say(&format!("{}{record}: {} ({})\nhint: {}", fault.origin.path, fault.message, fault.reason, fault.hint));
    }
    if rejected.is_empty() { Outcome::Done } else { Outcome::Flawed }
}

fn article_text(document: &Document) -> String {
    let mut text = String::new();
    if let Some(title) = &document.title {
        let _ = writeln!(text, "{}\n", title.text);
    }
    let mut paragraph = None;
    for sentence in &document.sentences {
        if paragraph.is_some() {
            text.push_str(if paragraph == Some(sentence.paragraph) { " " } else { "\n\n" });
        }
        paragraph = Some(sentence.paragraph);
        text.push_str(&folded(document.words(sentence.span)));
    }
    text.push('\n');
    text
}

fn explanation(document: &Document, extraction: &Extraction) -> String {
    let mut out = String::new();
    let or_none = |text: Option<&str>| text.unwrap_or("none").to_owned();
    let _ = writeln!(out, "document {} bytes {}..{}", document.id, document.span.start(), document.span.end());
    let _ = writeln!(out, "  title      {}", or_none(document.title.as_ref().map(|title| title.text.as_str())));
    let _ = writeln!(out, "  publisher  {}", or_none(document.publisher.as_deref()));
    let published = document.published.as_ref().map(|p| format!("{} (written `{}`)", p.date, p.written));
    let _ = writeln!(out, "  published  {}", or_none(published.as_deref()));
    let _ = writeln!(out, "  language   {}", or_none(document.language.as_deref()));
    let _ = writeln!(out, "  flags      {:?}", document.flags);
    let _ = writeln!(out, "dropped");
    for drop in &document.dropped {
        let words = folded(document.words(drop.span));
        let _ = writeln!(
            out,
            "  {:>6}..{:<6} {:<12} {words}",
            drop.span.start(),
            drop.span.end(),
            format!("{:?}", drop.reason)
        );
    }
    let _ = writeln!(out, "sentences and mentions");
    for sentence in &document.sentences {
        let span = sentence.span;
        let _ = writeln!(out, "  {:>6}..{:<6} {}", span.start(), span.end(), folded(document.words(span)));
        for mention in extraction.mentions.iter().filter(|mention| span.contains(mention.span)) {
            let value = mention.value.as_ref().and_then(|value| serde_json::to_string(value).ok()).unwrap_or_default();
            let words = folded(document.words(mention.span));
            let _ = writeln!(out, "{:>18} {:<12} `{words}` {:.2} {value}", "", mention.kind.name(), mention.score);
        }
    }
    let _ = writeln!(out, "entities");
    let nominals = normalise::nominals(document, extraction);
    for entity in &extraction.entities {
        let _ = writeln!(out, "  {:<12} {} ({})", entity.kind.name(), entity.name, entity.aliases.join(" | "));
        for nominal in nominals.iter().filter(|nominal| nominal.entity == entity.id) {
            let span = nominal.span;
            let _ =
                writeln!(out, "{:>15}{:>6}..{:<6} `{}`", "", span.start(), span.end(), folded(document.words(span)));
        }
    }
    out.push('\n');
    out
}
