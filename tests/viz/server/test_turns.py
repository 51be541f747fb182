"""Work beside the page: a few at once, each household in its turn, and too many of one refused at once."""

from __future__ import annotations

import asyncio
import threading
import time
from types import SimpleNamespace

import pytest

from tests.aside import run
from viz.server import pace, turns
from viz.server.limits import Household, Refused
from viz.server.turns import Turns

STRANGER = Household("203.0.113.9")


def classroom(learners: int) -> Household:
    return Household("10.0.0.1", learners)


@pytest.fixture
def few(monkeypatch):
    """Three of a household may wait."""
    monkeypatch.setattr(turns, "MANY", 3)


@pytest.fixture
def clock(monkeypatch):
    """What a function computes is what it says, and who has to wait for more lets the clock go on."""
    now = SimpleNamespace(computed=0.0, time=1000.0, waits=[])

    async def sleep(seconds: float) -> None:
        now.waits.append(seconds)
        now.time += seconds

    monkeypatch.setattr(turns, "computed", lambda: now.computed)
    monkeypatch.setattr(turns, "asyncio", SimpleNamespace(sleep=sleep, Semaphore=asyncio.Semaphore, Lock=asyncio.Lock))
    now.compute = lambda seconds: setattr(now, "computed", now.computed + seconds)
    return now


def of(clock, a_minute: float) -> Turns:
    made = Turns(a_minute, at_once=1)
    made._computing._clock = lambda: clock.time
    return made


def test_no_more_at_once_and_no_more_waiting_than_said(few):
    async def crowd() -> list:
        line, go, working = Turns(60, at_once=2), threading.Event(), []

        def work(i: int) -> int:
            working.append(i)
            go.wait(10)
            return i

        asked = [asyncio.create_task(line.run(STRANGER, work, i)) for i in range(8)]
        await asyncio.sleep(0.1)
        refused = [task for task in asked if task.done()]
        assert len(refused) + len(working) + 3 == 8
        assert len(working) == 2
        go.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert await line.run(STRANGER, work, 9) == 9, "and then there is room again"
        assert not line._lines, "who has left is not remembered"
        return found

    found = run(crowd())
    assert sum(not isinstance(one, Refused) for one in found) == 5


def test_a_failure_gives_its_turn_back():
    async def fail() -> None:
        line = Turns(60, at_once=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await line.run(STRANGER, divmod, 1, 0)

    run(fail())


def test_who_gives_up_waiting_gives_his_place_back():
    async def give_up() -> None:
        line, go = Turns(60, at_once=1), threading.Event()
        working = asyncio.create_task(line.run(STRANGER, go.wait, 10))
        waiting = [asyncio.create_task(line.run(STRANGER, int)) for _ in range(3)]
        await asyncio.sleep(0.05)
        for task in waiting[:2]:
            task.cancel()
        go.set()
        assert [await working, await waiting[2]] == [True, 0]
        assert not line._lines

    run(give_up())


def test_one_who_asks_without_a_pause_lets_another_household_wait_for_one_answer_only():
    async def both() -> list[str]:
        line, go, done = Turns(60, at_once=1), threading.Event(), []

        def work(who: str) -> None:
            go.wait(10)
            done.append(who)

        asked = [asyncio.create_task(line.run(STRANGER, work, "stranger")) for _ in range(50)]
        await asyncio.sleep(0.05)
        asked += [asyncio.create_task(line.run(classroom(30), work, "class")) for _ in range(2)]
        await asyncio.sleep(0.05)
        go.set()
        await asyncio.gather(*asked)
        return done

    done = run(both())
    assert done.index("class") <= 2
    assert done[:6].count("class") == 2, "each household in its turn"


def test_a_class_behind_one_address_has_as_many_places_as_learners(few):
    async def crowd() -> list:
        line = Turns(60, at_once=1)
        return await asyncio.gather(*(line.run(classroom(300), int) for _ in range(302)), return_exceptions=True)

    assert run(crowd()) == [0] * 302


def test_after_much_computing_the_next_waits_and_another_household_does_not(clock):
    async def one_after_the_other() -> None:
        line = of(clock, a_minute=6)
        for household in (STRANGER, STRANGER, classroom(0), STRANGER):
            await line.run(household, clock.compute, 4)

    run(one_after_the_other())
    assert clock.waits == [pytest.approx(20)], "8 seconds were used, 2 too many: that is 20 seconds' part"


def test_a_class_behind_one_address_may_compute_for_all_of_it(clock):
    async def one_after_the_other() -> None:
        line = of(clock, a_minute=6)
        for _ in range(3):
            await line.run(classroom(200), clock.compute, 8)

    run(one_after_the_other())
    assert clock.waits == [], "two hundred learners: three times as much at once"


def test_what_others_compute_at_the_same_time_is_not_counted():
    line = Turns(60, at_once=8)

    def work() -> None:
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            sum(range(100))

    async def crowd() -> None:
        await asyncio.gather(*(line.run(Household(str(i)), work) for i in range(8)))

    begun = time.perf_counter()
    run(crowd())
    took = time.perf_counter() - begun
    used = [line._computing._used[str(i)][0] for i in range(8)]
    assert sum(used) < 2 * took, "on the clock it would be eight times the whole"


def test_what_is_parsed_aside_is_counted():
    line = Turns(60)

    def work() -> None:
        with pace.aside():
            time.sleep(0.3)

    async def one() -> float:
        await line.run(STRANGER, work)
        return line._computing._used[STRANGER.address][0]

    assert run(one()) > 0.2
