"""The player: the Run and the drawing of the function, sent to the browser once a change."""

from __future__ import annotations

from typing import Any

import streamlit as st

import autodiff as ad
from autodiff.describe import structure
from autodiff.paths import Paths, paths
from autodiff.run import Run, encode
from autodiff.walks.broken import broken, drawn_with
from viz import component, link, session
from viz.cards import Direction
from viz.derived import trail
from viz.drawn import drawn
from viz.folding import Picture, fold
from viz.hiding import OF_THE_PLAYER
from viz.keeping import kept
from viz.panels import busy
from viz.problems import NODES, weight
from viz.server import learner
from viz.sums import beside


@st.fragment
def player(graph: ad.Graph, text: str, stale: bool, begun: float) -> None:
    """Mount the player, or give it what has changed, on a page whose run has ``begun`` (of `time.perf_counter`).

    Most of what is chosen in the player, the point first of all, concerns nothing else on the page: only this part of
    the script runs then. What is drawn of a point elsewhere, or another function, is a run of the whole page.
    """
    if session.state.pop("elsewhere", False):
        st.rerun()
    with busy.or_a_sentence(), learner.turn(len(graph.nodes)):
        _mount(graph, text, session.point(graph), stale)
        learner.drew(text, begun)


def _mount(graph: ad.Graph, text: str, at: dict[str, float], stale: bool) -> None:
    direction: Direction = "down" if session.component_value(component.KEY, "direction") == "down" else "right"
    walk = session.walk_of(graph)
    chosen = session.chosen()
    bug = chosen.bug if walk["mode"] == "reverse" else ""
    picture = pictured(graph, walk["output"], chosen.opened, chosen.summed, bug)
    drawing = drawn(picture, direction)
    query = session.query(text, at)
    names = structure(graph)["nodes"]
    data: dict[str, Any] = {
        "run": beside(walked(graph, at, walk, bug).to_dict(), picture.sums),
        "svg": drawing.svg,
        "picture": picture.to_dict(),
        "simple": drawing.simple,
        "direction": direction,
        "key": f"{session.state.merge} {chosen.derived} {text}",
        "query": query,
        "dot": f"dot?{query}&direction={direction}" if query else "",
        "stale": stale,
        "outputs": [names[i]["symbol"] for i in graph.outputs],
        "output": walk["output"],
        "trail": trail(chosen.derived),
        "hide": sorted(session.hidden() & OF_THE_PLAYER.keys()),
    }
    if chosen.path in graph.variables and not bug and walk["mode"] != "numeric":
        data["paths"] = written_out(graph, paths(graph, at, chosen.path, walk["output"]), chosen.path)
    if walk["mode"] == "symbolic" and len(chosen.derived) < link.HIGHEST_ORDER:
        data["deeper"] = trail((*chosen.derived, walk["seed"] or graph.variables[0]))[-1]
    component.player(data, on_turn=lambda: None, on_choose=_choose, on_navigate=_navigate)


@kept(NODES, lambda picture, graph, *choices: weight(graph))
def pictured(graph: ad.Graph, output: int, opened: frozenset[str] | None, summed: bool, bug: str) -> Picture:
    """What is drawn of a graph, or of what a bug makes of it; the same for everybody who asks."""
    return fold(drawn_with(bug, graph, output), opened, summed)


def walked(graph: ad.Graph, at: dict[str, float], walk: dict[str, Any], bug: str) -> Run:
    """The walk that was chosen, broken where somebody wants to see that."""
    if bug:
        return broken(graph, at, bug, walk["output"], session.chosen().picked)
    return ad.run(graph, point_of(graph, at, walk["mode"]), **walk)


def point_of(graph: ad.Graph, at: dict[str, float], mode: str) -> dict[str, Any]:
    """The point of a walk: of dual numbers where they were typed and the mode knows them."""
    if mode != "forward" or not session.chosen().tangents:
        return dict(at)
    return {name: ad.DualNumber(at[name], tangent) for name, tangent in session.tangents(graph).items()}


def written_out(graph: ad.Graph, found: Paths, variable: str) -> dict[str, Any]:
    """The paths from a variable as the player wants them: edges by their names, large counts as text."""
    names = iter(structure(graph)["edges"])
    edges = {(i, k): next(names)["id"] for i, args in enumerate(graph.args) for k in range(len(args))}
    ways = [
        {
            "edges": [edges[edge] for edge in path.edges],
            "factors": [encode(factor) for factor in path.factors],
            "product": encode(path.product),
        }
        for path in found.paths
    ]
    return {
        "variable": variable,
        "paths": ways,
        "count": counted(found.count),
        "total": encode(found.total),
        "visits": counted(found.visits),
        "steps": found.steps,
    }


def counted(number: int) -> str:
    """A count to be read: in full up to a billion, then as a power of ten."""
    return f"{number:,}" if number < 10**9 else f"about 10^{len(str(number)) - 1}"


def _choose() -> None:
    """Something was chosen in the player: a number, a group, a seed variable, an output, a derivative."""
    chosen = session.component_value(component.KEY, "chosen")
    if isinstance(chosen, dict):
        for name, value in chosen.items():
            if isinstance(value, str):
                session.choose(str(name), value[:20_000])
        session.state.elsewhere = session.state.panel is not None or "d" in chosen


def _navigate() -> None:
    """Back or forward in the browser: the link is the state."""
    search = session.component_value(component.KEY, "navigated")
    if isinstance(search, str):
        session.navigate(search)
        session.state.elsewhere = True
