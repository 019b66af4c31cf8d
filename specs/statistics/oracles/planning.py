"""Sizes, power and powered effects: statsmodels and SciPy."""

import itertools
import math

import brownian
import mpmath as mp
import numpy as np
import scipy.optimize as optimize
import scipy.stats as st
import statsmodels.stats.power as sm_power
from case_list import MPMATH, NUMPY, SCIPY, STATSMODELS, CaseList, ask_r
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

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

# ------------------------------------------------ section 6 at 60 digits


def quantile(p):
    z = mp.mpf(st.norm.isf(p))
    for _ in range(3):
        z += (norm_sf(z) - mp.mpf(p)) / mp.npdf(z)
    return z


def distance_of(alpha, sides, power):
    return quantile(alpha / sides) + quantile(1 - power)


TARGETS = ((0.05, 2, 0.8), (0.05, 1, 0.8), (0.05 / 40, 1, 1 - 0.2 / 41),
           (1e-6, 2, 0.999), (0.4, 1, 0.7))
WEIGHTS = ([1, 1], [9, 1], [1, 99], [0.3, 0.2])


def rounded(exact):
    """Up per variant; None when that hangs on the last digit."""
    up = [math.ceil(n) for n in exact]
    close = any(abs(n - round(n)) < 1e-6 * max(1, n) for n in exact)
    return {} if close else {"n_per_group_rounded_up": up}


for (alpha, sides, power), weights in itertools.product(TARGETS, WEIGHTS):
    w = [mp.mpf(v) / mp.fsum(map(mp.mpf, weights)) for v in weights]
    z = distance_of(alpha, sides, power)
    label = f"{alpha:.4g}-{sides}s-{weights[0]}-{weights[1]}"
    shared = {"alpha": alpha, "sides": sides, "power": power, "allocation": weights}
    for name, v_c, v_t, effect in (("plain", 4.0, 7.5, 0.03), ("tiny", 1e-8, 1e-8, 1e-7),
                                   ("huge", 1e12, 3e12, 2e4)):
        total = z ** 2 * (mp.mpf(v_c) / w[0] + mp.mpf(v_t) / w[1]) / mp.mpf(effect) ** 2
        exact = [float(total * share) for share in w]
        add(f"size-{name}-{label}", "sample_size",
            {**shared, "metric": "average", "sd_control": math.sqrt(v_c),
             "sd_treatment": math.sqrt(v_t), "mde_absolute": effect},
            {"total_n_exact": float(total), "n_per_group_exact": exact,
             **rounded(exact)}, f"{MPMATH}, section 6.1", rel=1e-9)
    for p, effect, purpose in ((0.12, 0.01, "mde_absolute"), (0.12, -0.01, "mde_absolute"),
                               (0.001, 0.0005, "mde_absolute"),
                               (0.97, 0.02, "nim_absolute")):
        v_c = mp.mpf(p) * (1 - mp.mpf(p))
        shifted = mp.mpf(p) + mp.mpf(effect)
        v_t = v_c if purpose == "nim_absolute" else shifted * (1 - shifted)
        total = z ** 2 * (v_c / w[0] + v_t / w[1]) / mp.mpf(effect) ** 2
        add(f"size-binary-{p}-{effect}-{label}", "sample_size",
            {**shared, "metric": "binary", "baseline": p, purpose: effect},
            {"total_n_exact": float(total),
             "n_per_group_exact": [float(total * share) for share in w]},
            f"{MPMATH}, section 6.1", rel=1e-9)
    width = mp.mpf("0.4")
    total = (2 * quantile(alpha / 2) / width) ** 2 * (mp.mpf(4) / w[0] + mp.mpf(7.5) / w[1])
    add(f"size-width-{label}", "sample_size_for_width",
        {"width": 0.4, "alpha": alpha, "var_control": 4.0, "var_treatment": 7.5,
         "allocation": weights},
        {"total_n_exact": float(total),
         "n_per_group_exact": [float(total * share) for share in w]}, MPMATH, rel=1e-9)
    for n in (50, 4000, 10 ** 7):
        n_c, n_t = (max(2, int(n * share)) for share in w)
        se = mp.sqrt(mp.mpf(4) / n_c + mp.mpf(7.5) / n_t)
        here = {"n_control": n_c, "n_treatment": n_t, "var_control": 4.0,
                "var_treatment": 7.5, "alpha": alpha, "sides": sides}
        add(f"powered-{n}-{label}", "powered_effect",
            {**here, "metric": "average", "power": power},
            {"powered_effect": float(z * se)}, f"{MPMATH}, section 6.6")
        for effect in (0.01, 0.3):
            critical = quantile(alpha / sides)
            near = norm_sf(critical - mp.mpf(effect) / se)
            far = norm_sf(critical + mp.mpf(effect) / se) if sides == 2 else 0
            add(f"power-{n}-{effect}-{label}", "achieved_power", {**here, "effect": effect},
                {"power": float(near + far), "power_ignoring_far_tail": float(near)},
                f"{MPMATH}, section 6.6", rel=1e-9)

for weights, corrected in itertools.product(
        ([1, 1], [1, 1, 1, 1], [2, 1, 1], [50, 10, 20, 15, 5], [1] * 11,
         [math.sqrt(3), 1, 1, 1]), (True, False)):
    arms = len(weights) - 1
    alpha = mp.mpf(0.05) / (arms if corrected else 1)
    z = quantile(float(alpha) / 1) + quantile(0.1)
    total = mp.fsum(map(mp.mpf, weights))
    per = [z ** 2 * 25 * (total / weights[0] + total / w) / mp.mpf(0.25) ** 2
           for w in map(mp.mpf, weights[1:])]
    add(f"size-variants-{arms}-{weights[0]:.3g}-{corrected}", "sample_size_multi_group",
        {"weights": weights, "alpha": 0.05, "sides": 1, "power": 0.9,
         "variance": 25.0, "mde_absolute": 0.25, "bonferroni_over_treatments": corrected},
        {"alpha_per_comparison": float(alpha),
         "total_n_exact_per_comparison": [float(v) for v in per],
         "total_n_exact": float(max(per))}, f"{MPMATH}, section 6.2", rel=1e-9)

# ------------------------------------------------ runtime

CURVE = [5200, 9100, 12350, 15010, 17200, 19050, 20700]
for label, curve, share, needed, days in (
        ("first-day", CURVE, 1.0, 5200, 1), ("just-missed", CURVE, 1.0, 5201, 2),
        ("share", CURVE, 0.5, 8000, 5), ("last-day", CURVE, 1.0, 20700, 7),
        ("straight", [100 * k for k in range(1, 8)], 1.0, 1850, 19),
        ("straight-share", [100 * k for k in range(1, 8)], 0.1, 185, 19)):
    add(f"runtime-{label}", "runtime_estimate",
        {"cumulative_unique_units_by_day": curve, "traffic_share": share,
         "required_total_n": needed},
        {"days": days, "weeks": math.ceil(days / 7),
         "reached_within_history": days <= len(curve)}, "hand calculation")
# Beyond the history the line through the last week goes on.
slope = st.linregress(range(7), CURVE).slope
for needed in (25000, 60000):
    days = 7 + math.ceil((needed - CURVE[-1]) / slope)
    add(f"runtime-beyond-{needed}", "runtime_estimate",
        {"cumulative_unique_units_by_day": CURVE, "required_total_n": needed},
        {"days": days, "reached_within_history": False}, f"{SCIPY} linregress")
for day, units in ((3, 12350.0), (7, 20700.0), (12, CURVE[-1] + 5 * slope)):
    add(f"units-by-day-{day}", "units_by_day",
        {"cumulative_unique_units_by_day": CURVE, "traffic_share": 0.5, "day": day},
        {"units": 0.5 * units}, f"{SCIPY} linregress")
refused("runtime-flat", "runtime_estimate",
        {"cumulative_unique_units_by_day": [100] * 9, "required_total_n": 101},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("runtime-decreasing", "runtime_estimate",
        {"cumulative_unique_units_by_day": [100, 90], "required_total_n": 101},
        "ETUDE_STATS_INVALID_SCHEDULE")

RNG = np.random.default_rng(20240709)
ARRIVALS = {
    "poisson": RNG.poisson(900 / np.arange(1, 11) ** 0.4),
    "weekdays": RNG.poisson(np.tile([500, 480, 450, 470, 440, 200, 180], 4)
                            / np.arange(1, 29) ** 0.3),
    "overdispersed": RNG.negative_binomial(4, 0.01, 21),
    "seven": RNG.poisson(50, 7),
}
SOURCE, ANSWERS = ask_r("planning.R", [
    {"new_units_by_day": v.tolist()} for v in ARRIVALS.values()])
for (name, values), got in zip(ARRIVALS.items(), ANSWERS):
    weekly = "p" in got and got["p"] < 0.01
    add(f"arrivals-{name}", "arrival_variation", {"new_units_by_day": values.tolist()},
        {"known": True, "dispersion": max(1.0, got["weekly" if weekly else "plain"]),
         "degrees_of_freedom": got["weekly_df" if weekly else "plain_df"],
         "weekdays": got["weekdays"] if weekly else None},
        f"{SOURCE} glm(quasipoisson)", rel=1e-7)
add("arrivals-short", "arrival_variation", {"new_units_by_day": [5, 6, 7]},
    {"known": False}, "seven days are needed")

# ------------------------------------------------ given boundaries

for label, t, z in (("flat", [0.25, 0.5, 0.75, 1.0], [2.4] * 4),
                    ("falling", [0.1, 0.3, 0.55, 0.9, 1.0], [4.5, 3.2, 2.6, 2.2, 2.05]),
                    ("one", [1.0], [1.96])):
    drifts = [0.0, 1.0, 2.8, 4.5]
    add(f"boundary-{label}", "boundary_crossings",
        {"information_fractions": t, "z": z, "drifts": drifts},
        {"crossing_probabilities": [brownian.crossings(t, z, d) for d in drifts]},
        f"{NUMPY} Gauss-Legendre recursion", rel=1e-7, abs_=1e-10)
    for power in (0.8, 0.99):
        drift = optimize.brentq(
            lambda d: sum(brownian.crossings(t, z, d)) - power, 0.5, 9, xtol=1e-12)
        add(f"boundary-drift-{label}-{power}", "boundary_drift",
            {"information_fractions": t, "z": z, "power": power}, {"drift": drift},
            f"{NUMPY} Gauss-Legendre recursion", rel=1e-7)
refused("boundary-lengths", "boundary_crossings",
        {"information_fractions": [0.5, 1.0], "z": [2.0], "drifts": [1.0]},
        "ETUDE_STATS_LENGTH_MISMATCH")
