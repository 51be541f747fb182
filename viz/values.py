"""Numbers for many variables at once: random ones by a seed, and which of them a link has to say."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

DECIMALS = 2  # short on a card, and far coarser than what two machines' logarithms could differ in
LARGEST_SEED = 999_999


@lru_cache(maxsize=64)
def random_values(names: tuple[str, ...], seed: int) -> Mapping[str, float]:
    """A normal number for every name, the same on every machine; not to be changed.

    Those that stand in one row, W[1][0], W[1][1], …, are divided by the square root of how many they are, so
    that a sum over them stays of order 1 (LeCun et al., *Efficient BackProp*, 1998). Each name has a generator
    of its own: a variable that comes or goes leaves the others as they are, but for the length of its row.
    """
    rows = Counter(_row(name) for name in names)
    return {name: _normal(name, seed, rows[_row(name)] if _row(name) else 1) for name in names}


def differing(at: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    """The numbers that are not the known ones, be it in the sign of zero."""
    return {name: x for name, x in at.items() if repr(x) != repr(known.get(name))}


def _row(name: str) -> str:
    """What stands before the last index: "W[1]" of "W[1][0]", "" of "x"."""
    return name.rpartition("[")[0]


def _normal(name: str, seed: int, fan: int) -> float:
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return round(float(chance.standard_normal()) / math.sqrt(fan), DECIMALS) + 0.0  # no −0
