"""What stands under the player: a row of choices, and the one that is chosen. Nothing else is made."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from viz import session
from viz.figures.figure import Palette
from viz.panels import compare, curve, dual, outputs, rules, save, second, share, step, storage, surface, tape, text
from viz.panels.dials import forget
from viz.panels.panel import Panel, Subject

PANELS = (
    curve.PANEL,
    surface.PANEL,
    dual.PANEL,
    rules.PANEL,
    step.PANEL,
    second.PANEL,
    outputs.PANEL,
    tape.PANEL,
    storage.PANEL,
    compare.PANEL,
    text.PANEL,
    save.PANEL,
    share.PANEL,
)


def settle(graph: ad.Graph) -> None:
    """Close a panel that is not there for this function, and say so. Runs before notices are shown."""
    chosen = session.state.panel
    if chosen is not None and chosen not in _offered(graph):
        session.state.notices = [*session.notices(), f"There is no panel “{chosen}” for this function."]
        session.state.panel = None
        forget()


def closer(subject: Subject) -> None:
    """The row, and the chosen panel under it."""
    offered = _offered(subject.graph)
    with st.container(key="closer"):
        st.html(f"<style>{_hues(subject.palette)}</style>")
        st.pills(
            "Look closer",
            list(offered),
            format_func=lambda name: offered[name].label(subject.graph),
            key="panel",
            on_change=forget,
        )
        if session.state.panel is not None:
            with st.container(key=f"panel_{session.state.panel}", border=True):
                offered[session.state.panel].show(subject)


def _hues(palette: Palette) -> str:
    """The hues of the theme, for what page.css colours."""
    return f".st-key-closer {{ --value: {palette.value}; --gradient: {palette.gradient}; }}"


def _offered(graph: ad.Graph) -> dict[str, Panel]:
    return {panel.name: panel for panel in PANELS if panel.fits(graph)}
