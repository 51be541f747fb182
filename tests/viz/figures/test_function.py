"""The figures: the numbers of the engine, on their grids, in both palettes, and in words."""

from __future__ import annotations

import math

import numpy as np
import pytest

import autodiff as ad
from autodiff.numbers import shown
from viz.figures.figure import DARK, LIGHT, Figure, Palette
from viz.figures.function import GRID, POINTS, contours, curve

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def named(figure: Figure, name: str):
    """The trace with a name, or None."""
    return next((trace for trace in figure.plot.data if trace.name and trace.name.startswith(name)), None)


def curve_of(text: str, at: float, palette: Palette = LIGHT, **rest: float) -> Figure:
    return curve(ad.parse(text), {"x": at, **rest}, "x", palette)


def contours_of(text: str, point: dict[str, float], palette: Palette = LIGHT, names=("x", "y")) -> Figure:
    return contours(ad.parse(text), point, names, palette)


# ---- the curve of one variable


@PALETTES
@pytest.mark.parametrize("text", ["x^3 - 2*x", "sin(x)*y", "abs(x)", "exp(-x^2) + y"])
def test_the_curve_is_the_engines_and_goes_through_the_point(text, palette):
    graph = ad.parse(text)
    point = {name: {"x": 1.25, "y": -2.0}[name] for name in graph.variables}
    figure = curve(graph, point, "x", palette)
    line = named(figure, "f")
    assert len(line.x) == POINTS
    for x, y in zip(line.x[::20], line.y[::20], strict=True):
        assert y == pytest.approx(ad.evaluate(graph, {**point, "x": x}), rel=1e-14)
    value, gradient = ad.value_and_gradient(graph, point)
    marker = named(figure, "the point")
    assert (marker.x[0], marker.y[0]) == (1.25, value)
    tangent = named(figure, "tangent")
    slopes = np.diff(tangent.y) / np.diff(tangent.x)
    np.testing.assert_allclose(slopes, gradient["x"], rtol=1e-9)
    assert np.interp(1.25, tangent.x, tangent.y) == pytest.approx(value)
    assert shown(gradient["x"]) in tangent.name


@PALETTES
def test_the_hues_are_the_palettes(palette):
    figure = curve_of("x^2", 1.0, palette)
    assert named(figure, "f").line.color == palette.value
    assert named(figure, "tangent").line.color == palette.gradient
    assert named(figure, "the point").marker.color == palette.ink
    assert figure.plot.layout.paper_bgcolor == figure.plot.layout.plot_bgcolor == palette.ground
    arrow = contours_of("x*y", {"x": 1.0, "y": 2.0}, palette).plot.layout.annotations[0]
    assert arrow.arrowcolor == palette.gradient


def test_the_palettes_are_of_one_kind_and_not_the_same():
    assert not set(vars(LIGHT).values()) & set(vars(DARK).values())
    for palette in (LIGHT, DARK):
        assert palette.scale == ((palette.ground, palette.value))


def test_a_curve_in_words():
    figure = curve_of("x^2 - 4.5", 2.0)
    assert figure.alt == "The curve of f over x; at x = 2 f is −0.5 and its slope is 4."
    assert figure.plot.layout.xaxis.title.text == "x"


def test_where_there_is_no_number_there_is_a_gap():
    line = named(curve_of("log(x)", 2.0), "f")
    below = np.asarray(line.x) <= 0
    assert below.any()
    assert np.isnan(np.asarray(line.y)[below]).all()
    assert np.isfinite(np.asarray(line.y)[~below]).all()
    pole = np.asarray(named(curve_of("1/x", 0.5), "f").y)
    assert not np.isinf(pole).any()


@pytest.mark.parametrize(
    ("text", "at", "words"), [("sqrt(x)", -1.0, "f is nan"), ("log(x)", 0.0, "f is −∞"), ("1/x", 0.0, "slope is −∞")]
)
def test_without_a_number_at_the_point_there_is_no_tangent(text, at, words):
    figure = curve_of(text, at)
    assert named(figure, "tangent") is None
    assert named(figure, "the point") is None
    assert named(figure, "f") is not None
    assert words in figure.alt


def test_a_constant_function_is_a_level_line():
    figure = curve_of("0*x + 7", 3.0)
    assert set(named(figure, "f").y) == {7.0}
    assert set(named(figure, "tangent").y) == {7.0}
    low, high = figure.plot.layout.yaxis.range
    assert low < 7 < high
    unused = curve(ad.trace(lambda x: 7.0), {"x": 3.0}, "x", LIGHT)
    assert set(named(unused, "f").y) == {7.0}


def test_the_window_holds_the_curve_and_is_not_torn_open_by_the_tangent():
    figure = curve_of("exp(x)", 3.0)
    low, high = figure.plot.layout.yaxis.range
    ys = named(figure, "f").y
    assert low < min(ys) < max(ys) < high < 1.2 * max(ys)


@pytest.mark.parametrize("text", ["1e308*x", "x^(-300)", "log(1 - abs(sign(x - 0.3)))", "exp(exp(x))", "x - x"])
def test_no_warning_and_no_infinite_window_at_the_ends_of_the_numbers(text):
    """Warnings are errors here; a window of infinities would be sent as null."""
    for at in (0.3, -2.0, 1e300):
        window = curve_of(text, at).plot.layout.yaxis.range
        assert window is None or all(map(math.isfinite, window))


def test_of_several_outputs_the_first_is_drawn():
    figure = curve_of("x^2, sin(x), 5", 3.0)
    np.testing.assert_allclose(named(figure, "f").y, np.square(named(figure, "f").x))
    assert "f is 9 and its slope is 6" in figure.alt
    height = np.asarray(contours_of("x*y, x", {"x": 1.0, "y": 2.0}).plot.data[0].z)
    assert height.shape == (GRID, GRID)


# ---- contours


def test_contours_are_the_engines_with_x_across_and_y_up():
    point = {"x": 1.0, "y": -2.0, "z": 3.0}
    graph = ad.parse("x^2*y + sin(z)*x")
    figure = contours(graph, point, ("x", "y"), LIGHT)
    plane = figure.plot.data[0]
    assert np.shape(plane.z) == (GRID, GRID)
    for i, j in ((0, 0), (5, 40), (60, 7)):
        wanted = ad.evaluate(graph, {**point, "x": plane.x[j], "y": plane.y[i]})
        assert plane.z[i][j] == pytest.approx(wanted, rel=1e-14)
    marker = figure.plot.data[1]
    assert (marker.x[0], marker.y[0]) == (1.0, -2.0)


def test_the_arrow_starts_at_the_point_and_has_the_direction_of_the_gradient():
    point = {"x": 1.0, "y": -2.0}
    (arrow,) = contours_of("3*x - 4*y", point).plot.layout.annotations
    assert (arrow.ax, arrow.ay) == (1.0, -2.0)
    across, up = arrow.x - arrow.ax, arrow.y - arrow.ay
    assert across > 0 > up
    assert up / across == pytest.approx(-4 / 3)


@pytest.mark.parametrize(
    ("text", "x", "y"), [("x*x + y*y", 0.0, 0.0), ("sqrt(x) + y", 0.0, 1.0), ("log(x)*y", -1.0, 1.0)]
)
def test_no_arrow_without_a_direction(text, x, y):
    figure = contours_of(text, {"x": x, "y": y})
    assert not figure.plot.layout.annotations
    assert len(figure.plot.data) == 2


def test_contours_in_words():
    figure = contours_of("x*y", {"x": 3.0, "y": -4.0})
    assert figure.alt == (
        "Contours of f over x and y. At x = 3, y = −4 f is −12; the gradient (−4, 3) points the way f grows fastest."
    )


def test_contours_have_gaps_and_constants_are_planes():
    plane = np.asarray(contours_of("sqrt(x) + y", {"x": 1.0, "y": 1.0}).plot.data[0].z)
    assert np.isnan(plane).any()
    assert np.isfinite(plane).any()
    assert not np.isinf(np.asarray(contours_of("1/x + y", {"x": 0.0, "y": 0.0}).plot.data[0].z)).any()
    flat = contours(ad.trace(lambda x, y: 7.0), {"x": 1.0, "y": 1.0}, ("x", "y"), LIGHT)
    assert set(np.ravel(flat.plot.data[0].z)) == {7.0}


@PALETTES
def test_a_figure_can_be_sent(palette):
    for figure in (curve_of("log(x)", -1.0, palette), contours_of("x/y", {"x": 0.0, "y": 0.0}, palette)):
        assert "NaN" not in figure.plot.to_json()
