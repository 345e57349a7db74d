//! What the first words of a line tell of where it stands: a day or a time, an agency or a by-line, a headline run into it.
//!
//! Takes the text of a line, knows no neighbours. Pages that were flattened begin their articles so, whatever the subject,
//! and what stands below an article ends with addresses.

use super::{layout, words};

/// Words of a line that count as its first.
const FIRST: usize = 24;
/// Bytes at its end in which an address is looked for as well.
const LAST: usize = 80;
/// Words among which the first ones may stand again, and how many in a row make a repeat.
const AGAIN: (usize, usize) = (40, 3);

/// What the first words of a line tell.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of its own")]
pub(super) struct Opening {
    /// An address of the web or a mail address stands in it.
    pub(super) contact: bool,
    /// It stands in brackets.
    pub(super) bracketed: bool,
    /// A day or a time of day stands among its first words.
    pub(super) dated: bool,
    /// An agency or a by-line stands among its first words.
    pub(super) signed: bool,
    /// How many of its first words it says again soon in the same order, four counted as one.
    pub(super) stutters: f32,
    /// Share of its first words that begin with a capital letter.
    pub(super) capitals: f32,
}

impl Opening {
    pub(super) fn of(line: &str) -> Self {
        let first: Vec<&str> = line.split_whitespace().take(FIRST).collect();
        let last = line.get(line.floor_char_boundary(line.len().saturating_sub(LAST))..).unwrap_or_default();
        let capitals = first.iter().take(FIRST / 2).filter(|word| is_large(word)).count();
        Self {
            contact: first.iter().copied().chain(last.split_whitespace()).any(is_contact),
            bracketed: line.starts_with(['(', '[']) && line.ends_with([')', ']']),
            dated: first.iter().any(|word| is_time(word)) || first.windows(2).any(is_day),
            signed: (0..first.len()).any(|at| is_signed(&first, at)),
            stutters: n_again(line) as f32 / 4.0,
            capitals: capitals as f32 / first.len().clamp(1, FIRST / 2) as f32,
        }
    }
}

fn is_large(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_contact(word: &str) -> bool {
    ["http", "www.", "//"].iter().any(|start| word.starts_with(start)) || (word.contains('@') && word.len() > 4)
}

/// `18:31`, `9:14`.
fn is_time(word: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(':')
        .is_some_and(|(hour, rest)| (1..=2).contains(&hour.len()) && digits(hour) && rest.get(..2).is_some_and(digits))
}

/// `March 12`, `12 March`, `March 2026`, `10 minutes ago` by its first word and its last.
fn is_day(pair: &[&str]) -> bool {
    let number = |word: &str| word.trim_end_matches([',', '.', ':', ';']).parse::<u32>().ok();
    let day = |word: &str| number(word).is_some_and(|day| (1..=31).contains(&day) || (1990..2100).contains(&day));
    let month = |word: &str| is_large(word) && layout::is_month(word.trim_end_matches(['.', ',']));
    let [one, other] = pair else { return false };
    (month(one) && day(other)) || (month(other) && day(one))
}

/// Whether a by-line begins with word `at`, or an agency ends with it: `By Ann`, `(Tidewire) -`, `WIRE)--`.
fn is_signed(first: &[&str], at: usize) -> bool {
    let (word, next) = (first[at], first.get(at + 1).copied().unwrap_or_default());
    let by = matches!(word, "By" | "by" | "By:" | "Von" | "Par" | "Por") && is_large(next);
    let agency = word.ends_with(')') && matches!(next, "-" | "--" | "–" | "—");
    let dashed = [")--", ")-", "/--"].iter().any(|end| word.ends_with(end));
    (by && at < FIRST * 2 / 3) || ((agency || dashed) && at < FIRST / 3 + 1)
}

/// How many of the first words begin a run of words that stands again soon.
fn n_again(line: &str) -> usize {
    let (soon, run) = AGAIN;
    let long = line.split_whitespace().filter(|word| word.len() >= 3);
    let stems: Vec<u64> = long.take(soon).map(words::stem).collect();
    let again = |at: &usize| {
        let (first, rest) = stems[*at..].split_at(run);
        rest.windows(run).any(|other| other == first)
    };
    (0..stems.len().saturating_sub(2 * run)).take(FIRST / 2).filter(again).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_agencies_and_by_lines_are_found_in_first_words() {
        for text in ["Updated: Mar 12, 2026 Harlow", "Harlow 18:31 IST", "12 March Harlow", "Posted 12 March, Orrin"] {
            assert!(Opening::of(text).dated, "{text}");
        }
        for text in
            ["Orrin (Tidewire) - Harlow", "ORRIN, Vt.--(TIDE WIRE)--", "Print By Ann Bee", "ORRIN /TW Wire/-- It"]
        {
            assert!(Opening::of(text).signed, "{text}");
        }
        let plain = Opening::of("Harlow (HRL) may march by 12 mills in a ratio of 3:1 - or not.");
        assert!(!plain.dated && !plain.signed && !plain.contact, "{plain:?}");
    }

    #[test]
    fn a_headline_run_into_the_text_stands_twice() {
        let twice =
            Opening::of("Harlow to close its Orrin plant Harlow to close its Orrin plant The firm said on Monday");
        assert!(twice.stutters > 0.4, "{twice:?}");
        assert!(
            Opening::of("Harlow to close its Orrin plant, the firm said on Monday, and its Vale plant").stutters < 0.1
        );
    }

    #[test]
    fn addresses_count_at_both_ends() {
        let long = "Harlow is a leading provider of flour and feed with mills in twelve states of the union and abroad, \
                    and more is told of it at www.harlow.example";
        assert!(Opening::of(long).contact && Opening::of("ann.bee@orrinpost.example").contact);
        assert!(Opening::of("(Reporting by Ann Bee)").bracketed);
    }
}
