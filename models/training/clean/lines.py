"""Trains the line classifier of `src/clean/page.rs` and writes `src/clean/lines.model`.

    cargo bench --bench flat -- --lines lines.tsv
    python models/training/clean/lines.py lines.tsv --out src/clean/lines.model

The rows are lines of the tuning half of `html/trafilatura-eval` (Apache-2.0) as numbers and topic counts: no word of a page
is in the rows or in the model. Needs numpy and PyTorch; the same rows and seed give the same model on one thread.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import named_lists

HIDDEN, REACHES, SUMMED_AFTER, CLIP = 32, (1, 2, 4, 8), 1, 4.0
BATCH, EPOCHS, RATE, DECAY, DROP = 8, 20, 4e-3, 2e-2, 0.2


class Net(nn.Module):
    """What `src/clean/net.rs` computes, with parts dropped while it learns."""

    def __init__(self, width):
        super().__init__()
        self.input = nn.Conv1d(width, HIDDEN, 1)
        self.layers = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=reach, padding=reach) for reach in REACHES)
        self.page = nn.Linear(2 * HIDDEN, HIDDEN)
        self.output = nn.Conv1d(HIDDEN, 1, 1)

    def forward(self, rows, real):
        drop = lambda hidden, share: functional.dropout(hidden, share, self.training)
        hidden = functional.relu(self.input(drop(rows, DROP / 2))) * real
        for idx, layer in enumerate(self.layers):
            hidden = (hidden + functional.relu(layer(drop(hidden, DROP)))) * real
            if idx == SUMMED_AFTER:
                mean, most = hidden.sum(2) / real.sum(2), hidden.max(2).values
                hidden = (hidden + self.page(torch.cat([mean, most], 1))[:, :, None]) * real
        return self.output(drop(hidden, DROP))[:, 0]


def read(path):
    """One (rows, labels, weights) a page, and what the rows are shifted and scaled by."""
    table = np.loadtxt(path, delimiter="\t", dtype=np.float32)
    rows = table[:, 3:]
    mean, scale = rows.mean(0), 1 / (rows.std(0) + 1e-3)
    rows = np.clip((rows - mean) * scale, -CLIP, CLIP)
    cuts = np.flatnonzero(np.diff(table[:, 0])) + 1
    pages = []
    for part in np.split(np.arange(len(table)), cuts):
        # A page counts by the root of its lines: a long list of links is not a hundred articles.
        weights = table[part, 2] / np.sqrt(len(part))
        pages.append([torch.tensor(values) for values in (rows[part].T.copy(), table[part, 1], weights)])
    return pages, mean, scale


def together(pages):
    longest = max(rows.shape[1] for rows, _, _ in pages)
    pad = lambda values: functional.pad(values, (0, longest - values.shape[-1]))
    rows, labels, weights = (torch.stack([pad(values) for values in column]) for column in zip(*pages))
    real = torch.stack([pad(torch.ones(1, page[0].shape[1])) for page in pages])
    return rows, labels, weights, real


def trained(pages, seed):
    torch.manual_seed(seed)
    random = np.random.RandomState(seed)
    net = Net(pages[0][0].shape[0])
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(pages) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    usual = np.mean([float(weights.sum()) for _, _, weights in pages])
    lengths = np.array([rows.shape[1] for rows, _, _ in pages])
    for epoch in range(EPOCHS):
        # Pages of like length together, since a batch is as long as its longest.
        order = np.argsort(lengths * random.uniform(0.8, 1.25, len(pages)))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            rows, labels, weights, real = together([pages[idx] for idx in batch])
            loss = functional.binary_cross_entropy_with_logits(net(rows, real), labels, weights, reduction="sum")
            loss = loss / usual / len(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}", flush=True)
    return net.eval()


def listed(net, mean, scale, n_rows):
    lists = {"mean": mean, "scale": scale}
    weights = {name: value.detach().numpy() for name, value in net.named_parameters()}
    lists |= {"input": weights["input.weight"][:, :, 0].T, "input.bias": weights["input.bias"]}
    for idx in range(len(REACHES)):
        for tap in range(3):
            lists[f"layer{idx}.{tap}"] = weights[f"layers.{idx}.weight"][:, :, tap].T
        lists[f"layer{idx}.bias"] = weights[f"layers.{idx}.bias"]
    lists |= {"page": weights["page.weight"].T, "page.bias": weights["page.bias"]}
    lists |= {"output": weights["output.weight"][0, :, 0], "output.bias": weights["output.bias"]}
    header = [
        "# Whether a line of a page is article text: a network over the features of src/clean/line.rs.",
        "# Written by models/training/clean/lines.py (command there) on the tuning half of html/trafilatura-eval,",
        f"# {n_rows} lines. Why learned: rules alone dropped too little of pages whose markup is gone",
        "# (figures: cargo bench --bench flat).",
    ]
    return header, lists


def main():
    args = named_lists.arguments()
    pages, mean, scale = read(args.rows)
    net = trained(pages, args.seed)
    named_lists.write(args.out, *listed(net, mean, scale, sum(page[0].shape[1] for page in pages)))


if __name__ == "__main__":
    main()
