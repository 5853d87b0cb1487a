#!/usr/bin/env python3
"""Compares erank with llama.cpp on this machine: same model file, prompts, tokens and threads, in alternating runs (A B A B).

usage: side_by_side.py --erank PROGRAM --llama FOLDER_OF_PROGRAMS --model NAME=FILE [--model NAME=FILE]
                       [--only prompt,many,one,job] [--rounds 3] [--threads 2]
                       [--collection BEIR_FOLDER --run RUN.trec --job NAME=QUERIESxDEPTH] [--goals FILE] [--json FILE]

Parts: prompt (prefill of a prompt of 512 tokens), many (decoding 16 streams after prompts of 128), one (decoding one stream
after a prompt of 512), job (`erank rank` against llama-server). Prints a Markdown table with the medians, the ratio of
erank's to llama.cpp's, and the goal for the ratio if the goals file has one. Saves all single figures as JSON. Run it on an
idle machine.

With two models, and --job NAME=2x4 for a model of 1.5 B parameters, it takes about twelve minutes on two cores.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys

import whole_job

PROMPT, ONE, MANY = "prompt of 512, tokens/s", "one stream, tokens/s", "16 streams, tokens/s"
STREAMS, STREAM_PROMPT, STREAM_TOKENS = 16, 128, 32
ROWS = [PROMPT, MANY, ONE, *whole_job.ROWS]
LESS_IS_BETTER = {whole_job.FIRST_TOKEN, whole_job.PEAK}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--erank", required=True)
    parser.add_argument("--llama", required=True)
    parser.add_argument("--model", action="append", required=True, metavar="NAME=FILE")
    parser.add_argument("--only", default="prompt,many,one,job", help="the parts to measure, separated by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--collection")
    parser.add_argument("--run")
    parser.add_argument("--job", action="append", default=[], metavar="NAME=QUERIESxDEPTH", help="2x20 unless given")
    parser.add_argument("--parallel", default="1,4,8", help="llama-server's -np, all in the first round and the best after")
    parser.add_argument("--goals", default=os.path.join(os.path.dirname(__file__), "goals.json"), help="ratios by model and row")
    parser.add_argument("--json", default="side_by_side.json")
    options = parser.parse_args()
    parts = options.only.split(",")
    if not set(parts) <= {"prompt", "many", "one", "job"}:
        parser.error(f"--only is '{options.only}': name some of prompt, many, one, job")
    if "job" in parts and not (options.collection and options.run):
        parser.error("the job needs --collection and --run; --only prompt,many,one does without")

    sizes = dict(job.split("=", 1) for job in options.job)
    report = {"machine": machine(), "threads": options.threads, "rounds": options.rounds, "models": {}}
    for name, path in (entry.split("=", 1) for entry in options.model):
        figures = report["models"].setdefault(name, {})
        for _ in range(options.rounds):
            measure_engine(options, path, parts, figures)
        if "job" in parts:
            whole_job.measure(options, path, sizes.get(name, "2x20"), figures)
        with open(options.json, "w") as file:
            json.dump(report, file, indent=1)
    with open(options.goals) as file:
        print(table(report, json.load(file)))


def machine():
    model = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    return f"{model.group(1) if model else 'unknown'}, {os.cpu_count()} cores"


def measure_engine(options, path, parts, figures):
    """Measures one round of the engines: `erank bench engine` against llama-bench and llama-batched-bench."""
    threads = str(options.threads)

    def erank(prompt, new, batch):
        return lines([options.erank, "bench", "engine", "--model", path, "--prompt-tokens", str(prompt), "--new-tokens", str(new),
                      "--batch", str(batch), "--threads", threads, "--json"])[0]

    def llama_bench(*arguments):
        command = [f"{options.llama}/llama-bench", "-m", path, *arguments, "-t", threads, "-r", "2", "-o", "jsonl"]
        return lines(command)[0]["avg_ts"]

    if "prompt" in parts or "one" in parts:
        ours = erank(512, 64, 1)
    if "prompt" in parts:
        add(figures, PROMPT, "erank", ours["prompt_tokens_per_second"])
        add(figures, PROMPT, "llama.cpp", llama_bench("-p", "512", "-n", "0"))
    if "one" in parts:
        add(figures, ONE, "erank", ours["decode_tokens_per_second"])
        add(figures, ONE, "llama.cpp", llama_bench("-p", "0", "-n", "64", "-d", "512"))
    if "many" in parts:
        add(figures, MANY, "erank", erank(STREAM_PROMPT, STREAM_TOKENS, STREAMS)["decode_tokens_per_second"])
        context = STREAMS * (STREAM_PROMPT + STREAM_TOKENS) + 256
        add(figures, MANY, "llama.cpp", lines(
            [f"{options.llama}/llama-batched-bench", "-m", path, "-c", str(context), "-npp", str(STREAM_PROMPT), "-ntg",
             str(STREAM_TOKENS), "-npl", str(STREAMS), "-t", threads, "--output-format", "jsonl"])[0]["speed_tg"])


def lines(command):
    """Runs a program and returns the JSON objects that it prints, one per line."""
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed ({result.returncode}):\n{result.stderr[-2000:]}")
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def add(figures, row, program, value):
    figures.setdefault(row, {}).setdefault(program, []).append(value)


def table(report, goals):
    rows = [f"Medians of {report['rounds']} paired rounds on {report['machine']}, {report['threads']} threads.", "",
            "| model | what | erank | llama.cpp | ratio | goal |", "| --- | --- | --- | --- | --- | --- |"]
    for name, figures in report["models"].items():
        for row in (row for row in ROWS if row in figures):
            ours, theirs = (statistics.median(figures[row][program]) for program in ["erank", "llama.cpp"])
            best = f" (-np {figures[row]['np']})" if "np" in figures[row] else ""
            rows.append(f"| {name} | {row} | {ours:.4g} | {theirs:.4g}{best} | {ours / theirs:.2f} | "
                        f"{verdict(row, ours / theirs, goals.get(name, {}).get(row))} |")
    return "\n".join(rows)


def verdict(row, ratio, goal):
    if goal is None:
        return "-"
    less = row in LESS_IS_BETTER
    return f"{'at most' if less else 'at least'} {goal}: {'met' if (ratio <= goal if less else ratio >= goal) else 'missed'}"


if __name__ == "__main__":
    main()
