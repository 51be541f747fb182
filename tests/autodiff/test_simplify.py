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
from autodiff.simplify import REWRITES, simplified

X, Y = Var("x"), Var("y")
NUMBERS = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0])
INNER = [ops.add, ops.sub, ops.mul, ops.div, ops.neg, ops.pow, ops.power_du, ops.power_dw, ops.sin, ops.exp, ops.log]
POINTS = [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, math.inf, -math.inf, math.nan]


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
        (X + 0.0, "x"),
        (0.0 + X, "x"),
        (X - 0.0, "x"),
        (X**1.0, "x"),
        (X**0.0, "1"),
        (-1.0 * X, "−x"),
        (ops.neg(-X), "x"),
        (-(-1.0 * X), "x"),
        ((X * 1.0 + 0.0) * (Y**1.0), "x × y"),
        ((2.0 * X) * 1.0 + ops.power_du(Y, Const(2.0)) * 1.0, "2 × x + 2 × y"),
    ],
)  # fmt: skip
def test_a_rewrite_fires(node, text):
    assert short(node) == text


@pytest.mark.parametrize(
    "node",
    [
        X * 0.0, 0.0 * X, X - X, X / X, 0.0 - X, 0.0 / X, 1.0 / X, 1.0**X, 0.0**X, X + Y, X * -1.0,
        ops.power_du(X, Y), ops.power_dw(X, Const(2.0)), ops.log(Const(-1.0)), Const(1.0) / Const(0.0),
        Const(1e200) * Const(1e200),
    ],
    ids=lambda node: expression(Graph([node]), {}, READ)[0],
)  # fmt: skip
def test_what_holds_only_for_some_numbers_stays(node):
    graph = Graph([node])
    assert expression(simplified(graph), {}, READ) == expression(graph, {}, READ)


def test_every_rewrite_has_a_name_to_be_shown_under():
    assert len({rule.name for rule in REWRITES}) == len(REWRITES) == 4
    fired = {
        "numbers are worked out": Const(2.0) + Const(3.0),
        "power rule": ops.power_du(X, Const(2.0)),
        "adding 0 or multiplying by 1 changes nothing": X + 0.0,
        "two minus signs cancel": ops.neg(-X),
    }
    for rule in REWRITES:
        assert rule.apply(fired[rule.name]) is not None
        assert rule.apply(X * Y) is None


# ---- what never changes


@settings(deadline=None, max_examples=200)
@given(graphs(), st.sampled_from(POINTS), st.sampled_from(POINTS))
def test_no_rewrite_changes_a_value(graph, x, y):
    """inf and nan included: what was nan is nan afterwards. (Only the sign of a zero may go.)"""
    np.testing.assert_allclose(values(simplified(graph), x, y), values(graph, x, y), rtol=1e-12)


@settings(deadline=None)
@given(graphs())
def test_the_short_form_is_final_and_never_longer(graph):
    once = simplified(graph)
    twice = simplified(once)
    assert len(once) <= len(graph) + sum(node.op is ops.power_du for node in graph.nodes) * 3
    assert expression(twice, {}, READ) == expression(once, {}, READ)
    assert len(twice) == len(once)


def test_sharing_stays():
    shared = ops.sin(X * 1.0)
    small = simplified(Graph([shared * shared, shared + 0.0], [X]))
    assert [node.op.name for node in small.nodes if node.op] == ["sin", "mul"]
    assert small.outputs[1] in small.args[small.outputs[0]]


def test_variables_and_outputs_stay():
    small = simplified(Graph([Y * 1.0, Const(1.0) * Const(2.0), Y + 0.0], [X, Y]))
    assert small.variables == ("x", "y")
    assert small.outputs == (1, 2, 1)


def test_the_graph_itself_is_left_alone():
    graph = Graph([X * 1.0 + 0.0], [X])
    before = graph.nodes, graph.args
    simplified(graph)
    assert (graph.nodes, graph.args) == before


def test_a_long_chain_takes_no_recursion():
    node: Node = X
    for _ in range(20_000):
        node = (node + 0.0) * 1.0
    begin = time.process_time()
    assert len(simplified(Graph([node], [X]))) == 1
    assert time.process_time() - begin < 20
