"""Gradient descent against what it must do: in closed form where there is one, at 40 digits where there is none."""

from __future__ import annotations

import math
from itertools import pairwise

import mpmath
import pytest
from mpmath import mp

import autodiff as ad
from autodiff.descent import FLAT, LOST, descend
from autodiff.errors import MissingValue, UnknownVariable


@pytest.mark.parametrize("rate", [0.25, 0.5, 0.75, 1.0])
def test_on_a_parabola_every_step_multiplies_the_distance(rate):
    """On x² a step goes from x to (1 − 2·rate)·x: exact in floats for these."""
    found = descend(ad.parse("x^2"), {"x": 3}, rate, 8)
    wanted = [3 * (1 - 2 * rate) ** k for k in range(9)][: len(found.places)]
    assert [place.point["x"] for place in found.places] == wanted
    assert [place.value for place in found.places] == [x * x for x in wanted]
    assert [place.gradient["x"] for place in found.places] == [2 * x for x in wanted]


def test_in_the_valley_of_rosenbrock_as_at_40_digits():
    """His function at the point where everybody begins; the gradient written down by hand."""
    rate = 0.001
    found = descend(ad.parse("(1 - x)^2 + 100*(y - x^2)^2"), {"x": -1.2, "y": 1}, rate, 40)
    with mp.workdps(40):
        x, y = mpmath.mpf(-1.2), mpmath.mpf(1)
        for place in found.places:
            assert place.point["x"] == pytest.approx(float(x), rel=1e-12)
            assert place.point["y"] == pytest.approx(float(y), rel=1e-12)
            assert place.value == pytest.approx(float((1 - x) ** 2 + 100 * (y - x**2) ** 2), rel=1e-11)
            across, up = -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)
            x, y = x - mpmath.mpf(rate) * across, y - mpmath.mpf(rate) * up
    assert len(found.places) == 41
    assert found.ended == ""


def test_the_value_falls_while_the_rate_is_small():
    """Below 1/L, the largest curvature: it never rises (Nesterov, Introductory Lectures, theorem 2.1.14)."""
    values = [place.value for place in descend(ad.parse("x^2 + 4*y^2"), {"x": 5, "y": -3}, 0.12, 30).places]
    assert all(after < before for before, after in pairwise(values))


def test_only_the_free_variables_move():
    graph = ad.parse("x*y*z + x^2")
    found = descend(graph, {"x": 1, "y": 2, "z": 3}, 0.5, 1, free={"z", "x"})
    assert [place.point for place in found.places] == [{"x": 1, "z": 3}, {"x": 1 - 0.5 * 8, "z": 3 - 0.5 * 2}]
    assert list(found.places[0].gradient.values()) == [8, 2]


def test_of_several_outputs_the_one_that_is_meant():
    assert descend(ad.parse("x, x^2"), {"x": 3}, 0.1, 1, output=1).places[1].point == {"x": pytest.approx(2.4)}


@pytest.mark.parametrize("text", ["x^2", "7 + 0*x", "relu(x)"])
def test_where_it_is_flat_it_ends(text):
    found = descend(ad.parse(text), {"x": 0}, 0.1, 5)
    assert (len(found.places), found.ended) == (1, FLAT)


@pytest.mark.parametrize(
    ("text", "x", "rate"), [("x^4", 1e90, 0.1), ("log(x)", 0.0, 0.1), ("sqrt(x)", -1.0, 0.1), ("x*1e200", 1.0, 1e200)]
)
def test_no_step_leads_out_of_the_numbers(text, x, rate):
    found = descend(ad.parse(text), {"x": x}, rate, 5)
    assert found.ended == LOST
    assert all(math.isfinite(place.point["x"]) for place in found.places)


def test_a_value_that_is_not_a_number_ends_nothing():
    """0 × ∞ is none, but the slope of 0·exp(x) is 0 all the same."""
    found = descend(ad.parse("exp(x)*exp(x)*0 + x"), {"x": 500}, 1, 2)
    assert [place.point["x"] for place in found.places] == [500, 499, 498]
    assert all(math.isnan(place.value) for place in found.places)


def test_no_step_is_the_start():
    found = descend(ad.parse("x*y"), {"x": 3, "y": 4}, 0.1, 0)
    assert [place.point for place in found.places] == [{"x": 3, "y": 4}]
    assert (found.places[0].value, found.places[0].gradient, found.ended) == (12, {"x": 4, "y": 3}, "")


def test_a_point_that_does_not_fit_is_refused():
    with pytest.raises(MissingValue):
        descend(ad.parse("x*y"), {"x": 3}, 0.1, 1)
    with pytest.raises(UnknownVariable):
        descend(ad.parse("x"), {"x": 3, "q": 1}, 0.1, 1)
