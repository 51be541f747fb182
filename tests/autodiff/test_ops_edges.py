"""The rows of the table at their edges: where there are words, and gates. The numbers are those of `test_edges`."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from autodiff import ops
from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import TABLE, Gate

inf, nan = math.inf, math.nan
LARGEST = 1.7976931348623157e308


# ---- slopes that no function of the language shows


def test_a_half_step_at_a_tie_is_flat():
    assert ops.step(1.0, 1.0) == 0.5
    assert [ops.step.partial(k, (1.0, 1.0), 0.5) for k in range(2)] == [0.0, 0.0]


def test_the_second_slopes_of_a_power_at_zero():
    """0**y is constant for y > 0, and so is its slope; at a pole it is the pole's."""
    u, w = Var("u"), Var("w")
    twice = {names: derived(derived(ops.pow(u, w), a), b) for names, a, b in [("ww", w, w), ("uw", u, w), ("wu", w, u)]}
    assert value_of(twice["ww"], {"u": 0.0, "w": 2.0}) == 0
    assert value_of(twice["ww"], {"u": 0.0, "w": -1.0}) == inf
    assert value_of(twice["uw"], {"u": 0.0, "w": 2.0}) == value_of(twice["wu"], {"u": 0.0, "w": 2.0}) == 0


def derived(node: Node, variable: Var) -> Node:
    """∂node/∂variable by the table's rules as they stand, along the graph: forward mode on nodes."""
    tangents: dict[Node, Node] = {variable: Const(1.0)}
    for n in Graph([node]).nodes:
        for k, arg in enumerate(n.args):
            rule = n.op.partial(k, n.args, n) if arg in tangents else None
            if rule is not None:
                part = rule * tangents[arg]
                tangents[n] = tangents[n] + part if n in tangents else part
    return tangents.get(node, Const(0.0))


def value_of(node: Node, point: dict[str, float]) -> float:
    values: dict[Node, Any] = {}
    with np.errstate(all="ignore"):
        for n in Graph([node]).nodes:
            args = [values[arg] for arg in n.args]
            number = point[n.name] if isinstance(n, Var) else n.value if isinstance(n, Const) else n.op.value(*args)
            values[n] = np.float64(number)
    return float(values[node])


# ---- words: exactly where a convention decided, exactly where nothing is defined

KINKS = {
    "pow": lambda u, w: u == w == 0,
    "abs": lambda u: u == 0,
    "sign": lambda u: u == 0,
    "relu": lambda u: u == 0,
    "leaky_relu": lambda u: u == 0,
    "floor": float.is_integer,
    "ceil": float.is_integer,
    "round": lambda u: (2 * u).is_integer() and not u.is_integer(),
    "max": lambda u, w: u == w,
    "min": lambda u, w: u == w,
    "step": lambda u, w: u == w,
    "hypot": lambda u, w: u == w == 0,
    "atan2": lambda u, w: u == 0 and w <= 0,  # the origin, and the cut to the left of it
}
FINITE = [-LARGEST, -1e9, -2.5, -2.0, -1.0, -0.5, -1e-300, -0.0, 0.0, 1e-300, 0.5, 1.0, 1.5, 2.0, 3.0, 1e9, LARGEST]


@pytest.mark.parametrize("name", TABLE)
def test_a_convention_speaks_where_it_decides_and_nowhere_else(name):
    row = TABLE[name]
    for args in itertools.product(FINITE, repeat=row.arity):
        expected = KINKS[name](*args) if name in KINKS else False
        assert (row.convention_at(*args) is not None) == expected, args
        assert (row.convention_at(*map(np.float64, args)) is not None) == expected, args


@pytest.mark.parametrize("name", TABLE)
def test_there_are_words_where_numbers_give_nan_and_nowhere_else(name):
    """In the language for infinite arguments too: a sum or a product meets what overflowed before it."""
    row = TABLE[name]
    numbers = [*FINITE, -inf, inf] if row.in_language else FINITE
    for args in itertools.product(numbers, repeat=row.arity):
        with np.errstate(all="ignore"):
            out = row.value(*map(np.float64, args))
        words = row.undefined_at(*args)
        if math.isnan(out):
            assert words, args
        elif row.in_language and -inf not in args:  # numpy has its own mind about (−inf) ** 0.5
            assert words is None, args


@pytest.mark.parametrize("name", TABLE)
def test_nan_is_carried(name):
    """nan in an argument that counts comes out as nan and is nobody's fault here; only choices may ignore it."""
    row = TABLE[name]
    with np.errstate(all="ignore"):
        out = row.value(*[np.float64(nan)] * row.arity)
    chooses = row.in_language is False and name not in ("power_du", "power_dw", "step", "erfc")
    assert math.isnan(out) or chooses
    assert row.convention_at(*[nan] * row.arity) is None
    assert row.undefined_at(*[nan] * row.arity) is None


# ---- where, and the gate that stands for its slopes


@pytest.mark.parametrize(("condition", "taken", "other"), [(1.0, 1, 2), (0.0, 2, 1), (2.5, 1, 2)])
def test_where_gates_the_branch_not_taken(condition, taken, other):
    args = (np.float64(condition), np.float64(3.0), np.float64(7.0))
    out = ops.where(*args)
    assert out == args[taken]
    assert ops.where.partial(0, args, out) is None
    assert ops.where.partial(taken, args, out) * 5.0 == 5.0
    assert ops.where.partial(other, args, out) * 5.0 == 0.0


@pytest.mark.parametrize("arriving", [inf, -inf, nan, 3.0])
@pytest.mark.parametrize("number", [float, np.float64])
def test_a_gate_drops_what_arrives_when_closed(arriving, number):
    arriving = number(arriving)
    for product in (Gate(0.0) * arriving, arriving * Gate(0.0), Gate(np.float64(0)) * arriving):
        assert product == 0.0
    for product in (Gate(1.0) * arriving, arriving * Gate(1.0)):
        np.testing.assert_equal(product, arriving)


def test_a_gate_over_an_array_drops_element_by_element():
    opened = np.array([1.0, 0.0, 1.0, 0.0])
    arriving = np.array([2.0, inf, inf, nan])
    for product in (Gate(opened) * arriving, arriving * Gate(opened)):
        assert product.dtype == np.float64
        np.testing.assert_array_equal(product, [2.0, 0.0, inf, 0.0])
    np.testing.assert_array_equal(Gate(opened) * np.float64(inf), [inf, 0.0, inf, 0.0])
    np.testing.assert_array_equal(Gate(0.0) * arriving, np.zeros(4))
    np.testing.assert_array_equal(arriving * Gate(0.0), np.zeros(4))


def test_a_gate_over_a_node_builds_a_choice():
    c, g = Var("c"), Var("g")
    node = Gate(c) * g
    assert node.op is ops.where
    assert value_of(node, {"c": 0.0, "g": inf}) == 0.0
    assert value_of(node, {"c": 1.0, "g": inf}) == inf
