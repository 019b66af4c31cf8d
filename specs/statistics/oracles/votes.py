"""Confidence scores: statsmodels' logistic regression, numpy and fractions."""

import numpy as np
import statsmodels.api as sm
import statsmodels.stats.proportion as proportion
from case_list import NUMPY, STATSMODELS, CaseList, plain

CASES = CaseList()
add, refused = CASES.add, CASES.refused
RNG = np.random.default_rng(20240707)


def scored(n, sharpness):
    scores = RNG.uniform(0, 1, n).round(3)
    chance = 1 / (1 + np.exp(-sharpness * (scores - 0.5)))
    return scores, (RNG.uniform(0, 1, n) < chance).astype(int)


SETS = {
    "weak": scored(60, 1.0), "strong": scored(200, 9.0),
    "five-votes": (lambda s, y: ((s * 5).round() / 5, y))(*scored(150, 4.0)),
    "constant-shift": (lambda s, y: (s + 1000, y))(*scored(80, 4.0)),
    "few": (np.array([0.2, 0.4, 0.6, 0.5]), np.array([0, 1, 0, 1])),
}
for name, (scores, labels) in SETS.items():
    centre = scores.mean()
    design = sm.add_constant(scores - centre)
    positive = labels.sum()
    smooth = np.where(labels == 1, (positive + 1) / (positive + 2),
                      1 / (len(labels) - positive + 2))
    for targets, y in (("hard", labels.astype(float)), ("smoothed", smooth)):
        fit = sm.GLM(y, design, family=sm.families.Binomial()).fit(tol=1e-15, maxiter=200)
        slope = float(fit.params[1])
        at = [float(v) for v in np.quantile(scores, [0, 0.3, 1])]
        add(f"platt-{name}-{targets}", "platt_scaling",
            {"scores": plain(scores), "labels": labels.tolist(), "targets": targets,
             "predict": at},
            {"intercept": float(fit.params[0]) - slope * float(centre), "slope": slope,
             "probabilities": plain(fit.predict(
                 np.column_stack([np.ones(3), np.array(at) - centre])))},
            f"{STATSMODELS} GLM(Binomial)", rel=1e-6, abs_=1e-9)
SEPARABLE = [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]
fit = sm.GLM(np.array([0.25, 0.25, 0.75, 0.75]), sm.add_constant(np.array(SEPARABLE[0])),
             family=sm.families.Binomial()).fit(tol=1e-15)
add("platt-separable-smoothed", "platt_scaling",
    {"scores": SEPARABLE[0], "labels": SEPARABLE[1], "targets": "smoothed"},
    {"intercept": float(fit.params[0]), "slope": float(fit.params[1])},
    f"{STATSMODELS} GLM(Binomial)", rel=1e-8)
refused("platt-one-label", "platt_scaling",
        {"scores": [0.1, 0.5, 0.7], "labels": [1, 1, 1], "targets": "hard"},
        "ETUDE_STATS_NO_CONVERGENCE")

for name, votes, answer, confidence in (
        ("majority", [("A", 1), ("B", 1), ("A", 1), ("A", 1), ("C", 1)], "A", 3 / 5),
        ("one", [("X", 1)], "X", 1.0),
        ("weights-win", [("A", 1), ("A", 1), ("B", 2.5)], "B", 2.5 / 4.5),
        ("seven", [("a", 0.9), ("b", 0.8), ("a", 0.7), ("c", 0.9), ("b", 0.3),
                   ("a", 0.1), ("d", 0.5)], "a", 1.7 / 4.2),
        ("tiny-weights", [("A", 1e-9), ("B", 1e-10)], "A", 10 / 11)):
    add(f"vote-{name}", "weighted_vote",
        {"votes": [{"answer": a, "weight": w} for a, w in votes]},
        {"answer": answer, "raw_confidence": confidence}, "arithmetic", rel=1e-12)

refused("vote-zero-weight", "weighted_vote",
        {"votes": [{"answer": "A", "weight": 0}, {"answer": "B", "weight": 1}]},
        "ETUDE_STATS_INVALID_NUMBER")

# ------------------------------------------------ calibration

PROBABILITIES = {
    "random": (RNG.uniform(0, 1, 400).round(4), None),
    "on-edges": (np.array([0.0, 0.1, 0.1, 0.2, 0.3, 0.6, 0.7, 1.0, 1.0, 0.9]),
                 np.array([0, 1, 0, 0, 1, 1, 1, 1, 0, 1])),
    "ties": (np.repeat([0.25, 0.5, 0.75], [10, 20, 10]), None),
    "single": (np.array([0.3]), np.array([1])),
}
for name, (p, labels) in PROBABILITIES.items():
    if labels is None:
        labels = (RNG.uniform(0, 1, len(p)) < p ** 1.3).astype(int)
    shared = {"probabilities": plain(p), "labels": labels.tolist()}
    rate = labels.mean()
    score = float(np.mean((p - labels) ** 2))
    reference = float(rate * (1 - rate))
    add(f"brier-{name}", "brier_score", shared,
        {"score": score, "base_rate": float(rate), "reference": reference,
         "skill": None if reference == 0 else 1 - score / reference}, NUMPY,
        rel=1e-12, abs_=1e-15)
    for bins in (10, 5, 1):
        # Right-closed bins, the first with 0: numpy's digitize on the edges.
        edges = [k / bins for k in range(1, bins)]
        place = np.digitize(p, edges, right=True)
        groups = [np.flatnonzero(place == b) for b in range(bins)]
        groups = [g for g in groups if len(g)]
        ci = [plain(proportion.proportion_confint(int(labels[g].sum()), len(g), 0.1,
                                                  "wilson")) for g in groups]
        gaps = [abs(labels[g].mean() - p[g].mean()) for g in groups]
        given = {**shared, "bins": bins}
        add(f"reliability-{name}-{bins}", "reliability_curve", {**given, "alpha": 0.1},
            {"n": [len(g) for g in groups],
             "mean_predicted": [float(p[g].mean()) for g in groups],
             "share_correct": [float(labels[g].mean()) for g in groups], "ci": ci},
            f"{NUMPY} digitize, {STATSMODELS} Wilson", rel=1e-9, abs_=1e-12)
        add(f"calibration-{name}-{bins}", "calibration_error", given,
            {"expected": float(sum(len(g) * gap for g, gap in zip(groups, gaps)) / len(p)),
             "maximum": float(max(gaps))}, NUMPY, rel=1e-9, abs_=1e-12)
p, labels = PROBABILITIES["random"][0], (RNG.uniform(0, 1, 400) < 0.5).astype(int)
order = np.argsort(p, kind="stable")
parts = np.array_split(order, 8)
if len(set(p)) == len(p):
    add("reliability-equal-count", "reliability_curve",
        {"probabilities": plain(p), "labels": labels.tolist(), "bins": 8,
         "binning": "equal-count"},
        {"n": [len(g) for g in parts],
         "mean_predicted": [float(p[g].mean()) for g in parts],
         "share_correct": [float(labels[g].mean()) for g in parts]},
        f"{NUMPY} array_split", rel=1e-9)
refused("brier-empty", "brier_score", {"probabilities": [], "labels": []},
        "ETUDE_STATS_EMPTY")
refused("brier-percent", "brier_score", {"probabilities": [50], "labels": [1]},
        "ETUDE_STATS_INVALID_PROBABILITY")
refused("calibration-lengths", "calibration_error",
        {"probabilities": [0.5, 0.4], "labels": [1]}, "ETUDE_STATS_LENGTH_MISMATCH")
refused("reliability-no-bins", "reliability_curve",
        {"probabilities": [0.5], "labels": [1], "bins": 0},
        "ETUDE_STATS_TOO_FEW_UNITS")
