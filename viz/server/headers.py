"""What every answer tells a browser: what the page may load, who may frame it, and to be discreet about it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def policy(ancestors: Iterable[str]) -> str:
    """The content security policy: everything comes from this server, and only ``ancestors`` may frame the page."""
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "blob:", *_inline_scripts()]),  # a component's few lines are a blob
        "style-src": "'self' 'unsafe-inline'",  # Streamlit's styles, formulas and figures set styles as they go
        "img-src": "'self' data: blob:",  # the page's icon is data; a figure is saved as a picture by a blob
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(ancestors) or "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _inline_scripts() -> list[str]:
    """The hashes of the scripts that stand in Streamlit's own page, of whichever version."""
    scripts = INLINE_SCRIPT.findall(INDEX.read_text("utf-8"))
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]


class Headers:
    """Adds them to every answer; one that an answer has already stays."""

    def __init__(self, app: ASGIApp, ancestors: Iterable[str]) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # an address has the learner's function in it
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""

        async def told(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, told)
