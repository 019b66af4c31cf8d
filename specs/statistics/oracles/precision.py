"""Fixed-power and fixed-width designs: section 3.1 at 60 digits."""

import math

import mpmath as mp
import scipy.stats as st
from case_list import MPMATH, CaseList
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused


def quantile(p):
    """The z with P(Z > z) = p, one Newton step beyond SciPy's."""
    z = mp.mpf(st.norm.isf(p))
    for _ in range(3):
        z += (norm_sf(z) - mp.mpf(p)) / mp.npdf(z)
    return z


def metric(n_c, n_t, mean, v_c, v_t, alpha, sides, **more):
    return {"n_control": n_c, "n_treatment": n_t, "mean_control": mean,
            "var_control": v_c, "var_treatment": v_t, "alpha": alpha,
            "sides": sides, **more}


def powered(m):
    z = quantile(m["alpha"] / m["sides"]) + quantile(1 - m["power"])
    baseline = abs(mp.mpf(m.get("baseline_mean", m["mean_control"])))
    effect = mp.mpf(m["mde_relative"]) * baseline
    n = m["n_control"] + m["n_treatment"]
    se = mp.sqrt(mp.mpf(m["var_control"]) / m["n_control"]
                 + mp.mpf(m["var_treatment"]) / m["n_treatment"])
    required = z ** 2 * n * se ** 2 / effect ** 2
    power = norm_sf(quantile(m["alpha"] / m["sides"]) - effect / se)
    return {"mde_absolute": float(effect), "required_total_n_exact": float(required),
            "current_total_n": n, "progress": float(n / required),
            "current_power": float(power), "powered_effect": float(z * se)}, (
                float(effect / z)), bool(n >= required), required


def narrow(m):
    z = quantile(m["alpha"] / m["sides"])
    baseline = abs(mp.mpf(m.get("baseline_mean", m["mean_control"])))
    wanted = mp.mpf(m["width_relative"]) * baseline
    n = m["n_control"] + m["n_treatment"]
    se = mp.sqrt(mp.mpf(m["var_control"]) / m["n_control"]
                 + mp.mpf(m["var_treatment"]) / m["n_treatment"])
    required = n * (2 * z * se / wanted) ** 2
    return {"width_absolute": float(wanted), "current_width": float(2 * z * se),
            "current_width_relative": float(2 * z * se / baseline),
            "required_total_n_exact": float(required), "current_total_n": n,
            "progress": float(n / required), "stop": bool(2 * z * se <= wanted),
            "max_std_err": float(wanted / (2 * z))}, required


METRICS = {
    "equal": metric(2000, 2000, 10.0, 9.0, 9.0, 0.05, 2),
    "unequal": metric(900, 8100, -4.0, 20.0, 31.0, 0.01, 1),
    "binary": metric(5000, 4900, 0.12, 0.12 * 0.88, 0.13 * 0.87, 0.05 / 3, 1),
    "tiny-level": metric(60000, 60000, 3.0, 4.0, 4.0, 0.05 / 40, 2),
    "huge": metric(10 ** 9, 10 ** 9, 1e-3, 5.0, 5.0, 0.05, 2),
    "two-units": metric(2, 2, 1.0, 0.5, 0.25, 0.05, 2),
    "one-constant": metric(500, 500, 2.0, 0.0, 3.0, 0.05, 2),
}
for (name, m), power, mde in (
        (i, p, e) for i in METRICS.items() for p, e in (
            (0.8, 0.02), (0.95, 0.3), (1 - 0.2 / 41, 0.05))):
    given = {**m, "power": power, "mde_relative": mde}
    values, max_std_err, stop, _ = powered(given)
    add(f"fixed-power-{name}-{power:.4f}", "fixed_power_check", given,
        {**values, "max_std_err_for_power": max_std_err, "stop": stop}, MPMATH,
        rel=1e-10)
for (name, m), width in ((i, w) for i in METRICS.items() for w in (0.01, 0.4)):
    given = {**m, "width_relative": width}
    values, _ = narrow(given)
    add(f"fixed-width-{name}-{width}", "fixed_width_check", given, values, MPMATH,
        rel=1e-10)
frozen = {**METRICS["equal"], "baseline_mean": 12.5, "width_relative": 0.03}
add("fixed-width-frozen", "fixed_width_check", frozen, narrow(frozen)[0], MPMATH)
refused("fixed-width-zero-mean", "fixed_width_check",
        {**METRICS["equal"], "mean_control": 0.0, "width_relative": 0.1},
        "ETUDE_STATS_ZERO_DENOMINATOR")
refused("fixed-power-zero-variance", "fixed_power_check",
        {**metric(10, 10, 1.0, 0.0, 0.0, 0.05, 2), "power": 0.8, "mde_relative": 0.1},
        "ETUDE_STATS_ZERO_VARIANCE")

# ------------------------------------------------ several metrics at one look

DAYS = [500 * (k + 1) for k in range(8)]


def look(kind, items, days, period, states):
    """The slowest metric decides; burn-in and problems come before."""
    rows, required = [], []
    for item, state in zip(items, states):
        if state is not None:
            rows.append({"id": item["id"], **state})
            continue
        if kind == "fixed_power_look":
            values, max_std_err, stop, needed = powered(item)
            values["max_std_err"] = max_std_err
        else:
            values, needed = narrow(item)
            stop = values["stop"]
        required.append(needed / values["current_total_n"])
        rows.append({"id": item["id"], "state": "reached" if stop else "collecting",
                     **values})
    order = ["problem", "burn-in", "collecting", "reached"]
    state = min((r["state"] for r in rows), key=order.index)
    ends = len(days) > 0 and (period == "day" or len(days) % 7 == 0)
    expected = {"state": state, "complete_days": len(days), "metrics": rows,
                "may_stop": state == "reached" and ends}
    if state in ("collecting", "reached"):
        expected["progress"] = float(1 / max(required))
    return expected


A = {"id": "a", **METRICS["equal"], "power": 0.8, "mde_relative": 0.02}
B = {"id": "b", **METRICS["equal"], "power": 0.95, "mde_relative": 0.04, "alpha": 0.025}
C = {"id": "c", **METRICS["equal"], "power": 0.9, "mde_relative": 0.2, "sides": 1}
FEW = {"id": "few", **metric(40, 30, 0.1, 0.09, 0.08, 0.05, 2), "events": [4, 12],
       "power": 0.8, "mde_relative": 0.1}
FEW_STATE = {"state": "burn-in", "missing": {"units": 30, "events": 26}}
ZERO = {**C, "id": "zero", "mean_control": 0.0}
ZERO_STATE = {"state": "problem", "problems": ["ETUDE_STATS_ZERO_DENOMINATOR"]}
FORTY = [{**A, "id": f"m{k}", "mde_relative": 0.03 + 0.002 * k,
          "power": 1 - 0.2 / 41, "alpha": 0.05 / 40, "sides": 1} for k in range(40)]
for label, items, days, period, states in (
        ("one", [A], DAYS, "day", [None]),
        ("slowest", [A, B, C], DAYS, "day", [None] * 3),
        ("reached", [C], DAYS, "day", [None]),
        ("reached-mid-week", [C], DAYS, "week", [None]),
        ("reached-week", [C], [300 * k for k in range(1, 15)], "week", [None]),
        ("no-complete-day", [C], [], "day", [None]),
        ("burn-in", [C, FEW], DAYS, "day", [None, FEW_STATE]),
        ("problem", [C, ZERO, FEW], DAYS, "day", [None, ZERO_STATE, FEW_STATE]),
        ("forty", FORTY, DAYS, "day", [None] * 40)):
    add(f"fixed-power-look-{label}", "fixed_power_look",
        {"metrics": items, "units_by_complete_day": days, "stop_after": period},
        look("fixed_power_look", items, days, period, states), MPMATH)
WIDE = [{**{k: v for k, v in item.items() if k not in ("power", "mde_relative")},
         "width_relative": w} for item, w in ((A, 0.05), (B, 0.02), (C, 0.4))]
for label, items, states in (("slowest", WIDE, [None] * 3), ("reached", WIDE[2:], [None])):
    add(f"fixed-width-look-{label}", "fixed_width_look",
        {"metrics": items, "units_by_complete_day": DAYS},
        look("fixed_width_look", items, DAYS, "day", states), MPMATH)
# 7064 units are needed of 4000 at 500 a day: seven more days.
_, _, _, needed = powered(A)
assert math.ceil((float(needed) - 4000) / 500) == 7
add("fixed-power-look-finish", "fixed_power_look",
    {"metrics": [A], "units_by_complete_day": DAYS},
    {"projected_complete_days": 15, "days_left": 7}, "hand calculation")
refused("fixed-power-look-empty", "fixed_power_look",
        {"metrics": [], "units_by_complete_day": DAYS}, "ETUDE_STATS_EMPTY")
refused("fixed-power-look-decreasing", "fixed_power_look",
        {"metrics": [A], "units_by_complete_day": [10, 5]},
        "ETUDE_STATS_INVALID_SCHEDULE")
