"""Compares whole reranking jobs: `erank rank` and llama-server, both started cold, with the same prompts and the same number
of new tokens per document."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from watching import Peak, SessionBegin

SPEED, FIRST_TOKEN, PEAK = "the job, documents/s", "the job, start to first token, s", "the job, peak resident MB"
NEW, PROMPT = "the job, new tokens/document", "the job, prompt tokens/document"
ROWS = [SPEED, FIRST_TOKEN, PEAK, NEW, PROMPT]


def measure(options, path, size, figures):
    """Runs the job with both programs. The first round tries all values of -np, later rounds only the fastest: A B B B, A B,
    A B."""
    queries, depth = (int(number) for number in size.split("x"))
    served = {int(parallel): [] for parallel in options.parallel.split(",")}
    ours, best = [], None
    for _ in range(options.rounds):
        values, limits = run_erank(options, path, queries, depth)
        ours.append(values)
        for parallel in [best] if best else served:
            served[parallel].append(run_server(options, path, parallel, queries, depth, limits))
        best = best or max(served, key=lambda parallel: served[parallel][0][SPEED])
    for row in ROWS:
        figures[row] = {"erank": [values[row] for values in ours], "llama.cpp": [values[row] for values in served[best]],
                        "np": best, "all": {parallel: [values[row] for values in runs] for parallel, runs in served.items()}}


def run_erank(options, path, queries, depth):
    """Runs the job with erank. Returns its figures, and the number of new tokens of each document."""
    with tempfile.TemporaryDirectory() as folder:
        session = os.path.join(folder, "session.jsonl")
        start = time.time()
        process = subprocess.Popen(
            [options.erank, "rank", "--model", path, "--collection", options.collection, "--run", options.run, "--queries",
             str(queries), "--depth", str(depth), "--threads", str(options.threads), "--output", "json", "--session", session],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        peak, begin = Peak(process.pid), SessionBegin(session)
        output = process.stdout.read()
        if process.wait() != 0:
            sys.exit(f"erank rank ended with {process.returncode}")
        seconds = time.time() - start
        rows = [(report["query"]["id"], row) for report in map(json.loads, output.splitlines()) for row in report["ranking"]]
        written = {(query, row["id"]): row["new_tokens"] for query, row in rows}
        return {SPEED: len(rows) / seconds, FIRST_TOKEN: begin.first_token() - start, PEAK: peak.megabytes(),
                NEW: statistics.mean(written.values()),
                PROMPT: statistics.mean(row["prompt_tokens"] for _, row in rows)}, written


def run_server(options, path, parallel, queries, depth, limits):
    """Runs the job with llama-server and its prompt cache, with `parallel` requests at a time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.time()
    process = subprocess.Popen(
        [f"{options.llama}/llama-server", "-m", path, "-c", str(2048 * parallel), "-np", str(parallel),
         "-t", str(options.threads), "--port", str(port), "--host", "127.0.0.1", "--no-webui"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = Peak(process.pid)
    try:
        wait_until_healthy(port, process)
        queue, lock, answers = list(prompts(options, queries, depth)), threading.Lock(), []

        def work():
            while True:
                with lock:
                    if not queue:
                        return
                    key, text = queue.pop(0)
                answer = chat(port, text, limits[key])
                with lock:
                    answers.append((limits[key], *answer))

        workers = [threading.Thread(target=work) for _ in range(parallel)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        seconds = time.time() - start
        if len(answers) != len(limits) or any(wanted != written for wanted, _, _, written in answers):
            sys.exit(f"llama-server did not write as much as erank: {[(wanted, written) for wanted, _, _, written in answers]}")
        return {SPEED: len(answers) / seconds, FIRST_TOKEN: min(began for _, began, _, _ in answers) - start,
                PEAK: peak.megabytes(), NEW: statistics.mean(written for _, _, _, written in answers),
                PROMPT: statistics.mean(prompt for _, _, prompt, _ in answers)}
    finally:
        process.terminate()
        process.wait()


def chat(port, text, tokens):
    """Requests a streamed chat completion of exactly `tokens` tokens. Returns the time of the first token, and the numbers of
    prompt tokens and new tokens."""
    body = json.dumps({"messages": [{"role": "user", "content": text}], "temperature": 0, "max_tokens": tokens,
                       "ignore_eos": True, "stream": True, "stream_options": {"include_usage": True}, "logprobs": True,
                       "top_logprobs": 20, "cache_prompt": True}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/chat/completions", body, {"Content-Type": "application/json"})
    began, usage = None, {}
    with urllib.request.urlopen(request, timeout=3600) as response:
        for line in response:
            if not line.startswith(b"data: {"):
                continue
            event = json.loads(line[6:])
            delta = (event.get("choices") or [{}])[0].get("delta", {})
            if began is None and (delta.get("content") or delta.get("reasoning_content")):
                began = time.time()
            usage = event.get("usage") or usage
    return began or time.time(), usage["prompt_tokens"], usage["completion_tokens"]


def prompts(options, queries, depth):
    """Yields (query id, document id) and ERank's prompt, for the first `depth` documents of the run's first `queries` queries."""
    documents = {d["_id"]: d for d in records(f"{options.collection}/corpus.jsonl")}
    texts = {q["_id"]: q["text"] for q in records(f"{options.collection}/queries.jsonl")}
    ranked = {}
    with open(options.run) as file:
        for query, _, document, *_ in map(str.split, file):
            ranked.setdefault(query, []).append(document)
    for query in list(ranked)[:queries]:
        for document in ranked[query][:depth]:
            title, text = documents[document].get("title", ""), documents[document]["text"]
            content = f"{title}\n{text}" if title and text else title or text
            yield (query, document), (
                "Given a query and a document, please give a relevance score of 0~10.\n"
                "The goal or relevance definition is: Given a query, retrieval relevant passage.\n\n"
                f"Here is the query:\n{texts[query]}\n\nHere is the document:\n{content}\n\n"
                "After thinking, directly choose a relevance score from [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].\n"
                "- 0 represents completely not related\n- 10 means perfectly related.\n\nDesired output format:\n"
                "<think>put your thinking here</think><answer>Only allows an integer here</answer>\n\nYour output:")


def records(path):
    with open(path) as file:
        return [json.loads(line) for line in file if line.strip()]


def wait_until_healthy(port, process):
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as response:
                if response.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.02)
    sys.exit("llama-server did not come up")
