"""Quantiles and capping: SciPy and numpy on raw units."""

import itertools
import math

import numpy as np
import scipy.stats as st
from case_list import NUMPY, SCIPY, CaseList, plain
from samples import CAPPED, QUANTILE_VALUES

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for (n, q), values in QUANTILE_VALUES.items():
    low, high = (int(st.binom.ppf(a, n + 1, q)) for a in (0.025, 0.975))
    ordered = np.sort(values)
    add(f"quantile-{n}-{q}", "quantile_ci",
        {"values": plain(values), "quantile": q, "alpha": 0.05},
        {"lower_index_1based": low, "upper_index_1based": high,
         "ci": plain([ordered[low - 1], ordered[high - 1]])},
        f"{SCIPY} binom.ppf")
c, t = CAPPED
cap = float(np.quantile(np.concatenate([c, t]), 0.9))
add("cap-90", "winsorize_test",
    {"control": plain(c), "treatment": plain(t), "upper_percentile": 0.9,
     "scope": "pooled", "quantile_type": 7, "alternative": "two-sided", "alpha": 0.05},
    {"cap": cap, "control_mean": float(np.minimum(c, cap).mean()),
     "treatment_mean": float(np.minimum(t, cap).mean())},
    f"{NUMPY} quantile", rel=1e-12)
refused("quantile-too-few", "quantile_ci",
        {"values": [1, 2, 3], "quantile": 0.99, "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")

# ------------------------------------------------ one-sided, small and far out

RNG = np.random.default_rng(20240711)
TIED = np.round(RNG.exponential(3, 60))
for (n, q), side, alpha in (
        (c, s, a) for c in ((30, 0.5), (500, 0.95), (120, 0.1), (5000, 0.999))
        for s in ("two-sided", "larger", "smaller") for a in (0.05, 0.2)):
    z = st.norm.isf(alpha / 2 if side == "two-sided" else alpha)
    if n <= z * z * max(q / (1 - q), (1 - q) / q) * 1.05:
        continue
    values = np.random.default_rng(n).lognormal(0, 1, n).round(3)
    per_side = alpha / 2 if side == "two-sided" else alpha
    low, high = (int(st.binom.ppf(p, n + 1, q)) for p in (per_side, 1 - per_side))
    if low < 1 or high > n:
        continue
    ordered = np.sort(values)
    add(f"quantile-{side}-{n}-{q}-{alpha}", "quantile_ci",
        {"values": plain(values), "quantile": q, "alpha": alpha, "alternative": side},
        {"ci": [None if side == "smaller" else float(ordered[low - 1]),
                None if side == "larger" else float(ordered[high - 1])]},
        f"{SCIPY} binom.ppf")
add("quantile-ties", "quantile_ci",
    {"values": plain(TIED), "quantile": 0.5, "alpha": 0.05},
    {"ci": [float(np.sort(TIED)[int(st.binom.ppf(p, 61, 0.5)) - 1])
            for p in (0.025, 0.975)]}, f"{SCIPY} binom.ppf")
refused("quantile-constant-zero-alpha", "quantile_ci",
        {"values": plain(TIED), "quantile": 0.5, "alpha": 0}, "ETUDE_STATS_INVALID_ALPHA")
refused("quantile-one", "quantile_ci",
        {"values": plain(TIED), "quantile": 1, "alpha": 0.05},
        "ETUDE_STATS_INVALID_PROBABILITY")


def mass(n, q):
    """Ranks 1..n of the quantile: Binomial(n + 1, q), its ends clipped."""
    pmf = st.binom.pmf(np.arange(n + 2), n + 1, q)
    pmf[1] += pmf[0]
    pmf[n] += pmf[n + 1]
    return pmf[1:n + 1]


for n_c, n_t, q, side in ((40, 55, 0.5, "two-sided"), (300, 250, 0.9, "two-sided"),
                          (200, 220, 0.25, "larger"), (80, 90, 0.75, "smaller")):
    c, t = (RNG.lognormal(m, 0.7, n).round(5) for m, n in ((0, n_c), (0.2, n_t)))
    # Every pair of ranks with its probability, sorted by the difference.
    gaps = np.sort(t)[None, :] - np.sort(c)[:, None]
    weight = np.outer(mass(n_c, q), mass(n_t, q))
    order = np.argsort(gaps, axis=None)
    ordered, total = gaps.ravel()[order], np.cumsum(weight.ravel()[order])
    per_side = 0.025 if side == "two-sided" else 0.05
    low, high = (float(ordered[np.searchsorted(total, p)]) for p in (per_side, 1 - per_side))
    add(f"quantile-difference-{n_c}-{q}-{side}", "quantile_diff_ci",
        {"control": plain(c), "treatment": plain(t), "quantile": q, "alpha": 0.05,
         "alternative": side},
        {"ci": [None if side == "smaller" else low, None if side == "larger" else high]},
        f"{NUMPY}: all pairs of order statistics", rel=1e-9, abs_=1e-12)

for alternative, star in itertools.product(("two-sided", "larger", "smaller"), (1.0, 0.5)):
    sides = []
    for n, estimate, low, high in ((25000, 7.12, 6.99, 7.27), (900, 7.36, 7.01, 7.9)):
        z = st.norm.isf(0.025)
        s = (high - low) / (2 * z)
        used = int(n * star)
        sides.append(({"n": n, "n_star": used, "quantile": 0.9, "estimate": estimate,
                       "lower": low, "upper": high},
                      used / n * (n - 1) * s * s / n, estimate))
    (c, v_c, m_c), (t, v_t, m_t) = sides
    d, se = m_t - m_c, math.sqrt(v_c + v_t)
    p = {"two-sided": 2 * st.norm.sf(abs(d / se)), "larger": st.norm.sf(d / se),
         "smaller": st.norm.cdf(d / se)}[alternative]
    add(f"quantile-bounds-{alternative}-{star}", "quantile_test_from_bounds",
        {"control": c, "treatment": t, "alpha": 0.05, "bounds_level": 0.95,
         "alternative": alternative},
        {"difference": d, "std_err": se, "statistic": d / se, "p_value": float(p)},
        f"{SCIPY}, section 5.8", rel=1e-9)

# ------------------------------------------------ capping

ZEROS = [np.where(RNG.uniform(0, 1, n) < 0.6, 0.0, RNG.lognormal(1, 1, n)) for n in (70, 90)]
for percentile, ignore in itertools.product((0.9, 0.5, 0.99, 1.0), (False, True)):
    pooled = np.concatenate(ZEROS)
    pooled = pooled[pooled != 0] if ignore else pooled
    cap = float(np.quantile(pooled, percentile))
    c, t = (np.minimum(v, cap) for v in ZEROS)
    if c.var() == 0 and t.var() == 0:
        continue
    d = float(t.mean() - c.mean())
    se = math.sqrt(c.var(ddof=1) / len(c) + t.var(ddof=1) / len(t))
    add(f"cap-{percentile}-{ignore}", "winsorize_test",
        {"control": plain(ZEROS[0]), "treatment": plain(ZEROS[1]),
         "upper_percentile": percentile, "ignore_zeros": ignore, "scope": "pooled",
         "quantile_type": 7, "alternative": "two-sided", "alpha": 0.05},
        {"cap": cap, "control_mean": float(c.mean()), "treatment_mean": float(t.mean()),
         "difference": d, "std_err": se, "statistic": d / se,
         "p_value": float(2 * st.norm.sf(abs(d / se)))},
        f"{NUMPY} quantile", rel=1e-9)
add("cap-absolute", "winsorize_test",
    {"control": [1, 2, 30], "treatment": [4, 5, 60], "cap": 10, "alternative": "two-sided",
     "alpha": 0.05}, {"cap": 10, "control_mean": 13 / 3, "treatment_mean": 19 / 3},
    "hand calculation", rel=1e-12)
