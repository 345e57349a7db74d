"""ONNX Runtime and PyTorch as workers of `run.py`.

`peers.py worker ENGINE SENTENCES THREADS BASE BUILD`: prints `ready`, then for each line on standard input `SECONDS COUNT` of a whole
run, tokenising included. A peer does less than ours: no label head, no labels read, no pooled vector.
"""

import sys
import time
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import export

# The fastest of a small sweep (README.md): the unfused file before the fused one; 512 or 1,024 padded tokens or 32 rows to a batch
# make no difference. Per channel, since per tensor the vectors leave fp32 (mean and worst cosine of 200 sentences: per channel
# .992/.985, 7-bit .991/.981, per tensor .957/.925, per tensor 7-bit .853/.664).
ORT_FP32 = "ort-fp32:model=fp32-fused,tokens=512"
ORT_INT8 = "ort-int8:model=int8-pc,tokens=512"


def batches(encodings: list, n_tokens: int, n_rows: int) -> list[list]:
    """Encodings sorted by length, so that padding is least, in batches of at most `n_tokens` with padding and `n_rows` rows."""
    cut: list[list] = []
    for encoding in sorted(encodings, key=lambda encoding: len(encoding.ids)):
        if cut and len(cut[-1]) < n_rows and (len(cut[-1]) + 1) * len(encoding.ids) <= n_tokens:
            cut[-1].append(encoding)
        else:
            cut.append([encoding])
    return cut


def padded(batch: list) -> tuple[np.ndarray, np.ndarray]:
    """Ids and mask, padded to the longest of the batch."""
    ids = np.zeros((len(batch), len(batch[-1].ids)), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(batch):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    return ids, mask


def onnx_hidden(path: Path, n_threads: int):
    """A function from ids and mask to the last hidden states, in ONNX Runtime with its own threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def hidden(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        given = dict(zip(export.INPUTS, (ids, mask, np.zeros_like(ids))))
        return session.run([export.OUTPUT], given)[0]

    return hidden


def torch_hidden(base: Path, n_threads: int):
    """The same in PyTorch fp32."""
    import torch
    from transformers import AutoModel

    torch.set_num_threads(n_threads)
    torch.set_num_interop_threads(1)
    model = AutoModel.from_pretrained(base, dtype=torch.float32).eval()

    def hidden(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))[0].numpy()

    return hidden


def settings(engine: str) -> tuple[str, dict[str, str]]:
    """`name:key=value,…` in its parts; the best known options where none are given."""
    chosen = {"ort-fp32": ORT_FP32, "ort-int8": ORT_INT8, "ort-int8-avx2": ORT_INT8}.get(engine, engine)
    name, _, options = chosen.partition(":")
    return name, dict(option.split("=") for option in options.split(",") if option)


def main() -> None:
    _, _, engine, sentences, threads, base, build = sys.argv
    texts = Path(sentences).read_text(encoding="utf-8").splitlines()
    tokenizer = Tokenizer.from_file(str(Path(base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    name, options = settings(engine)
    if name == "torch":
        hidden = torch_hidden(Path(base), int(threads))
    else:
        hidden = onnx_hidden(Path(build) / f"{options['model']}.onnx", int(threads))
    n_tokens, n_rows = int(options.get("tokens", 10**9)), int(options.get("rows", 32 if "tokens" not in options else 10**9))
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        encodings = tokenizer.encode_batch(texts)
        for batch in batches(encodings, n_tokens, n_rows):
            hidden(*padded(batch))
        count = sum(len(encoding.ids) for encoding in encodings)
        print(f"{time.perf_counter() - start:.6f} {count}", flush=True)


if __name__ == "__main__":
    main()
