"""One partial derivative by differences, against the step: what each method gives, how far off, in how many calls.

A step too large bends, a step too small drowns in rounding: the error over the step falls and rises again. The
complex step subtracts nothing and only falls. `numeric` has the methods and their sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autodiff.derivatives import Point, gradient
from autodiff.errors import AutodiffError
from autodiff.graph import Graph
from autodiff.numeric import StepError, as_function, central_differences, complex_step, errors_by_step, gradients
from autodiff.sections import section

STEPS = tuple(float(f"1e-{k}") for k in range(1, 17))


@dataclass(frozen=True)
class Method:
    """A way to differentiate by trying it out, and how often it calls a function of n variables for all of them."""

    derivatives: Callable[..., list[Any]]
    calls: Callable[[int], int]


METHODS = {
    "forward": Method(gradients, lambda n: n + 1),
    "central": Method(central_differences, lambda n: 2 * n),
    "complex": Method(complex_step, lambda n: n),
}


@dataclass(frozen=True)
class Quotient:
    """What a method gives with one step, how far that is from the derivative, and its calls for the whole gradient.

    Where the method cannot go through the function there are no numbers, and ``refused`` says why.
    """

    value: float | None
    error: float | None
    calls: int
    refused: str = ""


def quotients(graph: Graph, point: Point, variable: str, eps: float, output: int = 0) -> dict[str, Quotient]:
    """The partial derivative of one output along one variable by each of `METHODS`, with the step ``eps``."""
    function, at, exact = _along(graph, point, variable, output)
    found = {}
    for name, method in METHODS.items():
        calls = method.calls(len(graph.variables))
        try:
            with np.errstate(all="ignore"):
                value = float(method.derivatives(function, [at], eps)[0])
            found[name] = Quotient(value, abs(value - exact), calls)
        except AutodiffError as refusal:
            found[name] = Quotient(None, None, calls, str(refusal))
    return found


def error_curves(graph: Graph, point: Point, variable: str, output: int = 0) -> dict[str, list[StepError]]:
    """The errors of one partial derivative for all `STEPS`, by method; a method that cannot go through has no curve."""
    function, at, exact = _along(graph, point, variable, output)
    found = {}
    for name, method in METHODS.items():
        try:
            with np.errstate(all="ignore"):
                found[name] = errors_by_step(function, [at], [exact], method.derivatives, STEPS)
        except AutodiffError:
            continue
    return found


def _along(graph: Graph, point: Point, variable: str, output: int) -> tuple[Callable[..., Any], float, float]:
    """The function of one variable alone, where it stands, and its derivative there."""
    alone = section(graph, point, {variable}, output)
    at = float(point[variable])
    return as_function(alone, 0), at, gradient(alone, {variable: at})[variable]
