"""The notebook's second classes, beyond its cells: gradients add up, values are never old, no path is walked twice."""

from __future__ import annotations

import pytest

import autodiff as ad
from autodiff.notebook import reverse
from autodiff.notebook.reverse import Add, Const, Mul, Var


def test_gradients_add_up_from_call_to_call():
    x = Var("x", 3)
    f = Mul(x, x)
    f.backpropagate(1.0)
    f.backpropagate(0.5)
    assert x.gradient == 9.0
    x.gradient = 0
    f.backpropagate(1.0)
    assert x.gradient == 6.0


def test_values_are_those_of_the_moment():
    x = Var("x", 3)
    f = Mul(Mul(x, x), x)
    assert f.evaluate() == 27
    x.value = 2
    f.backpropagate(1.0)
    assert x.gradient == 12.0, "the notebook's own would still use 3"
    assert (f.value, f.a.value) == (8, 4)


def test_what_is_not_reached_keeps_its_gradient():
    x, y = Var("x", 3), Var("y", 4)
    Mul(x, x).backpropagate(1.0)
    assert (x.gradient, y.gradient) == (6.0, 0)
    reverse.Where(y > 0, x, 1.0).backpropagate(0.0)
    assert (x.gradient, y.gradient) == (6.0, 0)
    x.backpropagate(2.0)
    Const(5).backpropagate(1.0)
    assert x.gradient == 8.0


def test_other_functions():
    x, y = Var("x", 0.5), Var("y", 2.0)
    f = reverse.Tanh(x * y) / reverse.Sqrt(y) - x**3
    f.backpropagate(1.0)
    wanted = ad.gradient(ad.parse("tanh(x*y)/sqrt(y) - x^3"), {"x": 0.5, "y": 2.0})
    assert (x.gradient, y.gradient) == pytest.approx((wanted["x"], wanted["y"]), rel=1e-15)
    assert str(f) == "((tanh((x) * (y))) / (sqrt(y))) - ((x) ^ (3))"


def test_what_is_shared_is_visited_once():
    y = x = Var("x", 1)
    for _ in range(60):
        y = Add(y, y)
    y.backpropagate(1.0)
    assert x.gradient == 2.0**60


def test_no_depth_is_too_deep():
    y = x = Var("x", 1)
    for _ in range(20_000):
        y = Add(y, x)
    y.backpropagate(1.0)
    assert x.gradient == 20_001.0


def test_the_two_sets_are_apart():
    from autodiff.notebook import forward

    x = Var("x", 2.0)
    assert not hasattr(Mul(x, x), "gradient")
    assert not hasattr(forward.Var("x"), "backpropagate")
