//! Scores of article text taken out of web pages: snippets that must and must not be in it, headline and day.
//!
//! The gold is trafilatura's `evaldata.json`: address → file, `with`, `without`, `title`, `date`. Counts are those of its
//! own evaluation: a `with` snippet found is a hit, one not found is missed, a `without` snippet found is spurious. White
//! space is folded on both sides. Headlines are equal where they are but for case, white space and the form of quotation
//! marks and dashes; days are equal as `YYYY-MM-DD`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Counts, GoldError};

/// What is known of one page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PageGold {
    /// Its file.
    pub file: String,
    /// Snippets of the article text.
    #[serde(default)]
    pub with: Vec<String>,
    /// Snippets of the page that are no article text.
    #[serde(default)]
    pub without: Vec<String>,
    /// Headline; empty where it is not known.
    #[serde(default)]
    pub title: String,
    /// Day of publication; empty where it is not known.
    #[serde(default)]
    pub date: String,
}

impl PageGold {
    /// Whether rules may be tuned on the page; the other half is only measured. By a hash (FNV-1a) of the file's name.
    pub fn is_for_tuning(&self) -> bool {
        let hash = self
            .file
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        (hash >> 32) & 1 == 0
    }
}

/// The pages of `text`, the content of `file`, in order of their addresses.
pub fn parse_pages(file: &str, text: &str) -> Result<Vec<PageGold>, GoldError> {
    let pages: BTreeMap<String, PageGold> = serde_json::from_str(text).map_err(|source| GoldError::Json {
        file: file.to_owned(),
        line: source.line(),
        source,
    })?;
    Ok(pages.into_values().collect())
}

/// What was found on one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFound {
    /// The article text, without the headline.
    pub text: String,
    /// The headline.
    pub title: String,
    /// The day as `YYYY-MM-DD`.
    pub date: String,
}

/// What is wrong with one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFaults {
    /// `with` snippets that are not in the text.
    pub missed: Vec<String>,
    /// `without` snippets that are.
    pub spurious: Vec<String>,
    /// The headline, where it is another.
    pub title: Option<String>,
    /// The day, where it is another.
    pub date: Option<String>,
}

/// Right of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Right ones.
    pub right: usize,
    /// All.
    pub all: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// Right ones of all; 0 where there are none.
    pub fn share(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.right as f64 / self.all as f64 }
    }
}

/// Counts over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageScores {
    /// Pages.
    pub pages: usize,
    /// Snippets.
    pub snippets: Counts,
    /// Headlines that are equal.
    pub titles: Share,
    /// Headlines that hold the gold one, or are held in it.
    pub titles_within: Share,
    /// Days.
    pub dates: Share,
}

impl PageScores {
    /// Counts one page and tells what is wrong with it.
    pub fn add(&mut self, gold: &PageGold, found: &PageFound) -> PageFaults {
        let text = folded(&found.text);
        let holds = |snippet: &&String| text.contains(&folded(snippet));
        let spurious: Vec<String> = gold.without.iter().filter(holds).cloned().collect();
        let missed: Vec<String> = gold.with.iter().filter(|snippet| !holds(snippet)).cloned().collect();
        self.pages += 1;
        self.snippets.hits += gold.with.len() - missed.len();
        self.snippets.missed += missed.len();
        self.snippets.spurious += spurious.len();
        PageFaults { missed, spurious, title: self.title(gold, found), date: self.date(gold, found) }
    }

    fn title(&mut self, gold: &PageGold, found: &PageFound) -> Option<String> {
        let (want, have) = (plain(&gold.title), plain(&found.title));
        if want.is_empty() {
            return None;
        }
        self.titles.add(want == have);
        self.titles_within.add(!have.is_empty() && (have.contains(&want) || want.contains(&have)));
        (want != have).then(|| found.title.clone())
    }

    fn date(&mut self, gold: &PageGold, found: &PageFound) -> Option<String> {
        if gold.date.is_empty() {
            return None;
        }
        self.dates.add(gold.date == found.date);
        (gold.date != found.date).then(|| found.date.clone())
    }
}

/// The heading of [`PageScores::row`].
pub const PAGE_HEADING: &str = "                       pages      P      R     F1   titles (within)  dates";

impl PageScores {
    /// One line of a table.
    pub fn row(&self, name: &str) -> String {
        let s = self.snippets;
        format!(
            "{name:<22} {:>5}  {:>5.3}  {:>5.3}  {:>5.3}    {:>5.3}  ({:>5.3})  {:>5.3}",
            self.pages,
            s.precision(),
            s.recall(),
            s.f1(),
            self.titles.share(),
            self.titles_within.share(),
            self.dates.share()
        )
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A headline as it is compared.
fn plain(title: &str) -> String {
    let one = |c: char| match c {
        '’' | '‘' | '‚' | '´' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' => '-',
        other => other,
    };
    folded(&title.chars().map(one).flat_map(char::to_lowercase).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> PageGold {
        let text = r#"{"https://tide.example/a": {"file": "a.html", "with": ["One  two"], "without": ["Share", "More"],
                       "title": "Harlow’s deal", "date": "2026-03-12", "region": "UK"}}"#;
        parse_pages("evaldata.json", text).expect("gold").remove(0)
    }

    #[test]
    fn snippets_headline_and_day_are_counted() {
        let mut scores = PageScores::default();
        let found =
            PageFound { text: "One\ntwo. Share".into(), title: "Harlow's Deal".into(), date: "2026-03-11".into() };
        let faults = scores.add(&gold(), &found);
        assert_eq!(faults.spurious, ["Share"]);
        assert_eq!((faults.title, faults.date), (None, Some("2026-03-11".into())));
        assert_eq!(scores.snippets, Counts { hits: 1, spurious: 1, missed: 0 });
        assert_eq!((scores.titles.right, scores.dates.right), (1, 0));
    }

    #[test]
    fn gold_that_is_no_json_is_told_with_its_line() {
        let fault = parse_pages("evaldata.json", "{\n[").expect_err("no gold");
        assert_eq!(fault.to_string(), "evaldata.json:2: not a gold record");
    }
}
