"""What modes pay: counted by hand on small graphs, and how they compare where it is known."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.derivatives import GRADIENTS
from autodiff.graph import Graph
from autodiff.higher import HESSIANS
from autodiff.mode_costs import GRADIENT_COSTS, HESSIAN_COSTS, ModeCost
from viz.examples import EXAMPLES


def costs_of_gradient(graph: Graph) -> dict[str, ModeCost]:
    return {mode: cost(graph) for mode, cost in GRADIENT_COSTS.items()}


def costs_of_hessian(graph: Graph) -> dict[str, ModeCost]:
    return {mode: cost(graph) for mode, cost in HESSIAN_COSTS.items()}


def test_the_modes_are_those_that_compute():
    assert HESSIAN_COSTS.keys() == HESSIANS.keys()
    assert GRADIENT_COSTS.keys() == GRADIENTS.keys() | {"compiled"}


def test_a_gradient_counted_by_hand():
    """f = x·x·y + y + 2 has 4 operations; ∂x = y·x + y·x has 2 (one product, twice used) and ∂y = x·x + 1 has 2.

    A walk for x has x·x, ·y, + y, + 2 and both of ∂x; one for y has x·x, + 1 beside f. Reverse has f, ∂x and + 1.
    """
    found = costs_of_gradient(ad.parse("x*x*y + y + 2"))
    assert found == {"numeric": (5, 20), "symbolic": (3, 8), "forward": (2, 11), "reverse": (1, 7), "compiled": (1, 7)}


def test_a_hessian_counted_by_hand():
    """Of x·x·y: the first row is s + s with s = y·x, so 2·y and 2·x; the second is x·x, so x + x: three operations.

    No two modes find a simpler expression for any of them, and the fourth entry is 0.
    """
    found = costs_of_hessian(ad.parse("x*x*y"))
    assert found == {
        "symbolic": (4, 3), "forward-over-reverse": (2, 3), "reverse-symbolic": (1, 3), "numeric": (9, 18)
    }  # fmt: skip


@pytest.mark.parametrize("example", [e for e in EXAMPLES if not e.large], ids=lambda example: example.name)
def test_one_walk_back_is_never_dearer_than_a_walk_for_each_variable(example):
    graph = ad.parse(example.text)
    found = costs_of_gradient(graph)
    assert found["compiled"].operations <= found["reverse"].operations <= found["forward"].operations
    n = len(graph.variables)
    assert [cost.evaluations for cost in found.values()] == [2 * n + 1, n + 1, n, 1, 1]
    seconds = costs_of_hessian(graph)
    assert seconds["reverse-symbolic"].operations <= seconds["symbolic"].operations


def test_in_many_variables_formulas_for_each_are_dear():
    product = ad.trace(lambda *xs: math.prod(xs), [f"x{i}" for i in range(20)])
    found = costs_of_gradient(product)
    assert found["reverse"].operations < 4 * 19 < found["forward"].operations
