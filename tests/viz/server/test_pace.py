"""How much of the interpreter a page may have, and large graphs one after the other."""

from __future__ import annotations

import gc
import threading
from types import SimpleNamespace

import pytest

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
    monkeypatch.setattr(pace, "time", SimpleNamespace(sleep=found.append, perf_counter=iter(range(100)).__next__))
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


def test_what_was_waited_for_is_not_computing(running, waits):
    running("a")
    with pace.paced(), pace.waiting():  # a second before, one within, one after
        pass
    with pace.paced():
        pass
    assert waits == [pytest.approx(8, abs=0.5)]


def test_what_is_made_later_counts_for_the_learner_whose_page_it_was(running, waits):
    running("a")
    make = pace.counted(lambda: "a file")
    running("")
    assert [make(), make()] == ["a file", "a file"]
    assert waits == [pytest.approx(4, abs=0.5)]


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
