"""A figure on the page: with its words under it, and to be taken along as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from viz import component, session
from viz.figures.figure import Figure

FLAT = ["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]
SOLID = ["resetCameraDefault3d", "toImage"]
MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_{}[]<>#$~:|"})


def chart(figure: Figure, name: str, on_pick: Callable[[float, float], None] | None = None) -> None:
    """The figure; ``name`` is that of its files, and unlike that of any other figure on the page.

    ``on_pick`` is told the place of a marker that is clicked on, before the page runs again.
    """
    key = f"figure {name}"
    common: dict[str, Any] = {"theme": None, "key": key, "alt": figure.alt, "config": _config(figure, name)}
    if on_pick is None:
        st.plotly_chart(figure.plot, **common)
    else:
        st.plotly_chart(figure.plot, **common, on_select=lambda: _pick(key, on_pick), selection_mode="points")
    with st.container(key=f"under_{name}", horizontal=True, vertical_alignment="top"):
        st.caption(plain(figure.alt), width="stretch")
        component.download("Numbers as CSV", f"{name}.csv", text=figure.csv(), quiet=True)


def _pick(key: str, on_pick: Callable[[float, float], None]) -> None:
    """Pass on what was clicked; clicking it again, which would take it back, says nothing."""
    for place in session.state[key].selection.points[:1]:
        on_pick(place["x"], place["y"])


def plain(text: str) -> str:
    """A text that Markdown leaves as it is."""
    return text.translate(MARKS)


def _config(figure: Figure, name: str) -> dict[str, Any]:
    solid = any(trace.type == "surface" for trace in figure.plot.data)
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [SOLID if solid else FLAT],
        "toImageButtonOptions": {"filename": name, "scale": 2},
    }
