//! Gold answers and how found ones are judged: alternatives parted by `~`, `-` for none.
//!
//! Knows no field: the caller says when two words are the same answer.

/// The right answers of one gold field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers(Vec<String>);

/// What is said of one found answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One of the right answers, or none where none is right.
    Right,
    /// Filled, and not among the answers.
    Wrong,
    /// Not filled where there is an answer.
    Empty,
}

impl Answers {
    /// `a~b~-` as its alternatives.
    pub fn parse(field: &str) -> Self {
        Self(field.split('~').map(|answer| answer.trim().to_owned()).collect())
    }

    /// The alternatives in words, `-` left out.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|answer| *answer != "-")
    }

    /// Whether it is right to say nothing.
    pub fn may_be_none(&self) -> bool {
        self.0.iter().any(|answer| answer == "-")
    }

    /// Judges `found`, with `same(gold, found)` for when two answers are one.
    pub fn judge(&self, found: Option<&str>, same: impl Fn(&str, &str) -> bool) -> Verdict {
        match found.filter(|found| !found.is_empty() && *found != "-") {
            None if self.may_be_none() => Verdict::Right,
            None => Verdict::Empty,
            Some(found) if self.iter().any(|gold| same(gold, found)) => Verdict::Right,
            Some(_) => Verdict::Wrong,
        }
    }

    /// The alternatives as they were written.
    pub fn written(&self) -> String {
        self.0.join("~")
    }
}

/// Counts of verdicts over one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Right ones, right silence among them.
    pub right: usize,
    /// Filled, and not among the answers.
    pub wrong: usize,
    /// Left empty where there is an answer.
    pub empty: usize,
}

impl Verdicts {
    /// Counts one.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::Empty => self.empty += 1,
        }
    }

    /// All that were judged.
    pub fn all(&self) -> usize {
        self.right + self.wrong + self.empty
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, wrong: self.wrong + other.wrong, empty: self.empty + other.empty }
    }
}

/// Whether words say the same: folded they are equal, or one holds the other as a run of whole words.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    is_in(&a, &b) || is_in(&b, &a)
}

/// Whether two names are of one thing: folded they are equal, or they share the first word and one holds the other.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    words(a).first() == words(b).first() && same_words(a, b)
}

/// Whether `short`, which is not empty, is a run of words of `long`.
fn is_in(short: &[String], long: &[String]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|run| run == short)
}

/// Words in lower case: runs of letters and digits, possessive `'s` left out.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['’', '‘'], "'").replace("'s", "");
    let parts = lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '%'));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Letters and digits alone in lower case: how official numbers are compared (`2018 c. 12`, `2018 C 12`).
pub(crate) fn loose(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_right_only_where_none_is_an_answer() {
        let check = |field: &str, found: Option<&str>| Answers::parse(field).judge(found, |a, b| a == b);
        assert_eq!(check("a~-", None), Verdict::Right);
        assert_eq!(check("a~-", Some("b")), Verdict::Wrong);
        assert_eq!(check("a~b", Some("b")), Verdict::Right);
        assert_eq!(check("a", None), Verdict::Empty);
        assert_eq!(check("-", Some("a")), Verdict::Wrong);
        assert_eq!(check("-", Some("-")), Verdict::Right);
    }

    #[test]
    fn words_agree_where_one_holds_the_other_whole() {
        assert!(same_words("Excluding one-off items", "one-off"));
        assert!(same_words("analysts’ forecast", "analysts' forecast of €70m"));
        assert!(!same_words("Europe", "European"));
        assert!(!same_words("", "Europe") && !same_words("—", "Europe"));
    }

    #[test]
    fn names_agree_by_their_first_word() {
        assert!(same_name("Brandholt Chemie AG", "Brandholt"));
        assert!(same_name("BRANDHOLT'S", "Brandholt"));
        assert!(!same_name("Vela Brandholt", "Brandholt"));
        assert!(!same_name("Brandholt Chemie", "Brandholt Farben"));
    }
}
