"""Trains the line classifier of `src/clean/page.rs` and writes `src/clean/lines.model`.

    cargo bench --bench flat -- --lines lines.tsv
    python models/training/clean/lines.py lines.tsv --out src/clean/lines.model

The rows are lines of the tuning half of `html/trafilatura-eval` (Apache-2.0) as numbers and topic counts: no word of a page
is in the rows or in the model. The figures printed are for every fifth page, by a model of the others. Needs
numpy and scikit-learn; the same rows and seed give the same model.
"""

import argparse

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score


def read(path):
    rows = np.loadtxt(path, delimiter="\t", dtype=np.float32)
    pages, labels, weights = rows[:, 0].astype(int), rows[:, 1].astype(int), rows[:, 2]
    # A page counts by the root of its lines: a long list of links is not a hundred articles.
    n_lines = np.bincount(pages)
    weights = weights / np.sqrt(n_lines[pages])
    return pages, labels, weights / weights.mean(), rows[:, 3:]


def model(trees, leaves):
    return HistGradientBoostingClassifier(
        max_iter=trees, max_leaf_nodes=leaves, learning_rate=0.1, min_samples_leaf=60, l2_regularization=5.0,
        max_features=0.4, early_stopping=False, random_state=7,
    )


def checked(pages, labels, weights, rows, trees, leaves):
    """AUC and log loss on every fifth page, from a model of the others."""
    test = pages % 5 == 0
    fitted = model(trees, leaves).fit(rows[~test], labels[~test], weights[~test])
    odds = fitted.predict_proba(rows[test])[:, 1]
    return [score(labels[test], odds, sample_weight=weights[test]) for score in (roc_auc_score, log_loss)]


def written(fitted, n_rows, score):
    lines = [
        "# Whether a line of a page is article text: boosted trees over the features of src/clean/line.rs.",
        "# Written by models/training/clean/lines.py (command there) on the tuning half of html/trafilatura-eval,",
        f"# {n_rows} lines, seed 7; every fifth page held out: AUC {score[0]:.4f}, log loss {score[1]:.4f}.",
        "# Why learned: rules alone dropped too little of pages whose markup is gone (figures: cargo bench --bench flat).",
        f"base {float(np.ravel(fitted._baseline_prediction)[0]):.5f}",
    ]
    for (tree,) in fitted._predictors:
        lines.append("tree")
        for node in tree.nodes:
            if node["is_leaf"]:
                lines.append(f"{node['value']:.5f}")
            else:
                lines.append(f"{node['feature_idx']} {node['num_threshold']:.6g} {node['left']} {node['right']}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows")
    parser.add_argument("--out", required=True)
    parser.add_argument("--trees", type=int, default=70)
    parser.add_argument("--leaves", type=int, default=16)
    args = parser.parse_args()
    pages, labels, weights, rows = read(args.rows)
    score = checked(pages, labels, weights, rows, args.trees, args.leaves)
    print(f"{len(labels)} lines of {len(set(pages))} pages, {labels.mean():.3f} article; AUC {score[0]:.4f}, log loss {score[1]:.4f}")
    fitted = model(args.trees, args.leaves).fit(rows, labels, weights)
    with open(args.out, "w", encoding="utf-8") as out:
        out.write(written(fitted, len(labels), score))


if __name__ == "__main__":
    main()
