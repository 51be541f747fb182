"""A part of the page that runs alone when something in it is used, and is counted like the whole (`pace.py`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from viz import session
from viz.server import pace

P = ParamSpec("P")


def part(show: Callable[P, None]) -> Callable[P, None]:
    """Let a function be such a part; where what was chosen in it concerns other parts too, all of the page runs."""

    @st.fragment
    @wraps(show)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        session.again()
        with pace.paced():
            show(*args, **kwargs)

    return run
