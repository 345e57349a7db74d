//! The scores of stories as plain text.

use std::fmt::Write;

use super::{JOINED, NOTHING, Relation, StoryScores};
use crate::Share;

/// What the program may say, in the order of the columns.
const SAID: [&str; 6] = ["rounded", "updated", "scope", "disputed", JOINED, NOTHING];

impl StoryScores {
    /// A table of relations against what was said of them, and a last line with the figures that are watched.
    pub fn table(&self) -> String {
        let mut out = String::from("relation       accuracy   support     said: ");
        let _ = writeln!(out, "{}", SAID.map(|word| format!("{word:>8}")).join(" "));
        for relation in Relation::ALL {
            let share = self.relations.get(&relation).copied().unwrap_or_default();
            let n = |word: &str| self.said.get(&(relation, word.to_owned())).copied().unwrap_or_default();
            let said = SAID.map(|word| format!("{:>8}", n(word))).join(" ");
            let _ = writeln!(out, "{:<14} {:>8.3}  {:>8}           {said}", relation.name(), share.share(), share.all);
        }
        let all = self.all();
        let _ = writeln!(out, "{:<14} {:>8.3}  {:>8}\n", "all", all.share(), all.all);
        let rows = [
            ("pairs told as disputed that are", self.disputed),
            ("rows joining copies with their families right", self.families),
            ("marked figures found", self.found),
        ];
        for (name, share) in rows {
            let _ = writeln!(out, "{name}: {} of {} ({:.3})", share.right, share.all, share.share());
        }
        let found = self.relations.get(&Relation::Disputed).copied().unwrap_or_default();
        let _ = writeln!(
            out,
            "stories: relation accuracy {:.3}; disputed precision {:.3}, recall {:.3}",
            all.share(),
            self.disputed.share(),
            found.share()
        );
        out
    }

    /// All relations together.
    pub fn all(&self) -> Share {
        let add = |sum: Share, share: &Share| Share { right: sum.right + share.right, all: sum.all + share.all };
        self.relations.values().fold(Share::default(), add)
    }
}
