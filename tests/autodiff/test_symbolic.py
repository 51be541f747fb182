"""Derivatives as graphs: right at every order, small, the same in any order of variables, and graphs like any other."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import autodiff as ad
from autodiff import ops
from autodiff.errors import UnknownVariable
from autodiff.graph import Graph, Node, Var, trace
from autodiff.printing import READ, expression
from autodiff.symbolic import derivation, derivative, gradient_graph


def nth(graph: Graph, variables: str, simplify: bool = True) -> Graph:
    for variable in variables:
        graph = derivative(graph, variable, simplify)
    return graph


# ---- what comes out


@pytest.mark.parametrize(
    ("text", "along", "wanted"),
    [
        ("x*x*y + y + 2", "x", "y × (x + x)"), ("x^2*y + y + 2", "x", "y × 2 × x"), ("x^2*y + y + 2", "y", "x ^ 2 + 1"),
        ("sin(x^2)", "x", "cos(x ^ 2) × 2 × x"), ("x^3", "xx", "3 × 2 × x"), ("x^3", "xxx", "6"), ("x^3", "xxxx", "0"),
        ("exp(2*x)", "x", "exp(2 × x) × 2"), ("5*x", "", "5 × x"), ("y", "y", "1"), ("cos(x)", "x", "−sin(x)"),
        ("where(x > 0, x^2, 3)", "x", "where(x > 0, 2 × x, 0)"), ("where(1 > 0, x^2, sqrt(x))", "x", "2 × x"),
    ],
)  # fmt: skip
def test_a_derivative_reads_as_one_would_write_it(text, along, wanted):
    read = expression(nth(ad.parse(text), along), {}, READ)[0]
    assert re.sub(r"(?<= × )\((2 × x)\)", r"\1", read) == wanted  # brackets that a reader does not need


def test_the_raw_rules_are_shown_on_request():
    graph = ad.parse("x^3")
    assert str(derivative(graph, "x", simplify=False)) == "power_du(x, 3) * 1"
    how = derivation(graph, "x")
    assert (str(how.raw), str(how.graph)) == ("power_du(x, 3) * 1", "3 * x ^ 2")
    assert [fired.rewrite for fired in how.fired] == [
        "power rule", "subtracting 0 or multiplying by 1 changes nothing"
    ]  # fmt: skip
    assert [how.raw.nodes[fired.at].op.name for fired in how.fired] == ["power_du", "mul"]


def test_a_derivative_has_the_same_variables_and_outputs():
    graph = trace(lambda x, y, z: (x * y, ops.sin(y), 3.0))
    along_x = derivative(graph, "x")
    assert along_x.variables == ("x", "y", "z")
    assert ad.evaluate(along_x, {"x": 2.0, "y": 5.0, "z": 0.0}) == (5.0, 0.0, 0.0)
    partials = gradient_graph(graph, output=1)
    assert partials.variables == ("x", "y", "z")
    assert ad.evaluate(partials, {"x": 2.0, "y": 0.0, "z": 0.0}) == (0.0, 1.0, 0.0)


def test_an_unknown_variable_is_refused():
    with pytest.raises(UnknownVariable, match="no variable z; it has x, y"):
        derivative(ad.parse("x*y"), "z")


# ---- any order


HIGH = {
    "sin(3*x)": lambda x: mp.sin(3 * x),
    "tanh(x)^3": lambda x: mp.tanh(x) ** 3,
    "exp(-x^2)/x": lambda x: mp.exp(-x * x) / x,
    "x^x": lambda x: x**x,
    "x^2.5 + log(x)": lambda x: x ** mp.mpf(2.5) + mp.log(x),
    "gelu(x) + softplus(x)": lambda x: x * mp.ncdf(x) + mp.log1p(mp.exp(x)),
    "atan2(x, 2) + hypot(x, 1)": lambda x: mp.atan2(x, 2) + mp.hypot(x, 1),
    "asin(x/3)*acosh(x+1)": lambda x: mp.asin(x / 3) * mp.acosh(x + 1),
}


@pytest.mark.parametrize("simplify", [True, False])
@pytest.mark.parametrize("text", HIGH)
def test_the_first_five_derivatives_against_40_digits(text, simplify):
    graph, x = ad.parse(text), 0.8125
    for order in range(1, 6 if simplify else 4):
        graph = derivative(graph, "x", simplify)
        with mp.workdps(40):
            exact = float(mp.diff(HIGH[text], mp.mpf(x), order))
        assert ad.evaluate(graph, {"x": x}) == pytest.approx(exact, rel=1e-11)


@pytest.mark.parametrize("simplify", [True, False])
@pytest.mark.parametrize("x", [0.0, -0.0])
def test_the_derivatives_of_a_cube_at_zero(x, simplify):
    graph, found = ad.parse("x^3"), []
    for _ in range(5):
        graph = derivative(graph, "x", simplify)
        found.append(ad.evaluate(graph, {"x": x}))
    assert found == [0, 0, 6, 0, 0]


def test_sharing_keeps_it_small():
    graph = ad.parse("tanh(x*y)^3")
    sizes = []
    for _ in range(5):
        graph = derivative(graph, "x")
        sizes.append(len(graph))
    counts: list[int] = []  # of the tree that the formula would be
    for args in graph.args:
        counts.append(1 + sum(counts[i] for i in args))
    tree = counts[graph.outputs[0]]
    assert sizes[-1] < 250
    assert tree > 1000
    with mp.workdps(40):
        exact = mp.diff(lambda x: mp.tanh(x * mp.mpf(0.75)) ** 3, mp.mpf(0.5), 5)
    assert ad.evaluate(graph, {"x": 0.5, "y": 0.75}) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("text", ["tanh(x*y)^3", "x^y", "x/y", "atan2(x, y)", "log(x + sin(y))*x", "hypot(x, y^2)"])
def test_mixed_derivatives_equal_each_other(text):
    graph = ad.parse(text)
    for point in ({"x": 0.7, "y": 1.3}, {"x": 2.0, "y": 0.25}):
        for kinds in ("xy", "xxy", "xyy"):
            found = [ad.evaluate(nth(graph, "".join(order)), point) for order in set(itertools.permutations(kinds))]
            assert found == pytest.approx([found[0]] * len(found), rel=1e-13)


# ---- the gradient as a graph


@st.composite
def programs(draw):
    """Any functions of the language on two variables, and a point."""
    nodes: list[Node] = [Var("x"), Var("y")]
    for _ in range(draw(st.integers(1, 8))):
        row = draw(st.sampled_from([row for row in ops.TABLE.values() if row.in_language]))
        nodes.append(row(*[draw(st.sampled_from(nodes)) for _ in range(row.arity)]))
    return Graph([nodes[-1]], nodes[:2]), {name: draw(st.floats(-3, 3)) for name in "xy"}


@settings(deadline=None)
@given(programs(), st.booleans())
def test_the_gradient_as_a_graph_is_what_the_sweep_gives(program, simplify):
    """To the last bit: the same operations in the same order, whatever flows."""
    graph, point = program
    wanted = ad.gradient(graph, point)
    found = ad.evaluate(gradient_graph(graph, simplify=simplify), point)
    np.testing.assert_array_equal(found, [wanted["x"], wanted["y"]])


@settings(deadline=None)
@given(programs(), st.booleans())
def test_the_derivative_as_a_graph_is_what_the_forward_sweep_gives(program, simplify):
    graph, point = program
    wanted = ad.gradient(graph, point, mode="forward")
    for name in "xy":
        np.testing.assert_array_equal(ad.evaluate(derivative(graph, name, simplify), point), wanted[name])


def test_the_gradient_as_a_graph_is_differentiable_again():
    graph = gradient_graph(ad.parse("x^2*y + y + 2"))
    assert ad.evaluate(graph, {"x": 3, "y": 4}) == (24.0, 10.0)
    hessian = [ad.evaluate(gradient_graph(graph, output=k), {"x": 3, "y": 4}) for k in range(2)]
    assert hessian == [(8.0, 6.0), (6.0, 0.0)]


def test_depth_is_no_obstacle():
    node: Node = Var("x")
    for _ in range(5_000):
        node = ops.sin(node)
    graph = Graph([node])
    assert ad.evaluate(gradient_graph(graph), {"x": 0.0}) == ad.evaluate(derivative(graph, "x"), {"x": 0.0}) == 1.0
    node = Var("x")
    for _ in range(60):
        node = node * node
    assert ad.evaluate(gradient_graph(Graph([node])), {"x": 1.0}) == 2.0**60
    assert len(gradient_graph(Graph([node]))) <= 3 * 60
