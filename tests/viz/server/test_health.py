"""Probes: asked as often as one likes, the layout processes are asked once a second."""

from __future__ import annotations

import asyncio
import threading
import time

from tests.aside import run
from viz.server import health
from viz.server.health import Readiness


def test_many_who_ask_at_once_ask_the_processes_once():
    asked = []

    def answers() -> bool:
        asked.append(threading.current_thread())
        time.sleep(0.05)
        return True

    async def probe() -> list[bool]:
        ready = Readiness(answers)
        return list(await asyncio.gather(*[ready() for _ in range(50)]))

    assert run(probe()) == [True] * 50
    assert len(asked) == 1
    assert asked[0] is not threading.main_thread()


def test_an_answer_is_good_for_a_moment_only(monkeypatch):
    monkeypatch.setattr(health, "FRESH", 0.0)
    coming = iter([False, True])

    async def probe() -> tuple[bool, bool]:
        ready = Readiness(lambda: next(coming))
        return await ready(), await ready()

    assert run(probe()) == (False, True)
