//! Language of a document, told from its running text, and the two-letter code that sentence rules go by.

use crate::types::Span;

use super::shape::Shape;

/// Characters looked at: more changes nothing and costs time.
const ENOUGH: usize = 4000;
/// Words looked at for English, and the share of them (in per cent) that must be English function words. English prose
/// has over 40, other languages that spell some words alike (`in`, `was`, `no`) stay below 15; the detector costs as much
/// as all other steps of clean together.
const ENGLISH_WORDS: usize = 60;
const ENGLISH_SHARE: usize = 30;
/// Characters from which a guess is believed though the detector flags it as unsure.
const LONG: usize = 240;

/// ISO 639-3 code of the text under `spans`, or `None` where it is too short to tell.
pub(super) fn of(source: &str, spans: impl Iterator<Item = Span>) -> Option<String> {
    let mut sample = String::new();
    for span in spans {
        sample.push_str(span.slice(source).unwrap_or_default());
        sample.push('\n');
        if sample.len() > ENOUGH {
            break;
        }
    }
    let shape = Shape::of(&sample);
    if shape.words >= ENGLISH_WORDS && shape.function * 100 >= shape.words * ENGLISH_SHARE {
        return Some("eng".to_owned());
    }
    let found = whatlang::detect(&sample)?;
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
