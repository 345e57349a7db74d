//! A small network over one row of features: the weights are a table of named lists, written by training.
//!
//! Takes the text of such a table and rows, gives log odds. Rectified layers, one output. Knows nothing of what the
//! features mean.

use super::weights::{lists, standardised};

/// Most features of a row, and most units of a layer.
const WIDEST: usize = 128;

/// Weights by input, then output, and what is added to each output.
struct Layer {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

pub(super) struct Dense {
    mean: Vec<f32>,
    scale: Vec<f32>,
    layers: Vec<Layer>,
}

impl Dense {
    /// The network of `model`; `None` where the table does not hold together.
    pub(super) fn parsed(model: &str) -> Option<Self> {
        let mut lists = lists(model)?;
        let mut net = Self { mean: lists.remove("mean")?, scale: lists.remove("scale")?, layers: Vec::new() };
        let mut width = net.mean.len();
        while let Some(weights) = lists.remove(&*format!("layer{}", net.layers.len())) {
            let bias = lists.remove(&*format!("layer{}.bias", net.layers.len()))?;
            if weights.len() != width * bias.len() || width.max(bias.len()) > WIDEST {
                return None;
            }
            width = bias.len();
            net.layers.push(Layer { weights, bias });
        }
        (width == 1 && net.scale.len() == net.mean.len()).then_some(net)
    }

    /// How many features a row has.
    #[cfg(test)]
    pub(super) fn width(&self) -> usize {
        self.mean.len()
    }

    /// Log odds of a row.
    pub(super) fn log_odds(&self, row: &[f32]) -> f32 {
        let mut values = [0.0; WIDEST];
        values.iter_mut().zip(standardised(row, &self.mean, &self.scale)).for_each(|(value, given)| *value = given);
        let mut width = row.len();
        for (idx, layer) in self.layers.iter().enumerate() {
            let outputs = layer.bias.len();
            let mut next = [0.0; WIDEST];
            let next = &mut next[..outputs];
            next.copy_from_slice(&layer.bias);
            for (value, weights) in values[..width].iter().zip(layer.weights.chunks_exact(outputs)) {
                next.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
            }
            let rectify = idx + 1 < self.layers.len();
            values[..outputs].iter_mut().zip(next).for_each(|(value, sum)| {
                *value = if rectify { sum.max(0.0) } else { *sum };
            });
            width = outputs;
        }
        values[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = "mean 1 0\nscale 1 2\nlayer0 1 -1 0 1\nlayer0.bias 0 0.5\nlayer1 2 3\nlayer1.bias -1";

    #[test]
    fn a_row_goes_through_every_layer() {
        let net = Dense::parsed(MODEL).expect("a whole table");
        // (1 - 1) and 2 * 1 → rectified (0, 2.5) → 7.5 - 1.
        assert!((net.log_odds(&[1.0, 1.0]) - 6.5).abs() < 1e-6);
        // (2, 0) → rectified (2, 0) → 4 - 1; the second unit is below zero.
        assert!((net.log_odds(&[3.0, 0.0]) - 3.0).abs() < 1e-6);
    }

    #[test]
    fn a_table_that_does_not_hold_together_is_none() {
        for broken in ["", "mean 1", "mean 1\nscale 1\nlayer0 1 2\nlayer0.bias 0", &MODEL.replace("-1 0 1", "-1 0")] {
            assert!(Dense::parsed(broken).is_none(), "{broken}");
        }
    }
}
