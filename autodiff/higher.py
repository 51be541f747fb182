"""Second derivatives of a graph: Hessians by every mode, and products with them that never form one.

Nothing new is differentiated here: a derivative of a derivative is one mode over another.

    forward-over-reverse   dual numbers flow through the sweep back: a column for each variable
    symbolic               the formula of the formula
    reverse-symbolic       the gradient as a graph, swept back again: a row for each variable
    numeric                differences of differences
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autodiff import numeric
from autodiff.derivatives import Point, jacobian, value_and_gradient
from autodiff.dual import DualNumber
from autodiff.errors import AutodiffError, UnknownMode
from autodiff.graph import Graph, Var
from autodiff.primitive import LEVELS
from autodiff.sweeps import evaluate, linearize, no_variable, pullback, values_at
from autodiff.symbolic import derivative, gradient_graph, of_the_same_variables


def hessian(graph: Graph, point: Point, mode: str = "forward-over-reverse", output: int = 0) -> Any:
    """All second derivatives of one output: an array (variables, variables), at a point of numbers.

    ``mode`` is one of those above. Raises `UnknownMode` for any other.
    """
    if mode not in HESSIANS:
        raise UnknownMode(f"There is no mode {mode!r}; there are {', '.join(HESSIANS)}.")
    n = len(graph.variables)
    return np.asarray(HESSIANS[mode](graph, point, output), dtype=float).reshape(n, n)


def hvp(graph: Graph, point: Point, vector: Mapping[str, float] | Sequence[float], output: int = 0) -> Any:
    """The Hessian of one output times a vector, an array (variables,): one sweep forward, one back, no Hessian.

    ``vector`` has a number for every variable, in order; or by name, where one that is not named is 0.
    This is the derivative of the gradient in the direction of the vector (Pearlmutter, *Fast exact
    multiplication by the Hessian*, 1994): each variable moves as the vector says, and the adjoints tell how the
    gradient moves along. A variable whose number is 0 does not move at all.
    """
    parts = _gradient_along(graph, values_at(graph, point), _by_name(graph, vector), output)
    return np.array([float(part) for part in parts])


def hvp_graph(graph: Graph, vector: Mapping[str, float] | Sequence[float], output: int = 0) -> Graph:
    """The same product as a graph of the same variables, with an output for each of them, as the rules give it."""
    nodes = {node.name: node for node in graph.nodes if isinstance(node, Var)}
    return of_the_same_variables(graph, _gradient_along(graph, nodes, _by_name(graph, vector), output))


def quadratic(graph: Graph, point: Point, moved: Point, output: int = 0) -> Any:
    """The quadratic model of one output around a point: f + g·d + ½ d·Hd, where d leads to the point ``moved``.

    ``moved`` names the variables that move, and may give them arrays of one shape; the result has that shape.
    The Taylor polynomial of degree 2: its error falls with the third power of d.
    """
    value, slopes = value_and_gradient(graph, point, output=output)
    curvature = hessian(graph, point, output=output)
    d = {name: np.asarray(x, dtype=float) - point[name] for name, x in moved.items()}
    with np.errstate(all="ignore"):
        model = value + sum(slopes[name] * step for name, step in d.items())
        for i, one in enumerate(graph.variables):
            for j, other in enumerate(graph.variables):
                if one in d and other in d:
                    model = model + 0.5 * curvature[i, j] * d[one] * d[other]
    return model


def _gradient_along(graph: Graph, numbers: Mapping[str, Any], moves: Mapping[str, float], output: int) -> list[Any]:
    """How fast each partial derivative moves when the variables, numbers or nodes, move as ``moves`` says."""
    level = next(LEVELS)
    moving = {name: DualNumber(x, moves[name], level) if moves[name] else x for name, x in numbers.items()}
    slopes = linearize(graph, evaluate(graph, moving))
    adjoints = pullback(graph, slopes, {graph.output(output): 1.0})[: len(graph.variables)]
    return [felt.eps if getattr(felt, "level", 0) == level else 0.0 for felt in adjoints]


def _by_name(graph: Graph, vector: Mapping[str, float] | Sequence[float]) -> dict[str, float]:
    if isinstance(vector, Mapping):
        unknown = next((name for name in vector if name not in graph.variables), None)
        if unknown is not None:
            raise no_variable(graph, unknown)
        return {name: float(vector.get(name, 0.0)) for name in graph.variables}
    if len(vector) != len(graph.variables):
        raise AutodiffError(f"The vector has {len(vector)} numbers for {len(graph.variables)} variables.")
    return dict(zip(graph.variables, map(float, vector), strict=True))


# ---- the modes


def _forward_over_reverse(graph: Graph, point: Point, output: int) -> Any:
    return np.transpose([hvp(graph, point, {name: 1.0}, output) for name in graph.variables])


def _symbolic(graph: Graph, point: Point, output: int) -> Any:
    """Both triangles on their own: that mixed derivatives are equal is left to be seen."""
    rows = [[derivative(first, name) for name in graph.variables] for first in _first(graph)]
    return [[float(evaluate(second, point)[second.output(output)]) for second in row] for row in rows]


def _first(graph: Graph) -> list[Graph]:
    return [derivative(graph, name) for name in graph.variables]


def _reverse_symbolic(graph: Graph, point: Point, output: int) -> Any:
    return jacobian(gradient_graph(graph, output), point)


def _numeric(graph: Graph, point: Point, output: int) -> Any:
    numbers = values_at(graph, point)
    with np.errstate(all="ignore"):
        return numeric.hessian(numeric.as_function(graph, output), [numbers[name] for name in graph.variables])


HESSIANS = {
    "forward-over-reverse": _forward_over_reverse,
    "symbolic": _symbolic,
    "reverse-symbolic": _reverse_symbolic,
    "numeric": _numeric,
}
