"""Operations counted: by hand on small graphs, the gradients of the menu, and which sweep is cheaper."""

from __future__ import annotations

import pytest

import autodiff as ad
from autodiff import ops
from autodiff.costs import gradient_costs, jacobian_costs, operations
from autodiff.graph import trace
from viz.examples import EXAMPLES

# ---- what counts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x", 0),
        ("3", 0),
        ("x*x*y + y + 2", 4),
        ("a = sin(x)\na + a", 2),
        ("unused = x*x\nx + 1", 1),
        ("x*y, x*y + 1", 3),
    ],
)
def test_every_operation_that_is_needed_counts_once(text, count):
    assert operations(ad.parse(text)) == count


def test_the_slopes_of_a_power_count_as_what_they_are():
    assert operations(trace(lambda x, y: ops.power_du(x, y) + 1.0)) == 4


# ---- forward or reverse


def test_sweeps_counted_by_hand():
    """x·x·y + y + 2: from x 2 products, 1 sum and 3 products, from y 4 products and 1 sum; back 7 and 2 sums."""
    found = jacobian_costs(ad.parse("x*x*y + y + 2"))
    assert (found.forward, found.reverse, found.cheaper) == (6 + 5, 7 + 2, "reverse")


@pytest.mark.parametrize(
    ("text", "cheaper"),
    [
        ("a*b*c*d*e*f", "reverse"),
        ("h = x^2\nsin(h), cos(h), tan(h)", "forward"),
        ("sin(x), cos(x), tan(x), exp(x)", "reverse"),
        ("h = x*y*z\nsin(h), cos(h)", "reverse"),
        ("h = x*y\nsin(h), cos(h), exp(h), tanh(h)", "forward"),
        ("sin(x)", "reverse"),
    ],
)
def test_the_cheaper_sweep(text, cheaper):
    assert jacobian_costs(ad.parse(text)).cheaper == cheaper


def test_what_is_not_reached_costs_nothing():
    few = jacobian_costs(ad.parse("where(x > y, z, 2)"))
    assert (few.forward, few.reverse) == (1, 1)


# ---- the gradient beside the value

# What one operation costs by its local derivatives: value, gradient alone, both together.
DEAR = {
    "x / y": (1, 4, 4),  # x/y again, 1/y, and (x/y)/y with a minus sign
    "x ^ y": (1, 6, 7),  # y·x^(y − 1) and x^y·log x
    "atan2(x, y)": (1, 6, 7),  # either side by the length, twice
}
CHEAP = {"x + y": (1, 0, 1), "x * y": (1, 0, 1), "sin(x)": (1, 1, 2), "exp(x)": (1, 1, 1), "tanh(x)": (1, 3, 3),
         "log(x)": (1, 1, 2), "x ^ 3": (1, 2, 3), "2 ^ x": (1, 2, 2), "sqrt(x)": (1, 3, 3)}  # fmt: skip


@pytest.mark.parametrize("text", [*DEAR, *CHEAP])
def test_the_cost_of_one_operation(text):
    found = gradient_costs(ad.parse(text))
    assert (found.value, found.gradient, found.both) == {**DEAR, **CHEAP}[text]
    assert (found.ratio > 3) == (text in DEAR)


# What on the menu costs more than three times its value, being made of what is dear, and the operations of both.
EXCEPTIONS = {
    "Newton’s square root": (15, 46),  # five quotients
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_gradients_of_the_menu_cost_at_most_three_times_the_value(example):
    found = gradient_costs(ad.parse(example.text))
    assert found.both <= 4 * found.value  # Griewank and Walther, section 3.4
    assert found.ratio <= 3 or (found.value, found.gradient) == EXCEPTIONS[example.name]
