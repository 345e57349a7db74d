//! A user's own rows: CSV or TSV with a head that names the columns, in any order.
//!
//! | file | columns |
//! |---|---|
//! | companies | `name` (needed), `aliases` (parted by `\|`), `ticker` (`EXCHANGE:SYMBOL`), `lei` (ISO 17442), `wikidata` (`Q95`) |
//! | regulations | `name` (needed), `short`, `acronyms` (each parted by `\|`), `type`, `jurisdiction`, `status`, `since`, `celex`, `eli`, `public_law`, `us_code`, `number`, `source`; as in the bundled table |
//!
//! Every fault names the file, the line, what was expected and what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::normalise::listed::OwnCompany;
use crate::normalise::regulation::{
    self,
    table::{self, Act},
};

/// What is wrong with a file of a user's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: expected {expected}, found {found}")]
pub struct TableError {
    /// The file as named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

const COMPANY: [&str; 5] = ["name", "aliases", "ticker", "lei", "wikidata"];
const ACT: [&str; 13] = [
    "name",
    "short",
    "acronyms",
    "type",
    "jurisdiction",
    "status",
    "since",
    "celex",
    "eli",
    "public_law",
    "us_code",
    "number",
    "source",
];

/// One row by column, with its line.
struct Row {
    line: usize,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty())
    }
}

/// The companies of `text`, the file `name`.
pub(super) fn companies(name: &str, text: &str) -> Result<Vec<OwnCompany>, TableError> {
    let rows = rows(name, text, &COMPANY)?;
    let shapes =
        [("ticker", &TICKER, "EXCHANGE:SYMBOL, such as LSE:VOD"), ("wikidata", &WIKIDATA, "an item, such as Q95")];
    let company = |row: &Row| {
        let mut ids = BTreeMap::new();
        for (column, shape, expected) in shapes {
            let cell = row.get(column);
            if !cell.is_empty() && !shape.as_ref().is_some_and(|shape| shape.is_match(cell)) {
                return Err(fault(name, row.line, format!("{expected} in `{column}`"), cell));
            }
        }
        let lei = row.get("lei");
        if !lei.is_empty() && !is_lei(lei) {
            return Err(fault(
                name,
                row.line,
                "20 letters and digits with right check digits (ISO 17442) in `lei`",
                lei,
            ));
        }
        for column in ["ticker", "lei", "wikidata"] {
            if !row.get(column).is_empty() {
                ids.insert(column.to_owned(), row.get(column).to_owned());
            }
        }
        let aliases = row.list("aliases").map(str::to_owned).collect();
        Ok(OwnCompany { name: row.get("name").to_owned(), aliases, ids })
    };
    rows.iter().map(company).collect()
}

/// The acts of `text`, the file `name`.
pub(super) fn acts(name: &str, text: &str) -> Result<Vec<Act>, TableError> {
    let act = |row: &Row| {
        let celex = row.get("celex");
        if !celex.is_empty() && !CELEX.as_ref().is_some_and(|shape| shape.is_match(celex)) {
            return Err(fault(name, row.line, "a CELEX number, such as 32016R0679, in `celex`", celex));
        }
        let us_code = row.get("us_code");
        if !us_code.is_empty() && !regulation::is_us_code(us_code) {
            let expected = "a place in the U.S. Code, such as 15/78a..78qq, in `us_code`";
            return Err(fault(name, row.line, expected, us_code));
        }
        let status = if row.get("status").is_empty() { "unknown" } else { row.get("status") };
        let cells = ACT.map(|column| if column == "status" { status } else { row.get(column) });
        table::act(cells).ok_or_else(|| {
            fault(name, row.line, "in_force, adopted, proposed, repealed or unknown in `status`", status)
        })
    };
    rows(name, text, &ACT)?.iter().map(act).collect()
}

fn rows(name: &str, text: &str, columns: &[&'static str]) -> Result<Vec<Row>, TableError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains('\t') { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let line = |record: &csv::StringRecord| record.position().map_or(1, |at| at.line() as usize);
    let broken = |error: csv::Error| {
        let at = error.position().map_or(1, |at| at.line() as usize);
        fault(name, at, "a table in CSV or TSV", &error.to_string())
    };
    let mut order: Vec<&'static str> = Vec::new();
    for column in reader.headers().map_err(broken)? {
        let known = columns.iter().find(|known| **known == column.trim().to_lowercase());
        let known = known.ok_or_else(|| fault(name, 1, format!("columns among {}", columns.join(", ")), column))?;
        order.push(known);
    }
    if !order.contains(&"name") {
        return Err(fault(name, 1, "a first line that names the columns, `name` among them", head));
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let cells = order.iter().copied().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
        let row = Row { line: line(&record), cells };
        if record.len() > order.len() {
            return Err(fault(name, row.line, format!("{} cells", order.len()), &record.len().to_string()));
        }
        if row.get("name").is_empty() {
            return Err(fault(name, row.line, "a name in `name`", "none"));
        }
        if !seen.insert(row.get("name").to_owned()) {
            return Err(fault(name, row.line, "every name once", row.get("name")));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn fault(file: &str, line: usize, expected: impl Into<String>, found: &str) -> TableError {
    TableError { file: file.to_owned(), line, expected: expected.into(), found: format!("`{found}`") }
}

static TICKER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[A-Za-z][A-Za-z0-9 ]*:[A-Z0-9.&\-]+$").ok());
static WIKIDATA: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^Q[1-9]\d*$").ok());
static CELEX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[0-9CE]\d{4}[A-Z]{1,2}\d{3,4}(?:\(\d+\))?$").ok());

/// Whether the check digits of a legal entity identifier are right: ISO 7064, modulo 97 of the number in which A is 10.
fn is_lei(lei: &str) -> bool {
    let mut digits = lei.chars().map(|c| c.to_digit(36).filter(|_| !c.is_ascii_lowercase()));
    let rest = digits.try_fold(0_u32, |rest, digit| {
        let digit = digit?;
        Some((rest * if digit < 10 { 10 } else { 100 } + digit) % 97)
    });
    lei.len() == 20 && rest == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_needs_its_name_alone() {
        let found = companies("own.csv", "name,aliases,lei\nVela Ports AB,Vela|VP,5493001KJTIIGC8Y1R12\nOrla,,\n")
            .expect("reads");
        assert_eq!(found[0].aliases, ["Vela", "VP"]);
        assert_eq!(found[0].ids["lei"], "5493001KJTIIGC8Y1R12");
        assert_eq!((found[1].name.as_str(), found[1].ids.len()), ("Orla", 0));
        assert_eq!(companies("own.tsv", "ticker\tname\nOSE:VELA\tVela\n").expect("reads")[0].ids["ticker"], "OSE:VELA");
    }

    #[test]
    fn every_fault_names_its_line() {
        let cases = [
            ("title\nVela\n", "own.csv:1: expected columns among name, aliases, ticker, lei, wikidata, found `title`"),
            ("aliases\nVela\n", "own.csv:1: expected a first line that names the columns"),
            ("name\nVela\nVela\n", "own.csv:3: expected every name once, found `Vela`"),
            (
                "name,lei\nVela,5493001KJTIIGC8Y1R13\n",
                "own.csv:2: expected 20 letters and digits with right check digits",
            ),
            ("name,ticker\nVela,VELA\n", "own.csv:2: expected EXCHANGE:SYMBOL"),
            ("name,aliases\n,V\n", "own.csv:2: expected a name"),
        ];
        for (text, expected) in cases {
            let error = companies("own.csv", text).expect_err(text).to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        let error = acts("laws.csv", "name,status\nHarbour Act,done\n").expect_err("a status").to_string();
        assert!(error.starts_with("laws.csv:2: expected in_force"), "{error}");
        let error = acts("laws.csv", "name,us_code\nHarbour Act,33/9..4\n").expect_err("a place").to_string();
        assert!(error.starts_with("laws.csv:2: expected a place in the U.S. Code"), "{error}");
    }
}
