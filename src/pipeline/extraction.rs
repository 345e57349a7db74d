//! From documents to extractions: one pass of the encoder over titles and sentences, then figures, names and entities.

use rayon::prelude::*;

use super::clock::Clock;
use super::reading::reading;
use super::{PipelineError, Progress};
use crate::config::Settings;
use crate::extract::{self, Encoded};
use crate::model::{Encoder, ModelError, SentenceEncoding};
use crate::normalise::{self, Found, Tables};
use crate::store::{Kept, Shelf};
use crate::types::{Document, Extraction, Vector};

/// Documents encoded at once: their sentences fill many batches, so that length-sorting pays, and memory stays bounded.
pub(super) const BATCH: usize = 128;

/// What the encoder did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Effort {
    /// Wordpieces of all sentences and titles.
    pub wordpieces: usize,
    /// Seconds in the encoder.
    pub seconds: f64,
}

/// What texts are read with.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The model.
    pub encoder: &'a dyn Encoder,
    /// Laws and companies to link to.
    pub tables: &'a Tables,
}

/// One extraction a document, in order, and what the encoder did.
pub fn extractions(
    documents: &[Document],
    reader: Reader<'_>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<(Vec<Extraction>, Effort), ModelError> {
    progress.begin("extract", Some(documents.len() as u64));
    let mut found = Vec::with_capacity(documents.len());
    let mut effort = Effort::default();
    let documents: Vec<&Document> = documents.iter().collect();
    for documents in documents.chunks(BATCH) {
        found.extend(batch(documents, reader, settings, &mut effort)?.into_iter().map(|kept| kept.extraction));
        progress.advance(documents.len() as u64);
    }
    Ok((found, effort))
}

/// Finds what the documents of `shelf` say and puts it beside them; what the encoder did.
pub(super) fn extract(
    shelf: &mut Shelf,
    reader: Reader<'_>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Effort, PipelineError> {
    progress.begin("extract", Some(shelf.len() as u64));
    let mut effort = Effort::default();
    for places in shelf.batches(BATCH) {
        let documents = shelf.documents(places.clone())?;
        let made = batch(&documents.iter().collect::<Vec<_>>(), reader, settings, &mut effort)?;
        let found: Vec<_> = places.zip(made.iter().map(|kept| &kept.extraction)).collect();
        shelf.put(&found)?;
        progress.advance(found.len() as u64);
    }
    Ok(effort)
}

/// What is found in each of `documents`, at most [`BATCH`]; what the encoder did is added to `effort`.
pub(super) fn batch(
    documents: &[&Document],
    reader: Reader<'_>,
    settings: &Settings,
    effort: &mut Effort,
) -> Result<Vec<Kept>, ModelError> {
    let texts: Vec<&str> = documents.iter().flat_map(|document| texts(document)).collect();
    let mut watch = Clock::start();
    let encodings = reader.encoder.encode(&texts, &settings.model)?;
    watch.lap("encode");
    effort.seconds += watch.seconds("encode");
    effort.wordpieces += encodings.iter().map(|encoding| encoding.wordpieces).sum::<usize>();
    // Each document gets a list of its own size: one split off the batch would keep the room of the whole batch.
    let mut rest = encodings.into_iter();
    let parts: Vec<(&Document, Vec<SentenceEncoding>)> =
        documents.iter().map(|document| (*document, rest.by_ref().take(texts_of(document)).collect())).collect();
    parts.into_par_iter().map(|(document, encodings)| one(document, encodings, settings, reader)).collect()
}

/// Title first, where there is one, then the sentences. A title that stands in the source text is read as it stands
/// there, so that its mentions have bytes to point at.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let title = document.title.iter().map(|title| title.span.map_or(title.text.as_str(), |span| document.words(span)));
    title.chain(document.sentence_texts())
}

fn texts_of(document: &Document) -> usize {
    usize::from(document.title.is_some()) + document.sentences.len()
}

fn one(
    document: &Document,
    mut encodings: Vec<SentenceEncoding>,
    settings: &Settings,
    reader: Reader<'_>,
) -> Result<Kept, ModelError> {
    let wordpieces = encodings.iter().map(|encoding| encoding.wordpieces).sum();
    let title = if document.title.is_some() && !encodings.is_empty() { Some(encodings.remove(0)) } else { None };
    let encoded = Encoded { title: title.as_ref(), sentences: &encodings };
    let mentions = extract::mentions(document, encoded, extract::figures(document), &settings.extract);
    let reading = reading(document, &mentions, reader.encoder)?;
    let mut sentences: Vec<Vector> = encodings.into_iter().map(|encoding| encoding.vector).collect();
    // Collecting reuses the room of the larger encodings.
    sentences.shrink_to_fit();
    let mut extraction = normalise::extraction(
        document,
        Found { mentions, sentences, title: title.map(|encoding| encoding.vector), reading },
        reader.tables,
    );
    extraction.mentions.shrink_to_fit();
    Ok(Kept { extraction, wordpieces })
}
