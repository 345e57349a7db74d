//! The briefs of a run between their making and their files.
//!
//! They are made in order of story and written in order of weight, and those of a large run do not fit into memory:
//! each goes into a file beside the run as it comes, and is read from there in its turn.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use super::StoreError;
use crate::types::{Brief, Briefs, StoryId};

/// Briefs read, and written, at once.
const AT_ONCE: usize = 128;

/// Where a brief stands.
#[derive(Debug)]
struct Place {
    weight: f32,
    story: StoryId,
    start: u64,
    len: usize,
}

/// An edition in a file.
#[derive(Debug)]
pub struct Spool {
    date: Date,
    path: PathBuf,
    file: File,
    len: u64,
    places: Vec<Place>,
    n_documents: usize,
}

impl Spool {
    /// The edition of `date` as the new file `path`, empty yet.
    pub(super) fn create(path: &Path, date: Date) -> Result<Self, StoreError> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path);
        let file = file.map_err(|source| StoreError::Write { path: path.to_path_buf(), source })?;
        Ok(Self { date, path: path.to_path_buf(), file, len: 0, places: Vec::new(), n_documents: 0 })
    }

    /// Puts briefs with their weights behind the others.
    pub fn take(&mut self, made: &[(f32, Brief)]) -> Result<(), StoreError> {
        self.put(made).map_err(|source| StoreError::Write { path: self.path.clone(), source })
    }

    fn put(&mut self, made: &[(f32, Brief)]) -> io::Result<()> {
        let written: Vec<Vec<u8>> =
            made.par_iter().map(|(_, brief)| serde_json::to_vec(brief)).collect::<Result<_, _>>()?;
        for ((weight, brief), bytes) in made.iter().zip(written) {
            self.file.write_all(&bytes)?;
            let place = Place { weight: *weight, story: brief.story.clone(), start: self.len, len: bytes.len() };
            self.places.push(place);
            self.len += bytes.len() as u64;
            self.n_documents += brief.sources.len();
        }
        Ok(())
    }

    /// Puts them in order: weightiest first, of equal weight the smaller id first.
    pub fn close(&mut self) {
        self.places.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.story.cmp(&b.story)));
    }

    fn read(&self, places: &[Place]) -> io::Result<Vec<Brief>> {
        let mut file = &self.file;
        let mut texts = Vec::with_capacity(places.len());
        for place in places {
            let mut bytes = vec![0; place.len];
            file.seek(SeekFrom::Start(place.start))?;
            io::Read::read_exact(&mut file, &mut bytes)?;
            texts.push(bytes);
        }
        texts.par_iter().map(|bytes| Ok(serde_json::from_slice(bytes)?)).collect()
    }
}

impl Briefs for Spool {
    fn date(&self) -> Date {
        self.date
    }

    fn n_stories(&self) -> usize {
        self.places.len()
    }

    fn n_documents(&self) -> usize {
        self.n_documents
    }

    fn briefs(&self) -> impl Iterator<Item = io::Result<Cow<'_, Brief>>> {
        self.places.chunks(AT_ONCE).flat_map(|places| {
            let (briefs, fault) = match self.read(places) {
                Ok(briefs) => (briefs, None),
                Err(fault) => (Vec::new(), Some(Err(fault))),
            };
            briefs.into_iter().map(|brief| Ok(Cow::Owned(brief))).chain(fault)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{AsEdition, Edition, example};

    #[test]
    fn briefs_come_back_by_weight_and_are_written_as_an_edition_in_memory_is() {
        let dir = tempfile::tempdir().expect("temp");
        let date = jiff::civil::date(2026, 5, 4);
        let mut made: Vec<(f32, Brief)> =
            (0..3 * AT_ONCE).map(|n| ((n % 7) as f32, example::brief(&format!("story {n}")))).collect();
        let mut spool = Spool::create(&dir.path().join("briefs"), date).expect("creates");
        made.chunks(100).for_each(|made| spool.take(made).expect("writes"));
        spool.close();
        made.sort_by(|(a, left), (b, right)| b.total_cmp(a).then_with(|| left.story.cmp(&right.story)));
        let edition = Edition { date, briefs: made.into_iter().map(|(_, brief)| brief).collect() };
        let back: io::Result<Vec<Brief>> = spool.briefs().map(|brief| brief.map(Cow::into_owned)).collect();
        assert_eq!(back.expect("reads"), edition.briefs);
        assert_eq!((spool.n_stories(), spool.n_documents()), (edition.n_stories(), edition.n_documents()));
        let json = |edition: serde_json::Result<String>| edition.expect("is JSON");
        assert_eq!(json(serde_json::to_string(&AsEdition(&spool))), json(serde_json::to_string(&edition)));
    }
}
