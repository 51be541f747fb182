"""The player: the Run and the drawing of the function, sent to the browser once a change."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import autodiff as ad
from autodiff.describe import structure
from viz import component, session
from viz.cards import Direction
from viz.dot import to_dot
from viz.folding import Picture, fold
from viz.keeping import kept
from viz.layout import Drawing, shared
from viz.problems import NODES, weight
from viz.rows import to_rows


def player(graph: ad.Graph, text: str, at: dict[str, float], stale: bool) -> None:
    """Mount the player, or give it what has changed."""
    direction: Direction = "down" if session.component_value(component.KEY, "direction") == "down" else "right"
    picture = pictured(graph, session.state.opened)
    drawing = drawn(picture, direction)
    query = session.query(text, at)
    data: dict[str, Any] = {
        "run": ad.run(graph, at).to_dict(),
        "svg": drawing.svg,
        "picture": picture.to_dict(),
        "simple": drawing.simple,
        "direction": direction,
        "key": f"{session.state.merge} {text}",
        "query": query,
        "dot": f"dot?{query}&direction={direction}" if query else "",
        "stale": stale,
    }
    component.player(data, on_turn=lambda: None, on_open=_open, on_navigate=_navigate)


@kept(NODES, lambda picture, graph, *choices: weight(graph))
def pictured(graph: ad.Graph, opened: frozenset[str] | None) -> Picture:
    """What is drawn of a graph; the same for everybody who asks."""
    return fold(structure(graph), opened)


def drawn(picture: Picture, direction: Direction) -> Drawing:
    """The drawing of a picture; the same one for everybody who asks."""
    return shared.draw(to_dot(picture.structure, direction), lambda: to_rows(picture.structure, direction))


def _open() -> None:
    """A group was opened or folded."""
    groups = session.component_value(component.KEY, "opened")
    if isinstance(groups, str):
        session.open_groups(groups)


def _navigate() -> None:
    """Back or forward in the browser: the link is the state."""
    search = session.component_value(component.KEY, "navigated")
    if isinstance(search, str):
        session.open_link(dict(parse_qsl(search.lstrip("?")[:20_000])))
