"""Decision rules, trees and sizes: exact fractions and enumeration."""

import itertools
from fractions import Fraction

import mpmath as mp
import numpy as np
import scipy.stats as st
from case_list import MPMATH, CaseList
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused
RNG = np.random.default_rng(20240706)

for s, g, c, d, q in ((1, 0, 1, 0, 0), (2, 4, 1, 2, 2), (3, 1, 4, 0, 1), (0, 3, 2, 1, 0)):
    base = {"success_metrics": s, "guardrails_with_nim": g, "treatment_groups": c,
            "alpha": 0.05, "power": 0.8}
    shared = {"alpha_guardrail": 0.05 / c}
    if s:
        shared["alpha_success"] = 0.05 / (s * c)
    add(f"rule1-{s}s{g}g{c}c", "decision_rule_design", {**base, "rule": 1},
        {**shared, "power_per_metric": 1 - 0.2 / (g + min(s, 1))},
        "hand calculation", rel=1e-12)
    add(f"rule2-strict-{s}s{g}g{c}c", "decision_rule_design",
        {**base, "rule": 2, "strict": True, "alpha_minus": 0.02,
         "deterioration_metrics": d, "quality_tests": q},
        {**shared, "power_per_metric": 1 - 0.18 / (g + min(s, 1)),
         "alpha_deterioration": 0.02 / (s + g + d + q)},
        "hand calculation", rel=1e-12)
refused("rule-empty", "decision_rule_design",
        {"rule": 1, "success_metrics": 0, "guardrails_with_nim": 0, "alpha": 0.05,
         "power": 0.8}, "ETUDE_STATS_EMPTY")
refused("rule-strict-power", "decision_rule_design",
        {"rule": 2, "strict": True, "success_metrics": 1, "guardrails_with_nim": 0,
         "alpha": 0.05, "power": 0.96}, "ETUDE_STATS_INVALID_POWER")


# ------------------------------------------------ large families

for s, g, c, d, q in ((40, 0, 1, 0, 0), (0, 40, 3, 5, 5), (20, 20, 4, 10, 6),
                      (1, 39, 1, 0, 2), (39, 1, 10, 40, 40)):
    base = {"success_metrics": s, "guardrails_with_nim": g, "treatment_groups": c,
            "alpha": 0.05, "power": 0.8}
    shared = {"alpha_guardrail": float(Fraction("0.05") / c)}
    if s:
        shared["alpha_success"] = float(Fraction("0.05") / (s * c))
    for rule, beta in ((1, "0.2"), (2, "0.2"), (2, "0.17")):
        strict = beta == "0.17"
        extra = {} if rule == 1 else {
            "strict": strict, "alpha_minus": 0.03, "deterioration_metrics": d,
            "quality_tests": q}
        expected = {**shared, "power_per_metric":
                    float(1 - Fraction(beta) / (g + min(s, 1)))}
        if rule == 2:
            expected["alpha_deterioration"] = float(
                Fraction("0.03") / (s + g + d + q))
        add(f"rule{rule}-forty-{s}s{g}g{c}c-{beta}", "decision_rule_design",
            {**base, "rule": rule, **extra}, expected, "exact fractions", rel=1e-12)

# ------------------------------------------------ sizes for many metrics


def quantile(p):
    z = mp.mpf(st.norm.isf(p))
    for _ in range(3):
        z += (norm_sf(z) - mp.mpf(p)) / mp.npdf(z)
    return z


for label, s, g, c, sides, allocation in (
        ("forty", 15, 25, 2, 1, [1, 1]), ("unequal", 3, 2, 1, 2, [1, 9]),
        ("guardrails", 0, 6, 1, 1, [2, 1]), ("success", 5, 0, 4, 1, [1, 1])):
    metrics = []
    for k in range(s + g):
        mean = float(RNG.uniform(0.1, 50).__round__(3))
        metrics.append({
            "name": f"m{k}", "role": "success" if k < s else "guardrail",
            "mean": mean, "variance": float((mean * RNG.uniform(0.5, 3)) ** 2),
            "mde_relative" if k < s else "nim_relative":
                float(RNG.uniform(0.005, 0.05).__round__(4))})
    alpha_success = mp.mpf(0.05) / (max(s, 1) * c)
    alpha_guardrail = mp.mpf(0.05) / c
    beta = mp.mpf(1) / 5 / (g + min(s, 1))
    w = [mp.mpf(a) / sum(allocation) for a in allocation]
    sizes = {}
    for m in metrics:
        alpha = alpha_success if m["role"] == "success" else alpha_guardrail
        effect = mp.mpf(m.get("mde_relative", m.get("nim_relative"))) * mp.mpf(m["mean"])
        # Non-inferiority has one side whatever the success metrics have.
        of = sides if m["role"] == "success" else 1
        distance = quantile(float(alpha) / of) + quantile(float(beta))
        sizes[m["name"]] = float(distance ** 2 * mp.mpf(m["variance"])
                                 * (1 / w[0] + 1 / w[1]) / effect ** 2)
    expected = {"alpha_guardrail": float(alpha_guardrail),
                "power_per_metric": float(1 - beta), "total_n_exact": sizes,
                "required_total_n_exact": max(sizes.values())}
    if s:
        expected["alpha_success"] = float(alpha_success)
    add(f"size-metrics-{label}", "sample_size_multi_metric",
        {"metrics": metrics, "alpha": 0.05, "power": 0.8, "sides": sides,
         "allocation": allocation, "rule": 1, "treatment_groups": c}, expected,
        f"{MPMATH}, section 6.1 with the levels of section 2", rel=1e-9)

# ------------------------------------------------ trees of AND and OR


def tree(depth, ids):
    """A random tree whose leaves are numbered."""
    if depth == 0 or RNG.uniform() < 0.2:
        ids.append(f"h{len(ids)}")
        return {"kind": "hypothesis", "id": ids[-1]}
    return {"kind": "any" if RNG.uniform() < 0.5 else "all",
            "children": [tree(depth - 1, ids) for _ in range(RNG.integers(1, 5))]}


def rates(node, alpha, beta):
    """Section 2.7: OR splits alpha, AND splits beta."""
    if node["kind"] == "hypothesis":
        return {node["id"]: (alpha, beta)}
    k = len(node["children"])
    below = (alpha / k, beta) if node["kind"] == "any" else (alpha, beta / k)
    merged = {}
    for child in node["children"]:
        for id_, (a, b) in rates(child, *below).items():
            old = merged.get(id_, (a, b))
            merged[id_] = min(old[0], a), min(old[1], b)
    return merged


def settled(node, values):
    if node["kind"] == "hypothesis":
        return values[node["id"]]
    test = any if node["kind"] == "any" else all
    return test(settled(child, values) for child in node["children"])


RULE_1 = {"kind": "all", "children": [
    {"kind": "any", "children": [{"kind": "hypothesis", "id": f"s{k}"} for k in range(3)]},
    *({"kind": "hypothesis", "id": f"g{k}"} for k in range(4))]}
REPEATED = {"kind": "any", "children": [
    {"kind": "all", "children": [{"kind": "hypothesis", "id": "a"},
                                 {"kind": "hypothesis", "id": "b"}]},
    {"kind": "hypothesis", "id": "a"}, {"kind": "hypothesis", "id": "c"}]}
TREES = {"rule-1": RULE_1, "leaf": {"kind": "hypothesis", "id": "only"}}
for k in range(8):
    TREES[f"random-{k}"] = tree(4, [])
for name, root in {**TREES, "repeated": REPEATED}.items():
    for c in (1, 3):
        expected = rates(root, Fraction("0.05") / c, Fraction("0.2"))
        add(f"tree-rates-{name}-{c}c", "decision_tree_rates",
            {"root": root, "alpha": 0.05, "power": 0.8, "treatment_groups": c},
            {"hypotheses": {i: {"alpha": float(a), "power": float(1 - b)}
                            for i, (a, b) in expected.items()}},
            "recursion in exact fractions", rel=1e-12)
expected = rates(RULE_1, Fraction("0.05"), Fraction("0.2") - Fraction("0.03"))
add("tree-rates-vetoes", "decision_tree_rates",
    {"root": RULE_1, "alpha": 0.05, "power": 0.8, "veto_alpha": 0.03},
    {"hypotheses": {i: {"alpha": float(a), "power": float(1 - b)}
                    for i, (a, b) in expected.items()}},
    "recursion in exact fractions", rel=1e-12)


def leaves(node):
    if node["kind"] == "hypothesis":
        return [node["id"]]
    return [i for child in node["children"] for i in leaves(child)]


for name, root in TREES.items():
    ids = leaves(root)
    for k in range(4):
        outcomes = {i: [True, False, None][RNG.integers(0, 3)] for i in ids}
        still_open = [i for i in ids if outcomes[i] is None]
        # Keep the enumeration of all endings small.
        for i in still_open[10:]:
            outcomes[i] = bool(RNG.uniform() < 0.5)
        still_open = still_open[:10]
        endings = {settled(root, {**outcomes, **dict(zip(still_open, ending))})
                   for ending in itertools.product((True, False),
                                                   repeat=len(still_open))}
        add(f"tree-{name}-{k}", "decision_tree_evaluation",
            {"root": root, "outcomes": outcomes},
            {"holds": endings.pop() if len(endings) == 1 else None,
             "holding": [i for i in ids if outcomes[i] is True],
             "failing": [i for i in ids if outcomes[i] is False],
             "open": still_open}, "every ending of the open hypotheses")
ALL_HOLD = {i: True for i in leaves(RULE_1)}
for label, vetoes, holds in (("raised", {"d": True, "e": False}, False),
                             ("quiet", {"d": False}, True),
                             ("open", {"d": None, "e": False}, None),
                             ("raised-and-open", {"d": None, "e": True}, False)):
    add(f"tree-veto-{label}", "decision_tree_evaluation",
        {"root": RULE_1, "outcomes": ALL_HOLD, "vetoes": vetoes},
        {"holds": holds, "raised_vetoes": [i for i, v in vetoes.items() if v is True],
         "open_vetoes": [i for i, v in vetoes.items() if v is None]}, "Rule 2 by hand")
EMPTY = {"kind": "all", "children": []}
refused("tree-empty", "decision_tree_rates",
        {"root": {"kind": "any", "children": [EMPTY, RULE_1]}, "alpha": 0.05,
         "power": 0.8}, "ETUDE_STATS_EMPTY")
refused("tree-no-outcome", "decision_tree_evaluation",
        {"root": REPEATED, "outcomes": {"a": True, "b": False}},
        "ETUDE_STATS_LENGTH_MISMATCH")
refused("tree-veto-power", "decision_tree_rates",
        {"root": RULE_1, "alpha": 0.05, "power": 0.8, "veto_alpha": 0.2},
        "ETUDE_STATS_INVALID_POWER")
