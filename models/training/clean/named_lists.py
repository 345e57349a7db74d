"""What the trainings of this folder share: their command line, and the table of named lists that cleaning reads
(`src/clean/weights.rs`)."""

import argparse

import torch


def arguments():
    """The file of rows, where to write, the seed; one thread, so that the same rows give the same model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=7)
    torch.set_num_threads(1)
    return parser.parse_args()


def write(path, header, lists):
    """The comment lines of `header`, then a line a list: its name and its numbers."""
    lines = header + [f"{name} " + " ".join(f"{value:.4g}" for value in values.ravel()) for name, values in lists.items()]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
