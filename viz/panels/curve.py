"""The function as a curve or as contours."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz.figures.function import contours, curve
from viz.panels.chart import chart
from viz.panels.dials import dial
from viz.panels.panel import Panel, Subject


def show(subject: Subject) -> None:
    """A curve with its tangent for one variable, contours with the gradient's arrow for two of several."""
    names = subject.graph.variables
    if len(names) == 1:
        chart(curve(subject.graph, subject.at, names[0], subject.palette, subject.output), "curve")
    else:
        chart(contours(subject.graph, subject.at, _two(names), subject.palette, subject.output), "contours")


def _two(names: tuple[str, ...]) -> tuple[str, str]:
    """The two variables to draw over; asked for only where there are more."""
    if len(names) == 2:
        return names[0], names[1]
    left, right, _ = st.columns([1, 1, 3])
    across = left.selectbox("Across", names, **dial("across", names, names[0]))
    others = [name for name in names if name != across]
    up = right.selectbox("Up", others, **dial("up", others, others[0]))
    return across, up


def _label(graph: ad.Graph) -> str:
    return "Curve" if len(graph.variables) == 1 else "Contours"


PANEL = Panel("curve", _label, show)
