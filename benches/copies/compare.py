"""Copies found by wirebrief, datasketch and rensa on the same documents, in one run, interleaved.

    pip install datasketch rensa numpy
    cargo bench --bench copies --no-run
    python3 benches/copies/compare.py ../shared/data/dumps/webhose-2015 target/release/deps/copies-* [--documents N] [--rounds R]

Makes N documents (100,000) of the dump with a fixed seed: three in five are sentences of several articles in new order,
two in five are such a document with words changed, left out or added. Of these the pairs of Jaccard >= .8 over shingles of
five words are what is to be found. Each system gets one thread; its time is from texts to pairs, reading apart. datasketch
and rensa: 128 permutations, LSH at .8, candidates checked by the estimated Jaccard, as their documentation has it.
"""

import argparse
import json
import os
import pathlib
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

WIDTH = 5
BAR = 0.8


def articles(dump):
    """Texts of the dump, long enough to be cut."""
    for path in sorted(pathlib.Path(dump).rglob("*.jsonl*")):
        opener = __import__("gzip").open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                text = json.loads(line).get("text") or ""
                if len(text) > 600:
                    yield text


def made(dump, n):
    rng = random.Random(20261121)
    sentences = [s for text in articles(dump) for s in re.split(r"(?<=[.!?])\s+", text) if 30 < len(s) < 400]
    vocabulary = [w for s in sentences[::7] for w in s.split()]
    texts, pairs = [], []
    while len(texts) < n:
        base = " ".join(rng.sample(sentences, rng.randint(8, 30)))
        texts.append(base)
        for _ in range(rng.choice([0, 0, 1, 1, 1, 1])):
            words = base.split()
            for _ in range(rng.randint(1, max(1, len(words) // 60))):
                at = rng.randrange(len(words))
                words[at:at + rng.randint(0, 2)] = rng.sample(vocabulary, rng.randint(0, 2))
            if len(texts) < n:
                texts.append(" ".join(words))
                pairs.append((texts.index(base, max(0, len(texts) - 3)), len(texts) - 1))
    return texts, [(a, b) for a, b in pairs if jaccard(texts[a], texts[b]) >= BAR]


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + WIDTH]) for i in range(max(1, len(words) - WIDTH + 1))}


def jaccard(a, b):
    a, b = shingles(a), shingles(b)
    return len(a & b) / len(a | b)


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    def print_of(text):
        print_ = MinHash(num_perm=128)
        print_.update_batch([s.encode() for s in shingles(text)])
        return print_

    return pairs_of(texts, MinHashLSH(threshold=BAR, num_perm=128), print_of)


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    def print_of(text):
        print_ = RMinHash(num_perm=128, seed=42)
        print_.update(list(shingles(text)))
        return print_

    return pairs_of(texts, RMinHashLSH(threshold=BAR, num_perm=128, num_bands=16), print_of)


def pairs_of(texts, lsh, print_of):
    """Each text looked up among those before it; candidates checked by the estimated Jaccard."""
    prints, found = [], set()
    for at, text in enumerate(texts):
        print_ = print_of(text)
        found.update((other, at) for other in lsh.query(print_) if prints[other].jaccard(print_) >= BAR)
        lsh.insert(at, print_)
        prints.append(print_)
    return found


def peer(name, path):
    """Runs in a process of its own, so that its peak memory is its own."""
    texts = [json.loads(line)["text"] for line in open(path, encoding="utf-8")]
    started = time.perf_counter()
    found = {"datasketch": datasketch, "rensa": rensa}[name](texts)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                      "pairs": sorted(found)}))


def ours(binary, path, folder):
    families = pathlib.Path(folder) / "families.tsv"
    out = subprocess.run([binary, str(path), str(families)], check=True, capture_output=True, text=True,
                         env={**os.environ, "RAYON_NUM_THREADS": "1"}).stdout
    record = json.loads(out)
    family = {}
    for line in families.read_text().splitlines():
        copy, original = line.split("\t")
        family[copy] = family[original] = original
    return record, family


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dump")
    parser.add_argument("binary")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts, pairs = made(args.dump, args.documents)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps({"id": f"t{i}", "text": t}) + "\n" for i, t in enumerate(texts)))
        seconds, recall, peak = {}, {}, {}
        for _ in range(args.rounds):
            record, family = ours(args.binary, path, folder)
            seconds.setdefault("wirebrief", []).append(record["seconds"])
            peak["wirebrief"] = record["peak_kib"]
            same = lambda a, b: family.get(f"t{a}") is not None and family.get(f"t{a}") == family.get(f"t{b}")
            recall["wirebrief"] = sum(same(a, b) for a, b in pairs) / len(pairs)
            for name in ("datasketch", "rensa"):
                out = subprocess.run([sys.executable, __file__, "--peer", name, str(path)], check=True,
                                     capture_output=True, text=True).stdout
                result = json.loads(out)
                seconds.setdefault(name, []).append(result["seconds"])
                peak[name] = result["peak_kib"]
                found = {tuple(pair) for pair in result["pairs"]}
                recall[name] = sum(pair in found for pair in pairs) / len(pairs)
    print(f"{len(texts)} documents, {len(pairs)} pairs of Jaccard >= {BAR}, median of {args.rounds}, one thread each")
    for name, times in seconds.items():
        rate = len(texts) / statistics.median(times)
        print(f"{name:<12} {rate:>9.0f} documents/s   recall {recall[name]:.4f}   peak {peak[name] / 1024:.0f} MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:4])
    else:
        main()
