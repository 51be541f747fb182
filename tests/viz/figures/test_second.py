"""A function and its quadratic model: both are the engine's, and they touch."""

from __future__ import annotations

import numpy as np
import pytest

import autodiff as ad
from viz.figures.figure import DARK, LIGHT
from viz.figures.second import GRID, model_curve, model_surface


def test_the_parabola_of_a_cubic_by_hand():
    """x³ at 2: 8 + 12·d + 6·d²."""
    f, model, point = model_curve(ad.parse("x^3"), {"x": 2.0}, LIGHT).plot.data
    d = np.asarray(model.x) - 2
    np.testing.assert_allclose(model.y, 8 + 12 * d + 6 * d * d)
    np.testing.assert_allclose(f.y, np.asarray(f.x) ** 3)
    assert (point.x[0], point.y[0]) == (2.0, 8.0)


def test_the_net_of_a_surface_by_hand():
    """x²·y at (3, 4): 36 + 24·a + 9·b + 4·a² + 6·a·b."""
    surface, net, point = model_surface(ad.parse("x^2*y"), {"x": 3.0, "y": 4.0}, ("x", "y"), LIGHT).plot.data
    assert np.shape(surface.z) == (GRID, GRID)
    i, j = 5, 30
    assert surface.z[i][j] == pytest.approx(surface.x[j] ** 2 * surface.y[i])
    a, b = np.asarray(net.x) - 3, np.asarray(net.y) - 4
    np.testing.assert_allclose(net.z, 36 + 24 * a + 9 * b + 4 * a * a + 6 * a * b)
    assert np.isnan(np.asarray(net.x)).any(), "gaps between the wires"
    assert (point.x[0], point.y[0], point.z[0]) == (3.0, 4.0, 36.0)


def test_the_window_is_the_functions():
    low, high = model_curve(ad.parse("sin(9*x)"), {"x": 0.3}, LIGHT).plot.layout.yaxis.range
    assert -1.3 < low < -1 < 1 < high < 1.3


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_without_numbers_there_are_gaps(palette):
    surfaces = (ad.parse("sqrt(x)/y"), ad.parse("x/y"))
    figures = [model_surface(graph, {"x": -9.0, "y": 0.0}, ("x", "y"), palette) for graph in surfaces]
    figures.append(model_curve(ad.parse("log(x)"), {"x": 0.0}, palette))
    for figure in figures:
        assert "NaN" not in figure.plot.to_json()
        assert "touches it at x =" in figure.alt
