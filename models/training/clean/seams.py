"""Trains the weights of `src/clean/seam.rs`, writes `src/clean/seams.model` and prints what they cost.

    cargo bench --bench segment -- --seams seams.tsv
    python models/training/clean/seams.py seams.tsv --out src/clean/seams.model

The rows are places between paragraphs of files glued from pages of the tuning half of `html/trafilatura-eval`
(Apache-2.0), as numbers: no word is in them. The crawl of 2015 is for tests alone and takes no part. Needs numpy and
PyTorch; the same rows and seed give the same model on one thread.

What is cut is the surest place of a text, if it is sure enough. So the loss is that of a choice among the places of a
text and none of them; that of each place by itself is added with a small weight, which keeps the odds to scale.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import named_lists

WIDTHS, CLIP, DROP = (64, 16), 4.0, 0.3
# Texts of a batch.
BATCH, EPOCHS, RATE, DECAY = 64, 14, 8e-3, 3e-2
# Weight of each place by itself.
ALONE = 0.3
FOLDS = 3


def read(path):
    """Text numbers, labels and features."""
    rows = np.loadtxt(path, delimiter="\t", dtype=np.float32)
    return rows[:, 0].astype(int), rows[:, 1], rows[:, 2:]


def net(width):
    parts = []
    for wide in WIDTHS:
        parts += [nn.Dropout(DROP), nn.Linear(width, wide), nn.ReLU()]
        width = wide
    return nn.Sequential(*parts, nn.Linear(width, 1))


def choice_loss(odds, labels, text):
    """How unlikely a joint is to be chosen among the places of each text and none of them, in a text without joints none."""
    n_texts = int(text[-1]) + 1

    def summed(values):
        return torch.zeros(n_texts).index_add(0, text, values)

    most = torch.zeros(n_texts).scatter_reduce(0, text, odds.detach(), "amax")
    places, none = torch.exp(odds - most[text]), torch.exp(-most)
    joints = torch.where(summed(labels) > 0, summed(places * labels), none)
    return (torch.log(summed(places) + none) - torch.log(joints + 1e-20)).mean()


def trained(rows, labels, weights, texts, seed):
    torch.manual_seed(seed)
    random = np.random.RandomState(seed)
    model = net(rows.shape[1])
    starts = np.r_[0, np.flatnonzero(np.diff(texts)) + 1, len(texts)]
    places = [np.arange(start, end) for start, end in zip(starts, starts[1:])]
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(places) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    rows, labels, weights = (torch.tensor(values) for values in (rows, labels, weights))
    for _ in range(EPOCHS):
        order = random.permutation(len(places))
        for at in range(0, len(order), BATCH):
            batch = [places[idx] for idx in order[at : at + BATCH]]
            text = torch.tensor(np.repeat(np.arange(len(batch)), [len(part) for part in batch]))
            batch = np.concatenate(batch)
            odds = model(rows[batch])[:, 0]
            alone = functional.binary_cross_entropy_with_logits(odds, labels[batch], weights[batch])
            loss = choice_loss(odds, labels[batch], text) + ALONE * alone
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.eval()


def odds_of(model, rows):
    with torch.no_grad():
        return model(torch.tensor(rows))[:, 0].numpy()


def report(texts, labels, odds):
    """Share of joined texts whose surest place is a joint above the bar, by the share of whole texts that are cut."""
    starts = np.r_[0, np.flatnonzero(np.diff(texts)) + 1]
    most = np.maximum.reduceat(odds, starts)
    joined = np.maximum.reduceat(labels, starts) > 0
    best = np.array([labels[part][odds[part].argmax()] for part in np.split(np.arange(len(odds)), starts[1:])]) > 0
    print(f"{joined.sum()} joined texts, surest place a joint {best[joined].mean():.3f}; {(~joined).sum()} whole texts")
    for share in (0.005, 0.01, 0.02, 0.03, 0.05):
        least = np.quantile(most[~joined], 1 - share)
        found = (best & (most > least))[joined].mean()
        print(f"whole texts cut {share}: from {least:.2f}, joined texts cut right {found:.3f}")


def listed(model, mean, scale, n_rows):
    lists = {"mean": mean, "scale": scale}
    for idx, layer in enumerate(part for part in model if isinstance(part, nn.Linear)):
        lists[f"layer{idx}"] = layer.weight.detach().numpy().T
        lists[f"layer{idx}.bias"] = layer.bias.detach().numpy()
    header = [
        "# Whether an article begins at a place in a text: a network over the features of src/clean/seam.rs.",
        "# Written by models/training/clean/seams.py (command there) on files glued from pages of the tuning half of",
        f"# html/trafilatura-eval, {n_rows} places. Figures: cargo bench --bench segment.",
    ]
    return header, lists


def main():
    args = named_lists.arguments()
    texts, labels, rows = read(args.rows)
    mean, scale = rows.mean(0), 1 / (rows.std(0) + 1e-3)
    rows = np.clip((rows - mean) * scale, -CLIP, CLIP)
    # A text counts by the root of its places: a long one is not ten articles.
    weights = (1 / np.sqrt(np.bincount(texts)[texts])).astype(np.float32)
    weights /= weights.mean()
    odds = np.zeros(len(labels), np.float32)
    for fold in range(FOLDS):
        out = texts % FOLDS == fold
        odds[out] = odds_of(trained(rows[~out], labels[~out], weights[~out], texts[~out], args.seed), rows[out])
    report(texts, labels, odds)
    model = trained(rows, labels, weights, texts, args.seed)
    named_lists.write(args.out, *listed(model, mean, scale, len(rows)))


if __name__ == "__main__":
    main()
