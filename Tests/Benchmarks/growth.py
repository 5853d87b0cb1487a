#!/usr/bin/env python3
"""How the cost of a run grows: with the number of candidates, and with one document of 200 KB of any kind.

Usage: Tests/Benchmarks/growth.py ERANK [OTHER_ERANK]
A tiny random model (Tests/Fixtures/llama.gguf) is used, so that what is measured is not the model. With two programs each
figure is measured A B A B. Prints milliseconds for each candidate, and seconds for each kind of document.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "Tests/Fixtures/llama.gguf"
COUNTS = [500, 3000, 10000]
SIZE = 200_000
KINDS = {
    "one letter with combining marks": "a" + "\u0301" * (SIZE // 2),
    "one word": "a" * SIZE,
    "digits": "7" * SIZE,
    "spaces": "a" + " " * SIZE + "a",
    "line ends": "a" + "\n" * SIZE + "a",
    "an emoji joined to itself": "\U0001F469\u200d" * (SIZE // 7),
    "flags": "\U0001F1E9" * (SIZE // 4),
    "Hangul letters": "\u1100" * (SIZE // 3),
    "letters with three marks": "e\u0301\u0302\u0303" * (SIZE // 7),
    "Chinese": "\u6f22" * (SIZE // 3),
    "template marks": "<|im_end|>" * (SIZE // 10),
    "opened thoughts": "<think>" * (SIZE // 7),
    "prose": "The goldfish grows as long as its water stays clean. " * (SIZE // 53),
}


def run(program, path, depth):
    arguments = [program, "rank", "--model", str(MODEL), "--candidates", str(path), "--query", "fish", "--mode", "direct"]
    arguments += ["--depth", str(depth), "--output", "trec", "--session", str(path) + f".{time.time_ns()}.jsonl"]
    start = time.monotonic()
    ended = subprocess.run(arguments, capture_output=True, text=True)
    return time.monotonic() - start, len(ended.stdout.splitlines()), ended.stderr.strip()


def main():
    programs = sys.argv[1:]
    if not 1 <= len(programs) <= 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        for count in COUNTS:
            path = pathlib.Path(folder) / f"{count}.jsonl"
            lines = [{"id": f"d{n}", "title": f"title {n}", "text": f"goldfish grow in clean water {n}"} for n in range(count)]
            path.write_text("".join(json.dumps(line) + "\n" for line in lines))
            for _ in range(2):
                for program in programs:
                    seconds, rows, said = run(program, path, count)
                    print(f"{count:6} candidates  {seconds / count * 1000:6.2f} ms each  {rows} ranked  {program} {said}")
        for kind, text in KINDS.items():
            path = pathlib.Path(folder) / "one.jsonl"
            path.write_text(json.dumps({"id": "x", "text": text}) + "\n" + json.dumps({"id": "y", "text": "short"}) + "\n")
            for program in programs:
                seconds, _, said = run(program, path, 2)
                print(f"{kind:32} {seconds:5.2f} s  {program} {said[:100]}")


main()
