"""Work for requests beside the page: a few at once, one household after the other, and too many of one refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from viz.server import metrics
from viz.server.limits import Household, Rate, Refused
from viz.server.pace import computed

Args = TypeVarTuple("Args")
T = TypeVar("T")
MANY = 100  # learners as many as whom anybody may ask, and a class as many more as are there


@dataclass
class _Line:
    """Those of one household who wait: the first of them for all households, the others for him."""

    first: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Turns:
    """Runs functions in threads of its own, so that those that serve files are never all busy.

    One of each household stands in the line for them, so whoever asks without a pause makes his own household wait, and
    the others for one answer at most. A household has so many seconds of computing a minute, which may be used at once,
    and as much again for every hundred learners there: a class behind one address needs it, and a stranger never has
    most of the interpreter that all threads share.
    """

    def __init__(self, a_minute: float, at_once: int = 2) -> None:
        self._computing = Rate(a_minute, room=a_minute)
        self._lines: dict[str, _Line] = {}
        self._places = asyncio.Semaphore(at_once)
        self._threads = CapacityLimiter(at_once)

    async def run(self, household: Household, function: Callable[[*Args], T], *args: *Args) -> T:
        """The result of a function. Raises `Refused` where too many of the household wait."""
        async with self._turn(household):
            return await to_thread.run_sync(self._counted, household, function, *args, limiter=self._threads)

    @asynccontextmanager
    async def _turn(self, household: Household) -> AsyncIterator[None]:
        with self._line(household) as line:
            async with line.first:
                while wait := self._computing.wait(household.address):
                    await asyncio.sleep(wait)
                await self._places.acquire()
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _line(self, household: Household) -> Iterator[_Line]:
        line = self._lines.setdefault(household.address, _Line())
        if line.length >= MANY + household.learners:
            metrics.REFUSALS.labels("requests").inc()
            raise Refused("requests", "Very many requests from your address are being answered at the moment.")
        line.length += 1
        try:
            yield line
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[household.address]

    def _counted(self, household: Household, function: Callable[[*Args], T], *args: *Args) -> T:
        before = computed()
        try:
            return function(*args)
        finally:
            self._computing.use(household.address, (computed() - before) / (1 + household.learners / MANY))
