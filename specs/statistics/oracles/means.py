"""Differences of means: mpmath at 60 digits on the raw values."""

import itertools
import math

import mpmath as mp
import scipy.stats as st
from case_list import MPMATH, SCIPY, CaseList, plain
from samples import MEAN_GRID
from tails import norm_sf, t_sf, t_tail

CASES = CaseList()
add, refused = CASES.add, CASES.refused

SM_ALTERNATIVE = {"two-sided": "two-sided", "larger": "larger",
                  "smaller": "smaller"}


def exact_moments(values):
    """Mean and variance of the doubles at 60 digits."""
    exact = [mp.mpf(float(v)) for v in values]
    mean = mp.fsum(exact) / len(exact)
    return len(exact), mean, mp.fsum((v - mean) ** 2 for v in exact) / (len(exact) - 1)


for (name, (c, t)), alternative, test in itertools.product(
        MEAN_GRID.items(), SM_ALTERNATIVE, ("z", "welch-t", "student-t")):
    (n_c, m_c, v_c), (n_t, m_t, v_t) = exact_moments(c), exact_moments(t)
    if test == "student-t":
        pooled = ((n_c - 1) * v_c + (n_t - 1) * v_t) / (n_c + n_t - 2)
        se, df = mp.sqrt(pooled * (mp.mpf(1) / n_c + mp.mpf(1) / n_t)), n_c + n_t - 2
    else:
        a, b = v_c / n_c, v_t / n_t
        se = mp.sqrt(a + b)
        df = (a + b) ** 2 / (a * a / (n_c - 1) + b * b / (n_t - 1))
    z = (m_t - m_c) / se
    tail = (lambda v: norm_sf(v)) if test == "z" else (
        lambda v: t_sf(v, df) if v >= 0 else 1 - t_sf(-v, df))
    p = {"two-sided": 2 * tail(abs(z)), "larger": tail(z),
         "smaller": tail(-z)}[alternative]
    per_side = 0.025 if alternative == "two-sided" else 0.05
    q = st.norm.isf(per_side) if test == "z" else st.t.isf(per_side, float(df))
    low = -math.inf if alternative == "smaller" else m_t - m_c - q * se
    high = math.inf if alternative == "larger" else m_t - m_c + q * se
    add(f"mean-{name}-{test}-{alternative}", "mean_diff_test",
        {"control": {"values": plain(c)}, "treatment": {"values": plain(t)},
         "test": test, "alternative": alternative, "alpha": 0.05},
        {"difference": float(m_t - m_c), "std_err": float(se),
         "statistic": float(z), "p_value": float(p), "ci": plain([low, high])},
        f"{MPMATH}; critical values {SCIPY}",
        # A mean of 1e9 is itself only known to 1.2e-7.
        **({"rel": 1e-4, "abs_": 1e-6} if name == "huge-mean" else {"rel": 1e-7}))

add("mean-extreme-p", "mean_diff_test",
    {"control": {"n": 1000000, "mean": 10.0, "variance": 4.0},
     "treatment": {"n": 1000000, "mean": 10.066, "variance": 4.0},
     "test": "z", "alternative": "two-sided", "alpha": 0.05},
    {"p_value": float(2 * norm_sf((mp.mpf(10.066) - 10) / mp.sqrt(mp.mpf(8) / 10**6)))},
    MPMATH, rel=1e-10)

GOOD = {"n": 10, "mean": 1.0, "variance": 2.0}


def mean_input(**changes):
    return {"control": GOOD, "treatment": GOOD, "alternative": "two-sided",
            "alpha": 0.05, **changes}


refused("n1", "mean_diff_test", mean_input(control={"values": [1.0]}),
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("zero-variance", "mean_diff_test",
        mean_input(control={"values": [1, 1, 1]}, treatment={"values": [2, 2]}),
        "ETUDE_STATS_ZERO_VARIANCE")
refused("negative-variance", "mean_diff_test",
        mean_input(control={"n": 10, "mean": 1.0, "variance": -2.0}),
        "ETUDE_STATS_INVALID_VARIANCE")
refused("alpha-percent", "mean_diff_test", mean_input(alpha=5),
        "ETUDE_STATS_INVALID_ALPHA")
refused("alpha-zero", "mean_diff_test", mean_input(alpha=0),
        "ETUDE_STATS_INVALID_ALPHA")
refused("all-problems", "mean_diff_test",
        mean_input(control={"n": 1, "mean": 1.0, "variance": 2.0},
                   treatment={"n": 2.5, "mean": 1.0, "variance": 2.0}),
        "ETUDE_STATS_TOO_FEW_UNITS", "ETUDE_STATS_INVALID_COUNT")

# ------------------------------------------------ summaries at the edges

EDGES = {
    "n2": (2, 1.0, 0.5, 2, 3.0, 0.25), "n2-and-many": (2, 0.0, 1.0, 100000, 0.1, 2.0),
    "one-constant": (10, 5.0, 0.0, 12, 5.5, 1.0),
    "far": (50, 0.0, 1.0, 60, 8.0, 1.0), "tiny-scale": (30, 1e-200, 1e-300, 30, 2e-200, 1e-300),
    "large-scale": (30, 1e100, 1e198, 30, 2e100, 1e198),
    "unequal": (999999, 10.0, 4.0, 11, 11.0, 90.0), "equal-means": (20, 3.0, 2.0, 30, 3.0, 1.0),
    "billions": (10 ** 9, 1.0, 2.0, 10 ** 9, 1.0001, 2.0),
}


def upper_quantile(p, df):
    """Beyond SciPy's digits by Newton steps on the 60-digit tail."""
    if df is None:
        z = mp.mpf(st.norm.isf(p))
        for _ in range(3):
            z += (norm_sf(z) - mp.mpf(p)) / mp.npdf(z)
        return z
    t = mp.mpf(st.t.isf(p, float(df)))
    half = mp.mpf(df) / 2
    for _ in range(3):
        density = mp.exp(mp.loggamma(half + 0.5) - mp.loggamma(half)
                         - mp.log(mp.pi * df) / 2
                         - (half + 0.5) * mp.log1p(t ** 2 / df))
        t += (t_tail(t, df) - mp.mpf(p)) / density
    return t


for (name, (n_c, m_c, v_c, n_t, m_t, v_t)), test, alternative, null in (
        (e, t, a, n) for e in EDGES.items() for t in ("z", "welch-t", "student-t")
        for a in SM_ALTERNATIVE for n in (0, 0.125)):
    if null and ("scale" in name or name == "billions"):
        continue
    a, b = mp.mpf(v_c) / n_c, mp.mpf(v_t) / n_t
    df = None
    if test == "student-t":
        pooled = ((n_c - 1) * mp.mpf(v_c) + (n_t - 1) * mp.mpf(v_t)) / (n_c + n_t - 2)
        se, df = mp.sqrt(pooled * (mp.mpf(1) / n_c + mp.mpf(1) / n_t)), n_c + n_t - 2
    else:
        se = mp.sqrt(a + b)
        if test == "welch-t":
            df = (a + b) ** 2 / (a * a / (n_c - 1) + b * b / (n_t - 1))
    d = mp.mpf(m_t) - mp.mpf(m_c)
    z = (d - null) / se
    sf = (lambda v: norm_sf(v)) if df is None else (
        lambda v: t_tail(v, df) if v > 0 else 1 - t_tail(-v, df) if v < 0 else mp.mpf(0.5))
    p = {"two-sided": 2 * sf(abs(z)), "larger": sf(z), "smaller": sf(-z)}[alternative]
    reach = upper_quantile(0.005 if alternative == "two-sided" else 0.01, df) * se
    expected = {"difference": float(d), "std_err": float(se), "statistic": float(z),
                "ci": plain([-math.inf if alternative == "smaller" else d - reach,
                             math.inf if alternative == "larger" else d + reach])}
    if p > mp.mpf(10) ** -300:
        expected["p_value"] = float(p)
    if df is not None:
        expected["df"] = float(df)
    add(f"mean-edge-{name}-{test}-{alternative}-{null}", "mean_diff_test",
        {"control": {"n": n_c, "mean": m_c, "variance": v_c},
         "treatment": {"n": n_t, "mean": m_t, "variance": v_t},
         "test": test, "alternative": alternative, "null": null, "alpha": 0.01},
        expected, MPMATH, rel=1e-9)
for name, values in (("1e12", 1e12), ("1e14", 1e14)):
    # Differences of whole numbers are exact whatever the mean.
    c, t = [values + v for v in (0, 1, 3, 2, 7)], [values + v for v in (2, 5, 4, 9)]
    (n_c, m_c, v_c), (n_t, m_t, v_t) = exact_moments(c), exact_moments(t)
    se = mp.sqrt(v_c / n_c + v_t / n_t)
    add(f"mean-whole-{name}", "mean_diff_test",
        {"control": {"values": c}, "treatment": {"values": t}, "test": "z",
         "alternative": "two-sided", "alpha": 0.05},
        {"std_err": float(se)}, MPMATH, rel=1e-10)
refused("mean-both-constant", "mean_diff_test",
        mean_input(control={"n": 5, "mean": 1e9, "variance": 0.0},
                   treatment={"n": 5, "mean": 1e9, "variance": 0.0}),
        "ETUDE_STATS_ZERO_VARIANCE")
refused("mean-constant-decimals", "mean_diff_test",
        mean_input(control={"values": [0.1] * 7}, treatment={"values": [0.3] * 11}),
        "ETUDE_STATS_ZERO_VARIANCE")
