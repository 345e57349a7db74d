//! Cuts a sentence that is longer than the model can read into overlapping windows, and says which window speaks for
//! which word.
//!
//! Takes words with their pieces; gives windows. Every word is owned by exactly one window: the one in which it stands
//! farthest from a cut (the sentence's own ends are no cuts), the earlier one on a tie.

use std::ops::Range;

use super::words::Pieces;

/// Words that neighbouring windows share, at most half a window.
const SHARED_WORDS: usize = 64;

/// A run of words that fits the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// The words it reads.
    pub(super) words: Range<usize>,
    /// The words it speaks for.
    pub(super) owned: Range<usize>,
    /// The pieces it reads; cut at the budget where a single word is longer than that.
    pub(super) pieces: Range<usize>,
}

/// The windows of `pieces` with at most `budget` pieces each; none for a sentence without words.
pub(super) fn windows(pieces: &Pieces, budget: usize) -> Vec<Window> {
    let ranges = ranges(pieces, budget);
    let mut result: Vec<Window> = Vec::with_capacity(ranges.len());
    for (window_idx, words) in ranges.iter().enumerate() {
        let owned_start = result.last().map_or(0, |before| before.owned.end);
        let owned_end = ranges.get(window_idx + 1).map_or(words.end, |next| handover(words, next));
        let first = pieces.words[words.start].piece;
        let end = pieces.end_of(words.end - 1).min(first + budget);
        result.push(Window { words: words.clone(), owned: owned_start..owned_end, pieces: first..end });
    }
    result
}

fn ranges(pieces: &Pieces, budget: usize) -> Vec<Range<usize>> {
    let n_words = pieces.words.len();
    let (mut ranges, mut start) = (Vec::new(), 0);
    while start < n_words {
        let first = pieces.words[start].piece;
        let mut end = start + 1;
        while end < n_words && pieces.end_of(end) - first <= budget {
            end += 1;
        }
        ranges.push(start..end);
        if end == n_words {
            break;
        }
        // Half a window at most: otherwise text of very long words would be read dozens of times over.
        start = end - SHARED_WORDS.min((end - start) / 2);
    }
    ranges
}

/// The first word that is farther from a cut in `next` than in `this`: past the middle of what they share.
fn handover(this: &Range<usize>, next: &Range<usize>) -> usize {
    let n_shared = this.end - next.start;
    next.start + n_shared.div_ceil(2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::case::CaseShape;
    use crate::model::words::Word;
    use crate::types::Span;

    fn sentence(lengths: &[usize]) -> Pieces {
        let mut pieces = Pieces::default();
        for (i, n) in lengths.iter().enumerate() {
            let span = Span::new(2 * i, 2 * i + 1).expect("not empty");
            pieces.words.push(Word { span, shape: CaseShape::Lower, piece: pieces.ids.len() });
            pieces.ids.extend(std::iter::repeat_n(7, *n));
        }
        pieces
    }

    #[test]
    fn a_short_sentence_is_one_window_and_an_empty_one_none() {
        assert_eq!(windows(&sentence(&[]), 254), []);
        let short = windows(&sentence(&[1, 3, 1]), 254);
        assert_eq!(short, [Window { words: 0..3, owned: 0..3, pieces: 0..5 }]);
    }

    #[test]
    fn neighbours_share_64_words_and_hand_over_in_the_middle() {
        let long = windows(&sentence(&[1; 400]), 254);
        assert_eq!(long[0], Window { words: 0..254, owned: 0..222, pieces: 0..254 });
        assert_eq!(long[1], Window { words: 190..400, owned: 222..400, pieces: 190..400 });
    }

    #[test]
    fn a_word_longer_than_a_window_is_still_owned() {
        let long = windows(&sentence(&[1, 600, 1]), 254);
        assert_eq!(long.iter().map(|w| w.owned.len()).sum::<usize>(), 3);
        assert!(long.iter().all(|w| w.pieces.len() <= 254));
    }

    proptest! {
        #[test]
        fn every_word_is_owned_exactly_once(lengths in prop::collection::vec(1_usize..40, 0..600), budget in 40_usize..254) {
            let sentence = sentence(&lengths);
            let windows = windows(&sentence, budget);
            let owned: Vec<usize> = windows.iter().flat_map(|w| w.owned.clone()).collect();
            prop_assert_eq!(owned, (0..lengths.len()).collect::<Vec<_>>());
            for window in &windows {
                prop_assert!(window.owned.start >= window.words.start && window.owned.end <= window.words.end);
                prop_assert!(window.pieces.len() <= budget);
            }
            let read: usize = windows.iter().map(|w| w.pieces.len()).sum();
            prop_assert!(read <= 3 * sentence.ids.len(), "read {} of {}", read, sentence.ids.len());
        }
    }
}
