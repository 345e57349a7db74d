//! The documents of a run and what was found in them, between the stages.
//!
//! A run may read more text than fits into memory: each document goes into a file as it is read, what was found in it
//! after it, and a stage reads back what it needs. Only where each one stands stays in memory.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use super::StoreError;
use super::database::{DocumentRow, ExtractionRow, bytes};
use crate::types::{Document, DocumentId, Extraction};

/// Bytes of a text from which it stays in memory where several documents are cut from it: read back for each of them,
/// a file of a thousand articles would be read a thousand times.
const HELD: usize = 1 << 16;

/// Where the bytes are.
trait Medium: Read + Write + Seek + Send {}
impl<T: Read + Write + Seek + Send> Medium for T {}

/// Documents in order, with what was found in them.
pub struct Shelf {
    path: PathBuf,
    medium: Mutex<Box<dyn Medium>>,
    end: u64,
    slots: Vec<Slot>,
}

/// One document.
#[derive(Clone)]
struct Slot {
    id: DocumentId,
    published: Option<Date>,
    row: Part,
    text: Text,
    found: Option<Found>,
}

/// Bytes of the medium.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: u64,
    len: usize,
}

/// The source text of a document.
#[derive(Clone)]
enum Text {
    Shelved(Part),
    Held(Arc<str>),
}

/// What was found in a document: mentions and entities, then the vector of the title, then those of the sentences.
#[derive(Debug, Clone, Copy)]
struct Found {
    row: Part,
    title: Option<usize>,
    sentences: usize,
}

impl Shelf {
    /// Documents that are read at once: enough for every core, few enough for any memory.
    pub const AT_ONCE: usize = 256;

    /// An empty shelf in the new file `path`, which is the caller's to remove.
    pub(super) fn create(path: &Path) -> Result<Self, StoreError> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path);
        let file = file.map_err(|source| StoreError::Write { path: path.to_path_buf(), source })?;
        Ok(Self::on(path.to_path_buf(), Box::new(file)))
    }

    /// An empty shelf in memory, for few documents.
    pub fn in_memory() -> Self {
        Self::on(PathBuf::from("memory"), Box::new(Cursor::new(Vec::new())))
    }

    fn on(path: PathBuf, medium: Box<dyn Medium>) -> Self {
        Self { path, medium: Mutex::new(medium), end: 0, slots: Vec::new() }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Their ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &DocumentId> {
        self.slots.iter().map(|slot| &slot.id)
    }

    /// The days on which they were published, in order.
    pub fn published(&self) -> impl Iterator<Item = Option<Date>> {
        self.slots.iter().map(|slot| slot.published)
    }

    /// Where each stands.
    pub fn by_id(&self) -> BTreeMap<&DocumentId, usize> {
        self.ids().zip(0..).collect()
    }

    /// Puts `documents` behind the others; those cut from one text stand side by side.
    pub fn add(&mut self, documents: &[Document]) -> Result<(), StoreError> {
        let rows = self.rows(documents)?;
        let mut buffer = Buffer { start: self.end, bytes: Vec::new() };
        let mut last: Option<(&Arc<str>, Text)> = None;
        for (at, (document, row)) in documents.iter().zip(rows).enumerate() {
            let source = &document.source;
            let text = match last {
                Some((same, text)) if Arc::ptr_eq(same, source) => text,
                _ if source.len() > HELD && documents.get(at + 1).is_some_and(|d| Arc::ptr_eq(&d.source, source)) => {
                    Text::Held(Arc::clone(source))
                }
                _ => Text::Shelved(buffer.put(source.as_bytes())),
            };
            self.slots.push(Slot {
                id: document.id.clone(),
                published: document.published.as_ref().map(|publication| publication.date),
                row: buffer.put(&row),
                text: text.clone(),
                found: None,
            });
            last = Some((source, text));
        }
        self.write(&buffer)
    }

    /// Puts other words about the documents at `at` in the place of what was said; their texts are the same.
    pub fn replace(&mut self, at: &[usize], documents: &[Document]) -> Result<(), StoreError> {
        let mut buffer = Buffer { start: self.end, bytes: Vec::new() };
        for (at, row) in at.iter().zip(self.rows(documents)?) {
            self.slots[*at].row = buffer.put(&row);
        }
        self.write(&buffer)
    }

    fn rows(&self, documents: &[Document]) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = documents.par_iter().map(|document| serde_json::to_vec(&DocumentRow::of(document)));
        rows.collect::<Result<_, _>>().map_err(|source| self.json(source))
    }

    /// Puts down what was found in the documents at these places.
    pub fn put(&mut self, found: &[(usize, &Extraction)]) -> Result<(), StoreError> {
        let row = |(_, extraction): &(usize, &Extraction)| {
            ExtractionRow::of(extraction).and_then(|row| serde_json::to_vec(&row))
        };
        let rows: Result<Vec<Vec<u8>>, _> = found.par_iter().map(row).collect();
        let mut buffer = Buffer { start: self.end, bytes: Vec::new() };
        for ((at, extraction), row) in found.iter().zip(rows.map_err(|source| self.json(source))?) {
            let row = buffer.put(&row);
            let title = extraction.title.as_ref().map(|title| buffer.put(&bytes([title])).len);
            let sentences = buffer.put(&bytes(&extraction.sentences)).len;
            self.slots[*at].found = Some(Found { row, title, sentences });
        }
        self.write(&buffer)
    }

    /// The document at `at`.
    pub fn document(&self, at: usize) -> Result<Document, StoreError> {
        let slot = &self.slots[at];
        let row: DocumentRow = serde_json::from_slice(&self.read(slot.row)?).map_err(|source| self.json(source))?;
        let source = match &slot.text {
            Text::Held(source) => Arc::clone(source),
            Text::Shelved(part) => {
                let text = String::from_utf8(self.read(*part)?).map_err(|error| self.fault(io::Error::other(error)))?;
                text.into()
            }
        };
        Ok(row.document(source))
    }

    /// What was found in the document at `at`, where anything was looked for.
    pub fn extraction(&self, at: usize) -> Result<Option<Extraction>, StoreError> {
        let slot = &self.slots[at];
        let Some(Found { row, title, sentences }) = slot.found else { return Ok(None) };
        let len = row.len + title.unwrap_or_default() + sentences;
        let bytes = self.read(Part { start: row.start, len })?;
        let (row, vectors) = bytes.split_at(row.len);
        let (title, sentences) = match title {
            Some(len) => (Some(&vectors[..len]), &vectors[len..]),
            None => (None, vectors),
        };
        let row: ExtractionRow = serde_json::from_slice(row).map_err(|source| self.json(source))?;
        Ok(Some(row.extraction(slot.id.clone(), title, sentences)))
    }

    /// The places of all documents, `n` at a time.
    pub fn batches(&self, n: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let len = self.len();
        (0..len).step_by(n).map(move |start| start..len.min(start + n))
    }

    /// The documents in `places`.
    pub fn documents(&self, places: Range<usize>) -> Result<Vec<Document>, StoreError> {
        places.into_par_iter().map(|at| self.document(at)).collect()
    }

    /// The documents at `places`, one after the other.
    pub fn stream<'s>(&'s self, places: &'s [usize]) -> impl Iterator<Item = Result<Document, StoreError>> + 's {
        places
            .chunks(Self::AT_ONCE)
            .flat_map(|places| -> Vec<_> { places.par_iter().map(|at| self.document(*at)).collect() })
    }

    /// The same with what was found in them.
    pub fn stream_found<'s>(
        &'s self,
        places: &'s [usize],
    ) -> impl Iterator<Item = Result<(Document, Option<Extraction>), StoreError>> + 's {
        let pair = |at: &usize| Ok((self.document(*at)?, self.extraction(*at)?));
        places.chunks(Self::AT_ONCE).flat_map(move |places| -> Vec<_> { places.par_iter().map(pair).collect() })
    }

    /// Puts them in order of id, each id once.
    pub fn sort(&mut self) {
        self.slots.sort_by(|a, b| a.id.cmp(&b.id));
        self.slots.dedup_by(|a, b| a.id == b.id);
    }

    /// Takes out the documents at `places`, which are in order.
    pub fn remove(&mut self, places: &[usize]) {
        let mut at = 0;
        self.slots.retain(|_| {
            at += 1;
            places.binary_search(&(at - 1)).is_err()
        });
    }

    fn read(&self, part: Part) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; part.len];
        let mut medium = self.medium.lock().unwrap_or_else(PoisonError::into_inner);
        let read = medium.seek(SeekFrom::Start(part.start)).and_then(|_| medium.read_exact(&mut bytes));
        drop(medium);
        read.map_err(|source| self.fault(source))?;
        Ok(bytes)
    }

    fn write(&mut self, buffer: &Buffer) -> Result<(), StoreError> {
        let medium = self.medium.get_mut().unwrap_or_else(PoisonError::into_inner);
        let written = medium.seek(SeekFrom::Start(buffer.start)).and_then(|_| medium.write_all(&buffer.bytes));
        written.map_err(|source| self.fault(source))?;
        self.end += buffer.bytes.len() as u64;
        Ok(())
    }

    fn fault(&self, source: io::Error) -> StoreError {
        StoreError::Scratch { path: self.path.clone(), source }
    }

    fn json(&self, source: serde_json::Error) -> StoreError {
        StoreError::Json { path: self.path.clone(), source }
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").field("path", &self.path).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Bytes on their way to the medium.
struct Buffer {
    start: u64,
    bytes: Vec<u8>,
}

impl Buffer {
    fn put(&mut self, bytes: &[u8]) -> Part {
        let part = Part { start: self.start + self.bytes.len() as u64, len: bytes.len() };
        self.bytes.extend_from_slice(bytes);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Kind, Vector, example};

    fn reports() -> Vec<(Document, Extraction)> {
        let names = ["b", "c", "a"];
        let report = |name: &&str| {
            let document = example::document(name, Some("2026-05-04"), "Vela opens", &["Vela opened a yard."]);
            let mut found = example::extraction(&document, &[(Kind::Company, "Vela")], &[]);
            found.title = (**name != *"c").then(|| Vector::normalised(vec![0.3, 0.4]));
            (document, found)
        };
        names.iter().map(report).collect()
    }

    fn shelf(path: Option<&Path>) -> Shelf {
        let mut shelf = path.map_or_else(Shelf::in_memory, |path| Shelf::create(path).expect("creates"));
        let (documents, found): (Vec<Document>, Vec<Extraction>) = reports().into_iter().unzip();
        shelf.add(&documents[..2]).expect("adds");
        shelf.add(&documents[2..]).expect("adds");
        shelf.put(&[(0, &found[0]), (2, &found[2])]).expect("puts");
        shelf.put(&[(1, &found[1])]).expect("puts");
        shelf
    }

    #[test]
    fn what_is_put_on_it_comes_back() {
        let dir = tempfile::tempdir().expect("temp");
        for shelf in [shelf(None), shelf(Some(&dir.path().join("shelf")))] {
            let back: Result<Vec<_>, _> = shelf.stream_found(&[0, 1, 2]).collect();
            let given: Vec<_> = reports().into_iter().map(|(document, found)| (document, Some(found))).collect();
            assert_eq!(back.expect("reads"), given);
        }
    }

    #[test]
    fn documents_are_sorted_taken_out_and_told_anew() {
        let mut shelf = shelf(None);
        shelf.add(&[reports()[0].0.clone()]).expect("adds");
        shelf.sort();
        assert_eq!(shelf.len(), 3, "an id stands once");
        assert!(shelf.ids().is_sorted());
        let mut changed = shelf.document(1).expect("reads");
        changed.sentences.clear();
        shelf.replace(&[1], &[changed.clone()]).expect("replaces");
        shelf.remove(&[0]);
        assert_eq!(shelf.document(0).expect("reads"), changed);
        assert_eq!(shelf.extraction(0).expect("reads").map(|found| found.document), Some(changed.id));
    }

    #[test]
    fn a_large_text_of_several_documents_is_held_once() {
        let text = "Vela opened a yard. ".repeat(HELD / 10);
        let mut documents = reports().into_iter().map(|(document, _)| document).collect::<Vec<_>>();
        let source: Arc<str> = text.into();
        documents[0].source = Arc::clone(&source);
        documents[1].source = Arc::clone(&source);
        let mut shelf = Shelf::in_memory();
        shelf.add(&documents).expect("adds");
        let held = |at: usize| Arc::ptr_eq(&shelf.document(at).expect("reads").source, &source);
        assert_eq!([held(0), held(1), held(2)], [true, true, false]);
    }
}
