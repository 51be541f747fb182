"""What can be carried away: the walk as a page that plays anywhere, pictures of it, and its numbers."""

from __future__ import annotations

import streamlit as st

from viz import component, link, session
from viz.panels.panel import Panel, Subject
from viz.saved.files import KINDS


def show(subject: Subject) -> None:
    """A row each. Of the walk there are only links: the files are made when they are asked for, of the link alone."""
    query = link.write(session.linked(subject.text, subject.at))
    st.markdown("**The walk as a page** plays in any browser, from a disk or any web space, without a network.")
    _files(query, {"page": "Save as a page"})
    st.markdown("**Pictures** of what the player shows. For a PDF the browser asks where to print: choose a file.")
    component.saving()
    st.markdown("**The trace**, all numbers at the end of the walk.")
    _files(query, {"csv": "As CSV, all digits", "tex": "As a LaTeX table"})


def _files(query: str, labels: dict[str, str]) -> None:
    """Some kinds of files, under their labels."""
    if not query:
        st.caption("This function and point are too long for a link, of which the file would be made.")
        return
    with st.container(horizontal=True):
        for kind, label in labels.items():
            component.fetched(label, KINDS[kind].name, address=f"file?kind={kind}&{query}")


PANEL = Panel("save", lambda graph: "Save", show, fits=lambda graph: True)
