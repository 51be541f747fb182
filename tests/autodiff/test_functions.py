"""grad and vjp of Python functions: what they take and give, data-dependent control flow, nesting."""

from __future__ import annotations

import math

import mpmath
import pytest

import autodiff as ad
from autodiff.errors import AutodiffError


def notebook(x, y):
    return x * x * y + y + 2


def test_the_notebooks_function():
    assert ad.grad(notebook)(3, 4) == 24
    assert ad.grad(notebook, 1)(3, 4) == 10
    assert ad.grad(notebook, argnums=(1, 0))(3, 4) == (10, 24)
    assert ad.grad(notebook, argnums=[0])(3, 4) == (24,)
    assert ad.grad(notebook, -1)(3, 4) == 10
    assert type(ad.grad(notebook)(3, 4)) is float


def test_a_logarithm_has_its_base_and_max_takes_any_number():
    assert ad.grad(lambda x: ad.log(x, 2))(8.0) == pytest.approx(1 / (8 * math.log(2)))
    assert ad.grad(lambda x: ad.max(1, x, 2))(3.0) == 1.0


def test_arguments_by_name_are_handed_through():
    assert ad.grad(lambda x, *, scale: scale * x * x)(3.0, scale=10) == 60


def test_the_function_is_called_anew_every_time():
    calls = []

    def program(x):
        calls.append(x.value)
        y = x
        while y < 100:
            y = y * y if y > 3 else y * 4
        return y

    gradient = ad.grad(program)
    assert calls == []
    assert gradient(1.0) == 4**4 * 4  # 1 → 4 → 16 → 256, the fourth power of 4x
    assert gradient(50.0) == 100
    assert calls == [1.0, 50.0]


def test_a_square_root_by_newtons_steps_until_it_does_not_move():
    def root(a):
        x = a
        while abs(x * x - a) > 1e-13 * a:
            x = (x + a / x) / 2
        return x

    assert ad.grad(root)(7.0) == pytest.approx(0.5 / math.sqrt(7), rel=1e-7)


def test_what_does_not_depend_on_an_argument_has_slope_zero():
    assert ad.grad(lambda x: 3.0)(1.0) == 0.0
    assert ad.grad(lambda x, y: y, (0, 1))(1.0, 2.0) == (0.0, 1.0)


def test_lists_tuples_and_dicts_of_numbers():
    def loss(weights, x):
        total = weights["bias"][0]
        for w, number in zip(weights["w"], x, strict=True):
            total = total + w * number
        return ad.tanh(total)

    point = {"w": [0.5, -0.25], "bias": (0.1,)}
    found = ad.grad(loss)(point, [2.0, 3.0])
    slope = 1 - math.tanh(0.35) ** 2
    assert found == {"w": [pytest.approx(2 * slope), pytest.approx(3 * slope)], "bias": (pytest.approx(slope),)}


def test_the_result_is_one_number():
    for result, kind in (((1.0, 2.0), "tuple"), ([1.0], "list"), ({"a": 1.0}, "dict")):
        with pytest.raises(AutodiffError, match=f"one number as its result, not a {kind}"):
            ad.grad(lambda x: result)(1.0)  # noqa: B023
    with pytest.raises(AutodiffError, match="numbers, not NoneType"):
        ad.grad(lambda x: None)(1.0)


def test_the_derivatives_of_a_power_at_zero():
    derivative, found = (lambda x: x**3), []
    for _ in range(5):
        derivative = ad.grad(derivative)
        found.append(derivative(0.0))
    assert found == [0, 0, 6, 0, 0]


def test_an_inner_derivative_is_not_confused_with_an_outer_one():
    assert ad.grad(lambda x: x * ad.grad(lambda y: x * y)(1.0))(3.0) == 6
    assert ad.grad(lambda x: x * ad.grad(lambda y: x + y)(1.0))(3.0) == 1
    assert ad.grad(lambda x: ad.grad(lambda y: ad.grad(lambda z: x * y * y * z)(5.0) * x)(2.0))(3.0) == 24
    assert ad.grad(lambda x: ad.grad(lambda y: ad.hypot(x, y))(4.0))(3.0) == pytest.approx(-3 * 4 / 125)


def test_higher_derivatives_against_forty_digits():
    def ours(x):
        return ad.tanh(x * ad.sin(x)) ** 3 / (x + 2)

    def reference(x):
        return mpmath.tanh(x * mpmath.sin(x)) ** 3 / (x + 2)

    derivative = ours
    with mpmath.workdps(40):
        for order in range(1, 5):
            derivative = ad.grad(derivative)
            assert derivative(0.8) == pytest.approx(float(mpmath.diff(reference, 0.8, order)), rel=1e-12)


def test_a_gradient_becomes_a_graph():
    graph = ad.trace(lambda x, y: ad.grad(lambda u: ad.sin(u * y))(x))
    assert ad.evaluate(graph, {"x": 0.3, "y": 2.0}) == pytest.approx(2 * math.cos(0.6))


# ---- vjp


def test_vjp_gives_the_value_and_pulls_back_as_often_as_asked():
    value, pull = ad.vjp(lambda x, y: (x * y, [x + y, y], 7.0), 3.0, 4.0)
    assert value == (12, [7, 4], 7)
    assert type(value[0]) is float
    assert pull((1.0, [0.0, 0.0], 0.0)) == (4, 3)
    assert pull((0.0, [1, 10], 100)) == (1, 11)
    assert pull((1.0, [1.0, 1.0], 1.0)) == (5, 5)


def test_vjp_counts_an_output_that_is_given_twice_twice():
    value, pull = ad.vjp(lambda x: (x, x, x * x), 3.0)
    assert value == (3, 3, 9)
    assert pull((1.0, 2.0, 1.0)) == (9,)


def test_vjp_refuses_a_cotangent_of_another_form():
    _, pull = ad.vjp(lambda x: (x, x), 3.0)
    with pytest.raises(AutodiffError, match="A cotangent has the form of the result"):
        pull(1.0)
    with pytest.raises(AutodiffError, match="A cotangent has the form of the result"):
        pull([1.0, 1.0])
