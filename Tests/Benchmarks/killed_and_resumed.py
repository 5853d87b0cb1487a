#!/usr/bin/env python3
"""Kills a reranking job at random lines of its journal, resumes it, and compares its ranking with that of an uninterrupted job.

    swift build -c release --product erank
    python3 Tests/Benchmarks/killed_and_resumed.py --collection BEIR_FOLDER --run RUN.trec

Each round starts the job again (by default two queries with 20 documents each in direct mode) and kills it with SIGKILL as
soon as its journal has a random number of lines (from --seed). Then it runs 'erank rank --resume' to the end. Every other
round also kills the resumed job once. Prints one line per round. The exit code is 1 if any ranking differs, or if fewer than
half of the rounds were interrupted.
"""

import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time


def line_count(path):
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def run_until(command, journal, lines):
    """Runs a command and kills it once its journal has `lines` lines. True if it was killed before it ended."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and line_count(journal) < lines:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--erank", default=".build/release/erank")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--collection", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--queries", default="2")
    parser.add_argument("--depth", default="20")
    parser.add_argument("--mode", default="direct")
    parser.add_argument("--max-new-tokens", default="32")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    def job(session):
        return [
            arguments.erank, "rank", "--model", arguments.model, "--collection", arguments.collection, "--run", arguments.run,
            "--queries", arguments.queries, "--depth", arguments.depth, "--mode", arguments.mode,
            "--max-new-tokens", arguments.max_new_tokens, "--output", "trec", "--session", str(session),
        ]

    def resumption(session):
        return [arguments.erank, "rank", "--resume", str(session), "--output", "trec"]

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whole = subprocess.run(job(folder / "whole.jsonl"), capture_output=True, check=True).stdout
        total = line_count(folder / "whole.jsonl")
        documents = whole.count(b"\n")
        print(f"unbroken: {total} lines of journal, {documents} documents", flush=True)
        numbers = random.Random(arguments.seed)
        different = broken = 0
        for number in range(1, arguments.rounds + 1):
            session = folder / f"{number}.jsonl"
            at = numbers.randint(1, total - 1)
            kills = [run_until(job(session), session, at)]
            began = line_count(session)
            # A job that was killed before its first line was written cannot be resumed.
            if b'"job":' not in session.read_bytes():
                print(f"round {number}: killed at line {began}, before its job stood in the journal", flush=True)
                continue
            if number % 2 == 0:
                kills.append(run_until(resumption(session), session, began + numbers.randint(1, max(1, total - began))))
            ended = subprocess.run(resumption(session), capture_output=True)
            same = ended.returncode == 0 and ended.stdout == whole
            broken += any(kills)
            different += not same
            print(
                f"round {number}: killed at line {began} of {total}{', and again' if len(kills) > 1 and kills[1] else ''}: "
                f"{'the same ranking' if same else 'DIFFERENT'} {ended.stderr.decode().strip()}", flush=True)
            session.unlink()
        print(f"{arguments.rounds} rounds, {broken} of them broken off: {different} differ")
    sys.exit(1 if different or 2 * broken < arguments.rounds else 0)


if __name__ == "__main__":
    main()
