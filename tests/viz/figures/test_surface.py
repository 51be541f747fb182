"""Surface, map and curve of a descent: the engine's numbers, what can be picked, and the words."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import autodiff as ad
from autodiff.descent import Descent, descend
from viz.figures.figure import DARK, LIGHT, Figure
from viz.figures.surface import FINGER, LIFT, PICKS, map_down, surface, way_down

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
BOWL = ad.parse("x^2 + 2*y^2")
START = {"x": 3.0, "y": -1.0}


def named(figure: Figure, name: str):
    """The traces with a name."""
    return [trace for trace in figure.plot.data if trace.name == name]


def down(graph: ad.Graph, point: dict[str, float], rate: float = 0.125, steps: int = 6, names=("x", "y")) -> Descent:
    return descend(graph, point, rate, steps, names)


def three(point: dict[str, float], graph: ad.Graph = BOWL, palette=LIGHT) -> Figure:
    return surface(graph, point, ("x", "y"), down(graph, point), palette)


@PALETTES
def test_the_surface_is_the_engines_with_the_point_on_it(palette):
    figure = three(START, palette=palette)
    (f,) = named(figure, "f")
    for i, j in ((0, 0), (30, 12), (60, 60)):
        assert f.z[i][j] == pytest.approx(f.x[j] ** 2 + 2 * f.y[i] ** 2, rel=1e-14)
    (point,) = named(figure, "the point")
    assert (point.x[0], point.y[0], point.z[0]) == (3.0, -1.0, 11.0)
    assert f.colorscale == ((0, palette.scale[0]), (1, palette.scale[1]))
    assert point.marker.color == palette.ink
    assert "NaN" not in figure.plot.to_json()


def test_the_plane_touches_and_the_arrow_lies_along_the_gradient_on_it():
    """On x² + 2y² at (3, −1): the plane 11 + 6 (x − 3) − 4 (y + 1)."""
    figure = three(START)
    (plane,) = named(figure, "tangent plane")
    for i, y in enumerate(plane.y):
        for j, x in enumerate(plane.x):
            assert plane.z[i][j] == pytest.approx(11 + 6 * (x - 3) - 4 * (y + 1))
    shaft, tip = named(figure, "gradient")
    across, up, high = (shaft[axis][1] - shaft[axis][0] for axis in "xyz")
    assert across / up == pytest.approx(6 / -4)
    assert across > 0
    assert high == pytest.approx(6 * across - 4 * up)
    assert (tip.x[0], tip.y[0], tip.z[0]) == (shaft.x[1], shaft.y[1], shaft.z[1])


def test_a_steep_plane_stays_in_the_picture():
    figure = three({"x": 3.0, "y": 2.0}, ad.parse("x*x*x*y*100"))
    (f,), (plane,) = named(figure, "f"), named(figure, "tangent plane")
    assert np.ptp(plane.z) < 0.7 * np.ptp(np.asarray(f.z))


def test_flat_ground_has_a_plane_and_no_arrow():
    figure = three({"x": 0.0, "y": 0.0})
    assert len(named(figure, "tangent plane")) == 1
    assert named(figure, "gradient") == []


def test_without_a_number_there_is_neither():
    figure = three({"x": -1.0, "y": 0.0}, ad.parse("sqrt(x) + y"))
    assert named(figure, "tangent plane") == named(figure, "the point") == []
    assert len(named(figure, "f")) == 1


def test_the_descent_lies_a_hair_above_the_surface_and_says_the_true_value():
    figure = three(START)
    (path,) = named(figure, "descent")
    (f,) = named(figure, "f")
    places = down(BOWL, START).places
    assert list(path.x) == [place.point["x"] for place in places]
    assert list(path.customdata) == [place.value for place in places]
    np.testing.assert_allclose(np.asarray(path.z) - path.customdata, LIFT * np.ptp(np.asarray(f.z)))


def test_what_leaves_the_picture_is_left_out_of_it():
    path = descend(BOWL, START, 2.0, 4)
    assert max(abs(place.point["x"]) for place in path.places) > 100
    (drawn,) = named(surface(BOWL, START, ("x", "y"), path, LIGHT), "descent")
    assert len(drawn.x) < len(path.places)
    assert max(map(abs, drawn.x)) <= 8


@PALETTES
def test_the_map_has_the_way_down_and_places_to_pick(palette):
    path = down(BOWL, START)
    figure = map_down(BOWL, START, ("x", "y"), path, palette)
    (way,), (picks,) = named(figure, "descent"), named(figure, "pick")
    assert list(zip(way.x, way.y, strict=True)) == [(place.point["x"], place.point["y"]) for place in path.places]
    assert way.marker.color == (palette.ink, *[palette.ground] * 6)
    assert len(picks.x) == PICKS * PICKS
    assert {x * 4 % 1 for x in picks.x} == {0}, "quarters around a start at whole numbers"
    assert (picks.marker.opacity, picks.marker.size) == (0, FINGER)
    assert picks.unselected.marker.opacity == picks.selected.marker.opacity == 0
    assert figure.plot.layout.clickmode == "event+select"
    assert list(figure.plot.data).index(way) > list(figure.plot.data).index(picks), "it is clicked first"


def test_the_window_stays_while_the_point_walks_down():
    path = down(BOWL, START)
    later = START | path.places[3].point
    before, after = (map_down(BOWL, at, ("x", "y"), path, LIGHT) for at in (START, later))
    assert before.plot.layout.xaxis.range == after.plot.layout.xaxis.range
    (way,) = named(after, "descent")
    assert way.marker.color.index(LIGHT.ink) == 3


def test_the_curve_of_one_variable():
    graph = ad.parse("x^2*y")
    path = down(graph, {"x": 2.0, "y": 0.5}, names=("x",))
    figure = way_down(graph, {"x": 2.0, "y": 0.5}, "x", path, LIGHT)
    (way,), (picks,) = named(figure, "descent"), named(figure, "pick")
    assert [(x, y) for x, y in zip(way.x, way.y, strict=True)] == [(p.point["x"], p.value) for p in path.places]
    assert {x * 16 % 1 for x in picks.x} == {0}, "sixteenths around a start at a whole number"
    for x, y in list(zip(picks.x, picks.y, strict=True))[::20]:
        assert y == pytest.approx(x * x / 2, rel=1e-14)
    assert named(figure, "f")[0].line.color == LIGHT.value
    assert {trace.name for trace in figure.plot.data if trace.hoverinfo != "skip"} == {"pick", "descent"}


@pytest.mark.parametrize(
    ("steps", "words"),
    [(6, " 6 steps down lead from f = 11 to 0.2856."), (1, " One step down leads from f = 11 to 5.563."), (0, "")],
)
def test_in_words(steps, words):
    """After six steps x is 3·0.75⁶ and y is −0.5⁶."""
    told = surface(BOWL, START, ("x", "y"), down(BOWL, START, steps=steps), LIGHT).alt
    assert told == f"The surface of f over x and y with its tangent plane at x = 3, y = −1, where f is 11.{words}"


def test_an_early_end_is_said():
    bottom = {"x": 0.0, "y": 0.0}
    assert three(bottom).alt.endswith("There is no step down: the gradient is 0.")


def test_the_steps_as_a_file():
    path = down(BOWL, START, steps=1)
    for figure in (surface(BOWL, START, ("x", "y"), path, LIGHT), map_down(BOWL, START, ("x", "y"), path, LIGHT)):
        head, *rows = csv.reader(io.StringIO(figure.csv()))
        assert head == ["step", "x", "y", "f", "df/dx", "df/dy"]
        assert [[float(x) for x in row] for row in rows] == [[0, 3, -1, 11, 6, -4], [1, 2.25, -0.5, 5.5625, 4.5, -2]]
