"""Differences that know how good they are, and the order of a Taylor remainder."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autodiff.evidence import STEP, order_of_remainder, slope


@pytest.mark.parametrize("size", [1.0, 1e-3])
@pytest.mark.parametrize("x", [-2.0, 0.3, 5.0])
def test_a_slope_and_how_far_it_may_be_off(x, size):
    found = slope(lambda t: math.exp(x + t), size)
    assert found.known
    assert abs(found.value - math.exp(x)) <= found.slack < 1e-5 * math.exp(x)


def test_it_speaks_for_the_right_derivative_and_against_others():
    found = slope(lambda t: math.sin(1 + t), 1.0)
    assert found.supports(math.cos(1)) is True
    assert found.supports(math.cos(1) + 1e-5) is False
    assert found.supports(math.nan) is None
    assert found.supports(math.inf) is None


@pytest.mark.parametrize(
    "function", [abs, lambda t: max(t, 2 * t), lambda t: float(t > 0), lambda t: 1 / t if t else math.inf,
                 lambda t: math.sqrt(t) if t >= 0 else math.nan, lambda t: np.cbrt(t)],
)  # fmt: skip
def test_at_a_corner_a_jump_or_a_pole_it_says_nothing(function):
    assert slope(function, 1.0).supports(0.0) is None
    assert slope(function, 1e-6).supports(7.0) is None


@pytest.mark.parametrize("jump", [0.3, 1.0, -5.0])
@pytest.mark.parametrize("distance", [2.0**-k for k in range(2, 24)] + [0.3 * STEP, 0.2 * STEP, 0.14 * STEP])
def test_a_kink_nearby_makes_no_right_slope_wrong(distance, jump):
    found = slope(lambda t: math.sin(t) + jump * max(0.0, t - distance), 1.0)
    assert found.supports(1.0) is not False


def test_several_at_once():
    found = slope(lambda t: np.array([3 * t, abs(t)]), 1.0)
    assert found.known.tolist() == [True, False]
    assert found.supports([3.0, 0.0]) is None
    assert found.supports([2.0, 0.0]) is False


@pytest.mark.parametrize(
    ("coefficients", "order"),
    [
        ([1], 1),
        ([1, 1], 2),
        ([1, 1, 0.5], 3),
        ([1, 1.001], 1),
        ([1, 1, 0.501], 2),
        ([1, 0], 1),
        ([1, 1, 0.5, 1 / 6], 4),
    ],
)
def test_the_order_of_a_remainder(coefficients, order):
    assert order_of_remainder(math.exp, coefficients, 1.0) == pytest.approx(order, abs=0.05)


def test_where_nothing_remains_the_order_is_infinite():
    assert order_of_remainder(lambda t: 2 + t * t, [2.0, 0.0, 1.0], 1.0) == math.inf
    assert order_of_remainder(lambda t: 5.0, [5.0], 1.0) == math.inf
