//! What is stored comes back to the last bit, and files that are no store of ours are left alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::*;
use crate::store::{Counts, Measured, ModelRecord, RunRecord, TOOL};
use crate::types::{
    Amount, Bound, Copies, Document, DocumentId, Edition, Extraction, Hygiene, Joined, Kind, Money, Story, StoryId,
    Value, example,
};

fn found(name: &str, sentence: &str) -> (Document, Extraction) {
    let document = example::document(name, Some("2026-05-04"), "Vela opens a yard", &[sentence]);
    let amount = Amount::single(5_000_000.into(), Bound::About);
    let money = Value::Money(Money { amount, currency: Some("EUR".into()) });
    let mut extraction =
        example::extraction(&document, &[(Kind::Company, "Vela")], &[(Kind::Money, "5 million euros", money)]);
    for (i, mention) in extraction.mentions.iter_mut().enumerate() {
        mention.score = 0.1 + i as f32 / 3.0;
    }
    (document, extraction)
}

fn run() -> RunRecord {
    RunRecord {
        tool: TOOL.into(),
        version: String::new(),
        inputs: Vec::new(),
        fields: BTreeMap::new(),
        date: date(2026, 5, 4),
        counts: Counts::default(),
        links: None,
        hygiene: Hygiene::default(),
        model: ModelRecord { name: String::new(), sha256: String::new(), device: String::new(), tables: String::new() },
        settings_sha256: String::new(),
        files: BTreeMap::new(),
        measured: Measured::default(),
    }
}

/// Adds the day with one document, in a story of its own.
fn add(database: &mut Database, document: &Document, replaced: &[DocumentId]) {
    let edition = Edition { date: date(2026, 5, 4), briefs: Vec::new() };
    let arriving = Arriving { document: document.clone(), page: Some("p".to_owned()), arrived: edition.date };
    let joined = Joined { document: document.id.clone(), reason: "first".into() };
    let day = DayRecord {
        documents: std::iter::once(Ok(arriving)),
        replaced,
        stories: &[Story { id: StoryId::of(&document.id), documents: vec![joined] }],
        lineage: &BTreeSet::new(),
        copies: &Copies::default(),
        edition: &edition,
    };
    database.add(day, run).expect("adds");
}

#[test]
fn what_is_stored_comes_back_to_the_last_bit() {
    let dir = tempfile::tempdir().expect("temp");
    let path = dir.path().join("days.db");
    let (document, extraction) = found("a", "Vela paid about 5 million euros for the yard.");
    let kept = Kept { extraction, wordpieces: 12 };
    let mut database = Database::open(&path).expect("opens");
    database.keep("m", &[(&document, &kept)]).expect("keeps");
    add(&mut database, &document, &[]);
    let database = Database::existing(&path).expect("opens again");
    assert_eq!(database.kept(&document, Some("m")).expect("reads"), Some(kept));
    let stored = Stored { document: document.clone(), page: Some("p".into()), arrived: date(2026, 5, 4) };
    let window = |first: Date, last: Date| {
        let mut found = Vec::new();
        let taken = database.window((first, last), |stored| {
            found.extend(stored);
            Ok::<(), DatabaseError>(())
        });
        taken.map(|()| found)
    };
    assert_eq!(window(date(2026, 5, 1), date(2026, 5, 4)).expect("reads"), [stored]);
    assert_eq!(window(date(2026, 5, 5), date(2026, 5, 9)).expect("reads"), []);
    let (edition, run_again) = database.edition(date(2026, 5, 4)).expect("reads").expect("is there");
    assert_eq!((edition.date, run_again), (date(2026, 5, 4), run()));
    let members = database.members([&document.id].into_iter()).expect("reads");
    let member = Member { story: StoryId::of(&document.id), copy_of: None };
    assert_eq!(members, BTreeMap::from([(document.id.clone(), member)]));
    assert!(database.kept(&document, None).expect("reads").is_some());
    assert!(database.has_story(&StoryId::of(&document.id)).expect("reads"));
    assert_eq!(
        database.told(&BTreeSet::from([&StoryId::of(&document.id)]), date(2026, 5, 5)).expect("reads"),
        Told::default()
    );
}

#[test]
fn an_extraction_of_another_text_or_maker_is_not_used() {
    let dir = tempfile::tempdir().expect("temp");
    let mut database = Database::open(&dir.path().join("days.db")).expect("opens");
    let (document, extraction) = found("a", "Vela paid 5 million euros.");
    database.keep("m", &[(&document, &Kept { extraction, wordpieces: 1 })]).expect("keeps");
    assert_eq!(database.kept(&document, Some("other")).expect("reads"), None);
    let mut changed = document.clone();
    changed.sentences.clear();
    assert_eq!(database.kept(&changed, Some("m")).expect("reads"), None, "other sentences have other vectors");
    let changed = Document { source: document.source.to_uppercase().into(), ..document };
    assert_eq!(database.kept(&changed, Some("m")).expect("reads"), None);
}

#[test]
fn a_document_that_was_replaced_is_no_more() {
    let dir = tempfile::tempdir().expect("temp");
    let mut database = Database::open(&dir.path().join("days.db")).expect("opens");
    let (old, extraction) = found("a", "Vela paid 5 million euros.");
    database.keep("m", &[(&old, &Kept { extraction, wordpieces: 1 })]).expect("keeps");
    add(&mut database, &old, &[]);
    assert_eq!(database.known_at(&old.origin).expect("reads").len(), 1);
    let (new, _) = found("b", "Vela paid 6 million euros.");
    add(&mut database, &new, std::slice::from_ref(&old.id));
    assert_eq!(database.known_at(&old.origin).expect("reads"), []);
    assert_eq!(database.kept(&old, Some("m")).expect("reads"), None);
    assert_eq!(database.members([&old.id].into_iter()).expect("reads"), BTreeMap::new());
}

#[test]
fn files_that_are_no_store_of_this_version_are_left_alone() {
    let dir = tempfile::tempdir().expect("temp");
    let path = |name: &str| dir.path().join(name);
    let write =
        |name: &str, sql: &str| Connection::open(path(name)).and_then(|c| c.execute_batch(sql)).expect("writes");
    write("foreign.db", "CREATE TABLE recipes (name TEXT)");
    assert!(matches!(Database::open(&path("foreign.db")), Err(DatabaseError::Foreign(_))));
    Database::open(&path("newer.db")).expect("makes");
    write("newer.db", "PRAGMA user_version = 99");
    let newer = Database::open(&path("newer.db")).expect_err("is newer");
    assert!(newer.to_string().ends_with("is of schema 99, this program knows schemas up to 2"), "{newer}");
    assert!(matches!(Database::existing(&path("none.db")), Err(DatabaseError::Missing(_))));
    #[expect(clippy::disallowed_methods, reason = "the test plants a file")]
    std::fs::write(path("text.db"), "years of work, none of it a database").expect("writes");
    assert!(matches!(Database::open(&path("text.db")), Err(DatabaseError::Sqlite { .. })));
}

#[test]
fn a_store_of_the_first_schema_keeps_its_editions() {
    let dir = tempfile::tempdir().expect("temp");
    let path = dir.path().join("days.db");
    let day = date(2026, 5, 4);
    let edition = Edition { date: day, briefs: ["a", "b", "c"].map(example::brief).into() };
    let first = Connection::open(&path).expect("makes");
    first.execute_batch(schema::MIGRATIONS[0]).expect("is the first schema");
    let row = (
        day.to_string(),
        serde_json::to_string(&run()).expect("is JSON"),
        serde_json::to_string(&edition).expect("is JSON"),
    );
    first.execute("INSERT INTO run VALUES (?1, ?2, ?3)", row).expect("writes");
    first.pragma_update(None, "application_id", schema::APPLICATION).expect("is ours");
    first.pragma_update(None, "user_version", 1).expect("is of schema 1");
    drop(first);
    let database = Database::open(&path).expect("brings it to the present schema");
    assert_eq!(database.edition(day).expect("reads"), Some((edition, run())));
}
