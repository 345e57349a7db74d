//! One thing the program got wrong in a marked text, as a line.

use crate::MarkedArticle;

/// A fault at words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong: `missed`, `spurious`, or the name of a field.
    pub what: String,
    /// Document of the article, from 0.
    pub document: usize,
    /// First byte of the words.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What would be right; empty where nothing is.
    pub expected: String,
    /// What was said; empty where nothing was.
    pub found: String,
}

impl Fault {
    /// `subject    fig-a-001  \`4.1%\` expected \`Halden plc\`, found \`-\``
    pub fn line(&self, article: &MarkedArticle) -> String {
        let words = article.words(self.document, self.start, self.end);
        let or_none = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        let (expected, found) = (or_none(&self.expected), or_none(&self.found));
        format!("{:<10} {:<10} `{words}` expected `{expected}`, found `{found}`\n", self.what, article.id)
    }
}
