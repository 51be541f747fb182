"""How far rounding may have carried a result: a bound from the computed expression itself.

Each node is computed to two units in the last place, and what it is off by reaches the output times ∂out/∂v:

    |error| / |out|  ≤  2 ulp · Σ |∂out/∂v · v| / |out|      over all nodes v

The adjoints of one sweep back are all it takes (Linnainmaa, *Taylor expansion of the accumulated rounding error*,
1976; Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., section 26.1). It is of first order: it holds
while it is small. A gradient is the value of an expression too, so it has its own bound.
"""

from __future__ import annotations

import math
from copy import copy

import numpy as np

from autodiff.derivatives import Point
from autodiff.errors import UnknownMode
from autodiff.graph import Const, Graph
from autodiff.numeric import ULP
from autodiff.sweeps import evaluate, linearize, pullback, pushforward
from autodiff.symbolic import of_the_same_variables


def rounding_bound(graph: Graph, point: Point, output: int = 0) -> float:
    """The bound on the relative error of one output, at a point of numbers; inf where nothing is known.

    Nothing is known where the output is 0 but its parts are not, or where something is infinite or nan.
    """
    rounded = copy(graph)  # counts every operation as varying: what is made of constants alone is rounded too
    rounded.varies = tuple(not isinstance(node, Const) for node in graph.nodes)
    values = evaluate(graph, point)
    felt = pullback(rounded, linearize(rounded, values), {graph.output(output): 1.0})
    with np.errstate(all="ignore"):
        moved = [abs(adjoint * value) for adjoint, value in zip(felt, values, strict=True) if adjoint is not None]
        out = abs(values[graph.output(output)])
        bound = 2.0 * ULP * float(np.sum(moved) / out) if any(moved) else 0.0
    return math.inf if math.isnan(bound) else bound


def gradient_bounds(graph: Graph, point: Point, mode: str = "reverse", output: int = 0) -> dict[str, float]:
    """The bound on the relative error of each partial derivative that ``mode`` computes, by name.

    Reverse mode computes the expression of one sweep back, forward mode that of a sweep for each variable, and so
    does symbolic mode, since its rewrites keep every bit. Raises `UnknownMode` for any other.
    """
    if mode not in ("reverse", "forward", "symbolic"):
        raise UnknownMode(f"There is no bound for the mode {mode!r}; there is for reverse, forward and symbolic.")
    slopes = linearize(graph, list(graph.nodes))  # nodes as their own values: what is made of constants stays as it is
    variables, at = range(len(graph.variables)), graph.output(output)
    if mode == "reverse":
        partials = pullback(graph, slopes, {at: 1.0})[: len(variables)]
    else:
        partials = [pushforward(graph, slopes, {i: 1.0})[at] for i in variables]
    expression = of_the_same_variables(graph, partials)
    return {name: rounding_bound(expression, point, k) for k, name in enumerate(graph.variables)}
