//! Sentences of one piece: the boundaries of `sentencex`, then what news text needs beyond it.
//!
//! Takes the words of one paragraph, gives trimmed ranges that cover every word. A boundary is taken back where an
//! abbreviation, an initial or an open bracket stands before it, and added where two sentences were run together
//! (`last year.The firm`), as happens when mark-up is stripped.

use crate::types::Span;

use super::shape;

/// After these a number, a name or a lower-case word follows, never a new sentence.
const ALWAYS: [&str; 62] = [
    "approx", "rs", "no", "nos", "st", "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "reps", "sens", "gov",
    "lt", "col", "capt", "cmdr", "sgt", "maj", "adm", "rev", "hon", "pres", "supt", "messrs", "mt", "ft", "art",
    "para", "paras", "sec", "fig", "figs", "vol", "ed", "eds", "cf", "e.g", "i.e", "viz", "vs", "v", "ca", "c", "est",
    "incl", "al", "pp", "p", "ch", "cl", "reg", "regs", "nr", "tel", "ext", "int'l", "nat'l", "asst",
];
/// After these a sentence may end; it has where the next word opens sentences.
const PERHAPS: [&str; 54] = [
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "bros", "jr", "sr", "u.s", "u.k", "u.n", "e.u", "u.s.a", "d.c",
    "a.m", "p.m", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon",
    "tue", "wed", "thu", "fri", "sat", "sun", "ph.d", "m.d", "b.a", "m.a", "dept", "univ", "assn", "ave", "blvd", "rd",
    "calif", "mass", "conn", "fla", "s.a", "n.v",
];
/// Words that open a sentence and do not begin a name.
const OPENERS: [&str; 56] = [
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "It",
    "Its",
    "He",
    "She",
    "They",
    "We",
    "I",
    "You",
    "His",
    "Her",
    "Their",
    "Our",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "But",
    "And",
    "Or",
    "If",
    "When",
    "While",
    "As",
    "For",
    "By",
    "With",
    "From",
    "To",
    "Of",
    "After",
    "Before",
    "However",
    "Meanwhile",
    "Although",
    "Under",
    "What",
    "Who",
    "How",
    "Why",
    "Some",
    "Many",
    "Most",
    "Such",
    "Both",
    "Since",
    "Then",
    "Now",
    "Not",
    "So",
];

/// Whether `text` surely is one sentence: nothing that could end one stands before its last letter or digit. Of
/// characters beyond ASCII only letters of Latin script and common quotation marks and dashes are let pass, since others
/// end sentences or open items of lists somewhere.
pub(super) fn is_single(text: &str, language: &str) -> bool {
    let inside = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    // Languages with stops of their own.
    let plain = !matches!(language, "el" | "ja" | "hi" | "ar");
    plain && !inside.is_empty() && !text.bytes().any(|byte| matches!(byte, b'\n' | b')')) && {
        let bytes = inside.as_bytes();
        let mut at = 0;
        loop {
            match bytes.get(at) {
                None => break true,
                Some(b'.' | b'!' | b'?') => break false,
                Some(0..=0x7f) => at += 1,
                // U+0080 to U+023F.
                Some(0xc2..=0xc8) => at += 2,
                // U+2010 to U+201F.
                Some(0xe2) if bytes[at + 1] == 0x80 && (0x90..=0x9f).contains(&bytes[at + 2]) => at += 3,
                _ => break false,
            }
        }
    }
}

/// The sentences of the words under `span`, in order.
pub(super) fn split(source: &str, span: Span, language: &str) -> Vec<Span> {
    let Some(text) = span.slice(source) else { return Vec::new() };
    let mut ends: Vec<usize> = Vec::new();
    for boundary in sentencex::get_sentence_boundaries(language, text) {
        let end = boundary.end_byte;
        if text.is_char_boundary(end) && ends.last().is_none_or(|last| *last < end) {
            ends.push(end);
        }
    }
    ends.retain(|end| *end == text.len() || is_boundary(text, *end));
    ends.extend(run_together(text));
    ends.extend(quoted(text));
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    let mut start = 0;
    let mut sentences = Vec::with_capacity(ends.len());
    for end in ends {
        let sentence = Span::new(start, end).ok().and_then(|sentence| sentence.trimmed(text));
        start = end;
        sentences.extend(sentence.map(|sentence| sentence.shifted(span.start())));
    }
    joined(source, sentences)
}

/// Whether a sentence can end at byte `at`.
fn is_boundary(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].trim_end(), text[at..].trim_start());
    let next = after.trim_start_matches(['"', '“', '‘', '\'', '(', '[']);
    if after.is_empty() {
        return true;
    }
    // A newline inside a piece is a wrapped line: it ends nothing.
    let closed = before.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    if !closed.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '؟', '·']) {
        return false;
    }
    if !closed.ends_with('.') || closed.len() != before.len() {
        return !next.starts_with(char::is_lowercase) || closed.ends_with(['。', '！', '？']);
    }
    let word = last_word(closed.trim_end_matches('.'));
    let lower = word.to_lowercase();
    let opens = OPENERS.contains(&next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    if matches!(lower.as_str(), "no" | "art" | "c" | "p" | "v" | "est" | "cap" | "stat") {
        // `No.`, `Art.`, `Cap.` and `Stat.` are short for a number only where one follows.
        return !next.starts_with(|c: char| c.is_ascii_digit());
    }
    if lower == "pub" {
        return !next.starts_with("L.");
    }
    if ALWAYS.contains(&lower.as_str()) {
        return false;
    }
    if PERHAPS.contains(&lower.as_str()) || is_initial(word) {
        return opens && !(is_initial(word) && !lower.contains('.') && next.starts_with("A."));
    }
    true
}

fn last_word(text: &str) -> &str {
    let start = text.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '/' | '—' | '–'));
    start.map_or(text, |at| text[at..].trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// `J` of `J. Lee`, `J.P` of `J.P. Lee`.
fn is_initial(word: &str) -> bool {
    !word.is_empty() && word.split('.').all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase))
}

/// Where one sentence ends and the next begins without a space: `a year.The firm`, `done.”The`.
fn run_together(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut ends = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'!' | b'?')) {
        // Three small letters before, which most stops have, and no space after, which few have.
        let lower = at.checked_sub(3).is_some_and(|from| bytes[from..at].iter().all(u8::is_ascii_lowercase));
        if !lower || matches!(bytes.get(at + 1), None | Some(b' ' | b'\n')) {
            continue;
        }
        let mut end = at + 1;
        while let Some(quote) =
            text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '”' | '’' | ')'))
        {
            end += quote.len_utf8();
        }
        let next = &text[end..];
        let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let capital = word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
        let spaced = next.get(word.len()..).is_some_and(|rest| rest.starts_with([' ', ',', '’', '\'']));
        let is_name = matches!(word, "Com" | "Net" | "Org" | "Inc" | "Io" | "Ai" | "Co");
        if capital && spaced && !is_name && (word.len() > 2 || OPENERS.contains(&word)) {
            ends.push(end);
        }
    }
    ends
}

/// Where a sentence ends inside a quotation of several or a row of brackets, which the splitter keeps whole.
fn quoted(text: &str) -> Vec<usize> {
    let (mut ends, mut open) = (Vec::new(), false);
    if !text.starts_with('(') && !text.contains(['“', '"']) {
        return ends;
    }
    for (at, c) in text.char_indices() {
        match c {
            '“' => open = true,
            '”' => open = false,
            '"' => open = !open,
            // `(For details see below) (Editing by Ann Bee)`: notes in brackets stand alone.
            ')' if text[at..].starts_with(") (") && text.starts_with('(') => ends.push(at + 1),
            '.' | '!' | '?' if open => {
                let (before, rest) = (&text[..at], &text[at + 1..]);
                let word = before.trim_end_matches(|c: char| c.is_ascii_lowercase());
                let plain =
                    before.len() - word.len() >= 3 || before.ends_with(|c: char| c.is_ascii_digit() || c == '%');
                let next = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
                if plain && next && is_boundary(text, at + 1) {
                    ends.push(at + 1);
                }
            }
            _ => {}
        }
    }
    ends
}

/// Joins what cannot stand alone: marks without a letter or digit go to the sentence before, and the number of a list
/// item (`2.`) to the sentence after.
fn joined(source: &str, sentences: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let text = sentence.slice(source).unwrap_or_default();
        let wordless = !text.contains(char::is_alphanumeric);
        let numbered = kept.last().and_then(|last| last.slice(source)).is_some_and(is_item_number);
        match kept.last_mut() {
            Some(last) if wordless || numbered => *last = Span::new(last.start(), sentence.end()).unwrap_or(*last),
            _ => kept.push(sentence),
        }
    }
    kept
}

fn is_item_number(text: &str) -> bool {
    text.len() <= 4 && text.ends_with(['.', ')']) && !text.contains(char::is_alphabetic)
        || !text.contains(char::is_alphanumeric)
}

/// Whether a sentence breaks off: an ellipsis with nothing after it.
pub(super) fn breaks_off(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | ')' | ']' | '»'));
    let ellipsis = text.ends_with('…') || text.ends_with("...") || text.ends_with(". . .");
    ellipsis && shape::Shape::of(text).words >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_where_they_end() {
        let mut faults = Vec::new();
        for case in include_str!("sentence.cases").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let expected: Vec<&str> = case.split(" ¦ ").flat_map(|part| part.split('¦')).collect();
            let text = case.replace(" ¦ ", " ").replace('¦', "");
            let span = Span::new(0, text.len()).expect("a case is not empty");
            let found: Vec<&str> = split(&text, span, "en").into_iter().filter_map(|s| s.slice(&text)).collect();
            if found != expected {
                faults.push((expected.join(" ¦ "), found.join(" ¦ ")));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn a_wrapped_line_ends_no_sentence() {
        let text = "Harlow Mills said it would buy the depots of\nCastor Freight. The price was not given.";
        let span = Span::new(0, text.len()).expect("not empty");
        assert_eq!(split(text, span, "en").len(), 2);
    }
}
