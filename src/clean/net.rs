//! A small network over the lines of a page: which of them are article text, seen beside the lines around them.
//!
//! Takes one row of features a line, gives log odds a line. Four layers, each of which looks at a line and two others,
//! ever further away; half-way up every line learns what the whole page is like. Knows nothing of words. The weights
//! come from `lines.model`, which `models/training/clean/lines.py` wrote; its header says how.

use std::sync::LazyLock;

use super::weights::{lists, standardised};

const MODEL: &str = include_str!("lines.model");
/// Numbers that a layer holds of each line.
const HIDDEN: usize = 32;
/// How far each layer looks up and down.
const REACHES: [usize; 4] = [1, 2, 4, 8];
/// The layer after which the page is summed up.
const SUMMED_AFTER: usize = 1;

type Unit = [f32; HIDDEN];

/// A matrix by its inputs: what each adds to the outputs.
type Matrix = Vec<Unit>;

struct Net {
    mean: Vec<f32>,
    scale: Vec<f32>,
    input: (Matrix, Unit),
    /// Of the line above, the line itself, the line below.
    layers: Vec<([Matrix; 3], Unit)>,
    page: (Matrix, Unit),
    output: (Unit, f32),
}

static NET: LazyLock<Option<Net>> = LazyLock::new(|| parsed(MODEL));

/// Log odds that each line is article text; `None` only where the model cannot be read (a test proves that it can).
pub(super) fn log_odds(rows: &[Vec<f32>]) -> Option<Vec<f32>> {
    NET.as_ref().map(|net| net.log_odds(rows))
}

impl Net {
    fn log_odds(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut lines: Vec<Unit> = rows.iter().map(|row| self.seen(row)).collect();
        for (idx, (layer, reach)) in self.layers.iter().zip(REACHES).enumerate() {
            lines = looked_around(&lines, layer, reach);
            if idx == SUMMED_AFTER {
                self.add_page(&mut lines);
            }
        }
        let (weights, bias) = &self.output;
        lines
            .iter()
            .map(|line| bias + line.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f32>())
            .collect()
    }

    fn seen(&self, row: &[f32]) -> Unit {
        let (matrix, bias) = &self.input;
        let mut line = *bias;
        for (value, weights) in standardised(row, &self.mean, &self.scale).zip(matrix) {
            add(&mut line, value, weights);
        }
        line.map(|value| value.max(0.0))
    }

    /// Adds to every line what the page's lines are like on average and at most.
    fn add_page(&self, lines: &mut [Unit]) {
        let (mut mean, mut most) = ([0.0; HIDDEN], [0.0_f32; HIDDEN]);
        for line in &*lines {
            add(&mut mean, 1.0 / lines.len() as f32, line);
            most.iter_mut().zip(line).for_each(|(most, value)| *most = most.max(*value));
        }
        let (matrix, bias) = &self.page;
        let mut page = *bias;
        mean.iter().chain(&most).zip(matrix).for_each(|(value, weights)| add(&mut page, *value, weights));
        for line in lines {
            add(line, 1.0, &page);
        }
    }
}

fn looked_around(lines: &[Unit], (taps, bias): &([Matrix; 3], Unit), reach: usize) -> Vec<Unit> {
    let around = |(idx, line): (usize, &Unit)| {
        let mut sum = *bias;
        let places = [idx.checked_sub(reach), Some(idx), Some(idx + reach)];
        for (tap, place) in taps.iter().zip(places) {
            let Some(other) = place.and_then(|place| lines.get(place)) else { continue };
            tap.iter().zip(other).for_each(|(weights, value)| add(&mut sum, *value, weights));
        }
        let mut next = *line;
        next.iter_mut().zip(sum).for_each(|(value, sum)| *value += sum.max(0.0));
        next
    };
    lines.iter().enumerate().map(around).collect()
}

fn add(sum: &mut Unit, value: f32, weights: &Unit) {
    sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
}

/// Matrices are by input, then output.
fn parsed(model: &str) -> Option<Net> {
    let lists = lists(model)?;
    let list = |name: &str| lists.get(name).cloned();
    let matrix = |name: &str| Some(lists.get(name)?.chunks_exact(HIDDEN).filter_map(unit).collect::<Matrix>());
    let units = |name: &str| unit(lists.get(name)?);
    let layer = |idx: usize| {
        let tap = |at: usize| matrix(&format!("layer{idx}.{at}")).filter(|tap| tap.len() == HIDDEN);
        Some(([tap(0)?, tap(1)?, tap(2)?], units(&format!("layer{idx}.bias"))?))
    };
    Some(Net {
        mean: list("mean")?,
        scale: list("scale")?,
        input: (matrix("input")?, units("input.bias")?),
        layers: (0..REACHES.len()).map(layer).collect::<Option<_>>()?,
        page: (matrix("page")?, units("page.bias")?),
        output: (units("output")?, *lists.get("output.bias")?.first()?),
    })
}

fn unit(numbers: impl AsRef<[f32]>) -> Option<Unit> {
    numbers.as_ref().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::line::WIDTH;

    #[test]
    fn the_model_is_read_whole() {
        let net = parsed(MODEL).expect("the model is well formed");
        assert_eq!([net.mean.len(), net.scale.len(), net.input.0.len()], [WIDTH; 3]);
        assert_eq!((net.layers.len(), net.page.0.len()), (REACHES.len(), 2 * HIDDEN));
    }

    #[test]
    fn a_line_is_judged_by_those_around_it() {
        let net = parsed(MODEL).expect("the model is well formed");
        let (mean, other): (Vec<f32>, Vec<f32>) = (net.mean.clone(), net.mean.iter().map(|mean| mean + 1.0).collect());
        let alone = net.log_odds(&[mean.clone(), mean.clone()]);
        let beside = net.log_odds(&[mean, other]);
        assert!(alone.iter().chain(&beside).all(|odds| odds.is_finite()));
        assert!((alone[0] - beside[0]).abs() > 1e-3);
        assert!(net.log_odds(&[]).is_empty());
    }
}
