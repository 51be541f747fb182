"""The one list of 2,000 numbers that holds viz/numbers.py and player/numbers.js together."""

from __future__ import annotations

import math
import random

Case = tuple[float, int]  # a number, and how many significant digits it is to be shown with

TIES = [1234.5, 0.03125, 2.5, 12345.5, 999.95, 9999.5, 99995.0, 1.00005, 0.00012345, 1.5, 8.75, 1048576.5, 0.5, 1e-4]
EDGES = [
    0.0, math.inf, math.nan, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2.0**53, 2.0**53 + 2,
    0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, math.pi, math.e, 1 + 2**-52, 1 - 2**-53, 1e21, 1e22, 123456789012345680000.0,
]  # fmt: skip
INTEGERS = [1.0, 7.0, 42.0, 9999.0, 10000.0, 12345.0, 1234567.0, 9999999.0, 12345678.0, 99999999.0, 1e8, 123456789.0]
POWERS = [10.0**k for k in range(-323, 309, 8)] + [10.0**k for k in range(-9, 12)]
BESIDE = [math.nextafter(10.0**k, to) for k in range(-8, 10) for to in (0.0, math.inf)]


def cases(count: int = 2_000) -> list[Case]:
    """The same list every time: what is delicate, with either sign, then numbers of every magnitude."""
    fixed = [sign * x for x in (*TIES, *EDGES, *INTEGERS, *POWERS, *BESIDE) for sign in (1.0, -1.0)]
    found = [(x, 4 + i % 3) for i, x in enumerate(fixed)] + [(x, 4) for x in fixed]
    chance = random.Random(1970)
    while len(found) < count:
        kind = chance.randrange(4)
        if kind == 0:  # any magnitude
            x = chance.uniform(1, 10) * 10.0 ** chance.randint(-320, 307)
        elif kind == 1:  # what a learner meets
            x = chance.uniform(-1, 1) * 10.0 ** chance.randint(-6, 9)
        elif kind == 2:  # few decimals, so that trailing zeros and exact ties come up
            x = chance.randint(-(10**6), 10**6) / 2.0 ** chance.randint(0, 12)
        else:  # a tie that binary holds exactly: an odd number of 32nds
            x = (2 * chance.randint(0, 10**6) + 1) / 32
        found.append((math.copysign(x, chance.choice((-1, 1))), chance.choice((4, 4, 5, 6))))
    return found[:count]


CASES = cases()
