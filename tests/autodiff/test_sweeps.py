"""The four loops: what they give node by node, that absence stays absence, and that n nodes take n turns."""

from __future__ import annotations

import math
import time
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff import ops
from autodiff.errors import AutodiffError, MissingValue, UnknownVariable
from autodiff.graph import Const, Graph, Node, Var, trace
from autodiff.language import parse
from autodiff.ops import Gate
from autodiff.primitive import Primitive
from autodiff.sweeps import decided, evaluate, linearize, pullback, pushforward

NOTEBOOK = trace(lambda x, y: x * x * y + y + 2)  # nodes x, y, x·x, ·y, +y, 2, +2
POINT = {"x": 3, "y": 4}


def swept(graph: Graph, point: dict) -> tuple[list, list]:
    values = evaluate(graph, point)
    return values, linearize(graph, values)


# ---- node by node


def test_every_node_gets_its_value_as_a_float64():
    values = evaluate(NOTEBOOK, POINT)
    assert values == [3, 4, 9, 36, 40, 2, 42]
    assert {type(value) for value in values} == {np.float64}


def test_every_edge_gets_its_local_derivative():
    _, slopes = swept(NOTEBOOK, POINT)
    assert slopes == [(), (), (3, 3), (4, 9), (1, 1), (), (1, 1)]


def test_reverse_gives_every_node_its_adjoint():
    _, slopes = swept(NOTEBOOK, POINT)
    felt = pullback(NOTEBOOK, slopes, {6: 1.0})
    assert felt == [24, 10, 4, 1, 1, None, 1], "a constant is asked for nothing"
    assert pullback(NOTEBOOK, slopes, {6: 10.0, 2: 1.0})[0] == 246


def test_forward_gives_every_node_its_tangent():
    _, slopes = swept(NOTEBOOK, POINT)
    assert pushforward(NOTEBOOK, slopes, {0: 1.0}) == [1, None, 6, 24, 24, None, 24]
    assert pushforward(NOTEBOOK, slopes, {1: 1.0}) == [None, 1, None, 9, 10, None, 10]
    assert pushforward(NOTEBOOK, slopes, {0: 1.0, 1: 2.0})[6] == 44


def test_the_sweeps_leave_no_trace():
    first, second = swept(NOTEBOOK, POINT), swept(NOTEBOOK, {"x": -1, "y": 0.5})
    assert first == swept(NOTEBOOK, POINT)
    assert second == swept(NOTEBOOK, {"x": -1, "y": 0.5})


def test_a_node_that_depends_on_no_variable_has_no_slopes():
    graph = trace(lambda x: x * (ops.log(Const(0.0)) + 1.0))
    _, slopes = swept(graph, {"x": 2.0})
    assert [bool(found) for found in slopes] == [
        node.op is not None and varies for node, varies in zip(graph.nodes, graph.varies, strict=True)
    ]


# ---- zero is absence


def test_no_edge_into_the_branch_that_was_not_taken():
    graph = trace(lambda x: ops.where(x < 1, x, ops.sqrt(x)))
    _, slopes = swept(graph, {"x": 0.0})
    choice, root = graph.outputs[0], next(i for i, node in enumerate(graph.nodes) if node.op is ops.sqrt)
    assert slopes[choice] == (None, 1.0, None)
    assert math.isinf(slopes[root][0])
    felt = pullback(graph, slopes, {choice: 1.0})
    assert (felt[0], felt[root], felt[graph.args[choice][0]]) == (1.0, None, None)
    assert pushforward(graph, slopes, {0: 1.0})[choice] == 1.0


def test_what_no_output_needs_cannot_spoil_it():
    x, y = Var("x"), Var("y")
    graph = Graph([x * 2.0], [x, y], order=[ops.sqrt(y)])
    _, slopes = swept(graph, {"x": 1.0, "y": 0.0})
    assert pullback(graph, slopes, {graph.outputs[0]: 1.0})[:2] == [2.0, None]
    assert pushforward(graph, slopes, {1: 1.0})[graph.outputs[0]] is None


def test_a_choice_on_arrays_is_made_element_by_element():
    graph = trace(lambda x: ops.where(x > 0, ops.log(x), 0.0))
    values, slopes = swept(graph, {"x": np.array([-1.0, 0.0, 2.0])})
    out = graph.outputs[0]
    np.testing.assert_array_equal(values[out], [0, 0, math.log(2)])
    assert isinstance(slopes[out][1], Gate)
    np.testing.assert_array_equal(pushforward(graph, slopes, {0: 1.0})[out], [0, 0, 0.5])


CHOICES = {
    "where(x > 0, log x, 0)": (lambda x: ops.where(x > 0, ops.log(x), 0.0), 0.0),
    "where(x < 1, x, sqrt x)": (lambda x: ops.where(x < 1, x, ops.sqrt(x)), 1.0),
    "sqrt(where(x > 0, x, 0))": (lambda x: ops.sqrt(ops.where(x > 0, x, 0.0)), 0.0),
}


def test_absence_outlives_the_gate_on_arrays_and_nodes():
    for function, wanted in CHOICES.values():
        graph = trace(function, ["x"])
        out = graph.outputs[0]
        _, slopes = swept(graph, {"x": np.zeros(2)})
        np.testing.assert_array_equal(pullback(graph, slopes, {out: 1.0})[0], [wanted] * 2)
        np.testing.assert_array_equal(pushforward(graph, slopes, {0: 1.0})[out], [wanted] * 2)
        _, slopes = swept(graph, {"x": Var("t")})
        for derivative in (pullback(graph, slopes, {out: 1.0})[0], pushforward(graph, slopes, {0: 1.0})[out]):
            assert evaluate(Graph([derivative]), {"t": 0.0})[-1] == wanted


# ---- arrays and carriers


def test_arrays_broadcast():
    values, slopes = swept(NOTEBOOK, {"x": np.array([[1.0], [2.0]]), "y": np.array([3.0, 4.0, 5.0])})
    assert values[6].shape == (2, 3)
    np.testing.assert_array_equal(pullback(NOTEBOOK, slopes, {6: 1.0})[0], [[6, 8, 10], [12, 16, 20]])
    assert values[0].shape == (2, 1), "what came in is as it was"


def test_whole_numbers_are_taken_as_floats():
    graph = trace(lambda x: x**-1)
    np.testing.assert_array_equal(evaluate(graph, {"x": np.array([1, 2])})[-1], [1, 0.5])
    assert evaluate(graph, {"x": 0})[-1] == math.inf


def test_nodes_flow_through_the_same_loops():
    t = Var("t")
    values, slopes = swept(NOTEBOOK, {"x": t, "y": 4.0})
    out = values[NOTEBOOK.outputs[0]]
    felt = pullback(NOTEBOOK, slopes, {6: 1.0})[0]
    assert isinstance(out, Node)
    assert evaluate(Graph([out]), {"t": 3.0})[-1] == 42
    assert evaluate(Graph([felt]), {"t": 3.0})[-1] == 24


# ---- the two directions are one linear map and its transpose


@st.composite
def programs(draw):
    """A graph of two variables and two outputs out of any functions, and a point where it may well be smooth."""
    nodes: list[Node] = [Var("x"), Var("y"), Const(draw(st.floats(-2, 2)))]
    for _ in range(draw(st.integers(1, 15))):
        row = draw(st.sampled_from([row for row in ops.TABLE.values() if row.in_language]))
        nodes.append(row(*[draw(st.sampled_from(nodes)) for _ in range(row.arity)]))
    point = {name: draw(st.floats(-3, 3)) for name in "xy"}
    return Graph([nodes[-1], draw(st.sampled_from(nodes))], nodes[:2]), point


@given(programs(), st.tuples(*[st.floats(-2, 2)] * 4))
@settings(deadline=None)
def test_adjoints_along_tangents_agree(program, weights):
    """⟨w, J·v⟩ = ⟨Jᵀ·w, v⟩, up to the rounding of the sum of all the absolute products."""
    graph, point = program
    a, b, c, d = weights
    _, slopes = swept(graph, point)
    first, second = graph.outputs
    moved = pushforward(graph, slopes, {0: a, 1: b})
    felt = pullback(graph, slopes, {first: c, second: d} if first != second else {first: c + d})
    sizes = [tuple(None if s is None else abs(s) for s in found) for found in slopes]
    gross = [size or 0.0 for size in pushforward(graph, sizes, {0: abs(a), 1: abs(b)})]
    with np.errstate(all="ignore"):
        scale = abs(c) * gross[first] + abs(d) * gross[second]
    finite = all(math.isfinite(x or 0.0) for x in (moved[first], moved[second], *felt[:2]))
    if finite and scale < 1e300:  # else there is inf or nan on the way, which neither direction has to find first
        forward = c * (moved[first] or 0.0) + d * (moved[second] or 0.0)
        reverse = a * (felt[0] or 0.0) + b * (felt[1] or 0.0)
        assert abs(forward - reverse) <= 4 * len(graph) * 2**-52 * scale + 1e-300


# ---- n nodes, n turns


def test_sixty_squarings_take_sixty_steps():
    counts: Counter[str] = Counter()

    def counted(name, function):
        def call(*args):
            counts[name] += 1
            return function(*args)

        return call

    squaring = Primitive(
        "squaring", counted("value", lambda u: u * u), (counted("rule", lambda u, out: 2.0 * u),), "squares {0}"
    )
    x = Var("x")
    node: Node = x
    for _ in range(60):
        node = squaring(node)
    graph = Graph([node])
    _, slopes = swept(graph, {"x": 1.0})
    assert counts == {"value": 60, "rule": 60}
    assert pullback(graph, slopes, {60: 1.0})[0] == pushforward(graph, slopes, {0: 1.0})[60] == 2.0**60
    shared: Node = x
    for _ in range(60):
        shared = shared * shared
    graph = Graph([shared])
    assert len(graph) == 61
    assert pullback(graph, swept(graph, {"x": 1.0})[1], {60: 1.0})[0] == 2.0**60


def test_two_hundred_thousand_nodes_need_no_recursion_and_linear_time():
    def seconds(depth):
        node: Node = Var("x")
        for _ in range(depth):
            node = -node
        graph = Graph([node])
        started = time.process_time()
        _, slopes = swept(graph, {"x": 1.0})
        assert pullback(graph, slopes, {depth: 1.0})[0] == pushforward(graph, slopes, {0: 1.0})[depth] == 1.0
        return time.process_time() - started

    short = seconds(20_000)
    assert seconds(200_000) < 100 * short, "ten times the nodes: quadratic would be a hundred times the time"


# ---- a point that does not fit


def test_a_point_must_fit_the_graph():
    with pytest.raises(UnknownVariable, match="has no variable z; it has x, y"):
        evaluate(NOTEBOOK, {"x": 1.0, "y": 1.0, "z": 1.0})
    with pytest.raises(MissingValue, match="no value for x, y"):
        evaluate(NOTEBOOK, {})
    with pytest.raises(UnknownVariable, match="it has none"):
        evaluate(Graph([Const(1.0)]), {"x": 1.0})
    assert evaluate(Graph([Const(1.0)]), {}) == [1.0]


@pytest.mark.parametrize("value", [None, "3", b"3", 1j, [1.0, None], ["3"], object(), {}])
def test_a_point_is_made_of_numbers(value):
    with pytest.raises(AutodiffError, match="Only numbers can be computed with"):
        evaluate(Graph([Var("x")]), {"x": value})


@pytest.mark.parametrize("value", [2, True, Fraction(1, 3), Decimal("0.5"), 10**30, np.int8(3), [1, 2], [10**30, 0.5]])
def test_every_sort_of_number_is_one(value):
    (found,) = evaluate(Graph([Var("x")]), {"x": value})
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, np.array(value, dtype=float))


def test_a_constant_exponent_is_no_convention_however_it_is_written():
    for text in ("x^0", "x^(1 - 1)", "n = 1 - 1\nx^n"):
        graph = parse(text)
        values = evaluate(graph, {"x": 0.0})
        assert {decided(graph, values, i) for i in range(len(graph))} == {None}, text
    graph = parse("x^y")
    assert decided(graph, evaluate(graph, {"x": 0.0, "y": 0.0}), 2) is not None
