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
        ("x*y", ("q", "y"), {"x": 5, "y": 4}, 5),
        ("max(x, y)", ("x",), {"x": 5, "y": 4}, 1),
    ],
)
def test_it_is_the_derivative_and_has_the_same_variables(text, names, point, expected):
    graph = derived(text, False, names)
    assert not isinstance(graph, ad.ParseError)
    assert graph.variables == ad.parse(text).variables
    assert math.isclose(ad.evaluate(graph, point), expected, rel_tol=1e-12)


def test_its_nodes_have_places_in_its_own_text():
    graph = derived("x*x*y", False, ("x",))
    assert not isinstance(graph, ad.ParseError)
    assert graph.text == str(ad.derivative(ad.parse("x*x*y"), "x"))
    assert graph.spans


def test_what_cannot_be_parsed_stays_so():
    assert isinstance(derived("x +", False, ("x",)), ad.ParseError)


def test_the_trail():
    assert trail(()) == [("", "f")]
    assert trail(("x", "x", "y")) == [("", "f"), ("x", "∂f/∂x"), ("x,x", "∂²f/∂x²"), ("x,x,y", "∂³f/∂x²∂y")]
