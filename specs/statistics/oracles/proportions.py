"""Proportions: statsmodels."""

import math

import mpmath as mp
import scipy.stats as st
import statsmodels.stats.proportion as proportion
from case_list import MPMATH, STATSMODELS, CaseList, plain
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for x_c, n_c, x_t, n_t in ((0, 10, 3, 12), (5, 50, 50, 50), (1, 1000, 9, 900),
                           (4000, 9000, 4100, 9100), (200, 200, 180, 200)):
    shared = {"control": {"successes": x_c, "n": n_c},
              "treatment": {"successes": x_t, "n": n_t}, "alpha": 0.05}
    label = f"{x_c}of{n_c}-{x_t}of{n_t}"
    d = x_t / n_t - x_c / n_c
    z, p = proportion.proportions_ztest([x_t, x_c], [n_t, n_c])
    add(f"prop-pooled-{label}", "proportion_diff_test",
        {**shared, "method": "pooled-z", "alternative": "two-sided"},
        {"difference": d, "statistic": float(z), "p_value": float(p)},
        f"{STATSMODELS} proportions_ztest", rel=1e-8, abs_=1e-15)
    low, high = proportion.confint_proportions_2indep(
        x_t, n_t, x_c, n_c, method="newcomb", compare="diff", alpha=0.05)
    add(f"prop-newcombe-{label}", "proportion_diff_test",
        {**shared, "method": "newcombe", "alternative": "two-sided"},
        {"difference": d, "ci": plain([low, high])},
        f"{STATSMODELS} confint_proportions_2indep(newcomb)", rel=1e-8, abs_=1e-12)
    if 0 < x_c < n_c or 0 < x_t < n_t:
        test = proportion.test_proportions_2indep(
            x_t, n_t, x_c, n_c, method="wald", compare="diff",
            correction=False)
        add(f"prop-unpooled-{label}", "proportion_diff_test",
            {**shared, "method": "unpooled-z", "alternative": "two-sided"},
            {"statistic": float(test.statistic), "p_value": float(test.pvalue)},
            f"{STATSMODELS} test_proportions_2indep(wald)", rel=1e-8)
    for successes, n in ((x_c, n_c), (x_t, n_t)):
        low, high = proportion.proportion_confint(successes, n, 0.1, "wilson")
        add(f"wilson-{successes}of{n}", "wilson_interval",
            {"successes": successes, "n": n, "alpha": 0.1},
            {"estimate": successes / n, "ci": plain([low, high])},
            f"{STATSMODELS} proportion_confint(wilson)", rel=1e-10, abs_=1e-15)

BAD_PROPORTION = {"alternative": "two-sided", "alpha": 0.05}
refused("rates-0", "proportion_diff_test",
        {"control": {"successes": 0, "n": 9}, "treatment": {"successes": 0, "n": 8},
         "method": "unpooled-z", **BAD_PROPORTION}, "ETUDE_STATS_ZERO_VARIANCE")
refused("rates-1-pooled", "proportion_diff_test",
        {"control": {"successes": 9, "n": 9}, "treatment": {"successes": 8, "n": 8},
         "method": "pooled-z", **BAD_PROPORTION}, "ETUDE_STATS_ZERO_VARIANCE")
refused("more-successes", "proportion_diff_test",
        {"control": {"successes": 10, "n": 9}, "treatment": {"successes": 4, "n": 8},
         "method": "unpooled-z", **BAD_PROPORTION}, "ETUDE_STATS_INVALID_COUNT")
refused("wilson-empty", "wilson_interval",
        {"successes": 0, "n": 0, "alpha": 0.05}, "ETUDE_STATS_TOO_FEW_UNITS")

# ------------------------------------------------ rates of 0 and 1, large n

for x_c, n_c, x_t, n_t in ((0, 2, 1, 2), (0, 5, 5, 5), (2, 2, 0, 2), (0, 1000000, 12, 1000000),
                           (999990, 1000000, 1000000, 1000000), (1, 3, 2, 700000),
                           (500000, 1000000, 501500, 1000000), (10 ** 8, 10 ** 9, 10 ** 8 + 60000, 10 ** 9)):
    p_c, p_t = mp.mpf(x_c) / n_c, mp.mpf(x_t) / n_t
    d = p_t - p_c
    pooled = mp.mpf(x_c + x_t) / (n_c + n_t)
    errors = {"unpooled-z": mp.sqrt(p_c * (1 - p_c) / n_c + p_t * (1 - p_t) / n_t),
              "pooled-z": mp.sqrt(pooled * (1 - pooled) * (mp.mpf(1) / n_c + mp.mpf(1) / n_t))}
    for method, alternative in ((m, a) for m in errors for a in ("two-sided", "larger", "smaller")):
        given = {"control": {"successes": x_c, "n": n_c},
                 "treatment": {"successes": x_t, "n": n_t}, "method": method,
                 "alternative": alternative, "alpha": 0.05}
        label = f"{method}-{alternative}-{x_c}of{n_c}-{x_t}of{n_t}"
        if errors[method] == 0:
            refused(f"prop-{label}", "proportion_diff_test", given,
                    "ETUDE_STATS_ZERO_VARIANCE")
            continue
        z = d / errors[method]
        p = {"two-sided": 2 * norm_sf(abs(z)), "larger": norm_sf(z),
             "smaller": norm_sf(-z)}[alternative]
        add(f"prop-edge-{label}", "proportion_diff_test", given,
            {"difference": float(d), "statistic": float(z), "p_value": float(p)},
            f"{MPMATH}, section 5.2", rel=1e-8)
    low, high = proportion.confint_proportions_2indep(
        x_t, n_t, x_c, n_c, method="newcomb", compare="diff", alpha=0.01)
    add(f"prop-newcombe-edge-{x_c}of{n_c}-{x_t}of{n_t}", "proportion_diff_test",
        {"control": {"successes": x_c, "n": n_c},
         "treatment": {"successes": x_t, "n": n_t}, "method": "newcombe",
         "alternative": "two-sided", "alpha": 0.01},
        {"difference": float(d), "ci": plain([low, high])},
        f"{STATSMODELS} confint_proportions_2indep(newcomb)", rel=1e-8, abs_=1e-12)


def wilson(successes, n, z):
    """Section 1.2, with the ends where the square root cancels kept exact."""
    p = mp.mpf(successes) / n
    middle = p + z ** 2 / (2 * n)
    half = z * mp.sqrt(p * (1 - p) / n + z ** 2 / (4 * mp.mpf(n) ** 2))
    return [float((middle + s * half) / (1 + z ** 2 / n)) for s in (-1, 1)]


for successes, n in ((0, 1), (1, 1), (0, 10 ** 9), (10 ** 9, 10 ** 9), (1, 10 ** 9), (7, 11), (64, 100)):
    for alpha in (0.05, 1e-6, 0.5):
        z = mp.mpf(st.norm.isf(alpha / 2))
        add(f"wilson-edge-{successes}of{n}-{alpha}", "wilson_interval",
            {"successes": successes, "n": n, "alpha": alpha},
            {"estimate": successes / n, "ci": wilson(successes, n, z)}, MPMATH,
            rel=1e-10, abs_=1e-17)
