"""What is ours already: a text, a graph, a Python function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import autodiff as ad
from viz.examples import defaults
from viz.readers import CannotRead, Given, Reading


def reads(what: Any) -> bool:
    """Whether it is a text, a graph or a function."""
    return isinstance(what, (str, ad.Graph)) or callable(what)


def read(what: Any, given: Given) -> Reading:
    """Its graph, at the point that is given by name; a variable that is not named has the example's number, or 1.

    Raises `ParseError` for a text that is wrong, and what `trace` raises for a function.
    """
    graph = ad.parse(what) if isinstance(what, str) else what if isinstance(what, ad.Graph) else ad.trace(what)
    return Reading(graph, point_of(graph, given.said))


def point_of(graph: ad.Graph, said: Mapping[str, Any]) -> dict[str, float]:
    """A number for every variable. Raises `CannotRead` for a name that is none, and for what is no number."""
    for name, x in said.items():
        if name not in graph.variables:
            known = ", ".join(graph.variables) or "none"
            raise CannotRead(f"The function has no variable {name}; it has {known}.")
        if not hasattr(x, "__float__"):
            raise CannotRead(f"{name} is to be a number, not {type(x).__name__}.")
    return {name: float(x) for name, x in (defaults(graph.text, graph.variables) | dict(said)).items()}
