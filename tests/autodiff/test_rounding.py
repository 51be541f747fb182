"""The bound on rounding, by hand; that it holds is asked in `test_accuracy`."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.errors import UnknownMode
from autodiff.rounding import gradient_bounds, rounding_bound

ULP = 2.0**-52


@pytest.mark.parametrize(
    ("text", "point", "parts"),
    [
        ("x + y", {"x": 3.0, "y": 1.0}, (3 + 1 + 4) / 4),
        ("x - y", {"x": 1.0, "y": 0.75}, (1 + 0.75 + 0.25) / 0.25),  # what cancels is magnified
        ("x*y", {"x": 3.0, "y": -7.0}, 3),
        ("x^2", {"x": 5.0}, 3),  # the base counts twice, the exponent is exact
        ("x", {"x": 5.0}, 1),
        ("x*0", {"x": 5.0}, 0),
        ("x - 1", {"x": 1.0}, math.inf),
        ("1/x", {"x": 0.0}, math.inf),
        ("sqrt(x)", {"x": -1.0}, math.inf),
        ("(1 + 2)*x", {"x": 5.0}, 3),  # a sum of constants is rounded like any other
        ("where(x > 0, 2*x, sqrt(x))", {"x": 4.0}, 3),  # the branch not taken rounds nothing
    ],
)
def test_the_parts_of_a_bound(text, point, parts):
    assert rounding_bound(ad.parse(text), point) == pytest.approx(2 * ULP * parts, rel=1e-12)


def test_the_bound_of_a_gradient_is_that_of_its_expression():
    """∂(x·y + x)/∂x is 1 + y·1, with the nodes y, y·1 and the sum; ∂/∂y is x·1, with x and x·1."""
    found = gradient_bounds(ad.parse("x*y + x"), {"x": 3.0, "y": 7.0})
    assert found == pytest.approx({"x": 2 * ULP * (7 + 7 + 8) / 8, "y": 2 * ULP * 2}, rel=1e-12)
    cancelling = gradient_bounds(ad.parse("x*y - x"), {"x": 3.0, "y": 1 + 2.0**-20})
    assert cancelling["x"] > 2.0**20 * ULP


@pytest.mark.parametrize("mode", ["reverse", "forward", "symbolic"])
def test_every_mode_has_its_bound(mode):
    found = gradient_bounds(
        ad.parse("tanh(x)*y, x"),
        {
            "x": 12.0,
            "y": 2.0,
        },
        mode,
    )
    assert found["x"] > 1e6 * ULP  # 1 − tanh² keeps few digits so far out
    assert found["y"] < 20 * ULP
    assert gradient_bounds(ad.parse("tanh(x)*y, x"), {"x": 12.0, "y": 2.0}, mode, output=1)["y"] == 0.0


def test_differences_have_no_such_bound():
    with pytest.raises(UnknownMode, match="numeric"):
        gradient_bounds(ad.parse("x"), {"x": 1.0}, "numeric")
