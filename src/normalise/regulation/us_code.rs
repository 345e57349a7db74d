//! Places in the United States Code: `15/78a..78qq` is title 15, sections 78a to 78qq.
//!
//! Reads places of the table and citations of texts, and tells which place holds which. Sections are ordered as the Code
//! orders them (Office of the Law Revision Counsel): 78j before 78aa, 80a-2 before 80a-10. Knows nothing of acts.

use std::sync::LazyLock;

use regex::Regex;

/// One part of a section's number: `80`, `a` or `1` of `80a-1`. Letters are ordered by length, then by alphabet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u32),
    Letters(usize, String),
}

/// Sections of one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    title: u8,
    first: Vec<Part>,
    last: Vec<Part>,
}

static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<title>\d{1,2}) \D+?(?P<section>\d+[A-Za-z]{0,4}(?:-\d+[a-z]?)?)(?P<parts>(?:\([A-Za-z0-9]{1,4}\))*)$",
    )
    .ok()
});
/// Several sections, the first and the last.
static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<title>\d{1,2}) \D+?(?:§§ ?(?P<first>\d+[A-Za-z]{0,4})(?:-|–| to )(?P<last>\d+[A-Za-z]{0,4}))$")
        .ok()
});
static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<title>[1-9]\d?)/(?P<first>\d+[A-Za-z]{0,4}(?:-\d+[a-z]?)?)(?:\.\.(?P<last>\d+[A-Za-z]{0,4}(?:-\d+[a-z]?)?)|(?:\([A-Za-z0-9]{1,4}\))*)$").ok()
});

/// The place a citation is of, as an identifier: `15 U.S.C. § 78j(b)` gives `15/78j(b)`.
pub(super) fn of_citation(words: &str) -> Option<String> {
    if let Some(range) = RANGE.as_ref()?.captures(words) {
        let (first, last) = (&range["first"], &range["last"]);
        // `§§ 80a-1` is one section, `§§ 8401-8405` are five.
        if parts(first) < parts(last) {
            return Some(format!("{}/{first}..{last}", &range["title"]));
        }
    }
    let parts = CITED.as_ref()?.captures(words)?;
    Some(format!("{}/{}{}", &parts["title"], &parts["section"], &parts["parts"]))
}

/// Whether `place` holds all of `other`, both identifiers.
pub(crate) fn holds(place: &str, other: &str) -> bool {
    let (Some(place), Some(other)) = (Place::read(place), Place::read(other)) else { return false };
    place.holds(&other)
}

/// Whether `id` is a place in the form of the table.
pub(crate) fn is_place(id: &str) -> bool {
    Place::read(id).is_some()
}

impl Place {
    /// The place of an identifier; the parts of a section are left out. `None` where it is no place, or ends before it begins.
    pub(super) fn read(id: &str) -> Option<Self> {
        let found = PLACE.as_ref()?.captures(id)?;
        let first = parts(&found["first"]);
        let last = found.name("last").map_or_else(|| first.clone(), |last| parts(last.as_str()));
        let title = found["title"].parse().ok()?;
        (first <= last).then_some(Self { title, first, last })
    }

    /// Whether all of `other` is here.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.title == other.title && self.first <= other.first && other.last <= self.last
    }
}

fn parts(section: &str) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    for c in section.chars() {
        match (c.to_digit(10), found.last_mut()) {
            (Some(digit), Some(Part::Number(number))) => *number = number.saturating_mul(10).saturating_add(digit),
            (Some(digit), _) => found.push(Part::Number(digit)),
            (None, Some(Part::Letters(length, letters))) if c.is_ascii_alphabetic() => {
                letters.push(c.to_ascii_lowercase());
                *length += 1;
            }
            (None, _) if c.is_ascii_alphabetic() => found.push(Part::Letters(1, c.to_ascii_lowercase().to_string())),
            // A hyphen parts numbers.
            (None, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stand_in_the_order_of_the_code() {
        let cases = [
            ("15/78a..78qq", "15/78j(b)", true),
            ("15/78a..78qq", "15/78o-10", true),
            ("15/78a..78qq", "15/77q", false),
            ("15/78a..78qq", "15/80a-2", false),
            ("15/78a..78qq", "29/78j", false),
            ("15/80a-1..80a-64", "15/80a-10", true),
            ("15/80a-1..80a-64", "15/80b-3", false),
            ("42/2000e..2000e-17", "42/2000e-5", true),
            ("42/2000e..2000e-17", "42/2000f", false),
            ("47/230", "47/230(c)(1)", true),
            ("47/230", "47/231", false),
            ("15/41..58", "15/41..58", true),
            ("15/41..58", "15/41..59", false),
        ];
        for (place, section, expected) in cases {
            assert_eq!(holds(place, section), expected, "{place} {section}");
        }
    }

    #[test]
    fn a_citation_gives_one_identifier_however_it_is_written() {
        for words in ["15 U.S.C. § 78j(b)", "15 USC 78j(b)", "15 U.S.C.A. section 78j(b)", "15 U. S. C. §78j(b)"] {
            assert_eq!(of_citation(words).as_deref(), Some("15/78j(b)"), "{words}");
        }
    }

    #[test]
    fn what_ends_before_it_begins_is_no_place() {
        for id in ["15/78qq..78a", "78a..78qq", "15/", "15/a", "115/3"] {
            assert_eq!(Place::read(id), None, "{id}");
        }
    }
}
