"""The point: a number and a slider for each variable."""

from __future__ import annotations

import math

import streamlit as st

import autodiff as ad
from viz import session

BESIDE = 2  # as many variables stand beside the function; more get rows of their own
ROW = 6


def fits_beside(graph: ad.Graph) -> bool:
    """Whether the variables are so few that they need no row of their own."""
    return len(graph.variables) <= BESIDE


def inputs(graph: ad.Graph) -> None:
    """An input for every variable, in rows."""
    across = BESIDE if fits_beside(graph) else ROW
    for start in range(0, len(graph.variables), across):
        for column, name in zip(st.columns(across), graph.variables[start : start + across], strict=False):
            with column:
                _variable(name)
    if not graph.variables:
        st.caption("The function has no variable.")


def _variable(name: str) -> None:
    x = session.value(name)
    number, slider = f"number of {name}", f"slider of {name}"
    session.state[number] = x
    st.number_input(name, key=number, step=1.0, format="%g", on_change=session.set_value, args=(name, number))
    low, high = float(min(-5, math.floor(x))), float(max(5, math.ceil(x)))
    session.state[slider] = x
    st.slider(
        f"{name}, slider", low, high, key=slider, step=(high - low) / 1000 if high - low > 10 else 0.01, format="%g",
        label_visibility="collapsed", on_change=session.set_value, args=(name, slider),
    )  # fmt: skip
