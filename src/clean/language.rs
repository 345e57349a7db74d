//! Language of a document, told from its running text, and the two-letter code that sentence rules go by.

use crate::types::Span;

use super::memory::Memory;
use super::shape::Shape;

/// Characters looked at: more changes nothing and costs time.
const ENOUGH: usize = 4000;
/// Words looked at for English, and the share of them (in per cent) that must be English function words. English prose
/// has 25 to 40 of those that are counted, other languages that spell some words alike (`in`, `was`, `no`) stay below 15
/// unless they quote English; the detector costs as much as all other steps of clean together.
const ENGLISH_WORDS: usize = 60;
const ENGLISH_SHARE: usize = 25;
/// Characters from which a guess is believed though the detector flags it as unsure.
const LONG: usize = 240;

/// ISO 639-3 code of `paragraphs`, or `None` where it is too short to tell.
pub(super) fn of(source: &str, paragraphs: impl Iterator<Item = (Span, Shape)>, memory: &Memory) -> Option<String> {
    let (mut spans, mut len, mut words, mut function) = (Vec::new(), 0, 0, 0);
    for (span, shape) in paragraphs {
        spans.push(span);
        len += span.len() + 1;
        words += shape.words;
        function += shape.function;
        if len > ENOUGH {
            break;
        }
    }
    if words >= ENGLISH_WORDS && function * 100 >= words * ENGLISH_SHARE {
        return Some("eng".to_owned());
    }
    let mut sample = String::with_capacity(len);
    for span in spans {
        sample.push_str(span.slice(source).unwrap_or_default());
        sample.push('\n');
    }
    memory.language(&sample)
}

/// What the detector makes of `sample`.
pub(super) fn detected(sample: &str) -> Option<String> {
    let found = whatlang::detect(sample)?;
    (found.is_reliable() || sample.len() > LONG).then(|| found.lang().code().to_owned())
}

/// The code that the sentence splitter knows; English where there is no other.
pub(super) fn two_letters(code: Option<&str>) -> &'static str {
    match code {
        Some("deu") => "de",
        Some("fra") => "fr",
        Some("spa") => "es",
        Some("ita") => "it",
        Some("por") => "pt",
        Some("nld") => "nl",
        Some("pol") => "pl",
        Some("rus") => "ru",
        Some("ukr") => "uk",
        Some("dan") => "da",
        Some("fin") => "fi",
        Some("ell") => "el",
        Some("slk") => "sk",
        Some("bul") => "bg",
        Some("cat") => "ca",
        Some("jpn" | "cmn") => "ja",
        Some("hin") => "hi",
        Some("ara") => "ar",
        _ => "en",
    }
}
