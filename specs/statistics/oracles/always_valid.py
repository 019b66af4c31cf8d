"""Always-valid sequences: mixture integrals by mpmath."""

import math

import brownian
import mpmath as mp
import numpy as np
import scipy.optimize as optimize
import scipy.stats as st
from case_list import MPMATH, NUMPY, CaseList, plain

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for n, se, d in ((1000, 0.05, 0.02), (20000, 0.01, 0.06)):
    rho2 = (-2 * math.log(0.05) + math.log(1 - 2 * math.log(0.05))) / 5000
    sigma2 = n * se * se
    # E-value by integrating the N(0, rho^2 sigma^2) mixture over the effect.
    tau = math.sqrt(rho2 * sigma2)
    e_value = lambda x: mp.quad(
        lambda m: mp.npdf(m, 0, tau) * mp.exp((x * m - m * m / 2) / se**2),
        [12 * tau * k / 24 for k in range(-24, 25)])
    with mp.workdps(30):
        p = min(1, 1 / e_value(d))
        half = optimize.brentq(
            lambda x: float(mp.log(e_value(x)) + mp.log(0.05)), 0, 8 * se, xtol=1e-14)
    add(f"acs-{n}", "always_valid_asymptotic_cs",
        {"difference": d, "std_err": se, "n_total": n, "tuning_n": 5000,
         "alpha": 0.05, "sides": 2, "alternative": "two-sided"},
        {"half_width": half, "ci": [d - half, d + half], "p_value": float(p)},
        f"mpmath {mp.__version__} mixture integral", rel=1e-8)


# ------------------------------------------------ section 4.4 at 60 digits

TWO, ONE = ("two-sided", 2), ("larger", 1)
SIDES = (TWO, ONE, ("smaller", 1))


def directed(d, side):
    """The part of the effect on the side that is tested."""
    return {"two-sided": abs(d), "larger": d, "smaller": -d}[side]


def interval(d, half, side):
    return plain([-math.inf if side == "smaller" else d - half,
                  math.inf if side == "larger" else d + half])


def asymptotic(d, se, n, tuning, alpha, side):
    d, se, n, alpha = mp.mpf(d), mp.mpf(se), mp.mpf(n), mp.mpf(alpha)
    a = alpha if side == "two-sided" else 2 * alpha
    rho = mp.sqrt((-2 * mp.log(a) + mp.log(1 - 2 * mp.log(a))) / tuning)
    w = n * rho ** 2 + 1
    sigma2 = n * se ** 2
    towards = directed(d, side)
    evidence = mp.exp(rho ** 2 * n * (d / se) ** 2 / (2 * w)) / mp.sqrt(w)
    if side == "two-sided":
        log = mp.log(mp.sqrt(w) / alpha)
        p = min(mp.mpf(1), 1 / evidence)
    else:
        log = mp.log(1 + mp.sqrt(w) / (2 * alpha))
        # The alpha at which the one-sided bound touches 0, rho as planned.
        exponent = mp.expm1(rho ** 2 * n * (d / se) ** 2 / (2 * w))
        p = mp.mpf(1) if towards <= 0 else min(
            mp.mpf(1), mp.sqrt(w) / (2 * exponent))
    half = mp.sqrt(sigma2 * 2 * w / (n * rho) ** 2 * log)
    return rho, half, p, towards > half


CASES_OF_ACS = ((0.02, 0.05, 1000, 5000, 0.05), (0.06, 0.01, 20000, 5000, 0.05),
                (-0.03, 0.01, 20000, 15000, 0.01), (0.5, 0.012, 90000, 5000, 0.05),
                (1e-9, 3e-10, 400, 1000, 0.1), (0.0, 1.0, 100, 100, 0.05),
                (12.0, 1.0, 1e7, 1e6, 0.05 / 40), (-0.2, 0.05, 2, 1e5, 0.05))
for (d, se, n, tuning, alpha), (side, sides) in (
        (c, s) for c in CASES_OF_ACS for s in SIDES):
    rho, half, p, significant = asymptotic(d, se, n, tuning, alpha, side)
    shared = {"difference": d, "std_err": se, "n_total": n, "tuning_n": tuning,
              "alpha": alpha, "sides": sides, "alternative": side}
    add(f"acs-{d}-{n:g}-{alpha}-{side}", "always_valid_asymptotic_cs", shared,
        {"rho": float(rho), "half_width": float(half),
         "ci": interval(d, float(half), side), "p_value": float(p),
         "significant": bool(significant)},
        f"{MPMATH}, formulas of Waudby-Smith et al.", rel=1e-10, abs_=1e-16)
for side, sides in SIDES:
    control = {"n": 20000, "mean": 5.0, "variance": 9.0}
    treatment = {"n": 31000, "mean": 5.13, "variance": 9.4}
    se = mp.sqrt(mp.mpf(9) / 20000 + mp.mpf(9.4) / 31000)
    d = mp.mpf(5.13) - 5
    rho, half, p, significant = asymptotic(d, se, 51000, 5000, 0.05, side)
    add(f"acs-test-{side}", "always_valid_test",
        {"control": control, "treatment": treatment, "alpha": 0.05,
         "tuning_n": 5000, "sides": sides, "alternative": side},
        {"difference": float(d), "std_err": float(se),
         "ci": interval(float(d), float(half), side), "p_value": float(p)},
        MPMATH, rel=1e-9)


def msprt(d, se, s, phi, alpha, side):
    d, se, s, phi = (mp.mpf(v) for v in (d, se, s, phi))
    a = mp.mpf(alpha) * (1 if side == "two-sided" else 2)
    tau2 = s ** 2 / phi
    ratio = mp.sqrt(se ** 2 / (se ** 2 + tau2)) * mp.exp(
        d ** 2 * tau2 / (2 * se ** 2 * (se ** 2 + tau2)))
    z2 = (s / se) ** 2
    radius = se * mp.sqrt(mp.log((phi + z2) / (phi * a ** 2)) * (phi + z2) / z2)
    p = 1 / ratio
    if side != "two-sided":
        p = p / 2 if directed(d, side) > 0 else mp.mpf(1)
    return radius, min(mp.mpf(1), p), ratio, directed(d, side) > radius


for (d, se, s, phi, alpha), (side, sides) in (
        (c, e) for c in ((0.12, 0.03, 1.4, 100.0, 0.05), (-0.12, 0.03, 1.4, 100.0, 0.05),
                         (0.001, 0.03, 1.4, 1e4, 0.01), (0.9, 0.03, 1.0, 1.0, 0.05),
                         (5e-5, 1e-5, 0.02, 2e5, 0.002)) for e in SIDES):
    radius, p, ratio, significant = msprt(d, se, s, phi, alpha, side)
    expected = {"radius": float(radius), "ci": interval(d, float(radius), side),
                "p_value": float(p), "significant": bool(significant)}
    if ratio < mp.mpf(10) ** 300:
        expected["likelihood_ratio"] = float(ratio)
    add(f"msprt-{d}-{phi:g}-{side}", "always_valid_msprt",
        {"estimate": d, "std_err": se, "residual_sd": s, "phi": phi,
         "alpha": alpha, "sides": sides, "alternative": side}, expected,
        f"{MPMATH}; one-sided at twice alpha", rel=1e-10, abs_=1e-16)
    # GAVI with i units per variant of the same standard error.
    i = round(2 * s * s / se ** 2)
    a = mp.mpf(alpha) * (1 if side == "two-sided" else 2)
    rho = mp.mpf(phi) / (mp.log(mp.log(mp.e * a ** -2)) - 2 * mp.log(a))
    s2 = mp.mpf(s * s)
    reach = lambda level: mp.sqrt(2 * s2) / i * mp.sqrt(
        (i + rho) * mp.log((i + rho) / (rho * level ** 2)))
    # The level at which the interval touches 0, rho as planned.
    level = mp.sqrt((i + rho) / rho) * mp.exp(-(mp.mpf(d) * i) ** 2 / (4 * s2 * (i + rho)))
    if side != "two-sided":
        level = level / 2 if directed(d, side) > 0 else mp.mpf(1)
    add(f"gavi-{d}-{phi:g}-{side}", "always_valid_gavi",
        {"estimate": d, "n_per_group": i, "sigma2": s * s, "phi": phi,
         "alpha": alpha, "sides": sides, "alternative": side},
        {"rho": float(rho), "half_width": float(reach(a)),
         "ci": interval(d, float(reach(a)), side),
         "p_value": float(min(mp.mpf(1), level)),
         "significant": bool(directed(d, side) > reach(a))},
        f"{MPMATH}; one-sided at twice alpha", rel=1e-10, abs_=1e-16)

RNG = np.random.default_rng(20240705)
Z = [float(v) for v in (np.cumsum(RNG.normal(0.1, 1, 60))
                        / np.sqrt(np.arange(1, 61))).round(4)]
for label, z, tuning in (("sixty", Z, 30000), ("huge", [1.0, 38.0, 20.0, 60.0], 2000),
                         ("downwards", [-1.0, -3.0, -6.0, -2.0], 4000)):
    for side, sides in SIDES:
        totals = [1000 * (k + 1) for k in range(len(z))]
        running, least = [], mp.mpf(1)
        for value, n in zip(z, totals):
            _, _, p, _ = asymptotic(value, 1, n, tuning, 0.05, side)
            least = min(least, p)
            running.append(float(least))
        if min(running) < 1e-300:
            continue
        add(f"running-p-{label}-{side}", "always_valid_running_p",
            {"z": z, "n_total": totals, "tuning_n": tuning, "alpha": 0.05,
             "sides": sides, "alternative": side}, {"running_p": running},
            f"{MPMATH}, running minimum", rel=1e-9)

# ------------------------------------------------ units of a plan


def required_units(sides, alpha, power, looks, tuning_share):
    """Root of the crossing probability of the curved boundary."""
    fixed = float(st.norm.isf(alpha / sides) + st.norm.ppf(power))
    a = alpha if sides == 2 else 2 * alpha
    # In units of the fixed-horizon total.
    rho2 = (-2 * math.log(a) + math.log(1 - 2 * math.log(a))) / tuning_share
    t = [(k + 1) / looks for k in range(looks)]

    def boundary(factor):
        z = []
        for share in t:
            n = share * factor
            w = n * rho2 + 1
            log = math.log(math.sqrt(w) / alpha) if sides == 2 else (
                math.log1p(math.sqrt(w) / (2 * alpha)))
            z.append(math.sqrt(2 * w / (n * rho2) * log))
        return z

    def missing(factor):
        return sum(brownian.crossings(t, boundary(factor),
                                      fixed * math.sqrt(factor))) - power
    factor = optimize.brentq(missing, 1.0, 4.0, xtol=1e-11)
    z = boundary(factor)
    shares = []
    for drift, times in ((fixed * math.sqrt(factor), 1), (0.0, sides)):
        stops = [times * p for p in brownian.crossings(t, z, drift)]
        stops[-1] = 1 - sum(stops[:-1])
        shares.append(factor * sum(s * p for s, p in zip(t, stops)))
    return fixed, factor, shares


for sides, alpha, power, looks, share in (
        (2, 0.05, 0.8, 20, 1.0), (1, 0.05, 0.9, 10, 1.0), (2, 0.01, 0.8, 40, 0.5),
        (1, 0.0025, 0.96, 14, 2.0)):
    fixed, factor, (under_effect, under_null) = required_units(
        sides, alpha, power, looks, share)
    total = fixed ** 2 * (4.0 * 4 / 1 + 5.0 * 4 / 3) / 0.04
    add(f"always-valid-units-{sides}s-{alpha}-{looks}", "always_valid_required_units",
        {"alpha": alpha, "sides": sides, "power": power, "var_control": 4.0,
         "var_treatment": 5.0, "mde_absolute": 0.2, "allocation": [1, 3],
         "looks": looks, "tuning_n": share * total},
        {"total_n_exact": total * factor, "inflation_factor": factor,
         "expected_total_n_under_h1": total * under_effect,
         "expected_total_n_under_h0": total * under_null},
        f"{NUMPY} Gauss-Legendre recursion over the curved boundary", rel=1e-6)
refused("acs-no-units", "always_valid_asymptotic_cs",
        {"difference": 0.1, "std_err": 0.1, "n_total": 0, "tuning_n": 100,
         "alpha": 0.05, "sides": 2}, "ETUDE_STATS_INVALID_NUMBER")
refused("acs-zero-error", "always_valid_asymptotic_cs",
        {"difference": 0.1, "std_err": 0, "n_total": 100, "tuning_n": 100,
         "alpha": 0.05, "sides": 2}, "ETUDE_STATS_INVALID_NUMBER")
