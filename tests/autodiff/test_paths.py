"""The chain rule path by path."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

import autodiff as ad
from autodiff.errors import UnknownVariable
from autodiff.paths import paths
from tests.autodiff.test_derivatives import smooth_programs

NOTEBOOK = ad.parse("x*x*y + y + 2")  # x, y, v₁ = x·x, v₂ = v₁·y, v₃ = v₂ + y, 2, v₄ = v₃ + 2
AT = {"x": 3, "y": 4}


def test_the_notebooks_function():
    found = paths(NOTEBOOK, AT, "x")
    assert [path.factors for path in found.paths] == [(3, 4, 1, 1), (3, 4, 1, 1)]
    assert [path.product for path in found.paths] == [12, 12]
    assert {path.edges for path in found.paths} == {((2, k), (3, 0), (4, 0), (6, 0)) for k in (0, 1)}
    assert (found.count, found.total) == (2, 24)
    assert [path.product for path in paths(NOTEBOOK, AT, "y").paths] == [1, 9]
    assert (found.visits, found.steps) == (9, 7)  # v₄, 2, v₃, y, v₂, y, v₁, x, x


def test_repeated_doubling():
    """21 nodes, 2,097,151 visits."""
    graph = ad.trace(lambda y: _doubled(y, 20))
    found = paths(graph, {"y": 1.0}, "y", most=3)
    assert (found.count, found.visits, found.steps, found.total) == (2**20, 2**21 - 1, 21, 2**20)
    assert len(found.paths) == 3
    deep = paths(ad.trace(lambda y: _doubled(y, 3000)), {"y": 1.0}, "y", most=1)
    assert deep.count == 2**3000


def _doubled(y, times):
    for _ in range(times):
        y = y + y
    return y


@settings(max_examples=60, deadline=None)
@given(smooth_programs())
def test_the_products_add_up_to_the_gradient(program):
    graph, _, point = program
    exact = ad.gradient(graph, point, mode="forward")
    for name in graph.variables:
        found = paths(graph, point, name, most=400)
        if found.count <= 400:
            assert len({path.edges for path in found.paths}) == found.count
            products = [path.product for path in found.paths]
            size = max([1.0, *map(abs, products)])
            assert math.isclose(math.fsum(products), exact[name], rel_tol=1e-9, abs_tol=1e-9 * size)


def test_no_path():
    found = paths(ad.parse("unused = 3*y\nx^2"), {"x": 2, "y": 5}, "y")
    assert (found.paths, found.count, found.total) == ((), 0, 0.0)
    branch = paths(ad.parse("where(x > 0, y, x)"), {"x": 1, "y": 5}, "x")
    assert branch.count == 0
    with pytest.raises(UnknownVariable):
        paths(NOTEBOOK, AT, "q")
