"""What a panel under the player is: its name in the link, its label, when it means something, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import autodiff as ad
from viz.figures.figure import Palette


@dataclass(frozen=True)
class Subject:
    """What the page is about: a function as a graph and as it was typed, a point, and one of its outputs."""

    graph: ad.Graph
    text: str
    at: dict[str, float]
    output: int
    palette: Palette


def has_variables(graph: ad.Graph) -> bool:
    """Whether there is anything to differentiate along."""
    return bool(graph.variables)


@dataclass(frozen=True)
class Panel:
    """One of the choices under the player.

    ``name`` stands in the link; ``label`` may depend on the function; ``fits`` says for which functions the panel
    means something. ``show`` draws it, and runs only while the panel is chosen.
    """

    name: str
    label: Callable[[ad.Graph], str]
    show: Callable[[Subject], None]
    fits: Callable[[ad.Graph], bool] = has_variables
