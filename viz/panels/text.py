"""The function as text, to be copied: infix, LaTeX, the Wengert list, and all of it as a file."""

from __future__ import annotations

import streamlit as st

from autodiff.printing import CAREFUL, infix
from autodiff.wengert import wengert
from viz import component, link, session
from viz.panels.dials import forget
from viz.panels.panel import Panel, Subject
from viz.panels.source import source

LONGEST_SET = 3_000  # characters of LaTeX that a browser sets without a pause


def show(subject: Subject) -> None:
    """Three ways to write the function, and the file."""
    graph = subject.graph
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**Infix**")
        source(infix(graph, CAREFUL), "function.txt")
        _latex(graph.latex())
    with right:
        st.markdown("**Wengert list**")
        source(str(wengert(graph, subject.at, subject.output)), "wengert.txt")
    _file(subject.text, subject.at)


def _latex(formula: str) -> None:
    """The formula as it is set, and its source."""
    st.markdown("**LaTeX**")
    if len(formula) <= LONGEST_SET:
        st.latex(formula)
    source(formula.replace(r"\\ &", "\\\\\n&"), "function.tex")


def _file(typed: str, at: dict[str, float]) -> None:
    """Function and point as a file, and back."""
    st.markdown("**File**")
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption("Function and point, also where they are too long for a link. Paste its text to open it again.")
        saved = link.write_file(session.linked(typed, at))
        component.download("Save as a file", "gradwalk.txt", text=saved)
    with right:
        st.text_area("Text of a saved file", key="saved", height=68, on_change=_open)


def _open() -> None:
    if session.state.saved.strip():
        session.show(*link.read_file(session.state.saved))
        session.state.saved = ""
        session.state.panel = PANEL.name  # stays open, whatever the file says
        forget()


PANEL = Panel("text", lambda graph: "As text", show, fits=lambda graph: True)
