//! Text out of a fragment of markup: what a feed or a news agency's file holds between its tags, where there is no page around
//! it that would have to be told apart.
//!
//! Takes HTML or SGML; gives its text, a line a block. Tags are dropped, character references read; nothing is judged.

use html_escape::decode_html_entities;

/// Elements whose content is no text.
const SILENT: [&str; 4] = ["script", "style", "template", "noscript"];
/// Elements that end a line.
const BLOCKS: [&str; 22] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "pre",
    "hr",
    "dd",
];

/// The text of `markup`: white space folded, blocks on lines of their own.
pub(super) fn text(markup: &str) -> String {
    let mut lines = String::with_capacity(markup.len());
    let (mut at, mut silent): (usize, Option<&str>) = (0, None);
    while at < markup.len() {
        let open = markup[at..].find('<').map_or(markup.len(), |found| at + found);
        if silent.is_none() {
            lines.push_str(&decode_html_entities(&markup[at..open]).replace(['\n', '\r', '\t'], " "));
        }
        let Some((name, closes, end)) = tag_at(markup, open) else {
            // A `<` that opens no tag is text.
            if silent.is_none() && open < markup.len() {
                lines.push('<');
            }
            at = open + 1;
            continue;
        };
        let name = name.to_ascii_lowercase();
        match silent {
            Some(element) if closes && name == element => silent = None,
            None => silent = SILENT.into_iter().find(|element| !closes && name == *element),
            Some(_) => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            lines.push('\n');
        }
        at = end;
    }
    let folded = lines.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    folded.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of the tag at `at`, whether it closes, and where it ends; comments and declarations have an empty name.
fn tag_at(markup: &str, at: usize) -> Option<(&str, bool, usize)> {
    let rest = markup.get(at..)?.strip_prefix('<')?;
    if let Some(comment) = rest.strip_prefix("!--") {
        return Some(("", false, comment.find("-->").map_or(markup.len(), |end| at + 4 + end + 3)));
    }
    if rest.starts_with(['!', '?']) {
        return Some(("", false, at + 1 + rest.find('>')? + 1));
    }
    let (closes, name) = rest.strip_prefix('/').map_or((false, rest), |name| (true, name));
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != ':' && c != '-').unwrap_or(name.len());
    let end = at + 1 + rest.find('>')? + 1;
    Some((&name[..length], closes, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_go_blocks_are_lines_and_references_are_read() {
        let markup = "<p>Profit &amp; loss:<br/>up&nbsp;3&#37;</p><script>var a = '<p>';</script><!-- x > y --><ul><li>One</li><li>5 < 6</li></ul>";
        assert_eq!(text(markup), "Profit & loss:\nup 3%\nOne\n5 < 6");
        assert_eq!(text("5 < 6 & 7"), "5 < 6 & 7");
    }

    proptest! {
        #[test]
        fn any_text_is_read(markup in "[<>/!a-zé&;# \\-]{0,60}") {
            let found = text(&markup);
            prop_assert!(found.len() <= 3 * markup.len());
        }
    }
}
