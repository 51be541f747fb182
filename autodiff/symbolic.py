"""Derivatives as graphs: the sweeps run on nodes instead of numbers.

A variable's value is its own node. So the table's rules, written once, give formulas, and what comes out is a
function again: it is printed, evaluated and differentiated like any other, to any order.

    forward on nodes, a tangent for one variable   `derivative`       symbolic differentiation
    back on nodes, an adjoint for one output       `gradient_graph`   reverse on expressions
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autodiff.graph import Const, Graph, Node, Var, as_node
from autodiff.simplify import Fired, simplification, simplified
from autodiff.sweeps import evaluate, linearize, no_variable, pullback, pushforward


@dataclass(frozen=True)
class Derivation:
    """How a derivative came about: by the rules alone (``raw``), and made simple by the rewrites that ``fired``.

    The places in ``fired`` are those of nodes in ``raw``.
    """

    raw: Graph
    graph: Graph
    fired: tuple[Fired, ...]


def derivative(graph: Graph, variable: str, simplify: bool = True) -> Graph:
    """The derivative of every output along one variable, as a graph of the same variables.

    ``simplify=False`` leaves it as the rules give it. For a higher order, take the derivative of the derivative:
    what the two have in common is one node, so that the graph grows slowly where the formula would explode.
    Raises `UnknownVariable`.
    """
    raw = _raw_derivative(graph, variable)
    return simplified(raw) if simplify else raw


def derivation(graph: Graph, variable: str) -> Derivation:
    """The derivative along one variable, raw and simplified, with every rewrite that fired and where."""
    raw = _raw_derivative(graph, variable)
    steps = simplification(raw)
    return Derivation(raw, steps.graph, steps.fired)


def gradient_graph(graph: Graph, output: int = 0, simplify: bool = True) -> Graph:
    """The gradient of one output as a graph of the same variables, with an output for each of them.

    One sweep back over nodes: the partial derivatives share what they have in common, and all of them together
    cost a small multiple of the function (Griewank and Walther, *Evaluating Derivatives*, 2nd ed., section 3.4).
    """
    slopes = linearize(graph, on_nodes(graph))
    adjoints = pullback(graph, slopes, {graph.output(output): 1.0})
    raw = of_the_same_variables(graph, adjoints[: len(graph.variables)])
    return simplified(raw) if simplify else raw


def _raw_derivative(graph: Graph, variable: str) -> Graph:
    if variable not in graph.variables:
        raise no_variable(graph, variable)
    slopes = linearize(graph, on_nodes(graph))
    tangents = pushforward(graph, slopes, {graph.variables.index(variable): 1.0})
    return of_the_same_variables(graph, [tangents[at] for at in graph.outputs])


def on_nodes(graph: Graph) -> list[Any]:
    """The value of every node in terms of the variables: a node, or a number where it depends on none of them."""
    return evaluate(graph, {node.name: node for node in graph.nodes if isinstance(node, Var)})


def of_the_same_variables(graph: Graph, found: Sequence[Any]) -> Graph:
    """What the sweeps gave, as a graph of the variables of ``graph``; nothing at all is 0."""
    outputs: list[Node] = [Const(0.0) if part is None else as_node(part) for part in found]
    return Graph(outputs, [node for node in graph.nodes if isinstance(node, Var)])
