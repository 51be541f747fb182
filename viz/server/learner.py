"""What the learner whose page is being run may still ask for. The page's other code need not know of limits."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.server import metrics
from viz.server.limits import Rate, Refused, household
from viz.server.settings import settings

# A minute's worth may come at once: a class opens a link together, and somebody leafs through all he has.
_of_one = Rate(settings.layouts_per_session, room=settings.layouts_per_session)
_of_an_address = Rate(settings.layouts_per_address, room=settings.layouts_per_address)


def new_drawing() -> None:
    """Count a drawing that the cache has not got. Raises `Refused` past the limits of a learner or an address.

    What nobody's page asks for, as a measurement, is not counted.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return
    if _of_one.take(context.session_id):
        _refuse("layouts_per_session", "You have asked for very many new drawings within a minute.")
    if _of_an_address.take(household(st.context.ip_address)):
        _refuse("layouts_per_address", "Very many new drawings were asked for from your network within a minute.")


def drew(text: str, begun: float) -> None:
    """Count the seconds since ``begun`` (of `time.perf_counter`) if the text is new to this learner."""
    if st.session_state.get("drew") != text:
        st.session_state.drew = text
        metrics.GRAPHS.observe(time.perf_counter() - begun)


def _refuse(limit: str, sentence: str) -> None:
    metrics.REFUSALS.labels(limit).inc()
    raise Refused(limit, sentence)
