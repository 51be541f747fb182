"""The player: the Run and the drawing of the function, sent to the browser once a change."""

from __future__ import annotations

from typing import Any

import autodiff as ad
from autodiff.describe import structure
from viz import component, link, session
from viz.derived import trail
from viz.drawing.cards import Direction
from viz.drawing.drawn import drawn, pictured
from viz.drawing.folding import Picture
from viz.drawing.layout import Drawing
from viz.hiding import OF_THE_PLAYER
from viz.panels import busy
from viz.panels.part import part
from viz.server import learner, pace
from viz.walking import bug_of, numbers, walk_of


@part
def player(graph: ad.Graph, text: str, stale: bool, begun: float) -> None:
    """Mount the player, or give it what has changed, on a page whose run has ``begun`` (of `time.perf_counter`).

    Most of what is chosen in the player, the point first of all, concerns nothing else on the page: only this part of
    the script runs then. What is drawn of a point elsewhere, or another function, is a run of the whole page.
    """
    direction: Direction = "down" if session.component_value(component.KEY, "direction") == "down" else "right"
    said = session.said(text)
    with busy.or_a_sentence():
        with pace.turn(len(graph.nodes)):
            picture = pictured(graph, walk_of(said, graph)["output"], said.opened, said.summed, bug_of(said, graph))
        drawing = drawn(picture, direction)  # by another process: nobody else's turn waits for that
        with pace.turn(len(graph.nodes)):
            _mount(graph, text, picture, drawing, direction, stale)
        learner.drew(text, begun)


def _mount(graph: ad.Graph, text: str, picture: Picture, drawing: Drawing, direction: Direction, stale: bool) -> None:
    said = session.said(text)
    walk = walk_of(said, graph)
    names = structure(graph)["nodes"]
    data: dict[str, Any] = {
        **numbers(said, graph, session.point(graph)),
        "svg": drawing.svg,
        "picture": picture.to_dict(),
        "simple": drawing.simple,
        "direction": direction,
        "key": f"{said.merge} {said.derived} {text}",
        "stale": stale,
        "outputs": [names[i]["symbol"] for i in graph.outputs],
        "output": walk["output"],
        "trail": trail(said.derived),
        "hide": sorted(session.hidden() & OF_THE_PLAYER.keys()),
        "watched": session.watched(),
        "turn": session.state.get("turn", 0),
    }
    if walk["mode"] == "symbolic" and len(said.derived) < link.HIGHEST_ORDER:
        data["deeper"] = trail((*said.derived, walk["seed"] or graph.variables[0]))[-1]
    component.player(data, on_turn=lambda: None, on_choose=_choose, on_navigate=_navigate)


def _choose() -> None:
    """Something was chosen in the player: a number, a group, a seed variable, an output, a derivative."""
    chosen = session.component_value(component.KEY, "chosen")
    session.take(chosen)
    session.state.elsewhere = session.watched() or (isinstance(chosen, dict) and "d" in chosen)


def _navigate() -> None:
    """Back or forward in the browser: the link is the state."""
    search = session.component_value(component.KEY, "navigated")
    if isinstance(search, str):
        session.navigate(search)
        session.state.elsewhere = True
