"""Tails, log tails and quantiles: mpmath at 60 digits."""

import itertools

import mpmath as mp
import scipy.stats as st
from case_list import MPMATH, SCIPY, CaseList
from tails import (beta_i, binom_cdf, f_sf, gamma_p, gamma_q, log_gamma_p,
                   norm_sf, t_sf, t_upper_quantile)

CASES = CaseList()
add, refused = CASES.add, CASES.refused

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

for k, n, p in ((0, 10, 0.1), (3, 10, 0.5), (9, 10, 0.99), (120, 2000, 0.1),
                (40, 2000, 0.1), (500, 1200, 0.4)):
    distribution("binom_cdf", [k, n, p], binom_cdf(k, n, p))
    distribution("binom_sf", [k, n, p], 1 - binom_cdf(k, n, p), rel=1e-9)
    distribution("binom_ppf", [0.025, n, p], st.binom.ppf(0.025, n, p), SCIPY)
    distribution("binom_ppf", [0.975, n, p], st.binom.ppf(0.975, n, p), SCIPY)
