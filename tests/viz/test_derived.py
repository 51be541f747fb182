"""A derivative as the function on the page."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from viz.derived import derived, trail


@pytest.mark.parametrize(
    ("text", "names", "point", "expected"),
    [
        ("x*x*y + y + 2", (), {"x": 3, "y": 4}, 42),
        ("x*x*y + y + 2", ("x",), {"x": 3, "y": 4}, 24),
        ("x*x*y + y + 2", ("x", "x"), {"x": 3, "y": 4}, 8),
        ("x*x*y + y + 2", ("x", "y"), {"x": 3, "y": 4}, 6),
        ("sin(x^2)", ("x", "x", "x"), {"x": 1.0}, -12 * math.sin(1) - 8 * math.cos(1)),
        ("max(x, y)", ("x",), {"x": 5, "y": 4}, 1),
    ],
)
def test_it_is_the_derivative_and_has_the_same_variables(text, names, point, expected):
    graph, taken = derived(text, False, names)
    assert taken == names
    assert not isinstance(graph, ad.ParseError)
    assert graph.variables == ad.parse(text).variables
    assert math.isclose(ad.evaluate(graph, point), expected, rel_tol=1e-12)


def test_its_nodes_have_places_in_its_own_text():
    graph, _ = derived("x*x*y", False, ("x",))
    assert not isinstance(graph, ad.ParseError)
    assert graph.text == str(ad.derivative(ad.parse("x*x*y"), "x"))
    assert graph.spans


def test_what_cannot_be_parsed_stays_so():
    error, taken = derived("x +", False, ("x",))
    assert isinstance(error, ad.ParseError)
    assert taken == ()


@pytest.mark.parametrize(("names", "first"), [(("q",), ()), (("y", "q", "x"), ("y",))])
def test_it_ends_before_what_is_no_variable(names, first):
    graph, taken = derived("x*y", False, names)
    assert taken == first
    assert not isinstance(graph, ad.ParseError)
    assert ad.evaluate(graph, {"x": 3, "y": 4}) == (3 if first else 12)


def test_it_ends_before_what_is_too_large():
    turns = "s = x\nfor i in range(1600):\n    s = sin(s)*x\ns"
    graph, taken = derived(turns, False, ("x",))
    assert taken == ()
    assert not isinstance(graph, ad.ParseError)
    assert graph.text == turns


def test_the_trail():
    assert trail(()) == [("", "f")]
    assert trail(("x", "x", "y")) == [("", "f"), ("x", "∂f/∂x"), ("x,x", "∂²f/∂x²"), ("x,x,y", "∂³f/∂x²∂y")]
