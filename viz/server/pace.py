"""How much of the interpreter, which all threads share, a learner's page may have.

Who computes without a pause would have an equal part of it, always, and whatever somebody else asks for would take
twice as long. So what was computed is counted, and who has used up his part waits.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import get_script_run_ctx

from viz.server import metrics
from viz.server.limits import Rate
from viz.server.settings import settings

LARGE = 400  # nodes from which a Run takes more than a tenth of a second
A_WHILE = 60.0  # seconds after which somebody who does nothing is not there
_large = threading.Lock()
_computing = Rate(settings.computing_per_session, room=settings.computing_per_session / 3, earned=True)
_thread = threading.local()  # whether it runs a page, and the seconds that others have computed for it


def computed() -> float:
    """The seconds of processor that this thread has had, and those that others computed for it.

    Not those on the clock: of a hundred pages that are opened together each takes a hundred times as long.
    """
    return time.thread_time() + _aside()


@contextmanager
def aside() -> Iterator[None]:
    """Another thread computes for this one, which waits for it: that is known by the clock alone."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        count(time.perf_counter() - begun)


def count(seconds: float) -> None:
    """Another thread or process has computed so long for this one."""
    _thread.aside = _aside() + seconds


def _aside() -> float:
    return getattr(_thread, "aside", 0.0)


@contextmanager
def paced() -> Iterator[None]:
    """A run of the page or of a part of it: after much computing, the next one waits until others had their part.

    Who is alone here does not wait. A part of it that runs within the whole is counted once.
    """
    if getattr(_thread, "paced", False):
        yield
        return
    learner = _learner()
    if (wait := _computing.wait(learner)) and not _computing.alone(learner, A_WHILE):
        metrics.REFUSALS.labels("computing_per_session").inc()
        time.sleep(wait)
    before = computed()
    _thread.paced = True
    try:
        yield
    finally:
        _thread.paced = False
        _computing.use(learner, computed() - before)


def _learner() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


@contextmanager
def turn(nodes: int) -> Iterator[None]:
    """Work on a graph of so many nodes: small ones at once, large ones one after the other.

    Three graphs of thousands of nodes at once would let everybody wait for seconds. What a large one is made of are
    many small objects, and none of them garbage: to look through them again and again would take half of the time,
    and hold everybody up for a quarter of a second each time.
    """
    if nodes <= LARGE:
        yield
        return
    with _large:
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
