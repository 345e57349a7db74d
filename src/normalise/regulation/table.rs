//! The bundled table of laws: reads `regulations.tsv` into [`Act`]s.
//!
//! The file is UTF-8, tab-separated, one act a line, `#` opens a comment. Columns:
//!
//! | column | holds |
//! |---|---|
//! | name | official short title, with its year where it has one |
//! | short | other names, parted by `\|`; each may open with a mark (below) |
//! | acronyms | acronyms and nicknames, parted by `\|`, marked likewise |
//! | type | `regulation directive decision act bill code rule order treaty standard constitution`, or `title`: of another act, whose Public Law it bears |
//! | jurisdiction | `EU`, ISO 3166-1 or 3166-2 code, `INT` |
//! | status | `in_force adopted proposed repealed unknown` |
//! | since | first year of that status, `2018`; empty where not certain |
//! | celex, eli, public_law | identifiers, empty where none or not certain |
//! | us_code | place in the U.S. Code, title and first and last section, `15/78a..78qq`; that of an act with several is the main one |
//! | number | any other official number |
//! | source | where the row comes from |
//!
//! Marks: `?` the form is shared with other laws, so it links only with evidence of the jurisdiction; `!` the form is
//! also a common word or another body's name, so it is a law only where the text gives the long form. The year of a
//! name is not part of its form: `Companies Act 2006` is found as `Companies Act`, and the year must then agree.
//!
//! Knows nothing of texts or mentions.

use crate::types::{RegulationIds, RegulationStatus};

/// What a form needs beside itself before it names its act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// Nothing: no other law bears it.
    Nothing,
    /// Evidence of the jurisdiction (`?`).
    Jurisdiction,
    /// The long form in the same text (`!`).
    LongForm,
}

/// One way to write an act, without its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// The words.
    pub(crate) text: String,
    /// The year it bears.
    pub(crate) year: Option<u16>,
    /// What it needs.
    pub(crate) need: Need,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    /// Official short title.
    pub(crate) name: String,
    /// Name, short names, acronyms.
    pub(crate) forms: Vec<Form>,
    /// Years it may be cited with: of its names, of its CELEX number, of the Congress of its Public Law.
    pub(crate) years: Vec<u16>,
    /// Column `since`.
    pub(crate) since: Option<u16>,
    /// Column `jurisdiction`.
    pub(crate) jurisdiction: String,
    /// Column `status`.
    pub(crate) status: RegulationStatus,
    /// Whether it is a title of another act, whose Public Law it bears.
    pub(crate) is_title: bool,
    /// Identifiers.
    pub(crate) ids: RegulationIds,
}

/// Why a line is no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableError {
    /// Wrong number of columns.
    #[error("regulations.tsv:{line}: expected 13 columns, found {found}")]
    Columns {
        /// Line, from 1.
        line: usize,
        /// How many it has.
        found: usize,
    },
    /// Unknown word in `status`.
    #[error("regulations.tsv:{line}: expected a status, found `{found}`")]
    Status {
        /// Line, from 1.
        line: usize,
        /// The word.
        found: String,
    },
}

/// The acts of a table file, in its order.
pub(crate) fn acts(file: &str) -> Result<Vec<Act>, TableError> {
    let rows = file.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    rows.map(|(idx, line)| row(line, idx + 1)).collect()
}

fn row(row: &str, line: usize) -> Result<Act, TableError> {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let found = cells.len();
    let cells: [&str; COLUMNS] = cells.try_into().map_err(|_| TableError::Columns { line, found })?;
    act(cells).ok_or_else(|| TableError::Status { line, found: cells[5].to_owned() })
}

/// Columns of the table.
const COLUMNS: usize = 13;

/// The act of a row; `None` where its status is no status.
pub(crate) fn act(cells: [&str; COLUMNS]) -> Option<Act> {
    let [name, short, acronyms, kind, jurisdiction, status, since, celex, eli, public_law, us_code, number, _source] =
        cells;
    let status = status_of(status)?;
    let other = short.split('|').chain(acronyms.split('|')).map(str::trim).filter(|form| !form.is_empty());
    let forms: Vec<Form> = std::iter::once(name).chain(other).map(form).collect();
    let name = marked(name).0.to_owned();
    let ids = RegulationIds {
        celex: cell(celex),
        eli: cell(eli),
        public_law: cell(public_law),
        us_code: cell(us_code),
        number: cell(number),
    };
    let years = years(&forms, &ids);
    Some(Act {
        name,
        forms,
        years,
        since: since.parse().ok(),
        jurisdiction: jurisdiction.to_owned(),
        status,
        is_title: kind == "title",
        ids,
    })
}

fn form(words: &str) -> Form {
    let (words, need) = marked(words);
    let (text, year) = split_year(words);
    Form { text: text.to_owned(), year, need }
}

fn years(forms: &[Form], ids: &RegulationIds) -> Vec<u16> {
    let celex = ids.celex.as_ref().and_then(|celex| celex.get(1..5)?.parse().ok());
    let congress = ids.public_law.as_ref().and_then(|law| law.split('-').next()?.parse::<u16>().ok());
    // The 1st Congress sat in 1789; each has two years, and its last laws are signed early in the third.
    let congress = congress.map(|nth| 1787 + 2 * nth).into_iter().flat_map(|first| [first, first + 1, first + 2]);
    let numbered = ids.number.as_deref().and_then(year_of_number);
    forms.iter().filter_map(|form| form.year).chain(celex).chain(congress).chain(numbered).collect()
}

/// The year a number is of: `No. 5 of 2020`, `Law No. 12,529/2011`, `No. 51, 1974`, `2006 c. 46`. A revision's
/// (`R.S.C. 1985`) is not the act's.
fn year_of_number(number: &str) -> Option<u16> {
    let last = ["of ", "/", ", "].iter().find_map(|mark| number.rsplit_once(mark).map(|(_, year)| year));
    let first = number.split(' ').next();
    let years = [last, first].into_iter().flatten().filter(|year| year.len() == 4);
    years.filter_map(|year| year.parse().ok()).find(|year| (1600..2100).contains(year))
}

fn cell(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn marked(form: &str) -> (&str, Need) {
    match form.as_bytes().first() {
        Some(b'?') => (&form[1..], Need::Jurisdiction),
        Some(b'!') => (&form[1..], Need::LongForm),
        _ => (form, Need::Nothing),
    }
}

fn status_of(word: &str) -> Option<RegulationStatus> {
    Some(match word {
        "in_force" => RegulationStatus::InForce,
        "adopted" => RegulationStatus::Adopted,
        "proposed" => RegulationStatus::Proposed,
        "repealed" => RegulationStatus::Repealed,
        "unknown" => RegulationStatus::Unknown,
        _ => return None,
    })
}

/// `name` without a year at its end, and the year: `Clean Air Act of 1963`, `Companies Act 2013`, `Companies Act, 2013`.
pub(crate) fn split_year(name: &str) -> (&str, Option<u16>) {
    let Some(at) = name.len().checked_sub(4) else { return (name, None) };
    let Some((head, digits)) = name.split_at_checked(at) else { return (name, None) };
    if head.ends_with("No. ") || head == "Section " {
        return (name, None);
    }
    let plausible = digits.starts_with('1') || digits.starts_with("20");
    let (Ok(year), true, true) = (digits.parse(), plausible, head.ends_with([' ', '('])) else { return (name, None) };
    let head = head.trim_end_matches([' ', '(']);
    let head = head.strip_suffix(" of").unwrap_or(head);
    // `Companies Act 71 of 2008`, `Companies Act, No. 7 of 2007`.
    let numbered = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let head = if numbered.len() < head.len() && numbered.ends_with([' ', '.']) {
        let named = numbered.trim_end().trim_end_matches("No.").trim_end_matches("no.").trim_end();
        named.strip_suffix(" Act").filter(|head| head.ends_with("Act")).unwrap_or(named)
    } else {
        head
    };
    (head.trim_end_matches([',', ' ']), Some(year))
}
