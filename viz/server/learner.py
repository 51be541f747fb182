"""What the learner whose page is being run may still ask for. The page's other code need not know of limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.server import metrics
from viz.server.limits import Rate, Refused, household
from viz.server.settings import settings

LARGE = 400  # nodes from which a Run takes more than a tenth of a second
_large = threading.Lock()
_thread = threading.local()

# Threads share one interpreter: whoever computes without a pause would have his part of it, always.
_computing = Rate(settings.computing_per_session, room=settings.computing_per_session / 3, earned=True)

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


@contextmanager
def paced() -> Iterator[None]:
    """A run of the page or of a part of it: after much computing, the next one waits until others had their part.

    A part of it that runs within the whole is counted once.
    """
    if getattr(_thread, "paced", False):
        yield
        return
    context = get_script_run_ctx(suppress_warning=True)
    learner = context.session_id if context else ""
    if wait := _computing.wait(learner):
        metrics.REFUSALS.labels("computing_per_session").inc()
        time.sleep(wait)
    begun = time.perf_counter()  # not the processor's time of this thread: a text is parsed in another
    _thread.paced = True
    try:
        yield
    finally:
        _thread.paced = False
        _computing.use(learner, time.perf_counter() - begun)


@contextmanager
def turn(nodes: int) -> Iterator[None]:
    """Work on a graph of so many nodes: small ones at once, large ones one after the other.

    Three graphs of thousands of nodes at once would let everybody wait for seconds.
    """
    if nodes <= LARGE:
        yield
        return
    with _large:
        yield


def drew(text: str, begun: float) -> None:
    """Count the seconds since ``begun`` (of `time.perf_counter`) if the text is new to this learner."""
    if st.session_state.get("drew") != text:
        st.session_state.drew = text
        metrics.GRAPHS.observe(time.perf_counter() - begun)


def _refuse(limit: str, sentence: str) -> None:
    metrics.REFUSALS.labels(limit).inc()
    raise Refused(limit, sentence)
