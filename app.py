"""Gradwalk as an ASGI app: the page as its script, and a few routes beside it.

streamlit run app.py        or        uvicorn app:app
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import config

from viz.layout import shared
from viz.routes import routes


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm the layout workers while the server starts, and end them with it."""
    threading.Thread(target=shared.warm, daemon=True).start()
    yield
    shared.stop()


app = st.App(
    Path(__file__).parent / "viz" / "page.py",
    routes=routes(config.get_option("server.baseUrlPath")),
    lifespan=lifespan,
)
