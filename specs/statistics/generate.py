"""Writes cases.json: expected values from programs other than ours.

Run:  python -m venv v && v/bin/pip install -r requirements.txt
      v/bin/python generate.py

Every number comes from mpmath (60 digits), SciPy or statsmodels, named with
its version in `source`. Random inputs are seeded: running it again changes
nothing.
"""

import itertools
import json
import math
import pathlib
import sys
import time

import mpmath as mp
import numpy as np
import scipy
import scipy.optimize as optimize
import scipy.stats as st
import statsmodels
import statsmodels.stats.multitest as multitest
import statsmodels.stats.power as sm_power
import statsmodels.stats.proportion as proportion
import statsmodels.stats.weightstats as weightstats

mp.mp.dps = 60
RNG = np.random.default_rng(20240611)
MPMATH = f"mpmath {mp.__version__} at 60 digits"
SCIPY = f"scipy {scipy.__version__}"
STATSMODELS = f"statsmodels {statsmodels.__version__}"
CASES = []


STARTED = time.time()


def add(id_, kind, input_, expected, source, rel=1e-10, abs_=0.0, fields=None):
    tolerance = {"rel": rel, "abs": abs_}
    if fields:
        tolerance["fields"] = fields
    if len(CASES) % 50 == 0:
        print(f"{time.time() - STARTED:.0f}s {id_}", file=sys.stderr)
    json.dumps([id_, input_, expected], allow_nan=False)
    CASES.append(
        {
            "id": id_,
            "kind": kind,
            "input": input_,
            "expected": expected,
            "tolerance": tolerance,
            "source": source,
        }
    )


def plain(value):
    """JSON numbers; infinite ends of intervals become null."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    value = float(value)
    return None if math.isinf(value) else value


# ---------------------------------------------------------------- tails


def norm_sf(x):
    return mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2


def gamma_p(a, x):
    """Regularised P(a, x) from its power series, DLMF 8.11.4."""
    a, x = mp.mpf(a), mp.mpf(x)
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** (-mp.mp.dps):
        n += 1
        term *= x / (a + n)
        total += term
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * total


def gamma_q(a, x):
    """1 - P with enough digits for a tail of 1e-300."""
    with mp.workdps(380):
        return 1 - gamma_p(a, x)


def log_gamma_p(a, x):
    """log P, which for a large x is minus a tail of 1e-300."""
    with mp.workdps(380):
        return mp.log(gamma_p(a, x))


def beta_i(a, b, x):
    """I_x(a, b) from the hypergeometric series, DLMF 8.17.8."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_i(b, a, 1 - x)
    log_front = (
        a * mp.log(x) + b * mp.log1p(-x) - mp.log(a)
        - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)
    )
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** (-45):
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return mp.exp(log_front) * total


def beta_series(a, b, x):
    """I_x(a, b) from the hypergeometric series, without reflection."""
    log_front = (
        a * mp.log(x) + b * mp.log1p(-x) - mp.log(a)
        - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)
    )
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** (-mp.mp.dps):
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return mp.exp(log_front) * total


def t_sf(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    if df < 500:
        return beta_i(df / 2, mp.mpf(1) / 2, df / (df + t * t)) / 2
    # The direct series needs about df terms; its complement does not, but
    # needs the digits of the tail on top.
    with mp.workdps(220):
        return (1 - beta_series(mp.mpf(1) / 2, df / 2, t * t / (df + t * t))) / 2


def f_sf(x, d1, d2):
    x, d1, d2 = mp.mpf(x), mp.mpf(d1), mp.mpf(d2)
    return beta_i(d2 / 2, d1 / 2, d2 / (d2 + d1 * x))


def distribution(fn, args, value, source=MPMATH, rel=1e-10):
    name = f"{fn}({','.join(f'{a:g}' for a in args)})"
    add(f"dist-{name}", "distribution", {"fn": fn, "args": list(args)},
        {"value": float(value)}, source, rel)


for x in (0.0, 1e-9, 0.1, 0.5, 1.0, 1.999, 2.0, 2.001, 3.0, 5.0, 9.0, 13.0,
          23.3, 30.0, 37.0):
    distribution("norm_sf", [x], norm_sf(x))
    distribution("norm_cdf", [x], norm_sf(-x))
    distribution("norm_logsf", [x], mp.log(norm_sf(x)))
for x in (-1e-9, -1.0, -2.5, -8.0):
    distribution("norm_logsf", [x], mp.log(norm_sf(x)))
distribution("norm_logsf", [1000.0], mp.log(norm_sf(1000)))
for p in (1e-300, 1e-120, 1e-20, 1e-6, 0.025, 0.2999, 0.3, 0.4999999, 0.6,
          0.7001, 0.975, 1 - 1e-12):
    sought = mp.mpf(p)
    z = mp.findroot(lambda v: mp.log(norm_sf(-v)) - mp.log(sought),
                    mp.mpf(st.norm.ppf(p)))
    distribution("norm_ppf", [p], z)

for x in (1e-10, 1e-3, 0.3, 0.5, 0.999, 1.0001, 1.5, 1.9999999, 2.5, 3.3, 7.7,
          11.99, 12.01, 171.5, 1e4, 1e10):
    distribution("lgamma", [x], mp.loggamma(mp.mpf(x)))

for df, x in itertools.product((1, 2, 3, 7.5, 50, 1000), (0.5, 1.0, 3.0)):
    at = float(df) * x
    distribution("chi2_sf", [at, df], gamma_q(mp.mpf(df) / 2, mp.mpf(at) / 2))
    distribution("chi2_cdf", [at, df], gamma_p(mp.mpf(df) / 2, mp.mpf(at) / 2))
for df, x in ((1, 500.0), (1, 1370.0), (2, 552.0), (5, 600.0), (40, 900.0),
              (1000, 4000.0), (1, 1e-20), (9, 1e-20), (1e6, 1.02e6)):
    distribution("chi2_sf", [x, df], gamma_q(mp.mpf(df) / 2, mp.mpf(x) / 2))
    distribution("chi2_logcdf", [x, df],
                 log_gamma_p(mp.mpf(df) / 2, mp.mpf(x) / 2))
for a, x in ((0.01, 1e-3), (0.01, 1.0), (0.01, 5.0), (1e-6, 0.3), (0.3, 1.4),
             (250.5, 180.0), (250.5, 400.0), (1e5, 1.03e5)):
    distribution("gammaincc", [a, x], gamma_q(a, x))
    distribution("gammainc", [a, x], gamma_p(a, x))

for df in (0.7, 1, 2, 3.3, 10, 52.8441426070201, 1e3, 1e6, 1e9):
    for t in (1e-6, 0.5, 2.0, 8.0):
        distribution("t_sf", [t, df], t_sf(t, df))
for t, df in ((1e24, 5), (1e60, 2), (1e100, 3), (40.0, 100), (60.0, 300),
              (23.0, 1e6), (23.4, 1e9)):
    distribution("t_sf", [t, df], t_sf(t, df))
    distribution("t_cdf", [t, df], 1 - t_sf(t, df))


def t_upper_quantile(p, df):
    """Root of log sf on log t, started from SciPy where that is finite."""
    start = st.t.isf(p, df)
    return mp.exp(mp.findroot(
        lambda u: mp.log(t_sf(mp.exp(u), df)) - mp.log(mp.mpf(p)),
        mp.log(mp.mpf(start))))


for df in (1, 2, 3.3, 30, 1e4):
    for p in (1e-120, 1e-20, 1e-5, 0.025, 0.3, 0.4999):
        distribution("t_isf", [p, df], t_upper_quantile(p, df))
distribution("t_ppf", [0.5, 7], 0)

for a, b, x in ((0.5, 0.5, 0.3), (2, 3, 0.7), (0.01, 100, 0.009),
                (30, 0.2, 0.99), (500, 700, 0.3), (500, 700, 0.42),
                (500, 700, 0.6), (1, 1, 1e-5), (1e5, 2e5, 0.34),
                (1e6, 1e6, 0.5), (3, 4, 1e-40), (0.3, 0.4, 1e-200),
                (15.5, 1e5, 1e-5), (12, 0.7, 0.2)):
    distribution("beta_cdf", [x, a, b], beta_i(a, b, x))
    distribution("beta_sf", [x, a, b], 1 - beta_i(a, b, x), rel=1e-9)
    p = float(beta_i(a, b, x))
    if 1e-100 < p < 0.5:
        # p is rounded, so its quantile differs from x: one Newton step at 60
        # digits, whose error is of second order.
        log_density = ((a - 1) * mp.log(mp.mpf(x)) + (b - 1) * mp.log1p(-mp.mpf(x))
                       - mp.log(mp.beta(a, b)))
        q = mp.mpf(x) + (mp.mpf(p) - beta_i(a, b, x)) / mp.exp(log_density)
        distribution("beta_ppf", [p, a, b], q)

for x, d1, d2 in ((1.0, 1, 1), (4.0, 3, 20), (50.0, 3, 20), (1e6, 3, 20),
                  (1e30, 5, 8), (3.0, 200.5, 310.25), (1e-4, 4, 9)):
    distribution("f_sf", [x, d1, d2], f_sf(x, d1, d2))
    distribution("f_cdf", [x, d1, d2], 1 - f_sf(x, d1, d2))
for p, d1, d2 in ((0.05, 3, 20), (1e-30, 3, 20), (0.9, 200.5, 310.25)):
    # SciPy has no value at 1e-30: bisection on the log scale.
    low, high = mp.mpf(-5), mp.mpf(60)
    for _ in range(120):
        middle = (low + high) / 2
        if f_sf(mp.exp(middle), d1, d2) > p:
            low = middle
        else:
            high = middle
    x = mp.exp(low)
    distribution("f_isf", [p, d1, d2], x)
for p, df in ((0.05, 1), (1e-120, 1), (1e-12, 7.5), (0.95, 3), (0.5, 1e4),
              (1 - 1e-9, 0.5)):
    x = mp.mpf(st.chi2.ppf(1 - p, df) if p > 0.9 else st.chi2.isf(p, df))
    for _ in range(3):
        a = mp.mpf(df) / 2
        density = mp.exp((a - 1) * mp.log(x / 2) - x / 2 - mp.loggamma(a)) / 2
        x += (gamma_q(a, x / 2) - mp.mpf(p)) / density
    distribution("chi2_isf", [p, df], x, rel=1e-9 if p > 0.99 else 1e-10)


def binom_cdf(k, n, p):
    p = mp.mpf(p)
    return mp.fsum(
        mp.exp(mp.loggamma(n + 1) - mp.loggamma(j + 1) - mp.loggamma(n - j + 1)
               + j * mp.log(p) + (n - j) * mp.log1p(-p))
        for j in range(0, k + 1))


for k, n, p in ((0, 10, 0.1), (3, 10, 0.5), (9, 10, 0.99), (120, 2000, 0.1),
                (40, 2000, 0.1), (500, 1200, 0.4)):
    distribution("binom_cdf", [k, n, p], binom_cdf(k, n, p))
    distribution("binom_sf", [k, n, p], 1 - binom_cdf(k, n, p), rel=1e-9)
    distribution("binom_ppf", [0.025, n, p], st.binom.ppf(0.025, n, p), SCIPY)
    distribution("binom_ppf", [0.975, n, p], st.binom.ppf(0.975, n, p), SCIPY)

# ---------------------------------------------------------------- means

MEAN_GRID = {
    "n2": ([1.0, 2.0], [2.5, 7.0]),
    "huge-mean": (1e9 + RNG.normal(size=200), 1e9 + 0.3 + RNG.normal(size=180)),
    "tiny-values": (1e-120 * RNG.normal(size=9), 1e-120 * RNG.normal(3, 1, 12)),
    "constant-control": ([4.0, 4.0, 4.0], [5.0, 6.0, 4.5, 5.5]),
    "skewed": (RNG.lognormal(0, 2, 60), RNG.lognormal(0.2, 2, 80)),
}
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

# Expected refusals: the reasons, in order.
GOOD = {"n": 10, "mean": 1.0, "variance": 2.0}


def refused(id_, kind, input_, *codes):
    add(f"refused-{id_}", kind, input_, {"problems": list(codes)},
        "the domain of the method")


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

# ---------------------------------------------------------- proportions

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

# ------------------------------------------------------ relative effects

for m_c, se_c, m_t, se_t, alpha in ((12.4, 0.08, 12.7, 0.09, 0.05),
                                    (1.9, 0.31, 2.5, 0.36, 0.1),
                                    (-3.0, 0.4, -2.5, 0.5, 0.05),
                                    (0.01, 0.002, 0.012, 0.002, 0.01)):
    q = st.norm.isf(alpha / 2)
    # Fieller by inverting the test numerically, without its quadratic.
    def excess(r):
        return abs(m_t - r * m_c) - q * math.hypot(se_t, r * se_c)
    centre = m_t / m_c
    reach = 50 * (abs(centre) + 1)
    low = optimize.brentq(excess, centre - reach, centre, xtol=1e-14)
    high = optimize.brentq(excess, centre, centre + reach, xtol=1e-14)
    base = {"control": {"mean": m_c, "std_err": se_c},
            "treatment": {"mean": m_t, "std_err": se_t}, "alpha": alpha}
    add(f"lift-fieller-{m_c}", "relative_lift_ci", {**base, "method": "fieller"},
        {"lift": m_t / m_c - 1, "ci": [low - 1, high - 1]},
        f"{SCIPY} brentq on the inverted test", rel=1e-9, abs_=1e-12)
    gradient = [float(mp.diff(lambda c: m_t / c - 1, m_c)), 1 / m_c]
    se = math.hypot(gradient[0] * se_c, gradient[1] * se_t)
    add(f"lift-delta-{m_c}", "relative_lift_ci", {**base, "method": "delta"},
        {"lift": m_t / m_c - 1, "std_err": se,
         "ci": [m_t / m_c - 1 - q * se, m_t / m_c - 1 + q * se]},
        f"{MPMATH} numerical derivative", rel=1e-9, abs_=1e-12)

refused("fieller-unbounded", "relative_lift_ci",
        {"control": {"mean": 0.5, "std_err": 0.4},
         "treatment": {"mean": 2.0, "std_err": 0.4}, "alpha": 0.05,
         "method": "fieller"}, "ETUDE_STATS_UNBOUNDED_INTERVAL")
refused("lift-zero-control", "relative_lift_ci",
        {"control": {"mean": 0, "std_err": 0.4},
         "treatment": {"mean": 2.0, "std_err": 0.4}, "alpha": 0.05,
         "method": "delta"}, "ETUDE_STATS_ZERO_DENOMINATOR")

# --------------------------------------------------- directed hypotheses

for direction, treatment_mean in itertools.product(("increase", "decrease"),
                                                   (39.5, 41.0, 42.5)):
    control = {"n": 4000, "mean": 41.0, "variance": 300.0}
    treatment = {"n": 4100, "mean": treatment_mean, "variance": 310.0}
    se = math.sqrt(300 / 4000 + 310 / 4100)
    sign = 1 if direction == "increase" else -1
    for kind, null, side in (
            ("non_inferiority_test", -sign * 0.03 * 41.0, sign),
            ("inferiority_test", 0.0, -sign)):
        # statsmodels' helper returns the statistic and the p-value.
        z, p = weightstats._zstat_generic(
            treatment_mean, 41.0, se, "larger" if side > 0 else "smaller", null)
        expected = {"null": null, "std_err": se, "statistic": float(z),
                    "p_value": float(p), "significant": bool(p <= 0.05)}
        add(f"{kind}-{direction}-{treatment_mean}", kind,
            {"control": control, "treatment": treatment,
             "nim_relative": 0.03 if kind.startswith("non") else None,
             "preferred_direction": direction, "alpha": 0.05, "margin": "fixed"},
            expected, f"{STATSMODELS} _zstat_generic", rel=1e-9, abs_=1e-12)

# ------------------------------------------------------------- CUPED, ratio


def columns(n, shift):
    x = RNG.gamma(2.0, 3.0, n)
    return x, 1.5 + shift + 0.8 * x + RNG.normal(0, 1.2, n)


for label, n_c, n_t, offset in (("small", 12, 9, 0.0), ("huge-offset", 150, 170, 1e7)):
    (x_c, y_c), (x_t, y_t) = columns(n_c, 0.0), columns(n_t, 0.4)
    y_c, y_t = y_c + offset, y_t + offset
    # Least squares at 60 digits on all units gives theta.
    xs = [mp.mpf(float(v)) for v in np.concatenate([x_c, x_t])]
    ys = [mp.mpf(float(v)) for v in np.concatenate([y_c, y_t])]
    mx, my = mp.fsum(xs) / len(xs), mp.fsum(ys) / len(ys)
    theta = mp.fsum((a - mx) * (b - my) for a, b in zip(xs, ys)) / mp.fsum(
        (a - mx) ** 2 for a in xs)
    adjusted = [b - theta * (a - mx) for a, b in zip(xs, ys)]
    split = [adjusted[:n_c], adjusted[n_c:]]
    means = [mp.fsum(v) / len(v) for v in split]
    variances = [mp.fsum((u - m) ** 2 for u in v) / (len(v) - 1)
                 for v, m in zip(split, means)]
    se = mp.sqrt(variances[0] / n_c + variances[1] / n_t)
    d = means[1] - means[0]
    add(f"cuped-{label}", "cuped",
        {"control": {"x": plain(x_c), "y": plain(y_c)},
         "treatment": {"x": plain(x_t), "y": plain(y_t)},
         "alpha": 0.05, "method": "cuped-pooled-theta", "alternative": "two-sided"},
        {"theta": float(theta), "difference": float(d), "std_err": float(se),
         "p_value": float(2 * norm_sf(abs(d / se)))},
        f"{MPMATH}, least squares on the units", rel=1e-7)
    # Two separate regressions by numpy.linalg on the units.
    fits = []
    for x, y in ((x_c, y_c), (x_t, y_t)):
        design = np.column_stack([np.ones_like(x), x - float(mx)])
        beta, rss, *_ = np.linalg.lstsq(design, y - offset, rcond=None)
        fits.append((beta, float(rss[0]) / (len(x) - 2)))
    effect = fits[1][0][0] - fits[0][0][0]
    pooled_x = float(np.var(np.concatenate([x_c, x_t]), ddof=1))
    se = math.sqrt(fits[0][1] / n_c + fits[1][1] / n_t
                   + (fits[1][0][1] - fits[0][0][1]) ** 2 * pooled_x / (n_c + n_t))
    add(f"regression-adjusted-{label}", "cuped",
        {"control": {"x": plain(x_c), "y": plain(y_c)},
         "treatment": {"x": plain(x_t), "y": plain(y_t)},
         "alpha": 0.05, "method": "negi-wooldridge", "alternative": "two-sided"},
        {"difference": effect, "std_err": se,
         "slope_control": float(fits[0][0][1]),
         "slope_treatment": float(fits[1][0][1])},
        f"numpy {np.__version__} lstsq per variant", rel=1e-6)

den_c, den_t = RNG.poisson(6, 40) + 1.0, RNG.poisson(7, 35) + 1.0
num_c, num_t = RNG.poisson(0.3 * den_c) * 1.0, RNG.poisson(0.35 * den_t) * 1.0


def linearised(num, den):
    """Gradient of the ratio at the means by mpmath, then variance of units."""
    ratio = num.mean() / den.mean()
    g_num = float(mp.diff(lambda a: a / den.mean(), num.mean()))
    g_den = float(mp.diff(lambda b: num.mean() / b, den.mean()))
    units = g_num * num + g_den * den
    return ratio, math.sqrt(np.var(units, ddof=1) / len(num))


(r_c, s_c), (r_t, s_t) = linearised(num_c, den_c), linearised(num_t, den_t)
add("ratio-linearised", "ratio_metric_test",
    {"control": {"num": plain(num_c), "den": plain(den_c)},
     "treatment": {"num": plain(num_t), "den": plain(den_t)},
     "alternative": "larger", "alpha": 0.05},
    {"control_ratio": r_c, "control_se": s_c, "treatment_ratio": r_t,
     "treatment_se": s_t,
     "p_value": float(st.norm.sf((r_t - r_c) / math.hypot(s_c, s_t)))},
    f"{MPMATH} derivatives, {SCIPY}", rel=1e-8)

# -------------------------------------------------------- multiple testing

FAMILIES = {
    "mixed": [0.0004, 0.0121, 0.0128, 0.021, 0.045, 0.062, 0.33, 0.74],
    "ties": [0.04, 0.012, 0.012, 0.9, 0.0009],
    "single": [0.03],
    "tiny": [1e-120, 1e-30, 0.5, 1e-18],
    "random": [float(p) for p in RNG.uniform(0, 0.2, 15)],
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

# ------------------------------------------------------ sizes and power

for sides, power, ratio in itertools.product((1, 2), (0.8, 0.95), (1, 3)):
    solver = sm_power.NormalIndPower()
    n_c = solver.solve_power(
        effect_size=0.05, alpha=0.02, power=power, ratio=ratio,
        alternative="two-sided" if sides == 2 else "larger")
    add(f"size-{sides}s-{power}-{ratio}", "sample_size",
        {"metric": "average", "alpha": 0.02, "sides": sides, "power": power,
         "sd_control": 10.0, "sd_treatment": 10.0, "mde_absolute": 0.5,
         "allocation": [1, ratio]},
        {"n_per_group_exact": [float(n_c), float(n_c * ratio)]},
        f"{STATSMODELS} NormalIndPower", rel=2e-5)
    got = solver.power(0.05, 900, 0.02, ratio,
                       "two-sided" if sides == 2 else "larger")
    add(f"power-{sides}s-{power}-{ratio}", "achieved_power",
        {"n_control": 900, "n_treatment": 900 * ratio, "var_control": 100.0,
         "var_treatment": 100.0, "effect": 0.5, "alpha": 0.02, "sides": sides},
        {"power": float(got)}, f"{STATSMODELS} NormalIndPower.power", rel=1e-8)

p, delta = 0.12, 0.01
z = st.norm.isf(0.025) + st.norm.isf(0.1)


def total_for(x, n):
    return abs(x) / math.sqrt(p * (1 - p) / n + (p + x) * (1 - p - x) / n) - z


n = optimize.brentq(lambda m: total_for(delta, m), 10, 1e8, xtol=1e-6)
add("size-binary", "sample_size",
    {"metric": "binary", "alpha": 0.05, "sides": 2, "power": 0.9, "baseline": p,
     "mde_absolute": delta, "allocation": [1, 1]},
    {"n_per_group_exact": [n, n]}, f"{SCIPY} brentq on the power", rel=1e-8)
add("detectable-binary", "powered_effect",
    {"metric": "binary", "alpha": 0.05, "sides": 2, "power": 0.9, "baseline": p,
     "n_control": 3000, "n_treatment": 3000},
    {"powered_effect": optimize.brentq(lambda x: total_for(x, 3000), 1e-4, 0.8,
                                       xtol=1e-15)},
    f"{SCIPY} brentq", rel=1e-9)
refused("size-zero-effect", "sample_size",
        {"metric": "average", "alpha": 0.05, "sides": 2, "power": 0.8, "sd": 1.0,
         "mde_absolute": 0}, "ETUDE_STATS_ZERO_EFFECT")
refused("size-power-percent", "sample_size",
        {"metric": "average", "alpha": 0.05, "sides": 2, "power": 80, "sd": 1.0,
         "mde_absolute": 1}, "ETUDE_STATS_INVALID_POWER")

# ------------------------------------------------------- decision rule

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

# ------------------------------------------------------------- validity

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

# ------------------------------------------------------------- sequential


def exit_probability(z, t):
    """P(first crossing at the last look) by nested numerical integration."""
    cov = [[math.sqrt(min(a, b) / max(a, b)) for b in t] for a in t]
    below = lambda k: st.multivariate_normal(
        cov=[row[:k] for row in cov[:k]], allow_singular=False).cdf(
            z[:k], abseps=1e-10, releps=1e-10, maxpts=2_000_000) if k > 1 else (
                st.norm.cdf(z[0]) if k else 1.0)
    return below(len(z) - 1) - below(len(z))


for spending, t in (("pocock", [0.5, 1.0]), ("power", [0.4, 1.0]),
                    ("obrien-fleming-ld", [0.6, 1.0]),
                    ("hwang-shih-decani", [0.3, 1.0])):
    a = 0.025
    spent = {
        "pocock": lambda s: a * math.log(1 + (math.e - 1) * s),
        "power": lambda s: a * s**3,
        "obrien-fleming-ld": lambda s: 2 * st.norm.sf(st.norm.isf(a / 2) / math.sqrt(s)),
        "hwang-shih-decani": lambda s: a * (1 - math.exp(4 * s)) / (1 - math.exp(4)),
    }[spending]
    z1 = st.norm.isf(spent(t[0]))
    rho = math.sqrt(t[0] / t[1])

    def second(z2):
        # P(Z1 < z1, Z2 > z2) at 15 digits by mpmath quadrature.
        integral = mp.quad(
            lambda u: mp.npdf(u) * norm_sf((z2 - rho * u) / mp.sqrt(1 - rho**2)),
            [-12, -6, -2, 0, z1])
        return float(mp.log(integral) - mp.log(spent(t[1]) - spent(t[0])))

    mp.mp.dps = 20
    z2 = optimize.brentq(second, 1.0, 5.0, xtol=1e-11)
    mp.mp.dps = 60
    add(f"gst-{spending}-2", "gst_bounds",
        {"spending": spending,
         "parameter": {"power": 3, "hwang-shih-decani": -4}.get(spending),
         "information_fractions": t, "alpha": 0.05, "sides": 2},
        {"z": [float(z1), z2],
         "cumulative_alpha_per_side": [spent(t[0]), a]},
        f"mpmath {mp.__version__} quadrature", rel=1e-8)
add("gst-one-look", "gst_bounds",
    {"spending": "pocock", "information_fractions": [1.0], "alpha": 0.05, "sides": 2},
    {"z": [float(st.norm.isf(0.025))]}, SCIPY, rel=1e-10)
refused("gst-decreasing", "gst_bounds",
        {"spending": "pocock", "information_fractions": [0.6, 0.5], "alpha": 0.05,
         "sides": 2}, "ETUDE_STATS_INVALID_SCHEDULE")

for n, se, d in ((1000, 0.05, 0.02), (20000, 0.01, 0.06)):
    rho2 = (-2 * math.log(0.05) + math.log(1 - 2 * math.log(0.05))) / 5000
    sigma2 = n * se * se
    # E-value by integrating the N(0, rho^2 sigma^2) mixture over the effect.
    mp.mp.dps = 30
    tau = math.sqrt(rho2 * sigma2)
    e_value = lambda x: mp.quad(
        lambda m: mp.npdf(m, 0, tau) * mp.exp((x * m - m * m / 2) / se**2),
        [12 * tau * k / 24 for k in range(-24, 25)])
    p = min(1, 1 / e_value(d))
    half = optimize.brentq(lambda x: float(mp.log(e_value(x)) + mp.log(0.05)),
                           0, 8 * se, xtol=1e-14)
    mp.mp.dps = 60
    add(f"acs-{n}", "always_valid_asymptotic_cs",
        {"difference": d, "std_err": se, "n_total": n, "tuning_n": 5000,
         "alpha": 0.05, "sides": 2, "alternative": "two-sided"},
        {"half_width": half, "ci": [d - half, d + half], "p_value": float(p)},
        f"mpmath {mp.__version__} mixture integral", rel=1e-8)

# ----------------------------------------------------- quantiles, Bayes

for n, q in ((200, 0.5), (200, 0.9), (1000, 0.99)):
    values = RNG.lognormal(0, 1, n)
    low, high = (int(st.binom.ppf(a, n + 1, q)) for a in (0.025, 0.975))
    ordered = np.sort(values)
    add(f"quantile-{n}-{q}", "quantile_ci",
        {"values": plain(values), "quantile": q, "alpha": 0.05},
        {"lower_index_1based": low, "upper_index_1based": high,
         "ci": plain([ordered[low - 1], ordered[high - 1]])},
        f"{SCIPY} binom.ppf")
c, t = RNG.lognormal(0, 1, 80), RNG.lognormal(0.2, 1, 90)
cap = float(np.quantile(np.concatenate([c, t]), 0.9))
add("cap-90", "winsorize_test",
    {"control": plain(c), "treatment": plain(t), "upper_percentile": 0.9,
     "scope": "pooled", "quantile_type": 7, "alternative": "two-sided", "alpha": 0.05},
    {"cap": cap, "control_mean": float(np.minimum(c, cap).mean()),
     "treatment_mean": float(np.minimum(t, cap).mean())},
    f"numpy {np.__version__} quantile", rel=1e-12)
refused("quantile-too-few", "quantile_ci",
        {"values": [1, 2, 3], "quantile": 0.99, "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")

for x_c, n_c, x_t, n_t in ((3, 20, 5, 18), (0, 10, 0, 12), (5000, 100000, 6, 100)):
    a_c, b_c = x_c + 0.5, n_c - x_c + 0.5
    a_t, b_t = x_t + 0.5, n_t - x_t + 0.5
    mp.mp.dps = 25
    log_b = mp.log(mp.beta(a_c, b_c))
    lo, hi = (st.beta.ppf(1e-16, a_c, b_c), st.beta.isf(1e-16, a_c, b_c))
    knots = [lo + (hi - lo) * k / 24 for k in range(25)]
    density = lambda u: mp.exp((a_c - 1) * mp.log(u) + (b_c - 1) * mp.log1p(-u) - log_b)
    lo = max(lo, 1e-40)
    value = mp.quad(
        lambda v: density(mp.exp(v)) * mp.exp(v) * (1 - beta_i(a_t, b_t, mp.exp(v))),
        [math.log(lo) + (math.log(hi) - math.log(lo)) * k / 40 for k in range(41)])
    mp.mp.dps = 60
    add(f"bayes-beta-{x_c}of{n_c}", "bayes_beta_binomial",
        {"control": {"successes": x_c, "n": n_c},
         "treatment": {"successes": x_t, "n": n_t}},
        {"prob_treatment_better": float(value)},
        f"mpmath {mp.__version__} quadrature", rel=1e-7)

refused("platt-separable", "platt_scaling",
        {"scores": [0.1, 0.2, 0.8, 0.9], "labels": [0, 0, 1, 1],
         "targets": "hard 0/1 labels"}, "ETUDE_STATS_NO_CONVERGENCE")
refused("vote-empty", "weighted_vote", {"votes": []}, "ETUDE_STATS_EMPTY")

ids = [case["id"] for case in CASES]
duplicates = {i for i in ids if ids.count(i) > 1}
CASES = [c for k, c in enumerate(CASES) if c["id"] not in ids[:k]]
target = pathlib.Path(__file__).with_name("cases.json")
lines = ",\n".join(json.dumps(case, allow_nan=False) for case in CASES)
target.write_text(f"[\n{lines}\n]\n")
print(len(CASES), "cases;", "repeated ids dropped:", sorted(duplicates))
