"""Differences against their step: the notebook's numbers, the calls that are really made, and where the error turns."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.numeric import Counted
from autodiff.steps import METHODS, STEPS, error_curves, quotients

NOTEBOOK = ad.parse("x^2*y + y + 2")
POINT = {"x": 3.0, "y": 4.0}


def test_the_notebooks_golden_numbers():
    assert quotients(NOTEBOOK, POINT, "x", 1e-4)["forward"].value == 24.000400000048216
    assert quotients(NOTEBOOK, POINT, "y", 1e-4)["forward"].value == 10.000000000047748


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_calls_are_those_that_are_made(n):
    for name, method in METHODS.items():
        function = Counted(lambda *numbers: sum(x * x for x in numbers))
        method.derivatives(function, [1.0] * n, 1e-4)
        assert method.calls(n) == function.calls, name
    graph = ad.trace(lambda *xs: sum((x * x for x in xs), 0.0), [f"x{i}" for i in range(n)])
    found = quotients(graph, dict.fromkeys(graph.variables, 1.0), "x0", 1e-4)
    assert [quotient.calls for quotient in found.values()] == [n + 1, 2 * n, n]


def test_the_errors_by_hand():
    """(3 + h)²·4 has the forward quotient 24 + 4h and the central one 24; the complex step gives 24."""
    found = quotients(NOTEBOOK, POINT, "x", 0.125)  # a power of two: nothing is rounded
    assert {name: q.error for name, q in found.items()} == {"forward": 0.5, "central": 0.0, "complex": 0.0}
    cubic = quotients(ad.parse("x^3"), {"x": 2.0}, "x", 0.125)
    assert (cubic["central"].error, cubic["complex"].error) == (pytest.approx(0.125**2), pytest.approx(0.125**2))


def test_a_method_that_cannot_go_through_says_so():
    found = quotients(ad.parse("abs(x)*y"), {"x": 1.0, "y": 2.0}, "x", 1e-4)
    assert found["complex"].value is None
    assert found["complex"].error is None
    assert "abs" in found["complex"].refused
    assert found["forward"].refused == ""
    assert error_curves(ad.parse("abs(x)"), {"x": 1.0}, "x").keys() == {"forward", "central"}


def test_of_several_outputs_the_one_that_is_asked_for():
    graph = ad.parse("x^2, 7*x")
    assert quotients(graph, {"x": 1.0}, "x", 0.5, output=1)["forward"].value == 7.0


def test_the_error_falls_and_rises_again_but_for_the_complex_step():
    curves = error_curves(ad.parse("exp(x)*sin(x)"), {"x": 1.3}, "x")
    assert all(tuple(row.eps for row in rows) == STEPS for rows in curves.values())
    errors = {name: [row.errors[0] for row in rows] for name, rows in curves.items()}
    lowest = {name: min(range(16), key=found.__getitem__) for name, found in errors.items()}
    assert STEPS[lowest["forward"]] in (1e-7, 1e-8, 1e-9)
    assert STEPS[lowest["central"]] in (1e-5, 1e-6)
    assert errors["forward"][0] > 1e4 * errors["forward"][lowest["forward"]] < errors["forward"][-1]
    assert max(errors["complex"][8:]) < 1e-14


@pytest.mark.parametrize(("text", "x"), [("log(x)", 0.0), ("sqrt(x)", 0.0), ("1/x", 0.0), ("exp(x)", 1000.0)])
def test_no_warning_where_there_are_no_numbers(text, x):
    found = quotients(ad.parse(text), {"x": x}, "x", 1e-4)
    assert not math.isfinite(found["forward"].error)
    error_curves(ad.parse(text), {"x": x}, "x")
