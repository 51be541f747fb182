"""A figure on the page: with its words under it, and to be taken along as a picture and as numbers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from viz.figures.figure import Figure

FLAT = ["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]
SOLID = ["resetCameraDefault3d", "toImage"]
MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_{}[]<>#$~:|"})


def chart(figure: Figure, name: str) -> None:
    """The figure; ``name`` is that of its files, and unlike that of any other figure on the page."""
    st.plotly_chart(figure.plot, theme=None, key=f"figure {name}", alt=figure.alt, config=_config(figure, name))
    with st.container(key=f"under_{name}", horizontal=True, vertical_alignment="top"):
        st.caption(plain(figure.alt), width="stretch")
        st.download_button(
            "Numbers as CSV",
            figure.csv,
            f"{name}.csv",
            "text/csv",
            on_click="ignore",
            key=f"csv {name}",
            type="tertiary",
        )


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
