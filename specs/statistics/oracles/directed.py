"""Non-inferiority, superiority and inferiority: statsmodels."""

import itertools
import math

import mpmath as mp
import scipy.stats as st
import statsmodels.stats.weightstats as weightstats
from case_list import MPMATH, SCIPY, STATSMODELS, CaseList
from tails import norm_sf, t_tail

CASES = CaseList()
add, refused = CASES.add, CASES.refused

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

# ------------------------------------------------ exact margins, t, edges

for direction, margin, test, (n_c, n_t, m_c, m_t, v_c, v_t) in itertools.product(
        ("increase", "decrease"), ("fixed", "exact"), ("z", "welch-t"),
        ((4000, 4100, 41.0, 40.6, 300.0, 310.0), (2, 2, 3.0, 3.2, 1.0, 0.5),
         (50, 5000, -8.0, -8.1, 9.0, 4.0), (900, 100, 0.12, 0.125, 0.1056, 0.109))):
    if margin == "exact" and test != "z":
        continue
    sign = 1 if direction == "increase" else -1
    nim = mp.mpf(0.03)
    # A margin is a loss of a share of the size of the control mean.
    null = -sign * nim * abs(mp.mpf(m_c))
    d = mp.mpf(m_t) - mp.mpf(m_c)
    a, b = mp.mpf(v_c) / n_c, mp.mpf(v_t) / n_t
    factor = 1 + null / mp.mpf(m_c) if margin == "exact" else 1
    se = mp.sqrt(b + factor ** 2 * a)
    z = (d - null) / se
    df = (a + b) ** 2 / (a * a / (n_c - 1) + b * b / (n_t - 1))
    tail = norm_sf if test == "z" else (
        lambda v: t_tail(v, df) if v > 0 else 1 - t_tail(-v, df))
    q = st.norm.isf(0.02) if test == "z" else st.t.isf(0.02, float(df))
    p = tail(sign * z)
    ci = [float(d - q * se), None] if sign > 0 else [None, float(d + q * se)]
    add(f"nim-{direction}-{margin}-{test}-{n_c}-{m_c}", "non_inferiority_test",
        {"control": {"n": n_c, "mean": m_c, "variance": v_c},
         "treatment": {"n": n_t, "mean": m_t, "variance": v_t},
         "nim_relative": 0.03, "preferred_direction": direction, "alpha": 0.02,
         "margin": margin, "test": test},
        {"difference": float(d), "null": float(null), "std_err": float(se),
         "statistic": float(z), "p_value": float(p), "ci": ci,
         "significant": bool(p <= mp.mpf(0.02))},
        f"{MPMATH}, section 5.6; critical values {SCIPY}", rel=1e-9)
ZERO = {"n": 10, "mean": 0.0, "variance": 1.0}
refused("nim-zero-control", "non_inferiority_test",
        {"control": ZERO, "treatment": ZERO, "nim_relative": 0.1,
         "preferred_direction": "increase", "alpha": 0.05},
        "ETUDE_STATS_ZERO_DENOMINATOR")
refused("nim-negative", "non_inferiority_test",
        {"control": {**ZERO, "mean": 1.0}, "treatment": ZERO, "nim_relative": -0.1,
         "preferred_direction": "increase", "alpha": 0.05},
        "ETUDE_STATS_INVALID_NUMBER")

for direction, kind, test, (n_c, n_t, m_c, m_t, v_c, v_t) in itertools.product(
        ("increase", "decrease"), ("superiority_test", "inferiority_test"),
        ("z", "welch-t", "student-t"),
        ((4000, 4100, 41.0, 41.6, 300.0, 310.0), (2, 2, 3.0, 9.2, 1.0, 0.5),
         (50, 5000, -8.0, -8.1, 9.0, 4.0), (900, 100, 0.12, 0.2, 0.1056, 0.109))):
    # Better is the preferred direction, worse the other one.
    sign = (1 if direction == "increase" else -1) * (
        1 if kind == "superiority_test" else -1)
    a, b = mp.mpf(v_c) / n_c, mp.mpf(v_t) / n_t
    se, df = mp.sqrt(a + b), (a + b) ** 2 / (a * a / (n_c - 1) + b * b / (n_t - 1))
    if test == "student-t":
        pooled = ((n_c - 1) * mp.mpf(v_c) + (n_t - 1) * mp.mpf(v_t)) / (n_c + n_t - 2)
        se, df = mp.sqrt(pooled * (mp.mpf(1) / n_c + mp.mpf(1) / n_t)), n_c + n_t - 2
    z = (mp.mpf(m_t) - mp.mpf(m_c)) / se
    tail = norm_sf if test == "z" else (
        lambda v: t_tail(v, df) if v > 0 else 1 - t_tail(-v, df))
    p = tail(sign * z)
    add(f"{kind}-{direction}-{test}-{n_c}-{m_c}", kind,
        {"control": {"n": n_c, "mean": m_c, "variance": v_c},
         "treatment": {"n": n_t, "mean": m_t, "variance": v_t},
         "preferred_direction": direction, "alpha": 0.02, "test": test},
        {"null": 0.0, "std_err": float(se), "statistic": float(z), "p_value": float(p),
         "significant": bool(p <= mp.mpf(0.02))}, f"{MPMATH}, section 5.6", rel=1e-9)
