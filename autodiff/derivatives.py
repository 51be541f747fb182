"""Values and gradients of a graph, by each mode.

Every function takes a graph and a point (a mapping from each variable's name to a number), and gives
Python floats; with arrays in the point everything broadcasts and arrays come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autodiff.errors import UnknownMode
from autodiff.graph import Graph
from autodiff.sweeps import evaluate as evaluate_nodes
from autodiff.sweeps import linearize, pullback, pushforward

Point = Mapping[str, Any]


def evaluate(graph: Graph, point: Point) -> Any:
    """The function's value; a tuple where there are several outputs."""
    values = evaluate_nodes(graph, point)
    outputs = tuple(as_float(values[i]) for i in graph.outputs)
    return outputs[0] if len(outputs) == 1 else outputs


def value_and_gradient(
    graph: Graph, point: Point, mode: str = "reverse", output: int = 0
) -> tuple[Any, dict[str, Any]]:
    """The value of one output and its partial derivative along every variable, by name.

    ``mode`` is "reverse" (one sweep back gives them all) or "forward" (one sweep a variable). A variable
    that the output does not depend on has the derivative 0.0. Raises `UnknownMode` for any other mode.
    """
    if mode not in GRADIENTS:
        raise UnknownMode(f"There is no mode {mode!r}; there are {', '.join(GRADIENTS)}.")
    values = evaluate_nodes(graph, point)
    slopes = linearize(graph, values)
    at = graph.outputs[output]
    partials = GRADIENTS[mode](graph, slopes, at)
    return as_float(values[at]), {
        name: 0.0 if partial is None else as_float(partial)
        for name, partial in zip(graph.variables, partials, strict=True)
    }


def gradient(graph: Graph, point: Point, mode: str = "reverse", output: int = 0) -> dict[str, Any]:
    """The second of the two that `value_and_gradient` gives."""
    return value_and_gradient(graph, point, mode, output)[1]


def _reverse(graph: Graph, slopes: Any, at: int) -> list[Any]:
    return pullback(graph, slopes, {at: 1.0})[: len(graph.variables)]


def _forward(graph: Graph, slopes: Any, at: int) -> list[Any]:
    return [pushforward(graph, slopes, {i: 1.0})[at] for i in range(len(graph.variables))]


GRADIENTS = {"reverse": _reverse, "forward": _forward}


def as_float(value: Any) -> Any:
    """A Python float for a number; an array stays an array, a carrier a carrier."""
    return float(value) if np.ndim(value) == 0 and not hasattr(value, "apply_primitive") else value
