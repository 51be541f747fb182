"""Which names the server answers to, and which of Streamlit's own routes are shut."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import URL
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from viz.server.health import PROBES

NEEDED = ("_stcore/health", "_stcore/stream", "_stcore/bidi-components/")  # by the page, of Streamlit itself
SHUT = ("_stcore/", "component/", "auth/", "oauth2callback")  # uploads, its metrics, the agent interface, logins
HOST_CONFIG = "_stcore/host-config"


class Doors:
    """Answers to known host names only, and where the page has no business with "not found".

    Probes come to an address, not to a name, and are let in by any.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], base: str) -> None:
        self.app = app
        self.base = f"/{base}/" if base else "/"
        self.by_name = TrustedHostMiddleware(self._inside, allowed_hosts=list(hosts) or ["*"], www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif self._path(scope) in PROBES:
            await self._inside(scope, receive, send)
        else:
            await self.by_name(scope, receive, send)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._path(scope)
        answer: Response | None = None
        if path == HOST_CONFIG:
            answer = _host_config(scope)
        elif path.startswith(SHUT) and not path.startswith(NEEDED):
            answer = PlainTextResponse("There is nothing here.", 404)
        await (answer or self.app)(scope, receive, send)

    def _path(self, scope: Scope) -> str:
        return str(scope["path"]).removeprefix(self.base)


def _host_config(scope: Scope) -> Response:
    """Who may command the page by messages (run it, empty caches, end its connection): only the page itself.

    Streamlit's own list names the hosts of its makers' cloud.
    """
    url = URL(scope=scope)
    own = {"allowedOrigins": [f"{url.scheme}://{url.netloc}"], "useExternalAuthToken": False}
    return JSONResponse(own, headers={"Cache-Control": "no-cache"})
