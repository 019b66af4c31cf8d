"""Sample ratio mismatch: mpmath."""

import mpmath as mp
from case_list import MPMATH, CaseList, ask_r
from tails import gamma_q, norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for counts, weights in (([50, 50], [1, 1]), ([5012, 4988], [1, 1]),
                        ([60000, 50000], [1, 1]), ([10, 0], [1, 1]),
                        ([90100, 5000, 4900], [90, 5, 5]),
                        ([333, 350, 317, 340], [1, 1, 1, 1]),
                        ([1000000, 950000], [0.5, 0.5])):
    total = mp.mpf(sum(counts))
    expected = [total * mp.mpf(w) / mp.fsum(weights) for w in weights]
    stat = mp.fsum((o - e) ** 2 / e for o, e in zip(counts, expected))
    p = gamma_q(mp.mpf(len(counts) - 1) / 2, stat / 2)
    add(f"srm-{'-'.join(map(str, counts))}", "srm_test",
        {"counts": counts, "weights": weights, "threshold": 0.001},
        {"statistic": float(stat), "df": len(counts) - 1, "p_value": float(p),
         "srm": bool(p < 0.001)}, MPMATH, rel=1e-10, abs_=1e-12)
refused("srm-no-units", "srm_test", {"counts": [0, 0], "weights": [1, 1]},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("srm-one-variant", "srm_test", {"counts": [10], "weights": [1]},
        "ETUDE_STATS_EMPTY")
refused("srm-zero-weight", "srm_test", {"counts": [10, 10], "weights": [1, 0]},
        "ETUDE_STATS_INVALID_NUMBER")

for label, batches, weights, c in (
        ("ok", [[5, 3], [2, 8]], [1, 1], 10),
        ("million", [[500000, 499000], [510000, 500000]], [0.5, 0.5], 10000),
        ("three", [[900, 60, 40], [880, 70, 50]], [0.9, 0.05, 0.05], 100)):
    share = [mp.mpf(w) / mp.fsum(weights) for w in weights]
    logs, ps, running = [], [], mp.mpf(1)
    cumulative = [0] * len(weights)
    for batch in batches:
        cumulative = [a + b for a, b in zip(cumulative, batch)]
        n = sum(cumulative)
        log = mp.loggamma(c) - mp.loggamma(c + n) + mp.fsum(
            mp.loggamma(c * w + k) - mp.loggamma(c * w) - k * mp.log(w)
            for w, k in zip(share, cumulative))
        running = min(running, mp.exp(-log))
        logs.append(float(log))
        ps.append(float(running))
    add(f"ssrm-{label}", "sequential_srm",
        {"batches": batches, "weights": weights, "dirichlet_concentration": c},
        {"log_bayes_factor": logs, "sequential_p": ps,
         "srm_at_0.01": [v < 0.01 for v in ps]}, MPMATH, rel=1e-8, abs_=1e-9)


# ------------------------------------------------ many variants, gross mismatch

COUNTS = (
    ([100] * 40, [1] * 40), ([8, 12], [1, 1]), ([1, 0, 0], [98, 1, 1]),
    ([990, 10], [99, 1]), ([10 ** 9, 10 ** 9 + 200000], [0.5, 0.5]),
    ([30000, 70000], [1, 1]), ([5, 5, 5, 4, 6, 5, 5, 5, 5, 5, 5], [1] * 11),
    ([333333, 333333, 333334], [1 / 3, 1 / 3, 1 / 3]), ([0, 17], [1, 1]))
SOURCE, ANSWERS = ask_r("validity.R", [
    {"ask": "srm", "counts": c, "weights": w} for c, w in COUNTS])
for (counts, weights), got in zip(COUNTS, ANSWERS):
    expected = dict(got)
    exact = gamma_q(mp.mpf(len(counts) - 1) / 2, mp.mpf(got["statistic"]) / 2)
    if exact < mp.mpf(10) ** -300:
        expected.pop("p_value")
    else:
        expected["p_value"] = float(exact)
    add(f"srm-r-{len(counts)}-{counts[0]}-{counts[1]}", "srm_test",
        {"counts": counts, "weights": weights},
        {**expected, "srm": bool(exact < mp.mpf("0.001"))},
        f"{SOURCE} chisq.test, tail {MPMATH}", rel=1e-9, abs_=1e-9)

for label, batches, weights, c in (
        ("hourly", [[51 + (k * 7) % 5, 49 + (k * 3) % 4] for k in range(336)],
         [1, 1], 10000),
        ("drifting", [[100 + k, 100 - k] for k in range(60)], [1, 1], 500),
        ("one-empty", [[0, 30], [0, 40]], [1, 1], 100),
        ("unequal-five", [[500, 100, 200, 150, 50]] * 20, [50, 10, 20, 15, 5], 10000),
        ("empty-batch", [[0, 0], [10, 12], [0, 0]], [1, 1], 50)):
    share = [mp.mpf(w) / mp.fsum(map(mp.mpf, weights)) for w in weights]
    logs, ps, running = [], [], mp.mpf(1)
    cumulative = [0] * len(weights)
    for batch in batches:
        cumulative = [a + b for a, b in zip(cumulative, batch)]
        n = sum(cumulative)
        log = mp.loggamma(c) - mp.loggamma(c + n) + mp.fsum(
            mp.loggamma(c * w + k) - mp.loggamma(c * w) - k * mp.log(w)
            for w, k in zip(share, cumulative))
        running = min(running, mp.exp(-log))
        logs.append(float(log))
        ps.append(float(running))
    add(f"ssrm-{label}", "sequential_srm",
        {"batches": batches, "weights": weights, "dirichlet_concentration": c},
        {"log_bayes_factor": logs, "sequential_p": ps,
         "srm_at_0.01": [v < 0.01 for v in ps]}, MPMATH, rel=1e-8, abs_=1e-9)

# ------------------------------------------------ before exposure, crossover

for label, m, alpha, correction in (("forty", 40, 0.01, "bonferroni"),
                                    ("one", 1, 0.01, "bonferroni"),
                                    ("uncorrected", 5, 0.05, "none")):
    metrics, ps = [], []
    for k in range(m):
        d = 0.02 if k % 9 else 0.11
        control = {"n": 4000, "mean": 3.0 + k, "variance": 4.0 + k}
        treatment = {"n": 4100 + k, "mean": 3.0 + k + d, "variance": 4.2}
        se = mp.sqrt(mp.mpf(control["variance"]) / 4000 + mp.mpf(4.2) / (4100 + k))
        z = (mp.mpf(treatment["mean"]) - mp.mpf(control["mean"])) / se
        ps.append(2 * norm_sf(abs(z)))
        metrics.append({"metric": f"m{k}", "control": control, "treatment": treatment})
    threshold = alpha / m if correction == "bonferroni" else alpha
    add(f"pre-exposure-{label}", "pre_exposure_check",
        {"metrics": metrics, "alpha": alpha, "correction": correction},
        {"p_values": [float(p) for p in ps], "threshold": threshold,
         "imbalanced": [bool(p < threshold) for p in ps],
         "any_imbalanced": any(p < threshold for p in ps)}, MPMATH, rel=1e-9)
# Section 7.4: flagged at a share of 1 % or more, with 10 units or more.
for total, several, flagged in ((10000, 100, True), (10000, 99, False), (500, 9, False),
                                (500, 10, True), (1000, 10, True), (1001, 10, False),
                                (20, 20, True), (10000, 0, False)):
    add(f"crossover-{several}of{total}", "crossover_check",
        {"units_total": total, "units_in_multiple_groups": several, "threshold": 0.01},
        {"share": several / total, "unhealthy": flagged}, "section 7.4 by hand",
        rel=1e-12)
refused("crossover-more-than-all", "crossover_check",
        {"units_total": 10, "units_in_multiple_groups": 11}, "ETUDE_STATS_INVALID_COUNT")

# ------------------------------------------------ days on which exposure broke

GAPS = {
    "steady": [[100, 103], [98, 101], [110, 96], [99, 99]],
    "one-variant": [[100, 103], [98, 0], [110, 96], [99, 99], [101, 97]],
    "halved": [[1000, 1003], [980, 1010], [1100, 480], [990, 995]],
    "silent": [[100, 103], [0, 0], [110, 96], [99, 99], [101, 97]],
    "three-variants": [[50, 52, 49], [51, 2, 50], [48, 47, 55], [0, 50, 49]],
    "steady-mismatch": [[90, 10], [180, 20], [91, 9]],
    "small": [[2, 0], [1, 2]],
}
SOURCE, ANSWERS = ask_r("validity.R", [
    {"ask": "gaps", "days": days} for days in GAPS.values()])
for (name, days), got in zip(GAPS.items(), ANSWERS):
    p = [1.0 if v is None else v for v in got["p"]]
    k = len(days[0])
    tested = sum(1 for row in days if sum(row) > 0) * k
    threshold = 0.001 / tested
    short = sorted((v, i) for i, v in enumerate(p) if v < threshold)
    total = sum(map(sum, days))
    silence = mp.exp(total * mp.log1p(-mp.mpf(1) / len(days)))
    add(f"gaps-{name}", "exposure_gaps", {"days": days},
        {"least_p": min(p), "threshold": threshold,
         "short_days": [i // k for _, i in short],
         "silent_days": [d for d, row in enumerate(days)
                         if sum(row) == 0 and silence < mp.mpf("0.001") / len(days)]},
        f"{SOURCE} phyper", rel=1e-9)
