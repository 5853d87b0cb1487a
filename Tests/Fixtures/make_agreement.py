#!/usr/bin/env python3
"""Makes random tables of grades with gaps, and what scikit-learn and krippendorff say of the agreement in them.

    pip install scikit-learn krippendorff
    python3 make_agreement.py

Made with scikit-learn 1.9.1, krippendorff 0.9.0 and Python 3.

Writes agreement.json beside itself, the same bytes on every run. A table has one row a judge and null where there is no grade; "scale" are the
grades that could be given. A coefficient is null where the library has none (it divides by zero, or there is nothing to compare).
"""

import itertools
import json
import math
import pathlib
import random
import warnings

import krippendorff
import numpy
from sklearn.metrics import cohen_kappa_score

HERE = pathlib.Path(__file__).parent
SCALES = [[0, 1], [0, 1, 2, 3], list(range(11)), [-2, -1, 0, 1], [0, 1, 5, 10], [1, 2, 3, 4, 5]]
LEVELS = ["nominal", "ordinal", "interval"]


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def table(random, index):
    """Judges who see the same hidden grade, each with a bias, an error rate and gaps of their own."""
    scale = SCALES[index % len(SCALES)]
    judges, items = random.randint(2, 5), random.choice([3, 8, 20, 60, 200])
    skew = [random.random() ** random.choice([1, 4, 12]) + 1e-3 for _ in scale]
    truth = random.choices(range(len(scale)), weights=skew, k=items)
    rows = []
    for _ in range(judges):
        error, gap, bias = random.random() * 0.7, random.choice([0, 0.1, 0.5, 0.8]), random.choice([0, 0, 1, -1])
        row = []
        for grade in truth:
            if random.random() < error:
                grade = min(max(grade + bias + random.choice([-1, 0, 1]), 0), len(scale) - 1) if random.random() < 0.7 else random.randrange(len(scale))
            row.append(None if random.random() < gap else scale[grade])
        rows.append(row)
    if index % 20 == 19:  # Everyone gives one grade alone.
        rows = [[None if grade is None else scale[0] for grade in row] for row in rows]
    return scale, rows


def pair(first, second, scale):
    both = [(a, b) for a, b in zip(first, second) if a is not None and b is not None]
    if not both:
        return {"count": 0, "raw": None, "kappa": None, "linear": None, "quadratic": None}
    a, b = zip(*both)
    kappas = {}
    for name, weights in [("kappa", None), ("linear", "linear"), ("quadratic", "quadratic")]:
        kappas[name] = number(cohen_kappa_score(a, b, labels=scale, weights=weights))
    return {"count": len(both), "raw": sum(x == y for x, y in both) / len(both), **kappas}


def alpha(rows, level):
    data = numpy.array([[numpy.nan if grade is None else grade for grade in row] for row in rows], dtype=float)
    try:
        return number(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
    except (ValueError, AssertionError, IndexError):
        return None


def main():
    generator = random.Random(2011)
    warnings.simplefilter("ignore")
    cases = []
    for index in range(120):
        scale, rows = table(generator, index)
        pairs = [pair(a, b, scale) for a, b in itertools.combinations(rows, 2)]
        cases.append({"scale": scale, "rows": rows, "pairs": pairs, "alpha": {level: alpha(rows, level) for level in LEVELS}})
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (HERE / "agreement.json").write_text(f"[\n{lines}\n]\n")


main()
