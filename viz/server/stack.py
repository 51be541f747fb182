"""What stands between a browser and the page, from the outside in."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from viz.server import metrics
from viz.server.doors import Doors
from viz.server.headers import Headers
from viz.server.logs import AccessLog
from viz.server.settings import Settings
from viz.server.sockets import Sockets

SORRY = "Something went wrong here. Nothing that you typed is lost: it is in the link. Please reload the page."


def middleware(settings: Settings, base: str) -> list[Middleware]:
    """For the app that is reached below ``base``."""
    return [
        *([Middleware(AccessLog)] if settings.access_log else []),
        Middleware(Headers, ancestors=settings.frame_ancestors),
        Middleware(Doors, hosts=settings.allowed_hosts, base=base),
        Middleware(Sockets, settings=settings, base=base),
    ]


def sorry(error: Exception) -> bool:
    """A run of the page has failed: count it and say so in a sentence; Streamlit's logger has the places."""
    metrics.ERRORS.inc()
    st.error(SORRY)
    return True
