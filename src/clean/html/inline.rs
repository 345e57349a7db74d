//! Whether an inline element is part of a sentence: a link or a ticker in running text keeps its words whatever its class
//! says (`tag`, `ticker`), since a sentence with a hole in it is worse than one word too many.

use super::role::{Role, is_unseen};
use super::tag::Tag;
use super::tree::Tree;

/// Characters of running text, white space apart, around an element from which it stands in a sentence.
const AROUND: usize = 30;

/// Whether inline element `idx` stands inside a line of running text, with words of it on both sides, or at an end of one
/// that would begin or break off in the middle without it. Words of other links and of other elements that name
/// themselves as something else do not count: a row of tags is no sentence.
pub(super) fn is_in_sentence(tree: &Tree, roles: &[Role], idx: usize) -> bool {
    if !matches!(tree.nodes[idx].tag, Tag::A | Tag::Inline | Tag::Time) || is_unseen(tree, idx) {
        return false;
    }
    let Some(owner) = tree.ancestors(idx).find(|at| tree.nodes[*at].tag.is_block()) else { return false };
    let breaks = |at: &usize| tree.nodes[*at].tag.is_block() || tree.nodes[*at].tag == Tag::Br;
    let line = tree.range(owner);
    let before = (line.start + 1..idx).rev().take_while(|at| !breaks(at));
    let after = (tree.range(idx).end..line.end).take_while(|at| !breaks(at));
    let plain = |at: &usize| {
        let inside = tree.ancestors(*at).take_while(|at| *at != owner);
        let is_plain = |at: usize| tree.nodes[at].tag != Tag::A && roles[at] < Role::Comments;
        tree.nodes[*at].tag == Tag::Text && inside.into_iter().all(is_plain)
    };
    let chars = |at: usize| tree.words(at).chars().filter(|c| !c.is_whitespace()).count();
    let before: Vec<usize> = before.filter(plain).filter(|at| chars(*at) > 0).collect();
    let after: Vec<usize> = after.filter(plain).filter(|at| chars(*at) > 0).collect();
    let is_enough = before.iter().chain(&after).map(|at| chars(*at)).sum::<usize>() >= AROUND;
    let ends = before.first().and_then(|at| tree.words(*at).trim_end().chars().last());
    let begins = after.first().and_then(|at| tree.words(*at).trim_start().chars().next());
    let goes_on = |c: char| c.is_lowercase() || matches!(c, ',' | '\'' | '’');
    is_enough
        && match (ends, begins) {
            (Some(end), Some(begin)) => !is_mark(end) && !is_mark(begin),
            (Some(end), None) => goes_on(end),
            (None, begin) => begin.is_some_and(goes_on),
        }
}

/// What parts the fields of a line that is no sentence.
fn is_mark(c: char) -> bool {
    matches!(c, '|' | '•' | '·' | '/' | '»' | '›' | '>')
}

#[cfg(test)]
mod tests {
    use super::super::role::roles;
    use super::*;

    /// Whether the first element of the class `x` in `line` is part of a sentence.
    fn in_sentence(line: &str) -> bool {
        let tree = Tree::of(&format!("<body><p>{line}</p></body>"));
        let roles = roles(&tree);
        let named =
            |idx: &usize| tree.attribute(*idx, super::super::tree::Name::Class).is_some_and(|c| c.contains("x-"));
        let idx = (1..tree.nodes.len()).find(named).expect("has one");
        is_in_sentence(&tree, &roles, idx)
    }

    #[test]
    fn a_link_inside_a_sentence_is_part_of_it() {
        for line in [
            "The first ten rounds of the <a class='x-tag'><b>league</b></a> are played, and the table is known.",
            "<b>Shares of Orrin (</b><span class='x-ticker'>ORN</span><b>) fell by a tenth on Monday, traders said.</b>",
            "Whoever wants to read all of it asks for the <a class='x-tag'>table of the league</a>",
            "<a class='x-tag'>Orrin</a>, which makes valves, said on Monday that it would close a plant.",
            "What was found before the arrival of modern humans—<a class='x-tag'>carbon dating</a> showed it—was old.",
            "A long line before it ends.<br>The rounds of the <a class='x-tag'>league</a> have all been played by now.",
        ] {
            assert!(in_sentence(line), "{line}");
        }
    }

    #[test]
    fn a_row_of_links_and_what_stands_at_an_end_of_a_line_are_none() {
        for line in [
            "Tags: <a class='x-tag'>steel</a>, <a class='tag'>coal and all that is made of it in the end</a>, <a>ore</a>",
            "<a class='x-share'>Share</a> The first ten rounds of the league are played, and the table is known.",
            "The first ten rounds of the league are played by now | <a class='x-author'>Ann Lee</a> | Sport, Monday",
            "The first ten rounds of the <a>league<span class='x- sr-only'>(new tab)</span></a> are played by now.",
            "The first ten rounds of the league are played by now, and that is all. <a class='x-tag'>League</a>",
            "The first ten rounds of the league are played by now.<br><a class='x-tag'>League</a> desk",
        ] {
            assert!(!in_sentence(line), "{line}");
        }
    }
}
