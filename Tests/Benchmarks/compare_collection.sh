#!/usr/bin/env bash
# Compares two models on queries of a collection, live and again from the recorded session, and checks that both tell the same.
#
# usage: compare_collection.sh ERANK FOLDER [COLLECTION] [QUERIES] [DEPTH] [OPTIONS OF SIDES...]
#
# FOLDER gets the session, the figures and the reports; they hold the collection's texts and are never to be committed. By
# default: Cranfield beside the checkout, 25 queries of 10 documents, SmolLM2 against Qwen2.5, both direct.
set -euo pipefail
erank=$(realpath "$1")
out=$2
collection=${3:-$(dirname "$0")/../../../shared/collections/cranfield}
queries=${4:-25}
depth=${5:-10}
sides=("${@:6}")
[ ${#sides[@]} -gt 0 ] || sides=(--model smollm2-135m --mode direct --b-model qwen2.5-1.5b)
qrels=$collection/qrels.trec
mkdir -p "$out"
rm -f "$out/both.jsonl"
grep -m 2 -E 'model name|^processor' /proc/cpuinfo || true
echo "live: $queries queries of $depth, ${sides[*]}"
time "$erank" compare "${sides[@]}" --collection "$collection" --run "$collection"/bm25*.trec --queries "$queries" \
    --depth "$depth" --qrels "$qrels" --session "$out/both.jsonl" --output json > "$out/live.json"
for output in json table html markdown; do
    "$erank" compare "$out/both.jsonl" --qrels "$qrels" --output "$output" > "$out/recorded.$output"
done
for side in 1 2; do
    "$erank" compare "$collection"/bm25*.trec "$out/both.jsonl#$side" --qrels "$qrels" --output table > "$out/bm25-$side.table"
done
python3 - "$out/live.json" "$out/recorded.json" << 'PY'
import json, sys
live, recorded = (json.load(open(path)) for path in sys.argv[1:])
for part in ("measures", "agreement", "per_query", "queries"):
    assert live[part] == recorded[part], f"{part} differs between the live sides and the recorded ones"
print("the recorded session tells the same as the live sides:", len(live["per_query"]), "queries")
PY
sed -n '/^Means/,/^$/p' "$out/recorded.table"
