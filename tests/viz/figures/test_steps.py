"""The error against the step: every error in its place, nothing where there is no number."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.steps import STEPS, error_curves
from tests.viz.figures.test_figure import rows
from viz.figures.figure import DARK, LIGHT, Figure
from viz.figures.steps import error_against_step


def figure_of(text: str, x: float, eps: float = 1e-4, palette=LIGHT) -> Figure:
    return error_against_step(error_curves(ad.parse(text), {"x": x}, "x"), "x", eps, palette)


def test_errors_stand_over_their_steps():
    figure = figure_of("x^2", 3.0)
    forward = figure.plot.data[0]
    assert forward.name == "forward"
    assert tuple(forward.x) == STEPS
    assert forward.y[0] == pytest.approx(0.1, rel=1e-12), "(x + ε)² − x² is 2x·ε + ε²"
    (mark,) = figure.plot.layout.shapes
    assert mark.x0 == mark.x1 == 1e-4


def test_no_error_has_a_line_of_its_own_below_all_others():
    figure = figure_of("5*x + 2^(-1070)*x", 1.0)
    axis = figure.plot.layout.yaxis
    assert axis.ticktext[0] == "0"
    drawn = [y for trace in figure.plot.data for y in trace.y if y is not None]
    assert min(drawn) == axis.tickvals[0]
    assert axis.tickvals[0] < min(y for y in drawn if y != axis.tickvals[0])


def test_the_file_has_the_errors_themselves():
    head, *found = rows(figure_of("x^2", 3.0))
    assert head == ["step", "error, forward", "error, central", "error, complex"]
    curves = error_curves(ad.parse("x^2"), {"x": 3.0}, "x")
    errors = [[eps, *(curve[k].errors[0] for curve in curves.values())] for k, eps in enumerate(STEPS)]
    assert found == [["" if math.isnan(x) else repr(x) for x in row] for row in errors]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize(("text", "x"), [("log(x)", 0.0), ("abs(x)", 0.0), ("sqrt(x)", -1.0), ("exp(x)", 700.0)])
def test_where_there_is_no_number_there_is_no_point(text, x, palette):
    figure = figure_of(text, x, palette=palette)
    for trace in figure.plot.data:
        assert all(y is None or 0 < y < math.inf for y in trace.y)
    assert "NaN" not in figure.plot.to_json()


def test_in_words():
    assert figure_of("sqrt(x)", -1.0).alt == "The error of ∂f/∂x against the step: there is no number here."
    assert "The smallest errors: forward" in figure_of("exp(x)", 1.0).alt
