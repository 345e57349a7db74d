//! From logits to names: temperature, Viterbi over BIO labels, spans with scores.
//!
//! Takes one row of logits a word; gives runs of words with a kind and a score. Knows nothing of text or networks.

use std::ops::Range;

use super::label::Label;
use crate::types::Kind;

/// A name as a run of words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NameRun {
    /// The words.
    pub(super) words: Range<usize>,
    /// What they name.
    pub(super) kind: Kind,
    /// exp of the mean over the words of log p(kind), p(kind) = p(B-kind) + p(I-kind).
    pub(super) score: f32,
}

/// The names in `logits`, rows of `labels.len()` numbers, one a word.
pub(super) fn names(logits: &[f32], labels: &[Label], temperature: f32) -> Vec<NameRun> {
    let log_probs: Vec<f32> = logits.chunks_exact(labels.len()).flat_map(|row| log_softmax(row, temperature)).collect();
    let rows: Vec<&[f32]> = log_probs.chunks_exact(labels.len()).collect();
    runs(&viterbi(&rows, labels), labels)
        .into_iter()
        .map(|(words, kind)| NameRun { score: score(&rows[words.clone()], kind, labels), words, kind })
        .collect()
}

/// Log-probabilities of `row` after division by `temperature`.
fn log_softmax(row: &[f32], temperature: f32) -> impl Iterator<Item = f32> {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let log_sum = row.iter().map(|x| ((x - max) / temperature).exp()).sum::<f32>().ln();
    row.iter().map(move |x| (x - max) / temperature - log_sum)
}

/// The best label ids of `rows` with `I-x` only after `B-x` or `I-x`; ties go to the lower id.
fn viterbi(rows: &[&[f32]], labels: &[Label]) -> Vec<usize> {
    let Some((first, rest)) = rows.split_first() else {
        return Vec::new();
    };
    let start = |id: usize| if labels[id].may_follow(None) { first[id] } else { f32::NEG_INFINITY };
    let mut best: Vec<f32> = (0..labels.len()).map(start).collect();
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(rest.len());
    for row in rest {
        let from: Vec<usize> = labels.iter().map(|label| best_before(&best, *label, labels)).collect();
        best = from.iter().zip(*row).map(|(&before, x)| best[before] + x).collect();
        back.push(from);
    }
    let mut path = vec![arg_max(best.iter().copied().enumerate())];
    for from in back.iter().rev() {
        path.push(from[path[path.len() - 1]]);
    }
    path.reverse();
    path
}

/// The best id that `label` may follow. There is one: an inside label has its own, the others have them all.
fn best_before(best: &[f32], label: Label, labels: &[Label]) -> usize {
    arg_max(best.iter().copied().enumerate().filter(|(id, _)| label.may_follow(Some(labels[*id]))))
}

fn arg_max(scores: impl Iterator<Item = (usize, f32)>) -> usize {
    let pick = |best: Option<(usize, f32)>, next: (usize, f32)| match best {
        Some(kept) if kept.1 >= next.1 => Some(kept),
        _ => Some(next),
    };
    scores.fold(None, pick).map_or(0, |(id, _)| id)
}

fn runs(path: &[usize], labels: &[Label]) -> Vec<(Range<usize>, Kind)> {
    let mut runs: Vec<(Range<usize>, Kind)> = Vec::new();
    for (word_idx, &id) in path.iter().enumerate() {
        match (labels[id], runs.last_mut()) {
            (Label::Begin(kind), _) => runs.push((word_idx..word_idx + 1, kind)),
            (Label::Inside(_), Some((words, _))) => words.end = word_idx + 1,
            _ => {}
        }
    }
    runs
}

fn score(rows: &[&[f32]], kind: Kind, labels: &[Label]) -> f32 {
    let log_kind = |row: &&[f32]| {
        let of_kind = labels.iter().zip(*row).filter(|(label, _)| label.kind() == Some(kind));
        of_kind.map(|(_, log_p)| log_p.exp()).sum::<f32>().ln()
    };
    let mean = rows.iter().map(log_kind).sum::<f32>() / rows.len().max(1) as f32;
    mean.exp().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LABELS: [Label; 5] = [
        Label::Outside,
        Label::Begin(Kind::Company),
        Label::Inside(Kind::Company),
        Label::Begin(Kind::Person),
        Label::Inside(Kind::Person),
    ];

    /// Rows that favour the given labels by `margin`.
    fn favouring(path: &[usize], margin: f32) -> Vec<f32> {
        let row = |id: &usize| (0..LABELS.len()).map(|j| if j == *id { margin } else { 0.0 }).collect::<Vec<_>>();
        path.iter().flat_map(row).collect()
    }

    fn check(path: &[usize], expected: &[(Range<usize>, Kind)]) {
        let found: Vec<_> =
            names(&favouring(path, 6.0), &LABELS, 1.0).into_iter().map(|run| (run.words, run.kind)).collect();
        assert_eq!(found, expected, "{path:?}");
    }

    #[test]
    fn labels_become_runs_of_words() {
        check(&[], &[]);
        check(&[0, 0], &[]);
        check(&[1, 2, 0, 3], &[(0..2, Kind::Company), (3..4, Kind::Person)]);
        check(&[1, 1], &[(0..1, Kind::Company), (1..2, Kind::Company)]);
    }

    #[test]
    fn an_inside_label_that_nothing_begins_is_repaired() {
        check(&[0, 2, 2, 0], &[(1..3, Kind::Company)]);
        check(&[1, 2, 4, 4, 4, 0], &[(0..2, Kind::Company), (2..5, Kind::Person)]);
    }

    #[test]
    fn a_higher_temperature_lowers_the_score_and_keeps_the_name() {
        let logits = favouring(&[1, 2], 4.0);
        let (cold, warm) = (names(&logits, &LABELS, 1.0), names(&logits, &LABELS, 2.0));
        assert_eq!(cold[0].words, warm[0].words);
        assert!(cold[0].score > warm[0].score + 0.1, "{} {}", cold[0].score, warm[0].score);
    }

    #[test]
    fn the_score_counts_begin_and_inside_of_the_kind_together() {
        let certain = names(&[-9.0, 5.0, 5.0, -9.0, -9.0], &LABELS, 1.0);
        assert!((certain[0].score - 1.0).abs() < 1e-4);
    }

    proptest! {
        #[test]
        fn no_path_is_ever_illegal(logits in prop::collection::vec(-8_f32..8.0, 0..60)) {
            let rows: Vec<&[f32]> = logits.chunks_exact(LABELS.len()).collect();
            let path = viterbi(&rows, &LABELS);
            prop_assert_eq!(path.len(), rows.len());
            let mut before = None;
            for id in path {
                prop_assert!(LABELS[id].may_follow(before));
                before = Some(LABELS[id]);
            }
        }

        #[test]
        fn no_legal_path_is_better(logits in prop::collection::vec(-3_f32..3.0, 15)) {
            let rows: Vec<&[f32]> = logits.chunks_exact(LABELS.len()).collect();
            let total = |path: &[usize]| path.iter().zip(&rows).map(|(id, row)| row[*id]).sum::<f32>();
            let legal = |path: &[usize]| {
                LABELS[path[0]].may_follow(None) && path.windows(2).all(|p| LABELS[p[1]].may_follow(Some(LABELS[p[0]])))
            };
            let found = total(&viterbi(&rows, &LABELS));
            for i in 0..125 {
                let path = [i / 25, i / 5 % 5, i % 5];
                prop_assert!(!legal(&path) || total(&path) <= found + 1e-4);
            }
        }
    }
}
