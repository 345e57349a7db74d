//! Weights of the small networks of cleaning: tables of named lists, which training wrote.

use std::collections::BTreeMap;

/// Features are cut to this many standard deviations, as in training.
const CLIP: f32 = 4.0;

/// The lists of `model`, one a line, by name; `None` where a line is no such list.
pub(super) fn lists(model: &str) -> Option<BTreeMap<&str, Vec<f32>>> {
    let list = |line: &'_ str| -> Option<Vec<f32>> { line.split(' ').map(|number| number.parse().ok()).collect() };
    let lines = model.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_once(' ').and_then(|(name, numbers)| Some((name, list(numbers)?)))).collect()
}

/// The features of a row in standard deviations from the mean.
pub(super) fn standardised<'a>(row: &'a [f32], mean: &'a [f32], scale: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
    row.iter().zip(mean).zip(scale).map(|((value, mean), scale)| ((value - mean) * scale).clamp(-CLIP, CLIP))
}
