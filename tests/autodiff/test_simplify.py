"""The rewrites: each fires where it should, none changes a value, and none assumes anything about numbers to come."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autodiff as ad
from autodiff import ops
from autodiff.graph import Const, Graph, Node, Var
from autodiff.printing import READ, expression
from autodiff.simplify import REWRITES, simplification, simplified

X, Y = Var("x"), Var("y")
NUMBERS = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0])
INNER = [ops.add, ops.sub, ops.mul, ops.div, ops.neg, ops.pow, ops.power_du, ops.power_dw, ops.sin, ops.exp, ops.log]
INNER += [ops.where, ops.equal, ops.logical_not]
POINTS = [-3.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, math.inf, -math.inf, math.nan]


def short(node: Node) -> str:
    return expression(simplified(Graph([node], [X, Y])), {}, READ)[0]


@st.composite
def graphs(draw: Any) -> Graph:
    """What symbolic derivatives look like before anybody tidies them: full of 0, 1 and −1."""
    found: list[Node] = [X, Y, *(Const(draw(NUMBERS)) for _ in range(3))]
    for _ in range(draw(st.integers(1, 12))):
        op = draw(st.sampled_from(INNER))
        found.append(op(*[draw(st.sampled_from(found)) for _ in range(op.arity)]))
    return Graph([found[-1], found[-2]], [X, Y])


def values(graph: Graph, x: float, y: float) -> list[float]:
    return list(ad.evaluate(graph, {"x": x, "y": y}))


# ---- what fires


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Const(2.0) * Const(3.0) + Const(1.0), "7"),
        (ops.sin(Const(0.0)) * X, "0 × x"),
        (ops.power_du(X, Const(2.0)), "2 × x"),
        (ops.power_du(X, Const(3.0)), "3 × x ^ 2"),
        (ops.power_du(X, Const(1.0)), "1"),
        (ops.power_du(X, Const(0.0)), "0"),
        (ops.power_du(X, Const(-1.0)), "−x ^ (−2)"),
        (X * 1.0, "x"),
        (1.0 * X, "x"),
        (X / 1.0, "x"),
        (X * -1.0, "−x"),
        (X / -1.0, "−x"),
        (X - 0.0, "x"),
        (X**1.0, "x"),
        (X**0.0, "1"),
        (-1.0 * X, "−x"),
        (ops.neg(-X), "x"),
        (-(-1.0 * X), "x"),
        (ops.power_dw(Const(1.0), X), "1 ^ x × 0"),
        (ops.power_dw(Const(5.0), X), "5 ^ x × 1.609"),
        (X + -Y, "x − y"),
        (-X + Y, "y − x"),
        (X - -Y, "x + y"),
        (X + -Y * X, "x − y × x"),
        (-X / Y * X + Y, "y − x / y × x"),
        (ops.where(Const(1.0), X, Y), "x"),
        (ops.where(Const(0.0), X, Y), "y"),
        (ops.where(Const(math.nan), X, Y), "x"),
        (ops.where(X, Y * 1.0, Y), "y"),
        (ops.where(ops.equal(Const(2.0), 0.0), X, 2.0 * Y), "2 × y"),
        ((X * 1.0 - 0.0) * (Y**1.0), "x × y"),
        ((2.0 * X) * 1.0 + ops.power_du(Y, Const(2.0)) * 1.0, "2 × x + 2 × y"),
    ],
)  # fmt: skip
def test_a_rewrite_fires(node, text):
    assert short(node) == text


@pytest.mark.parametrize(
    "node",
    [
        X * 0.0, 0.0 * X, X - X, X / X, 0.0 - X, 0.0 / X, 1.0 / X, 1.0**X, 0.0**X, X + Y, X + 0.0, 0.0 + X,
        X - Const(-0.0), -(X - Y), -X * Y, X + Y * -X, ops.power_du(X, Y), ops.power_dw(X, Const(2.0)),
        ops.power_dw(Const(0.0), X), ops.power_dw(Const(-2.0), X), ops.where(X, X, Y), ops.log(Const(-1.0)),
        Const(1.0) / Const(0.0), Const(1e200) * Const(1e200), 3.0 * (2.0 * X), X * (1.0 / Y),
    ],
    ids=lambda node: expression(Graph([node]), {}, READ)[0],
)  # fmt: skip
def test_what_holds_only_for_some_numbers_stays(node):
    graph = Graph([node])
    assert expression(simplified(graph), {}, READ) == expression(graph, {}, READ)


FIRED = {
    "numbers are worked out": Const(2.0) + Const(3.0),
    "power rule": ops.power_du(X, Const(2.0)),
    "exponential rule": ops.power_dw(Const(2.0), X),
    "subtracting 0 or multiplying by 1 changes nothing": X - 0.0,
    "−1 times is a minus sign, and two of them cancel": ops.neg(-X),
    "adding the opposite is subtracting": X + -Y,
    "a choice that is made already": ops.where(Const(1.0), X, Y),
}


def test_every_rewrite_has_a_name_to_be_shown_under():
    assert [rule.name for rule in REWRITES] == list(FIRED)
    for rule in REWRITES:
        assert rule.apply(FIRED[rule.name]) is not None
        assert rule.apply(X * Y) is None


def test_what_fired_and_where_is_kept():
    power = ops.power_du(X, Const(2.0))
    graph = Graph([Y - power * 1.0], [X, Y])
    found = simplification(graph)
    neutral = "subtracting 0 or multiplying by 1 changes nothing"
    in_order = [(graph.nodes[fired.at].op.name, fired.rewrite) for fired in found.fired]
    assert in_order == [("power_du", "power rule"), ("power_du", neutral), ("mul", neutral)]
    assert [expression(Graph([fired.before]), {}, READ)[0] for fired in found.fired] == [
        "2 × x ^ (2 − 1)", "x ^ 1", "2 × x × 1"
    ]  # fmt: skip
    assert [expression(Graph([fired.after]), {}, READ)[0] for fired in found.fired] == ["2 × x ^ 1", "x", "2 × x"]
    assert expression(found.graph, {}, READ)[0] == "y − 2 × x"
    assert simplification(found.graph).fired == ()


# ---- what never changes


@settings(deadline=None, max_examples=200)
@given(graphs(), st.sampled_from(POINTS), st.sampled_from(POINTS))
def test_no_rewrite_changes_a_value(graph, x, y):
    """To the last bit, inf, nan and the sign of a zero included."""
    now, before = values(simplified(graph), x, y), values(graph, x, y)
    np.testing.assert_array_equal(now, before)
    signs = [np.where(np.isnan(found), 0.0, np.copysign(1.0, found)) for found in (now, before)]  # nan has none
    np.testing.assert_array_equal(*signs)


@settings(deadline=None)
@given(graphs())
def test_the_short_form_is_final_and_never_longer(graph):
    once = simplified(graph)
    twice = simplified(once)
    assert len(once) <= len(graph) + 3 * sum(node.op in (ops.power_du, ops.power_dw) for node in graph.nodes)
    assert expression(twice, {}, READ) == expression(once, {}, READ)
    assert len(twice) == len(once)


def test_sharing_stays():
    shared = ops.sin(X * 1.0)
    small = simplified(Graph([shared * shared, shared - 0.0], [X]))
    assert [node.op.name for node in small.nodes if node.op] == ["sin", "mul"]
    assert small.outputs[1] in small.args[small.outputs[0]]


def test_what_is_computed_twice_is_computed_once():
    """Either way round: sums and products of floats do not mind the order of two."""
    small = simplified(Graph([ops.sin(X * Y) - ops.sin(Y * X), X - Y, Y - X], [X, Y]))
    assert [node.op.name for node in small.nodes if node.op] == ["mul", "sin", "sub", "sub", "sub"]


def test_variables_and_outputs_stay():
    small = simplified(Graph([Y * 1.0, Const(1.0) * Const(2.0), Y - 0.0], [X, Y]))
    assert small.variables == ("x", "y")
    assert small.outputs == (1, 2, 1)


def test_the_graph_itself_is_left_alone():
    graph = Graph([X * 1.0 - 0.0], [X])
    before = graph.nodes, graph.args
    simplified(graph)
    assert (graph.nodes, graph.args) == before


def test_a_long_chain_takes_no_recursion():
    node: Node = X
    for _ in range(20_000):
        node = (node - 0.0) * 1.0
    begin = time.process_time()
    assert len(simplified(Graph([node], [X]))) == 1
    assert time.process_time() - begin < 20
