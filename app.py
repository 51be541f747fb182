"""Gradwalk as an ASGI app: the page as its script, a few routes beside it, and what guards a server.

streamlit run app.py        or        uvicorn app:app
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from viz.drawing.layout import shared
from viz.routes import routes
from viz.server import health, logs, options, stack
from viz.server.settings import settings

# Seconds that a thread may keep the others waiting, a tenth of Python's own: a short run needs many turns.
TURN = 0.0005
# Python's own, but for a search for garbage among all that there is, which stops everybody: a quarter as often.
SEARCHES = (700, 10, 40)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Say what is not as a class needs it, warm the layout workers while the server starts, and end them with it."""
    logs.configure(settings.log_level)
    for sentence in options.disregarded():
        logs.logger.warning(sentence)
    threading.Thread(target=shared.warm, daemon=True).start()
    gc.freeze()  # what was imported stays: no collection need look at it again
    gc.set_threshold(*SEARCHES)
    sys.setswitchinterval(TURN)
    logs.logger.info("started")
    yield
    shared.stop()
    logs.logger.info("stopped")


base = options.apply(settings)
logs.configure(settings.log_level)
app = st.App(
    Path(__file__).parent / "viz" / "page.py",
    routes=[*routes(base), *health.routes(base, shared.answers, settings.metrics_from)],
    middleware=stack.middleware(settings, base),
    lifespan=lifespan,
    on_script_error=stack.sorry,
)
