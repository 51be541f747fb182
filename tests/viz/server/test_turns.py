"""Work beside the page: a few at once, a few waiting, the rest refused at once."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from tests.aside import run
from viz.server.limits import Refused
from viz.server.turns import Turns


def test_no_more_at_once_and_no_more_waiting_than_said():
    async def crowd() -> list:
        turns, go, working = Turns(at_once=2, waiting=3), threading.Event(), []

        def work(i: int) -> int:
            working.append(i)
            go.wait(10)
            return i

        asked = [asyncio.create_task(turns.run(work, i)) for i in range(8)]
        await asyncio.sleep(0.1)
        refused = [task for task in asked if task.done()]
        assert len(refused) == 3
        assert len(working) == 2
        go.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert await turns.run(work, 9) == 9, "and then there is room again"
        return found

    found = run(crowd())
    assert [one for one in found if not isinstance(one, Refused)] == [0, 1, 2, 3, 4]


def test_a_failure_gives_its_turn_back():
    async def fail() -> None:
        turns = Turns(at_once=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await turns.run(divmod, 1, 0)

    run(fail())


def test_a_place_rests_after_work_and_the_answer_does_not_wait_for_that():
    def work() -> None:  # as the parser does: in a thread of its own
        aside = threading.Thread(target=time.sleep, args=(0.1,))
        aside.start()
        aside.join()

    async def two_in_turn() -> tuple[float, float]:
        turns, begun = Turns(at_once=1, rest=10.0), time.perf_counter()
        await turns.run(work)
        first = time.perf_counter() - begun
        await turns.run(work)
        return first, time.perf_counter() - begun

    first, both = run(two_in_turn())
    assert first < both - 1.0
