"""The check, checked: it passes what is right, says what it cannot know, and catches what is wrong or missing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autodiff as ad
from autodiff import ops
from autodiff.check import check
from autodiff.errors import MissingValue, UnknownVariable
from autodiff.graph import Graph, Node, trace
from autodiff.modes import MODES
from tests.autodiff.test_derivatives import smooth_programs
from viz.examples import EXAMPLES

# ---- what is right passes


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_examples_of_the_menu_pass(example):
    graph = ad.parse(example.text)
    found = check(graph, example.values(graph.variables))
    assert found.passed, found


@settings(max_examples=100, deadline=None)
@given(smooth_programs())
def test_smooth_programs_pass(program):
    graph, _, point = program
    assert check(graph, point).failures == ()


def test_what_is_compared():
    found = check(ad.parse("x^2*y + y + 2"), {"y": 4, "x": 3})
    assert list(found.gradients) == list(MODES)
    assert all(partials.tolist() == [24.0, 10.0] for partials in found.gradients.values())
    assert all(finding.agrees for finding in found.findings)
    assert [str(finding) for finding in found.findings if "degree" in finding.what] == [
        "remainder of the Taylor polynomial of degree 1: agrees, it falls with h^2.00",
        "remainder of the Taylor polynomial of degree 2: agrees, it falls with h^3.00",
    ]
    assert "gradient, compiled and reverse: agrees" in str(found)
    assert "∂∇f/∂y and differences: agrees" in str(found)
    assert "8 rules, each by itself: agrees" in str(found)


def test_one_output_of_several():
    graph = trace(lambda x, y: (ops.abs(x), x * y))
    assert check(graph, {"x": 0.0, "y": 2.0}, output=1).gradients["reverse"].tolist() == [2.0, 0.0]
    assert check(graph, {"x": 0.0, "y": 2.0}, output=1).conventions == ()
    assert len(check(graph, {"x": 0.0, "y": 2.0}).conventions) == 1


def test_a_function_of_nothing():
    assert check(ad.parse("1 + 1"), {}).passed


def test_a_point_that_does_not_fit_is_refused():
    with pytest.raises(MissingValue):
        check(ad.parse("x*y"), {"x": 1.0})
    with pytest.raises(UnknownVariable):
        check(ad.parse("x"), {"x": 1.0, "y": 1.0})


# ---- where values cannot know

CORNERS = {
    "abs(x) + x": 0.0, "relu(x)": 0.0, "max(x, 2*x)": 0.0, "floor(x)": 2.0, "sqrt(x)": 0.0, "1/x": 0.0, "log(x)": -1.0,
    "x^x": 0.0, "sign(x)": 0.0, "asin(x)": 1.0, "where(x > 0, x, 3)": 0.0, "hypot(x, x)": 0.0, "exp(x)": 1000.0,
}  # fmt: skip


@pytest.mark.parametrize("text", CORNERS)
def test_at_a_corner_nothing_is_claimed(text):
    found = check(ad.parse(text), {"x": CORNERS[text]})
    assert found.passed, found
    assert any(finding.agrees is None for finding in found.findings)
    assert all(finding.agrees is not True for finding in found.findings if "degree" in finding.what)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("max(x, y)", {"x": 1, "y": 1.01}),
        ("max(x, y)^2", {"x": 1, "y": 1.0005}),
        ("floor(x)", {"x": 1.99}),
        ("(x^2 - x)/y", {"x": 3, "y": 0}),
        ("abs(x)*y", {"x": 1e-4, "y": 2}),
        ("1/(x - y)", {"x": 1, "y": 1.002}),
    ],
)
def test_a_corner_nearby_speaks_against_nobody(text, point):
    found = check(ad.parse(text), point)
    assert found.passed, found


@settings(deadline=None)
@given(st.sampled_from(["max(x, y)", "max(x, y)^3", "exp(min(x, y))*x"]), st.floats(-9, -0.1).map(lambda e: 10**e))
def test_a_kink_at_any_distance(text, distance):
    found = check(ad.parse(text), {"x": 1.0, "y": 1.0 + distance})
    assert found.passed, found


def test_a_mode_that_is_no_number_where_another_is_is_caught(monkeypatch):
    monkeypatch.setitem(MODES, "forward", lambda graph, point, output: [math.nan, 10.0])
    assert not check(ad.parse("x^2*y + y + 2"), {"x": 3, "y": 4}).passed


def test_the_conventions_that_decided_are_named():
    found = check(ad.parse("abs(x) + relu(y) + max(x, y)"), {"x": 0.0, "y": 0.0})
    assert [sentence for _, sentence in found.conventions] == [
        "the absolute value has a kink at 0; the slope 0 is taken there",
        "relu has a kink at 0; the slope 0 is taken there",
        "a tie: each side is given half of the slope",
    ]
    assert "kink at 0" in str(found)
    assert check(ad.parse("abs(x)"), {"x": 1.0}).conventions == ()


# ---- what is wrong is caught


def of(row, *inner):
    """The graph of one row, under a sine and over a product, so that it is one among others."""
    return trace(lambda x, y: ops.sin(row(x * y) * x) if row.arity == 1 else ops.sin(row(x * y, x)))


AT = {"x": 0.8, "y": 1.3}


def failures(row) -> str:
    return "\n".join(map(str, check(of(row), AT).failures))


def test_the_graph_itself_is_fine():
    for row in (ops.tanh, ops.hypot, ops.pow, ops.exp, ops.silu):
        assert failures(row) == ""


@pytest.mark.parametrize(
    "rule", [lambda u, out: 1.0 + ops.square(out), lambda u, out: out, lambda u, out: 1.0001 * (1.0 - ops.square(out)),
             lambda u, out: -(1.0 - ops.square(out)), lambda u, out: 0.0],
)  # fmt: skip
def test_a_wrong_rule_of_first_order_is_caught(rule):
    """All modes agree on the wrong number; differences, the remainder and the rule itself tell."""
    found = failures(replace(ops.tanh, partials=(rule,)))
    assert "∂f/∂x and differences: DISAGREES" in found
    assert "Taylor polynomial of degree 1: DISAGREES" in found
    assert "the rule of tanh in its argument: DISAGREES" in found
    assert "gradient," not in found


def test_a_wrong_rule_of_second_order_is_caught():
    """The slope of exp is itself, but by way of a row whose own slope is wrong."""
    wrong = replace(ops.exp, partials=(lambda u, out: 2.0 * out,))
    found = failures(replace(ops.exp, partials=(lambda u, out: wrong(u),)))
    assert "∂∇f/∂x and differences: DISAGREES" in found
    assert "Taylor polynomial of degree 2: DISAGREES" in found
    assert "the derivative of the rule of exp in its argument: DISAGREES" in found
    assert "∂f/∂x" not in found
    assert "degree 1" not in found


def test_a_missing_rule_is_caught():
    for row in (replace(ops.tanh, partials=(None,)), replace(ops.hypot, partials=(ops.hypot.partials[0], None))):
        found = failures(row)
        assert "∂f/∂x and differences: DISAGREES" in found
        assert "is missing: DISAGREES" in found


def test_a_rule_for_numbers_only_is_caught():
    """It is right, but neither a node nor a dual number can flow through it."""
    found = failures(replace(ops.tanh, partials=(lambda u, out: 1.0 - math.tanh(u) ** 2,)))
    assert "gradient, symbolic: DISAGREES, it raises TypeError" in found
    assert "Hessian, forward-over-reverse: DISAGREES, it raises TypeError" in found
    assert "∂f/∂x" not in found


def test_a_mode_that_differs_is_caught(monkeypatch):
    monkeypatch.setitem(MODES, "forward", lambda graph, point, output: [24.0, 10.0 + 1e-7])
    found = check(ad.parse("x^2*y + y + 2"), {"x": 3, "y": 4})
    assert [finding.what for finding in found.failures] == ["gradient, forward and reverse"]
    assert "[24.0, 10.0000001] and [24.0, 10.0]" in str(found)


def test_every_row_of_the_table_passes_and_fails_with_a_wrong_rule():
    for row in ops.TABLE.values():
        if not all(row.partials) or row in (ops.step, ops.sign, ops.floor, ops.ceil, ops.round):
            continue
        x = 1.3 if row is ops.acosh else 0.6
        point = dict(zip("xy", (x, 0.45), strict=True))

        def graph_of(row) -> Graph:
            node: Node = row(*[ad.Var(name) for name in "xy"[: row.arity]])
            return Graph([node])

        numbers = {name: point[name] for name in "xy"[: row.arity]}
        assert check(graph_of(row), numbers).passed, row
        for k in range(row.arity):
            rules = list(row.partials)
            rules[k] = lambda *args, right=rules[k]: right(*args) + 0.01
            assert not check(graph_of(replace(row, partials=tuple(rules))), numbers).passed, row
