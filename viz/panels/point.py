"""The point: a number and a slider for each variable, or a grid where there are many."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz import component, session
from viz.panels.grid import grid
from viz.walking import FEW

BESIDE = 2  # as many variables stand beside the function; more get rows of their own, and many a grid beside


def fits_beside(graph: ad.Graph) -> bool:
    """Whether the variables need no row of their own."""
    return not BESIDE < len(graph.variables) <= FEW


def inputs(at: dict[str, float]) -> None:
    """An input for every variable, or a grid."""
    if len(at) > FEW:
        grid(at)
    elif at:
        component.point(at, on_choose=_choose)
    else:
        st.caption("The function has no variable.")


def _choose() -> None:
    """There was no player to tell of another number."""
    session.take(session.component_value("point", "chosen"))
