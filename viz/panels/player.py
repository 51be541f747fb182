"""The player: the Run and the drawing of the function, sent to the browser once a change."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import autodiff as ad
from autodiff.describe import structure
from viz import component, link, session
from viz.cards import Direction
from viz.derived import trail
from viz.dot import to_dot
from viz.folding import Picture, fold
from viz.keeping import kept
from viz.layout import Drawing, shared
from viz.problems import NODES, weight
from viz.rows import to_rows
from viz.sums import beside


def player(graph: ad.Graph, text: str, at: dict[str, float], stale: bool) -> None:
    """Mount the player, or give it what has changed."""
    direction: Direction = "down" if session.component_value(component.KEY, "direction") == "down" else "right"
    walk = session.walk_of(graph)
    picture = pictured(graph, walk["output"], session.state.opened, session.state.summed)
    drawing = drawn(picture, direction)
    query = session.query(text, at)
    names = structure(graph)["nodes"]
    data: dict[str, Any] = {
        "run": beside(ad.run(graph, at, **walk).to_dict(), picture.sums),
        "svg": drawing.svg,
        "picture": picture.to_dict(),
        "simple": drawing.simple,
        "direction": direction,
        "key": f"{session.state.merge} {session.state.derived} {text}",
        "query": query,
        "dot": f"dot?{query}&direction={direction}" if query else "",
        "stale": stale,
        "outputs": [names[i]["symbol"] for i in graph.outputs],
        "output": walk["output"],
        "trail": trail(session.state.derived),
    }
    if walk["mode"] == "symbolic" and len(session.state.derived) < link.HIGHEST_ORDER:
        data["deeper"] = trail((*session.state.derived, walk["seed"] or graph.variables[0]))[-1]
    component.player(data, on_turn=lambda: None, on_choose=_choose, on_navigate=_navigate)


@kept(NODES, lambda picture, graph, *choices: weight(graph))
def pictured(graph: ad.Graph, output: int, opened: frozenset[str] | None, summed: bool) -> Picture:
    """What is drawn of a graph; the same for everybody who asks."""
    return fold(structure(graph, output), opened, summed)


def drawn(picture: Picture, direction: Direction) -> Drawing:
    """The drawing of a picture; the same one for everybody who asks."""
    return shared.draw(to_dot(picture.structure, direction), lambda: to_rows(picture.structure, direction))


def _choose() -> None:
    """Something was chosen in the player: a group, a seed variable, an output, a derivative."""
    chosen = session.component_value(component.KEY, "chosen")
    if isinstance(chosen, dict):
        for name, value in chosen.items():
            if isinstance(value, str):
                session.choose(str(name), value[:20_000])


def _navigate() -> None:
    """Back or forward in the browser: the link is the state."""
    search = session.component_value(component.KEY, "navigated")
    if isinstance(search, str):
        session.open_link(dict(parse_qsl(search.lstrip("?")[:20_000])))
