#!/usr/bin/env python3
"""Makes random pairs of systems, and what scipy, statsmodels and the reference implementation of RBO say of them.

    pip install scipy==1.17.1 numpy==2.4.6 statsmodels==0.15.0
    git clone https://github.com/julian-urbano/sigir2024-rbo
    python3 make_comparison.py sigir2024-rbo/rbo/Python/rbo.py

Writes comparison.json beside itself, the same bytes on every run. A value that is not defined is null. AP correlation is computed here by
counting pairs, from the definitions of Yilmaz et al. (2008) and of Urbano and Marrero (2017).
"""

import importlib.util
import json
import math
import pathlib
import random
import sys
import warnings

import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
# numpy 2.4 has no in1d any more.
numpy.in1d = numpy.isin
spec = importlib.util.spec_from_file_location("rbo", sys.argv[1])
rbo = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rbo)


def number(value):
    return None if value is None or not math.isfinite(value) else float(value)


def paired(random, index):
    """Values of a measure of two systems; in some cases few queries, equal values, a constant shift."""
    count = [2, 3, 5, 8, 13, 20, 21, 40, 60, 225][index % 10]
    a = [round(random.random(), random.choice([1, 2, 4])) for _ in range(count)]
    kind = index // 10
    if kind == 0:
        b = [round(min(1, max(0, x + random.gauss(0.05, 0.2))), 4) for x in a]
    elif kind == 1:
        b = [x if random.random() < 0.4 else round(random.random(), 1) for x in a]
    elif kind == 2:
        a = [index / 64 for _ in a]
        b = [x + 0.125 for x in a]
    else:
        b = list(a)
    d = numpy.array(b) - numpy.array(a)
    case = {"a": a, "b": b, "mean": float(d.mean()), "t": None, "t_p": None, "effect_size": None, "interval": None}
    if max(abs(d - d[0])) > 1e-12:
        t = stats.ttest_rel(b, a)
        interval = t.confidence_interval(0.95)
        case |= {
            "t": float(t.statistic),
            "t_p": float(t.pvalue),
            "effect_size": float(d.mean() / d.std(ddof=1)),
            "interval": [float(interval.low), float(interval.high)],
        }
    if count <= 13:
        exact = stats.permutation_test(
            (d,), numpy.mean, permutation_type="samples", n_resamples=numpy.inf, alternative="two-sided"
        )
        case["randomisation_p"] = float(exact.pvalue)
    # The differences of rounded values are rounded too: 0.6 - 0.4 and 0.4 - 0.2 are of one size.
    rest = d.round(11)
    rest = rest[rest != 0]
    case["wilcoxon"] = None
    if len(rest):
        ties = len(set(abs(rest))) < len(rest)
        method = "approx" if ties or len(rest) > 50 else "exact"
        w = stats.wilcoxon(rest, zero_method="wilcox", correction=False, alternative="two-sided", method=method)
        case["wilcoxon"] = {"statistic": float(w.statistic), "p": float(w.pvalue), "method": method}
    return case


def holm(random):
    ps = [round(random.random() ** 4, 6) for _ in range(random.randint(1, 9))]
    return {"p": ps, "adjusted": [float(p) for p in multipletests(ps, method="holm")[1]]}


def direction(x, y):
    """The mean, over the items below y's first group, of the share of the items above in y that are above in x too."""
    shares = []
    for i in range(len(y)):
        above = [j for j in range(len(y)) if y[j] > y[i]]
        if above:
            shares.append(sum(x[j] > x[i] for j in above) / len(above))
    return 2 * sum(shares) / len(shares) - 1 if shares else None


def correlation(random, index):
    count = random.choice([2, 3, 5, 10, 30, 100])
    digits = [6, 1, 0, 2][index % 4]
    scale = 10 if digits == 0 and index % 8 < 4 else 1
    a = [round(scale * random.random(), digits) for _ in range(count)]
    b = [round(min(scale, max(0, x + random.gauss(0, scale * 0.3))), digits) for x in a]
    strict = len(set(a)) == count and len(set(b)) == count
    ab, ba = direction(a, b), direction(b, a)
    flat = len(set(a)) == 1 or len(set(b)) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "a": a,
            "b": b,
            "kendall_tau_b": number(stats.kendalltau(a, b).statistic),
            "tau_ap_b": None if ab is None or ba is None else (ab + ba) / 2,
            "tau_ap": ab if strict else None,
            "pearson": None if flat else number(stats.pearsonr(a, b).statistic),
            "spearman": None if flat else number(stats.spearmanr(a, b).statistic),
        }


def overlap(random, index):
    """Two lists of items with scores, of unequal length and with items of their own."""
    names = [f"d{n}" for n in range(random.choice([1, 2, 6, 15, 60]))]
    digits = random.choice([6, 1, 1, 0])

    def ranked():
        chosen = random.sample(names, random.randint(1, len(names)))
        return {"items": chosen, "scores": [round(random.random(), digits) for _ in chosen]}

    a, b = ranked(), ranked()
    p = random.choice([0.4, 0.8, 0.9, 0.95])
    case = {"a": a, "b": b, "p": p, "overlap": {}}
    for ties in "awb":
        sides = [rbo.extract_ranking(side["items"], side["scores"]) for side in (a, b)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = rbo.rbo(*sides, p=p, ties=ties)
        case["overlap"][ties] = [number(round(found[score], 12)) for score in ("ext", "min", "max")]
    return case


def distance(random):
    a, b = ([random.random() ** 3 for _ in range(12)] for _ in range(2))
    a, b = ([x / sum(side) for x in side] for side in (a, b))
    from scipy.spatial.distance import jensenshannon

    answers = range(11)
    return {
        "a": a,
        "b": b,
        "jensen_shannon": float(jensenshannon(a, b, base=2) ** 2),
        "wasserstein": float(stats.wasserstein_distance(answers, answers, a[:11], b[:11])),
    }


def main():
    generator = random.Random(20261126)
    fixture = {
        "paired": [paired(generator, index) for index in range(40)],
        "holm": [holm(generator) for _ in range(20)],
        "correlation": [correlation(generator, index) for index in range(80)],
        "overlap": [overlap(generator, index) for index in range(80)],
        "distance": [distance(generator) for _ in range(10)],
    }
    (HERE / "comparison.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


main()
