"""The reference to 40 digits: every primitive, what has no number, and derivatives that are known in closed form."""

from __future__ import annotations

import math
import random
import threading

import mpmath
import numpy as np
import pytest

import autodiff as ad
from autodiff.ops import TABLE
from viz import reference
from viz.reference import FUNCTIONS, NoReference
from viz.reference import mp as context

INSIDE = {"acosh": (1.1, 9.0), "asin": (-0.9, 0.9), "acos": (-0.9, 0.9), "atanh": (-0.9, 0.9), "sqrt": (0.1, 9.0),
          "log": (0.1, 9.0), "log2": (0.1, 9.0), "log10": (0.1, 9.0), "log1p": (-0.9, 9.0), "pow": (0.1, 5.0),
          "power_du": (0.1, 5.0), "power_dw": (0.1, 5.0)}  # fmt: skip


def test_every_primitive_is_there():
    assert FUNCTIONS.keys() == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_every_primitive_is_numpys(name):
    chance = random.Random(name)
    for _ in range(20):
        args = [chance.uniform(*INSIDE.get(name, (-4.0, 4.0))) for _ in range(TABLE[name].arity)]
        if name.startswith("logical") or name == "where":
            args[0] = float(chance.random() < 0.5)
        found = float(context.mpf(FUNCTIONS[name](*map(context.mpf, args))))
        assert found == pytest.approx(float(TABLE[name].value(*map(np.float64, args))), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("name", ["less_equal", "greater", "equal", "max", "min", "step"])
def test_at_a_tie(name):
    assert float(FUNCTIONS[name](context.mpf(2), context.mpf(2))) == float(TABLE[name].value(2.0, 2.0))


# ---- values and derivatives in closed form


@pytest.mark.parametrize(
    ("text", "point", "wanted", "slopes"),
    [
        ("x^2*y + y + 2", {"x": 3.0, "y": 4.0}, "42", {"x": "24", "y": "10"}),
        ("exp(x)", {"x": 1.0}, "e", {"x": "e"}),
        ("sin(x)*1e10", {"x": 0.5}, "1e10*sin(0.5)", {"x": "1e10*cos(0.5)"}),
        ("exp(1e6*x - 1e6)", {"x": 1.0}, "1", {"x": "1e6"}),
        ("log(x)", {"x": 1e-15}, "log(mpf(1e-15))", {"x": "1/mpf(1e-15)"}),
        ("sqrt(x*x + y*y)", {"x": 3.0, "y": -4.0}, "5", {"x": "mpf(3)/5", "y": "mpf(-4)/5"}),
        ("where(x > 0, x^3, log(x))", {"x": 2.0}, "8", {"x": "12"}),
        ("unused = log(0*y)\nx*x", {"x": 2.0, "y": 1.0}, "4", {"x": "4", "y": "0"}),
    ],
)
def test_forty_digits(text, point, wanted, slopes):
    graph = ad.parse(text)
    with mpmath.workdps(80):
        names = {name: getattr(mpmath.mp, name) for name in ("e", "sin", "cos", "log", "mpf")}
        expected = {name: mpmath.mpf(eval(text, names)) for name, text in {"": wanted, **slopes}.items()}
        found = {"": reference.value(graph, point), **reference.gradient(graph, point, slopes)}
        for name, exact in expected.items():
            assert abs(mpmath.mpf(found[name]) - exact) <= mpmath.mpf(10) ** -40 * max(abs(exact), 1), name


def test_the_numbers_of_the_text_are_the_floats_that_they_are():
    assert reference.value(ad.parse("0.1*x"), {"x": 1.0}) == context.mpf(0.1) != context.mpf("0.1")


def test_an_error_in_figures():
    assert reference.relative_error(0.1, context.mpf(1) / 10) == pytest.approx(5.55e-17, rel=1e-2)
    assert reference.relative_error(1e-20, context.zero) == 1e-20
    assert reference.written(context.mpf(-1) / 3) == "−0." + 40 * "3"


# ---- where there is none


@pytest.mark.parametrize("text", ["log(x)", "1/x", "sqrt(x - 1)", "acosh(x)", "atanh(x + 1)", "(x - 2)^0.5", "0/x"])
def test_what_is_no_finite_real_number_is_said(text):
    with pytest.raises(NoReference, match="no finite real number"):
        reference.value(ad.parse(text), {"x": 0.0})


@pytest.mark.parametrize("text", ["exp(exp(exp(x)))", "exp(x)^exp(x)", "exp(exp(x)) - exp(exp(x))"])
def test_what_is_far_beyond_floats_takes_no_time(text):
    with pytest.raises(NoReference, match="beyond the range of floats"):
        reference.value(ad.parse(text), {"x": 700.0})


def test_what_is_far_below_floats_is_nothing():
    assert reference.value(ad.parse("exp(-exp(x))"), {"x": 100.0}) == 0


@pytest.mark.parametrize(
    ("text", "x"), [("abs(x)", 0.0), ("relu(x)", 0.0), ("max(x, 2)", 2.0), ("floor(x)", 3.0), ("sign(x)", 0.0)]
)
def test_at_a_kink_or_a_jump_there_is_a_value_and_no_derivative(text, x):
    graph = ad.parse(text)
    assert float(reference.value(graph, {"x": x})) == ad.evaluate(graph, {"x": x})
    assert "no derivative" in str(reference.gradient(graph, {"x": x}, ["x"])["x"])


@pytest.mark.parametrize(("text", "x"), [("sqrt(x)", 0.0), ("x^1.5", 0.0), ("asin(x)", 1.0)])
def test_at_the_end_of_the_domain_there_is_no_derivative(text, x):
    found = reference.gradient(ad.parse(text), {"x": x}, ["x"])["x"]
    assert isinstance(found, NoReference)


def test_the_branch_that_is_not_taken_does_not_count():
    assert reference.value(ad.parse("where(x > 0, x, log(x))"), {"x": 2.0}) == 2


def test_many_threads_get_the_same_digits():
    graph, found = ad.parse("erf(x)*sin(x) + gelu(x)"), []

    def ask() -> None:
        found.append(reference.written(reference.gradient(graph, {"x": 0.7}, ["x"])["x"]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert math.isclose(float(found[0]), ad.gradient(graph, {"x": 0.7})["x"], rel_tol=1e-14)
