"""A text to be copied: a formula, a list, a program."""

from __future__ import annotations

import streamlit as st

from viz import component

MOST_LINES = 40  # of a text on the page; the rest is in the file
WIDEST_LINE = 400  # characters


def source(whole: str, name: str) -> None:
    """A text with a button that copies it; a long one is cut and offered as a file."""
    lines = whole.split("\n")
    shown = "\n".join(line[:WIDEST_LINE] for line in lines[:MOST_LINES])
    st.code(shown, language=None, wrap_lines=True)
    if shown != whole:
        st.caption(f"Shown, and copied: the beginning of {len(lines):,} lines, {len(whole):,} characters.")
        component.download(f"Download {name}", name, text=whole)
