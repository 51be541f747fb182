"""The chain rule path by path: a gradient as the sum, over all paths to a variable, of the product along each.

    ∂f/∂x  =  Σ over paths  Π over edges  ∂(consumer)/∂(operand)

(Bauer, *Computational graphs and rounding error*, 1974.) There may be 2ⁿ paths through n nodes: repeated doubling,
y = y + y, has them. Whoever follows each, as a recursion does that calls itself for every argument of every node,
visits the first node as often as there are paths; a sweep in order visits each node once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autodiff.graph import Graph
from autodiff.sweeps import Locals, as_float, evaluate, linearize, no_variable, pullback

Edge = tuple[int, int]  # a node, and which of its arguments


@dataclass(frozen=True)
class Path:
    """One way from a variable to the output: its edges in that order, their local derivatives and the product."""

    edges: tuple[Edge, ...]
    factors: tuple[float, ...]
    product: float


@dataclass(frozen=True)
class Paths:
    """All ways from a variable to an output, or the first of them.

    ``paths``   as many as were asked for, those through the last arguments first
    ``count``   how many there are
    ``total``   the sum over all of them, which is the partial derivative
    ``visits``  how often a recursion from the output that follows every argument enters a node, itself included
    ``steps``   how many nodes the sweep back from the output looks at
    """

    paths: tuple[Path, ...]
    count: int
    total: float
    visits: int
    steps: int


def paths(graph: Graph, point: Mapping[str, Any], variable: str, output: int = 0, most: int = 8) -> Paths:
    """The ways from one variable to one output at a point of numbers; raises `UnknownVariable`.

    An argument along which no derivative flows, as from a condition, is on no path.
    """
    if variable not in graph.variables:
        raise no_variable(graph, variable)
    start, end = graph.variables.index(variable), graph.output(output)
    slopes = linearize(graph, evaluate(graph, point))
    ways = _ways(graph, slopes, start)
    adjoint = pullback(graph, slopes, {end: 1.0})[start]
    entered = _entered(graph, end)
    found = [_path(edges, slopes) for edges in _first(graph, slopes, ways, start, end, most)]
    total = 0.0 if adjoint is None else as_float(adjoint)
    return Paths(tuple(found), ways[end], total, sum(entered), sum(map(bool, entered)))


def _ways(graph: Graph, slopes: Locals, start: int) -> list[int]:
    """For every node, how many paths lead to it from a variable."""
    ways = [0] * len(graph)
    ways[start] = 1
    for i, args in enumerate(graph.args):
        ways[i] += sum(ways[j] for j, slope in zip(args, slopes[i], strict=False) if slope is not None)
    return ways


def _entered(graph: Graph, end: int) -> list[int]:
    """For every node, how often the recursion from the output comes by."""
    entered = [0] * len(graph)
    entered[end] = 1
    for i in reversed(range(len(graph))):
        for j in graph.args[i]:
            entered[j] += entered[i]
    return entered


def _first(graph: Graph, slopes: Locals, ways: list[int], start: int, end: int, most: int) -> list[tuple[Edge, ...]]:
    """Some of the paths, found backwards without a dead end: only where a path leads on."""
    found: list[tuple[Edge, ...]] = []
    waiting: list[tuple[int, tuple[Edge, ...]]] = [(end, ())]
    while waiting and len(found) < most:
        i, edges = waiting.pop()
        if i == start:
            found.append(edges)
            continue
        for k, (j, slope) in enumerate(zip(graph.args[i], slopes[i], strict=False)):
            if slope is not None and ways[j]:
                waiting.append((j, ((i, k), *edges)))
    return found


def _path(edges: tuple[Edge, ...], slopes: Locals) -> Path:
    factors = tuple(as_float(slopes[i][k]) for i, k in edges)
    with np.errstate(all="ignore"):
        return Path(edges, factors, as_float(np.prod(np.array(factors[::-1]))))
