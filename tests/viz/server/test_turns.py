"""Work beside the page: a few at once, a few waiting, the rest refused at once."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from tests.aside import run
from viz.server import pace
from viz.server.limits import Refused
from viz.server.turns import Turns


def test_no_more_at_once_and_no_more_waiting_than_said():
    async def crowd() -> list:
        turns, go, working = Turns(60, 60, at_once=2, waiting=3), threading.Event(), []

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
        turns = Turns(60, 60, at_once=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await turns.run(divmod, 1, 0)

    run(fail())


def test_after_much_computing_the_next_waits_and_the_first_ones_do_not():
    def work() -> None:  # as the parser does: in a thread of its own
        aside = threading.Thread(target=time.sleep, args=(0.2,))
        aside.start()
        aside.join()

    async def one_after_the_other() -> list[float]:
        turns, took = Turns(a_minute=6, room=0.3), []
        for _ in range(3):
            begun = time.perf_counter()
            await turns.run(work)
            took.append(time.perf_counter() - begun)
        return took

    first, second, third = run(one_after_the_other())
    assert max(first, second) < third - 0.5, "0.4 seconds were used, 0.1 too many: that is a second's part"


def test_what_was_waited_for_is_not_computing():
    def work() -> None:
        with pace.waiting():
            time.sleep(0.3)

    async def both() -> float:
        turns, begun = Turns(a_minute=1, room=0.1), time.perf_counter()
        await turns.run(work)
        await turns.run(work)
        return time.perf_counter() - begun

    assert run(both()) < 5
