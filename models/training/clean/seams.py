"""Fits the weights of `src/clean/seam.rs` and prints them with what they cost.

    cargo bench --bench segment -- --seams seams.tsv
    python models/training/clean/seams.py seams.tsv

The rows are places between paragraphs of files glued from pages of the tuning half of `html/trafilatura-eval`
(Apache-2.0), as numbers: no word is in them. The crawl of 2015 is for tests alone and takes no part. Needs numpy and
scikit-learn.
"""

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict

rows = np.loadtxt(sys.argv[1], delimiter="\t", dtype=np.float32)
files, labels, features = rows[:, 0], rows[:, 1].astype(int), rows[:, 2:]
model = LogisticRegression(C=1.0, max_iter=3000)
odds = cross_val_predict(model, features, labels, groups=files, cv=GroupKFold(5), method="decision_function")
print(len(labels), "places,", labels.sum(), "joints, average precision", round(average_precision_score(labels, odds), 4))
whole = [odds[files == file].max() for file in np.unique(files) if not labels[files == file].any()]
for share in (0.005, 0.01, 0.02, 0.03, 0.05):
    least = np.quantile(whole, 1 - share)
    print(f"whole articles cut {share}: from {least:.2f}, joints found {(odds[labels == 1] > least).mean():.3f}")
model.fit(features, labels)
print("bias", round(float(model.intercept_[0]), 2), "weights", [round(float(weight), 2) for weight in model.coef_[0]])
