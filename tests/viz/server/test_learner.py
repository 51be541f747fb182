"""What one learner may ask for, and large graphs one after the other."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from viz.server import learner
from viz.server.limits import Rate, Refused


@pytest.fixture
def running(monkeypatch):
    """The page of a learner with this session and address is being run."""
    monkeypatch.setattr(learner, "_of_one", Rate(4, room=4))
    monkeypatch.setattr(learner, "_of_an_address", Rate(6, room=6))

    def run(session: str, address: str) -> None:
        monkeypatch.setattr(learner, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id=session))
        monkeypatch.setattr(learner, "st", SimpleNamespace(context=SimpleNamespace(ip_address=address)))

    return run


def test_a_learner_past_the_limit_is_refused_and_his_neighbour_is_not(running):
    running("a", "10.0.0.1")
    for _ in range(4):
        learner.new_drawing()
    with pytest.raises(Refused, match="You have asked"):
        learner.new_drawing()
    running("b", "10.0.0.2")
    learner.new_drawing()


def test_an_address_past_the_limit_is_refused_whoever_asks(running):
    for session in "abcdef":
        running(session, "10.0.0.1")
        learner.new_drawing()
    running("g", "10.0.0.1")
    with pytest.raises(Refused, match="your network"):
        learner.new_drawing()
    running("g", "10.0.0.2")
    learner.new_drawing()


def test_what_no_page_asks_for_is_not_counted(running, monkeypatch):
    running("a", "10.0.0.1")
    monkeypatch.setattr(learner, "get_script_run_ctx", lambda **_: None)
    for _ in range(100):
        learner.new_drawing()


@pytest.fixture
def waits(monkeypatch):
    """How long each run waited; nobody really does."""
    found: list[float] = []
    monkeypatch.setattr(learner, "_computing", Rate(15, room=5, earned=True))
    monkeypatch.setattr(learner, "time", SimpleNamespace(sleep=found.append, perf_counter=iter(range(100)).__next__))
    return found


def test_the_next_run_waits_after_much_computing_and_a_neighbours_does_not(running, waits):
    for session in "ab":
        running(session, "10.0.0.1")
        with learner.paced():
            pass
    assert waits == []
    running("a", "10.0.0.1")
    with learner.paced():
        pass
    assert waits == [pytest.approx(4, abs=0.5)], "a second of computing is earned in four"


def test_a_part_within_a_run_is_counted_once(running, waits):
    running("a", "10.0.0.1")
    with pytest.raises(ZeroDivisionError), learner.paced(), learner.paced():
        raise ZeroDivisionError
    with learner.paced():
        pass
    assert waits == [pytest.approx(4, abs=0.5)]


def test_large_graphs_take_turns_and_small_ones_do_not_wait_for_them():
    at_once, most, small = 0, 0, threading.Event()

    def work() -> None:
        nonlocal at_once, most
        with learner.turn(learner.LARGE + 1):
            at_once += 1
            most = max(most, at_once)
            assert small.wait(10)
            at_once -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    with learner.turn(learner.LARGE):
        small.set()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert most == 1
