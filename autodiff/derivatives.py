"""Values, gradients and Jacobians of a graph, by each mode.

Every function takes a graph and a point (a mapping from each variable's name to a number), and gives
Python floats; with arrays in the point everything broadcasts and arrays come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autodiff.errors import UnknownMode
from autodiff.graph import Graph
from autodiff.numeric import as_function, central_differences
from autodiff.sweeps import as_float, linearize, pullback, pushforward, values_at
from autodiff.sweeps import evaluate as evaluate_nodes
from autodiff.symbolic import derivative

Point = Mapping[str, Any]
Rows = list[list[Any]]  # a row an output, a column a variable; None where the output does not depend on it


def evaluate(graph: Graph, point: Point) -> Any:
    """The function's value; a tuple where there are several outputs."""
    values = evaluate_nodes(graph, point)
    outputs = tuple(as_float(values[i]) for i in graph.outputs)
    return outputs[0] if len(outputs) == 1 else outputs


def value_and_gradient(
    graph: Graph, point: Point, mode: str = "reverse", output: int = 0
) -> tuple[Any, dict[str, Any]]:
    """The value of one output and its partial derivative along every variable, by name.

    ``mode`` is "reverse" (one sweep back gives them all), "forward" (one sweep a variable), "symbolic" (one formula a
    variable) or "numeric" (central differences). A variable that the output does not depend on has the derivative
    0.0. Raises `UnknownMode` for any other mode.
    """
    values, rows = _by(mode)(graph, point, [output])
    return as_float(values[0]), dict(zip(graph.variables, map(_number, rows[0]), strict=True))


def gradient(graph: Graph, point: Point, mode: str = "reverse", output: int = 0) -> dict[str, Any]:
    """The second of the two that `value_and_gradient` gives."""
    return value_and_gradient(graph, point, mode, output)[1]


def jacobian(graph: Graph, point: Point, mode: str = "reverse") -> Any:
    """The derivatives of every output along every variable: an array (outputs, variables), at a point of numbers.

    Reverse mode takes a sweep for each row, forward mode one for each column; `jacobian_costs` counts which is cheaper.
    """
    outputs = range(len(graph.outputs))
    rows = _by(mode)(graph, point, outputs)[1]
    return np.array([[_number(partial) for partial in row] for row in rows]).reshape(len(outputs), len(graph.variables))


# ---- the modes: the values of some outputs, by place, and their rows of the Jacobian


def _reverse(graph: Graph, point: Point, outputs: Sequence[int]) -> tuple[list[Any], Rows]:
    values = evaluate_nodes(graph, point)
    slopes, places = linearize(graph, values), [graph.output(k) for k in outputs]
    rows = [pullback(graph, slopes, {at: 1.0})[: len(graph.variables)] for at in places]
    return [values[at] for at in places], rows


def _forward(graph: Graph, point: Point, outputs: Sequence[int]) -> tuple[list[Any], Rows]:
    values = evaluate_nodes(graph, point)
    slopes, places = linearize(graph, values), [graph.output(k) for k in outputs]
    columns = [pushforward(graph, slopes, {i: 1.0}) for i in range(len(graph.variables))]
    return [values[at] for at in places], [[column[at] for column in columns] for at in places]


def _symbolic(graph: Graph, point: Point, outputs: Sequence[int]) -> tuple[list[Any], Rows]:
    values = evaluate_nodes(graph, point)
    formulas = [derivative(graph, name) for name in graph.variables]
    columns = [(formula, evaluate_nodes(formula, point)) for formula in formulas]
    rows = [[column[formula.output(k)] for formula, column in columns] for k in outputs]
    return [values[graph.output(k)] for k in outputs], rows


def _numeric(graph: Graph, point: Point, outputs: Sequence[int]) -> tuple[list[Any], Rows]:
    inputs = values_at(graph, point)
    numbers = [inputs[name] for name in graph.variables]
    functions = [as_function(graph, k) for k in outputs]
    with np.errstate(all="ignore"):
        rows = [central_differences(function, numbers) for function in functions]
        return [function(*numbers) for function in functions], rows


GRADIENTS = {"reverse": _reverse, "forward": _forward, "symbolic": _symbolic, "numeric": _numeric}


def _by(mode: str) -> Any:
    if mode not in GRADIENTS:
        raise UnknownMode(f"There is no mode {mode!r}; there are {', '.join(GRADIENTS)}.")
    return GRADIENTS[mode]


def _number(partial: Any) -> Any:
    return 0.0 if partial is None else as_float(partial)
