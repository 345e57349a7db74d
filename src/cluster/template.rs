//! Reports that are one template filled in twice: earnings notes of an agency, notices of market studies, filings.
//!
//! A sentence's frame is its words in lower case, without names and numbers. Two reports of one event hardly ever share
//! frames of some length, and where they do (an update of a report), the names in them are the same. Where the frames
//! are the same and each side has names that the other lacks, the reports are about different things, however alike
//! their words are.

use std::collections::BTreeSet;

use crate::types::{Document, is_day_or_month, is_stop_word, stem, words};

use super::evidence::hash;

/// Sentences of a document that are looked at.
const SENTENCES: usize = 12;
/// Words in lower case from which a frame is no chance.
const FRAME: usize = 6;
/// Share of the sentences of the shorter report that stand in both as frames.
const SHARED: f32 = 0.3;
/// Words of a headline that are looked at.
const HEADLINE: usize = 24;
/// Words in common from which two headlines are one form, and the share of the shorter one that they are.
const FIXED: usize = 3;
const FIXED_SHARE: f32 = 0.6;
/// Share of the frames in common whose names differ on both sides, from which the two are about different things.
const OTHER_NAMES: f32 = 0.5;
/// Short forms of months.
const SHORT_MONTHS: [&str; 7] = ["Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"];

/// Whether `word` stands in capitals and names nothing the reports are about.
fn is_of_calendar(word: &str) -> bool {
    is_day_or_month(word) || SHORT_MONTHS.contains(&word)
}

/// What a report has of a template.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    /// The frames of its first sentences with their names, sorted.
    frames: Vec<(u32, Box<[u32]>)>,
    headline: Headline,
}

impl Template {
    /// What `document` has, of which the names found are `named`, as written.
    pub(super) fn of<'a>(document: &Document, named: impl Iterator<Item = &'a str>) -> Self {
        let mut frames: Vec<_> = document.sentence_texts().take(SENTENCES).filter_map(frame).collect();
        frames.sort();
        frames.dedup_by(|a, b| a.0 == b.0);
        frames.shrink_to_fit();
        let title = document.title.as_ref().map_or("", |title| title.text.as_str());
        Self { frames, headline: Headline::of(title, &named.flat_map(words).map(str::to_lowercase).collect()) }
    }

    /// Whether the two are one template filled in twice. `stands` tells whether the stem of a word is in the text of
    /// the first and of the second report.
    pub(super) fn is_refilled(&self, other: &Self, stands: [&dyn Fn(u32) -> bool; 2]) -> bool {
        self.frames_refilled(other) || self.headline.is_refilled(&other.headline, stands)
    }

    /// Whether sentences of the two are filled in twice.
    fn frames_refilled(&self, other: &Self) -> bool {
        let is_within = |these: &[u32], those: &[u32]| these.iter().all(|name| those.binary_search(name).is_ok());
        let fillings = |(frame, names): &(u32, Box<[u32]>)| {
            let at = other.frames.binary_search_by_key(frame, |(other, _)| *other).ok()?;
            let others = &other.frames[at].1;
            let is_named = !names.is_empty() && !others.is_empty();
            is_named.then(|| !is_within(names, others) && !is_within(others, names))
        };
        let alike: Vec<bool> = self.frames.iter().filter_map(fillings).collect();
        let differ = alike.iter().filter(|differ| **differ).count() as f32;
        let (n, least) = (alike.len() as f32, self.frames.len().min(other.frames.len()).max(1) as f32);
        n / least >= SHARED && differ / n >= OTHER_NAMES
    }
}

/// The words of a headline, in order.
#[derive(Debug, Clone, Default)]
struct Headline(Vec<Word>);

#[derive(Debug, Clone)]
struct Word {
    stem: u32,
    /// Whether it is part of a name: verbs are large in many headlines, and numbers grow from report to report.
    names: bool,
}

impl Headline {
    fn of(title: &str, named: &BTreeSet<String>) -> Self {
        let is_name = |word: &str| !is_of_calendar(word) && named.contains(&word.to_lowercase());
        let word = |word: &str| Word { stem: hash(stem(word)), names: is_name(word) };
        Self(words(title).filter(|w| !is_stop_word(&w.to_lowercase())).take(HEADLINE).map(word).collect())
    }

    /// Whether the two headlines have most words in common, in one order, and each fills in names of which the text of
    /// the other report knows less than half.
    fn is_refilled(&self, other: &Self, stands: [&dyn Fn(u32) -> bool; 2]) -> bool {
        let shared = in_order(&self.0, &other.0);
        let least = self.0.len().min(other.0.len());
        let is_strange = |own: &[Word], theirs: &[Word], stands: &dyn Fn(u32) -> bool| {
            let filled = own.iter().filter(|w| w.names && theirs.iter().all(|t| t.stem != w.stem));
            let (known, strange): (Vec<&Word>, Vec<&Word>) = filled.partition(|word| stands(word.stem));
            strange.len() > known.len()
        };
        shared >= FIXED
            && shared as f32 >= FIXED_SHARE * least as f32
            && is_strange(&self.0, &other.0, stands[1])
            && is_strange(&other.0, &self.0, stands[0])
    }
}

/// Words that the two have in common in one order, as many as can be.
fn in_order(a: &[Word], b: &[Word]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for left in a {
        let mut diagonal = 0;
        for (at, right) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if left.stem == right.stem { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The frame of a sentence, and the names and numbers that fill it; `None` where the frame is too short.
fn frame(sentence: &str) -> Option<(u32, Box<[u32]>)> {
    let is_plain = |word: &&str| word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | '-'));
    let plain: Vec<&str> = words(sentence).filter(is_plain).collect();
    // The first word is large whatever it is.
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !is_of_calendar(word);
    let names = || words(sentence).skip(1).filter(is_name).map(hash).collect::<BTreeSet<u32>>();
    (plain.len() >= FRAME).then(|| (hash(plain.join(" ")), names().into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(sentences: &[&str]) -> Template {
        let mut frames: Vec<_> = sentences.iter().copied().filter_map(frame).collect();
        frames.sort();
        Template { frames, headline: Headline::default() }
    }

    /// Whether two headlines are one form, over texts that hold `known`.
    fn one_form(a: &str, b: &str, known: &str) -> bool {
        let known: BTreeSet<u32> = words(known).map(|word| hash(stem(word))).collect();
        let stands = |word: u32| known.contains(&word);
        let named = ["orrin", "tessaly", "vell", "marrow"].map(str::to_owned).into();
        Headline::of(a, &named).is_refilled(&Headline::of(b, &named), [&stands, &stands])
    }

    #[test]
    fn headlines_of_one_form_are_told_by_the_names_they_fill_in() {
        let filing = |firm: &str| format!("{firm} files SEC form 8-K, results of operations");
        assert!(one_form(&filing("Orrin Corp"), &filing("Tessaly Group"), "A copy of the release is furnished"));
        assert!(!one_form(&filing("Orrin Corp"), &filing("Tessaly Group"), "Tessaly Group, once Orrin Corp, said"));
        assert!(!one_form(&filing("Orrin Corp"), &filing("Orrin"), "A copy of the release is furnished"));
        assert!(!one_form("Orrin Blaze Death Toll Tops 320", "Orrin Blaze Death Toll Climbs Past 370", "Nothing"));
        assert!(!one_form("Orrin shuts plant in Vell", "Tessaly opens office in Marrow", "Nothing"));
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
        assert!(one.frames_refilled(&other));
    }

    #[test]
    fn an_update_of_a_report_is_no_template() {
        let one =
            frames(&["In Oslo, shares of Halvorsen Ferries were down 2.1 percent by noon after the offer was made."]);
        let other =
            frames(&["In Oslo, shares of Halvorsen Ferries were down 3.4 percent by noon after the offer was made."]);
        assert!(!one.frames_refilled(&other));
    }

    #[test]
    fn reports_in_other_words_share_no_frame() {
        let one = frames(&["Halvorsen Ferries will pay 1.24 billion euros for the line that Aegis runs."]);
        let other = frames(&["The sale of Aegis to its rival from the north was agreed over the weekend."]);
        assert!(!one.frames_refilled(&other));
    }
}
