"""Cluster-randomised tests by R survey, clustered quantiles by numpy."""

import math

import mpmath as mp
import numpy as np
import scipy.stats as st
from case_list import MPMATH, NUMPY, SCIPY, CaseList, ask_r, plain
from tails import norm_sf

CASES = CaseList()
add, refused = CASES.add, CASES.refused
RNG = np.random.default_rng(20240702)


def clusters(count, low, high, shift, spread=1.0, scale=1.0):
    return [plain((scale * (shift + RNG.normal(0, spread)
                            + RNG.normal(0, 1, RNG.integers(low, high + 1)))).round(3))
            for _ in range(count)]


DESIGNS = {
    "equal": (clusters(12, 5, 5, 0.0), clusters(14, 5, 5, 0.8)),
    "unequal": (clusters(9, 1, 30, 0.0), clusters(11, 2, 40, 0.5)),
    "few": (clusters(2, 3, 6, 0.0), clusters(3, 2, 5, 2.0)),
    "large-mean": (clusters(20, 3, 8, 1e4), clusters(20, 3, 8, 1e4 + 0.5)),
    # Moments of cluster sums resolve a spread of 1e-7 of the mean to three
    # digits: s_Y^2 - 2 R s_XY + R^2 s_X^2 cancels.
    "huge-mean": (clusters(20, 3, 8, 1e7), clusters(20, 3, 8, 1e7 + 0.5)),
    "no-clustering": (clusters(30, 2, 9, 0.0, 0.0), clusters(25, 2, 9, 0.1, 0.0)),
}
SOURCE, MEMBER = ask_r("clusters.R", [
    {"ask": "member", "control": c, "treatment": t} for c, t in DESIGNS.values()])
_, CLUSTER = ask_r("clusters.R", [
    {"ask": "cluster", "control": c, "treatment": t} for c, t in DESIGNS.values()])
TAILS = {"two-sided": lambda z, df: 2 * st.t.sf(abs(z), df),
         "larger": st.t.sf, "smaller": st.t.cdf}

for weighting, answers, how in (("member", MEMBER, "svyglm, variants as strata"),
                                ("cluster", CLUSTER, "t.test of cluster means")):
    for (name, (c, t)), got in zip(DESIGNS.items(), answers):
        rel = {"huge-mean": 3e-3, "large-mean": 1e-7}.get(name, 1e-9)
        shared = {"control": c, "treatment": t, "weighting": weighting,
                  "alpha": 0.05}
        z = got["difference"] / got["std_err"]
        for side, tail in TAILS.items():
            q = st.t.isf(0.025 if side == "two-sided" else 0.05, got["df"])
            low, high = (got["difference"] + s * q * got["std_err"] for s in (-1, 1))
            add(f"cluster-{weighting}-{name}-{side}", "cluster_randomized_test",
                {**shared, "alternative": side},
                {"difference": got["difference"], "std_err": got["std_err"],
                 "statistic": z, "df": got["df"], "p_value": float(tail(z, got["df"])),
                 "mean_control": got["mean_control"],
                 "mean_treatment": got["mean_treatment"],
                 "ci": plain([-math.inf if side == "smaller" else low,
                              math.inf if side == "larger" else high])},
                f"{SOURCE}: {how}; t tails {SCIPY}", rel=rel, abs_=1e-9)
        add(f"cluster-{weighting}-{name}-normal", "cluster_randomized_test",
            {**shared, "alternative": "two-sided", "df": "normal"},
            {"p_value": float(2 * norm_sf(abs(mp.mpf(z))))}, f"{SOURCE}: {how}",
            rel=max(rel, 1e-8))
        if weighting == "cluster":
            add(f"cluster-{weighting}-{name}-welch", "cluster_randomized_test",
                {**shared, "alternative": "two-sided", "df": "welch"},
                {"df": got["welch_df"], "p_value": got["welch_p"]},
                f"{SOURCE}: {how}", rel=rel)

INTRACLASS = {name: pair[1] for name, pair in DESIGNS.items()}
_, ANSWERS = ask_r("clusters.R", [
    {"ask": "icc", "clusters": groups} for groups in INTRACLASS.values()])
for (name, groups), got in zip(INTRACLASS.items(), ANSWERS):
    add(f"icc-{name}", "intraclass_correlation", {"clusters": groups},
        {**got, "clusters": len(groups), "members": sum(map(len, groups)),
         "mean_size": sum(map(len, groups)) / len(groups)},
        f"{SOURCE}: anova of lm", rel={"huge-mean": 1e-5, "large-mean": 1e-8}.get(name, 1e-9),
        abs_=1e-12)
for size, variation, icc in ((20, 0.0, 0.05), (20, 0.8, 0.05), (1, 0, 0.3),
                             (3.5, 1.2, 1.0), (50, 0.5, -0.02), (1000, 2, 1e-6)):
    m, cv, rho = (mp.mpf(v) for v in (size, variation, max(icc, 0)))
    add(f"design-effect-{size}-{variation}-{icc}", "design_effect",
        {"mean_size": size, "size_variation": variation, "icc": icc},
        {"design_effect": float(1 + ((1 + cv ** 2) * m - 1) * rho)},
        f"{MPMATH}: Eldridge, Ashby & Kerry 2006; a negative correlation is 0",
        rel=1e-13)

BASE = {"weighting": "member", "alternative": "two-sided", "alpha": 0.05}
refused("cluster-one", "cluster_randomized_test",
        {**BASE, "control": [[1.0, 2.0]], "treatment": [[1.0], [2.0]]},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("cluster-no-spread", "cluster_randomized_test",
        {**BASE, "control": [[1.0, 2.0], [2.0, 1.0]],
         "treatment": [[3.0, 4.0], [4.0, 3.0]]}, "ETUDE_STATS_ZERO_VARIANCE")
refused("icc-single-members", "intraclass_correlation",
        {"clusters": [[1.0], [2.0], [5.0]]}, "ETUDE_STATS_TOO_FEW_UNITS")
refused("icc-constant", "intraclass_correlation",
        {"clusters": [[2.0, 2.0], [2.0, 2.0]]}, "ETUDE_STATS_ZERO_VARIANCE")

# ------------------------------------------------ quantiles over events


def events(count, mean, shift):
    return [plain(np.exp(shift + RNG.normal(0, 0.6)
                         + RNG.normal(0, 0.8, 1 + RNG.poisson(mean))).round(4))
            for _ in range(count)]


def clustered(units, q):
    """Section 5.8: density from bounds, clustering by the delta method."""
    values = np.sort(np.concatenate([np.array(u) for u in units]))
    n, k = len(values), len(units)
    z = st.norm.isf(0.025)
    estimate = np.quantile(values, q)
    low, high = (np.quantile(values, q + s * z * math.sqrt(q * (1 - q) / n))
                 for s in (-1, 1))
    iid = ((high - low) / (2 * z)) ** 2 * (n - 1) / n
    counts = np.array([len(u) for u in units], float)
    below = np.array([np.sum(np.array(u) <= estimate) for u in units], float)
    ratio = below.mean() / counts.mean()
    cov = np.cov(below, counts, ddof=1)
    share = (cov[0, 0] - 2 * ratio * cov[0, 1] + ratio ** 2 * cov[1, 1]) / (
        k * counts.mean() ** 2)
    inflation = share / (q * (1 - q) / n)
    return {"estimate": float(estimate), "variance": float(iid * inflation),
            "inflation": float(inflation), "share": float(ratio),
            "share_se": float(math.sqrt(share)), "sorted": values}


for q, mean in ((0.5, 4), (0.9, 10), (0.99, 25)):
    pair = events(120, mean, 0.0), events(140, mean, 0.15)
    c, t = (clustered(units, q) for units in pair)
    d, se = t["estimate"] - c["estimate"], math.sqrt(c["variance"] + t["variance"])
    reach = st.norm.isf(0.025) * se
    add(f"quantile-clustered-{q}", "quantile_clustered_test",
        {"control": pair[0], "treatment": pair[1], "quantile": q,
         "alternative": "two-sided", "alpha": 0.05},
        {"difference": d, "std_err": se, "statistic": d / se,
         "p_value": float(2 * norm_sf(abs(mp.mpf(d / se)))),
         "ci": [d - reach, d + reach]},
        f"{NUMPY}: quantile, cov", rel=1e-9, abs_=1e-12)
    half = st.norm.isf(0.025) * c["share_se"]
    ranks = [max(math.ceil((q + s * half) * len(c["sorted"])) - 1, 0)
             for s in (-1, 1)]
    add(f"quantile-clustered-ci-{q}", "quantile_clustered_ci",
        {"units": pair[0], "quantile": q, "alternative": "two-sided",
         "alpha": 0.05},
        {"estimate": c["estimate"], "inflation": c["inflation"],
         "share_below": c["share"], "share_std_err": c["share_se"],
         "ci": [float(c["sorted"][r]) for r in ranks]},
        f"{NUMPY}: Woodruff 1952", rel=1e-9)
refused("quantile-clustered-few", "quantile_clustered_ci",
        {"units": [[1.0, 2.0], [3.0]], "quantile": 0.9, "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")
refused("quantile-clustered-one-unit", "quantile_clustered_ci",
        {"units": [plain(RNG.normal(0, 1, 300))], "quantile": 0.5, "alpha": 0.05},
        "ETUDE_STATS_TOO_FEW_UNITS")
