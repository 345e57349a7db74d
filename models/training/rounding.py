"""Rounds the encoder's matrices to int8 so that their outputs, not their weights, stay near the float model's.

Column by column each row is rounded, and what rounding did to the row's output is made good in the columns still to come (optimal brain
quantisation in the order of GPTQ, Frantar et al., 2023), weighed by how the inputs of the matrix vary together over training
sentences. Scales are those of `export.py`: one a row, greatest magnitude by 127.
"""

import random

import torch
from torch import nn

import words
from tagger import collate

N_SENTENCES = 2000
BATCH = 64
LONGEST = 254
# Added to the diagonal, as a share of its mean, so that directions that the sentences never take do not blow up.
DAMPING = 0.01


def calibrated(model, tokenizer, by_source) -> dict[str, torch.Tensor]:
    """The integers of every linear map of the encoder, by the name of its weight; `by_source` holds the training examples."""
    texts = sorted({example.text for examples in by_source.values() for example in examples})
    texts = random.Random(0).sample(texts, min(N_SENTENCES, len(texts)))
    sentences = [words.encode(tokenizer, text) for text in texts]
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


def rounded(weight: torch.Tensor, products: torch.Tensor) -> torch.Tensor:
    """The integers of `weight` as float, one row an output."""
    weight = weight.detach().double().clone()
    scale = weight.abs().amax(1, keepdim=True) / 127
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    damped = products + DAMPING * products.diagonal().mean() * torch.eye(len(products), dtype=torch.double)
    inverse = torch.linalg.cholesky(torch.linalg.inv(damped), upper=True)
    integers = torch.zeros_like(weight)
    for column in range(weight.shape[1]):
        integers[:, column : column + 1] = (weight[:, column : column + 1] / scale).round().clamp(-127, 127)
        error = (weight[:, column : column + 1] - integers[:, column : column + 1] * scale) / inverse[column, column]
        weight[:, column + 1 :] -= error * inverse[column, column + 1 :]
    return integers
