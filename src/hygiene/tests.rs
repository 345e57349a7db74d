//! Counts of small runs that can be counted by hand.

use super::*;
use crate::types::{Dropped, Origin, Span, StoryId, example};

/// A line of `documents.jsonl`: 100 bytes of `publisher` with `flags`, and a number of bytes dropped for each reason.
fn line(publisher: Option<&str>, flags: &[Flag], dropped: &[(DropReason, usize)]) -> DocumentRecord {
    let document = example::document("dump/a.jsonl", None, "A headline", &["A sentence."]);
    let story = StoryId::of(&document.id);
    let mut at = 0;
    let mut range = |n: usize| {
        at += n;
        Span::new(at - n, at).expect("not empty")
    };
    let dropped = dropped.iter().map(|(reason, n)| Dropped { span: range(*n), reason: *reason }).collect();
    DocumentRecord {
        publisher: publisher.map(str::to_owned),
        start: 500,
        end: 600,
        flags: flags.to_vec(),
        dropped,
        ..DocumentRecord::new(&document, story, None, None)
    }
}

fn copy(original: &DocumentRecord) -> DocumentRecord {
    DocumentRecord { copy_of: Some(original.id.clone()), ..original.clone() }
}

fn rejected(path: &str, reason: RejectReason) -> Rejected {
    let origin = Origin { path: path.to_owned(), record_id: None };
    Rejected { origin, reason, message: String::new(), hint: String::new() }
}

#[test]
fn documents_are_counted_by_outlet_and_rejects_by_file() {
    let post = line(Some("Tide Post"), &[Flag::Undated, Flag::Partial], &[(DropReason::Advert, 30)]);
    let documents = [
        line(None, &[], &[]),
        post.clone(),
        copy(&post),
        line(Some("Tide Post"), &[Flag::NotEnglish, Flag::MachineWrittenChatter], &[(DropReason::Title, 10)]),
    ];
    let rejects = [
        rejected("dump/a.jsonl", RejectReason::Empty),
        rejected("dump/a.jsonl", RejectReason::Empty),
        rejected("dump/b.gz", RejectReason::Malformed),
    ];
    let hygiene = report(&documents, &rejects);
    let rows: Vec<_> = hygiene.sources.iter().map(|row| (&*row.source, row.documents, row.rejected)).collect();
    assert_eq!(rows, [("Tide Post", 3, 0), ("dump/a.jsonl", 1, 2), ("dump/b.gz", 0, 1)]);
    let tide = &hygiene.sources[0];
    assert_eq!((tide.undated, tide.partial), (Part::of(2, 3), Part::of(2, 3)));
    assert_eq!((tide.not_english, tide.copies, tide.machine_written_chatter.n), (Part::of(1, 3), Part::of(1, 3), 1));
    assert_eq!((tide.bytes, tide.boilerplate), (300, Part { n: 60, share: 0.2 }));
    assert_eq!(tide.dropped_bytes, [(DropReason::Advert, 60), (DropReason::Title, 10)].into());
    assert_eq!((hygiene.whole.documents, hygiene.whole.undated.share, hygiene.whole.rejected), (4, 0.5, 3));
    assert_eq!(hygiene.whole.rejected_by_reason, [(RejectReason::Empty, 2), (RejectReason::Malformed, 1)].into());
}

#[test]
fn a_run_of_nothing_has_shares_of_nothing() {
    let none: [DocumentRecord; 0] = [];
    let hygiene = report(&none, &[]);
    assert_eq!((hygiene.whole.documents, hygiene.whole.undated, hygiene.sources.len()), (0, Part::default(), 0));
}

#[test]
fn the_report_is_read_back_from_json_as_it_was() {
    let rejects = [rejected("dump/b.gz", RejectReason::WrongType)];
    let hygiene = report([line(Some("Tide Post"), &[Flag::Undated], &[(DropReason::Share, 7)])], &rejects);
    let text = serde_json::to_string(&hygiene).expect("writes");
    assert!(text.contains(r#""dropped_bytes":{"share":7}"#) && text.contains(r#"{"wrong_type":1}"#), "{text}");
    assert_eq!(serde_json::from_str::<Hygiene>(&text).expect("reads"), hygiene);
}
