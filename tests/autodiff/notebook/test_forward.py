"""The notebook's first classes, beyond its cells: every primitive, sharing, depth."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff import ops
from autodiff.notebook import forward
from autodiff.notebook.forward import Add, Const, Mul, Var


def test_derivatives_come_raw():
    x, y = Var("x"), Var("y")
    assert str(Mul(x, y).gradient(x)) == "(y) * (1) + (x) * (0)"
    assert str(Add(x, Const(2)).gradient(x)) == "(1) * (1)"
    assert str(forward.Sin(x).gradient(x)) == "(cos(x)) * (1)"


def test_a_derivative_is_made_of_the_same_classes():
    x = Var("x", 2)
    derivative = Add(Mul(x, x), x).gradient(x)
    assert isinstance(derivative, Add)
    assert isinstance(derivative.a.b, Add)
    assert derivative.a.b.evaluate() == 4, "every part of it can be evaluated"


def test_the_values_are_those_of_the_moment():
    x = Var("x", 3.0)
    f = Mul(x, x)
    derivative = f.gradient(x)
    assert (f.evaluate(), derivative.evaluate()) == (9.0, 6.0)
    x.value = 5.0
    assert (f.evaluate(), f.value, derivative.evaluate()) == (25.0, 25.0, 10.0)


def test_what_does_not_depend_on_a_variable_has_the_derivative_0():
    x, y = Var("x", 2.0), Var("y", 3.0)
    assert Mul(x, x).gradient(y).evaluate() == 0.0
    assert [str(leaf.gradient(x)) for leaf in (x, y, Const(7))] == ["1", "0", "0"]


def test_operators_make_the_same_classes():
    x, y = Var("x", 3), Var("y", 4)
    f = x * x * y + y + 2
    assert type(f) is Add
    assert str(f) == "((x) * (x)) * (y) + y + 2"
    assert f.gradient(x).evaluate() == 24


def test_whole_numbers_stay_whole_and_floats_floats():
    x = Var("x", 3)
    assert repr(Mul(x, Const(2)).evaluate()) == "6"
    assert repr(Mul(x, Const(2.0)).evaluate()) == "6.0"
    assert repr(Mul(x, Const(0.5)).evaluate()) == "1.5"
    x.value = 3.0
    assert repr(Mul(x, Const(2)).evaluate()) == "6.0"


@pytest.mark.parametrize("row", [row for row in ops.TABLE.values() if row.in_language and row.arity == 1], ids=repr)
def test_every_function_has_a_class_with_its_derivative(row):
    x = Var("x", 1.5 if row is ops.acosh else 0.25)
    kind = getattr(forward, row.name.title().replace("_", ""))
    wanted = ad.value_and_gradient(ad.trace(lambda x: row(x)), {"x": x.value})
    f = kind(x)
    assert f.evaluate() == wanted[0]
    assert f.gradient(x).evaluate() == pytest.approx(wanted[1]["x"], rel=1e-15)


def test_second_derivatives_of_other_functions():
    x = Var("x", 0.7)
    f = forward.Exp(forward.Div(forward.Sin(x), forward.Pow(x, 2)))
    second = f.gradient(x).gradient(x)
    h = 1e-4
    points = []
    for step in (-h, 0.0, h):
        x.value = 0.7 + step
        points.append(math.exp(math.sin(x.value) / x.value**2))
    x.value = 0.7
    assert second.evaluate() == pytest.approx((points[0] - 2 * points[1] + points[2]) / h**2, rel=1e-6)


def test_a_choice():
    x = Var("x", -2.0)
    f = forward.Where(x > 0, x * x, 3 * x)
    assert (f.evaluate(), f.gradient(x).evaluate()) == (-6.0, 3.0)


def test_what_is_shared_is_visited_once():
    y = x = Var("x", 1)
    for _ in range(60):
        y = Add(y, y)
    assert y.evaluate() == 2**60
    assert y.gradient(x).evaluate() == 2**60


def test_no_depth_is_too_deep():
    y = x = Var("x", 1)
    for _ in range(20_000):
        y = Add(y, x)
    assert y.evaluate() == 20_001
    assert y.gradient(x).evaluate() == 20_001
    assert str(y).count("x") == 20_001
