//! Every format and every kind of bad input, read from files that the tests write.

use std::fs;
use std::io::Write as _;

use super::*;
use crate::types::{Content, Metadata};

fn settings() -> config::Ingest {
    config::Ingest { max_record_mb: 1, max_unpack_ratio: 300, fields: config::Fields::new() }
}

/// Everything one file gives, each outcome as one line.
pub(super) fn outcomes(bytes: &[u8]) -> Vec<String> {
    outcomes_with(bytes, &settings())
}

/// The same, with fields named as `--field` does.
fn outcomes_of_fields(bytes: &[u8], fields: &[(config::Meaning, &str)]) -> Vec<String> {
    let fields = fields.iter().map(|(meaning, name)| (*meaning, (*name).to_owned())).collect();
    outcomes_with(bytes, &config::Ingest { fields, ..settings() })
}

fn outcomes_with(bytes: &[u8], settings: &config::Ingest) -> Vec<String> {
    let dir = tempfile::tempdir().expect("temporary folder");
    let disk = dir.path().join("dump");
    fs::write(&disk, bytes).expect("written");
    let mut lines = Vec::new();
    read(&SourceFile { name: "dump".into(), disk }, settings, &mut |outcome| lines.push(shown(outcome)));
    lines
}

fn shown(outcome: Result<Article, Rejected>) -> String {
    match outcome {
        Ok(Article { origin, content, metadata }) => {
            let (kind, text) = match content {
                Content::Plain(text) => ("plain", text),
                Content::Extracted(text) => ("extracted", text),
                Content::Repaired(text) => ("repaired", text),
                Content::Html(text) => ("html", text),
            };
            format!("{} {kind} {text:?}{}", origin.record_id.unwrap_or_default(), declared(&metadata))
        }
        Err(reject) => {
            assert!(!reject.hint.is_empty(), "every reject says how to mend it");
            format!("{} {}: {}", reject.origin.record_id.unwrap_or_default(), reject.reason, reject.message)
        }
    }
}

fn declared(metadata: &Metadata) -> String {
    let Metadata { title, publisher, published, url, .. } = metadata;
    [title, publisher, published, url].iter().filter_map(|f| f.as_ref()).flat_map(|f| [" ", f]).collect()
}

pub(super) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

#[test]
fn plain_text_is_one_article_without_its_mark_and_with_its_line_ends() {
    assert_eq!(outcomes(b"\xef\xbb\xbfOne.\r\nTwo.\n"), [r#" plain "One.\r\nTwo.\n""#]);
}

#[test]
fn a_page_is_recognised_by_content() {
    assert_eq!(outcomes(b"<html><p>Hi</p></html>"), [r#" html "<html><p>Hi</p></html>""#]);
}

#[test]
fn records_are_read_by_the_usual_field_names() {
    let lines = br#"{"uuid":"a1","Headline":"Up","body":"Rose.","pubDate":"2026-03-12","thread":{"site":"x.example"}}
{"id":7,"title":"Down","content":"<p>Fell.</p><p>Far.</p><br>","source":{"name":"Wire"},"link":"http://x"}
{"id":7,"text":["One.","Two."],"published":1773273600}
"#;
    assert_eq!(
        outcomes(lines),
        [
            r#"a1 plain "Rose." Up x.example 2026-03-12"#,
            r#"7 html "<p>Fell.</p><p>Far.</p><br>" Down Wire http://x"#,
            r#"line:3 plain "One.\nTwo." 1773273600"#,
        ]
    );
}

#[test]
fn each_bad_record_is_one_reject_and_the_next_is_read() {
    let mut lines = b"{\"text\":\"ok\"}\nnot json\n\n{\"text\":\"x\",\"published\":true}\n".to_vec();
    lines.extend(b"{\"text\":\"caf\xe9\"}\n{\"note\":1,\"kind\":2}\n{\"text\":\" \"}\n{\"text\":5}\n[1]\n");
    lines.extend([b"{\"text\":\"", vec![b'x'; 2 << 20].as_slice(), b"\"}\n{\"text\":\"last\"}"].concat());
    let expected = [
        r#"line:1 plain "ok""#,
        "line:2 malformed: expected a JSON object, found a fault in it: expected ident at line 1 column 2",
        "line:4 wrong type: expected a string in `published`, found a boolean",
        "line:5 malformed: expected UTF-8, found a broken character at byte 12",
        "line:6 no text: expected a field `text`, `body` or `content`, found `kind`, `note`",
        "line:7 empty: expected text in `text`, found an empty string",
        "line:8 wrong type: expected a string in `text`, found a number",
        "line:9 malformed: expected a JSON object, found an array",
        "line:10 too large: expected a record of at most 1048576 bytes, found a longer one",
        r#"line:11 plain "last""#,
    ];
    assert_eq!(outcomes(&lines), expected);
}

#[test]
fn arrays_are_read_element_by_element() {
    let array = br#" [{"text":"a [b], \"c\" }"}, {"id":"k","text":"d"}, 5 ]"#;
    let expected = [
        r#"item:1 plain "a [b], \"c\" }""#,
        r#"k plain "d""#,
        "item:3 malformed: expected a JSON object, found a number",
    ];
    assert_eq!(outcomes(array), expected);
    assert_eq!(
        outcomes(br#"[{"text":"a"},{"text":"b"#)[1],
        "item:2 malformed: expected `]` at the end of the array, found the end of the file"
    );
    assert_eq!(outcomes(b"[]"), [" empty: expected a record, found an empty array"]);
}

#[test]
fn a_pretty_printed_object_is_one_record() {
    assert_eq!(outcomes(b"{\n \"text\": \"a\",\n \"id\": \"k\"\n}\n"), [r#"k plain "a""#]);
}

#[test]
fn gzip_is_read_whatever_the_name_and_a_cut_off_tail_is_a_reject() {
    let members = [gz(b"{\"text\":\"one\"}\n"), gz(b"{\"text\":\"two\"}\n")].concat();
    assert_eq!(outcomes(&members), [r#"line:1 plain "one""#, r#"line:2 plain "two""#]);
    assert_eq!(outcomes(&gz(&gz(b"Twice packed."))), [r#" plain "Twice packed.""#]);
    let cut = outcomes(&members[..members.len() - 6]);
    assert_eq!(cut[0], r#"line:1 plain "one""#);
    assert!(cut.last().is_some_and(|l| l.contains("malformed: cannot be read")), "{cut:?}");
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    assert_eq!(outcomes(b""), [" empty: expected text, found an empty file"]);
    assert_eq!(outcomes(b" \n\t"), [" empty: expected text, found an empty file"]);
    let expected = "expected text, HTML, JSON, a table, a feed, mail, NewsML, WARC or an archive";
    let foreign = |name| format!("{expected}, found {name}");
    assert_eq!(outcomes(b"%PDF-1.7"), [format!(" binary: {}", foreign("a PDF file"))]);
    assert_eq!(outcomes(b"\x00\x00\x01\x02"), [format!(" binary: {}", foreign("binary data"))]);
    let name = "XML that is no feed, news item or page";
    assert_eq!(outcomes(b"<?xml version='1.0'?><bill/>"), [format!(" malformed: {}", foreign(name))]);
}

#[test]
fn a_field_that_is_named_is_read_and_no_other() {
    use config::Meaning::{Id, Published, Text, Title};
    let lines =
        br#"{"id":"a","text":"No.","title":"No","meta":{"lead":"Yes."},"kop":"Kop","when":"2026-03-12","a.b":"k"}
{"id":"b","text":"No.","kop":"Kop"}
{"id":"c","meta":{"lead":5},"kop":"Kop"}
{"id":"d","meta":{"lead":null},"kop":null}
"#;
    let fields = [(Text, "meta.lead"), (Title, "kop")];
    let expected = [
        r#"a plain "Yes." Kop"#,
        "line:2 no text: expected a field `meta.lead` for `text`, found `id`, `kop`, `text`",
        "line:3 wrong type: expected a string in `meta.lead`, found a number",
        "line:4 no text: expected words in `meta.lead`, found `id`, `kop`, `meta`",
    ];
    assert_eq!(outcomes_of_fields(lines, &fields), expected);
    let first = outcomes_of_fields(lines, &[(Id, "a.b"), (Published, "when")]).remove(0);
    assert_eq!(first, r#"k plain "No." No 2026-03-12"#);
    let table = b"headline,text,inhoud
Up,No.,It rose.
Down,No.,
";
    let found = outcomes_of_fields(table, &[(Text, "inhoud")]);
    assert_eq!(found[0], r#"row:1 plain "It rose." Up"#);
    assert_eq!(found[1], "row:2 no text: expected words in `inhoud`, found `headline`, `inhoud`, `text`");
    let rows = outcomes_of_fields(&super::tests_news::parquet(), &[(Text, "headline")]);
    assert_eq!(rows[1], r#"row:2 plain "Down" Down 2025-03-03T08:00:00Z"#);
    // What a feed calls its items is not the user's to name.
    let feed = br#"{"version":"https://jsonfeed.org/version/1","items":[{"content_text":"It rose."}]}"#;
    assert_eq!(outcomes_of_fields(feed, &fields), [r#"item:1 extracted "It rose.""#]);
}

#[test]
fn a_broken_encoding_is_repaired_where_that_is_certain_and_said() {
    assert_eq!(outcomes("The portâ€™s owner.".as_bytes()), [r#" repaired "The port’s owner.""#]);
    let line = r#"{"text":"The portâ€™s owner.","title":"Caf\u00e9 â€“ sold"}"#;
    assert_eq!(outcomes(line.as_bytes()), [r#"line:1 repaired "The port’s owner." Café â€“ sold"#]);
    assert_eq!(outcomes("Der Überschuss – sank.".as_bytes()), [r#" plain "Der Überschuss – sank.""#]);
}

#[test]
fn a_missing_file_is_a_reject_not_a_panic() {
    let file = SourceFile { name: "gone".into(), disk: "no/such/file".into() };
    let mut reasons = Vec::new();
    read(&file, &settings(), &mut |outcome| reasons.push(outcome.map_err(|r| r.reason)));
    assert_eq!(reasons, [Err(RejectReason::Unreadable)]);
}

#[test]
fn one_record_can_be_read_again_by_its_id() {
    let dir = tempfile::tempdir().expect("temporary folder");
    let disk = dir.path().join("d.jsonl");
    fs::write(&disk, "{\"id\":\"a\",\"text\":\"1\"}\n{\"text\":\"2\"}\n").expect("written");
    let file = SourceFile::at(&disk);
    let text = |id| read_one(&file, Some(id), &settings()).map(|a| a.content);
    assert_eq!(text("line:2"), Some(Content::Plain("2".into())));
    assert_eq!(text("a"), Some(Content::Plain("1".into())));
    assert_eq!(text("b"), None);
}
