"""The point of many variables: a table of names and numbers, and random numbers by a seed."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from viz import session
from viz.values import LARGEST_SEED

NAME, VALUE = "Variable", "Value"
ROW = 28  # px
ROWS_SEEN = 4  # the last one cut, so that one sees there are more


def grid(at: dict[str, float]) -> None:
    """The table of a point, and what fills it at once."""
    base, key = _base(at)
    st.data_editor(
        {NAME: list(base), VALUE: list(base.values())},
        key=key,
        height=ROW * (1 + min(ROWS_SEEN, len(base))) + 2,
        row_height=ROW,
        hide_index=True,
        num_rows="fixed",
        alt="The point: a number for each variable",
        column_config={
            NAME: st.column_config.TextColumn(disabled=True),
            VALUE: st.column_config.NumberColumn(format="%.6g", required=True),
        },
        on_change=_edited,
        args=(key,),
    )
    with st.container(key="seeding", horizontal=True, vertical_alignment="center", gap="small"):
        st.number_input("Seed", 0, LARGEST_SEED, key="drawing_seed", step=1)
        st.button("Random values", on_click=session.draw_values, args=(tuple(at),))


def _base(at: dict[str, float]) -> tuple[dict[str, float], str]:
    """What the editor was given, and its key.

    An editor keeps what is typed as changes to what it was given, and its scroll with them. So it goes on
    with the same table as long as table and changes make the point; otherwise the point has come from
    elsewhere, and there is a new one.
    """
    base, version = session.state.get("grid", ({}, 0))
    if base | _changes(base, f"grid {version}") != at:
        base, version = at, version + 1
        session.state.grid = base, version
    return base, f"grid {version}"


def _edited(key: str) -> None:
    session.state.numbers |= _changes(session.state.grid[0], key)


def _changes(base: dict[str, float], key: str) -> dict[str, float]:
    """The numbers that were typed into an editor; what is no number is left as it was."""
    rows: dict[int, dict[str, Any]] = session.state.get(key, {}).get("edited_rows", {})
    names = list(base)
    typed = {names[row]: change[VALUE] for row, change in rows.items() if change.get(VALUE) is not None}
    return {name: float(x) for name, x in typed.items() if math.isfinite(float(x))}
