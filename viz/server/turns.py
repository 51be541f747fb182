"""Work for requests beside the page: a few at once, a few more waiting, and the rest told to come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from viz.server import metrics
from viz.server.limits import Refused

Args = TypeVarTuple("Args")
T = TypeVar("T")


class Turns:
    """Runs functions in threads of its own, so that those that serve files are never all busy."""

    def __init__(self, at_once: int = 2, waiting: int = 40) -> None:
        self.most = at_once + waiting
        self._inside = 0
        self._threads = CapacityLimiter(at_once)

    async def run(self, function: Callable[[*Args], T], *args: *Args) -> T:
        """The result of a function. Raises `Refused` where too many wait."""
        if self._inside >= self.most:
            metrics.REFUSALS.labels("requests").inc()
            raise Refused("requests", "Very many requests are being answered at the moment.")
        self._inside += 1
        try:
            return await to_thread.run_sync(function, *args, limiter=self._threads)
        finally:
            self._inside -= 1
