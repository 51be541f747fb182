"""What can be carried away: the walk as a page that plays anywhere, pictures of it, and its numbers."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from viz import component, session
from viz.panels.panel import Panel, Subject
from viz.saved.page import offline_page
from viz.saved.trace import to_csv, to_latex
from viz.server import pace
from viz.walking import walked


def show(subject: Subject) -> None:
    """A row each; what takes long is made when it is asked for."""
    run = walked(session.said(subject.text), subject.graph, subject.at).to_dict()  # files are made without a session
    opened, summed = session.chosen().opened, session.chosen().summed
    st.markdown("**The walk as a page** plays in any browser, from a disk or any web space, without a network.")
    _file("Save as a page", "gradwalk.html", "text/html", lambda: offline_page(run, opened=opened, summed=summed))
    st.markdown("**Pictures** of what the player shows. For a PDF the browser asks where to print: choose a file.")
    component.saving()
    st.markdown("**The trace**, all numbers at the end of the walk.")
    with st.container(horizontal=True):
        _file("As CSV, all digits", "trace.csv", "text/csv", lambda: to_csv(run))
        _file("As a LaTeX table", "trace.tex", "application/x-tex", lambda: to_latex(run))


def _file(label: str, name: str, kind: str, content: Callable[[], str]) -> None:
    st.download_button(label, pace.counted(content), name, kind, on_click="ignore", key=f"file {name}")


PANEL = Panel("save", lambda graph: "Save", show, fits=lambda graph: True)
