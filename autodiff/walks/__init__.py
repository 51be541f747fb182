"""The walks: what happens in each mode, step by step, written down as a Run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from autodiff.derivatives import Point
from autodiff.dual import DualNumber
from autodiff.errors import AutodiffError, UnknownMode
from autodiff.graph import Graph, Var
from autodiff.replay import replay
from autodiff.run import Run
from autodiff.sweeps import no_variable
from autodiff.walks.forward import Forward
from autodiff.walks.numeric import Numeric
from autodiff.walks.reverse import Reverse
from autodiff.walks.second import Second
from autodiff.walks.symbolic import Symbolic

EPS = 1e-4  # the notebook's step

WALKS: dict[str, Callable[[Graph, Point, int, str, float], Run]] = {
    "reverse": lambda graph, point, output, seed, eps: Reverse(graph, point, output).run(),
    "forward": lambda graph, point, output, seed, eps: Forward(graph, point, output, {seed: 1.0}).run(),
    "symbolic": lambda graph, point, output, seed, eps: Symbolic(graph, point, output, seed).run(),
    "numeric": lambda graph, point, output, seed, eps: Numeric(graph, point, output, seed, eps).run(),
    "second": lambda graph, point, output, seed, eps: Second(graph, point, output, seed).run(),
}

Choices = tuple[str, int, str, float]  # mode, output, seed, eps
KEPT: WeakKeyDictionary[Graph, tuple[Choices, dict[str, Any]]] = WeakKeyDictionary()


def run(
    graph: Graph, point: Point, mode: str = "reverse", output: int = 0, seed: str | None = None, eps: float = EPS
) -> Run:
    """The walk through ``graph`` at ``point`` to one output.

    In every mode but "reverse" a walk is about one variable, the ``seed``: the first one, if it is not named.
    Dual numbers in the point say themselves how fast the variables move, in the mode "forward". ``eps`` is the step
    of the mode "numeric"; "second" is forward over reverse, for a column of the Hessian. Raises `UnknownMode`,
    `UnknownVariable`, and what `evaluate` raises for a point that does not fit.
    """
    if mode not in WALKS:
        raise UnknownMode(f"There is no walk in the mode {mode!r}; there are {', '.join(WALKS)}.")
    if seed is not None and seed not in graph.variables:
        raise no_variable(graph, seed)
    if tangents := _tangents(point):
        if mode != "forward":
            raise AutodiffError("A point of dual numbers is walked in the mode 'forward'.")
        return Forward(graph, _primals(point), output, tangents).run()
    if mode != "reverse" and not graph.variables:
        raise AutodiffError("The function has no variable that it could be differentiated along.")
    choices = (mode, output, seed or next(iter(graph.variables), ""), eps)
    return replace(_walked(graph, point, choices), program=_program(graph, choices))


def _walked(graph: Graph, point: Point, choices: Choices) -> Run:
    mode, output, seed, eps = choices
    return WALKS[mode](graph, point, output, seed, eps)


def _program(graph: Graph, choices: Choices) -> dict[str, Any]:
    """How the numbers of a walk are computed, whatever the point; that of the latest choices is kept with the graph."""
    kept = KEPT.get(graph)
    if kept is None or kept[0] != choices:
        inputs = [node for node in graph.nodes if isinstance(node, Var)]
        walked = _walked(graph, {node.name: node for node in inputs}, choices)
        kept = KEPT[graph] = choices, replay(walked, inputs)
    return kept[1]


def _tangents(point: Point) -> dict[str, Any]:
    return {name: x.eps for name, x in point.items() if isinstance(x, DualNumber)}


def _primals(point: Point) -> Mapping[str, Any]:
    return {name: x.value if isinstance(x, DualNumber) else x for name, x in point.items()}
