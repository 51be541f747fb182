"""A function of fewer variables: the others are held where they are."""

from __future__ import annotations

from collections.abc import Collection

from autodiff.derivatives import Point
from autodiff.graph import Graph, Var, as_node
from autodiff.sweeps import evaluate, values_at


def section(graph: Graph, point: Point, free: Collection[str], output: int = 0) -> Graph:
    """One output as a function of the ``free`` variables, in the graph's order; the rest keep the numbers of the point.

    What depends on none of them becomes a constant, so the section computes no more than the graph does. Its values and
    derivatives are those of the graph, to the bit. Raises what `evaluate` raises about a point.
    """
    numbers = values_at(graph, point)
    inputs = [node for node in graph.nodes if isinstance(node, Var) and node.name in free]
    values = evaluate(graph, numbers | {node.name: node for node in inputs})
    return Graph([as_node(values[graph.output(output)])], inputs)
