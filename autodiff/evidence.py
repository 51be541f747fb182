"""What values alone say about derivatives: differences that know how good they are, and Taylor remainders.

No rule is used here. So this can testify for or against the rules, wherever the function is smooth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from autodiff.numeric import ULP

CLOSE = 1e-6  # how far from differences a derivative may be, relative to its size or 1
STEP = 2.0**-10  # relative to the size of what moves
HALVED = 0.55  # a bend is at most that of the one of twice the step, or the differences are off by more than they say
NOISE = 64 * ULP  # what rounding may do to a value, relative to it, beyond doubt
STEPS = range(32)  # of a Taylor remainder, each shorter than the last by √2
PAIRS = 4  # of steps, the smallest that rounding leaves alone, from which an order is read


@dataclass(frozen=True)
class Slope:
    """What differences say: the slope, how far that may be off, and whether they can say anything; or arrays."""

    value: Any
    slack: Any
    known: Any

    def supports(self, derivative: Any) -> bool | None:
        """Whether a derivative, or an array of them, is this slope; None where nothing can be said of one."""
        derivative = np.asarray(derivative, dtype=float)
        known = self.known & np.isfinite(derivative)
        with np.errstate(all="ignore"):
            size = np.maximum(1.0, np.abs(self.value))
            right = np.abs(derivative - self.value) <= CLOSE * size + self.slack
        if np.any(known & ~right):
            return False
        return True if np.all(known) else None


def slope(function: Callable[[float], Any], size: float) -> Slope:
    """The slope at 0 of a function whose number moves on the scale of ``size``; of several in an array.

    Central differences of two steps, extrapolated (Richardson, 1911); what the two differ by is the slack. The bend,
    (f(h) − 2f(0) + f(−h))/h, is halved with h where the function is smooth. At a kink it is not, nor as the steps come
    to a kink nearby; at a jump or a pole it grows: then nothing is known.
    """
    h = STEP * size
    with np.errstate(all="ignore"):
        at = {t: np.asarray(function(t * h), dtype=float) for t in (-1, -0.5, -0.125, 0, 0.125, 0.5, 1)}
        wide, narrow = (at[1] - at[-1]) / (2 * h), (at[0.5] - at[-0.5]) / h
        value = (4 * narrow - wide) / 3
        noise = NOISE * np.max([np.abs(y) for y in at.values()], axis=0) / h
        far, middle, near = (np.abs(at[t] - 2 * at[0] + at[-t]) / (t * h) for t in (1, 0.5, 0.125))
        scale = np.maximum(1.0, np.abs(value))
        smooth = (near <= far / 4) | (near <= CLOSE * scale + 8 * noise)
        smooth &= (middle <= HALVED * far) | (middle <= CLOSE * scale + 2 * noise)
        slack = np.abs(narrow - wide) + noise
        known = np.isfinite(value) & smooth & (slack <= 0.1 * scale)
    return Slope(value, slack, known)


def order_of_remainder(
    function: Callable[[float], float],
    coefficients: Sequence[float],
    size: float,
    noise: Callable[[float], float] = lambda h: 0.0,
) -> float:
    """With which power of h the remainder f(h) − Σ cₖhᵏ falls: one more than the degree, if they are Taylor's.

    The first step is ``size``: beyond what `slope` has seen, a kink or a jump may come. The order is the median over
    the smallest steps that rounding leaves alone, and inf where there are too few of them. ``noise`` is what rounding
    inside the function may do to its value at h.
    """
    left = []
    for k in STEPS:
        h = size * math.sqrt(0.5) ** k
        terms = [float(function(h)), *(-c * h**power for power, c in enumerate(coefficients))]
        remainder = abs(math.fsum(terms))
        if not remainder > noise(h) + NOISE * max(map(abs, terms)):
            break
        left.append(remainder)
    orders = [2 * math.log2(before / after) for before, after in pairwise(left)]
    return median(orders[-PAIRS:]) if len(orders) >= PAIRS else math.inf
