//! `wirebrief export`.

use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::{ExportArgs, TableFormat};
use super::failure::OUT;
use super::{Failure, Outcome, say};
use crate::export::{self, Format, Sheet, Table};
use crate::store::{Database, DocumentRecord, MentionRecord, StoredRun};
use crate::types::{Edition, StoryId};

pub(super) fn run(args: &ExportArgs) -> Result<Outcome, Failure> {
    let mut tables = Tables::begin(args)?;
    match (&args.dir, &args.store) {
        (Some(dir), _) => {
            let run = StoredRun::open(dir)?;
            let day = run.run.date;
            tables.articles(&run.documents.into_iter().map(|d| (day, d)).collect::<Vec<_>>(), &run.mentions)?;
            tables.edition(&run.edition)?;
        }
        (None, store) => of_store(&Database::existing(store.as_deref().unwrap_or(Path::new("")))?, &mut tables)?,
    }
    say(&tables.finish()?);
    Ok(Outcome::Done)
}

/// A batch for the documents of each day, so that no more than a day is held.
fn of_store(database: &Database, tables: &mut Tables) -> Result<(), Failure> {
    for day in database.arrivals()? {
        let arrived = database.arrived(day)?;
        let members = database.members(arrived.iter().map(|stored| &stored.document.id))?;
        let mut documents: Vec<(Date, DocumentRecord)> = Vec::with_capacity(arrived.len());
        let mut mentions = Vec::new();
        for stored in arrived {
            let document = &stored.document;
            if let Some(kept) = database.kept(document, None)? {
                let record = |mention| MentionRecord::new(&document.id, mention, &document.source);
                mentions.extend(kept.extraction.mentions.iter().map(record));
            }
            let member = members.get(&document.id);
            let story = member.map_or_else(|| StoryId::of(&document.id), |member| member.story.clone());
            let copy_of = member.and_then(|member| member.copy_of.clone());
            documents.push((day, DocumentRecord::new(document, story, copy_of, stored.page)));
        }
        tables.articles(&documents, &mentions)?;
    }
    for day in database.days()? {
        if let Some((edition, _)) = database.edition(day)? {
            tables.edition(&edition)?;
        }
    }
    Ok(())
}

/// A file being written, under another name until it is whole.
struct Target {
    sheet: Sheet<BufWriter<fs::File>>,
    partial: PathBuf,
    path: PathBuf,
    n_rows: usize,
}

/// The files of an export.
struct Tables {
    format: Format,
    out: PathBuf,
    targets: Vec<Target>,
}

impl Tables {
    fn begin(args: &ExportArgs) -> Result<Self, Failure> {
        let format = match args.format {
            TableFormat::Parquet => Format::Parquet,
            TableFormat::Csv => Format::Csv,
        };
        fs::create_dir_all(&args.out).map_err(|error| Failure::unwritable(&args.out, &error, OUT))?;
        let mut tables = Self { format, out: args.out.clone(), targets: Vec::new() };
        let empty = [
            export::documents(&[]),
            export::mentions(&[]),
            export::stories(&[]),
            export::claim_rows(&[]),
            export::citations(&[]),
        ];
        for table in empty {
            tables.targets.push(tables.target(&table)?);
        }
        Ok(tables)
    }

    #[expect(clippy::disallowed_methods, reason = "the cli writes what it was asked to write")]
    fn target(&self, table: &Table) -> Result<Target, Failure> {
        let path = self.out.join(format!("{}.{}", table.name, self.format.ending()));
        let partial = path.with_extension(format!("{}.partial", self.format.ending()));
        let file = fs::File::create(&partial).map_err(|error| Failure::unwritable(&partial, &error, OUT))?;
        let sheet = Sheet::new(self.format, table, BufWriter::new(file))?;
        Ok(Target { sheet, partial, path, n_rows: 0 })
    }

    fn articles(&mut self, documents: &[(Date, DocumentRecord)], mentions: &[MentionRecord]) -> Result<(), Failure> {
        self.add(0, &export::documents(documents))?;
        self.add(1, &export::mentions(mentions))
    }

    fn edition(&mut self, edition: &Edition) -> Result<(), Failure> {
        self.add(2, &export::stories(&[edition]))?;
        self.add(3, &export::claim_rows(&[edition]))?;
        self.add(4, &export::citations(&[edition]))
    }

    fn add(&mut self, at: usize, table: &Table) -> Result<(), Failure> {
        let target = &mut self.targets[at];
        target.n_rows += table.n_rows();
        Ok(target.sheet.add(table)?)
    }

    /// Moves the files into their places; says what they hold.
    fn finish(self) -> Result<String, Failure> {
        let mut words = Vec::new();
        for Target { sheet, partial, path, n_rows } in self.targets {
            sheet.finish()?;
            fs::rename(&partial, &path).map_err(|error| Failure::unwritable(&path, &error, OUT))?;
            words.push(format!("{n_rows} {}", path.file_stem().unwrap_or_default().to_string_lossy()));
        }
        Ok(format!("{} → {}", words.join(", "), self.out.display()))
    }
}
