"""The page is told of a point that was chosen in the player, which needs nothing of it: the session remembers it.

There are two ways, since Streamlit sends what is said within a moment as one message, for one part of the script: a run
of the whole script, which whatever else is said needs too, and one of next to nothing.
"""

from __future__ import annotations

import streamlit as st

from viz import component, session


def hear() -> None:
    """Mount what tells of it."""
    _way("moves", whole=True)
    _apart()


@st.fragment
def _apart() -> None:
    _way("moves apart", whole=False)


def _way(key: str, *, whole: bool) -> None:
    component.moves(key, whole, lambda: session.take(session.component_value(key, "moved")))
