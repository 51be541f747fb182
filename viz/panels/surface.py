"""The function as a landscape: its surface and its map, or its curve; a click moves the point, a descent leads down."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

import autodiff as ad
from autodiff.descent import Descent, descend
from viz import session
from viz.figures.surface import map_down, surface, way_down
from viz.panels.chart import chart
from viz.panels.dials import dial
from viz.panels.panel import Panel, Subject

RATES: tuple[float, ...] = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
RATE, STEPS = 0.05, 10  # at first
MOST = 50  # steps
WORK = 20_000  # nodes times steps: about a second


def show(subject: Subject) -> None:
    """Two variables as a surface beside its map, one as a curve; with the way down from the point."""
    names = _chosen(subject.graph.variables)
    path = _descent(subject, names)
    graph, at, palette, output = subject.graph, subject.at, subject.palette, subject.output
    if len(names) == 1:
        chart(way_down(graph, at, names[0], path, palette, output), "descent", on_pick=_picked(names))
    else:
        x, y = names
        left, right = st.columns(2, gap="medium")
        with left:
            chart(surface(graph, at, (x, y), path, palette, output), "surface")
        with right:
            chart(map_down(graph, at, (x, y), path, palette, output), "map", on_pick=_picked(names))
    _steps(subject, path)


def _chosen(names: tuple[str, ...]) -> tuple[str, ...]:
    """The variables that are free; asked for where there are more than two."""
    if len(names) <= 2:
        return names
    left, right, _ = st.columns([1, 1, 3])
    across = left.selectbox("Across", names, **dial("across", names, names[0]))
    others = [name for name in names if name != across]
    up = right.selectbox("Up", others, **dial("up", others, others[0]))
    return across, up


def _descent(subject: Subject, names: tuple[str, ...]) -> Descent:
    """The descent that the point belongs to: it goes on from where it began while the point is one of its places."""
    left, right, _ = st.columns([2, 2, 3], gap="medium")
    rate = left.select_slider("Rate", RATES, **dial("rate", RATES, RATE), help="How far a step goes: rate × gradient.")
    most = max(1, min(MOST, WORK // len(subject.graph)))
    steps = right.slider("Steps", 1, most, **dial("steps", range(1, most + 1), min(STEPS, most)))
    others = {name: x for name, x in subject.at.items() if name not in names}
    about = (subject.text, subject.output, names, others)
    here = {name: subject.at[name] for name in names}
    known, start = session.state.get("descent", (None, here))
    path = descend(
        subject.graph, {**subject.at, **(start if known == about else here)}, rate, steps, names, subject.output
    )
    if here not in [place.point for place in path.places]:
        path = descend(subject.graph, subject.at, rate, steps, names, subject.output)
    session.state.descent = about, path.places[0].point
    return path


def _steps(subject: Subject, path: Descent) -> None:
    """The places of the descent by number; one click makes one the point of the page."""
    points = [place.point for place in path.places]
    here = points.index({name: subject.at[name] for name in points[0]})
    session.give("descent place", here)
    st.pills("Go to step", range(len(points)), key="descent place", on_change=_go, args=(points,))


def _go(points: list[dict[str, float]]) -> None:
    if session.state["descent place"] is not None:
        session.move(points[session.state["descent place"]])


def _picked(names: tuple[str, ...]) -> Callable[[float, float], None]:
    """What a click on the figure does: the free variables take the place's numbers."""
    return lambda *place: session.move(dict(zip(names, place, strict=False)))


def _label(graph: ad.Graph) -> str:
    return "Descent" if len(graph.variables) == 1 else "Surface"


PANEL = Panel("surface", _label, show)
