"""Group sequential bounds and designs: mpmath quadrature and rpact."""

import math

import brownian
import mpmath as mp
import numpy as np
import scipy.optimize as optimize
import scipy.stats as st
from case_list import NUMPY, SCIPY, CaseList, ask_r, plain
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for spending, t in (("pocock", [0.5, 1.0]), ("power", [0.4, 1.0]),
                    ("obrien-fleming-ld", [0.6, 1.0]),
                    ("hwang-shih-decani", [0.3, 1.0])):
    a = 0.025
    spent = {
        "pocock": lambda s: a * math.log(1 + (math.e - 1) * s),
        "power": lambda s: a * s**3,
        "obrien-fleming-ld": lambda s: 2 * st.norm.sf(st.norm.isf(a / 2) / math.sqrt(s)),
        "hwang-shih-decani": lambda s: a * (1 - math.exp(4 * s)) / (1 - math.exp(4)),
    }[spending]
    z1 = st.norm.isf(spent(t[0]))
    rho = math.sqrt(t[0] / t[1])

    def second(z2):
        # P(Z1 < z1, Z2 > z2) at 15 digits by mpmath quadrature.
        integral = mp.quad(
            lambda u: mp.npdf(u) * norm_sf((z2 - rho * u) / mp.sqrt(1 - rho**2)),
            [-12, -6, -2, 0, z1])
        return float(mp.log(integral) - mp.log(spent(t[1]) - spent(t[0])))

    with mp.workdps(20):
        z2 = optimize.brentq(second, 1.0, 5.0, xtol=1e-11)
    add(f"gst-{spending}-2", "gst_bounds",
        {"spending": spending,
         "parameter": {"power": 3, "hwang-shih-decani": -4}.get(spending),
         "information_fractions": t, "alpha": 0.05, "sides": 2},
        {"z": [float(z1), z2],
         "cumulative_alpha_per_side": [spent(t[0]), a]},
        f"mpmath {mp.__version__} quadrature", rel=1e-8)
add("gst-one-look", "gst_bounds",
    {"spending": "pocock", "information_fractions": [1.0], "alpha": 0.05, "sides": 2},
    {"z": [float(st.norm.isf(0.025))]}, SCIPY, rel=1e-10)
refused("gst-decreasing", "gst_bounds",
        {"spending": "pocock", "information_fractions": [0.6, 0.5], "alpha": 0.05,
         "sides": 2}, "ETUDE_STATS_INVALID_SCHEDULE")


# ------------------------------------------------ designs by rpact

FAMILIES = {"obrien-fleming": (None,), "pocock": (None,), "power": (1, 2, 3.5),
            "hwang-shih-decani": (-4, 0, 1.5)}
EVERY = [(name, p) for name, ps in FAMILIES.items() for p in ps]
FEW = {"3": [1 / 3, 2 / 3, 1.0], "5": [0.2, 0.4, 0.6, 0.8, 1.0],
       "4-late": [0.5, 0.7, 0.9, 1.0]}
SOURCE, ANSWERS = None, []
QUESTIONS = [
    {"spending": name, "fractions": t, "alpha": alpha, "sides": sides,
     "alpha_per_side": alpha / sides, "power": power,
     **({} if p is None else {"parameter": p})}
    for name, p in EVERY for t in FEW.values()
    for alpha, sides, power in ((0.05, 2, 0.8), (0.01, 1, 0.95))]
SOURCE, ANSWERS = ask_r("group_sequential.R", QUESTIONS)


def number_of(value):
    return "" if value is None else f"({value:g})"


def stops_of(crossings):
    """The test also ends at its last look."""
    return [*crossings[:-1], 1 - sum(crossings[:-1])]


def expected_share(t, stops):
    return sum(share * p for share, p in zip(t, stops))


def design_input(q):
    return {"spending": q["spending"], "parameter": q.get("parameter"),
            "information_fractions": q["fractions"], "alpha": q["alpha"],
            "sides": q["sides"], "power": q["power"]}


for q, got in zip(QUESTIONS, ANSWERS):
    label = (f"{q['spending']}{number_of(q.get('parameter'))}-"
             f"{len(q['fractions'])}-{q['fractions'][0]:.2g}-{q['sides']}s")
    t = q["fractions"]
    # Our own integration has to agree with rpact before either is believed.
    spend = brownian.spending(q["spending"], q["alpha_per_side"], q.get("parameter"))
    z = brownian.bounds(t, [spend(s) for s in t])
    assert max(abs(a - b) for a, b in zip(z, got["z"])) < 2e-6, label
    under_effect = np.diff([0.0, *got["power"]])
    under_null = q["sides"] * np.diff([0.0, *got["spent"]])
    fixed = st.norm.isf(q["alpha_per_side"]) + st.norm.ppf(q["power"])
    assert abs((got["drift"] / fixed) ** 2 - got["inflation"]) < 1e-9
    stops = stops_of(list(under_effect))
    null_stops = stops_of(list(under_null))
    assert abs(got["inflation"] * expected_share(t, stops) - got["expected_h1"]) < 1e-6
    add(f"gst-rpact-{label}", "gst_design", design_input(q),
        {"z": got["z"], "cumulative_alpha_per_side": got["spent"],
         "drift": got["drift"], "inflation_factor": got["inflation"],
         "cumulative_power": got["power"], "stop_probability_under_h1": stops,
         "stop_probability_under_h0": null_stops,
         "expected_n_ratio_under_h1": got["expected_h1"],
         "expected_n_ratio_under_h0": got["inflation"] * expected_share(t, null_stops)},
        f"{SOURCE}, each side on its own", rel=1e-6, abs_=1e-6)
    add(f"gst-size-rpact-{label}", "gst_sample_size",
        {**design_input(q), "variance": 2.5, "mde_absolute": 0.1,
         "allocation": [1, 2]},
        {"inflation_factor": got["inflation"],
         "fixed_total_n": fixed ** 2 * 2.5 * (3 / 1 + 3 / 2) / 0.01,
         "max_total_n": got["inflation"] * fixed ** 2 * 2.5 * 4.5 / 0.01,
         "expected_n_ratio_under_h1": got["expected_h1"],
         "expected_n_ratio_under_h0": got["inflation"] * expected_share(t, null_stops)},
        f"{SOURCE}, each side on its own", rel=1e-6)

# ------------------------------------------------ many looks

RNG = np.random.default_rng(20240704)
SCHEDULES = {
    "20": [k / 20 for k in range(1, 21)],
    "60": [k / 60 for k in range(1, 61)],
    "60-unequal": sorted([*RNG.uniform(0.02, 0.99, 59).round(4).tolist(), 1.0]),
    "28-days": [round(1 - (1 - k / 28) ** 1.6, 6) for k in range(1, 29)],
    "unfinished": [0.1, 0.35, 0.6],
    "repeated": [0.3, 0.3, 0.300001, 0.6, 0.6, 1.0],
    "one-early": [0.001, 1.0],
}
INTEGRATION = f"{NUMPY} Gauss-Legendre recursion, agrees with {SOURCE} at few looks"
NARROW = {"z": {"rel": 0, "abs": 1e-6, "above": {"value": 8, "abs": 1e-5}}}
for (name, p), (label, t) in ((e, s) for e in EVERY if e[1] not in (1, 0, 1.5)
                              for s in SCHEDULES.items()):
    for alpha, sides in ((0.05, 2), (0.05 / 40, 1)):
        spend = brownian.spending(name, alpha / sides, p)
        spent = [spend(s) for s in t]
        if spent[0] < 1e-300:
            continue
        # A look that adds nothing spends nothing.
        for i in range(1, len(t)):
            if t[i] - t[i - 1] < 1e-5:
                spent[i] = spent[i - 1]
        z = brownian.bounds(t, spent)
        expected = {"z": z, "cumulative_alpha_per_side": spent}
        shared = {"spending": name, "parameter": p, "information_fractions": t,
                  "alpha": alpha, "sides": sides}
        key = f"{name}{number_of(p)}-{label}-{sides}s"
        for kind in ("gst_bounds", "gst_next_look"):
            add(f"{kind}-{key}", kind, shared, expected, INTEGRATION, rel=1e-8,
                fields=NARROW)
        if label in ("20", "60", "28-days") and sides == 2:
            drift = 3.1
            per_look = brownian.crossings(t, z, drift)
            add(f"gst-power-{key}", "gst_power",
                {**shared, "max_total_n": 9000, "effect": 0.4,
                 "variance": (0.4 / drift) ** 2 / (1 / 3000 + 1 / 6000),
                 "allocation": [1, 2]},
                {"power": sum(per_look), "reject_probability_per_look": per_look},
                INTEGRATION, rel=1e-6, abs_=1e-7)

# Far from the usual: hourly looks, steep spending, extreme levels and spacing.
for label, name, p, t, alpha, sides in (
        ("hourly", "power", 2, [k / 336 for k in range(1, 337)], 0.05, 2),
        ("hundred", "pocock", None, [k / 100 for k in range(1, 101)], 0.01, 1),
        ("steep", "hwang-shih-decani", -20, [k / 8 for k in range(1, 9)], 0.05, 2),
        ("early", "hwang-shih-decani", 12, [k / 8 for k in range(1, 9)], 0.05, 2),
        ("power-10", "power", 10, [0.3, 0.5, 0.8, 1.0], 0.05, 1),
        ("tiny-alpha", "pocock", None, [k / 10 for k in range(1, 11)], 1e-9, 2),
        ("large-alpha", "pocock", None, [0.25, 0.5, 1.0], 0.5, 1),
        ("end-crowded", "obrien-fleming", None, [0.5, 0.997, 0.998, 0.999, 1.0], 0.05, 2),
        ("start-crowded", "pocock", None, [0.0001, 0.0002, 0.0004, 0.5, 1.0], 0.05, 2),
        ("near-repeats", "power", 1, [0.2, 0.2005, 0.6, 0.6002, 1.0], 0.05, 2)):
    spend = brownian.spending(name, alpha / sides, p)
    spent = [spend(s) for s in t]
    z = brownian.bounds(t, spent)
    add(f"gst-far-{label}", "gst_bounds",
        {"spending": name, "parameter": p, "information_fractions": t,
         "alpha": alpha, "sides": sides},
        {"z": z, "cumulative_alpha_per_side": spent}, INTEGRATION, rel=1e-8,
        fields=NARROW)

# ------------------------------------------------ analyses

PLANNED = 10000


def sequence(totals, effect, seed):
    """Cumulative summaries of both variants, two units in five treated."""
    rng = np.random.default_rng(seed)
    looks = []
    for n in totals:
        n_t = int(n * 0.4)
        n_c = n - n_t
        se = math.sqrt(9 / n_c + 11 / n_t)
        looks.append({
            "n_control": n_c, "mean_control": 5.0, "var_control": 9.0,
            "n_treatment": n_t, "var_treatment": 11.0,
            "mean_treatment": 5.0 + effect + float(rng.normal(0, se)).__round__(4)})
    return looks


SEQUENCES = {
    "on-plan": [2500, 5000, 7500, 10000],
    "over-run": [3000, 8000, 11000, 12500],
    "over-run-exact": [5000, 10000, 12000],
    "under-run": [2000, 4500, 7000],
    "one": [10000],
}
for (label, totals), (side, sides), (name, p), over, under in (
        (s, a, f, o, u) for s in SEQUENCES.items()
        for a in (("two-sided", 2), ("larger", 1), ("smaller", 1))
        for f in (("obrien-fleming", None), ("power", 2))
        for o in ("rescale", "strict")
        for u in ("leave-unspent", "spend-remaining")):
    if (over == "strict") != label.startswith("over") or (
            under == "spend-remaining") != (label == "under-run"):
        if (over, under) != ("rescale", "leave-unspent"):
            continue
    looks = sequence(totals, -0.12 if side == "smaller" else 0.12, len(totals))
    null = {"smaller": 0.05, "larger": -0.05, "two-sided": 0.0}[side]
    counted = totals
    if over == "strict":
        end = next(i for i, n in enumerate(totals) if n >= PLANNED)
        counted = totals[:end + 1]
    end = PLANNED if over == "strict" else max(PLANNED, totals[-1])
    t = [min(1.0, n / end) for n in counted]
    alpha = 0.05
    spend = brownian.spending(name, alpha / sides, p)
    spent = [spend(s) for s in t]
    if under == "spend-remaining":
        spent[-1] = alpha / sides
    # A strict final look spends as at t = 1, but its paths have come as far as
    # its units: correlations go by n, as rpact takes them after an over-run.
    reached = [n / max(end, counted[-1]) for n in counted]
    c = brownian.bounds(reached, spent)
    expected = []
    for i, look in enumerate(looks):
        d = look["mean_treatment"] - look["mean_control"]
        se = math.sqrt(look["var_control"] / look["n_control"]
                       + look["var_treatment"] / look["n_treatment"])
        z = (d - null) / se
        entry = {"difference": d, "std_err": se, "z": z}
        if i < len(c):
            crossed = {"two-sided": abs(z) > c[i], "larger": z > c[i],
                       "smaller": z < -c[i]}[side]
            entry.update({
                "information_fraction": t[i], "bound": c[i], "significant": crossed,
                "ci": plain([-math.inf if side == "smaller" else d - c[i] * se,
                             math.inf if side == "larger" else d + c[i] * se])})
        else:
            # After the final look of a strict test nothing is concluded.
            entry.update({"bound": None, "significant": False, "ci": [None, None]})
        expected.append(entry)
    add(f"gst-analysis-{label}-{side}-{name}-{over}-{under}", "gst_analysis",
        {"looks": looks, "planned_total_n": PLANNED, "spending": name,
         "parameter": p, "alpha": alpha, "sides": sides, "alternative": side,
         "null": null, "over_run": over, "under_run": under},
        {"looks": expected}, INTEGRATION, rel=2e-6, abs_=1e-6)

LOOK = sequence([5000], 0.1, 1)[0]
ANALYSIS = {"planned_total_n": 9000, "spending": "pocock", "alpha": 0.05, "sides": 2}
refused("gst-no-looks", "gst_analysis", {**ANALYSIS, "looks": []},
        "ETUDE_STATS_INVALID_SCHEDULE")
refused("gst-units-vanish", "gst_analysis",
        {**ANALYSIS, "looks": [LOOK, {**LOOK, "n_control": 2900}]},
        "ETUDE_STATS_INVALID_SCHEDULE")
refused("gst-zero-variance", "gst_analysis",
        {**ANALYSIS, "looks": [{**LOOK, "var_control": 0, "var_treatment": 0}]},
        "ETUDE_STATS_ZERO_VARIANCE")
SCHEDULE = {"spending": "pocock", "alpha": 0.05, "sides": 2, "power": 0.8}
refused("gst-above-one", "gst_bounds",
        {**SCHEDULE, "information_fractions": [0.5, 1.2]},
        "ETUDE_STATS_INVALID_SCHEDULE")
refused("gst-zero-fraction", "gst_bounds",
        {**SCHEDULE, "information_fractions": [0, 1]}, "ETUDE_STATS_INVALID_SCHEDULE")
refused("gst-plan-unfinished", "gst_design",
        {**SCHEDULE, "information_fractions": [0.5, 0.9]},
        "ETUDE_STATS_INVALID_SCHEDULE")
refused("gst-negative-exponent", "gst_bounds",
        {**SCHEDULE, "spending": "power", "parameter": -1,
         "information_fractions": [0.5, 1.0]}, "ETUDE_STATS_INVALID_NUMBER")
refused("gst-power-percent", "gst_design",
        {**SCHEDULE, "power": 80, "information_fractions": [0.5, 1.0]},
        "ETUDE_STATS_INVALID_POWER")
