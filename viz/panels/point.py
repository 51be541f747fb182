"""The point: a number and a slider for each variable, or a grid where there are many."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz import component, session
from viz.panels.grid import grid

BESIDE = 2  # as many variables stand beside the function; more get rows of their own, and many a grid beside


def fits_beside(graph: ad.Graph) -> bool:
    """Whether the variables need no row of their own."""
    return not BESIDE < len(graph.variables) <= session.FEW


def inputs(at: dict[str, float]) -> None:
    """An input for every variable, or a grid."""
    if len(at) > session.FEW:
        grid(at)
    elif at:
        component.point(at, on_choose=_choose)
    else:
        st.caption("The function has no variable.")


def _choose() -> None:
    """There was no player to tell of another number."""
    chosen = session.component_value("point", "chosen")
    if isinstance(chosen, dict) and isinstance(at := chosen.get("at"), str):
        session.choose("at", at[:20_000])
