"""The flat tape: what every row of the table records on it, at edges too; how far it reaches; how tapes nest."""

from __future__ import annotations

import math
import time

import mpmath
import numpy as np
import pytest

import autodiff as ad
from autodiff import ops
from autodiff.errors import AutodiffError
from autodiff.ops import TABLE
from autodiff.tape import INPUT, TapeVariable, adjoints, variable

OPERATORS = {
    "add": lambda u, w: u + w,
    "sub": lambda u, w: u - w,
    "mul": lambda u, w: u * w,
    "div": lambda u, w: u / w,
    "pow": lambda u, w: u**w,
    "neg": lambda u: -u,
    "abs": abs,
}


def slopes(function, *args: float) -> tuple[float, list[float]]:
    """Value and local derivatives of one operation, read off the tape by one sweep."""
    tape = [1]
    inputs = [variable(tape, float(arg), INPUT) for arg in args]
    out = function(*inputs)
    felt = adjoints(tape, {out.index: 1.0}, len(args))
    return out.value, [felt[x.index] for x in inputs]


@pytest.mark.parametrize("row", ["add", "sub", "mul", "div", "pow"])
@pytest.mark.parametrize("number", [2, 2.0, np.float64(2), np.array(2.0), True])
def test_a_number_on_either_side_is_a_constant(row, number):
    function, wanted = OPERATORS[row], TABLE[row]
    for position in (0, 1):
        args = (3.0, float(number)) if position == 0 else (float(number), 3.0)
        one = (lambda x: function(x, number)) if position == 0 else (lambda x: function(number, x))
        out, (slope,) = slopes(one, 3.0)
        assert out == wanted.value(*args)
        assert slope == pytest.approx(wanted.partial(position, args, out), rel=1e-15)


@pytest.mark.parametrize(
    ("number", "row", "wanted"), [(0, "div", (0, -0.0)), (0, "pow", (0, 0)), (-2.0, "pow", (-8, math.nan))]
)
def test_a_constant_at_an_edge(number, row, wanted):
    out, (slope,) = slopes(lambda x: OPERATORS[row](number, x), 3.0)
    np.testing.assert_equal((out, slope), wanted)


# Points inside each domain, away from kinks; 40 digits of mpmath are the reference
INSIDE = {"acosh": (1.7,), "pow": (1.3, 2.2), "hypot": (1.3, -2.2), "atan2": (1.3, -2.2), "max": (1, 2), "min": (1, 2)}
REFERENCES = {
    "max": max,
    "min": min,
    "abs": abs,
    "square": lambda u: u * u,
    "pow": lambda u, w: u**w,
    "log2": lambda u: mpmath.log(u, 2),
    "exp": mpmath.exp,
    "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u)),
    "softplus": lambda u: mpmath.log(1 + mpmath.exp(u)),
    "relu": lambda u: u if u > 0 else mpmath.mpf(0),
    "leaky_relu": lambda u: u if u > 0 else u / 100,
    "elu": lambda u: u if u > 0 else mpmath.expm1(u),
    "gelu": lambda u: u * mpmath.ncdf(u),
    "silu": lambda u: u / (1 + mpmath.exp(-u)),
}
SMOOTH = [row for name, row in TABLE.items() if row.in_language and row.arity < 3 and name not in OPERATORS] + [ops.pow]
STEPS = {"sign", "floor", "ceil", "round"}


@pytest.mark.parametrize("row", [row for row in SMOOTH if row.name not in STEPS], ids=lambda row: row.name)
@pytest.mark.parametrize("order", [1, 2, 3])
def test_derivatives_of_every_row_to_the_third_order(row, order):
    at = INSIDE.get(row.name, (0.4,) if row.arity == 1 else (1.3, 2.2))
    reference = REFERENCES.get(row.name) or getattr(mpmath, row.name)
    with mpmath.workdps(40):
        for position in range(row.arity):
            orders = tuple(order if k == position else 0 for k in range(row.arity))
            wanted = mpmath.diff(reference, at if row.arity > 1 else at[0], orders if row.arity > 1 else order)
            derivative = row
            for _ in range(order):
                derivative = ad.grad(derivative, position)
            assert derivative(*at) == pytest.approx(float(wanted), rel=1e-11, abs=1e-11)


def test_numpy_does_the_same():
    def program(np):
        return lambda x: np.sin(x) * np.exp(np.multiply(x, x)) + np.arctan2(x, 2.0)

    assert ad.grad(program(np))(0.7) == ad.grad(lambda x: ad.sin(x) * ad.exp(x * x) + ad.atan2(x, 2.0))(0.7)


def test_only_numbers_are_recorded():
    for wrong in ("2", np.ones(3), None, 2j, [1.0]):
        with pytest.raises(AutodiffError, match="A tape records numbers, not"):
            ad.grad(lambda x: x * wrong)(1.0)  # noqa: B023
        with pytest.raises(AutodiffError, match="A tape records numbers, not"):
            ad.grad(lambda x: x)(wrong) if not isinstance(wrong, list) else ad.hypot(variable([1], 1.0, INPUT), wrong)


def test_the_math_module_does_not_lose_a_derivative_silently():
    with pytest.raises(TypeError, match="must be real number"):
        ad.grad(math.sin)(1.0)


def test_variables_compare_by_value():
    x, y = variable([1], 2.0, INPUT), variable([2], 3.0, INPUT)
    assert x < y
    assert x <= 2
    assert y > 2.5
    assert y >= x
    assert x == 2
    assert x != y
    assert x
    assert not variable([1], 0.0, INPUT)
    assert repr(x) == "TapeVariable(2.0)"


def test_the_branch_not_taken_is_not_there():
    assert ad.grad(lambda x: ad.where(x > 0, ad.log(x), 0.0))(0.0) == 0
    assert ad.grad(lambda x: ad.where(x < 1, x, ad.sqrt(x)))(0.0) == 1
    assert ad.grad(ad.grad(lambda x: ad.where(x < 1, x * x, ad.sqrt(x))))(0.0) == 2


def test_what_is_infinite_and_not_reached_does_no_harm():
    def program(x):
        ad.log(x) * 0.0
        return x + 1

    assert ad.grad(program)(0.0) == 1


# ---- how far it reaches


def chain(count: int):
    def program(x):
        y = x
        for _ in range(count // 2):
            y = y * 1.0000001 + 1e-9
        return y

    return program


def test_two_hundred_thousand_operations_deep():
    assert ad.grad(chain(200_000))(0.5) == pytest.approx(1.0000001**100_000)


def test_sixty_squarings_take_sixty_entries():
    def squared(x):
        for _ in range(60):
            x = x * x
        return x

    tape = [1]
    out = squared(variable(tape, 1.0, INPUT))
    assert len(tape) == 62
    assert adjoints(tape, {out.index: 1.0}, 1)[1] == 2.0**60


def test_time_grows_with_the_length_and_no_faster():
    small, large = (min(timed(ad.grad(chain(count))) for _ in range(3)) / count for count in (1_000, 100_000))
    assert large < 4 * small, "a sweep that is not linear would take a hundred times as long for one operation"


def timed(gradient) -> float:
    start = time.process_time()  # other programs may interrupt the long one, not the short one
    gradient(0.5)
    return time.process_time() - start


# ---- tapes in tapes


def test_an_operation_belongs_to_the_innermost_tape():
    outer, inner = variable([1], 2.0, INPUT), variable([2], 3.0, INPUT)
    for out in (outer * inner, inner * outer, ad.hypot(outer, inner), ad.hypot(inner, outer)):
        assert type(out) is TapeVariable
        assert out.tape is inner.tape
        assert out.value.tape is outer.tape
