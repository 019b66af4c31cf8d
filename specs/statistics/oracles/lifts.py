"""Relative effects: the test inverted numerically, and derivatives."""

import math

import mpmath as mp
import scipy.optimize as optimize
import scipy.stats as st
from case_list import MPMATH, SCIPY, CaseList
from tails import norm_sf, t_tail

CASES = CaseList()
add, refused = CASES.add, CASES.refused

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

# ------------------------------------------------ every method and side

ESTIMATES = {
    "usual": (12.4, 0.08, 12.7, 0.09), "noisy": (1.9, 0.45, 2.5, 0.36),
    "negative-control": (-3.0, 0.4, -2.5, 0.5), "opposite-signs": (2.0, 0.2, -1.0, 0.3),
    "huge": (1e12, 1e9, 1.01e12, 1e9), "tiny": (1e-9, 1e-11, 1.2e-9, 2e-11),
    "exact-control": (5.0, 0.0, 5.5, 0.2), "zero-treatment": (4.0, 0.5, 0.0, 0.3),
}
for (name, (m_c, se_c, m_t, se_t)), method, side, alpha in (
        (e, m, s, a) for e in ESTIMATES.items() for m in ("delta", "naive", "fieller")
        for s in ("two-sided", "larger", "smaller") for a in (0.05, 0.001)):
    c, v_c, t, v_t = mp.mpf(m_c), mp.mpf(se_c) ** 2, mp.mpf(m_t), mp.mpf(se_t) ** 2
    per_side = alpha / 2 if side == "two-sided" else alpha
    q = mp.mpf(st.norm.isf(per_side))
    for _ in range(3):
        q += (norm_sf(q) - mp.mpf(per_side)) / mp.npdf(q)
    lift = t / c - 1
    given = {"control": {"mean": m_c, "std_err": se_c},
             "treatment": {"mean": m_t, "std_err": se_t}, "alpha": alpha,
             "method": method, "alternative": side}
    expected = {"lift": float(lift)}
    if method == "fieller":
        if c ** 2 <= q ** 2 * v_c:
            refused(f"fieller-{name}-{side}-{alpha}", "relative_lift_ci", given,
                    "ETUDE_STATS_UNBOUNDED_INTERVAL")
            continue
        # Roots of (t - r c)^2 = q^2 (v_t + r^2 v_c).
        roots = mp.polyroots([c ** 2 - q ** 2 * v_c, -2 * t * c, t ** 2 - q ** 2 * v_t],
                             maxsteps=500, extraprec=400)
        low, high = (mp.re(r) - 1 for r in sorted(roots, key=mp.re))
    else:
        se = mp.sqrt(v_t + v_c) / abs(c) if method == "naive" else mp.sqrt(
            v_t / c ** 2 + t ** 2 * v_c / c ** 4)
        low, high = lift - q * se, lift + q * se
        expected["std_err"] = float(se)
    expected["ci"] = [None if side == "smaller" else float(low),
                      None if side == "larger" else float(high)]
    add(f"lift-{method}-{name}-{side}-{alpha}", "relative_lift_ci", given, expected,
        f"{MPMATH}, section 5.5", rel=1e-9, abs_=1e-13)

for test, method, side in (
        (t, m, s) for t in ("z", "welch-t") for m in ("delta", "naive")
        for s in ("two-sided", "larger", "smaller")):
    control = {"n": 180, "mean": 12.4, "variance": 11.81}
    treatment = {"n": 95, "mean": 13.1, "variance": 19.35}
    a, b = mp.mpf(11.81) / 180, mp.mpf(19.35) / 95
    df = (a + b) ** 2 / (a * a / 179 + b * b / 94)
    c, t = mp.mpf(12.4), mp.mpf(13.1)
    se = mp.sqrt(a + b) / c if method == "naive" else mp.sqrt(
        b / c ** 2 + t ** 2 * a / c ** 4)
    lift = t / c - 1
    z = lift / se
    sf = norm_sf if test == "z" else (
        lambda v: t_tail(v, df) if v > 0 else 1 - t_tail(-v, df))
    p = {"two-sided": 2 * sf(abs(z)), "larger": sf(z), "smaller": sf(-z)}[side]
    per_side = 0.025 if side == "two-sided" else 0.05
    q = st.norm.isf(per_side) if test == "z" else st.t.isf(per_side, float(df))
    add(f"lift-test-{test}-{method}-{side}", "relative_lift_test",
        {"control": control, "treatment": treatment, "alpha": 0.05, "test": test,
         "method": method, "alternative": side},
        {"lift": float(lift), "std_err": float(se), "p_value": float(p),
         "ci": [None if side == "smaller" else float(lift - q * se),
                None if side == "larger" else float(lift + q * se)]},
        f"{MPMATH}, critical values {SCIPY}", rel=1e-9)
