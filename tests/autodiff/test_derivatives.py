"""Values and gradients by every mode: against differences taken at 50 digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import autodiff as ad
from autodiff import ops
from autodiff.derivatives import GRADIENTS
from autodiff.errors import AutodiffError, MissingValue, UnknownMode, UnknownOutput, UnknownVariable
from autodiff.graph import Const, Graph, Node, Var, trace
from autodiff.higher import HESSIANS
from autodiff.sweeps import evaluate, linearize, pushforward

EXACT = [mode for mode in GRADIENTS if mode != "numeric"]  # differences cannot know what happens at an edge
inf = math.inf

# ---- random graphs against central differences

# Functions that are smooth everywhere once their arguments are tamed, and what mpmath says they are.
SMOOTH: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (lambda u, w: u + w, lambda u, w: u + w),
    "sub": (lambda u, w: u - w, lambda u, w: u - w),
    "mul": (lambda u, w: ops.tanh(u) * w, lambda u, w: mp.tanh(u) * w),
    "div": (lambda u, w: u / (2.0 + ops.cos(w)), lambda u, w: u / (2 + mp.cos(w))),
    "pow": (lambda u, w: (2.0 + ops.sin(u)) ** ops.tanh(w), lambda u, w: (2 + mp.sin(u)) ** mp.tanh(w)),
    "square": (lambda u: ops.tanh(u) ** 2.0, lambda u: mp.tanh(u) ** 2),
    "cube": (lambda u: ops.sin(u) ** 3.0, lambda u: mp.sin(u) ** 3),
    "neg": (lambda u: -u, lambda u: -u),
    "sin": (ops.sin, mp.sin),
    "exp": (lambda u: ops.exp(ops.cos(u)), lambda u: mp.exp(mp.cos(u))),
    "log": (lambda u: ops.log(1.0 + ops.exp(ops.sin(u))), lambda u: mp.log(1 + mp.exp(mp.sin(u)))),
    "sqrt": (lambda u: ops.sqrt(1.0 + ops.square(u)), lambda u: mp.sqrt(1 + u * u)),
    "atan": (ops.atan, mp.atan),
    "atan2": (lambda u, w: ops.atan2(u, 2.0 + ops.sin(w)), lambda u, w: mp.atan2(u, 2 + mp.sin(w))),
    "hypot": (lambda u, w: ops.hypot(1.0 + ops.square(u), w), lambda u, w: mp.hypot(1 + u * u, w)),
    "asinh": (ops.asinh, mp.asinh),
    "sigmoid": (ops.sigmoid, lambda u: 1 / (1 + mp.exp(-u))),
    "softplus": (ops.softplus, lambda u: mp.log1p(mp.exp(u))),
    "gelu": (ops.gelu, lambda u: u * mp.ncdf(u)),
    "silu": (ops.silu, lambda u: u / (1 + mp.exp(-u))),
    "erf": (ops.erf, mp.erf),
    "where": (lambda u, w: ops.where(u > 50, ops.sqrt(w), w), lambda u, w: w),
}
BINARY = {"add", "sub", "mul", "div", "pow", "atan2", "hypot", "where"}


@st.composite
def smooth_programs(draw):
    """The same random program twice: as a graph, and as a function at 50 digits; and a point."""
    steps = []
    for known in range(3, 3 + draw(st.integers(1, 10))):
        name = draw(st.sampled_from(tuple(SMOOTH)))
        steps.append((name, [draw(st.integers(0, known - 1)) for _ in range(2 if name in BINARY else 1)]))
    constant = draw(st.floats(-2, 2))

    def run(column: int, start: list[Any]) -> Any:
        values = list(start)
        for name, arguments in steps:
            values.append(SMOOTH[name][column](*[values[i] for i in arguments]))
        return values[-1]

    x, y = Var("x"), Var("y")
    graph = Graph([run(0, [x, y, Const(constant)])], [x, y])
    point = {"x": draw(st.floats(-2, 2)), "y": draw(st.floats(-2, 2))}
    return graph, lambda a, b: run(1, [a, b, mp.mpf(constant)]), point


def rounding(graph: Graph, point: dict[str, float]) -> list[float]:
    """How far rounding may carry each partial: a few ulp for every node along all paths.

    Each slope is right to a few ulp of 1 + |slope| (its own rounding, and its argument's through a second
    derivative of ordinary size); along a path the slopes multiply, over all paths the products add up.
    """
    values = evaluate(graph, point)
    sizes = [tuple(None if s is None else 1 + abs(s) for s in found) for found in linearize(graph, values)]
    gross = [pushforward(graph, sizes, {i: 1.0})[graph.outputs[0]] or 0.0 for i in range(2)]
    return [8 * len(graph) * 2**-52 * size for size in gross]


@given(smooth_programs())
@settings(max_examples=200, deadline=None)
def test_every_mode_agrees_with_central_differences(program):
    """(f(x + h) − f(x − h)) / 2h at 50 digits with h = 1e-16 is wrong by h²: what is left is float64's rounding."""
    graph, exactly, point = program
    with mp.workdps(50):
        x, y, h = mp.mpf(point["x"]), mp.mpf(point["y"]), mp.mpf(10) ** -16
        value = exactly(x, y)
        along_x = (exactly(x + h, y) - exactly(x - h, y)) / (2 * h)
        along_y = (exactly(x, y + h) - exactly(x, y - h)) / (2 * h)
    allowed = rounding(graph, point)
    for mode in EXACT:
        found, gradient = ad.value_and_gradient(graph, point, mode=mode)
        assert found == pytest.approx(float(value), rel=1e-12, abs=1e-12)
        for name, exact, slack in zip("xy", (along_x, along_y), allowed, strict=True):
            assert abs(gradient[name] - float(exact)) <= slack, (mode, name, gradient[name], float(exact))


@given(smooth_programs())
@settings(max_examples=50, deadline=None)
def test_an_array_of_points_is_as_good_as_each_of_them(program):
    graph, _, point = program
    columns = {name: value + np.linspace(0.0, 1.0, 4) for name, value in point.items()}
    for mode in EXACT:
        together = ad.gradient(graph, columns, mode=mode)
        for k in range(4):
            at = {name: column[k] for name, column in columns.items()}
            alone = ad.gradient(graph, at, mode=mode)
            for name, slack in zip("xy", rounding(graph, at), strict=True):
                assert abs(np.broadcast_to(together[name], 4)[k] - alone[name]) <= slack


# ---- what is asked, and how


@pytest.mark.parametrize("mode", GRADIENTS)
def test_the_notebooks_function(mode):
    graph = trace(lambda x, y: x * x * y + y + 2)
    value, gradient = ad.value_and_gradient(graph, {"x": 3, "y": 4}, mode=mode)
    assert value == 42.0
    assert gradient == pytest.approx({"x": 24.0, "y": 10.0}, rel=1e-6 if mode == "numeric" else 0)
    assert list(gradient) == ["x", "y"]
    assert ad.gradient(graph, {"y": 4.0, "x": np.float64(3)}, mode=mode) == gradient


@pytest.mark.parametrize("mode", EXACT)
def test_what_the_function_does_not_depend_on_has_the_derivative_zero(mode):
    graph = trace(lambda x, y, z: (ops.sqrt(y), x * 2.0, 3.0, z))
    point = {"x": 1.0, "y": 0.0, "z": 5.0}
    assert ad.evaluate(graph, point) == (0.0, 2.0, 3.0, 5.0)
    assert ad.gradient(graph, point, mode=mode, output=0) == {"x": 0.0, "y": inf, "z": 0.0}
    assert ad.gradient(graph, point, mode=mode, output=1) == {"x": 2.0, "y": 0.0, "z": 0.0}
    assert ad.value_and_gradient(graph, point, mode=mode, output=2) == (3.0, {"x": 0.0, "y": 0.0, "z": 0.0})
    assert ad.gradient(graph, point, mode=mode, output=3) == {"x": 0.0, "y": 0.0, "z": 1.0}


def test_one_output_is_a_number_and_several_are_a_tuple():
    assert ad.evaluate(trace(lambda x: x), {"x": 2}) == 2.0
    assert ad.evaluate(trace(lambda x: (x, -x)), {"x": 2}) == (2.0, -2.0)
    assert isinstance(ad.evaluate(trace(lambda x: x), {"x": 2}), float)
    np.testing.assert_array_equal(ad.evaluate(trace(lambda x: x + 1), {"x": [1, 2]}), [2.0, 3.0])


@pytest.mark.parametrize("mode", GRADIENTS)
def test_names_that_do_not_fit_are_refused(mode):
    graph = trace(lambda x, y: x * y)
    with pytest.raises(UnknownVariable, match="no variable z"):
        ad.gradient(graph, {"x": 1.0, "y": 1.0, "z": 1.0}, mode=mode)
    with pytest.raises(MissingValue, match="no value for y"):
        ad.gradient(graph, {"x": 1.0}, mode=mode)
    assert issubclass(MissingValue, AutodiffError)


def test_an_unknown_mode_is_refused_and_the_known_ones_are_named():
    with pytest.raises(UnknownMode, match=r"'backward'.*reverse"):
        ad.gradient(trace(lambda x: x), {"x": 1.0}, mode="backward")


@pytest.mark.parametrize(
    "ask",
    [
        *(partial(ad.gradient, mode=mode) for mode in GRADIENTS),
        *(partial(ad.hessian, mode=mode) for mode in HESSIANS),
        *(partial(ad.run, mode=mode) for mode in ("reverse", "forward", "symbolic", "numeric", "second")),
        partial(ad.hvp, vector=[1.0]),
        ad.gradient_costs,
    ],
)
def test_an_output_that_is_not_there_is_refused(ask):
    graph = trace(lambda x: (x, x * x))
    with pytest.raises(UnknownOutput, match="no output 5; the function has 2"):
        ask(*([graph] if ask is ad.gradient_costs else [graph, {"x": 1.0}]), output=5)


@pytest.mark.parametrize("mode", EXACT)
def test_depth_is_no_obstacle(mode):
    """20,000 nodes deep, past every recursion limit (`test_sweeps` goes further); 60 squarings are 60 steps."""
    node: Node = Var("x")
    for _ in range(20_000):
        node = -node
    assert ad.value_and_gradient(Graph([node]), {"x": 3.0}, mode=mode) == (3.0, {"x": 1.0})
    node = Var("x")
    for _ in range(60):
        node = node * node
    assert ad.gradient(Graph([node]), {"x": 1.0}, mode=mode) == {"x": 2.0**60}
