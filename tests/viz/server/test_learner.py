"""What one learner may ask for."""

from __future__ import annotations

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
