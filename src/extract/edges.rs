//! Settles where a name begins and ends, by rules of English print and not by lists of names.
//!
//! Takes a sentence and a span in it; gives the span without what surrounds a name (quotation marks, brackets, commas,
//! `the`, possessive `'s`) and with what belongs to it (the full stop of `Inc.`, a legal form after a comma). The one
//! table, `possessive_names.txt`, holds firms whose own name ends in `'s`.

use crate::types::{Kind, Span};

/// Firms whose name ends in a possessive, in lower case with a straight apostrophe.
const POSSESSIVE_NAMES: &str = include_str!("possessive_names.txt");

/// Abbreviations that keep their full stop: legal forms and the endings of people's names.
const ABBREVIATED: [&str; 16] =
    ["Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Ltda", "Cia", "Pty", "Pvt", "Bhd", "Sdn", "Tbk", "Assn", "Jr", "Sr"];

/// Legal forms that may stand after a name, with or without a comma between.
const LEGAL_TAILS: [&str; 14] = [
    "Incorporated",
    "Inc",
    "Corporation",
    "Corp",
    "Limited",
    "Ltd",
    "LLC",
    "L.L.C.",
    "PLC",
    "plc",
    "S.A.",
    "N.V.",
    "L.P.",
    "LP",
];

/// Abbreviations of months; some are given names too.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"];
/// Abbreviations of time zones, after the IANA time zone database; some are firms and bodies too.
const TIME_ZONES: [&str; 29] = [
    "ACST", "AEDT", "AEST", "AWST", "BST", "CDT", "CEST", "CET", "CST", "EAT", "EDT", "EEST", "EST", "ET", "GMT",
    "HKT", "IST", "JST", "KST", "MDT", "MSK", "MST", "NZDT", "NZST", "PDT", "PST", "SAST", "SGT", "UTC",
];

/// Words that join a name to what follows and end none: `Vela Group of` Redport.
const HANGING: [&str; 7] = ["and", "at", "by", "for", "from", "in", "of"];

const OPENING: [char; 4] = ['(', '[', '{', '«'];
const CLOSING: [char; 4] = [')', ']', '}', '»'];

/// The span of the name that `span` of `text` covers; `None` where no letter or digit is left.
pub(super) fn settled(text: &str, span: Span, kind: Kind) -> Option<Span> {
    let mut span = span.trimmed(text)?;
    loop {
        let inner = peeled(text, span)?;
        let inner = if kind == Kind::Regulation { inner } else { unhung(text, inner)? };
        if inner == span {
            break;
        }
        span = inner;
    }
    let span = if kind == Kind::Company { unticked(text, span).unwrap_or(span) } else { span };
    let span = with_tail(text, span, kind);
    span.slice(text)?.chars().any(char::is_alphanumeric).then_some(span)
}

/// Whether `span` of a text that uses capitals is words without one, or no word at all: `global wealth`, `215`. Letters
/// beside figures (`3i`) or dots (`news.com.au`) are coined, and some scripts have no capitals.
pub(super) fn is_plain(text: &str, span: Span) -> bool {
    let words = span.slice(text).unwrap_or_default();
    let has = |is: fn(char) -> bool| words.contains(is);
    let is_word = has(char::is_lowercase) && !has(|c| c.is_ascii_digit() || c == '.');
    text.contains(char::is_uppercase) && !has(char::is_uppercase) && (is_word || !has(char::is_alphabetic))
}

/// Whether `span` is a month cut short, as in `Jan-June`, or the time zone of an hour: `2 p.m. EDT`, `1700 GMT`.
pub(super) fn is_of_time(text: &str, span: Span) -> bool {
    let words = span.slice(text).unwrap_or_default();
    let hyphen = words.ends_with('-') || text.get(span.end()..).is_some_and(|after| after.starts_with('-'));
    if hyphen && MONTHS.contains(&words.trim_end_matches('-')) {
        return true;
    }
    let before = text.get(..span.start()).unwrap_or_default().trim_end();
    let hour = ["a.m.", "p.m.", "am", "pm", "AM", "PM"].iter().find_map(|half| before.strip_suffix(half));
    let is_hour = hour.unwrap_or(before).trim_end().ends_with(|c: char| c.is_ascii_digit());
    is_hour && TIME_ZONES.contains(&words)
}

/// `span` without one layer of what does not belong to a name at either end.
fn peeled(text: &str, span: Span) -> Option<Span> {
    let words = span.slice(text)?;
    let start = span.start() + leading(words);
    let end = span.end() - if start > span.start() { 0 } else { trailing(words, &text[span.end()..]) };
    Span::new(start, end).ok()?.trimmed(text)
}

/// `span` without a word at its end that joins the name to what follows.
fn unhung(text: &str, span: Span) -> Option<Span> {
    let words = span.slice(text)?;
    let hanging = HANGING.into_iter().find(|word| words.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')));
    Span::new(span.start(), span.end() - hanging.map_or(0, str::len)).ok()?.trimmed(text)
}

/// `span` without a ticker behind the name: after a legal form (`Vela Corp. VLA`), or before a quote (`Vela VLA 0.69 %`).
fn unticked(text: &str, span: Span) -> Option<Span> {
    let (name, last) = span.slice(text)?.rsplit_once(' ')?;
    let is_ticker = (1..=5).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_uppercase());
    let form = name.rsplit(' ').next()?.trim_end_matches('.');
    let is_form =
        name.contains(' ') && (LEGAL_TAILS.contains(&form) || matches!(form, "Co" | "AG" | "SA" | "NV" | "SE"));
    let quote = text[span.end()..].trim_start().trim_start_matches(['+', '-', '−']);
    let digits = quote.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_quoted = digits.len() < quote.len() && digits.trim_start().starts_with('%') && digits.starts_with(' ');
    let is_legal = LEGAL_TAILS.contains(&last) || matches!(last, "AG" | "SA" | "NV" | "SE" | "AB" | "ASA" | "SPA");
    let cut = is_ticker && !is_legal && (is_form || is_quoted);
    Span::new(span.start(), span.start() + name.len()).ok().filter(|_| cut)
}

/// Bytes at the start of `words` that are no part of the name.
fn leading(words: &str) -> usize {
    // `REDPORT - Vela plc` begins with the place of a dateline.
    let dateline = words.split_once(" - ").filter(|(place, _)| !place.contains(char::is_lowercase));
    if let Some((place, _)) = dateline.filter(|(_, name)| name.contains(char::is_lowercase)) {
        return place.len() + 3;
    }
    let article = words.get(..4).filter(|the| the.eq_ignore_ascii_case("the ")).map_or(0, str::len);
    if article > 0 {
        return article;
    }
    let Some(first) = words.chars().next() else { return 0 };
    let surplus = match first {
        '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '`' | ',' | ';' | ':' | '-' | '–' | '—' | '•' | '*' | '@' | '#'
        | '/' => true,
        _ => match OPENING.iter().position(|c| *c == first) {
            Some(i) => !words.contains(CLOSING[i]) || words.ends_with(CLOSING[i]),
            None => CLOSING.contains(&first),
        },
    };
    if surplus { first.len_utf8() } else { 0 }
}

/// Bytes at the end of `words` that are no part of the name; `after` is the text that follows.
fn trailing(words: &str, after: &str) -> usize {
    let Some(last) = words.chars().next_back() else { return 0 };
    let before = &words[..words.len() - last.len_utf8()];
    let surplus = match last {
        '"' | '“' | '”' | '’' | '‘' | '\'' | '`' | ',' | ';' | ':' | '-' | '–' | '—' | '…' | '*' | '/' => {
            true
        }
        '.' => !keeps_full_stop(before),
        's' | 'S' if before.ends_with(['\'', '’']) => return possessive(words, after),
        _ => match CLOSING.iter().position(|c| *c == last) {
            Some(i) => !before.contains(OPENING[i]),
            None => OPENING.contains(&last),
        },
    };
    if surplus { last.len_utf8() } else { 0 }
}

/// Bytes of a possessive `'s` at the end of `words`. It is part of the name where the firm is called so, and where
/// nothing follows that could be possessed.
fn possessive(words: &str, after: &str) -> usize {
    let clause_ends = after.starts_with([',', '.', ';', ':', '!', '?', ')']);
    if clause_ends || is_possessive_name(words) {
        0
    } else {
        words.len() - words.trim_end_matches(['s', 'S']).trim_end_matches(['\'', '’']).len()
    }
}

fn is_possessive_name(words: &str) -> bool {
    let plain = words.to_lowercase().replace('’', "'");
    POSSESSIVE_NAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|name| plain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
}

/// Whether a full stop after `before` belongs to it: an abbreviation, an initial, or letters with full stops inside.
fn keeps_full_stop(before: &str) -> bool {
    let word = before.rsplit([' ', '\u{a0}', '-']).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    ABBREVIATED.contains(&word) || initial || (word.contains('.') && !word.ends_with('.'))
}

/// `span` with the legal form, the full stop or the `'s` that follow it and belong to the name.
fn with_tail(text: &str, span: Span, kind: Kind) -> Span {
    let mut end = span.end();
    if kind == Kind::Company {
        end += legal_tail(&text[end..]);
    }
    if matches!(kind, Kind::Company | Kind::Organisation) {
        end += possessive_tail(&text[span.start()..end], &text[end..]);
    }
    let sentence_goes_on = text[end..].strip_prefix('.').is_some_and(|rest| rest.contains(char::is_alphanumeric));
    if sentence_goes_on && keeps_full_stop(&text[span.start()..end]) {
        end += 1;
    }
    Span::new(span.start(), end).unwrap_or(span)
}

/// Bytes of a legal form at the start of `after`, with the comma and space before it and without its full stop.
fn legal_tail(after: &str) -> usize {
    let form = after.strip_prefix(", ").or_else(|| after.strip_prefix(' ')).unwrap_or_default();
    let whole = |tail: &&&str| {
        form.strip_prefix(**tail).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    LEGAL_TAILS.iter().find(whole).map_or(0, |tail| after.len() - form.len() + tail.len())
}

fn possessive_tail(words: &str, after: &str) -> usize {
    let tail = ["'s", "’s"].into_iter().find(|tail| after.starts_with(tail));
    tail.filter(|tail| is_possessive_name(&format!("{words}{tail}"))).map_or(0, str::len)
}
