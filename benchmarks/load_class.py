"""A class at work: each learner changes the function, moves the point and steps, at the pace of a lesson."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from websockets.exceptions import WebSocketException

from benchmarks.load_learner import PATIENCE, Fault, Learner

FUNCTION, POINT, STEP = 20.0, 5.0, 2.0  # seconds from one change to the next
ARRIVING = 10.0  # seconds in which the whole class opens the link
SHARED = (
    "x*x*y + (y + 2)",
    "sin(x)*y + exp(x/3)",
    "u = x*y\nu*u + sin(u)",
    "tanh(x*y + 1)*(x - y)",
    "s = x\nfor i in range(4):\n    s = s*y + 0.5\ns",
)
LOST = (Fault, WebSocketException, OSError, TimeoutError)


@dataclass
class Outcome:
    """What a class saw.

    Seconds to the first page, from a change to its data, and from a lost connection to the same place; and what
    went wrong.
    """

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def p95(times: list[float]) -> float:
    """The value that 95 % stay under; infinite where there is none."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("inf")


class Walker:
    """One learner of the explorer: function and point are changes for the server, a step is the browser's own."""

    paces = ((FUNCTION, "function"), (POINT, "point"))

    def __init__(self, learner: Learner, number: int) -> None:
        self.learner = learner
        self.number = number
        self.draw = random.Random(number)

    @property
    def link(self) -> str:
        """Where the learner is."""
        return str(self.learner.data["query"])

    async def function(self) -> None:
        """One of those that the class shares, or one that nobody has asked for before."""
        text = self._text()
        await self.learner.type("Function", text)
        if self.learner.data["run"]["function"]["text"] != text:
            raise Fault(f"asked for {text!r}, was given {self.learner.data['run']['function']['text']!r}")

    async def point(self) -> None:
        """Another number for x."""
        number = self.draw.randrange(-20, 20) / 4 + 0.125
        await self.learner.move(f"x:{number:g}")
        if f"at=x:{number:g}," not in self.learner.data["query"]:
            raise Fault(f"asked for x = {number:g}, was given {self.learner.data['query']}")

    def _text(self) -> str:
        text = self.draw.choice(SHARED)
        return text if self.draw.random() < 0.5 else f"{text} + {self.number}.{self.draw.randrange(1000)}"


class Plain(Walker):
    """The same learner of the plain app, where a step is a rerun too."""

    paces = (*Walker.paces, (STEP, "step"))

    @property
    def link(self) -> str:
        """All that the plain app keeps."""
        return self.learner.query

    async def function(self) -> None:
        """The function is in the link."""
        await self.learner.visit(f"f={quote(self._text())}")

    async def point(self) -> None:
        """The plain app has one point; a rerun all the same."""
        await self.learner.visit(self.learner.query)

    async def step(self) -> None:
        """The next picture."""
        await self.learner.press("Next")


async def at_work(
    server: str,
    learners: int,
    seconds: float,
    kind: type[Walker] = Walker,
    arriving: float = ARRIVING,
    first: int = 0,
) -> Outcome:
    """Let a class arrive and work at ``ws://host:port/path`` for so many seconds.

    Who loses the connection comes back with the link, as a browser does. ``first`` is the number of the first learner;
    a learner of the same number asks for the same functions again, which the server has in its caches then.
    """
    outcome = Outcome()
    begin = time.perf_counter() + 0.1
    end = begin + arriving + seconds
    await asyncio.gather(
        *(_lesson(server, kind, first + i, begin + arriving * i / learners, end, outcome) for i in range(learners))
    )
    return outcome


async def _lesson(server: str, kind: type[Walker], number: int, begin: float, end: float, outcome: Outcome) -> None:
    """One learner, from the link to the end of the lesson; a fault of the page ends it."""
    await _until(begin)
    try:
        walker = kind(await Learner.arrive(server, f"f={quote(SHARED[0])}"), number)
    except LOST as fault:
        outcome.faults.append(f"{type(fault).__name__}: {fault}")
        return
    outcome.first.append(time.perf_counter() - begin)
    try:
        while not await _works(walker, end, outcome.changes):
            outcome.away.append(await _returned(server, walker))
    except LOST as fault:
        outcome.faults.append(f"{type(fault).__name__}: {fault}")
    finally:
        await walker.learner.leave()


async def _works(walker: Walker, end: float, times: list[float]) -> bool:
    """Work until the end; False where the connection is lost before."""
    try:
        await _work(walker, end, times)
    except (WebSocketException, OSError):
        return False
    return True


async def _returned(server: str, walker: Walker) -> float:
    """Come back to where the learner was; the seconds that took."""
    begin = time.perf_counter()
    query = walker.link
    await walker.learner.leave()
    while True:
        try:
            walker.learner = await Learner.arrive(server, query)
            break
        except LOST:
            if time.perf_counter() - begin > PATIENCE:
                raise
            await asyncio.sleep(1)
    if walker.link != query:
        raise Fault(f"came back to {walker.link!r} from {query!r}")
    return time.perf_counter() - begin


async def _work(walker: Walker, end: float, times: list[float]) -> None:
    """Do what is due, one thing after the other.

    A time counts from when the change was due, not from when a learner who still waited could send it: so a
    server that is behind cannot hide it. What is overdue by a whole pace is not done any more.
    """
    now = time.perf_counter()
    due = {name: now + walker.draw.uniform(0, pace) for pace, name in walker.paces}
    pace_of = {name: pace for pace, name in walker.paces}
    while True:
        name = min(due, key=lambda name: due[name])
        start = due[name]
        if start >= end:
            return
        await _until(start)
        change: Callable[[], Awaitable[None]] = getattr(walker, name)
        await change()
        times.append(time.perf_counter() - start)
        due[name] = max(start + pace_of[name], time.perf_counter() - pace_of[name])


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))
