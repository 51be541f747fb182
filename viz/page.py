"""The page: what stands where. Each part is a panel of its own; no number is made here."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
# Two cards and an arrow, as data: named icons would be fetched from another host.
ICON = (
    "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke-width='3'>"
    "<rect x='2' y='9' width='10' height='14' rx='3' stroke='%230B5CAD'/><path d='M12 16h8' stroke='%23767B85'/>"
    "<rect x='20' y='9' width='10' height='14' rx='3' stroke='%23B34A00'/></svg>"
)
HEAD = '<header class="masthead"><h1>Gradwalk</h1><p>Type a function, walk its computation graph.</p></header>'
if str(HERE.parent) not in sys.path:  # Streamlit puts the script's own folder on the path, not the project's
    sys.path.insert(0, str(HERE.parent))

from viz import link, session  # noqa: E402
from viz.figures.figure import DARK, LIGHT  # noqa: E402
from viz.modes import MODES  # noqa: E402
from viz.panels import closer, function, moves, player, point  # noqa: E402
from viz.panels.panel import Subject  # noqa: E402
from viz.server import connection, pace  # noqa: E402


def main() -> None:
    """One run of the page."""
    with pace.paced():
        page()


def page() -> None:
    """What stands where."""
    begun = time.perf_counter()
    st.set_page_config(page_title="Gradwalk", page_icon=ICON, layout="wide")
    st.html(f"<style>{(HERE / 'page.css').read_text('utf-8')}</style>")
    session.begin()
    session.heard()
    graph, typed, error = session.graph()
    at = session.point(graph)
    closer.settle(graph)
    linked = link.write(session.linked(typed, at)) != ""
    hidden = session.hidden()
    if "head" not in hidden:
        st.html(HEAD)
    beside = point.fits_beside(graph)
    parts: list[tuple[str, int, Callable[[], None]]] = [
        ("function", 5 if beside else 6, lambda: function.text(graph, error, 6 if beside else 3, linked)),
        ("function", 3, function.menu),
        ("mode", 3, mode),
    ]
    if beside:
        parts.insert(2, ("point", 4, lambda: point.inputs(at)))
    if shown := [(width, draw) for name, width, draw in parts if name not in hidden]:
        for column, (_, draw) in zip(st.columns([width for width, _ in shown], gap="medium"), shown, strict=True):
            with column:
                draw()
    if not beside and "point" not in hidden:
        point.inputs(at)
    player.player(graph, typed, error is not None, begun)
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    output = min(session.chosen().output, len(graph.outputs) - 1)
    if "closer" not in hidden:
        closer.closer(Subject(graph, typed, at, output, palette))
    connection.watch(on_back=session.back)
    moves.hear()
    session.keep()


def mode() -> None:
    """The mode, and what is one node."""
    st.radio("Mode", list(MODES), format_func=MODES.__getitem__, key="mode")
    st.checkbox("Merge repeated subexpressions", key="merge", help="x*y typed twice becomes one node, used twice.")


main()
