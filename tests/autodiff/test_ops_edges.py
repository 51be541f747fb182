"""The edges of the table: kinks, poles, ties, overflow; where a convention decides, and where nothing can.

`EDGES` is the contract's table "Conventions at the edges", as far as single rows are concerned.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from autodiff import ops
from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import TABLE, Gate

inf, nan, pi = math.inf, math.nan, math.pi
LARGEST = 1.7976931348623157e308

# (row, arguments, value, partials, whether a convention decided)
EDGES: list[tuple[str, tuple[float, ...], float, tuple[float, ...], bool]] = [
    # x**0 has slope 0 in x wherever x is; 0**y does not move with y
    ("pow", (0, 0), 1, (0, 0), True),
    ("pow", (-0.0, 0), 1, (0, 0), True),
    ("pow", (5, 0), 1, (0, math.log(5)), False),
    ("pow", (-2, 0), 1, (0, nan), False),
    ("pow", (0, 1), 0, (1, 0), False),
    ("pow", (0, 2), 0, (0, 0), False),
    ("pow", (0, 3), 0, (0, 0), False),
    ("pow", (0, 0.5), 0, (inf, 0), False),
    ("pow", (0, -1), inf, (-inf, -inf), False),
    ("pow", (-2, 3), -8, (12, nan), False),
    ("pow", (-2, 0.5), nan, (nan, nan), False),
    # kinks and jumps
    ("abs", (0,), 0, (0,), True),
    ("abs", (-0.0,), 0, (0,), True),
    ("sign", (0,), 0, (0,), True),
    ("sign", (-3,), -1, (0,), False),
    ("floor", (2,), 2, (0,), True),
    ("floor", (2.5,), 2, (0,), False),
    ("ceil", (-2,), -2, (0,), True),
    ("ceil", (2.5,), 3, (0,), False),
    ("round", (0.5,), 0, (0,), True),
    ("round", (1.5,), 2, (0,), True),
    ("round", (-2.5,), -2, (0,), True),
    ("round", (2,), 2, (0,), False),
    ("relu", (0,), 0, (0,), True),
    ("relu", (-0.0,), 0, (0,), True),
    ("leaky_relu", (0,), 0, (0.01,), True),
    ("elu", (0,), 0, (1,), False),
    ("max", (1, 1), 1, (0.5, 0.5), True),
    ("max", (-0.0, 0.0), 0, (0.5, 0.5), True),
    ("max", (inf, inf), inf, (0.5, 0.5), True),
    ("max", (2, 1), 2, (1, 0), False),
    ("min", (1, 1), 1, (0.5, 0.5), True),
    ("min", (-inf, -inf), -inf, (0.5, 0.5), True),
    ("min", (2, 1), 1, (0, 1), False),
    ("step", (1, 1), 0.5, (0, 0), True),
    # where the domain ends
    ("sqrt", (0,), 0, (inf,), False),
    ("sqrt", (-1,), nan, (nan,), False),
    ("cbrt", (0,), 0, (inf,), False),
    ("log", (0,), -inf, (inf,), False),
    ("log", (-1,), nan, (-1,), False),
    ("log2", (0,), -inf, (inf,), False),
    ("log10", (0,), -inf, (inf,), False),
    ("log1p", (-1,), -inf, (inf,), False),
    ("asin", (1,), pi / 2, (inf,), False),
    ("asin", (-1,), -pi / 2, (inf,), False),
    ("asin", (2,), nan, (nan,), False),
    ("acos", (1,), 0, (-inf,), False),
    ("acosh", (1,), 0, (inf,), False),
    ("atanh", (1,), inf, (inf,), False),
    ("atanh", (-1,), -inf, (inf,), False),
    # poles, and what has no slope at the origin
    ("div", (1, 0), inf, (inf, -inf), False),
    ("div", (-1, 0), -inf, (inf, inf), False),
    ("div", (0, 0), nan, (inf, nan), False),
    ("atan2", (0, 0), 0, (nan, nan), True),
    ("atan2", (0, -1), pi, (-1, 0), True),
    ("atan2", (0, 1), 0, (1, 0), False),
    ("hypot", (0, 0), 0, (nan, nan), True),
    ("hypot", (3, -4), 5, (0.6, -0.8), False),
    # nothing overflows on the way; what does overflow is inf
    ("sigmoid", (-800,), 0, (0,), False),
    ("sigmoid", (800,), 1, (0,), False),
    ("softplus", (800,), 800, (1,), False),
    ("softplus", (-800,), 0, (0,), False),
    ("silu", (-800,), 0, (0,), False),
    ("silu", (1e300,), 1e300, (1,), False),
    ("gelu", (-800,), 0, (0,), False),
    ("gelu", (1e300,), 1e300, (1,), False),
    ("elu", (800,), 800, (1,), False),
    ("elu", (-800,), -1, (0,), False),
    ("tanh", (800,), 1, (0,), False),
    ("exp", (800,), inf, (inf,), False),
    ("exp", (-800,), 0, (0,), False),
    ("cosh", (-800,), inf, (-inf,), False),
    ("add", (LARGEST, LARGEST), inf, (1, 1), False),
    ("mul", (1e200, -1e200), -inf, (-1e200, 1e200), False),
    ("square", (1e200,), inf, (2e200,), False),
    ("pow", (1e200, 2), inf, (2e200, inf), False),
    ("hypot", (1e200, 1e200), math.sqrt(2) * 1e200, (math.sqrt(0.5), math.sqrt(0.5)), False),
]


@pytest.mark.parametrize(("row", "args", "value", "partials", "badged"), EDGES, ids=[f"{e[0]}{e[1]}" for e in EDGES])
@pytest.mark.parametrize("carrier", [np.float64, lambda x: np.full(5, float(x))], ids=["scalar", "array"])
def test_edge(carrier, row, args, value, partials, badged):
    primitive = TABLE[row]
    inputs = tuple(carrier(arg) for arg in args)
    with np.errstate(all="ignore"):
        out = primitive(*inputs)
        found = [primitive.partial(i, inputs, out) for i in range(primitive.arity)]
    np.testing.assert_allclose(out, value, rtol=5e-16, atol=0)
    assert np.shape(out) == np.shape(inputs[0])
    for local, wanted in zip(found, partials, strict=True):
        np.testing.assert_allclose(local, wanted, rtol=1e-15, atol=0)
    assert (primitive.convention_at(*args) is not None) == badged


def test_powers_by_hand_reach_zero():
    """x, x², x³ at 0, each derived five times by the rule of the rule: the falling factorials, then 0."""
    for exponent, wanted in {0: [0] * 5, 1: [1, 0, 0, 0, 0], 2: [0, 2, 0, 0, 0], 3: [0, 0, 6, 0, 0]}.items():
        x = Var("x")
        node: Any = ops.pow(x, float(exponent))
        found = []
        for _ in range(5):
            node = derived(node, x)
            found.append(value_of(node, {"x": 0.0}))
        assert found == wanted, exponent


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
