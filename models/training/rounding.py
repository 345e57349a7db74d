"""Rounds the encoder's matrices to int8 so that their outputs, not their weights, stay near the float model's.

Column by column each row is rounded, and what rounding did to the row's output is made good in the columns still to come (optimal brain
quantisation in the order of GPTQ, Frantar et al., 2023), weighed by how the inputs of the matrix vary together over training
sentences. Scales are one a row: the least under which no integer passes 127 and no two neighbours of one sign pass 128 together,
so that 255 times both fits 16 bits and `vpmaddubsw` never saturates (`src/model/packed/weight.rs` packs by pairs).
"""

import torch
from torch import nn

import data
import words
from tagger import collate

N_SENTENCES = 2000
BATCH = 64
LONGEST = 254
# Added to the diagonal, as a share of its mean, so that directions that the sentences never take do not blow up.
DAMPING = 0.01
MOST, MOST_OF_TWO = 127, 128


def calibrated(model, tokenizer, by_source) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """Integers and scales of every linear map of the encoder, by the name of its weight; `by_source` holds the training examples."""
    sentences = [words.encode(tokenizer, text) for text in data.drawn(by_source, N_SENTENCES, 0)]
    sentences = [sentence for sentence in sentences if 0 < len(sentence.pieces) <= LONGEST]
    weights = model.state_dict()
    return {name: rounded(weights[name], products) for name, products in input_products(model.cpu(), sentences).items()}


def input_products(model, sentences) -> dict[str, torch.Tensor]:
    """X'X of the inputs of every linear map of the encoder, by the name of its weight."""
    sums, hooks = {}, []
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear) and "encoder" in name:
            def add(_, inputs, __, name=f"{name}.weight"):
                rows = inputs[0].detach().reshape(-1, inputs[0].shape[-1]).double()
                sums[name] = sums.get(name, 0) + rows.T @ rows

            hooks.append(module.register_forward_hook(add))
    model.eval()
    with torch.no_grad():
        ordered = sorted(sentences, key=lambda sentence: len(sentence.pieces))
        # Sentences of one length together, so that no padding is counted.
        for batch in of_one_length(ordered):
            model(*collate(batch))
    for hook in hooks:
        hook.remove()
    return sums


def of_one_length(ordered):
    batch = []
    for sentence in ordered:
        if batch and (len(batch) == BATCH or len(sentence.pieces) != len(batch[0].pieces)):
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


def row_scales(weight: torch.Tensor) -> torch.Tensor:
    """The least scale of every row that holds its numbers and its pairs, as a column."""
    pairs = weight.unflatten(1, (-1, 2))
    together = pairs.abs().sum(-1) * (pairs.prod(-1) > 0)
    scale = torch.maximum(weight.abs().amax(1) / MOST, together.amax(1) / MOST_OF_TWO)
    return torch.where(scale > 0, scale, torch.ones_like(scale))[:, None]


def rounded(weight: torch.Tensor, products: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The integers of `weight`, one row an output, and the scales of its rows; the number of inputs is even."""
    weight = weight.detach().double().clone()
    scale = row_scales(weight).float().double()
    damped = products + DAMPING * products.diagonal().mean() * torch.eye(len(products), dtype=torch.double)
    inverse = torch.linalg.cholesky(torch.linalg.inv(damped), upper=True)
    integers = torch.zeros_like(weight)
    for column in range(weight.shape[1]):
        nearest = (weight[:, column] / scale[:, 0]).round().clamp(-MOST, MOST)
        if column % 2:
            before = integers[:, column - 1]
            room = torch.where(nearest * before > 0, MOST_OF_TWO - before.abs(), MOST)
            nearest = torch.minimum(torch.maximum(nearest, -room), room)
        integers[:, column] = nearest
        error = (weight[:, column] - nearest * scale[:, 0]) / inverse[column, column]
        weight[:, column + 1 :] -= error[:, None] * inverse[column, column + 1 :]
    return integers, scale[:, 0].float()
