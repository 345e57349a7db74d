//! Reader of marked texts, the form of gold that `eval/gold/README.md` describes.
//!
//! Takes the text of one file; gives its articles: heads, documents without their marks, marks as bytes of those documents,
//! and records split into fields. What keys and fields mean is left to the module of each kind. Strict: what is not of the
//! form is an error with its file and line, since a mark lost in silence would be counted as a fault of the program.

use std::collections::BTreeSet;

use crate::mark::{Mark, unmarked};

/// What a file of marked texts holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkedKind {
    /// Figures and what each is about.
    Figures,
    /// Laws with identifiers.
    Regulations,
    /// Companies joined into entities.
    Companies,
    /// Relations between the figures of different reports.
    Stories,
}

impl MarkedKind {
    const ALL: [Self; 4] = [Self::Figures, Self::Regulations, Self::Companies, Self::Stories];

    /// The word in the first line of the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Regulations => "regulations",
            Self::Companies => "companies",
            Self::Stories => "stories",
        }
    }

    /// Whether the first line of a file says that it holds marked texts, of whatever kind.
    pub fn is_named(line: &str) -> bool {
        line.starts_with(FIRST_LINE.trim_end())
    }

    /// The kind that the first line of a file names; `None` where the file holds no marked texts.
    pub fn of_line(line: &str) -> Option<Self> {
        let name = line.strip_prefix(FIRST_LINE)?;
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the first line of every such file begins with.
const FIRST_LINE: &str = "# wirebrief gold: ";
/// Parts the texts from the records.
const RULE: &str = "---";

/// One article, or one story told by several documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedArticle {
    /// The file it stands in.
    pub file: String,
    /// Line of its id, from 1.
    pub line: usize,
    /// Id, unique in its file.
    pub id: String,
    /// Its texts, at least one.
    pub documents: Vec<MarkedDocument>,
    /// What is known of the marks.
    pub records: Vec<MarkedRecord>,
}

/// One text without its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedDocument {
    /// `@name words` lines as (name, words), in order.
    pub heads: Vec<(String, String)>,
    /// Headline and body, a line feed between lines.
    pub text: String,
    /// Where the headline ends; it begins at 0.
    pub headline_end: usize,
    /// The marks in order of place.
    pub marks: Vec<Mark>,
}

impl MarkedDocument {
    /// The words of the first head of that name.
    pub fn head(&self, name: &str) -> Option<&str> {
        self.heads.iter().find(|(known, _)| known == name).map(|(_, words)| words.as_str())
    }
}

/// One line below the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedRecord {
    /// Line from 1.
    pub line: usize,
    /// What stands between ` | `, trimmed; none is empty.
    pub fields: Vec<String>,
}

/// Why marked texts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: expected {expected}, found `{found}`")]
pub struct MarkedError {
    /// The file.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: String,
    /// What does.
    pub found: String,
}

impl MarkedArticle {
    /// That `line` of its file holds `found` and not what is expected.
    pub fn fault(&self, line: usize, expected: impl Into<String>, found: impl Into<String>) -> MarkedError {
        MarkedError { file: self.file.clone(), line, expected: expected.into(), found: found.into() }
    }

    /// Whether rules may be tuned on it (its number is odd) or it is only measured; an id without a number is for tuning.
    pub fn is_for_tuning(&self) -> bool {
        self.id.bytes().last().is_none_or(|last| !last.is_ascii_digit() || last % 2 == 1)
    }

    /// The words under a mark of one of its documents.
    pub fn words(&self, document: usize, start: usize, end: usize) -> &str {
        self.documents.get(document).and_then(|document| document.text.get(start..end)).unwrap_or_default()
    }
}

/// The kind and the articles of `text`, the content of `file`.
pub fn parse_marked(file: &str, text: &str) -> Result<(MarkedKind, Vec<MarkedArticle>), MarkedError> {
    let mut lines = Lines { file, all: text.split('\n').collect(), at: 0 };
    let first = lines.next();
    let names = MarkedKind::ALL.map(MarkedKind::name).join(", ");
    let kind = MarkedKind::of_line(first).ok_or_else(|| lines.fault(format!("`{FIRST_LINE}` and one of {names}")))?;
    if let Some(at) = lines.all.iter().position(|line| line.contains('\r')) {
        lines.at = at + 1;
        return Err(lines.fault("a line that ends in a line feed alone"));
    }
    let mut articles = Vec::new();
    let mut ids = BTreeSet::new();
    lines.skip_blank();
    while !lines.is_done() {
        let article = lines.article()?;
        if !ids.insert(article.id.clone()) {
            lines.at = article.line;
            return Err(lines.fault("an id that no article before has"));
        }
        articles.push(article);
    }
    Ok((kind, articles))
}

/// The lines of a file, read one after the other.
struct Lines<'a> {
    file: &'a str,
    all: Vec<&'a str>,
    /// Lines read.
    at: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> &'a str {
        self.all.get(self.at).copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        let line = self.peek();
        self.at += 1;
        line
    }

    fn is_done(&self) -> bool {
        self.at >= self.all.len()
    }

    fn skip_blank(&mut self) {
        while !self.is_done() && self.peek().trim().is_empty() {
            self.at += 1;
        }
    }

    /// That the line read last is not what is expected.
    fn fault(&self, expected: impl Into<String>) -> MarkedError {
        let line = self.at.clamp(1, self.all.len().max(1));
        let found = self.all.get(line - 1).map_or_else(String::new, |line| (*line).to_owned());
        MarkedError { file: self.file.to_owned(), line, expected: expected.into(), found }
    }

    fn article(&mut self) -> Result<MarkedArticle, MarkedError> {
        let id = self.next().strip_prefix("=== ").map(str::trim).unwrap_or_default();
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(self.fault("`=== ID`"));
        }
        let line = self.at;
        let mut documents = Vec::new();
        if self.peek().starts_with("== ") {
            while self.peek() != RULE {
                if self.next() != format!("== doc {}", documents.len() + 1) {
                    return Err(self.fault(format!("`== doc {}` or `{RULE}`", documents.len() + 1)));
                }
                documents.push(self.document()?);
            }
        } else {
            documents.push(self.document()?);
        }
        if self.next() != RULE {
            return Err(self.fault(format!("`{RULE}` before the records")));
        }
        Ok(MarkedArticle { file: self.file.to_owned(), line, id: id.to_owned(), documents, records: self.records()? })
    }

    fn document(&mut self) -> Result<MarkedDocument, MarkedError> {
        let heads = self.heads()?;
        if !self.next().is_empty() || self.peek().trim().is_empty() {
            return Err(self.fault("`@name words` lines, one blank line, and the headline"));
        }
        let (mut text, mut marks, mut headline_end) = (String::new(), Vec::new(), None);
        while !self.is_done() && self.peek() != RULE && !self.peek().starts_with("== ") {
            let line = self.next();
            if line.starts_with("=== ") || line.starts_with('@') {
                return Err(self.fault(format!("a line of the body, `== doc N` or `{RULE}`")));
            }
            let (words, found) = unmarked(line).map_err(|expected| self.fault(expected))?;
            let shift = text.len();
            marks.extend(found.into_iter().map(|mark| mark.shifted(shift)));
            text.push_str(&words);
            headline_end.get_or_insert(text.len());
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        Ok(MarkedDocument { heads, text, headline_end: headline_end.unwrap_or_default(), marks })
    }

    fn heads(&mut self) -> Result<Vec<(String, String)>, MarkedError> {
        let mut heads = Vec::new();
        while let Some(head) = self.peek().strip_prefix('@') {
            self.at += 1;
            match head.split_once(' ') {
                Some((name, words)) if !name.is_empty() && !words.trim().is_empty() => {
                    heads.push((name.to_owned(), words.trim().to_owned()));
                }
                _ => return Err(self.fault("`@name words`")),
            }
        }
        Ok(heads)
    }

    fn records(&mut self) -> Result<Vec<MarkedRecord>, MarkedError> {
        let mut records = Vec::new();
        self.skip_blank();
        while !self.is_done() && !self.peek().starts_with("=== ") {
            let fields: Vec<String> = self.next().split(" | ").map(|field| field.trim().to_owned()).collect();
            if fields.iter().any(String::is_empty) || fields[0].starts_with(['@', '=']) || fields[0] == RULE {
                return Err(self.fault("a record of fields parted by ` | `, none empty, or `=== ID`"));
            }
            records.push(MarkedRecord { line: self.at, fields });
            self.skip_blank();
        }
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# wirebrief gold: companies\n=== com-1\n== doc 1\n@published 2026-03-04\n\n{e1:Velaré} grows\n\
                        Not {e1*:the firm}.\n== doc 2\n\nNo mark\n\n---\ne1 | Velaré AB | - | subject\n\n=== com-2\n\nx\n---\n";

    #[test]
    fn marks_are_bytes_of_the_text_without_them() {
        let (kind, articles) = parse_marked("g.txt", GOOD).expect("reads");
        assert_eq!((kind, articles.len()), (MarkedKind::Companies, 2));
        let first = &articles[0].documents[0];
        assert_eq!((first.text.as_str(), first.headline_end), ("Velaré grows\nNot the firm.", 13));
        let marks: Vec<(&str, bool)> =
            first.marks.iter().map(|mark| (articles[0].words(0, mark.start, mark.end), mark.nominal)).collect();
        assert_eq!(marks, [("Velaré", false), ("the firm", true)]);
        assert_eq!((first.head("published"), articles[0].documents.len()), (Some("2026-03-04"), 2));
        assert_eq!(articles[0].records[0].fields, ["e1", "Velaré AB", "-", "subject"]);
        assert!(articles[0].is_for_tuning() && !articles[1].is_for_tuning() && articles[1].records.is_empty());
    }

    /// `new` for `old` in the good text is refused at `line`.
    fn check(old: &str, new: &str, line: usize, expected: &str) {
        let text = GOOD.replacen(old, new, 1);
        assert_ne!(text, GOOD, "`{old}` is not in the text");
        let error = parse_marked("g.txt", &text).expect_err(new);
        assert_eq!((error.line, error.to_string().contains(expected)), (line, true), "`{new}`: {error}");
    }

    #[test]
    fn what_is_not_of_the_form_is_told_with_its_line() {
        check("# wirebrief", "\u{feff}# wirebrief", 1, "one of figures");
        check("companies", "planets", 1, "one of figures");
        check("=== com-1", "===com-1", 2, "`=== ID`");
        check("=== com-1", "=== ", 2, "`=== ID`");
        check("=== com-2", "=== com-1", 15, "no article before");
        check("== doc 2", "== doc 3", 8, "`== doc 2`");
        check("@published 2026-03-04", "@published", 4, "`@name words`");
        check("\n\n{e1:", "\n{e1:", 5, "one blank line");
        check("{e1:Velaré}", "{e1:Velaré", 6, "brace");
        check("{e1:Velaré}", "{e1:{e2:V}elaré}", 6, "brace");
        check("{e1:Velaré}", "Velaré}", 6, "brace");
        check("{e1:Velaré}", "{Velaré}", 6, "{KEY:words}");
        check("{e1:Velaré}", "{:Velaré}", 6, "{KEY:words}");
        check("{e1:Velaré}", "{e1:}", 6, "{KEY:words}");
        check("{e1:Velaré}", "{e1: Velaré}", 6, "{KEY:words}");
        check("firm}.\n", "firm}.\r\n", 7, "line feed alone");
        check("| - |", "|  |", 13, "none empty");
        check("x\n---\n", "x\n", 18, "`---`");
        check("x\n---\n", "x\n=== com-3", 18, "`---`");
        check("x\n---\n", "", 16, "the headline");
    }

    #[test]
    fn a_file_of_other_texts_is_of_no_kind() {
        assert_eq!(MarkedKind::of_line("# wirebrief gold: figures"), Some(MarkedKind::Figures));
        assert_eq!(MarkedKind::of_line("Vela AB rose"), None);
    }
}
