"""Work for requests beside the page: a few at once, a few more waiting, and the rest told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from viz.server import metrics
from viz.server.limits import Rate, Refused
from viz.server.pace import Watch

Args = TypeVarTuple("Args")
T = TypeVar("T")
ALL = ""  # the key of all requests together: an address may be a whole class


class Turns:
    """Runs functions in threads of its own, so that those that serve files are never all busy.

    Together they have so many seconds of computing a minute, and ``room`` seconds at once: a few answers, even long
    ones, never wait, and whoever asks without a pause gets a part of the interpreter that all threads share, and not
    most of it.
    """

    def __init__(self, a_minute: float, room: float, at_once: int = 2, waiting: int = 40) -> None:
        self.most = at_once + waiting
        self._inside = 0
        self._computing = Rate(a_minute, room)
        self._places = asyncio.Semaphore(at_once)
        self._threads = CapacityLimiter(at_once)

    async def run(self, function: Callable[[*Args], T], *args: *Args) -> T:
        """The result of a function. Raises `Refused` where too many wait."""
        if self._inside >= self.most:
            metrics.REFUSALS.labels("requests").inc()
            raise Refused("requests", "Very many requests are being answered at the moment.")
        self._inside += 1
        try:
            async with self._places:
                while wait := self._computing.wait(ALL):
                    await asyncio.sleep(wait)
                return await to_thread.run_sync(self._counted, function, *args, limiter=self._threads)
        finally:
            self._inside -= 1

    def _counted(self, function: Callable[[*Args], T], *args: *Args) -> T:
        watch = Watch()
        try:
            return function(*args)
        finally:
            self._computing.use(ALL, watch.seconds())
