"""Every edge of the table in every mode; what differences give is said beside, where a mode is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import autodiff as ad
from autodiff import numeric
from autodiff.higher import HESSIANS
from autodiff.modes import MODES
from tests.autodiff.edges import EDGES, Edge

at_every_edge = pytest.mark.parametrize("edge", EDGES, ids=str)


def placed(edge: Edge) -> tuple[ad.Graph, dict[str, float]]:
    graph = ad.parse(edge.text)
    return graph, dict(zip(graph.variables, edge.point, strict=True))


# ---- numbers


@pytest.mark.parametrize("mode", MODES)
@at_every_edge
def test_the_gradient(edge, mode):
    graph, point = placed(edge)
    found = MODES[mode](graph, point, 0)
    beside = f"differences give {list(ad.gradient(graph, point, mode='numeric').values())}"
    np.testing.assert_allclose(found, edge.gradient, rtol=1e-15, atol=0, err_msg=beside)
    assert {type(partial) for partial in found} == {float}


VALUES: dict[str, Callable[..., Any]] = {
    "graph": lambda graph, point: ad.evaluate(graph, point),
    "dual numbers": lambda graph, point: ad.jvp(
        numeric.as_function(graph, 0), list(point.values()), [1.0] * len(point)
    )[0],
    "tape": lambda graph, point: ad.vjp(numeric.as_function(graph, 0), *point.values())[0],
    "compiled": lambda graph, point: ad.compile(graph)(*point.values())[0],
    "compiled without gradient": lambda graph, point: ad.compile(graph, gradient=False)(*point.values()),
}


@pytest.mark.parametrize("way", VALUES)
@at_every_edge
def test_the_value(edge, way):
    found = VALUES[way](*placed(edge))
    np.testing.assert_allclose(found, edge.value, rtol=1e-15, atol=0)
    assert type(found) is float


@at_every_edge
def test_a_convention_is_named_where_it_decides_and_nowhere_else(edge):
    assert bool(ad.check(*placed(edge)).conventions) == edge.decided


# ---- whole arrays of points


def by_mode(mode: str) -> Callable[..., Any]:
    def compute(graph, point):
        value, gradient = ad.value_and_gradient(graph, point, mode)
        return value, list(gradient.values())

    return compute


ON_ARRAYS = {mode: by_mode(mode) for mode in ("reverse", "forward", "symbolic")}
ON_ARRAYS["compiled"] = lambda graph, point: ad.compile(graph, arrays=True)(*point.values())


@pytest.mark.parametrize("mode", ON_ARRAYS)
@at_every_edge
def test_arrays(edge, mode):
    graph, point = placed(edge)
    value, gradient = ON_ARRAYS[mode](graph, {name: np.full(3, float(x)) for name, x in point.items()})
    np.testing.assert_allclose(value, np.full(3, edge.value), rtol=1e-15, atol=0)
    for found, partial in zip(gradient, edge.gradient, strict=True):
        np.testing.assert_allclose(np.broadcast_to(found, 3), np.full(3, partial), rtol=1e-15, atol=0)


# ---- higher derivatives of a power with a constant exponent: falling factorials, then 0


def of_functions(derived: Callable[[Any], Any]) -> Callable[..., list[float]]:
    def derivatives(graph, x):
        function, found = numeric.as_function(graph, 0), []
        for _ in range(5):
            function = derived(function)
            found.append(function(x))
        return found

    return derivatives


def of_graphs(derived: Callable[[Any], Any]) -> Callable[..., list[float]]:
    def derivatives(graph, x):
        found = []
        for _ in range(5):
            graph = derived(graph)
            found.append(ad.evaluate(graph, {"x": x}))
        return found

    return derivatives


HIGHER = {
    "dual numbers": of_functions(lambda f: lambda x: ad.jvp(f, (x,), (1.0,))[1]),
    "tape": of_functions(ad.grad),
    "symbolic": of_graphs(lambda graph: ad.derivative(graph, "x")),
    "symbolic, raw": of_graphs(lambda graph: ad.derivative(graph, "x", simplify=False)),
    "reverse on expressions": of_graphs(ad.gradient_graph),
}
POWERS = {
    "x^0": [0, 0, 0, 0, 0],
    "x^1": [1, 0, 0, 0, 0],
    "x^2": [0, 2, 0, 0, 0],
    "x^3": [0, 0, 6, 0, 0],
    "x^5": [0, 0, 0, 0, 120],
}


@pytest.mark.parametrize("mode", HIGHER)
@pytest.mark.parametrize("text", POWERS)
def test_five_derivatives_of_a_power_at_zero(text, mode):
    assert HIGHER[mode](ad.parse(text), 0.0) == POWERS[text]


@pytest.mark.parametrize("mode", [mode for mode in HESSIANS if mode != "numeric"])
@pytest.mark.parametrize(("text", "second"), [(text, row[1]) for text, row in POWERS.items()])
def test_the_hessian_of_a_power_at_zero(text, second, mode):
    assert ad.hessian(ad.parse(text), {"x": 0.0}, mode).tolist() == [[second]]
