"""Adjusted p-values: statsmodels and R."""

import itertools

import mpmath as mp
import numpy as np
import statsmodels.stats.multitest as multitest
from case_list import MPMATH, STATSMODELS, CaseList, ask_r, plain
from samples import RANDOM_P_VALUES

CASES = CaseList()
add, refused = CASES.add, CASES.refused

FAMILIES = {
    "mixed": [0.0004, 0.0121, 0.0128, 0.021, 0.045, 0.062, 0.33, 0.74],
    "ties": [0.04, 0.012, 0.012, 0.9, 0.0009],
    "single": [0.03],
    "tiny": [1e-120, 1e-30, 0.5, 1e-18],
    "random": RANDOM_P_VALUES,
    "none": [0.8, 0.9, 0.7],
}
SM_METHODS = {"bonferroni": "bonferroni", "holm": "holm",
              "hochberg": "simes-hochberg", "hommel": "hommel",
              "bh": "fdr_bh", "by": "fdr_by", "tsbh": "fdr_tsbh",
              "tsbky": "fdr_tsbky"}
for (family, ps), (method, name) in itertools.product(FAMILIES.items(),
                                                      SM_METHODS.items()):
    _, adjusted, *_ = multitest.multipletests(ps, 0.05, name)
    adjusted = np.minimum(adjusted, 1)
    add(f"padj-{method}-{family}", "p_adjust",
        {"method": method, "p_values": ps, "alpha": 0.05},
        {"adjusted": plain(adjusted)}, f"{STATSMODELS} multipletests",
        rel=1e-9)
for family, ps in FAMILIES.items():
    exact = [float(-mp.expm1(len(ps) * mp.log1p(-mp.mpf(p)))) for p in ps]
    add(f"padj-sidak-{family}", "p_adjust",
        {"method": "sidak", "p_values": ps, "alpha": 0.05},
        {"adjusted": exact}, MPMATH, rel=1e-12)
refused("padj-empty", "p_adjust",
        {"method": "holm", "p_values": [], "alpha": 0.05}, "ETUDE_STATS_EMPTY")
refused("padj-percent", "p_adjust",
        {"method": "holm", "p_values": [0.2, 5], "alpha": 0.05},
        "ETUDE_STATS_INVALID_PROBABILITY")

# ------------------------------------------------ R, and many hypotheses

RNG = np.random.default_rng(20240708)
LARGE = {
    "forty": [float(p) for p in np.concatenate([RNG.beta(0.2, 20, 8), RNG.uniform(0, 1, 32)])],
    "all-equal": [0.04] * 6,
    "zero-and-one": [0.0, 1.0, 0.5, 0.01, 1.0],
    "descending": [0.9, 0.5, 0.2, 0.03, 0.004, 1e-200],
    "two": [0.049, 0.026],
}
R_NAMES = {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "hochberg",
           "hommel": "hommel", "bh": "BH", "by": "BY"}
ASKED = list(itertools.product(LARGE.items(), R_NAMES.items()))
SOURCE, ANSWERS = ask_r("multiplicity.R", [
    {"p_values": ps, "method": name} for (_, ps), (_, name) in ASKED])
for ((family, ps), (method, _)), adjusted in zip(ASKED, ANSWERS):
    for alpha in (0.05, 0.001):
        add(f"padj-r-{method}-{family}-{alpha}", "p_adjust",
            {"method": method, "p_values": ps, "alpha": alpha},
            {"adjusted": adjusted, "reject": [p <= alpha for p in adjusted]},
            f"{SOURCE} p.adjust", rel=1e-12)
    add(f"padj-r-spot-1-{method}-{family}", "p_adjust",
        {"method": {"bh": "spot-1-fdr_bh", "by": "spot-1-fdr_by"}.get(
            method, f"spot-1-{method}"), "p_values": ps, "alpha": 0.05,
         "hypotheses": [{"test": "superiority", "sides": 2}] * len(ps)},
        {"adjusted": adjusted}, f"{SOURCE} p.adjust", rel=1e-12)
for (family, ps), (method, name) in itertools.product(
        {**FAMILIES, **LARGE}.items(),
        (("holm-sidak", "holm-sidak"), ("sidak", "sidak"), ("tsbh", "fdr_tsbh"),
         ("tsbky", "fdr_tsbky"))):
    if method == "sidak" or 0.0 in ps and method == "holm-sidak":
        exact = [float(-mp.expm1(len(ps) * mp.log1p(-mp.mpf(p)))) if p < 1 else 1.0
                 for p in ps]
        if method == "sidak":
            add(f"padj-sidak-exact-{family}", "p_adjust",
                {"method": method, "p_values": ps, "alpha": 0.05},
                {"adjusted": exact}, MPMATH, rel=1e-12)
        continue
    for alpha in (0.05, 0.2):
        _, adjusted, *_ = multitest.multipletests(ps, alpha, name)
        add(f"padj-{method}-{family}-{alpha}", "p_adjust",
            {"method": method, "p_values": ps, "alpha": alpha},
            {"adjusted": plain(np.minimum(adjusted, 1))},
            f"{STATSMODELS} multipletests", rel=1e-9, abs_=1e-17)

# Counting corrections: a multiple of every p-value (section 5.7).
TAGS = [
    {"test": "superiority", "sides": 1, "comparison": "t1"},
    {"test": "superiority", "sides": 2, "comparison": "t1"},
    {"test": "non-inferiority", "sides": 1, "comparison": "t1"},
    {"test": "non-inferiority", "sides": 1, "comparison": "t2"},
    {"test": "superiority", "sides": 2, "comparison": "t2"},
    {"test": "non-inferiority", "sides": 1, "comparison": "t3"},
]
COUNTED_P = [0.004, 0.011, 0.02, 0.3, 0.0124, 0.026]
for method, count, one_sided_level in (
        ("only-count-two-sided", 2, 1), ("do-not-count-non-inferiority", 4, 1),
        ("spot-1-bonferroni", 4, 2)):
    levels = [0.05 * (one_sided_level if t["sides"] == 1 else 1) for t in TAGS]
    adjusted = [min(1.0, count * p) for p in COUNTED_P]
    add(f"padj-counted-{method}", "p_adjust",
        {"method": method, "p_values": COUNTED_P, "alpha": 0.05, "hypotheses": TAGS},
        {"adjusted": adjusted, "levels": levels,
         "reject": [p <= level for p, level in zip(adjusted, levels)],
         "interval_alphas": [level / count for level in levels]},
        "section 5.7 by hand", rel=1e-12)
# The glossary's trap: .012 < .0125, so that Bonferroni rejects two.
add("padj-glossary", "p_adjust",
    {"method": "bonferroni", "p_values": [0.003, 0.012, 0.028, 0.41], "alpha": 0.05},
    {"reject": [True, True, False, False]}, "hand calculation")
refused("padj-no-tags", "p_adjust",
        {"method": "only-count-two-sided", "p_values": [0.1, 0.2], "alpha": 0.05},
        "ETUDE_STATS_LENGTH_MISMATCH")
