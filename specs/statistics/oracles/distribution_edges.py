"""Tails to 1e-300, extreme parameters and quantiles: mpmath at 60+ digits."""

import itertools
import math

import mpmath as mp
import scipy.stats as st
from case_list import MPMATH, CaseList
from tails import (beta_tail, binom_tail, gamma_p, gamma_q, norm_sf, t_tail)

CASES = CaseList()
SMALLEST = 1e-307


def add(fn, args, value, rel=1e-10):
    value = float(value)
    if not math.isfinite(value) or 0 < abs(value) < SMALLEST:
        return
    name = f"{fn}({','.join(f'{a:.17g}' for a in args)})"
    CASES.add(f"edge-{name}", "distribution", {"fn": fn, "args": list(args)},
              {"value": value}, MPMATH, rel)


def both_tails(family, args, lower, upper):
    """Both tails and their logs; a log is as good as its probability.

    The log of a probability near 1 is minus the other tail, so that no digits
    are lost in the expected value either.
    """
    log_lower = mp.log(lower) if lower < 0.5 else mp.log1p(-upper)
    log_upper = mp.log(upper) if upper < 0.5 else mp.log1p(-lower)
    add(f"{family}_cdf", args, lower)
    add(f"{family}_sf", args, upper)
    if lower > 0:
        add(f"{family}_logcdf", args, log_lower, 1e-11)
    if upper > 0:
        add(f"{family}_logsf", args, log_upper, 1e-11)


def quantiles(family, x, parameters, lower, upper, density):
    """p is rounded to a double: one Newton step takes x to its quantile."""
    for fn, tail, sign in (("ppf", lower, 1), ("isf", upper, -1)):
        p = float(tail)
        if SMALLEST < p < 0.5 and density > 0:
            step = sign * (mp.mpf(p) - tail) / density
            if abs(step) < abs(mp.mpf(x)) * mp.mpf("1e-6"):
                add(f"{family}_{fn}", [p, *parameters], mp.mpf(x) + step)


# ------------------------------------------------------------ normal

for x in (1e-300, 1e-20, 1e-8, 0.674, 1.4999, 1.5001, 4.7, 6.2, 8.3, 10.0, 14.0,
          17.5, 20.0, 26.0, 33.0, 37.5):
    tail = norm_sf(x)
    both_tails("norm", [x], 1 - tail, tail)
    both_tails("norm", [-x], tail, 1 - tail)
    if x > 1e-8:
        density = mp.npdf(mp.mpf(x))
        quantiles("norm", x, [], 1 - tail, tail, density)
        quantiles("norm", -x, [], tail, 1 - tail, density)
for x in (38.5, 50.0, 150.0, 1e4, 1e8):
    add("norm_logsf", [x], mp.log(norm_sf(x)), 1e-14)
    add("norm_logcdf", [-x], mp.log(norm_sf(x)), 1e-14)
for p in (1e-307, 1e-250, 1e-150, 1e-50, 1e-16, 0.01, 0.49999999999, 0.5):
    z = 0 if p == 0.5 else mp.findroot(
        lambda v: mp.log(norm_sf(v)) - mp.log(mp.mpf(p)), mp.mpf(st.norm.isf(p)))
    add("norm_isf", [p], z)
    add("norm_ppf", [p], -z)

# ------------------------------------------------------------ Student's t

for df, p in itertools.product(
        (0.05, 0.5, 1.0, 1.5, 2.0, 3.7, 29.3, 299.5, 1000.5, 1e5, 1e8, 1e12),
        (0.49, 0.2, 1e-3, 1e-20, 1e-120, 1e-300)):
    # A t somewhere near p; it need not be exact.
    spread = -2 * math.log(2 * p) / df
    if spread > 700:
        continue
    t = float(f"{math.sqrt(df * math.expm1(spread)):.4g}")
    if not 0 < t < 1e150:
        continue
    tail = t_tail(t, df)
    both_tails("t", [t, df], 1 - tail, tail)
    both_tails("t", [-t, df], tail, 1 - tail)
    half = mp.mpf(df) / 2
    density = mp.exp(
        mp.loggamma(half + 0.5) - mp.loggamma(half) - mp.log(mp.pi * df) / 2
        - (half + 0.5) * mp.log1p(mp.mpf(t) ** 2 / df))
    quantiles("t", t, [df], 1 - tail, tail, density)

# ------------------------------------------------------------ chi-square, gamma

for df, p in itertools.product((1e-3, 0.1, 1.0, 2.5, 10.0, 100.3, 1e4, 1e6),
                               (1e-300, 1e-120, 1e-20, 1e-4, 0.3)):
    deviation = math.sqrt(-2 * math.log(p))
    upper_x = 2 * (math.sqrt(df / 2) + deviation / 1.3) ** 2
    lower_x = math.exp(2 / df * math.log(p)) * df if df < 40 else (
        df * max(1 - 2 / (9 * df) - deviation * math.sqrt(2 / (9 * df)), 0.02) ** 3)
    for x in (upper_x, lower_x):
        x = float(f"{x:.6g}")
        if not 1e-300 < x < 1e8:
            continue
        a, u = mp.mpf(df) / 2, mp.mpf(x) / 2
        if x > df:
            upper = gamma_q(a, u)
            lower = 1 - upper
            if upper < 1e-320:
                continue
        else:
            lower = gamma_p(a, u)
            upper = 1 - lower
        both_tails("chi2", [x, df], lower, upper)
        density = mp.exp((a - 1) * mp.log(u) - u - mp.loggamma(a)) / 2
        quantiles("chi2", x, [df], lower, upper, density)
for a, scale, x in ((1e-3, 2.0, 1e-250), (0.5, 1e-9, 3e-8), (3.3, 1e12, 1e14),
                    (1e5, 1e-5, 1.03), (7.0, 4.0, 1e-30), (1e6, 1.0, 1.005e6)):
    lower = gamma_p(a, mp.mpf(x) / mp.mpf(scale))
    upper = gamma_q(a, mp.mpf(x) / mp.mpf(scale))
    both_tails("gamma", [x, a, scale], lower, upper)

# ------------------------------------------------------------ beta, F

SHAPES = (1e-3, 0.5, 1.0, 7.7, 1e3, 1e6)
for a, b in itertools.product(SHAPES, SHAPES):
    for p in (1e-120, 1e-9, 0.2, 0.8):
        x = st.beta.ppf(p, a, b)
        x = float(f"{x:.8g}")
        if not 1e-290 < x < 1 - 1e-9:
            continue
        lower = beta_tail(a, b, x)
        upper = 1 - lower if x < a / (a + b) else beta_tail(b, a, 1 - mp.mpf(x))
        if lower < 1e-305 or upper < 1e-305:
            continue
        both_tails("beta", [x, a, b], lower, upper)
        density = mp.exp((a - 1) * mp.log(mp.mpf(x)) + (b - 1) * mp.log1p(-mp.mpf(x))
                         - mp.log(mp.beta(mp.mpf(a), mp.mpf(b))))
        if 0.01 < x < 0.99:
            quantiles("beta", x, [a, b], lower, upper, density)

for d1, d2 in itertools.product((0.5, 1.0, 3.0, 20.5, 1e3, 1e6), repeat=2):
    for p in (0.4, 1e-6, 1e-20, 1e-120, 1e-300):
        x = st.f.isf(max(p, 1e-30), d1, d2)
        if p < 1e-30:
            # Far out the tail is a power d2/2 of x, at most a normal one.
            powers = min(2 / d2 * -math.log(p / 1e-30), 690)
            x *= min(math.exp(powers), 40.0 if d2 > 999 else 1e60)
        x = float(f"{x:.5g}")
        if not 1e-200 < x < 1e150:
            continue
        odds = mp.mpf(d1) * mp.mpf(x) / mp.mpf(d2)
        at, beyond = odds / (1 + odds), 1 / (1 + odds)
        lower = beta_tail(mp.mpf(d1) / 2, mp.mpf(d2) / 2, at)
        upper = beta_tail(mp.mpf(d2) / 2, mp.mpf(d1) / 2, beyond)
        if lower < 1e-305 or upper < 1e-305:
            continue
        both_tails("f", [x, d1, d2], lower, upper)
        log_density = (mp.mpf(d1) / 2 * mp.log(at) + mp.mpf(d2) / 2 * mp.log(beyond)
                       - mp.log(x) - mp.log(mp.beta(mp.mpf(d1) / 2, mp.mpf(d2) / 2)))
        quantiles("f", x, [d1, d2], lower, upper, mp.exp(log_density))

# ------------------------------------------------------------ binomial

for n, p in ((1, 0.5), (2, 1e-9), (20, 0.999999), (1000, 1e-4), (1000000, 0.5),
             (1000000, 1e-6), (1000000, 0.001), (1000000, 0.93)):
    mean, sd = n * p, math.sqrt(n * p * (1 - p))
    for k in sorted({0, n - 1, *(min(max(round(mean + s * sd), 0), n - 1)
                                 for s in (-30, -8, -2, 0, 2, 8, 30))}):
        lower, upper = binom_tail(k, n, p, False), binom_tail(k, n, p, True)
        # The two tails must make 1; then each stands for itself.
        assert abs(lower + upper - 1) < mp.mpf("1e-35"), (k, n, p)
        if min(lower, upper) > 1e-305:
            both_tails("binom", [k, n, p], lower, upper)
        # Just inside the step of a quantile.
        for q, at in ((float(lower) * (1 - 1e-9), k), (float(lower) * (1 + 1e-9), k + 1)):
            if SMALLEST < q < 0.9 and binom_tail(k + 1, n, p, False) > lower * (1 + 1e-8):
                below = binom_tail(k - 1, n, p, False)
                if at == k + 1 or float(below) < q:
                    add("binom_ppf", [q, n, p], at, 0)

# ------------------------------------------------------------ edges

for fn, args, value in (
        ("binom_cdf", [0, 10, 0], 1), ("binom_cdf", [9, 10, 1], 0),
        ("binom_sf", [9, 10, 1], 1), ("binom_sf", [10, 10, 0.5], 0),
        ("binom_cdf", [-1, 10, 0.5], 0), ("binom_cdf", [3.7, 10, 0.5], 0.171875),
        ("binom_ppf", [0.5, 10, 0], 0), ("binom_ppf", [0.5, 10, 1], 10),
        ("binom_ppf", [1, 10, 0.5], 10), ("binom_ppf", [0, 10, 0.5], 0),
        ("beta_cdf", [0, 2, 3], 0), ("beta_cdf", [1, 2, 3], 1),
        ("beta_sf", [-0.5, 2, 3], 1), ("beta_ppf", [0, 2, 3], 0),
        ("beta_ppf", [1, 2, 3], 1), ("chi2_sf", [0, 3], 1),
        ("chi2_cdf", [-4, 3], 0), ("f_sf", [0, 2, 3], 1), ("t_sf", [0, 2.5], 0.5),
        ("t_cdf", [0, 1e9], 0.5), ("gamma_sf", [0, 2, 3], 1),
        ("chi2_ppf", [0, 3], 0), ("f_ppf", [0, 3, 4], 0)):
    add(fn, [float(v) for v in args], value, 1e-14)
for x in (5e-324, 1e-300, 1e-17, 0.9999999, 1.0000001, 2.0000001, 100.0, 1e15, 1e300):
    add("lgamma", [x], mp.loggamma(mp.mpf(x)), 1e-13)
