//! Inline marks of marked texts: `{KEY:words}`, and `{KEY*:words}` for a nominal.
//!
//! Takes one line; gives the line without marks and where the marked words stand in it.

/// Marked words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Key of the record they belong to.
    pub key: String,
    /// Whether they are no name but a description (`the company`).
    pub nominal: bool,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Mark {
    /// The same mark, `by` bytes further on.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by, ..self }
    }
}

/// `line` without its marks, and the marks; what is expected where it has braces that make no mark.
pub(crate) fn unmarked(line: &str) -> Result<(String, Vec<Mark>), &'static str> {
    const UNPAIRED: &str = "every brace to be one of a pair `{KEY:words}`, not nested";
    let (mut text, mut marks) = (String::with_capacity(line.len()), Vec::new());
    let mut rest = line;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        let inside = from.strip_prefix('{').ok_or(UNPAIRED)?;
        let close = inside.find(['{', '}']).filter(|at| inside[*at..].starts_with('}')).ok_or(UNPAIRED)?;
        let (key, words) =
            parted(&inside[..close]).ok_or("`{KEY:words}` with a key of letters, digits, `-` and `_`")?;
        let start = text.len();
        text.push_str(words);
        let bare = key.strip_suffix('*');
        marks.push(Mark { key: bare.unwrap_or(key).to_owned(), nominal: bare.is_some(), start, end: text.len() });
        rest = &inside[close + 1..];
    }
    text.push_str(rest);
    Ok((text, marks))
}

/// Key and words of what stands between braces.
fn parted(inside: &str) -> Option<(&str, &str)> {
    let (key, words) = inside.split_once(':')?;
    let bare = key.strip_suffix('*').unwrap_or(key);
    let is_key = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (is_key && !words.is_empty() && words.trim() == words).then_some((key, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_hold_colons_and_marks_may_touch() {
        assert!(unmarked("{a:9:30 }").is_err(), "a space at the edge of a mark");
        let (text, marks) = unmarked("{a:9:30} {b*:x}{c:ü}").expect("reads");
        assert_eq!(text, "9:30 xü");
        let places: Vec<(&str, bool, usize, usize)> =
            marks.iter().map(|m| (m.key.as_str(), m.nominal, m.start, m.end)).collect();
        assert_eq!(places, [("a", false, 0, 4), ("b", true, 5, 6), ("c", false, 6, 8)]);
    }
}
