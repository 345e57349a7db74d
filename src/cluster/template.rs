//! Reports that are one template filled in twice: earnings notes of an agency, notices of market studies, filings.
//!
//! A sentence's frame is its words in lower case, without names and numbers. Two reports of one event hardly ever share
//! frames of some length, and where they do (an update of a report), the names in them are the same. Where the frames
//! are the same and each side has names that the other lacks, the reports are about different things, however alike
//! their words are.

use std::collections::BTreeSet;

use twox_hash::XxHash3_64;

use crate::types::{Document, words};

/// Sentences of a document that are looked at.
const SENTENCES: usize = 12;
/// Words in lower case from which a frame is no chance.
const FRAME: usize = 6;
/// Share of the sentences of the shorter report that stand in both as frames.
const SHARED: f32 = 0.3;
/// Share of the frames in common whose names differ on both sides, from which the two are about different things.
const OTHER_NAMES: f32 = 0.5;
/// Capitals that name nothing the reports are about.
const CALENDAR: [&str; 26] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// The frames of a report's first sentences with their names, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Frames(Vec<(u64, BTreeSet<u64>)>);

impl Frames {
    pub(super) fn of(document: &Document) -> Self {
        let mut frames: Vec<_> = document.sentence_texts().take(SENTENCES).filter_map(frame).collect();
        frames.sort();
        frames.dedup_by(|a, b| a.0 == b.0);
        Self(frames)
    }

    /// Whether the two are one template filled in twice.
    pub(super) fn is_refilled(&self, other: &Self) -> bool {
        let fillings = |(frame, names): &(u64, BTreeSet<u64>)| {
            let at = other.0.binary_search_by_key(frame, |(other, _)| *other).ok()?;
            let others = &other.0[at].1;
            let is_named = !names.is_empty() && !others.is_empty();
            is_named.then(|| !names.is_subset(others) && !others.is_subset(names))
        };
        let alike: Vec<bool> = self.0.iter().filter_map(fillings).collect();
        let differ = alike.iter().filter(|differ| **differ).count() as f32;
        let (n, least) = (alike.len() as f32, self.0.len().min(other.0.len()).max(1) as f32);
        n / least >= SHARED && differ / n >= OTHER_NAMES
    }
}

/// The frame of a sentence, and the names and numbers that fill it; `None` where the frame is too short.
fn frame(sentence: &str) -> Option<(u64, BTreeSet<u64>)> {
    let hash = |word: &str| XxHash3_64::oneshot(word.as_bytes());
    let is_plain = |word: &&str| word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | '-'));
    let plain: Vec<&str> = words(sentence).filter(is_plain).collect();
    // The first word is large whatever it is.
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !CALENDAR.contains(word);
    let names = words(sentence).skip(1).filter(is_name).map(hash).collect();
    (plain.len() >= FRAME).then(|| (hash(&plain.join(" ")), names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(sentences: &[&str]) -> Frames {
        let mut frames: Vec<_> = sentences.iter().copied().filter_map(frame).collect();
        frames.sort();
        Frames(frames)
    }

    #[test]
    fn a_template_filled_in_twice_is_seen() {
        let one = frames(&[
            "The maker of valves, Orrin Corp., said it had a loss of 58 cents a share in the second quarter.",
            "Analysts polled by Delmere Research had expected Orrin to lose more than that.",
        ]);
        let other = frames(&[
            "The maker of valves, Tessaly Group, said it had a loss of 12 cents a share in the second quarter.",
            "Analysts polled by Delmere Research had expected Tessaly to lose more than that.",
        ]);
        assert!(one.is_refilled(&other));
    }

    #[test]
    fn an_update_of_a_report_is_no_template() {
        let one =
            frames(&["In Oslo, shares of Halvorsen Ferries were down 2.1 percent by noon after the offer was made."]);
        let other =
            frames(&["In Oslo, shares of Halvorsen Ferries were down 3.4 percent by noon after the offer was made."]);
        assert!(!one.is_refilled(&other));
    }

    #[test]
    fn reports_in_other_words_share_no_frame() {
        let one = frames(&["Halvorsen Ferries will pay 1.24 billion euros for the line that Aegis runs."]);
        let other = frames(&["The sale of Aegis to its rival from the north was agreed over the weekend."]);
        assert!(!one.is_refilled(&other));
    }
}
