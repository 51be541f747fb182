"""What stands in the player's place where a picture cannot be made now: a sentence, and a way to ask again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from viz.drawing.layout import LayoutError
from viz.server.limits import Refused


@contextmanager
def or_a_sentence() -> Iterator[None]:
    """Let the rest of the page stand where what is drawn inside was refused or failed."""
    try:
        yield
    except Refused as refused:
        st.info(f"{refused} Please try again in a little while.")
        st.button("Try again")
    except LayoutError:
        st.info("Graphviz could not draw this function.")
