"""Moments merged over days and from raw sums: exact fractions."""

from fractions import Fraction

import numpy as np
from case_list import CaseList, plain

CASES = CaseList()
add, refused = CASES.add, CASES.refused
RNG = np.random.default_rng(20240710)
EXACT = "Python fractions on the doubles"


def exact(values):
    values = [Fraction(float(v)) for v in values]
    n = len(values)
    mean = sum(values) / n
    return n, mean, sum((v - mean) ** 2 for v in values) / (n - 1) if n > 1 else None


PARTS = {
    "one-list": [RNG.normal(5, 2, 100)],
    "days": [RNG.gamma(2, 3, n) for n in (5, 1, 40, 7, 0, 13)],
    "singletons": [[v] for v in RNG.normal(0, 1, 20)],
    "huge-mean": [1e12 + RNG.normal(0, 1, n) for n in (30, 40)],
    "huge-mean-1e15": [1e15 + np.arange(5) % 3, 1e15 + np.array([2.0, 0.0, 1.0])],
    "two-units": [[1.0], [3.0]],
    "tiny": [1e-150 * RNG.normal(0, 1, 12)],
    "large": [1e150 * RNG.normal(0, 1, 12)],
    "constant": [[4.25] * 9, [4.25] * 3],
    "mixed-scale": [[1e8, 1e-8, -1e8], [3.0, 1e4]],
    "long": [RNG.lognormal(0, 2, 1500)],
    "far-apart": [RNG.normal(-1e6, 1, 50), RNG.normal(1e6, 1, 50)],
}
# A part is carried as (n, mean, m2): its mean is rounded to 1e-16 of its size,
# which is what a merge of parts with huge means cannot get back.
LOSSES = {
    "huge-mean": {"variance": {"rel": 1e-4, "abs": 0}},
    "huge-mean-1e15": {"variance": {"rel": 2e-2, "abs": 0}},
    "far-apart": {"mean": {"rel": 0, "abs": 1e-9}},
}
for name, parts in PARTS.items():
    n, mean, variance = exact(np.concatenate([np.array(p, float) for p in parts]))
    add(f"moments-{name}", "moments", {"parts": [plain(p) for p in parts]},
        {"n": n, "mean": float(mean), "variance": float(variance)}, EXACT,
        rel=2e-12, fields=LOSSES.get(name))

for name, n, total, squares, rel in (
        ("clicks", 1000, 37, 37, 1e-14), ("counts", 250, 1234, 98765, 1e-13),
        ("all-zero", 9, 0, 0, 1e-15), ("one-unit", 1, 5.5, 30.25, 1e-15),
        ("two-units", 2, 3, 5, 1e-15),
        ("large-counts", 10 ** 6, 5 * 10 ** 7, 25 * 10 ** 8 + 123456, 1e-12),
        ("decimal", 4, 10.5, 30.125, 1e-13),
        ("cancelling", 1000, 1e9, 1e15 + 1e6, 1e-9)):
    mean = Fraction(total) / n
    expected = {"n": n, "mean": float(mean)}
    if n > 1:
        expected["variance"] = float(
            (Fraction(squares) - Fraction(total) ** 2 / n) / (n - 1))
    add(f"sums-{name}", "moments_from_sums",
        {"n": n, "sum": total, "sum_sq": squares}, expected, EXACT, rel=rel)
# The stated loss has to cover the true one: half a unit of the last place of
# each sum, at the least.
refused("sums-impossible", "moments_from_sums",
        {"n": 10, "sum": 100.0, "sum_sq": 900.0}, "ETUDE_STATS_INVALID_VARIANCE")
refused("sums-nothing-left", "moments_from_sums",
        {"n": 1000000, "sum": 1e15 + 0.5, "sum_sq": 1e24 * 1.0000000000000002},
        "ETUDE_STATS_PRECISION_LOST")
refused("sums-negative-n", "moments_from_sums", {"n": -1, "sum": 0, "sum_sq": 0},
        "ETUDE_STATS_INVALID_COUNT")


def comoments(columns):
    """Lower triangle by rows of the centred sums of products."""
    exact_columns = [[Fraction(float(v)) for v in column] for column in columns]
    means = [sum(c) / len(c) for c in exact_columns]
    triangle = [
        sum((a - means[i]) * (b - means[j]) for a, b in zip(exact_columns[i],
                                                            exact_columns[j]))
        for i in range(len(columns)) for j in range(i + 1)]
    return [float(m) for m in means], [float(v) for v in triangle]


def related(n, offset=0.0):
    x = RNG.normal(2, 1, n).round(4)
    return [x + offset, (x * 0.5 + RNG.normal(0, 1, n)).round(4), RNG.poisson(3, n) * 1.0]


for name, parts in {
        "one-part": [related(50)], "days": [related(n) for n in (3, 1, 20, 7)],
        "large-mean": [related(n, 1e7) for n in (40, 30)],
        "two-units": [[[1.0, 3.0], [2.0, -1.0]]],
        "constant": [[[2.5, 2.5, 2.5], [1.0, 2.0, 4.0]]],
        "single": [[[1.5, 2.5, 9.0]], [[4.0]]]}.items():
    whole = [np.concatenate([np.array(part[i]) for part in parts])
             for i in range(len(parts[0]))]
    means, triangle = comoments(whole)
    add(f"vector-{name}", "vector_moments",
        {"parts": [[plain(c) for c in part] for part in parts]},
        {"n": len(whole[0]), "means": means, "comoments": triangle}, EXACT,
        rel=1e-7 if name == "large-mean" else 1e-11, abs_=1e-11)
