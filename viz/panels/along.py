"""The variable to differentiate along: that of the walk forward, chosen in a panel too."""

from __future__ import annotations

import streamlit as st

from viz import session


def along(names: tuple[str, ...]) -> str:
    """The variable, which is asked for where there are several."""
    seed = session.chosen().seed
    session.give("along", seed if seed in names else names[0])
    return st.selectbox("Along", names, key="along", on_change=_choose) if len(names) > 1 else names[0]


def _choose() -> None:
    session.chosen().seed = session.state.along
