"""Tails at 60 digits and more, from series and not from a library's double."""

import mpmath as mp
import scipy.stats as st


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


def t_upper_quantile(p, df):
    """Root of log sf on log t, started from SciPy where that is finite."""
    start = st.t.isf(p, df)
    return mp.exp(mp.findroot(
        lambda u: mp.log(t_sf(mp.exp(u), df)) - mp.log(mp.mpf(p)),
        mp.log(mp.mpf(start))))


def binom_cdf(k, n, p):
    p = mp.mpf(p)
    return mp.fsum(
        mp.exp(mp.loggamma(n + 1) - mp.loggamma(j + 1) - mp.loggamma(n - j + 1)
               + j * mp.log(p) + (n - j) * mp.log1p(-p))
        for j in range(0, k + 1))


def beta_fraction(a, b, x):
    """I_x(a, b) from the continued fraction DLMF 8.17.22 at 60 digits."""
    h = d = 1 / (1 - (a + b) * x / (a + 1))
    c = mp.mpf(1)
    m = 0
    factor = mp.mpf(0)
    while abs(factor - 1) > mp.mpf(10) ** -45:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + even * d), 1 + even / c
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + odd * d), 1 + odd / c
        factor = d * c
        h *= factor
    log_front = (
        a * mp.log(x) + b * mp.log1p(-x) - mp.log(a)
        - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)
    )
    return mp.exp(log_front) * h


def beta_tail(a, b, x):
    """I_x(a, b) with its own digits however small it is."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    if x <= (a + 1) / (a + b + 2):
        return beta_fraction(a, b, x)
    return 1 - beta_fraction(b, a, 1 - x)


def t_tail(t, df):
    """P(T > t) for t > 0, down to 1e-300 and for any df."""
    t, df = mp.mpf(t), mp.mpf(df)
    if df < 500:
        return beta_tail(df / 2, mp.mpf(1) / 2, df / (df + t * t)) / 2
    with mp.workdps(400):
        return (1 - beta_series(mp.mpf(1) / 2, df / 2, t * t / (df + t * t))) / 2


def binom_tail(k, n, p, upper):
    """P(X <= k), or P(X > k): masses summed outwards from k, then k + 1."""
    p = mp.mpf(p)
    k = k + 1 if upper else k
    if k < 0 or k > n:
        return mp.mpf(0)
    mass = mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)
                  + k * mp.log(p) + (n - k) * mp.log1p(-p))
    odds = p / (1 - p)
    total = mass
    while 0 < (n - k if upper else k):
        mass *= odds * (n - k) / (k + 1) if upper else k / (odds * (n - k + 1))
        k += 1 if upper else -1
        total += mass
        if mass < total * mp.mpf(10) ** -40 and (k > n * p) == upper:
            break
    return total
