"""Bayesian displays and votes: mpmath quadrature."""

import math

import mpmath as mp
import numpy as np
import scipy.optimize as optimize
import scipy.stats as st
from case_list import MPMATH, SCIPY, CaseList
from tails import beta_i, norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

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

# ------------------------------------------------ section 8 at 60 digits


def normal_view(m, s, alpha, sign):
    z = mp.mpf(st.norm.isf(alpha / 2))
    for _ in range(3):
        z += (norm_sf(z) - mp.mpf(alpha) / 2) / mp.npdf(z)
    # E[max(-x, 0)] of a normal, by its two partial moments.
    loss = s * mp.npdf(m / s) - m * norm_sf(m / s)
    gain = s * mp.npdf(m / s) + m * norm_sf(-m / s)
    ship, keep = (loss, gain) if sign > 0 else (gain, loss)
    return {"posterior_mean": float(m), "posterior_sd": float(s),
            "chance_to_win": float(norm_sf(-sign * m / s)),
            "credible_interval": [float(m - z * s), float(m + z * s)],
            "risk_ship_treatment": float(ship), "risk_keep_control": float(keep)}


def updated(d, se, mean, variance):
    d, se = mp.mpf(d), mp.mpf(se)
    if variance is None:
        return d, se
    precision = 1 / se ** 2 + 1 / mp.mpf(variance)
    return (d / se ** 2 + mp.mpf(mean) / mp.mpf(variance)) / precision, mp.sqrt(1 / precision)


for (d, se), (mean, variance), alpha, direction in (
        (e, p, a, s) for e in ((0.021, 0.011), (-0.3, 0.01), (0.0, 1.0), (5e-8, 1e-8), (30.0, 1.0))
        for p in ((0.0, None), (0.0, 0.09), (0.01, 1e-4)) for a in (0.05, 0.2)
        for s in ("increase", "decrease")):
    m, s = updated(d, se, mean, variance)
    add(f"bayes-{d}-{mean}-{variance}-{alpha}-{direction}", "bayes_gaussian_effect",
        {"estimate": d, "std_err": se, "prior_mean": mean, "prior_variance": variance,
         "alpha": alpha, "preferred_direction": direction},
        normal_view(m, s, alpha, 1 if direction == "increase" else -1),
        f"{MPMATH}, section 8", rel=1e-9, abs_=1e-300)

CONTROL = {"n": 1800, "mean": 12.4, "variance": 11.81}
TREATMENT = {"n": 1750, "mean": 12.73, "variance": 12.35}
NEGATIVE = {"n": 900, "mean": -3.0, "variance": 4.0}, {"n": 950, "mean": -2.9, "variance": 5.0}
for label, c, t in (("usual", CONTROL, TREATMENT), ("negative", *NEGATIVE)):
    for sd, mean, direction in ((0.3, 0.0, "increase"), (0.02, 0.01, "decrease"),
                                (None, 0.0, "increase")):
        sign = 1 if direction == "increase" else -1
        v_c, v_t = mp.mpf(c["variance"]) / c["n"], mp.mpf(t["variance"]) / t["n"]
        m_c, m_t = mp.mpf(c["mean"]), mp.mpf(t["mean"])
        shared = {"control": c, "treatment": t, "alpha": 0.05, "prior_mean": mean,
                  "preferred_direction": direction,
                  **({} if sd is None else {"prior_sd": sd})}
        relative = updated(m_t / m_c - 1, mp.sqrt(v_t / m_c ** 2 + m_t ** 2 * v_c / m_c ** 4),
                           mean, None if sd is None else mp.mpf(sd) ** 2)
        add(f"bayes-relative-{label}-{sd}-{direction}", "bayes_relative_effect", shared,
            normal_view(*relative, 0.05, sign), f"{MPMATH}, sections 5.5 and 8", rel=1e-9)
        unit = abs(m_c)
        absolute = updated(m_t - m_c, mp.sqrt(v_c + v_t), mean * unit,
                           None if sd is None else (mp.mpf(sd) * unit) ** 2)
        add(f"bayes-absolute-{label}-{sd}-{direction}", "bayes_absolute_effect", shared,
            normal_view(*absolute, 0.05, sign),
            f"{MPMATH}, section 8: the prior times |mean_C|", rel=1e-9)
refused("bayes-zero-error", "bayes_gaussian_effect",
        {"estimate": 0.1, "std_err": 0.0, "alpha": 0.05}, "ETUDE_STATS_INVALID_NUMBER")

# ------------------------------------------------ two beta posteriors on a grid

NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
for x_c, n_c, x_t, n_t, direction in (
        (12, 100, 20, 110, "increase"), (12, 100, 20, 110, "decrease"),
        (0, 5, 1, 5, "increase"), (900, 1000, 880, 1000, "increase"),
        (4000, 100000, 4200, 100000, "increase"), (3, 4, 500, 1000, "increase")):
    a_c, b_c, a_t, b_t = x_c + 0.5, n_c - x_c + 0.5, x_t + 0.5, n_t - x_t + 0.5

    def over_control(f):
        """E f(p_C) on the quantile scale of the control's posterior."""
        total = 0.0
        # Panels that narrow towards both ends, where quantiles run away.
        edges = np.concatenate([[0], np.logspace(-14, -0.30103, 60)])
        edges = np.concatenate([edges, 1 - edges[::-1][1:]])
        for low, high in zip(edges, edges[1:]):
            nodes = (low + high) / 2 + (high - low) / 2 * NODES
            total += float(np.sum(WEIGHTS * (high - low) / 2 * f(st.beta.ppf(nodes, a_c, b_c))))
        return total
    sf = lambda d: over_control(lambda p: st.beta.sf(p + d, a_t, b_t))
    sign = 1 if direction == "increase" else -1
    mean = a_t / (a_t + b_t) - a_c / (a_c + b_c)
    # E max(p_C - p_T, 0) = E_C [ p_C F_T(p_C) - m_T F_{T+1}(p_C) ].
    loss = over_control(lambda p: p * st.beta.cdf(p, a_t, b_t)
                        - a_t / (a_t + b_t) * st.beta.cdf(p, a_t + 1, b_t))
    ends = [optimize.brentq(lambda d: sf(d) - level, -0.999, 0.999, xtol=1e-12)
            for level in (0.975, 0.025)]
    chance = sf(0.0)
    ship, keep = (loss, mean + loss) if sign > 0 else (mean + loss, loss)
    add(f"bayes-beta-effect-{x_c}of{n_c}-{x_t}of{n_t}-{direction}",
        "bayes_beta_binomial_effect",
        {"control": {"successes": x_c, "n": n_c},
         "treatment": {"successes": x_t, "n": n_t}, "alpha": 0.05,
         "preferred_direction": direction},
        {"posterior_mean": mean, "chance_to_win": chance if sign > 0 else 1 - chance,
         "credible_interval": ends, "risk_ship_treatment": ship,
         "risk_keep_control": keep},
        f"{SCIPY} beta, Gauss-Legendre on its quantiles", rel=1e-5, abs_=1e-7)
