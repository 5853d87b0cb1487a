#!/usr/bin/env python3
"""Makes small runs and judgments, and what trec_eval finds with them.

    pip install pytrec_eval-terrier
    python3 make_measures.py [COLLECTIONS]

COLLECTIONS is a folder with cranfield, cisi and npl (each a qrels.trec and a bm25.trec). Writes beside itself, the same bytes on every run:
  measures.json               runs with ties, repeated scores, scores equal in single precision alone, queries missing on either side and
                              negative grades; every measure's value per query for several options; what trec_eval prints
  measures.collections.json   values per query of the BM25 runs of the three collections, and what trec_eval prints

trec_eval's values are pytrec_eval's, what it prints comes from trec_eval.py. The measures it does not have are computed here from their
definitions: nDCG with exponential gain (Burges et al., ICML 2005), ERR (Chapelle et al., CIKM 2009), RBP and its residual (Moffat and
Zobel, TOIS 2008), judged@k, and FollowIR's p-MRR (arXiv 2403.15246).
"""

import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
from math import log2

import pytrec_eval

HERE = pathlib.Path(__file__).parent
TREC = ["all_trec"]
LEFT_OUT = {"runid", "relstring"}
# What 'erank evaluate' has of trec_eval's all_trec, as arguments.
ALL = [a for m in (
    "official recall ndcg ndcg_cut map_cut success set_P set_recall set_F num_nonrel_judged_ret").split() for a in ("-m", m)]
COLLECTION_MEASURES = [
    "map", "ndcg", "ndcg_cut_10", "P_10", "recall_100", "recip_rank", "Rprec", "bpref", "success_5", "iprec_at_recall_0.20",
    "ndcg_exp_cut_10", "err_20", "rbp_0.8", "judged_10",
]


def single(score):
    return struct.unpack("f", struct.pack("f", score))[0]


def ranked(scores):
    """trec_eval's order: falling score in single precision, then falling id (whose characters stand in the order of their UTF-8 bytes)."""
    return sorted(scores, key=lambda d: (single(scores[d]), d), reverse=True)


def others(scores, grades, level, highest, judged_only):
    """The measures that trec_eval does not have."""
    order = ranked(scores)
    if judged_only:
        order = [d for d in order if grades.get(d, -1) >= 0]
    found = [max(grades.get(d, 0), 0) for d in order]
    ideal = sorted((max(g, 0) for g in grades.values()), reverse=True)

    def dcg(gains):
        return sum((2**g - 1) / log2(i + 2) for i, g in enumerate(gains))

    def err(k):
        value, left = 0.0, 1.0
        for i, grade in enumerate(found[:k]):
            chance = (2**grade - 1) / 2**highest
            value += left * chance / (i + 1)
            left *= 1 - chance
        return value

    values = {"ndcg_exp": dcg(found) / dcg(ideal) if dcg(ideal) else 0.0}
    for k in 5, 10, 15, 20, 30, 100, 200, 500, 1000:
        values[f"ndcg_exp_cut_{k}"] = dcg(found[:k]) / dcg(ideal[:k]) if dcg(ideal) else 0.0
    for k in 5, 10, 20:
        values[f"err_{k}"] = err(k)
        values[f"judged_{k}"] = sum(d in grades for d in order[:k]) / min(k, len(order)) if order else 0.0
    for p in 0.5, 0.8:
        relevant = [d in grades and grades[d] >= level for d in order]
        values[f"rbp_{p}"] = (1 - p) * sum(p**i for i, r in enumerate(relevant) if r)
        values[f"rbp_resid_{p}"] = (1 - p) * sum(p**i for i, d in enumerate(order) if d not in grades) + p ** len(order)
    return values


def evaluate(qrels, run, level=1, judged_only=False):
    evaluator = pytrec_eval.RelevanceEvaluator(
        qrels, TREC, relevance_level=level, judged_docs_only_flag=judged_only)
    highest = max(1, max(g for grades in qrels.values() for g in grades.values()))
    values = evaluator.evaluate(run)
    return {
        # With -J, interpolated precision of nothing is not a number in trec_eval; here it is 0 and not compared.
        q: {m: v for m, v in values[q].items() if m not in LEFT_OUT and v == v} | others(run[q], qrels[q], level, highest, judged_only)
        for q in sorted(values)
    }


def p_mrr(before, after):
    (qrels, run), (new_qrels, new_run) = before, after
    values = {}
    for query in sorted(qrels):
        if query not in run or query not in new_run or query not in new_qrels:
            continue
        changed = [d for d, g in qrels[query].items() if g >= 1 and new_qrels[query].get(d, 0) < 1]
        changes = []
        for document in changed:
            ranks = [r.index(document) + 1 if document in r else len(r) + 1 for r in (ranked(run[query]), ranked(new_run[query]))]
            old, new = ranks
            changes.append((1 / old) / (1 / new) - 1 if old >= new else 1 - (1 / new) / (1 / old))
        if changes:
            values[query] = sum(changes) / len(changes)
    return values


def qrels_text(qrels):
    return "".join(f"{q} 0 {d} {g}\n" for q in qrels for d, g in qrels[q].items())


def run_text(run, tag):
    """Ranks that say nothing, lines in no order."""
    lines = [f"{q} Q0 {d} {i} {s!r} {tag}\n" for q in run for i, (d, s) in enumerate(run[q].items())]
    random.shuffle(lines)
    return "".join(lines)


def printed(folder, qrels, run, *arguments):
    (folder / "qrels").write_text(qrels)
    (folder / "run").write_text(run)
    command = [sys.executable, HERE / "trec_eval.py", *arguments, folder / "qrels", folder / "run"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def made_up(seed):
    """Queries of every kind: no relevant document, only negative grades, nothing relevant retrieved, everything judged, all scores equal."""
    random.seed(seed)
    documents = [random.choice(["d", "D", "doc-", "é"]) + str(n) for n in random.sample(range(10_000), 60)]
    qrels, run = {}, {}
    for query in range(1, 13):
        grades = random.choice([[0, 1], [-1, 0, 1, 2, 3], [-2, -1, 0, 0, 0, 1, 2], [0, 0, 0, 1, 2, 3]])
        if query == 4:
            grades = [0, -1]
        if query == 5:
            grades = [-1, -2]
        judged = random.sample(documents, random.randint(1, 40))
        qrels[str(query)] = {d: random.choice(grades) for d in judged}
        pool = [d for d in documents if d not in qrels["6"] or qrels["6"][d] < 1] if query == 6 else documents
        pool = judged if query == 7 else pool
        scores = [lambda: round(random.uniform(0, 3), 1), lambda: random.gauss(0, 10), lambda: 1 + random.random() * 1e-7][query % 3]
        run[str(query)] = {d: 0.5 if query == 8 else scores() for d in random.sample(pool, random.randint(1, len(pool)))}
    del qrels["9"], run["10"]
    return qrels, run


def main():
    cases, prints = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in 1, 2:
            qrels, run = made_up(seed)
            texts = qrels_text(qrels), run_text(run, f"made-up-{seed}")
            values = [
                {"level": level, "judged_only": judged_only, "queries": evaluate(qrels, run, level, judged_only)}
                for level, judged_only in [(1, False), (2, False), (1, True), (2, True)]
            ]
            cases.append({"qrels": texts[0], "run": texts[1], "values": values})
            for arguments in [
                [], ["-q", *ALL], ["-q", "-n", "-m", "map", "-m", "P.5,10"], ["-c"], ["-c", *ALL],
                ["-J", "-mmap", "-mP", "-mbpref", "-mndcg", "-mnum_ret"], ["-l", "2"], ["-l", "0"], ["-M", "7", "-q"], ["-l2", "-c", "-q", *ALL],
                ["-m", "set_F", "-mndcg_cut.3,7"], ["-m", "iprec_at_recall.0.15,.5"], ["-m", "num_q", "-m", "runid"], ["-c", "-l", "0"],
            ]:
                if seed == 1 or "-q" not in arguments:
                    prints.append({"case": seed - 1, "arguments": arguments, "output": printed(folder, *texts, *arguments)})
        changed = [({q: {d: 0 if d[-1] in "13579" and g > 0 else g for d, g in c.items()} for q, c in case.items()}, run)
                   for case, run in [made_up(2)]]
        followed = p_mrr((made_up(2)[0], made_up(1)[1]), changed[0])
        changes = {"qrels": qrels_text(changed[0][0]), "queries": followed}
        write("measures.json", {"cases": cases, "printed": prints, "changed": changes})
        if len(sys.argv) > 1:
            collections(folder, pathlib.Path(sys.argv[1]))


def collections(folder, root):
    made = {}
    for name in "cranfield", "cisi", "npl":
        texts = [(root / name / file).read_text() for file in ("qrels.trec", "bm25.trec")]
        qrels, run = {}, {}
        for query, _, document, grade in map(str.split, texts[0].splitlines()):
            qrels.setdefault(query, {})[document] = int(grade)
        for query, _, document, _, score, _ in map(str.split, texts[1].splitlines()):
            run.setdefault(query, {})[document] = float(score)
        values = evaluate(qrels, run)
        made[name] = {
            "measures": COLLECTION_MEASURES,
            "queries": {q: [round(values[q][m], 6) for m in COLLECTION_MEASURES] for q in values},
            "printed": printed(folder, *texts),
        }
    write("measures.collections.json", made)


def rounded(value):
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


def write(name, value):
    (HERE / name).write_text(json.dumps(rounded(value), separators=(",", ":"), allow_nan=False) + "\n")


main()
