//! What the fuzz targets do: read bytes as a file, clean what was found or read its figures and laws, and check what must always hold.
//!
//! A target gives the first bytes of its formats, so that the fuzzer need not find them; the first byte of its input chooses one.

use std::sync::LazyLock;

use wirebrief::config::Settings;
use wirebrief::normalise::figure::{self, FigureContext};
use wirebrief::normalise::{Tables, regulation};
use wirebrief::types::{Article, Content, Mention, Metadata, Origin, Rejected};
use wirebrief::{clean, ingest};

/// The embedded settings with small records, so that limits are met.
static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| Settings::overlaid("[ingest]\nmax_record_mb = 1\n", "fuzz").expect("well-formed"));

/// Reads `bytes` after each of `heads` in turn by their first byte; panics where an invariant is broken.
pub fn read(heads: &[&[u8]], bytes: &[u8]) {
    let (choice, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let head = heads[usize::from(*choice) % heads.len()];
    ingest::read_bytes(&[head, rest].concat(), &SETTINGS.ingest, &mut take);
}

/// Cleans `text` as a plain file.
pub fn clean(text: &str) {
    let origin = Origin { path: "text".to_owned(), record_id: None };
    take(Ok(Article { origin, content: Content::Plain(text.to_owned()), metadata: Metadata::default() }));
}

/// Reads the figures of `text`, with and without a day to count from.
pub fn figures(text: &str) {
    let published = Some(jiff::civil::date(2026, 3, 12));
    for context in [FigureContext::of_text(text, published), FigureContext::default()] {
        stand_apart(text, &figure::find(text, &context));
    }
}

/// Reads the laws that `text` names.
pub fn laws(text: &str) {
    stand_apart(text, &regulation::find(text, Tables::bundled()));
}

/// Panics unless `mentions` are pieces of `text`, in order and without overlaps.
fn stand_apart(text: &str, mentions: &[Mention]) {
    let mut end = 0;
    for mention in mentions {
        let words = mention.span.slice(text);
        assert!(words.is_some_and(|words| !words.is_empty()) && mention.span.start() >= end, "{mention:?}");
        end = mention.span.end();
    }
}

fn take(outcome: Result<Article, Rejected>) {
    match outcome.and_then(|article| clean::documents(article, &SETTINGS.clean)) {
        Ok(cleaned) => {
            for document in &cleaned.documents {
                assert_eq!(document.tiles(), Ok(()), "{:?}", document.origin);
            }
        }
        Err(rejected) => assert!(!rejected.message.is_empty() && !rejected.hint.is_empty(), "{rejected:?}"),
    }
}
