"""Dual numbers as values of the variables: the direction of a walk forward, typed as 3 + 4ε."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz import duals, session
from viz.panels.panel import Panel, Subject
from viz.walking import tangents

MOST = 6  # variables that have an input each


def show(subject: Subject) -> None:
    """An input for each variable, and what the output's dual number says."""
    names = subject.graph.variables[:MOST]
    st.caption(
        "Type a value and how fast it moves, as in 3 + 4ε. The walk “Forward: dual numbers” then goes in this "
        "direction: the tangent of the output is the directional derivative."
    )
    moving = tangents(session.said(subject.text), subject.graph)
    for column, name in zip(st.columns(MOST), names, strict=False):
        key = f"dual of {name}"
        number = subject.at[name], moving[name]
        session.give(key, duals.written(*number))
        column.text_input(f"{name}, dual number", key=key, on_change=_typed, args=(subject.graph, name, key, number))
    if session.chosen().tangents and session.state.mode != "forward":
        st.caption("It is walked in the mode “Forward: dual numbers”.")


def _typed(graph: ad.Graph, name: str, key: str, before: tuple[float, float]) -> None:
    """A dual number was typed over another; one that cannot be read changes nothing.

    What was left as it was shown keeps the digits that are not shown.
    """
    if (found := duals.read(st.session_state[key])) is None:
        session.state.notices = [f"A dual number is written like 3 + 4ε, not {st.session_state[key][:30]!r}."]
        return
    session.state.notices = []
    seen = duals.read(duals.written(*before)) or before
    value, tangent = (old if new == was else new for new, was, old in zip(found, seen, before, strict=True))
    session.chosen().tangents = tangents(session.chosen(), graph) | {name: tangent}
    session.state.numbers[name] = value
    session.state.mode = "forward"


PANEL = Panel("dual", lambda graph: "Dual numbers", show)
