"""The point: a number and a slider for each variable, or a grid where there are many."""

from __future__ import annotations

import math

import streamlit as st

import autodiff as ad
from viz import session
from viz.panels.grid import grid

BESIDE = 2  # as many variables stand beside the function; more get rows of their own, and many a grid beside


def fits_beside(graph: ad.Graph) -> bool:
    """Whether the variables need no row of their own."""
    return not BESIDE < len(graph.variables) <= session.FEW


def inputs(at: dict[str, float]) -> None:
    """An input for every variable, in rows, or a grid."""
    if len(at) > session.FEW:
        grid(at)
        return
    across = BESIDE if len(at) <= BESIDE else session.FEW
    for column, (name, x) in zip(st.columns(across), at.items(), strict=False):
        with column:
            _variable(name, x)
    if not at:
        st.caption("The function has no variable.")


def _variable(name: str, x: float) -> None:
    number, slider = f"number of {name}", f"slider of {name}"
    session.state[number] = x
    st.number_input(name, key=number, step=1.0, format="%g", on_change=session.set_value, args=(name, number))
    low, high = float(min(-5, math.floor(x))), float(max(5, math.ceil(x)))
    session.state[slider] = x
    st.slider(
        f"{name}, slider", low, high, key=slider, step=(high - low) / 1000 if high - low > 10 else 0.01, format="%g",
        label_visibility="collapsed", on_change=session.set_value, args=(name, slider),
    )  # fmt: skip
