"""Pooled and shrunken effects over experiments: metafor, and mpmath by hand."""

import itertools
import math

import mpmath as mp
import numpy as np
import scipy.optimize as optimize
import scipy.stats as st
from case_list import MPMATH, NUMPY, SCIPY, CaseList, ask_r, plain

CASES = CaseList()
add, refused = CASES.add, CASES.refused
RNG = np.random.default_rng(20240703)


def effects(ys, ses):
    return [{"estimate": float(y), "std_err": float(s)} for y, s in zip(ys, ses)]


_ses = RNG.uniform(0.01, 0.05, 20)
SETS = {
    # The BCG vaccine trials of metafor's own documentation (log risk ratios).
    "bcg": effects(
        [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120,
         -0.4694, -1.3713, -0.3394, 0.4459, -0.0173],
        [0.5706, 0.4411, 0.6445, 0.1415, 0.2263, 0.0831, 0.4722, 0.0630, 0.2376,
         0.2702, 0.1118, 0.7297, 0.2672]),
    "two": effects([0.02, 0.31], [0.03, 0.05]),
    "three-agreeing": effects([0.1, 0.11, 0.105], [0.05, 0.02, 0.4]),
    "programme": effects(RNG.normal(0.01, 0.02, 20) + RNG.normal(0, _ses), _ses),
    "very-unequal": effects([1.0, -2.0, 0.5, 3.0], [1e-3, 1.0, 20.0, 0.3]),
    "homogeneous": effects(RNG.normal(0.3, 0.1, 8), [0.1] * 8),
}
QUESTIONS = []
for (name, given), method, inference in itertools.product(
        SETS.items(), ("fixed", "dersimonian-laird", "paule-mandel", "reml"),
        ("z", "hartung-knapp", "hartung-knapp-adhoc")):
    if method == "fixed" and inference != "z":
        continue
    QUESTIONS.append((f"{name}-{method}-{inference}", {
        "effects": given, "method": method, "inference": inference,
        "alpha": 0.1 if inference == "z" else 0.05}))
SOURCE, ANSWERS = ask_r("meta_analysis.R", [
    {"ask": "pooled", **question} for _, question in QUESTIONS])


def prediction(question, tau_squared, estimate, std_err):
    """Higgins, Thompson & Spiegelhalter 2009."""
    df = len(question["effects"]) - 2
    if question["method"] == "fixed" or df < 1:
        return None
    half = st.t.isf(question["alpha"] / 2, df) * math.hypot(
        math.sqrt(tau_squared), std_err)
    return [estimate - half, estimate + half]


def q_profile(question):
    """Viechtbauer 2007: tau^2 at which Q equals a chi-square quantile."""
    y = np.array([e["estimate"] for e in question["effects"]])
    v = np.array([e["std_err"] for e in question["effects"]]) ** 2
    df = len(y) - 1

    def excess(tau_squared, target):
        w = 1 / (v + tau_squared)
        return float(np.sum(w * (y - np.sum(w * y) / np.sum(w)) ** 2)) - target
    ends = []
    for tail in (question["alpha"] / 2, 1 - question["alpha"] / 2):
        target = st.chi2.isf(tail, df)
        ends.append(0.0 if excess(0, target) <= 0 else optimize.brentq(
            excess, 0, 1e7, args=(target,), xtol=1e-16, rtol=1e-14))
    return ends


for (name, question), got in zip(QUESTIONS, ANSWERS):
    estimates = {key: value for key, value in got.items() if value is not None}
    add(f"pooled-{name}", "pooled_effect", question,
        {**estimates, "tau_squared_interval": q_profile(question),
         "prediction_interval": prediction(question, got["tau_squared"],
                                           got["estimate"], got["std_err"])},
        f"{SOURCE}: rma; intervals of tau^2 and prediction {SCIPY}",
        # metafor stops its own searches at about 1e-10 of tau^2.
        rel=1e-6, abs_=1e-9)

SHRINKING = [(f"{name}-{method}", {"effects": given, "method": method, "alpha": 0.05})
             for name, given in SETS.items() if name != "two"
             for method in ("dersimonian-laird", "paule-mandel", "reml")]
SOURCE, ANSWERS = ask_r("meta_analysis.R", [
    {"ask": "shrunken", **question} for _, question in SHRINKING])
for (name, question), got in zip(SHRINKING, ANSWERS):
    expected = dict(got)
    if got["tau_squared"] == 0:
        # blup has no error for effects that are all the same.
        expected.pop("std_errs")
    add(f"shrunken-{name}", "shrunken_effects",
        {"effects": question["effects"], "heterogeneity": question["method"],
         "method": "normal-normal", "alpha": 0.05},
        expected, f"{SOURCE}: blup of rma", rel=1e-6, abs_=1e-9)


def exact(given):
    return [(mp.mpf(e["estimate"]), mp.mpf(e["std_err"])) for e in given]


for name, centre in itertools.product(SETS, (None, 0.0)):
    given = exact(SETS[name])
    k = len(given)
    if k < (4 if centre is None else 3):
        continue
    # Efron & Morris 1973, positive part, on effects in standard errors.
    weight = mp.fsum(1 / s ** 2 for _, s in given)
    middle = mp.mpf(centre) if centre is not None else (
        mp.fsum(y / s ** 2 for y, s in given) / weight)
    scatter = mp.fsum(((y - middle) / s) ** 2 for y, s in given)
    factor = min(mp.mpf(1), (k - (3 if centre is None else 2)) / scatter)
    add(f"james-stein-{name}-{centre}", "shrunken_effects",
        {"effects": SETS[name], "method": "james-stein", "alpha": 0.05,
         **({} if centre is None else {"centre": centre})},
        {"centre": float(middle), "tau_squared": None,
         "estimates": [float(middle + (1 - factor) * (y - middle)) for y, _ in given],
         "shrinkage": [float(factor)] * k}, MPMATH, rel=1e-10, abs_=1e-14)

for name, tau_method in itertools.product(("programme", "bcg"), ("dersimonian-laird",)):
    # Around 0 the posteriors are independent: their sums are simple.
    for centre in (0.0, None):
        given = SETS[name]
        shipped = [e["estimate"] > 1.2 * e["std_err"] for e in given]
        if not any(shipped):
            shipped[0] = True
        y = np.array([e["estimate"] for e in given])
        v = np.array([e["std_err"] for e in given]) ** 2
        w = 1 / v
        mean = 0.0 if centre is not None else float(np.sum(w * y) / np.sum(w))
        q = float(np.sum(w * (y - mean) ** 2))
        lost = 0 if centre is not None else 1
        scale = np.sum(w) - (lost and np.sum(w ** 2) / np.sum(w))
        tau_squared = max(0.0, (q - (len(y) - lost)) / scale)
        b = v / (v + tau_squared)
        w_star = 1 / (v + tau_squared)
        mu = 0.0 if centre is not None else float(np.sum(w_star * y) / np.sum(w_star))
        post = mu + (1 - b) * (y - mu)
        # All posteriors share the noise of the centre.
        covariance = np.diag(b * tau_squared)
        if centre is None:
            covariance = covariance + np.outer(b, b) / np.sum(w_star)
        pick = np.array(shipped, float)

        def sum_at(t):
            w_at = 1 / (v + t)
            mu_at = 0.0 if centre is not None else np.sum(w_at * y) / np.sum(w_at)
            return float(pick @ (mu_at + t * w_at * (y - mu_at)))

        # Kass & Steffey 1989: what an estimated tau squared adds, its variance
        # from the restricted likelihood, half the trace of PP.
        step = 1e-4 * (tau_squared + float(np.min(v)))
        slope = (8 * (sum_at(tau_squared + step) - sum_at(tau_squared - step))
                 - sum_at(tau_squared + 2 * step)
                 + sum_at(tau_squared - 2 * step)) / (12 * step)
        projection = np.diag(w_star)
        if centre is None:
            projection = projection - np.outer(w_star, w_star) / np.sum(w_star)
        of_tau = 2 / float(np.trace(projection @ projection))
        total = float(pick @ post)
        se = math.sqrt(float(pick @ covariance @ pick) + slope ** 2 * of_tau)
        raw, raw_se = float(pick @ y), math.sqrt(float(pick @ v))
        z = st.norm.isf(0.025)
        add(f"impact-{name}-{centre}", "cumulative_impact",
            {"effects": [{**e, "shipped": s} for e, s in zip(given, shipped)],
             "heterogeneity": tau_method, "alpha": 0.05,
             **({} if centre is None else {"centre": centre})},
            {"shipped": sum(shipped),
             "impact": {"estimate": total, "std_err": se,
                        "ci": plain([total - z * se, total + z * se])},
             "measured": {"estimate": raw, "std_err": raw_se,
                          "ci": plain([raw - z * raw_se, raw + z * raw_se])}},
            f"{NUMPY}: posterior covariance matrix", rel=1e-9, abs_=1e-12)

refused("pooled-one", "pooled_effect",
        {"effects": SETS["two"][:1], "method": "reml", "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("pooled-zero-error", "pooled_effect",
        {"effects": effects([0.1, 0.2], [0.0, 0.1]), "method": "reml",
         "alpha": 0.05}, "ETUDE_STATS_INVALID_NUMBER")
refused("pooled-equal-hartung-knapp", "pooled_effect",
        {"effects": effects([0.1, 0.1], [0.1, 0.1]), "method": "reml",
         "inference": "hartung-knapp", "alpha": 0.05}, "ETUDE_STATS_ZERO_VARIANCE")
refused("james-stein-three", "shrunken_effects",
        {"effects": SETS["three-agreeing"], "method": "james-stein", "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("impact-nothing-shipped", "cumulative_impact",
        {"effects": SETS["two"], "alpha": 0.05}, "ETUDE_STATS_EMPTY")
