"""The page: what stands where. Each part is a panel of its own; no number is made here."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
# Two cards and an arrow, as data: named icons would be fetched from another host.
ICON = (
    "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke-width='3'>"
    "<rect x='2' y='9' width='10' height='14' rx='3' stroke='%230B5CAD'/><path d='M12 16h8' stroke='%23767B85'/>"
    "<rect x='20' y='9' width='10' height='14' rx='3' stroke='%23B34A00'/></svg>"
)
if str(HERE.parent) not in sys.path:  # Streamlit puts the script's own folder on the path, not the project's
    sys.path.insert(0, str(HERE.parent))

from viz import session  # noqa: E402
from viz.figures.figure import DARK, LIGHT  # noqa: E402
from viz.modes import MODES  # noqa: E402
from viz.panels import busy, closer, function, player, point  # noqa: E402
from viz.panels.panel import Subject  # noqa: E402
from viz.server import learner, login  # noqa: E402


def main() -> None:
    """One run of the page."""
    begun = time.perf_counter()
    st.set_page_config(page_title="Gradwalk", page_icon=ICON, layout="wide")
    st.html(f"<style>{(HERE / 'page.css').read_text('utf-8')}</style>")
    session.begin()
    graph, typed, error = session.graph()
    at = session.point(graph)
    closer.settle(graph)
    st.html('<header class="masthead"><h1>Gradwalk</h1><p>Type a function, walk its computation graph.</p></header>')
    beside = point.fits_beside(graph)
    columns = st.columns([5, 3, 4, 3] if beside else [6, 3, 3], gap="medium")
    with columns[0]:
        function.text(graph, error, lines=6 if beside else 3, linked=session.query(typed, at) != "")
    with columns[1]:
        function.menu()
    if beside:
        with columns[2]:
            point.inputs(at)
    with columns[-1]:
        st.radio("Mode", list(MODES), format_func=MODES.__getitem__, key="mode")
        st.checkbox("Merge repeated subexpressions", key="merge", help="x*y typed twice becomes one node, used twice.")
    if not beside:
        point.inputs(at)
    with busy.or_a_sentence():
        player.player(graph, typed, at, stale=error is not None)
        learner.drew(typed, begun)
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    output = min(session.state.output, len(graph.outputs) - 1)
    closer.closer(Subject(graph, typed, at, output, palette))
    login.watch()


main()
