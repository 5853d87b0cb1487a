#!/usr/bin/env python3
"""erank beside llama.cpp: the same file, prompts, tokens and threads, in turn (A B A B), on this machine.

usage: side_by_side.py --erank PROGRAM --llama FOLDER_OF_PROGRAMS --model NAME=FILE [--model NAME=FILE]
                       [--rounds 3] [--threads 2] [--collection BEIR_FOLDER --run RUN.trec] [--json FILE]

Prints a Markdown table of medians with ratios (above 1: erank has more) and saves every single figure as JSON.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--erank", required=True)
    parser.add_argument("--llama", required=True)
    parser.add_argument("--model", action="append", required=True, metavar="NAME=FILE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batches", default="1,8,16")
    parser.add_argument("--collection")
    parser.add_argument("--run")
    parser.add_argument("--queries", type=int, default=2)
    parser.add_argument("--depth", type=int, default=20)
    parser.add_argument("--parallel", default="1,4,8", help="llama-server's -np, of which the best counts")
    parser.add_argument("--json", default="side_by_side.json")
    options = parser.parse_args()

    report = {"machine": machine(), "threads": options.threads, "rounds": options.rounds, "models": {}}
    for entry in options.model:
        name, _, path = entry.partition("=")
        figures = report["models"].setdefault(name, {})
        engine_figures(options, path, figures)
        if options.collection and options.run:
            job_figures(options, path, figures)
        with open(options.json, "w") as file:
            json.dump(report, file, indent=1)
    print(table(report))


def machine():
    model = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    return f"{model.group(1) if model else 'unknown'}, {os.cpu_count()} cores"


# The engine alone.


def engine_figures(options, path, figures):
    """Prompt and decoding speed: llama-bench for one stream, llama-batched-bench for several."""
    threads, batches = str(options.threads), [int(b) for b in options.batches.split(",")]
    several = ",".join(str(b) for b in batches if b > 1)
    for _ in range(options.rounds):
        for line in lines([options.erank, "bench", "engine", "--model", path, "--prompt-tokens", "512", "--new-tokens", "64",
                           "--batch", options.batches, "--threads", threads, "--json"]):
            if line["batch"] == 1:
                add(figures, "prompt of 512, tokens/s", "erank", line["prompt_tokens_per_second"])
            add(figures, f"{line['batch']} streams decoding, tokens/s", "erank", line["decode_tokens_per_second"])
        bench = subprocess.run(
            [f"{options.llama}/llama-bench", "-m", path, "-p", "512", "-n", "64", "-t", threads, "-r", "3", "-o", "json"],
            capture_output=True, text=True, check=True)
        for row in json.loads(bench.stdout):
            key = "prompt of 512, tokens/s" if row["n_prompt"] else "1 streams decoding, tokens/s"
            add(figures, key, "llama.cpp", row["avg_ts"])
        if several:
            context = str(max(batches) * (512 + 64) + 256)
            for line in lines([f"{options.llama}/llama-batched-bench", "-m", path, "-c", context, "-npp", "512", "-ntg", "64",
                               "-npl", several, "-t", threads, "--output-format", "jsonl"]):
                add(figures, f"{line['pl']} streams decoding, tokens/s", "llama.cpp", line["speed_tg"])


# The whole job.


def job_figures(options, path, figures):
    """`erank rank` beside llama-server with the same prompts; documents/s, start to first token, peak resident memory."""
    for _ in range(options.rounds):
        report, limits = erank_job(options, path)
        for key, value in report.items():
            add(figures, key, "erank", value)
        for parallel in [int(p) for p in options.parallel.split(",")]:
            for key, value in server_job(options, path, parallel, limits).items():
                add(figures, key, f"-np {parallel}", value)
    speed = figures["the job, documents/s"]
    best = max((key for key in speed if key != "erank"), key=lambda key: statistics.median(speed[key]))
    for key in [key for key in figures if key.startswith("the job")]:
        figures[key] = {"erank": figures[key]["erank"], "llama.cpp": figures[key][best], "best": best, "all": figures[key]}


def erank_job(options, path):
    """Runs `erank rank`; its figures, and how many tokens each document's thought took."""
    with tempfile.TemporaryDirectory() as folder:
        session = os.path.join(folder, "session.jsonl")
        start = time.time()
        process = subprocess.Popen(
            [options.erank, "rank", "--model", path, "--collection", options.collection, "--run", options.run, "--queries",
             str(options.queries), "--depth", str(options.depth), "--threads", str(options.threads), "--output", "json",
             "--session", session], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        peak, first = Peak(process.pid), FirstToken(session, start)
        output = process.stdout.read()
        process.wait()
        seconds = time.time() - start
        limits = {}
        for result in map(json.loads, output.splitlines()):
            for row in result["ranking"]:
                limits[result["query"]["id"], row["id"]] = row["new_tokens"]
        return {"the job, documents/s": len(limits) / seconds, "the job, new tokens/document": sum(limits.values()) / len(limits),
                "the job, start to first token, s": first.seconds(), "the job, peak resident MB": peak.megabytes()}, limits


def server_job(options, path, parallel, limits):
    """The same documents through llama-server, each allowed as many new tokens as erank wrote for it."""
    port = free_port()
    start = time.time()
    process = subprocess.Popen(
        [f"{options.llama}/llama-server", "-m", path, "-c", str(2048 * parallel), "-np", str(parallel), "-t", str(options.threads),
         "--port", str(port), "--host", "127.0.0.1", "--no-webui"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = Peak(process.pid)
    try:
        wait_until_healthy(port)
        queue, lock, begun, tokens = list(prompts(options)), threading.Lock(), [], []

        def worker():
            while True:
                with lock:
                    if not queue:
                        return
                    key, text = queue.pop(0)
                began, count = chat(port, text, max(1, limits.get(key, 512)))
                with lock:
                    begun.append(began)
                    tokens.append(count)

        workers = [threading.Thread(target=worker) for _ in range(parallel)]
        for thread in workers:
            thread.start()
        for thread in workers:
            thread.join()
        seconds = time.time() - start
        return {"the job, documents/s": len(tokens) / seconds, "the job, new tokens/document": sum(tokens) / len(tokens),
                "the job, start to first token, s": min(begun) - start, "the job, peak resident MB": peak.megabytes()}
    finally:
        process.terminate()
        process.wait()


def prompts(options):
    """ERank's prompt for the first documents of the run's first queries."""
    documents = {d["_id"]: d for d in records(f"{options.collection}/corpus.jsonl")}
    queries = {q["_id"]: q["text"] for q in records(f"{options.collection}/queries.jsonl")}
    ranked = {}
    for line in open(options.run):
        query, _, document, *_ = line.split()
        ranked.setdefault(query, []).append(document)
    for query in list(ranked)[: options.queries]:
        for document in ranked[query][: options.depth]:
            title, text = documents[document].get("title", ""), documents[document]["text"]
            content = f"{title}\n{text}" if title and text else title or text
            yield (query, document), (
                "Given a query and a document, please give a relevance score of 0~10.\n"
                "The goal or relevance definition is: Given a query, retrieval relevant passage.\n\n"
                f"Here is the query:\n{queries[query]}\n\nHere is the document:\n{content}\n\n"
                "After thinking, directly choose a relevance score from [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].\n"
                "- 0 represents completely not related\n- 10 means perfectly related.\n\nDesired output format:\n"
                "<think>put your thinking here</think><answer>Only allows an integer here</answer>\n\nYour output:")


def chat(port, text, limit):
    """One streamed chat completion: the time of its first token, and how many it wrote."""
    body = json.dumps({"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": limit, "stream": True,
                       "stop": ["</answer>"], "logprobs": True, "top_logprobs": 20, "cache_prompt": True}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/chat/completions", body, {"Content-Type": "application/json"})
    began, tokens = None, 0
    with urllib.request.urlopen(request, timeout=3600) as response:
        for line in response:
            if line.startswith(b"data: {"):
                delta = (json.loads(line[6:]).get("choices") or [{}])[0].get("delta", {})
                if delta.get("content") or delta.get("reasoning_content"):
                    began = began or time.time()
                    tokens += 1
    return began or time.time(), tokens


class Peak:
    """Watches a process's peak resident memory until it is gone."""

    def __init__(self, pid):
        self.kilobytes, self.path = 0, f"/proc/{pid}/status"
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while True:
            try:
                match = re.search(r"VmHWM:\s*(\d+) kB", open(self.path).read())
            except OSError:
                return
            if not match:
                return
            self.kilobytes = max(self.kilobytes, int(match.group(1)))
            time.sleep(0.1)

    def megabytes(self):
        return self.kilobytes / 1024


class FirstToken:
    """Watches a session file for its first generated token."""

    def __init__(self, path, start):
        self.found, self.path, self.start = None, path, start
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        while self.found is None and time.time() - self.start < 600:
            try:
                if "token" in open(self.path, errors="replace").read():
                    self.found = time.time()
            except OSError:
                pass
            time.sleep(0.01)

    def seconds(self):
        return (self.found or time.time()) - self.start


# Small things.


def lines(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed ({result.returncode}):\n{result.stderr[-2000:]}")
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def records(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def add(figures, key, program, value):
    figures.setdefault(key, {}).setdefault(program, []).append(value)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(port):
    for _ in range(6000):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as response:
                if response.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit("llama-server did not come up")


def table(report):
    rows = [f"Medians of {report['rounds']} paired rounds on {report['machine']}, {report['threads']} threads.", "",
            "| model | what | erank | llama.cpp | ratio |", "| --- | --- | --- | --- | --- |"]
    for name, figures in report["models"].items():
        for key, programs in figures.items():
            if "erank" not in programs or "llama.cpp" not in programs:
                continue
            ours, theirs = statistics.median(programs["erank"]), statistics.median(programs["llama.cpp"])
            best = f" ({programs['best']})" if "best" in programs else ""
            rows.append(f"| {name} | {key} | {ours:.4g} | {theirs:.4g}{best} | {ours / theirs:.2f} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
