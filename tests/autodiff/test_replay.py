"""The program of a Run: run by the engine itself, it gives the engine's numbers, every bit of them."""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

import numpy as np
import pytest

import autodiff as ad
from autodiff.ops import TABLE
from autodiff.replay import CONST
from autodiff.run import Run
from autodiff.walks import WALKS

SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}
TEXTS = [
    "x*x*y + (y + 2)",
    "x*x",
    "3*x",
    "-x",
    "x*2*3 + 1*y",
    "x^y + 2^x + x^3",
    "y/(x - y) - x",
    "unused = 3*y\nx^2 + 1",
    "abs(x) + relu(y) + max(x, y) + min(x, y)",
    "where(x > 0, log(x), x*y)*x",
    "where(x < y, where(y > 1, x*y, sin(x)), sqrt(x))",
    "gelu(x) + silu(y) + softplus(x*y) + elu(x) + leaky_relu(y) + sigmoid(x)",
    "p = sigmoid(y*x + 0.5)\n-(y*log(p) + (1 - y)*log(1 - p))",
    "atan2(y, x)*hypot(x, y) + asinh(x)*cbrt(y)",
    "s = 0\nfor i in range(4):\n    s += x*tanh(s + y)\ns",
]
POINTS = [(3.0, 4.0), (-0.7, 2.5), (0.0, 0.0), (1.0, 1.0), (-0.0, -2.0), (800.0, 1e-300), (math.inf, -1.0)]


def numbers(program: dict[str, Any], point: list[float]) -> dict[str, float]:
    """What a program puts into the boxes, by the table's own value functions: ten lines that know no rule."""
    known: list[Any] = [np.float64(x) for x in point]
    with np.errstate(all="ignore"):
        for name, *args in program["code"]:
            if name == CONST:
                known.append(np.float64(SPECIAL.get(args[0], args[0])))
            else:
                known.append(TABLE[name].value(*(known[i] for i in args)))
    return {box: float(known[i]) for box, i in program["boxes"].items()}


def written(run: Run) -> dict[str, float]:
    return {write.box: write.value for step in run.steps for write in step.writes}


def same(one: float, other: float) -> bool:
    return repr(one) == repr(other)  # tells 0 from −0, and takes nan for nan


@pytest.mark.parametrize("mode", WALKS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_program_made_once_gives_the_engines_numbers_at_every_point(text, mode):
    graph = ad.parse(text)
    program: Any = ad.run(graph, dict.fromkeys(graph.variables, 0.5), mode=mode).program
    for place in POINTS:
        point = dict(zip(graph.variables, place, strict=False))
        wanted, found = written(ad.run(graph, point, mode=mode)), numbers(program, list(point.values()))
        assert wanted.keys() <= found.keys()
        lost = 0.0 if "where" in text else -0.0  # a branch not taken adds 0, which takes the sign from −0
        assert [box for box in wanted if not same(wanted[box] + lost, found[box] + lost)] == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_row_of_the_table_is_replayed(name):
    """Its value and its rules, at points that include its edges."""
    row = TABLE[name]
    inputs = [ad.Var(letter) for letter in "uwz"[: row.arity]]
    graph = ad.Graph([row(*inputs)], inputs)
    points = list(product((-2.0, -1.0, -0.0, 0.0, 0.3, 1.0, 2.0, math.inf, math.nan), repeat=row.arity))
    chosen = random.Random(name).sample(points, min(len(points), 81))
    for mode in ("reverse", "forward"):
        program: Any = ad.run(graph, dict.fromkeys(graph.variables, 0.5), mode=mode).program
        for place in chosen:
            wanted = written(ad.run(graph, dict(zip(graph.variables, place, strict=True)), mode=mode))
            found = numbers(program, list(place))
            assert [box for box in wanted if not same(wanted[box], found[box])] == [], (mode, place)


def test_a_branch_that_is_not_taken_stays_silent_at_an_infinite_slope():
    program: Any = ad.run(ad.parse("where(x > 0, log(x), 0)"), {"x": 1.0}).program
    found = numbers(program, [0.0])
    assert found["local/e2"] == math.inf
    assert (found["flow/e2"], found["gradient/n0"]) == (0.0, 0.0)


def test_one_output_one_seed_one_step():
    graph = ad.parse("x*y, x + y")
    for choice, box in (({"output": 1}, "gradient/n0"), ({"mode": "forward", "seed": "y"}, "tangent/n2"),
                        ({"mode": "numeric", "eps": 0.5, "seed": "y"}, "nudged/n1")):  # fmt: skip
        program: Any = ad.run(graph, {"x": 3, "y": 4}, **choice).program
        assert numbers(program, [3, 4])[box] == {"gradient/n0": 1.0, "tangent/n2": 3.0, "nudged/n1": 4.5}[box]


def test_nothing_is_computed_twice_nor_multiplied_by_one():
    program: Any = ad.run(ad.parse("x*x*y + (y + 2)"), {"x": 3, "y": 4}).program
    assert len({tuple(line) for line in program["code"]}) == len(program["code"]) == 9
    assert [line[0] for line in program["code"]].count("mul") == 3


def test_the_lines_are_in_order_and_nothing_else_comes_in():
    program: Any = ad.run(ad.parse("sin(x)^2.5/y"), {"x": 3, "y": 4}).program
    for place, (name, *args) in enumerate(program["code"], start=2):
        assert name == CONST or (name in TABLE and len(args) == TABLE[name].arity and max(args) < place)
    assert max(program["boxes"].values()) < len(program["code"]) + 2


def test_dual_numbers_in_the_point_have_no_program():
    assert ad.run(ad.parse("x*x"), {"x": ad.DualNumber(3.0, 2.0)}, mode="forward").program is None
