//! Marked texts (`eval/gold/README.md`): reads the files, makes documents of them, and hands both to the scorer of their kind.
//!
//! A document is the text as it stands: the headline is its title, nothing is dropped, and the heads `published` and
//! `publisher` are what a record of a dump would declare.

use std::fs;
use std::path::{Path, PathBuf};

use wirebrief_eval::{MarkedArticle, MarkedDocument, MarkedError, MarkedKind, parse_marked};

use super::{companies, figures, read, regulations, stories};
use crate::clean;
use crate::cli::args::{EvalArgs, Global, Part};
use crate::cli::{Failure, Outcome, models, print};
use crate::config::Settings;
use crate::pipeline::{self, Questions, Silent};
use crate::types::{Document, DocumentId, DropReason, Dropped, Extraction, Origin, Publication, Span, Title, folded};

/// An article with what the program makes of its documents, in their order.
pub(super) struct Read<'a> {
    pub(super) article: &'a MarkedArticle,
    pub(super) documents: &'a [Document],
    pub(super) extractions: &'a [Extraction],
    pub(super) questions: Questions,
}

/// The files of marked texts that `path` is or holds, sorted.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![path.to_path_buf()];
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(|error| Failure::unreadable(path, &error))?;
        files = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    }
    files.retain(|file| file.is_file() && file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    // Other texts may lie beside gold of spans; where one text is marked, all must be.
    let is_marked = |file: &PathBuf| read(file).is_ok_and(|text| text.lines().next().is_some_and(MarkedKind::is_named));
    Ok(if path.is_file() || files.iter().any(is_marked) { files } else { Vec::new() })
}

/// Scores the marked texts of `files`, all of one kind.
pub(super) fn run(
    files: &[PathBuf],
    args: &EvalArgs,
    global: &Global,
    settings: &Settings,
) -> Result<Outcome, Failure> {
    let (kind, articles) = articles(files, args.part)?;
    let documents: Vec<Document> = articles.iter().flat_map(documents).collect();
    if documents.is_empty() {
        return Err(Failure::new(format!("no article in `{}`", args.gold.display()), "name another file or `--part`"));
    }
    let model = models::load(global)?;
    let (mut extractions, _) = pipeline::extractions(&documents, model.reader(), settings, &Silent)?;
    let (mut read, mut ranges, mut at) = (Vec::with_capacity(articles.len()), Vec::new(), 0);
    for article in &articles {
        let range = at..at + article.documents.len();
        at = range.end;
        pipeline::settle_as_one(&documents[range.clone()], &mut extractions[range.clone()], model.reader())?;
        ranges.push(range);
    }
    for (article, range) in articles.iter().zip(ranges) {
        let (documents, extractions) = (&documents[range.clone()], &extractions[range]);
        // Nothing else is told of a story.
        let is_story = matches!(kind, MarkedKind::Stories | MarkedKind::Companies);
        let reports = documents.iter().zip(extractions).filter(|_| is_story);
        let questions = pipeline::questions(reports, model.encoder())?;
        read.push(Read { article, documents, extractions, questions });
    }
    let pairs = args.pairs.as_ref().and_then(|file| match kind {
        MarkedKind::Stories => Some((file, stories::pairs(&read, settings))),
        MarkedKind::Figures => Some((file, figures::choices(&read))),
        MarkedKind::Regulations | MarkedKind::Companies => None,
    });
    if let Some((file, pairs)) = pairs {
        let pairs = pairs.map_err(|error| refused(&error))?;
        #[expect(clippy::disallowed_methods, reason = "the user names the file")]
        fs::write(file, pairs)
            .map_err(|error| Failure::unwritable(file, &error, "check the path and your right to write it"))?;
    }
    let (table, errors) = match kind {
        MarkedKind::Figures => figures::scored(&read),
        MarkedKind::Regulations => regulations::scored(&read),
        MarkedKind::Companies => companies::scored(&read, settings),
        MarkedKind::Stories => stories::scored(&read, settings),
    }
    .map_err(|error| refused(&error))?;
    if args.errors {
        print(&errors)?;
        print("\n")?;
    }
    print(&table)?;
    Ok(Outcome::Done)
}

/// The kind of the files and the articles of the part that is asked for.
fn articles(files: &[PathBuf], part: Part) -> Result<(MarkedKind, Vec<MarkedArticle>), Failure> {
    let mut kinds: Vec<MarkedKind> = Vec::new();
    let mut articles = Vec::new();
    for file in files {
        let (kind, found) = parse_marked(&file.display().to_string(), &read(file)?).map_err(|error| refused(&error))?;
        kinds.push(kind);
        articles.extend(found);
    }
    articles.retain(|article| match part {
        Part::All => true,
        Part::Tuning => article.is_for_tuning(),
        Part::Held => !article.is_for_tuning(),
    });
    kinds.dedup();
    match kinds[..] {
        [kind] => Ok((kind, articles)),
        _ => Err(Failure::new("the files hold marked texts of several kinds", "name a folder or file of one kind")),
    }
}

fn refused(error: &MarkedError) -> Failure {
    Failure::new(error.to_string(), "eval/gold/README.md shows the form of marked texts")
}

/// The texts of `article` as documents; marked texts are never empty (the reader refuses them).
fn documents(article: &MarkedArticle) -> Vec<Document> {
    article.documents.iter().enumerate().filter_map(|(at, marked)| document(article, at, marked)).collect()
}

fn document(article: &MarkedArticle, at: usize, marked: &MarkedDocument) -> Option<Document> {
    let bare = clean::bare(&marked.text)?;
    let headline = Span::new(0, marked.headline_end).ok()?;
    let record_id = format!("{}.{}", article.id, at + 1);
    let published = marked
        .head("published")
        .and_then(|written| written.parse().ok().map(|date| Publication { date, written: written.to_owned() }));
    Some(Document {
        id: DocumentId::of(&article.file, Some(&record_id), 0, marked.text.len()),
        origin: Origin { path: article.file.clone(), record_id: Some(record_id) },
        title: Some(Title { text: folded(bare.words(headline)), span: Some(headline) }),
        sentences: bare.sentences.iter().filter(|sentence| !headline.overlaps(sentence.span)).copied().collect(),
        dropped: vec![Dropped { span: headline, reason: DropReason::Title }],
        published,
        publisher: marked.head("publisher").map(str::to_owned),
        ..bare
    })
}
