"""A figure's numbers as a file: what is drawn, point by point, with nothing where there is no number."""

from __future__ import annotations

import csv
import io

import numpy as np
import plotly.graph_objects as go
import pytest

import autodiff as ad
from viz.figures.figure import LIGHT, Figure, layout, listed
from viz.figures.function import GRID, POINTS, contours, curve


def rows(figure: Figure) -> list[list[str]]:
    return list(csv.reader(io.StringIO(figure.csv())))


def test_a_curve_as_a_file():
    head, *points = rows(curve(ad.parse("log(x)"), {"x": 2.0}, "x", LIGHT))
    assert head == ["series", "x", "f"]
    assert [row[0] for row in points[:: POINTS - 1]] == ["f", "f", "tangent, slope 0.5"]
    numbers = {float(x): y for name, x, y in points if name == "f"}
    assert numbers[2.0] == repr(float(np.log(2.0)))
    assert numbers[-3.0] == "", "log of a negative number"


def test_contours_as_a_file():
    head, *points = rows(contours(ad.parse("x*w[0]"), {"x": 1.0, "w[0]": 3.0}, ("x", "w[0]"), LIGHT))
    assert head == ["series", "x", "w[0]", "f"]
    assert len(points) == GRID * GRID + 1, "and the point"
    assert all(float(x) * float(y) == pytest.approx(float(z), abs=1e-12) for _, x, y, z in points[:-1])


def test_a_surface_has_three_axes():
    plot = go.Figure(layout=layout(LIGHT))
    plot.add_surface(x=[1, 2], y=[5], z=[[7.5, 8.5]], name="f")
    plot.update_scenes(xaxis_title="a", yaxis_title="b", zaxis_title="f")
    assert rows(Figure(plot, "")) == [["series", "a", "b", "f"], ["f", "1", "5", "7.5"], ["f", "2", "5", "8.5"]]


def test_a_table_of_its_own_comes_first():
    figure = Figure(go.Figure(), "", table=(("step", "error"), (1e-4, np.float64(0.5)), (1e-5, None)))
    assert figure.csv() == "step,error\n0.0001,0.5\n1e-05,\n"


def test_a_list_in_a_sentence():
    assert [listed(["x"]), listed("xy"), listed("xyz")] == ["x", "x and y", "x, y and z"]
