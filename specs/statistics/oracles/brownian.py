"""Group sequential crossing probabilities by numerical integration.

Section 4.2's recursion on the B scale with global Gauss-Legendre nodes, and
rpact beside it where rpact goes (it stops at 20 looks).
"""

import functools
import math

import numpy as np
import scipy.optimize as optimize
import scipy.special as special
import scipy.stats as st

LOWER = -9.0  # standard deviations of the path


@functools.lru_cache(maxsize=None)
def _nodes(count):
    return np.polynomial.legendre.leggauss(count)


def _grid(low, high, sd):
    """Panels no wider than the sd of the next or last increment."""
    panels = max(8, math.ceil((high - low) / sd))
    x, w = _nodes(12)
    edges = np.linspace(low, high, panels + 1)
    half = np.diff(edges) / 2
    middle = (edges[1:] + edges[:-1]) / 2
    return ((middle[:, None] + half[:, None] * x).ravel(),
            (half[:, None] * w).ravel())


def _step(state, level, t, drift):
    """Exit probability at `level` on the B scale, from (points, mass, t)."""
    points, mass, before = state
    sd = math.sqrt(t - before)
    return float(np.sum(mass * special.ndtr(-(level - points - drift * (t - before)) / sd)))


def _survive(state, level, t, following, drift):
    points, mass, before = state
    sd = math.sqrt(t - before)
    after = math.sqrt(following - t) if following else sd
    u, w = _grid(LOWER * math.sqrt(t) + drift * t, level, 0.9 * min(sd, after))
    density = np.zeros_like(u)
    for start in range(0, len(u), 2000):
        part = slice(start, start + 2000)
        gap = (u[part, None] - points - drift * (t - before)) / sd
        density[part] = np.exp(-0.5 * gap * gap) @ mass / (sd * math.sqrt(2 * math.pi))
    return u, w * density, t


START = (np.array([0.0]), np.array([1.0]), 0.0)


def bounds(fractions, spent):
    """Critical values for cumulative `spent` per side at `fractions`.

    Looks that add less than 1e-5 reuse the bound before.
    """
    state, result, total, last_t = START, [], 0.0, 0.0
    kept = [t for i, t in enumerate(fractions) if i == 0 or t - fractions[i - 1] >= 1e-5]
    for i, t in enumerate(fractions):
        if result and t - last_t < 1e-5:
            result.append(result[-1])
            continue
        increment = spent[i] - total
        if last_t == 0:
            z = float(st.norm.isf(increment))
        else:
            z = optimize.brentq(
                lambda c: math.log(max(_step(state, c * math.sqrt(t), t, 0.0), 1e-320))
                - math.log(increment), 0.0, 36.0, xtol=1e-13, rtol=1e-14)
        result.append(z)
        following = next((s for s in kept if s > t), None)
        if following:
            state = _survive(state, z * math.sqrt(t), t, following, 0.0)
        total, last_t = spent[i], t
    return result


def crossings(fractions, z, drift):
    """P(first crossing at each look) under B with this drift."""
    state, result = START, []
    for i, (t, c) in enumerate(zip(fractions, z)):
        level = c * math.sqrt(t)
        result.append(_step(state, level, t, drift))
        if i + 1 < len(fractions):
            state = _survive(state, level, t, fractions[i + 1], drift)
    return result


def spending(name, alpha, parameter=None):
    """Cumulative alpha per side as a function of the fraction."""
    return {
        "obrien-fleming": lambda t: 2 * st.norm.sf(st.norm.isf(alpha / 2) / math.sqrt(t)),
        "pocock": lambda t: alpha * math.log1p((math.e - 1) * t),
        "power": lambda t: alpha * t ** parameter,
        "hwang-shih-decani": lambda t: alpha * t if parameter == 0 else (
            alpha * math.expm1(-parameter * t) / math.expm1(-parameter)),
    }[name]
