//! A forest of small decision trees with summed leaves: whether a line of a page is article text.
//!
//! Knows nothing of lines; takes a row of features and gives the log odds that the trees add up to. The trees come from
//! `lines.model`, which `models/training/clean/lines.py` wrote; its header says how.

use std::sync::LazyLock;

const MODEL: &str = include_str!("lines.model");

/// One node: a question about a feature, or an answer.
#[derive(Debug, Clone, Copy)]
enum Node {
    /// Left where the feature is at most the threshold, else right; places are in the forest's one list.
    Split {
        feature: usize,
        threshold: f32,
        left: usize,
        right: usize,
    },
    Leaf(f32),
}

struct Forest {
    base: f32,
    roots: Vec<usize>,
    nodes: Vec<Node>,
}

static FOREST: LazyLock<Option<Forest>> = LazyLock::new(|| parsed(MODEL));

/// Log odds that the line is article text; `None` only where the model cannot be read (a test proves that it can).
pub(super) fn log_odds(row: &[f32]) -> Option<f32> {
    let forest = FOREST.as_ref()?;
    Some(forest.base + forest.roots.iter().map(|root| answer(&forest.nodes, *root, row)).sum::<f32>())
}

fn answer(nodes: &[Node], root: usize, row: &[f32]) -> f32 {
    let mut at = root;
    // A tree goes down only (checked when it is read), so this ends.
    loop {
        match nodes.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Split { feature, threshold, left, right }) => {
                at = if row.get(*feature).is_some_and(|value| value <= threshold) { *left } else { *right };
            }
            None => return 0.0,
        }
    }
}

/// `base VALUE`, then `tree` before each tree and its nodes in order: `FEATURE THRESHOLD LEFT RIGHT`, places counted in
/// the tree, or `VALUE` alone.
fn parsed(model: &str) -> Option<Forest> {
    let mut forest = Forest { base: 0.0, roots: Vec::new(), nodes: Vec::new() };
    let mut root = 0;
    for line in model.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split(' ').collect();
        match fields[..] {
            ["base", value] => forest.base = value.parse().ok()?,
            ["tree"] => {
                root = forest.nodes.len();
                forest.roots.push(root);
            }
            [value] => forest.nodes.push(Node::Leaf(value.parse().ok()?)),
            [feature, threshold, left, right] => {
                let (left, right) = (root + left.parse::<usize>().ok()?, root + right.parse::<usize>().ok()?);
                if left.min(right) <= forest.nodes.len() {
                    return None;
                }
                let (feature, threshold) = (feature.parse().ok()?, threshold.parse().ok()?);
                forest.nodes.push(Node::Split { feature, threshold, left, right });
            }
            _ => return None,
        }
    }
    Some(forest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_read_whole() {
        let forest = parsed(MODEL).expect("the model is well formed");
        assert!(forest.roots.len() >= 10);
        let inside = |place: usize| place < forest.nodes.len();
        for node in &forest.nodes {
            if let Node::Split { feature, left, right, .. } = node {
                assert!(*feature < super::super::line::WIDTH && inside(*left) && inside(*right));
            }
        }
    }

    #[test]
    fn trees_add_up() {
        let forest = parsed("base 0.5\ntree\n0 1.5 1 2\n-1\n2\ntree\n1 0 1 2\n10\n20\n").expect("well formed");
        let sum =
            |row: &[f32]| forest.base + forest.roots.iter().map(|root| answer(&forest.nodes, *root, row)).sum::<f32>();
        assert!((sum(&[1.0, 1.0]) - 19.5).abs() < 1e-6);
        assert!((sum(&[2.0, 0.0]) - 12.5).abs() < 1e-6);
        assert!(parsed("tree\n0 1 0 0\n").is_none(), "a node that is its own child");
    }
}
