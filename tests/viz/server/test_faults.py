"""A layout process that is killed or hangs: the next learner gets his picture."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from tests.aside import run
from tests.viz.server.visitor import ask, visiting


async def drawn(server, text: str) -> bool:
    """Whether a new learner's function is drawn by dot, not in the simple way; there is a picture in any case."""
    async with visiting(server) as learner:
        await learner.type("Function", text)
        assert learner.data["run"]["function"]["text"] == text
        assert "<svg" in learner.data["svg"]
        return not learner.data["simple"]


def test_after_all_were_killed_the_next_drawing_is_as_good_as_ever(server):
    assert run(drawn(server, "x*y + 11"))
    for pid in server.layout_workers():
        os.kill(pid, signal.SIGKILL)
    assert run(drawn(server, "x*y + 12"))


def test_one_that_hangs_costs_one_learner_the_better_drawing_and_the_next_nothing(server):
    assert run(drawn(server, "x*y + 21"))
    for pid in server.layout_workers():
        os.kill(pid, signal.SIGSTOP)
    found = [run(drawn(server, f"x*y + 22 + {i}")) for i in range(4)]
    assert found[2:] == [True, True]


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_probe_replaces_them_before_a_learner_meets_them(server, blow):
    assert ask(server, "/readyz")[0] == 200
    before = server.layout_workers()
    for pid in before:
        os.kill(pid, blow)
    statuses = [ask(server, "/readyz")[0]]
    run(asyncio.sleep(1.1))  # an answer is good for a second
    statuses.append(ask(server, "/readyz")[0])
    assert statuses[-1] == 200
    assert not set(before) & set(server.layout_workers())
    assert run(drawn(server, f"x*y + 31 + {int(blow)}"))
