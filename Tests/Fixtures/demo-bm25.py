"""Gives the demo's passages their first stage: BM25 (k1 0.9, b 0.4, as Anserini has it) over all passages of both topics, lower-cased
words without a plural s, a handful of stop words left out. Rewrites Sources/erank/Demo/TOPIC.jsonl in rank order with rank and score.

    python3 Tests/Fixtures/demo-bm25.py
"""
import json
import math
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Sources/erank/Demo"
STOP = set("a an and are as at be but by do does for from has in is it its my no not of on or so than that the they this to "
           "when which who why will with".split())
K1, B = 0.9, 0.4


def words(text):
    found = re.findall(r"[a-z0-9]+", text.lower())
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
            for word in found if word not in STOP]


queries = {q["_id"]: q["text"] for q in map(json.loads, (FOLDER / "queries.jsonl").read_text().splitlines())}
topics = {name: [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()] for name in queries}
bags = {d["id"]: words(d["title"] + " " + d["text"]) for documents in topics.values() for d in documents}
average = sum(map(len, bags.values())) / len(bags)


def score(query, bag):
    total = 0.0
    for word in set(words(query)):
        frequency = bag.count(word)
        containing = sum(word in other for other in bags.values())
        idf = math.log(1 + (len(bags) - containing + 0.5) / (containing + 0.5))
        total += idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * len(bag) / average))
    return total


for name, documents in topics.items():
    for document in documents:
        document["score"] = round(score(queries[name], bags[document["id"]]), 4)
    documents.sort(key=lambda d: (-d["score"], d["id"]))
    with open(FOLDER / f"{name}.jsonl", "w") as file:
        for rank, d in enumerate(documents, 1):
            row = {"id": d["id"], "rank": rank, "score": d["score"], "title": d["title"], "text": d["text"]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
