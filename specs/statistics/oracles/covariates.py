"""CUPED, regression adjustment and ratio metrics from raw units."""

import math

import mpmath as mp
import numpy as np
import scipy.stats as st
from case_list import MPMATH, NUMPY, SCIPY, CaseList, ask_r, plain
from samples import CUPED_COLUMNS, RATIO_COLUMNS
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused

for label, n_c, n_t, offset in (("small", 12, 9, 0.0), ("huge-offset", 150, 170, 1e7)):
    (x_c, y_c), (x_t, y_t) = CUPED_COLUMNS[label]
    y_c, y_t = y_c + offset, y_t + offset
    # Least squares at 60 digits on all units gives theta.
    xs = [mp.mpf(float(v)) for v in np.concatenate([x_c, x_t])]
    ys = [mp.mpf(float(v)) for v in np.concatenate([y_c, y_t])]
    mx, my = mp.fsum(xs) / len(xs), mp.fsum(ys) / len(ys)
    theta = mp.fsum((a - mx) * (b - my) for a, b in zip(xs, ys)) / mp.fsum(
        (a - mx) ** 2 for a in xs)
    adjusted = [b - theta * (a - mx) for a, b in zip(xs, ys)]
    split = [adjusted[:n_c], adjusted[n_c:]]
    means = [mp.fsum(v) / len(v) for v in split]
    variances = [mp.fsum((u - m) ** 2 for u in v) / (len(v) - 1)
                 for v, m in zip(split, means)]
    se = mp.sqrt(variances[0] / n_c + variances[1] / n_t)
    d = means[1] - means[0]
    add(f"cuped-{label}", "cuped",
        {"control": {"x": plain(x_c), "y": plain(y_c)},
         "treatment": {"x": plain(x_t), "y": plain(y_t)},
         "alpha": 0.05, "method": "cuped-pooled-theta", "alternative": "two-sided"},
        {"theta": float(theta), "difference": float(d), "std_err": float(se),
         "p_value": float(2 * norm_sf(abs(d / se)))},
        f"{MPMATH}, least squares on the units", rel=1e-7)
    # Two separate regressions by numpy.linalg on the units.
    fits = []
    for x, y in ((x_c, y_c), (x_t, y_t)):
        design = np.column_stack([np.ones_like(x), x - float(mx)])
        beta, rss, *_ = np.linalg.lstsq(design, y - offset, rcond=None)
        fits.append((beta, float(rss[0]) / (len(x) - 2)))
    effect = fits[1][0][0] - fits[0][0][0]
    pooled_x = float(np.var(np.concatenate([x_c, x_t]), ddof=1))
    se = math.sqrt(fits[0][1] / n_c + fits[1][1] / n_t
                   + (fits[1][0][1] - fits[0][0][1]) ** 2 * pooled_x / (n_c + n_t))
    add(f"regression-adjusted-{label}", "cuped",
        {"control": {"x": plain(x_c), "y": plain(y_c)},
         "treatment": {"x": plain(x_t), "y": plain(y_t)},
         "alpha": 0.05, "method": "negi-wooldridge", "alternative": "two-sided"},
        {"difference": effect, "std_err": se,
         "slope_control": float(fits[0][0][1]),
         "slope_treatment": float(fits[1][0][1])},
        f"{NUMPY} lstsq per variant", rel=1e-6)

(num_c, den_c), (num_t, den_t) = RATIO_COLUMNS


def linearised(num, den):
    """Gradient of the ratio at the means by mpmath, then variance of units."""
    ratio = num.mean() / den.mean()
    g_num = float(mp.diff(lambda a: a / den.mean(), num.mean()))
    g_den = float(mp.diff(lambda b: num.mean() / b, den.mean()))
    units = g_num * num + g_den * den
    return ratio, math.sqrt(np.var(units, ddof=1) / len(num))


(r_c, s_c), (r_t, s_t) = linearised(num_c, den_c), linearised(num_t, den_t)
add("ratio-linearised", "ratio_metric_test",
    {"control": {"num": plain(num_c), "den": plain(den_c)},
     "treatment": {"num": plain(num_t), "den": plain(den_t)},
     "alternative": "larger", "alpha": 0.05},
    {"control_ratio": r_c, "control_se": s_c, "treatment_ratio": r_t,
     "treatment_se": s_t,
     "p_value": float(st.norm.sf((r_t - r_c) / math.hypot(s_c, s_t)))},
    f"{MPMATH} derivatives, {SCIPY}", rel=1e-8)


# ------------------------------------------------ several covariates, by R

RNG = np.random.default_rng(20240701)


def units(n, shift, covariates, offset=0.0):
    xs = [RNG.normal(3 * k, 1 + k, n).round(3) for k in range(covariates)]
    y = offset + shift + RNG.gamma(2.0, 1.0, n)
    for k, x in enumerate(xs):
        y = y + (0.7 - 0.3 * k) * x + (0.2 * shift) * x
    return {"y": plain(y.round(3)), "covariates": [plain(x) for x in xs]}


def with_columns(variant, *columns):
    """Columns are functions of the covariates that are there."""
    xs = [np.array(x) for x in variant["covariates"]]
    return {**variant, "covariates": [*variant["covariates"],
                                      *(plain(c(xs)) for c in columns)]}


TWO = units(40, 0.0, 2), units(55, 0.5, 2)
COLLINEAR = tuple(with_columns(v, lambda xs: 2 * xs[0] - xs[1],
                               lambda xs: xs[0] ** 2) for v in TWO)
CONSTANT = tuple(with_columns(v, lambda xs: xs[0] * 0 + 7.0) for v in TWO)
PAIRS = {
    "one": (units(12, 0.0, 1), units(30, 1.0, 1)),
    "two": TWO,
    "four": (units(60, 0.0, 4), units(45, 0.3, 4)),
    "smallest": (units(5, 0.0, 2), units(5, 0.3, 2)),
    "huge-offset": (units(200, 0.0, 3, 1e6), units(210, 0.4, 3, 1e6)),
}
SETTINGS = {"alternative": "two-sided", "alpha": 0.05}
QUESTIONS = [
    *(("pooled", name, pair) for name, pair in {
        **PAIRS, "collinear": COLLINEAR, "constant": CONSTANT}.items()),
    *(("per_variant", name, pair) for name, pair in PAIRS.items()),
    *(("lin", name, pair) for name, pair in PAIRS.items()),
]
SOURCE, ANSWERS = ask_r("covariates.R", [
    {"ask": ask, "control": c, "treatment": t} for ask, _, (c, t) in QUESTIONS])
KINDS = {"pooled": ("cuped_covariates", "lm on all units"),
         "per_variant": ("regression_adjustment", "lm per variant"),
         "lin": ("lin_regression", "lm_lin, HC2")}


def variance_of(values):
    return float(np.var(values, ddof=1)) / len(values)


for (ask, name, (c, t)), got in zip(QUESTIONS, ANSWERS):
    kind, how = KINDS[ask]
    rel = 1e-6 if name == "huge-offset" else 1e-9
    shared = {**SETTINGS, "control": c, "treatment": t}
    extra = {key: value for key, value in got.items() if key not in ("df", "p_t")}
    z = got["difference"] / got["std_err"]
    expected = {**extra, "statistic": z,
                "p_value": float(2 * norm_sf(abs(mp.mpf(z))))}
    raw = variance_of(c["y"]) + variance_of(t["y"])
    if ask != "lin":
        expected["variance_reduction"] = 1 - got["std_err"] ** 2 / raw
    if "dropped" in expected:
        expected["dropped"] = [round(d) for d in expected["dropped"]]
    add(f"{kind}-{name}", kind, shared, expected, f"{SOURCE}: {how}", rel=rel,
        abs_=1e-9)
    if ask == "lin":
        q = float(st.t.isf(0.025, got["df"]))
        add(f"{kind}-t-{name}", kind, {**shared, "test": "t"},
            {"difference": got["difference"], "std_err": got["std_err"],
             "df": got["df"], "p_value": got["p_t"],
             "ci": [got["difference"] - q * got["std_err"],
                    got["difference"] + q * got["std_err"]]},
            f"{SOURCE}: {how}", rel=rel, abs_=1e-9)

# Summaries carry the same moments as the units.
for name in ("two", "four"):
    c, t = PAIRS[name]
    summaries = []
    for v in (c, t):
        matrix = np.array([v["y"], *v["covariates"]])
        cov = np.cov(matrix, ddof=1)
        summaries.append({
            "n": matrix.shape[1], "means": plain(matrix.mean(axis=1)),
            "covariances": [float(cov[i, j]) for i in range(len(cov))
                            for j in range(i + 1)]})
    for ask in ("pooled", "per_variant"):
        at = QUESTIONS.index((ask, name, (c, t)))
        got = ANSWERS[at]
        add(f"{KINDS[ask][0]}-{name}-summary", KINDS[ask][0],
            {**SETTINGS, "control": summaries[0], "treatment": summaries[1]},
            {"difference": got["difference"], "std_err": got["std_err"]},
            f"{SOURCE}: {KINDS[ask][1]}", rel=1e-8)

DETERMINED = {"y": [1.0, 2.0, 3.5, 5.0, 9.0]}
DETERMINED["covariates"] = [[2 * v + 1 for v in DETERMINED["y"]]]
refused("cuped-determined", "cuped_covariates",
        {**SETTINGS, "control": DETERMINED, "treatment": DETERMINED},
        "ETUDE_STATS_ZERO_VARIANCE")
refused("regression-too-few", "regression_adjustment",
        {**SETTINGS, "control": units(3, 0, 2), "treatment": units(9, 0, 2)},
        "ETUDE_STATS_TOO_FEW_UNITS")

# ------------------------------------------------ ratios

RATIO_ARMS = []
for n, rate in ((150, 0.30), (170, 0.34)):
    ability = RNG.gamma(4.0, 0.25, n)
    pre_den, den = RNG.poisson(5, n) + 1.0, RNG.poisson(6, n) + 1.0
    RATIO_ARMS.append({
        "num": RNG.poisson(rate * ability * den) * 1.0, "den": den,
        "pre_num": RNG.poisson(0.3 * ability * pre_den) * 1.0, "pre_den": pre_den})
for label, arms in (
        ("plain", [(RATIO_ARMS[0]["num"], RATIO_ARMS[0]["den"]),
                   (RATIO_ARMS[1]["num"], RATIO_ARMS[1]["den"])]),
        ("two-units", [(np.array([1.0, 4.0]), np.array([2.0, 5.0])),
                       (np.array([3.0, 3.0]), np.array([4.0, 9.0]))]),
        ("negative", [(RATIO_ARMS[0]["num"] - 3, RATIO_ARMS[0]["den"]),
                      (RATIO_ARMS[1]["num"] - 4, RATIO_ARMS[1]["den"])])):
    source, got = ask_r("covariates.R", [
        {"ask": "ratio", "num": plain(n), "den": plain(d)} for n, d in arms])
    (c, t) = got
    d, se = t["ratio"] - c["ratio"], float(np.hypot(t["se"], c["se"]))
    for side in ("two-sided", "larger", "smaller"):
        p = {"two-sided": 2 * norm_sf(abs(d / se)), "larger": norm_sf(d / se),
             "smaller": norm_sf(-d / se)}[side]
        add(f"ratio-svyratio-{label}-{side}", "ratio_metric_test",
            {"control": {"num": plain(arms[0][0]), "den": plain(arms[0][1])},
             "treatment": {"num": plain(arms[1][0]), "den": plain(arms[1][1])},
             "alternative": side, "alpha": 0.05},
            {"control_ratio": c["ratio"], "control_se": c["se"],
             "treatment_ratio": t["ratio"], "treatment_se": t["se"],
             "difference": d, "std_err": se, "p_value": float(p)},
            f"{source}: svyratio", rel=1e-9, abs_=1e-14)


def linear_ratio(num, den):
    """L_i = (Y_i - R X_i) / mean X, with the ratio put back as its mean."""
    ratio = num.sum() / den.sum()
    return ratio + (num - ratio * den) / den.mean()


for label, pre in (("pre-ratio", True), ("pre-numerator", False)):
    outcomes = [linear_ratio(a["num"], a["den"]) for a in RATIO_ARMS]
    pre_num = np.concatenate([a["pre_num"] for a in RATIO_ARMS])
    pre_den = np.concatenate([a["pre_den"] for a in RATIO_ARMS])
    x = linear_ratio(pre_num, pre_den) if pre else pre_num
    y = np.concatenate(outcomes)
    slope = float(np.polyfit(x - x.mean(), y - y.mean(), 1)[0])
    adjusted = y - slope * (x - x.mean())
    first = len(outcomes[0])
    parts = adjusted[:first], adjusted[first:]
    se = math.sqrt(sum(variance_of(v) for v in parts))
    raw = math.sqrt(sum(variance_of(v) for v in outcomes))
    d = float(parts[1].mean() - parts[0].mean())
    names = ("num", "den", "pre_num", "pre_den")[:4 if pre else 3]
    add(f"ratio-cuped-{label}", "ratio_cuped",
        {**SETTINGS,
         "control": {k: plain(RATIO_ARMS[0][k]) for k in names},
         "treatment": {k: plain(RATIO_ARMS[1][k]) for k in names}},
        {"theta": slope, "difference": d, "std_err": se,
         "p_value": float(2 * norm_sf(abs(d / se))),
         "adjusted_mean_control": float(parts[0].mean()),
         "adjusted_mean_treatment": float(parts[1].mean()),
         "variance_reduction": 1 - (se / raw) ** 2},
        f"{NUMPY}: linearised units, polyfit", rel=1e-8)
# A pre-period that explains nothing: the plain ratio test.
refused("ratio-no-denominator", "ratio_cuped",
        {**SETTINGS,
         "control": {"num": [1, 2, 3], "den": [0, 0, 0], "pre_num": [1, 2, 4]},
         "treatment": {"num": [1, 2, 3], "den": [1, 2, 2], "pre_num": [1, 2, 4]}},
        "ETUDE_STATS_ZERO_DENOMINATOR")


# ------------------------------------------------ many variants at once

for name, count, covariates in (("three", 3, 1), ("ten", 10, 2), ("two-units", 2, 1)):
    variants = [units(2 if name == "two-units" else 15 + 3 * k, 0.1 * k, covariates)
                for k in range(count)]
    y = np.concatenate([v["y"] for v in variants])
    x = np.column_stack([np.concatenate([v["covariates"][k] for v in variants])
                         for k in range(covariates)])
    centred = x - x.mean(axis=0)
    theta, *_ = np.linalg.lstsq(centred, y - y.mean(), rcond=None)
    adjusted = np.split(y - centred @ theta, np.cumsum([len(v["y"]) for v in variants])[:-1])
    add(f"cuped-variants-{name}", "cuped_variants", {"variants": variants},
        {"thetas": plain(theta), "dropped": [],
         "means": [float(a.mean()) for a in adjusted],
         "variances": [float(a.var(ddof=1)) for a in adjusted]},
        f"{NUMPY} lstsq on all units", rel=1e-8)
