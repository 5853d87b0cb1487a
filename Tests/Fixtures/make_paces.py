#!/usr/bin/env python3
"""Makes Tests/Fixtures/pace-*.jsonl: sessions of real runs whose times the estimate of the time left is held against.

Usage: make_paces.py ERANK FOLDER   (an optimised erank with smollm2-135m and qwen2.5-1.5b fetched; takes some minutes)

The documents are passages of the demo, some joined to long ones. The alternatives of the tokens are left out: only the times
and numbers of the events matter.
"""
import json
import pathlib
import random
import subprocess
import sys

erank, folder = sys.argv[1], pathlib.Path(sys.argv[2])
demo = pathlib.Path(__file__).parent.parent.parent / "Sources/erank/Demo"
passages = [json.loads(line)["text"] for name in ("goldfish", "jaguar") for line in open(demo / f"{name}.jsonl")]
chance = random.Random(3)
documents = folder / "documents.jsonl"

for name, model, mode, count in [
    ("smollm2-direct", "smollm2-135m", "direct", 20), ("smollm2-binary", "smollm2-135m", "binary", 20),
    ("smollm2-reasoned", "smollm2-135m", "reasoned", 20), ("qwen-reasoned", "qwen2.5-1.5b", "reasoned", 12),
    ("qwen-direct", "qwen2.5-1.5b", "direct", 12),
]:
    chance.seed(3)
    with open(documents, "w") as file:
        for number in range(count):
            text = " ".join(chance.choice(passages) for _ in range(chance.choice([1, 1, 2, 4, 8])))
            file.write(json.dumps({"id": f"m{number}", "text": text}) + "\n")
    session = folder / f"{name}.jsonl"
    session.unlink(missing_ok=True)
    subprocess.run(
        [erank, "rank", "--model", model, "--mode", mode, "--query", "do goldfish grow", "--candidates", documents,
         "--max-new-tokens", "96", "--session", session], check=True, stdout=subprocess.DEVNULL)
    with open(pathlib.Path(__file__).parent / f"pace-{name}.jsonl", "w") as out:
        for line in open(session):
            event = json.loads(line)
            if "token" in event:
                event["token"] = event["token"][:5] + [[]] if isinstance(event["token"][-1], list) else event["token"]
            out.write(json.dumps(event, separators=(",", ":")) + "\n")
