"""A class on the server: what a learner waits, what one costs, and how many fit, against a plain Streamlit app."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Callable
from itertools import takewhile
from urllib.parse import quote

from benchmarks.load_class import ARRIVING, SHARED, Outcome, Plain, Walker, at_work, p95
from benchmarks.load_learner import Learner
from benchmarks.load_server import Server, serving

LEARNERS = int(os.environ.get("LOAD_LEARNERS", "30"))
SECONDS = float(os.environ.get("LOAD_SECONDS", "30"))  # of work, after all have arrived
WORKERS = int(os.environ.get("LOAD_WORKERS", "1"))  # web processes of the explorer
SESSIONS = int(os.environ.get("LOAD_SESSIONS", "300"))  # that come and go
PORT = int(os.environ.get("LOAD_PORT", "8630"))
BASELINE = "benchmarks/baseline.py"
BEARABLE = 0.3  # seconds: the p95 at which a class counts as served
CLASSES = (50, 75, 110, 165, 250, 375, 560, 840, 1260)  # sizes tried, each half as large again
FULL = 2_000  # sessions with a function each that fill the caches of graphs and drawings
ALL_FROM_ONE = {  # as no class is
    "GRADWALK_SESSIONS": "5000",
    "GRADWALK_SOCKETS_PER_ADDRESS": "5000",
    "GRADWALK_LAYOUTS_PER_ADDRESS": "100000",
}


def measure() -> list[str]:
    """Every figure, as rows of the table.

    The sizes are set by LOAD_LEARNERS, LOAD_SECONDS, LOAD_WORKERS and LOAD_SESSIONS.
    """
    gc.collect()
    gc.freeze()  # the generator shares the processor with the servers
    with serving(PORT, workers=WORKERS, **ALL_FROM_ONE) as ours:
        time.sleep(3)  # the layout workers warm up
        empty = ours.memory()
        mine, cost = lesson(ours, Walker, LEARNERS, SECONDS)
        held = ours.memory()
        gone = come_and_gone(ours, SESSIONS)
    with serving(PORT, BASELINE) as theirs:
        plain, plain_cost = lesson(theirs, Plain, LEARNERS, SECONDS)
    return [
        f"| {LEARNERS} learners open the link in {ARRIVING:g} s | first data p95 {p95(mine.first):.2f} s "
        f"| plain app {p95(plain.first):.2f} s |",
        f"| {LEARNERS} learners at work for {SECONDS:g} s | {waits(mine)} | {len(mine.faults)} faults |",
        f"| the same, the plain app | {waits(plain)} | {len(plain.faults)} faults |",
        f"| processor for a learner | {1000 * cost:.1f} ms a second | plain app {1000 * plain_cost:.1f} ms: "
        f"{plain_cost / cost:.1f} times as much |",
        f"| memory of the web process | {empty:.0f} MB at the start | {held:.0f} MB with {LEARNERS} learners |",
        gone[0],
    ]


def lesson(
    server: Server, kind: type[Walker], learners: int, seconds: float, arriving: float = ARRIVING
) -> tuple[Outcome, float]:
    """A class at work, and the seconds of processor that a second of one learner cost."""
    asyncio.run(at_work(server.ws, 3, 2, kind, arriving=1))  # what is imported on first use
    before = server.processor()
    outcome = asyncio.run(at_work(server.ws, learners, seconds, kind, arriving))
    return outcome, (server.processor() - before) / learners / (seconds + arriving / 2)


def waits(outcome: Outcome) -> str:
    """The times from a change to its data, in words."""
    return (
        f"{len(outcome.changes)} changes, median {1000 * statistics.median(outcome.changes):.0f} ms, "
        f"p95 {1000 * p95(outcome.changes):.0f} ms"
    )


def fitting(server: Server, kind: type[Walker], seconds: float) -> int:
    """The largest class that is served within `BEARABLE`, of those that are tried; 0 if none is."""

    def served(learners: int) -> bool:
        outcome = asyncio.run(at_work(server.ws, learners, seconds, kind))
        return not outcome.faults and p95(outcome.changes) < BEARABLE

    return max(takewhile(served, CLASSES), default=0)


def come_and_gone(server: Server, sessions: int) -> tuple[str, float]:
    """What the process holds after sessions have come and gone, against when its caches were full: row, ratio."""
    passing(server, FULL)
    before = settled(server.memory)
    passing(server, sessions)
    after = settled(server.memory)
    row = f"| {sessions:,} sessions come and gone | {before:.0f} MB, then {after:.0f} MB | ratio {after / before:.2f} |"
    return row, after / before


def passing(server: Server, sessions: int, at_once: int = 10) -> None:
    """Learners who open the link, change the function once and leave, so many at once."""

    async def pass_by(turn: int, lane: asyncio.Semaphore) -> None:
        async with lane:
            learner = await Learner.arrive(server.ws, f"f={quote(SHARED[turn % len(SHARED)])}")
            await learner.type("Function", f"{SHARED[0]} + {turn}")
            await learner.leave()

    async def all_of_them() -> None:
        lane = asyncio.Semaphore(at_once)
        await asyncio.gather(*(pass_by(turn, lane) for turn in range(sessions)))

    asyncio.run(all_of_them())


def settled(figure: Callable[[], float]) -> float:
    """A figure when it no longer moves by more than 1 % within two seconds, after half a minute at the latest."""
    now = figure()
    for _ in range(15):
        before = now
        time.sleep(2)
        now = figure()
        if abs(now - before) < 0.01 * before:
            break
    return now
