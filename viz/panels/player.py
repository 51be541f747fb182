"""The player: the Run and the drawing of the function, sent to the browser once a change."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import autodiff as ad
from autodiff.describe import structure
from viz import component, session
from viz.cards import Direction
from viz.dot import to_dot
from viz.layout import Drawing, shared
from viz.rows import to_rows


def player(graph: ad.Graph, text: str, at: dict[str, float], stale: bool) -> None:
    """Mount the player, or give it what has changed."""
    direction: Direction = "down" if session.component_value(component.KEY, "direction") == "down" else "right"
    drawing = drawn(graph, direction)
    query = session.query(text, at)
    data: dict[str, Any] = {
        "run": ad.run(graph, at).to_dict(),
        "svg": drawing.svg,
        "simple": drawing.simple,
        "direction": direction,
        "key": f"{session.state.merge} {text}",
        "query": query,
        "dot": f"dot?{query}&direction={direction}" if query else "",
        "stale": stale,
    }
    component.player(data, on_turn=lambda: None, on_navigate=_navigate)


def drawn(graph: ad.Graph, direction: Direction) -> Drawing:
    """The drawing of a graph; the same one for everybody who asks."""
    return shared.draw(_dot(graph, direction), lambda: to_rows(structure(graph), direction))


@lru_cache(maxsize=256)
def _dot(graph: ad.Graph, direction: Direction) -> str:
    return to_dot(structure(graph), direction)


def _navigate() -> None:
    """Back or forward in the browser: the link is the state."""
    search = session.component_value(component.KEY, "navigated")
    if isinstance(search, str):
        session.open_link(dict(parse_qsl(search.lstrip("?")[:20_000])))
