"""Work for requests beside the page: a few at once, a few more waiting, and the rest told to come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from viz.server import metrics
from viz.server.limits import Refused

Args = TypeVarTuple("Args")
T = TypeVar("T")


class Turns:
    """Runs functions in threads of its own, so that those that serve files are never all busy.

    After each, its place rests ``rest`` times as long as it took: whoever asks without a pause gets a part of the
    interpreter that all threads share, and not most of it.
    """

    def __init__(self, at_once: int = 2, waiting: int = 40, rest: float = 0.0) -> None:
        self.most = at_once + waiting
        self.rest = rest
        self._inside = 0
        self._places = asyncio.Semaphore(at_once)
        self._threads = CapacityLimiter(at_once)

    async def run(self, function: Callable[[*Args], T], *args: *Args) -> T:
        """The result of a function. Raises `Refused` where too many wait."""
        if self._inside >= self.most:
            metrics.REFUSALS.labels("requests").inc()
            raise Refused("requests", "Very many requests are being answered at the moment.")
        self._inside += 1
        try:
            await self._places.acquire()
            return await self._timed(function, *args)
        finally:
            self._inside -= 1

    async def _timed(self, function: Callable[[*Args], T], *args: *Args) -> T:
        """The result; the place is given back when it has rested."""
        took = 0.0

        def work() -> T:
            nonlocal took
            begun = time.perf_counter()  # not the processor's time of this thread: a text is parsed in another
            try:
                return function(*args)
            finally:
                took = time.perf_counter() - begun

        try:
            return await to_thread.run_sync(work, limiter=self._threads)
        finally:
            asyncio.get_running_loop().call_later(self.rest * took, self._places.release)
