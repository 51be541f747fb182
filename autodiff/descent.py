"""Gradient descent, step by step: from a point against the gradient, as far as the rate says.

    x ← x − rate · ∂f/∂x

for the variables that are free, all at once; the others stay where they are (Cauchy, *Méthode générale pour la
résolution des systèmes d'équations simultanées*, 1847).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from autodiff.derivatives import Point, value_and_gradient
from autodiff.graph import Graph
from autodiff.sections import section

FLAT = "the gradient is 0"
LOST = "the next point is not made of numbers"


@dataclass(frozen=True)
class Place:
    """A point of a descent: the free variables, the value there, and the gradient along them."""

    point: dict[str, float]
    value: float
    gradient: dict[str, float]


@dataclass(frozen=True)
class Descent:
    """The places of a descent, the start first; ``ended`` says why it stopped early, if it did."""

    places: tuple[Place, ...]
    ended: str = ""


def descend(
    graph: Graph, point: Point, rate: float, steps: int, free: Collection[str] | None = None, output: int = 0
) -> Descent:
    """As many steps from ``point`` along the ``free`` variables (all, if none are named), or as many as there are.

    It ends where the gradient is 0, and where the next point would be infinite or not a number, as a value on the way
    may be.
    Raises what `evaluate` raises about a point.
    """
    names = [name for name in graph.variables if free is None or name in free]
    alone = section(graph, point, names, output)
    here = {name: float(point[name]) for name in names}
    places = [_place(alone, here)]
    for _ in range(steps):
        slopes = places[-1].gradient
        if not any(slopes.values()):
            return Descent(tuple(places), FLAT)
        with np.errstate(all="ignore"):
            here = {name: float(np.float64(x) - rate * np.float64(slopes[name])) for name, x in here.items()}
        if not np.isfinite(list(here.values())).all():
            return Descent(tuple(places), LOST)
        places.append(_place(alone, here))
    return Descent(tuple(places))


def _place(graph: Graph, point: dict[str, float]) -> Place:
    value, gradient = value_and_gradient(graph, point)
    return Place(point, value, gradient)
