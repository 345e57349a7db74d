//! Publication dates in any common way of writing: the day, in the time zone written.
//!
//! Takes what a record, page or line declares. The time and the zone are not read: the day is the one that stands
//! there. A day and month that can be read two ways (`03/04/2026`) is no date where nothing says which comes first;
//! better undated than a month off.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::types::Publication;

/// Years in which news was written; outside them four digits are something else.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Names of months, lower case, January first: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
/// Danish, Norwegian, Swedish, Finnish, Czech, Romanian, Turkish, Indonesian, Russian, Ukrainian and Greek, as they stand
/// in a date. A name that means two months in two languages (`listopada`) is read in the language of more newspapers.
const MONTHS: [&str; 12] = [
    "jan january januar janvier janv janeiro januari jän jänner ene enero gen genn gennaio sty stycznia leden ledna \
     ianuarie tammikuuta ocak января січня ιανουαρίου ιαν",
    "feb february februar fev fevereiro février fév févr fevrier febrero febbraio februari lut lutego února februarie \
     helmikuuta şubat февраля лютого φεβρουαρίου φεβ",
    "mar march märz mär mrz maerz mars marzo março marca maart marts března martie maaliskuuta mart maret марта березня \
     μαρτίου μαρ",
    "apr april avr avril abr abril aprile kwi kwietnia dubna aprilie huhtikuuta nisan апреля квітня απριλίου απρ",
    "may mai mayo maio mei mag magg maggio maj maja května toukokuuta mayıs мая травня μαΐου μαϊ",
    "jun june juni juin junio junho giu giugno cze czerwca června iunie kesäkuuta haziran июня червня ιουνίου ιουν",
    "jul july juli juil juillet julio julho lug luglio lip lipca července iulie heinäkuuta temmuz июля липня ιουλίου ιουλ",
    "aug august août aout ago agosto augustus augusti sie sierpnia srpna elokuuta ağustos agustus августа серпня \
     αυγούστου αυγ",
    "sep sept september septembre septiembre set settembre sett setembro wrz września wrzesnia září septembrie syyskuuta \
     eylül сентября вересня σεπτεμβρίου σεπ",
    "oct october octobre octubre okt oktober ott ottobre out outubro paź października pazdziernika října octombrie lokakuuta \
     ekim октября жовтня οκτωβρίου οκτ",
    "nov november novembre noviembre novembro lis listopada listopadu noiembrie marraskuuta kasım ноября листопада \
     νοεμβρίου νοε",
    "dec december dez dezember dezembro déc décembre decembre dic dicembre diciembre gru grudnia prosince decembrie desember \
     joulukuuta aralık декабря грудня δεκεμβρίου δεκ",
];

/// What stands first in a date of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// Nothing says: a date that can be read two ways is none.
    Unknown,
}

impl Order {
    /// The order that readers of a language expect, named as pages name it (`en-US`, `de`, `pt_BR`).
    pub(super) fn of_language(language: &str) -> Self {
        let language = language.to_ascii_lowercase().replace('_', "-");
        match language.split('-').next().unwrap_or_default() {
            "en" if language.starts_with("en-us") => Self::MonthFirst,
            // Written by half of the world and in both ways.
            "en" if language.len() == 2 => Self::Unknown,
            "" => Self::Unknown,
            _ => Self::DayFirst,
        }
    }
}

/// A way of writing a date, and a mark without which no text holds one of it: the cheap test first.
struct Way {
    pattern: Regex,
    needs: &'static [char],
}

/// One pattern a way of writing.
static PATTERNS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    ways(&[
        (r"(?:^|\D)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:\D|$)", &['-', '/', '.']),
        (r"^(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T\d{4,6}Z?)?$", &[]),
        (
            r"(?i)\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ -]*(?:of |de |d['’])?(?P<n>\p{L}{3,13})\.?,?[ -]+(?:del? )?(?P<y>\d{4})\b",
            &[' ', '-'],
        ),
        (r"(?i)\b(?P<n>\p{L}{3,13})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y>\d{4})\b", &[' ']),
        // As the C library writes it: `Thu Jul 18 14:34:00 EDT 2013`.
        (r"\b(?P<n>\p{L}{3}) +(?P<d>\d{1,2}) \d\d:\d\d(?::\d\d)? (?:[A-Za-z]{2,5} )?(?P<y>\d{4})\b", &[':']),
        (r"\b(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})\b", &['.']),
        (r"\b(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})\b", &['/', '-']),
        (r"(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일]", &['日', '일']),
    ])
});
/// Ways of writing that are dates only where a date is expected.
static SHORT: LazyLock<Vec<Way>> = LazyLock::new(|| {
    ways(&[
        (r"(?:^|[^\d.])(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<c>\d{2})(?:[^\d.]|$)", &['.']),
        (r"(?:^|[^\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<c>\d{2})(?:[^\d/]|$)", &['/']),
    ])
});
/// `/20260312_name` in an address.
static RUN_TOGETHER: LazyLock<Vec<Way>> =
    LazyLock::new(|| ways(&[(r"(?:^|\D)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:\D|$)", &[])]));

fn ways(written: &[(&str, &'static [char])]) -> Vec<Way> {
    written.iter().filter_map(|(pattern, needs)| Some(Way { pattern: Regex::new(pattern).ok()?, needs })).collect()
}

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
    find_in(text, Order::Unknown)
}

/// [`find`], where it is known what stands first in a date of numbers.
pub(super) fn find_in(text: &str, order: Order) -> Option<Found> {
    // Every date has a year: the cheap test first, since every short line of a dump is asked.
    let digits = text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    if !digits {
        return None;
    }
    first(&PATTERNS, text, order)
}

/// [`find_in`] where a date is expected: a year of two digits is one.
pub(super) fn find_expected(text: &str, order: Order) -> Option<Found> {
    find_in(text, order).or_else(|| first(&SHORT, text, order))
}

/// The date in the path of an address.
pub(super) fn find_in_path(path: &str) -> Option<Found> {
    find(path).or_else(|| first(&RUN_TOGETHER, path, Order::Unknown))
}

fn first(ways: &[Way], text: &str, order: Order) -> Option<Found> {
    let may_hold = |way: &&Way| way.needs.is_empty() || text.contains(way.needs);
    ways.iter().filter(may_hold).filter_map(|way| found(&way.pattern, text, order)).min_by_key(|found| found.start)
}

fn found(pattern: &Regex, text: &str, order: Order) -> Option<Found> {
    pattern.captures_iter(text).find_map(|captures| {
        let date = date_of(&captures, order)?;
        let parts = || captures.iter().skip(1).flatten();
        let start = parts().map(|part| part.start()).min()?;
        let end = parts().map(|part| part.end()).max()?;
        Some(Found { date, start, end })
    })
}

fn date_of(captures: &Captures<'_>, order: Order) -> Option<Date> {
    let number = |name| captures.name(name).and_then(|part| part.as_str().parse::<i16>().ok());
    let small = |name| number(name).and_then(|number| i8::try_from(number).ok());
    let year = number("y").or_else(|| number("c").map(|year| 2000 + year)).filter(|year| YEARS.contains(year))?;
    let (month, day) = match (captures.name("n"), small("a"), small("b")) {
        (Some(name), _, _) => (month(name.as_str())?, small("d")?),
        (None, Some(a), Some(b)) => ordered(a, b, order)?,
        _ => (small("m")?, small("d")?),
    };
    Date::new(year, month, day).ok()
}

/// Month and day of `a/b`.
fn ordered(a: i8, b: i8, order: Order) -> Option<(i8, i8)> {
    match (a > 12, b > 12, order) {
        (true, false, _) | (false, false, Order::DayFirst) => Some((b, a)),
        (false, true, _) | (false, false, Order::MonthFirst) => Some((a, b)),
        (false, false, Order::Unknown) if a == b => Some((a, b)),
        _ => None,
    }
}

/// The month of that name in one of the languages of [`MONTHS`].
fn month(name: &str) -> Option<i8> {
    let lower = name.to_lowercase();
    let is = |names: &&str| names.split(' ').any(|name| name == lower);
    MONTHS.iter().zip(1..).find(|(names, _)| is(names)).map(|(_, month)| month)
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
            "12 марта 2026, 10:15",
            "12 maaliskuuta 2026",
            "2026年3月12日",
            "2026년 3월 12일",
            "Room 14 of 2024, 12 March 2026",
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
    fn the_language_of_a_page_says_what_stands_first() {
        let read = |language| find_in("03/04/2026", Order::of_language(language)).map(|found| found.date.to_string());
        assert_eq!(read("en-US").as_deref(), Some("2026-03-04"));
        assert_eq!(read("en_GB").as_deref(), Some("2026-04-03"));
        assert_eq!(read("fr").as_deref(), Some("2026-04-03"));
        assert_eq!((read("en"), read("")), (None, None));
    }

    #[test]
    fn a_year_of_two_digits_is_one_where_a_date_is_expected() {
        let cases =
            [("27.1.26 - By the desk", Some("2026-01-27")), ("27/1/26", Some("2026-01-27")), ("v 1.2.26.1", None)];
        for (text, expected) in cases {
            assert_eq!(find(text), None, "{text}");
            let found = find_expected(text, Order::Unknown).map(|found| found.date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
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
