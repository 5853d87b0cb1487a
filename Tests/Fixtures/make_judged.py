#!/usr/bin/env python3
"""What trec_eval finds with the judgments that the scripted judge exports (Tests/InspectorTests/ScriptedJudgeTests.swift).

    ERANK_RECORD_SNAPSHOTS=1 swift test --filter ScriptedJudgeTests     # writes judged.qrels and the judged.*.trec, where they changed
    pip install pytrec_eval-terrier
    python3 make_judged.py                                              # writes judged.json beside itself: values by run, query, measure
"""

import json
import pathlib

import pytrec_eval

HERE = pathlib.Path(__file__).parent
MEASURES = {
    "map", "ndcg", "ndcg_cut.5,10,20", "P.5,10", "recall.5,10,20", "recip_rank", "Rprec", "bpref", "success.1,5,10", "num_ret",
    "num_rel", "num_rel_ret",
}

with open(HERE / "judged.qrels") as file:
    judgments = pytrec_eval.parse_qrel(file)
values = {}
for path in sorted(HERE.glob("judged.*.trec")):
    with open(path) as file:
        run = pytrec_eval.parse_run(file)
    found = pytrec_eval.RelevanceEvaluator(judgments, MEASURES).evaluate(run)
    values[path.name.split(".")[1]] = {query: dict(sorted(found[query].items())) for query in sorted(found)}
(HERE / "judged.json").write_text(json.dumps(values, indent=1) + "\n")
