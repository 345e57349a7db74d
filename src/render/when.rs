//! Days and periods as a reader says them: `July to September 2015` for `2015-07-01/2015-09-30`.
//!
//! Takes an ISO 8601 day or interval; gives words, or what it was given where it is neither (fiscal terms as said).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// `period` in words.
pub(super) fn in_words(period: &str) -> String {
    let interval = period.split_once('/').unwrap_or((period, period));
    let (Ok(start), Ok(end)) = (interval.0.parse::<Date>(), interval.1.parse::<Date>()) else {
        return period.to_owned();
    };
    let is_whole = start.day() == 1 && end.day() == end.days_in_month();
    let (first, last) = (start.strftime("%B"), end.strftime("%B"));
    if start == end {
        day(start)
    } else if !is_whole {
        between(start, end)
    } else if start.year() != end.year() {
        match (start.month(), end.month()) {
            (1, 12) => format!("{} to {}", start.year(), end.year()),
            _ => format!("{first} {} to {last} {}", start.year(), end.year()),
        }
    } else if (start.month(), end.month()) == (1, 12) {
        start.year().to_string()
    } else if start.month() == end.month() {
        format!("{first} {}", start.year())
    } else {
        format!("{first} to {last} {}", start.year())
    }
}

fn between(start: Date, end: Date) -> String {
    if start.weekday() == Weekday::Monday && start.saturating_add(6.days()) == end {
        return format!("week of {}", day(start));
    }
    format!("{} to {}", day(start), day(end))
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_said_as_readers_say_them() {
        let cases = [
            ("2015-07-29", "29 July 2015"),
            ("2015-07-29/2015-07-29", "29 July 2015"),
            ("2015-07-27/2015-08-02", "week of 27 July 2015"),
            ("2015-09-01/2015-09-30", "September 2015"),
            ("2016-02-01/2016-02-29", "February 2016"),
            ("2015-07-01/2015-09-30", "July to September 2015"),
            ("2014-10-01/2015-03-31", "October 2014 to March 2015"),
            ("2015-01-01/2015-12-31", "2015"),
            ("2010-01-01/2015-12-31", "2010 to 2015"),
            ("2015-03-28/2015-09-27", "28 March 2015 to 27 September 2015"),
            ("fiscal 2016", "fiscal 2016"),
            ("2015-02-30/2015-03-01", "2015-02-30/2015-03-01"),
        ];
        for (period, words) in cases {
            assert_eq!(in_words(period), words);
        }
    }
}
