"""Random inputs that several areas share, from one seeded generator.

The order of the draws is part of the cases: new draws go to the end.
"""

import numpy as np

RNG = np.random.default_rng(20240611)

MEAN_GRID = {
    "n2": ([1.0, 2.0], [2.5, 7.0]),
    "huge-mean": (1e9 + RNG.normal(size=200), 1e9 + 0.3 + RNG.normal(size=180)),
    "tiny-values": (1e-120 * RNG.normal(size=9), 1e-120 * RNG.normal(3, 1, 12)),
    "constant-control": ([4.0, 4.0, 4.0], [5.0, 6.0, 4.5, 5.5]),
    "skewed": (RNG.lognormal(0, 2, 60), RNG.lognormal(0.2, 2, 80)),
}


def _columns(n, shift):
    x = RNG.gamma(2.0, 3.0, n)
    return x, 1.5 + shift + 0.8 * x + RNG.normal(0, 1.2, n)


CUPED_COLUMNS = {
    label: (_columns(n_c, 0.0), _columns(n_t, 0.4))
    for label, n_c, n_t in (("small", 12, 9), ("huge-offset", 150, 170))
}

_den_c, _den_t = RNG.poisson(6, 40) + 1.0, RNG.poisson(7, 35) + 1.0
_num_c, _num_t = RNG.poisson(0.3 * _den_c) * 1.0, RNG.poisson(0.35 * _den_t) * 1.0
RATIO_COLUMNS = (_num_c, _den_c), (_num_t, _den_t)

RANDOM_P_VALUES = [float(p) for p in RNG.uniform(0, 0.2, 15)]

QUANTILE_VALUES = {
    (n, q): RNG.lognormal(0, 1, n)
    for n, q in ((200, 0.5), (200, 0.9), (1000, 0.99))
}

CAPPED = RNG.lognormal(0, 1, 80), RNG.lognormal(0.2, 1, 90)
