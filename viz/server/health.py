"""What a probe may ask: whether the process is alive, whether it can draw, what it has counted."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable, Iterable

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from viz.server import metrics
from viz.server.limits import parsed

PROBES = ("healthz", "readyz", "metrics")
FRESH = 1.0  # seconds that an answer about the layout processes is good for
UNSEEN = {"Cache-Control": "no-store"}


class Readiness:
    """Whether a layout process answers; asked at most once a second, whoever asks."""

    def __init__(self, answers: Callable[[], bool]) -> None:
        self._answers = answers
        self._known = False
        self._until = 0.0
        self._asking = asyncio.Lock()
        self._thread = CapacityLimiter(1)  # of its own: the others' may all be busy

    async def __call__(self) -> bool:
        """The answer."""
        async with self._asking:
            if time.monotonic() >= self._until:
                self._known = await to_thread.run_sync(self._answers, limiter=self._thread)
                self._until = time.monotonic() + FRESH
        return self._known


def routes(base: str, answers: Callable[[], bool], readers: Iterable[str]) -> list[BaseRoute]:
    """The probes below ``base``; ``answers`` asks a layout process, ``readers`` may read the metrics."""
    ready = Readiness(answers)
    networks = [ipaddress.ip_network(reader, strict=False) for reader in readers]

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "alive"}, headers=UNSEEN)

    async def readyz(request: Request) -> Response:
        if await ready():
            return JSONResponse({"status": "ready"}, headers=UNSEEN)
        return JSONResponse({"status": "no layout process answers"}, 503, headers=UNSEEN)

    async def exposition(request: Request) -> Response:
        reader = parsed(request.client.host if request.client else None)
        if reader is None or not any(reader in network for network in networks):
            return PlainTextResponse("There is nothing here.", 404)
        return await to_thread.run_sync(metrics.exposition)

    below = f"/{base}" if base else ""
    return [Route(f"{below}/{name}", route) for name, route in zip(PROBES, (healthz, readyz, exposition), strict=True)]
