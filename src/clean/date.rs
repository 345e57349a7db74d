//! Publication dates in any common way of writing: the day, in the time zone written.
//!
//! Takes what a record, page or line declares. The time and the zone are not read: the day is the one that stands
//! there. A day and month that can be read two ways (`03/04/2026`) is no date; better undated than a month off.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::types::Publication;

/// Years in which news was written; outside them four digits are something else.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Names of months in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish, short and long.
const MONTHS: &str = "jan(?:uary|uar|vier|eiro|uari)?|j[äa]n(?:ner)?|ene(?:ro)?|genn?(?:aio)?|stycznia|\
                      feb(?:ruary|ruar|rero|braio|ruari)?|f[ée]v(?:rier|ereiro)?|lutego|\
                      mar(?:ch|s|zo|ço|ca)?|m[äa]r(?:z)|mrz|maart|\
                      apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|kwietnia|\
                      may|mayo|mai|maio|mei|magg?(?:io)?|maja|\
                      june?|juni|juin|junio|junho|giu(?:gno)?|czerwca|\
                      july?|juli|juil(?:let)?|julio|julho|lug(?:lio)?|lipca|\
                      aug(?:ust|ustus)?|ao[ûu]t|ago(?:sto)?|sierpnia|\
                      sept?(?:ember|embre|iembre)?|set(?:embro|tembre)?|wrze[śs]nia|\
                      oct(?:ober|obre|ubre)?|okt(?:ober)?|ott(?:obre)?|out(?:ubro)?|pa[źz]dziernika|\
                      nov(?:ember|embre|iembre|embro)?|listopada|\
                      dec(?:ember)?|dez(?:ember|embro)?|d[ée]c(?:embre)?|dic(?:iembre|embre)?|grudnia";

/// One pattern a way of writing, tried in this order.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let written = [
        r"(?:^|\D)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:\D|$)".to_owned(),
        r"^(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T\d{4,6}Z?)?$".to_owned(),
        format!(
            r"(?i)\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[ -]*(?:of |de |d['’])?(?P<n>{MONTHS})\.?,?[ -]+(?:del? )?(?P<y>\d{{4}})\b"
        ),
        format!(r"(?i)\b(?P<n>{MONTHS})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>\d{{4}})\b"),
        // As the C library writes it: `Thu Jul 18 14:34:00 EDT 2013`.
        format!(r"(?i)\b(?P<n>{MONTHS}) +(?P<d>\d{{1,2}}) \d\d:\d\d(?::\d\d)? (?:[a-z]{{2,5}} )?(?P<y>\d{{4}})\b"),
        r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\b".to_owned(),
        r"\b(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})\b".to_owned(),
    ];
    written.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// The day that `written` declares.
pub(super) fn declared(written: &str) -> Option<Publication> {
    let written = written.trim();
    let date = unix(written).or_else(|| find(written).map(|found| found.date))?;
    Some(Publication { date, written: written.to_owned() })
}

/// A date inside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) date: Date,
    /// Its bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first date with a year in `text`.
pub(super) fn find(text: &str) -> Option<Found> {
    // Every date has a year: the cheap test first, since every short line of a dump is asked.
    let digits = text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    if !digits {
        return None;
    }
    PATTERNS.iter().filter_map(|pattern| found(pattern, text)).min_by_key(|found| found.start)
}

fn found(pattern: &Regex, text: &str) -> Option<Found> {
    let captures = pattern.captures(text)?;
    let date = date_of(&captures)?;
    let parts = || captures.iter().skip(1).flatten();
    let start = parts().map(|part| part.start()).min()?;
    let end = parts().map(|part| part.end()).max()?;
    Some(Found { date, start, end })
}

fn date_of(captures: &Captures<'_>) -> Option<Date> {
    let number = |name| captures.name(name).and_then(|part| part.as_str().parse::<i8>().ok());
    let year = captures.name("y")?.as_str().parse::<i16>().ok().filter(|year| YEARS.contains(year))?;
    let (month, day) = match (captures.name("n"), number("a"), number("b")) {
        (Some(name), _, _) => (month(name.as_str())?, number("d")?),
        (None, Some(a), Some(b)) => unambiguous(a, b)?,
        _ => (number("m")?, number("d")?),
    };
    Date::new(year, month, day).ok()
}

/// Month and day of `a/b` where only one reading is a date.
fn unambiguous(a: i8, b: i8) -> Option<(i8, i8)> {
    match (a > 12, b > 12) {
        (true, false) => Some((b, a)),
        (false, true) => Some((a, b)),
        (false, false) if a == b => Some((a, b)),
        _ => None,
    }
}

/// The month whose name begins so in one of the languages of [`MONTHS`].
fn month(name: &str) -> Option<i8> {
    const STARTS: [&[&str]; 12] = [
        &["jan", "jän", "ene", "gen", "sty"],
        &["feb", "fev", "fév", "lut"],
        &["mar", "mär", "mrz", "maa"],
        &["apr", "avr", "abr", "kwi"],
        &["may", "mai", "mei", "mag", "maj"],
        &["jun", "juin", "giu", "cze"],
        &["jul", "juil", "lug", "lip"],
        &["aug", "aoû", "aou", "ago", "sie"],
        &["sep", "set", "wrz"],
        &["oct", "okt", "ott", "out", "pa"],
        &["nov", "lis"],
        &["dec", "dez", "déc", "dic", "gru"],
    ];
    let lower = name.to_lowercase();
    let is = |starts: &&[&str]| starts.iter().any(|start| lower.starts_with(start));
    STARTS.iter().zip(1..).find(|(starts, _)| is(starts)).map(|(_, month)| month)
}

/// The UTC day of Unix seconds or milliseconds.
fn unix(written: &str) -> Option<Date> {
    let whole = written.split_once('.').map_or(written, |(whole, _)| whole);
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    Some(timestamp.to_zoned(jiff::tz::TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: Option<&str>) {
        let found = declared(written).map(|p| p.date.to_string());
        assert_eq!(found.as_deref(), expected, "{written}");
    }

    #[test]
    fn common_ways_of_writing_are_read() {
        let day = Some("2026-03-12");
        for written in [
            "2026-03-12",
            "2026-03-12T23:30:00.000+03:00",
            "2026/03/12 10:00",
            "20260312",
            "20260312T101500Z",
            "Thu, 12 Mar 2026 09:15:00 +0000",
            "12 March 2026",
            "12th of March, 2026",
            "12-Mar-2026",
            "Mar 12, 2026",
            "Mar. 12th 2026 at 10:15am EST",
            "Thursday, March 12, 2026",
            "Thu Mar 12 14:34:00 EDT 2026",
            "12.03.2026",
            "12. März 2026",
            "12 mars 2026",
            "12 de marzo de 2026",
            "12 marca 2026",
            "13/03/2026",
            "03/13/2026",
            "Published: 12 March 2026",
            "1773273600",
            "1773273600000",
        ] {
            let expected = if written.contains("13/") { Some("2026-03-13") } else { day };
            check(written, expected);
        }
    }

    #[test]
    fn what_can_be_read_two_ways_is_no_date() {
        check("03/04/2026", None);
        check("04/04/2026", Some("2026-04-04"));
    }

    #[test]
    fn numbers_are_no_dates() {
        for written in ["", "12", "$2026", "call 2026-555-0199", "31 June 2026", "1.2.3", "99999999999999999999"] {
            check(written, None);
        }
    }

    #[test]
    fn a_date_is_found_where_it_stands() {
        let text = "Updated on Mar 12, 2026 by the desk";
        let found = find(text).expect("there is one");
        assert_eq!(&text[found.start..found.end], "Mar 12, 2026");
    }
}
