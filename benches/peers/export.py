"""The base model as ONNX files: fp32 and int8, each in the forms that ONNX Runtime's own tools make.

`models(base, build)` writes what is missing under `build` and is cheap afterwards. Names of the files: `fp32`, or
`int8-pc` (a scale per output channel) or `int8-pt` (per tensor), with `-rr` for 7-bit weights (`reduce_range`); `-fused` for a
graph that `onnxruntime.transformers` fused (attention, skip + LayerNorm, bias + GELU) before it was quantised.
"""

import contextlib
import logging
import os
import warnings
from pathlib import Path

OUTPUT = "last_hidden_state"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def models(base: Path, build: Path) -> None:
    """Writes every form."""
    build.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.WARNING)
    plain, fused = build / "fp32.onnx", build / "fp32-fused.onnx"
    once(plain, lambda path: export(base, path))
    once(fused, lambda path: fuse(plain, path))
    for source, suffix in ((plain, ""), (fused, "-fused")):
        for channels in ("pc", "pt"):
            for range_ in ("", "-rr"):
                once(
                    build / f"int8-{channels}{range_}{suffix}.onnx",
                    lambda path: quantise(source, path, per_channel=channels == "pc", reduce_range=bool(range_)),
                )


def once(path: Path, write) -> None:
    """Has `write` make the file at `path` unless it is there."""
    if not path.exists():
        part = path.with_suffix(".part")
        with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
            write(part)
        part.rename(path)


def export(base: Path, path: Path) -> None:
    """torch to ONNX, batch and length left free."""
    import torch
    from transformers import AutoModel

    # `eager` attention is the pattern that the fusions look for.
    model = AutoModel.from_pretrained(base, attn_implementation="eager").eval()
    ids = torch.ones((2, 16), dtype=torch.int64)
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            last_hidden(model),
            (ids, ids, ids * 0),
            str(path),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in (*INPUTS, OUTPUT)},
            opset_version=17,
            dynamo=False,
        )


def last_hidden(model):
    """The model with positional inputs and its last hidden state as the only output."""
    import torch

    class Module(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)[0]

    return Module().eval()


def fuse(source: Path, path: Path) -> None:
    """ONNX Runtime's transformer fusions; a message where they did not take."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    options.enable_gelu_approximation = False
    model = optimize_model(
        str(source), model_type="bert", num_heads=12, hidden_size=384, optimization_options=options, opt_level=0
    )
    counts = model.get_fused_operator_statistics()
    if counts.get("Attention", 0) != 6:
        raise SystemExit(f"expected six fused attentions, found {counts}")
    model.save_model_to_file(str(path))


def quantise(source: Path, path: Path, *, per_channel: bool, reduce_range: bool) -> None:
    """Dynamic quantisation: int8 weights, activations to uint8 as they come."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        path,
        per_channel=per_channel,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        # Shapes cannot be inferred behind the fused operators.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
