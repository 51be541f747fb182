"""What each mode pays for a gradient or a Hessian: how often the function is gone through, and all the operations.

Numbers are counted as in `costs`: an expression is simplified first, so that a product with 1 costs nothing, and
what an expression uses twice is computed once. Every function here takes a graph with one output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from autodiff.compiled import with_gradient
from autodiff.costs import gradient_costs, operations
from autodiff.graph import Graph, Node
from autodiff.higher import hvp_graph
from autodiff.simplify import simplified
from autodiff.sweeps import linearize, pullback
from autodiff.symbolic import derivative, gradient_graph, of_the_same_variables, on_nodes


class ModeCost(NamedTuple):
    """``evaluations``, times that values are computed anew, and the ``operations`` of all of them together."""

    evaluations: int
    operations: int


# ---- a value and its gradient


def _numeric(graph: Graph) -> ModeCost:
    """The value, and two more for each central difference."""
    times = 2 * len(graph.variables) + 1
    return ModeCost(times, times * operations(graph))


def _symbolic(graph: Graph) -> ModeCost:
    """The value, and a formula a variable."""
    return ModeCost(len(graph.variables) + 1, operations(graph) + _sum(_formulas(graph)))


def _forward(graph: Graph) -> ModeCost:
    """A walk a variable, each with the value in it."""
    return ModeCost(len(graph.variables), _sum(simplified(_together(graph, each)) for each in _formulas(graph)))


def _reverse(graph: Graph) -> ModeCost:
    """One walk, forward and back."""
    return ModeCost(1, gradient_costs(graph).both)


def _compiled(graph: Graph) -> ModeCost:
    """The same as straight lines."""
    return ModeCost(1, operations(with_gradient(graph)))


GRADIENT_COSTS: dict[str, Callable[[Graph], ModeCost]] = {
    "numeric": _numeric,
    "symbolic": _symbolic,
    "forward": _forward,
    "reverse": _reverse,
    "compiled": _compiled,
}


# ---- a Hessian


def _second_symbolic(graph: Graph) -> ModeCost:
    """A formula for each of the n² entries."""
    seconds = [derivative(first, name) for first in _formulas(graph) for name in graph.variables]
    return ModeCost(len(seconds), _sum(seconds))


def _forward_over_reverse(graph: Graph) -> ModeCost:
    """A dual walk forward and back for each of the n columns."""
    columns = [simplified(hvp_graph(graph, {name: 1.0})) for name in graph.variables]
    return ModeCost(len(columns), _sum(columns))


def _reverse_symbolic(graph: Graph) -> ModeCost:
    """The gradient's expression once, swept back for each of the n rows."""
    gradient = gradient_graph(graph)
    slopes = linearize(gradient, on_nodes(gradient))
    rows = [pullback(gradient, slopes, {at: 1.0})[: len(graph.variables)] for at in gradient.outputs]
    whole = of_the_same_variables(graph, [part for row in rows for part in row])
    return ModeCost(1, operations(simplified(whole)))


def _second_numeric(graph: Graph) -> ModeCost:
    """The value at (n + 1)² places."""
    times = (len(graph.variables) + 1) ** 2
    return ModeCost(times, times * operations(graph))


HESSIAN_COSTS: dict[str, Callable[[Graph], ModeCost]] = {
    "symbolic": _second_symbolic,
    "forward-over-reverse": _forward_over_reverse,
    "reverse-symbolic": _reverse_symbolic,
    "numeric": _second_numeric,
}


# ---- pieces


def _formulas(graph: Graph) -> list[Graph]:
    return [derivative(graph, name) for name in graph.variables]


def _together(*graphs: Graph) -> Graph:
    """All their outputs in one graph."""
    inputs = graphs[0].nodes[: len(graphs[0].variables)]
    outputs: list[Node] = [graph.nodes[at] for graph in graphs for at in graph.outputs]
    return Graph(outputs, inputs)  # type: ignore[arg-type]


def _sum(graphs: Iterable[Graph]) -> int:
    return sum(map(operations, graphs))
