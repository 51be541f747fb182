"""The function: its text, the menu of examples, and the word under it when something is wrong."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz import component, link, session
from viz.examples import BY_LABEL, BY_TEXT
from viz.panels.chart import plain
from viz.problems import problem

LINE, AROUND = 24, 48  # px: a line of text; the label above, and the border and margin inside
HINT = "Ctrl+Enter applies it. Write 2x, x², sin(x)cos(y), several lines."


def text(found: ad.Graph, error: ad.ParseError | None, lines: int, linked: bool) -> None:
    """The text area, of at most so many lines, and what there is to say about its text and its link."""
    typed = session.state.text
    rows = min(max(typed.count("\n") + 1, 2), lines)
    st.text_area("Function", key="text", height=AROUND + LINE * rows, on_change=session.menu)
    notices = [] if error else [problem(typed, notice) for notice in found.notices]
    data = {"label": "Function", "hint": HINT, "problem": problem(typed, error) if error else None, "notices": notices}
    component.typing(data, on_accept=_accept)
    for notice in session.notices():
        st.caption(plain(notice))
    if not linked:
        st.caption("This is too long for a link. “As text”, below, saves it as a file.")


def _accept() -> None:
    """The suggestion under the text was taken."""
    fixed = session.component_value("typing", "accept")
    if isinstance(fixed, str):
        session.show_text(fixed[: link.LONGEST_TEXT])


def menu() -> None:
    """The examples, and what the chosen one is there to show."""
    st.selectbox("Example", list(BY_LABEL), key="example", placeholder="your own", on_change=session.choose_example)
    example = BY_TEXT.get(session.state.text)
    with st.container(key="shows"):
        st.caption(example.shows if example else "Choose one to see one thing at a time.")
