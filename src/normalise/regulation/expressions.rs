//! Searches a text for several regular expressions at the cost of few.
//!
//! One pass tells which of them may stand in the text at all. A word boundary of Unicode keeps the engine from its fastest
//! way through a text with quotation marks or dashes; where no letter or digit is of another script, boundaries of ASCII are
//! the same.

use regex::{Regex, RegexSet};

/// Whether `c` is neither of ASCII nor one of the dashes, quotation marks and signs of English print.
fn is_foreign(c: char) -> bool {
    !(c.is_ascii() || matches!(c, '\u{a0}'..='\u{a9}' | '\u{2010}'..='\u{2027}' | '€'))
}

/// Expressions that have nothing but ASCII beside their boundaries, digits of any script aside.
pub(super) struct Expressions {
    /// Each as it is, and as it is for a text whose letters and digits are of ASCII.
    all: Vec<(Regex, Regex)>,
    /// Less strict than each.
    sieve: RegexSet,
}

impl Expressions {
    /// Of `shapes`, in their order.
    pub(super) fn of(shapes: &[&str]) -> Option<Self> {
        let ascii = |shape: &str, letter: &str| {
            shape.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace(r"\w", letter)
        };
        let both = |shape: &&str| Some((Regex::new(shape).ok()?, Regex::new(&ascii(shape, "[0-9A-Za-z_]")).ok()?));
        let loose = shapes.iter().map(|shape| ascii(shape, r"[0-9A-Za-z_\x{80}-\x{10FFFF}]"));
        Some(Self { all: shapes.iter().map(both).collect::<Option<_>>()?, sieve: RegexSet::new(loose).ok()? })
    }

    /// The expressions that may stand in `text`, each with its place among all.
    pub(super) fn passing(&self, text: &str) -> Vec<(usize, &Regex)> {
        let is_foreign = !text.is_ascii() && text.chars().any(is_foreign);
        if is_foreign && text.chars().any(|c| c > '\u{ff}' && c.is_numeric()) {
            return self.all.iter().map(|(regex, _)| regex).enumerate().collect();
        }
        let passing = self.sieve.matches(text).into_iter().filter_map(|at| Some((at, self.all.get(at)?)));
        passing.map(|(at, (unicode, ascii))| (at, if is_foreign { unicode } else { ascii })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_each_expression_finds_by_itself() {
        let shapes = [r"\bAct \d{1,4}\b", r"\b[A-Z][\w’-]* Law\b", r"\bPub\.? \d{2}\b"];
        let expressions = Expressions::of(&shapes).expect("they hold together");
        for text in [
            "Under Act 12 it pays.",
            "“Act 12” and the Harlow Law — Pub 14",
            "The ReAct 12, the éAct 12 and Act 12é",
            "Zoë Law, Élan Law and O’Dell Law",
            "Act ٤٢ and Pub. ١٢",
            "Nothing stands here.",
            "",
        ] {
            let found = |regex: &Regex| regex.find_iter(text).map(|found| found.range()).collect::<Vec<_>>();
            let passing = expressions.passing(text);
            for (at, shape) in shapes.iter().enumerate() {
                let expected = found(&Regex::new(shape).expect("it is one"));
                let here = passing.iter().find(|(place, _)| *place == at).map(|(_, regex)| found(regex));
                assert_eq!(here.unwrap_or_default(), expected, "{shape}: {text}");
            }
        }
    }
}
