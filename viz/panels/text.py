"""The function as text, to be copied: infix, LaTeX, the Wengert list, and all of it as a file; made only while open."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from autodiff.printing import CAREFUL, infix
from autodiff.wengert import wengert
from viz import link, session

MOST_LINES = 40  # of a text on the page; the rest is in the download
WIDEST_LINE = 400  # characters
LONGEST_SET = 3_000  # characters of LaTeX that a browser sets without a pause


def text(graph: ad.Graph, typed: str, at: dict[str, float]) -> None:
    """The panel."""
    panel = st.expander("As text", key="as_text", on_change="rerun")
    if not panel.open:
        return
    with panel:
        left, right = st.columns(2, gap="medium")
        with left:
            st.markdown("**Infix**")
            _source(infix(graph, CAREFUL), "function.txt")
            _latex(graph.latex())
        with right:
            st.markdown("**Wengert list**")
            _source(str(wengert(graph, at)), "wengert.txt")
        _file(typed, at)


def _latex(source: str) -> None:
    """The formula as it is set, and its source."""
    st.markdown("**LaTeX**")
    if len(source) <= LONGEST_SET:
        st.latex(source)
    _source(source.replace(r"\\ &", "\\\\\n&"), "function.tex")


def _source(whole: str, name: str) -> None:
    """A text with a button that copies it; a long one is cut and offered as a file."""
    lines = whole.split("\n")
    shown = "\n".join(line[:WIDEST_LINE] for line in lines[:MOST_LINES])
    st.code(shown, language=None, wrap_lines=True)
    if shown != whole:
        st.caption(f"Shown, and copied: the beginning of {len(lines):,} lines, {len(whole):,} characters.")
        st.download_button(f"Download {name}", whole, name, "text/plain", on_click="ignore")


def _file(typed: str, at: dict[str, float]) -> None:
    """Function and point as a file, and back."""
    st.markdown("**File**")
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption("Function and point, also where they are too long for a link. Paste its text to open it again.")
        saved = link.write_file(session.linked(typed, at))
        st.download_button("Save as a file", saved, "gradwalk.txt", "text/plain", on_click="ignore")
    with right:
        st.text_area("Text of a saved file", key="saved", height=68, on_change=_open)


def _open() -> None:
    if session.state.saved.strip():
        session.show(*link.read_file(session.state.saved))
        session.state.saved = ""
