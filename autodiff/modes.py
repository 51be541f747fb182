"""Every exact way to a gradient under one signature, for whoever compares them.

A mode takes a graph, a point of numbers and the place of an output, and gives a number for each variable, in order.
"""

from __future__ import annotations

from collections.abc import Callable

from autodiff.compiled import compile
from autodiff.derivatives import Point, gradient
from autodiff.dual import jvp
from autodiff.functions import grad
from autodiff.graph import Graph
from autodiff.numeric import as_function
from autodiff.sweeps import evaluate, values_at
from autodiff.symbolic import gradient_graph

Mode = Callable[[Graph, Point, int], list[float]]


def _by(mode: str) -> Mode:
    return lambda graph, point, output: list(gradient(graph, point, mode, output).values())


def _on_expressions(graph: Graph, point: Point, output: int) -> list[float]:
    partials = gradient_graph(graph, output)
    values = evaluate(partials, point)
    return [float(values[at]) for at in partials.outputs]


def _dual_numbers(graph: Graph, point: Point, output: int) -> list[float]:
    """A column at a time, with every variable but one held still: a number that does not move is a constant."""
    inputs = values_at(graph, point)
    found = []
    for name in graph.variables:

        def along(x: object, name: str = name) -> object:
            return evaluate(graph, {**inputs, name: x})[graph.output(output)]

        found.append(jvp(along, (inputs[name],), (1.0,))[1])
    return found


def _tape(graph: Graph, point: Point, output: int) -> list[float]:
    numbers = values_at(graph, point)
    every = range(len(graph.variables))
    return list(grad(as_function(graph, output), every)(*(float(numbers[name]) for name in graph.variables)))


def _compiled(graph: Graph, point: Point, output: int) -> list[float]:
    numbers = values_at(graph, point)
    gradients = compile(graph)(*(numbers[name] for name in graph.variables))[1]
    return list(gradients if len(graph.outputs) == 1 else gradients[output])


MODES: dict[str, Mode] = {
    "reverse": _by("reverse"),
    "forward": _by("forward"),
    "symbolic": _by("symbolic"),
    "reverse on expressions": _on_expressions,
    "dual numbers": _dual_numbers,
    "tape": _tape,
    "compiled": _compiled,
}
