#!/usr/bin/env python3
"""Measures the speed of `erank evaluate` on a run and judgments of a million lines each.

    swift build -c release --product erank
    python3 Tests/Benchmarks/evaluate.py [LINES]

Writes both files to a temporary folder: random with a fixed seed, 1,000 lines per query, document ids of 25 bytes like those
of ClueWeb, half of the judged documents retrieved. Evaluates them several times with the official measures, and prints all
wall times and the best. In the first row the run's lines are ordered by score, as systems write them. In the second row they
are shuffled.
"""

import pathlib
import random
import subprocess
import sys
import tempfile
import time

ERANK = pathlib.Path(__file__).parent.parent.parent / ".build/release/erank"
PER_QUERY = 1000


def make(folder, lines):
    random.seed(7)
    run, qrels = [], []
    for query in range(1, lines // PER_QUERY + 1):
        numbers = random.sample(range(10**9), 2 * PER_QUERY)
        documents = [f"clueweb12-{n // 10**7:04d}wb-{n // 10**5 % 100:02d}-{n % 10**5:05d}" for n in numbers]
        score = 30.0
        for rank, document in enumerate(documents[:PER_QUERY], 1):
            score -= random.choice([0, 0.0001, random.random() / 40])
            run.append(f"{query} Q0 {document} {rank} {score:.4f} made-up\n")
        judged = random.sample(documents, PER_QUERY)
        qrels += [f"{query} 0 {d} {random.choice([-1, 0, 0, 0, 0, 1, 2, 3])}\n" for d in judged]
    (folder / "qrels").write_text("".join(qrels))
    (folder / "run").write_text("".join(run))
    random.shuffle(run)
    (folder / "shuffled").write_text("".join(run))


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder, lines)
        for run in "run", "shuffled":
            times = []
            for _ in range(5):
                begun = time.monotonic()
                subprocess.run([ERANK, "evaluate", folder / "qrels", folder / run], check=True, stdout=subprocess.DEVNULL)
                times.append(time.monotonic() - begun)
            print(f"{run:9} {lines} lines: best {min(times):.2f} s of " + ", ".join(f"{t:.2f}" for t in times))


main()
