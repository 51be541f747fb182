"""What the sweep back reads: by hand, by spoiling everything else, and how many numbers that makes at each step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autodiff as ad
from autodiff import ops
from autodiff.footprint import footprint, needed_values
from autodiff.graph import Const, Graph, Node, Var
from autodiff.sweeps import evaluate, linearize, pullback


def named(text: str) -> set[str]:
    """The needed values of a text whose every operation is assigned a name."""
    graph = ad.parse(text)
    return {graph.labels.get(i, getattr(graph.nodes[i], "name", "?")) for i in needed_values(graph)}


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("f = x + y", set()),
        ("f = x - y", set()),
        ("f = -x", set()),
        ("f = x * y", {"x", "y"}),
        ("f = 3 * x", set()),
        ("f = x / y", {"y", "f"}),
        ("f = exp(x)", {"f"}),
        ("f = log(x)", {"x"}),
        ("f = tanh(x)", {"f"}),
        ("f = sqrt(x)", {"f"}),
        ("f = sin(x)", {"x"}),
        ("f = floor(x)", set()),
        ("f = x^2", {"x"}),
        ("f = x^y", {"x", "y"}),
        ("f = max(x, y)", {"x", "y"}),
        ("a = x*x\nb = a*y\ng = b + y\nf = g + 2", {"x", "y", "a"}),
        ("h = x*y\nunused = sin(h)\nf = exp(h)", {"x", "y", "f"}),
    ],
)
def test_what_the_rules_mention(text, needed):
    assert named(text) == needed


def test_a_choice_reads_its_condition_and_nothing_behind_it():
    graph = ad.parse("where(x*x > 1, x, y)")
    assert [graph.nodes[i].op for i in needed_values(graph)] == [ops.greater]


@st.composite
def programs(draw):
    nodes: list[Node] = [Var("x"), Var("y"), Const(draw(st.floats(-2, 2)))]
    for _ in range(draw(st.integers(1, 12))):
        row = draw(st.sampled_from([row for row in ops.TABLE.values() if row.in_language]))
        nodes.append(row(*[draw(st.sampled_from(nodes)) for _ in range(row.arity)]))
    return Graph([nodes[-1]], nodes[:2]), {name: draw(st.floats(-3, 3)) for name in "xy"}


@given(programs())
@settings(deadline=None)
def test_the_gradient_is_the_same_when_every_other_value_is_spoiled(program):
    graph, point = program
    values = evaluate(graph, point)
    needed = needed_values(graph)
    spoiled = [
        value if i in needed or isinstance(graph.nodes[i], Const) else np.float64("nan")
        for i, value in enumerate(values)
    ]
    seed = {graph.outputs[0]: 1.0}
    wanted = pullback(graph, linearize(graph, values), seed)[:2]
    found = pullback(graph, linearize(graph, spoiled), seed)[:2]
    np.testing.assert_array_equal(np.array(found, dtype=float), np.array(wanted, dtype=float))


@pytest.mark.parametrize("text", ["exp(x*y)", "sin(x)*y + x/y", "x + where(x > y, y*y, 1)"])
def test_none_of_the_needed_values_can_be_spared(text):
    graph = ad.parse(text)
    values = evaluate(graph, {"x": 3.0, "y": 2.0})
    seed = {graph.outputs[0]: 1.0}
    wanted = pullback(graph, linearize(graph, values), seed)[: len(graph.variables)]
    for spared in needed_values(graph):
        spoiled = [np.float64(0.0) if i == spared else value for i, value in enumerate(values)]
        assert pullback(graph, linearize(graph, spoiled), seed)[: len(graph.variables)] != wanted


# ---- how many numbers at each step


def test_the_notebook_step_by_step():
    held = footprint(ad.parse("x*x*y + y + 2"))  # nodes x, y, x·x, ·y, +y, 2, +2
    assert held.values == (1, 2, 3, 4, 5, 4, 5, 3, 3, 3, 3, 1, 0, 0)
    assert held.adjoints == (0, 0, 0, 0, 0, 0, 0, 2, 1, 3, 3, 3, 2, 2)
    assert held.high_water == 6


@pytest.mark.parametrize("length", [1, 10, 200])
def test_a_chain_of_sums_holds_two_numbers_one_of_products_all(length):
    sums = products = sines = Var("x")
    for _ in range(length):
        sums, products, sines = -sums, products * 2.0 * 2.0, ops.sin(sines)
    assert footprint(Graph([sums])).high_water == footprint(Graph([products])).high_water == 2
    assert max(footprint(Graph([sines])).values) == length + 1
    assert footprint(Graph([sines])).high_water == length + 2


def test_what_the_output_does_not_depend_on_costs_nothing():
    x, y = Var("x"), Var("y")
    f = x * 2.0
    graph = Graph([f], [x], order=[f, ops.sin(x)])  # nodes x, 2, f, and the sine after it
    assert footprint(graph).values == (1, 1, 2, 0, 0, 0, 0, 0)
    both = Graph([x * 2.0, ops.sin(y)], [x, y])
    assert needed_values(both) == frozenset()
    assert needed_values(both, output=1) == {1}


def test_no_adjoint_goes_into_a_condition():
    graph = ad.parse("where(sin(x) > 0, x, y)")
    assert max(footprint(graph).adjoints) == 3, "f, x, y; neither the condition nor the sine"


@given(programs())
@settings(deadline=None)
def test_the_count_agrees_with_a_sweep_that_drops_what_it_can(program):
    graph, _ = program
    n, needed, kept = len(graph), graph.needed(), needed_values(graph)
    typed = {i for i, node in enumerate(graph.nodes) if isinstance(node, Const)}
    held: set[int] = set()
    counted = []
    for i in range(n):
        if needed[i] and i not in typed:
            held.add(i)
        counted.append(len(held))
        ahead = {j for later in range(i + 1, n) if needed[later] for j in graph.args[later]}
        held = {j for j in held if j in ahead or j in kept}
    assert footprint(graph).values[:n] == tuple(counted)
