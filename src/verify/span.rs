//! Spans of documents and mentions against the bytes.

use super::{Report, Sources};
use crate::store::{MentionRecord, StoredRun, files};
use crate::types::Span;

/// Sentences and drops lie inside their document, in order, on character boundaries, without overlap.
pub(super) fn documents(run: &StoredRun, sources: &Sources, report: &mut Report) {
    for (i, document) in run.documents.iter().enumerate() {
        let Some(text) = sources.text(&document.id) else { continue };
        let mut spans: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
        spans.extend(document.dropped.iter().map(|d| d.span));
        spans.sort();
        let place = format!("{}:{} (document {})", files::DOCUMENTS, i + 1, document.id);
        for pair in spans.windows(2).filter(|pair| pair[0].overlaps(pair[1])) {
            report.fault(&place, format!("{} and {} overlap", show(pair[0]), show(pair[1])));
        }
        for span in spans {
            if span.start() < document.start || span.end() > document.end || span.slice(text).is_none() {
                report.fault(&place, format!("{} is not inside the document", show(span)));
            }
        }
    }
}

/// The words of each mention are the bytes under its span.
pub(super) fn mentions(run: &StoredRun, sources: &Sources, report: &mut Report) {
    for (i, mention) in run.mentions.iter().enumerate() {
        report.mentions += 1;
        let found = sources.text(&mention.document).and_then(|text| text.get(mention.start..mention.end));
        if found != Some(&mention.text) {
            let place = format!("{}:{} ({} `{}`)", files::MENTIONS, i + 1, mention.kind, mention.text);
            report.fault(place, mismatch(mention, found));
        }
    }
}

fn mismatch(mention: &MentionRecord, found: Option<&str>) -> String {
    let found = found.map_or_else(|| "nothing".to_owned(), |words| format!("`{words}`"));
    format!("bytes {}..{} of document {} read {found}", mention.start, mention.end, mention.document)
}

fn show(span: Span) -> String {
    format!("{}..{}", span.start(), span.end())
}
