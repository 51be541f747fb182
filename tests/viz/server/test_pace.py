"""How much of the interpreter a page may have, and large graphs one after the other."""

from __future__ import annotations

import gc
import threading
import time
from types import SimpleNamespace

import pytest

from viz.problems import parsed
from viz.server import pace
from viz.server.limits import Rate


@pytest.fixture
def running(monkeypatch):
    """The page of this session is being run."""

    def run(session: str) -> None:
        monkeypatch.setattr(pace, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id=session))

    return run


@pytest.fixture
def waits(monkeypatch):
    """How long each run waited; nobody really does. Somebody else is there too."""
    found: list[float] = []
    monkeypatch.setattr(pace, "_computing", Rate(15, room=5, earned=True))
    ticks = iter(range(100)).__next__
    monkeypatch.setattr(pace, "time", SimpleNamespace(sleep=found.append, perf_counter=ticks, thread_time=ticks))
    pace._computing.use("somebody else", 0)
    return found


def test_the_next_run_waits_after_much_computing_and_a_neighbours_does_not(running, waits):
    for session in "ab":
        running(session)
        with pace.paced():
            pass
    assert waits == []
    running("a")
    with pace.paced():
        pass
    assert waits == [pytest.approx(4, abs=0.5)], "a second of computing is earned in four"


def test_who_is_alone_does_not_wait(running, waits, monkeypatch):
    monkeypatch.setattr(pace, "_computing", Rate(15, room=5, earned=True))
    running("a")
    for _ in range(5):
        with pace.paced():
            pass
    assert waits == []


def test_a_part_within_a_run_is_counted_once(running, waits):
    running("a")
    with pytest.raises(ZeroDivisionError), pace.paced(), pace.paced():
        raise ZeroDivisionError
    with pace.paced():
        pass
    assert waits == [pytest.approx(4, abs=0.5)]


def test_what_another_thread_computes_for_it_is_counted(running, waits):
    running("a")
    with pace.paced(), pace.aside():  # one before, one within, one after: three seconds, and one aside
        pass
    with pace.paced():
        pass
    assert waits == [pytest.approx(16, abs=0.5)]


def test_who_comes_together_is_not_counted_for_the_others(monkeypatch):
    monkeypatch.setattr(pace, "_computing", Rate(15, room=5, earned=True))
    monkeypatch.setattr(pace, "_learner", lambda: threading.current_thread().name)
    together = threading.Barrier(8)

    def page() -> None:
        until = time.thread_time() + 0.05
        together.wait()
        with pace.paced():
            while time.thread_time() < until:
                sum(range(100))

    threads = [threading.Thread(target=page, name=str(i)) for i in range(8)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    owed = sum(pace._computing.wait(str(i)) * pace._computing.a_second for i in range(8))
    assert owed < 2 * took, "on the clock it would be eight times the whole"


def test_nobody_looks_for_garbage_in_a_large_graph():
    with pace.turn(pace.LARGE + 1):
        assert not gc.isenabled()
    assert gc.isenabled()
    with pace.turn(pace.LARGE):
        assert gc.isenabled()


def test_large_graphs_take_turns_and_small_ones_do_not_wait_for_them():
    at_once, most, small = 0, 0, threading.Event()

    def work() -> None:
        nonlocal at_once, most
        with pace.turn(pace.LARGE + 1):
            at_once += 1
            most = max(most, at_once)
            assert small.wait(10)
            at_once -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    with pace.turn(pace.LARGE):
        small.set()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert most == 1


def test_parsing_is_counted_though_the_engine_does_it_in_a_thread_of_its_own():
    def others() -> float:
        return pace.computed() - time.thread_time()

    before = others()
    parsed("x*" * 500 + "0.12345", False)
    assert others() > before
