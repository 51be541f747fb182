"""Dual numbers: the notebook's, through every primitive, nested without confusion, as values of a point; and jvp."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from mpmath import mp

import autodiff as ad
from autodiff import ops
from autodiff.dual import DualNumber, jvp
from autodiff.errors import AutodiffError
from autodiff.graph import Node, Var, trace
from autodiff.ops import TABLE
from autodiff.sweeps import evaluate
from tests.autodiff.test_ops_values import REFERENCE, ordinary
from tests.autodiff.test_symbolic import programs

inf, nan = math.inf, math.nan


def D(f):
    """The derivative of a function of one number, as a function."""
    return lambda x: jvp(f, (x,), (1.0,))[1]


# ---- as the notebook has them


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        (3 + DualNumber(3, 4), "6.0 + 4.0ε"),
        (DualNumber(3, 4) + 3, "6.0 + 4.0ε"),
        (DualNumber(3, 4) * DualNumber(5, 7), "15.0 + 41.0ε"),
        (DualNumber(3.0), "3.0"),
        (DualNumber(3, 4) - DualNumber(5, 4), "-2.0"),
        (DualNumber(0.5, -0.25), "0.5 + -0.25ε"),
        (DualNumber(DualNumber(3, 1), 2), "(3.0 + 1.0ε) + 2.0ε"),
    ],
    ids=repr,
)
def test_it_prints_as_in_the_notebook(found, printed):
    assert str(found) == repr(found) == printed


def test_the_quotient_has_the_sign_of_the_calculus():
    """The notebook's formula gives +0.04 here."""
    quotient = DualNumber(3, 4) / DualNumber(5, 7)
    assert quotient.value == 0.6
    assert quotient.eps == pytest.approx(-0.04, rel=1e-15)


def test_the_notebooks_function():
    def f(x, y):
        return x * x * y + y + 2

    assert f(DualNumber(3.0, 1.0), DualNumber(4.0)).eps == 24.0
    assert f(DualNumber(3.0), DualNumber(4.0, 1.0)).eps == 10.0
    assert f(DualNumber(3.0), DualNumber(4.0)).value == 42.0


def test_every_operator():
    z, w = DualNumber(2.0, 3.0), DualNumber(5.0, 7.0)
    exact = {
        "z - w": (z - w, -3, -4), "1 - z": (1 - z, -1, -3), "z - 1": (z - 1, 1, 3), "1 / z": (1 / z, 0.5, -0.75),
        "z / 4": (z / 4, 0.5, 0.75), "z ** 3": (z**3, 8, 36), "2 ** z": (2**z, 4, 12 * math.log(2)),
        "-z": (-z, -2, -3), "+z": (+z, 2, 3), "abs(-z)": (abs(-z), 2, 3), "3 * z": (3 * z, 6, 9),
    }  # fmt: skip
    for text, (found, value, eps) in exact.items():
        assert (found.value, found.eps) == (value, pytest.approx(eps, rel=1e-15)), text


def test_a_program_may_branch_on_them():
    z = DualNumber(2.0, 3.0)
    assert z > 1
    assert z <= DualNumber(2.0, -5.0)
    assert z == 2
    assert z != 3
    assert not DualNumber(0.0, 1.0)
    assert D(lambda x: x if x > 0 else -x)(-2.0) == -1.0


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if any(row.partials)])
def test_every_primitive(name):
    """d/dt f(u + t·u̇, w + t·ẇ, …) against differences taken at 50 digits of the row's own value in mpmath."""
    row, reference = TABLE[name], REFERENCE[name][1]
    for point in ordinary(name, 4):
        numbers, moves = [float(x) for x in point], [0.5, -2.0, 1.5][: row.arity]
        if name == "where":
            numbers[0] = 1.0
        found = row(*map(DualNumber, numbers, moves))
        with mp.workdps(50):

            def along(t, start=numbers, v=moves):
                return reference(*[mp.mpf(x) + t * move for x, move in zip(start, v, strict=True)])

            exact = mp.diff(along, 0)
        assert (found.eps if isinstance(found, DualNumber) else 0.0) == pytest.approx(
            float(exact), rel=1e-12, abs=1e-14
        )


# ---- nested


def test_an_inner_derivative_leaves_the_outer_perturbation_alone():
    assert D(lambda x: x * D(lambda y: x * y)(2.0))(3.0) == 6.0
    assert D(lambda x: x * D(lambda y: x + y)(1.0))(1.0) == 1.0  # 2 where the two ε are confused
    assert D(lambda x: D(lambda y: x * y * y)(x))(5.0) == 20.0
    assert D(lambda x: D(lambda y: x * D(lambda z: x * y * z)(x))(x))(4.0) == 8.0


def test_derivatives_of_derivatives():
    for order, exact in enumerate([math.sin(0.7), math.cos(0.7), -math.sin(0.7), -math.cos(0.7), math.sin(0.7)]):
        f = ops.sin
        for _ in range(order):
            f = D(f)
        assert f(0.7) == pytest.approx(exact, rel=1e-15)


def test_those_made_by_hand_nest_too():
    """The value, both first derivatives and the second, of one evaluation; x and y share both ε."""
    x = DualNumber(DualNumber(3.0, 1.0), DualNumber(1.0, 0.0))
    y = DualNumber(DualNumber(4.0), DualNumber(0.0))
    found = x * x * y + y + 2
    assert (found.value.value, found.value.eps, found.eps.value, found.eps.eps) == (42.0, 24.0, 24.0, 8.0)
    triple = DualNumber(x, 1.0)
    assert DualNumber(1.0, 1.0).level < x.level < triple.level < 1


def test_those_made_by_hand_do_not_mix_with_those_of_a_derivative():
    z = DualNumber(2.0, 5.0)
    value, tangent = jvp(lambda x: x * z, (3.0,), (1.0,))
    assert (value.value, value.eps) == (6.0, 15.0)
    assert (tangent.value, tangent.eps) == (2.0, 5.0)
    assert D(lambda x: DualNumber(x * x, 1.0).value)(3.0) == 6.0


def test_under_a_tape_and_over_one():
    assert ad.grad(lambda x: D(lambda y: x * y * y)(x))(5.0) == 20.0
    assert D(ad.grad(lambda x: x**3))(2.0) == 12.0


# ---- as a value of a point


def test_a_point_may_hold_dual_numbers():
    graph = ad.parse("x^2*y + y + 2")
    found = ad.evaluate(graph, {"x": DualNumber(3, 1), "y": 4})
    assert (found.value, found.eps) == (42.0, 24.0)
    value, gradient = ad.value_and_gradient(graph, {"x": DualNumber(3, 1), "y": DualNumber(4, 0)})
    assert (gradient["x"].eps, gradient["y"].eps) == (8.0, 6.0)
    assert value.eps == gradient["x"].value == 24.0


@settings(deadline=None)
@given(programs())
def test_they_carry_what_the_forward_sweep_gives(program):
    graph, point = program
    for name, wanted in ad.gradient(graph, point, mode="forward").items():
        found = evaluate(graph, {**point, name: DualNumber(point[name], 1.0)})[graph.outputs[0]]
        np.testing.assert_array_equal(found.eps if isinstance(found, DualNumber) else 0.0, wanted)


def test_arrays_in_both_parts():
    z = DualNumber(np.array([0.0, 1.0]), np.array([1.0, 2.0]))
    found = ops.sqrt(ops.where(z > 0.5, z, 0.0)) + np.sin(z)
    np.testing.assert_allclose(found.value, [0.0, 1 + math.sin(1)])
    np.testing.assert_allclose(found.eps, [1.0, 1.0 + 2 * math.cos(1)])


def test_a_branch_not_taken_has_no_perturbation():
    zero = DualNumber(0.0, 1.0)
    assert ops.sqrt(ops.where(zero > 0, zero, 0.0)) == 0.0
    assert ops.where(zero > 0, ops.log(zero), 7.0) == 7.0
    assert ops.where(zero < 1, zero, ops.sqrt(zero)).eps == 1.0
    assert ops.sqrt(zero).eps == inf
    assert (1 / zero).eps == -inf
    assert math.isnan((zero / zero).eps)
    assert zero.apply_primitive(ops.less, (zero, 1.0)) == 1.0


def test_nodes_in_both_parts():
    t = Var("t")
    found = ops.sin(DualNumber(t, 2.0))
    assert isinstance(found.value, Node)
    graph = trace(lambda t: ops.sin(DualNumber(t, 2.0)).eps)
    assert ad.evaluate(graph, {"t": 0.5}) == 2.0 * math.cos(0.5)


# ---- jvp


def test_jvp_has_jaxs_order():
    value, tangent = jvp(lambda x, y: x * x * y + y + 2, (3.0, 4.0), (1.0, 10.0))
    assert (value, tangent) == (42.0, 124.0)
    assert {type(value), type(tangent)} == {float}


def test_jvp_takes_and_gives_lists_tuples_and_dicts():
    value, tangent = jvp(lambda w, x: {"y": (w[0] * x, w[1]), "z": 5}, ([2.0, 3.0], 7.0), ([1.0, 0.0], 1.0))
    assert (value, tangent) == ({"y": (14.0, 3.0), "z": 5.0}, {"y": (9.0, 0.0), "z": 0.0})


def test_a_forgotten_return_is_refused():
    with pytest.raises(AutodiffError, match="not NoneType"):
        jvp(lambda x: None, (1.0,), (1.0,))


def test_jvp_on_arrays():
    value, tangent = jvp(ops.square, (np.array([1.0, 2.0]),), (np.array([1.0, 10.0]),))
    np.testing.assert_array_equal(value, [1.0, 4.0])
    np.testing.assert_array_equal(tangent, [2.0, 40.0])


def test_jvp_refuses_forms_that_differ_and_a_perturbation_that_escapes():
    with pytest.raises(AutodiffError, match="one tangent for every primal"):
        jvp(lambda x: x, (1.0, 2.0), (1.0,))
    for primal, tangent in (([1.0, 2.0], (1.0, 2.0)), ([1.0, [2.0]], [1.0, 2.0]), ({"a": 1, "b": 2}, {"b": 1, "a": 2})):
        with pytest.raises(AutodiffError, match="in the same form"):
            jvp(lambda x: x, (primal,), (tangent,))
    with pytest.raises(AutodiffError, match="in the same form"):
        jvp(lambda x: x, ([1.0, 2.0],), (1.0, 2.0))
    kept = []
    jvp(lambda x: kept.append(x) or x, (1.0,), (1.0,))

    def leaks(x):
        jvp(lambda y: kept.append(y) or y, (1.0,), (1.0,))
        return kept[-1]

    with pytest.raises(AutodiffError, match="inside the function"):
        jvp(leaks, (1.0,), (1.0,))
