"""The function as a curve or as contours, made only while the panel is open."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz.figures import DARK, LIGHT, contours, curve


def plot(graph: ad.Graph, at: dict[str, float]) -> None:
    """A curve with its tangent for one variable, contours with the gradient's arrow for two of several."""
    if not graph.variables:
        return
    alone = len(graph.variables) == 1
    panel = st.expander("Curve and tangent" if alone else "Contours and gradient", key="plot", on_change="rerun")
    if not panel.open:
        return
    palette = DARK if st.context.theme.type == "dark" else LIGHT
    with panel:
        if alone:
            figure = curve(graph, at, graph.variables[0], palette)
        else:
            figure = contours(graph, at, _two(graph.variables), palette)
        st.plotly_chart(figure.plot, theme=None, key="figure", alt=figure.alt, config={"displaylogo": False})
        st.caption(figure.alt)


def _two(names: tuple[str, ...]) -> tuple[str, str]:
    """The two variables to draw over; asked for only where there are more."""
    if len(names) == 2:
        return names[0], names[1]
    left, right, _ = st.columns([1, 1, 3])
    across = left.selectbox("Across", names, key="across")
    others = [name for name in names if name != across]
    up = right.selectbox("Up", others, key="up")
    return across, up
