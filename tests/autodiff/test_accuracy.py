"""What every mode computes is as close to the truth as the engine says: random programs against 40 digits.

The reference knows nothing of the engine: it walks the program forward in mpmath, with the closed forms of
`test_ops_values`. The engine's bound is `rounding_bound` of the expression that each mode computes.
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from mpmath import mp

import autodiff as ad
from autodiff import ops
from autodiff.graph import Const, Graph, Node, Var
from autodiff.modes import MODES
from autodiff.numeric import ULP
from autodiff.rounding import gradient_bounds, rounding_bound
from tests.autodiff.test_ops_values import REFERENCE

JUMPS = [ops.floor, ops.ceil, ops.round, ops.sign]
UNARY = [row for row in ops.TABLE.values() if row.in_language and row.arity == 1 and row not in JUMPS]
BINARY = [row for row in ops.TABLE.values() if row.in_language and row.arity == 2]
CONSTANTS = (2.0, -1.0, 0.5, 3.0)
SIZES = (1e-6, 1e6)  # of every value on the way: what leaves the range of floats is a matter of the edges
UNDERFLOW = 2.0**-1000  # what is lost below the range of floats is not rounding
WORST_CONDITION = 1e6  # of the function itself: past that a bound of first order says nothing


@dataclass(frozen=True)
class Program:
    """Some steps on x, y, z and `CONSTANTS`, each a row and the places of its arguments; the last is the result."""

    steps: tuple[tuple[str, tuple[int, ...]], ...]
    point: tuple[float, ...]

    def graph(self) -> Graph:
        inputs = [Var(name) for name in "xyz"]
        nodes: list[Node] = [*inputs, *map(Const, CONSTANTS)]
        for name, places in self.steps:
            nodes.append(ops.TABLE[name](*[nodes[i] for i in places]))
        return Graph([nodes[-1]], inputs)

    def exactly(self) -> tuple[Any, list[Any]]:
        """The value and the gradient: forward mode in mpmath."""
        values = [mp.mpf(x) for x in (*self.point, *CONSTANTS)]
        tangents = [[mp.mpf(i == k) for k in range(3)] for i in range(len(values))]
        for name, places in self.steps:
            _, value, *partials = REFERENCE[name]
            args = [values[i] for i in places]
            slopes = [mp.zero if rule is None else rule(*args) for rule in partials]
            moving = [(slope, tangents[i]) for slope, i in zip(slopes, places, strict=True) if any(tangents[i])]
            values.append(value(*args))
            tangents.append([mp.fsum(slope * tangent[k] for slope, tangent in moving) for k in range(3)])
        return values[-1], tangents[-1]


def random_program(seed: int) -> Program:
    """Steps that stay inside every domain, away from jumps and kinks, and of an ordinary size.

    The last steps bring everything together that no step has used yet, so that all of it counts.
    """
    draw = random.Random(seed)
    point = tuple(draw.choice([-1, 1]) * 2 ** draw.uniform(-3, 3) for _ in range(3))
    values, unused, steps = [*point, *CONSTANTS], [0, 1, 2], []
    length = draw.randint(3, 25)
    while len(steps) < length or len(unused) > 1:
        row = draw.choice(draw.choices((UNARY, BINARY, JUMPS, [ops.where]), (12, 9, 1, 1))[0])
        places = tuple(draw.choice(draw.choice((unused, range(len(values))))) for _ in range(row.arity))
        if len(steps) >= length:
            row, places = draw.choice(BINARY), tuple(draw.sample(unused, 2))
        args = [np.float64(values[i]) for i in places]
        if row in JUMPS and abs(2 * args[0] - round(2 * args[0])) < 1e-6:
            continue
        if row in (ops.max, ops.min) and abs(args[0] - args[1]) < 1e-6:
            continue
        with np.errstate(all="ignore"):
            value = float(row.value(*args))
            slopes = [row.partial(k, args, value) for k in range(row.arity)]
        if not all(np.isfinite(slope) for slope in slopes if isinstance(slope, float)):
            continue
        if SIZES[0] < abs(value) < SIZES[1]:  # nan is not
            steps.append((row.name, places))
            unused = [i for i in unused if i not in places] + [len(values)]
            values.append(value)
    return Program(tuple(steps), point)


# The expression whose bound a mode must keep: that of the sweep forward, or of the sweep back.
FORWARD = {"forward", "symbolic", "dual numbers"}


@dataclass(frozen=True)
class Found:
    """How far one number is off, how far its bound allows it to be (relative to it, in ulp), and where."""

    error: float
    allowed: float
    what: str
    seed: int

    @property
    def part(self) -> float:
        """The error as a part of what the bound allows."""
        return self.error / self.allowed if self.error else 0.0

    def __str__(self) -> str:
        return f"{self.error:.2f} of {self.allowed:.2f} ulp, {self.what}, program {self.seed}"


def survey(count: int) -> tuple[list[Found], int]:
    """Every value and partial derivative of so many programs, and how many were passed over as badly conditioned."""
    rows: list[Found] = []
    passed_over = 0
    for seed in itertools.count():
        if seed - passed_over == count:
            break
        program = random_program(seed)
        graph, point = program.graph(), dict(zip("xyz", program.point, strict=True))
        bounds = {mode: gradient_bounds(graph, point, mode) for mode in ("reverse", "forward")}
        own = rounding_bound(graph, point)
        known = [bound for each in bounds.values() for bound in each.values() if bound < math.inf]
        if max([own, *known]) > WORST_CONDITION * ULP:
            passed_over += 1
            continue
        with mp.workdps(60):
            value, partials = program.exactly()
        rows.append(found(ad.evaluate(graph, point), value, own, "value", seed))
        for mode, compute in MODES.items():
            allowed = bounds["forward" if mode in FORWARD else "reverse"]
            for name, got, want in zip("xyz", compute(graph, point, 0), partials, strict=True):
                rows.append(found(got, want, allowed[name], f"{mode}, ∂{name}", seed))
    return rows, passed_over


def found(got: float, want: Any, bound: float, what: str, seed: int) -> Found:
    off = abs(mp.mpf(got) - want)
    if off < UNDERFLOW or bound == math.inf:
        return Found(0.0, bound / ULP, what, seed)
    return Found(float(off / abs(got)) / ULP if got else math.inf, bound / ULP, what, seed)


def shown(rows: list[Found], passed_over: int) -> str:
    worst: dict[str, Found] = {}
    for row in rows:
        kind = row.what.split(",")[0]
        if kind not in worst or row.part > worst[kind].part:
            worst[kind] = row
    lines = [f"{kind:24} {row.part:.3f} of its bound: {row}" for kind, row in worst.items()]
    return "\n".join([f"{len(rows)} numbers; {passed_over} programs passed over", *lines])


def check(count: int) -> str:
    rows, passed_over = survey(count)
    assert passed_over < 0.2 * count
    worst = max(rows, key=lambda row: row.part)
    assert worst.part <= 1, f"{worst}: {random_program(worst.seed)}"
    return shown(rows, passed_over)


def test_a_hundred_random_programs_keep_their_bounds():
    check(100)


def test_a_value_of_less_precision_is_caught(monkeypatch):
    """A sine that is off by 32 units in the last place."""
    monkeypatch.setitem(ops.TABLE, "sin", replace(ops.sin, value=lambda u: np.sin(u) * (1 + 2.0**-47)))
    assert max(row.part for row in survey(40)[0]) > 1


@pytest.mark.soak
def test_a_thousand_random_programs_keep_their_bounds(capsys):
    worst = check(1000)
    with capsys.disabled():
        print(f"\n{worst}")
