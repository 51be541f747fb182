"""The edges of functions: kinks, jumps, ties, poles, ends of domains, overflow; one table for all who ask about them.

What the library promises there stands in `CONVENTIONS`, with its reasons; docs/conventions.md is made of it.
`BESIDE` has further edges of single functions, and ordinary points right beside an edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

inf, nan, pi = math.inf, math.nan, math.pi
LARGEST = 1.7976931348623157e308


@dataclass(frozen=True)
class Edge:
    """What is typed, the point (variables in order), its value and gradient, whether a convention decided that."""

    text: str
    point: tuple[float, ...]
    value: float
    gradient: tuple[float, ...]
    decided: bool = False

    def __str__(self) -> str:
        return f"{self.text} at {', '.join(f'{x:g}' for x in self.point)}"


@dataclass(frozen=True)
class Convention:
    """Edges that are decided by one thought."""

    title: str
    why: str
    edges: tuple[Edge, ...]


CONVENTIONS = (
    Convention(
        "A constant exponent",
        "It is part of the structure: x^n is a polynomial, and the power rule n·x^(n − 1) is taken as it is "
        "written, with the slope 0 where n is 0. So derivatives 1 to 5 of x³ at 0 are 0, 0, 6, 0, 0.",
        (
            Edge("x^0", (0,), 1, (0,)),
            Edge("x^1", (0,), 0, (1,)),
            Edge("x^2", (0,), 0, (0,)),
            Edge("x^3", (0,), 0, (0,)),
            Edge("x^3", (-2,), -8, (12,)),
        ),
    ),
    Convention(
        "A power of two variables",
        "Where x^y is differentiable, the derivative: y·x^(y − 1) and x^y·log x, or its limit. At (0, 0) nothing "
        "is: x^0 is 1 wherever x is, 0^y is 0 wherever y is positive, and the slope 0 goes on along both. For a "
        "negative base only whole exponents give a number, so nothing can be said about moving y: nan.",
        (
            Edge("x^y", (0, 0), 1, (0, 0), True),
            Edge("x^y", (0, 1), 0, (1, 0)),
            Edge("x^y", (0, 0.5), 0, (inf, 0)),
            Edge("x^y", (0, -1), inf, (-inf, -inf)),
            Edge("x^y", (-2, 3), -8, (12, nan)),
            Edge("x^y", (-2, 0.5), nan, (nan, nan)),
            Edge("0^y", (0,), 1, (0,), True),
            Edge("0^y", (2,), 0, (0,)),
        ),
    ),
    Convention(
        "Kinks and jumps",
        "At a kink of a convex function every slope between those of the two sides is a subgradient; the one "
        "closest to 0 is taken. At a jump the function is flat on both sides, and 0 goes on by continuity. The edge"
        " carries this 0: something is connected, and the slope is 0.",
        (
            Edge("abs(x)", (0,), 0, (0,), True),
            Edge("sign(x)", (0,), 0, (0,), True),
            Edge("floor(x)", (1,), 1, (0,), True),
            Edge("ceil(x)", (1,), 1, (0,), True),
            Edge("round(x)", (2.5,), 2, (0,), True),
            Edge("relu(x)", (0,), 0, (0,), True),
        ),
    ),
    Convention(
        "Ties",
        "The subgradients of max at a tie are all ways to share the slope 1 between the two; the shortest gives "
        "each a half. For min, which is concave, the same of its supergradients. The halves of max(x, x) add up to "
        "1.",
        (
            Edge("max(x, y)", (2, 2), 2, (0.5, 0.5), True),
            Edge("min(x, y)", (2, 2), 2, (0.5, 0.5), True),
            Edge("max(x, x)", (2,), 2, (1,), True),
        ),
    ),
    Convention(
        "The end of a domain",
        "At the end itself, the limit from inside. Beyond, the value is nan, and so is a slope that is computed "
        "from it. The slope of log is 1/x, which is −1 at −1: the table's rule is not hidden, the value says that "
        "nothing is there. One exception is floating point's: there are two zeros, and 1/−0 is −∞. So where a root or "
        "a logarithm is reached from the other side, as in sqrt(−x) at 0, the infinite slope has the other sign than "
        "the limit. The other libraries do the same.",
        (
            Edge("sqrt(x)", (0,), 0, (inf,)),
            Edge("sqrt(x)", (-1,), nan, (nan,)),
            Edge("log(x)", (0,), -inf, (inf,)),
            Edge("log(x)", (-1,), nan, (-1,)),
            Edge("asin(x)", (1,), pi / 2, (inf,)),
            Edge("sqrt(-x)", (0,), 0, (inf,)),
            Edge("log(-x)", (0,), -inf, (inf,)),
        ),
    ),
    Convention(
        "Poles",
        "Division follows floating point: 1/0 is inf, 0/0 is nan. The slope of x/y in x is 1/y wherever x is.",
        (
            Edge("x/y", (1, 0), inf, (inf, -inf)),
            Edge("x/y", (0, 0), nan, (inf, nan)),
        ),
    ),
    Convention(
        "The origin of a plane",
        "The angle has no limit there. The length has a kink, of which 0 would be the shortest subgradient, but its "
        "rule, a side by the length, is 0/0. Both stay nan: an optimiser that stands there should be told.",
        (
            Edge("atan2(x, y)", (0, 0), 0, (nan, nan), True),
            Edge("hypot(x, y)", (0, 0), 0, (nan, nan), True),
        ),
    ),
    Convention(
        "The branch not taken",
        "It has no edge, so that nothing flows there: no 0 that an infinite slope would turn into nan. Nobody has "
        "to write where twice.",
        (
            Edge("where(x > 0, log(x), 0)", (0,), 0, (0,)),
            Edge("where(x < 1, x, sqrt(x))", (0,), 0, (1,)),
            Edge("sqrt(where(x > 0, x, 0))", (0,), 0, (0,)),
        ),
    ),
    Convention(
        "Saturation",
        "Sigmoid and softplus are primitives of their own, whose formulas do not overflow on the way. The slopes of "
        "tanh and sigmoid are worked out from their values, as every textbook has it: 1 − tanh²(x) and "
        "σ(x)·(1 − σ(x)). From x = 19.1 and 36.7 on, the values are rounded to 1, and the slopes are 0: what is lost "
        "is below 2.3e−16.",
        (
            Edge("tanh(x)", (20,), 1, (0,)),
            Edge("sigmoid(x)", (40,), 1, (0,)),
            Edge("sigmoid(x)", (-800,), 0, (0,)),
            Edge("softplus(x)", (800,), 800, (1,)),
        ),
    ),
    Convention(
        "Overflow",
        "Inf and nan are carried as the numbers they are, and explained in words; there is no exception.",
        (
            Edge("exp(x)", (1000,), inf, (inf,)),
            Edge("exp(x) - exp(x)", (1000,), nan, (nan,)),
            Edge("x*x", (-1e200,), inf, (-2e200,)),
        ),
    ),
)

BESIDE = (
    Edge("pow(x, y)", (-0.0, 0), 1, (0, 0), True),
    Edge("pow(x, y)", (5, 0), 1, (0, math.log(5))),
    Edge("pow(x, y)", (-2, 0), 1, (0, nan)),
    Edge("pow(x, y)", (0, 2), 0, (0, 0)),
    Edge("pow(x, y)", (0, 3), 0, (0, 0)),
    Edge("pow(x, y)", (1e200, 2), inf, (2e200, inf)),
    Edge("abs(x)", (-0.0,), 0, (0,), True),
    Edge("sign(x)", (-3,), -1, (0,)),
    Edge("floor(x)", (2.5,), 2, (0,)),
    Edge("ceil(x)", (-2,), -2, (0,), True),
    Edge("ceil(x)", (2.5,), 3, (0,)),
    Edge("round(x)", (0.5,), 0, (0,), True),
    Edge("round(x)", (1.5,), 2, (0,), True),
    Edge("round(x)", (-2.5,), -2, (0,), True),
    Edge("round(x)", (2,), 2, (0,)),
    Edge("relu(x)", (-0.0,), 0, (0,), True),
    Edge("leaky_relu(x)", (0,), 0, (0.01,), True),
    Edge("elu(x)", (0,), 0, (1,)),
    Edge("elu(x)", (800,), 800, (1,)),
    Edge("elu(x)", (-800,), -1, (0,)),
    Edge("max(x, y)", (-0.0, 0.0), 0, (0.5, 0.5), True),
    Edge("max(x, y)", (inf, inf), inf, (0.5, 0.5), True),
    Edge("max(x, y)", (2, 1), 2, (1, 0)),
    Edge("min(x, y)", (-inf, -inf), -inf, (0.5, 0.5), True),
    Edge("min(x, y)", (2, 1), 1, (0, 1)),
    Edge("cbrt(x)", (0,), 0, (inf,)),
    Edge("log2(x)", (0,), -inf, (inf,)),
    Edge("log10(x)", (0,), -inf, (inf,)),
    Edge("sqrt(x)", (-0.0,), 0, (-inf,)),
    Edge("log2(-x)", (0,), -inf, (inf,)),
    Edge("log10(-x)", (0,), -inf, (inf,)),
    Edge("log1p(x)", (-1,), -inf, (inf,)),
    Edge("asin(x)", (-1,), -pi / 2, (inf,)),
    Edge("asin(x)", (2,), nan, (nan,)),
    Edge("acos(x)", (1,), 0, (-inf,)),
    Edge("acosh(x)", (1,), 0, (inf,)),
    Edge("atanh(x)", (1,), inf, (inf,)),
    Edge("atanh(x)", (-1,), -inf, (inf,)),
    Edge("x/y", (-1, 0), -inf, (inf, inf)),
    Edge("atan2(x, y)", (0, -1), pi, (-1, 0), True),
    Edge("atan2(x, y)", (0, 1), 0, (1, 0)),
    Edge("hypot(x, y)", (3, -4), 5, (0.6, -0.8)),
    Edge("hypot(x, y)", (1e200, 1e200), math.sqrt(2) * 1e200, (math.sqrt(0.5), math.sqrt(0.5))),
    Edge("sigmoid(x)", (800,), 1, (0,)),
    Edge("softplus(x)", (-800,), 0, (0,)),
    Edge("silu(x)", (-800,), 0, (0,)),
    Edge("silu(x)", (1e300,), 1e300, (1,)),
    Edge("gelu(x)", (-800,), 0, (0,)),
    Edge("gelu(x)", (1e300,), 1e300, (1,)),
    Edge("tanh(x)", (800,), 1, (0,)),
    Edge("exp(x)", (800,), inf, (inf,)),
    Edge("exp(x)", (-800,), 0, (0,)),
    Edge("cosh(x)", (-800,), inf, (-inf,)),
    Edge("x + y", (LARGEST, LARGEST), inf, (1, 1)),
    Edge("x*y", (1e200, -1e200), -inf, (-1e200, 1e200)),
    Edge("square(x)", (1e200,), inf, (2e200,)),
)

EDGES = (*(edge for convention in CONVENTIONS for edge in convention.edges), *BESIDE)
