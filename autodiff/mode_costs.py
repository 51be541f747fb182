"""What each mode pays for a gradient or a Hessian: how often the function is gone through, and all the operations.

Numbers are counted as in `costs`: an expression is simplified first, so that a product with 1 costs nothing, and
what an expression uses twice is computed once.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def costs_of_gradient(graph: Graph) -> dict[str, ModeCost]:
    """What the value and the gradient of a graph with one output cost, by mode and compiled.

    numeric   2n + 1 values      (central differences)
    symbolic  the value, and a formula a variable
    forward   a walk a variable, each with the value in it
    reverse   one walk, forward and back
    compiled  the same as straight lines, with nothing computed twice
    """
    n, value = len(graph.variables), operations(graph)
    formulas = [derivative(graph, name) for name in graph.variables]
    walks = [simplified(_together(graph, formula)) for formula in formulas]
    return {
        "numeric": ModeCost(2 * n + 1, (2 * n + 1) * value),
        "symbolic": ModeCost(n + 1, value + _sum(formulas)),
        "forward": ModeCost(n, _sum(walks)),
        "reverse": ModeCost(1, gradient_costs(graph).both),
        "compiled": ModeCost(1, operations(with_gradient(graph))),
    }


def costs_of_hessian(graph: Graph) -> dict[str, ModeCost]:
    """What the Hessian of a graph with one output costs, by mode.

    symbolic              a formula for each of its n² entries
    forward-over-reverse  a dual walk forward and back for each of its n columns
    reverse-symbolic      the gradient's expression once, swept back for each of its n rows
    numeric               (n + 1)² values
    """
    n = len(graph.variables)
    firsts = [derivative(graph, name) for name in graph.variables]
    formulas = [derivative(first, name) for first in firsts for name in graph.variables]
    columns = [simplified(hvp_graph(graph, {name: 1.0})) for name in graph.variables]
    gradient = gradient_graph(graph)
    slopes = linearize(gradient, on_nodes(gradient))
    rows = [pullback(gradient, slopes, {at: 1.0})[:n] for at in gradient.outputs]
    whole = of_the_same_variables(graph, [part for row in rows for part in row])
    return {
        "symbolic": ModeCost(n * n, _sum(formulas)),
        "forward-over-reverse": ModeCost(n, _sum(columns)),
        "reverse-symbolic": ModeCost(1, operations(simplified(whole))),
        "numeric": ModeCost((n + 1) ** 2, (n + 1) ** 2 * operations(graph)),
    }


def _together(*graphs: Graph) -> Graph:
    """All their outputs in one graph."""
    inputs = graphs[0].nodes[: len(graphs[0].variables)]
    outputs: list[Node] = [graph.nodes[at] for graph in graphs for at in graph.outputs]
    return Graph(outputs, inputs)  # type: ignore[arg-type]


def _sum(graphs: Iterable[Graph]) -> int:
    return sum(map(operations, graphs))
