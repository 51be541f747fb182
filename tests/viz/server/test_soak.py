"""For minutes: sessions that come and go leave nothing behind, and one learner at the limits is not felt."""

from __future__ import annotations

import asyncio
import random
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.load_learner import Learner
from tests.aside import run
from tests.viz.server.visitor import rerun, served, visiting

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[3]
TEXTS = ["x*x*y + (y + 2)", "sin(x^2)", "log(x*y + 2)", "tanh(x) + y/2", "max(x, y)*x", "sqrt(x*x + y*y)"]


async def lesson(server, number: int) -> None:
    """A short visit with a function of its own."""
    chance = random.Random(number)
    async with visiting(server, f"f=x*{number}") as learner:
        await learner.type("Function", f"{chance.choice(TEXTS)} + {number}")
        await learner.choose(at=f"x:{chance.uniform(-3, 3)}")


async def class_of(server, numbers: range, at_once: int = 20) -> None:
    room = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with room:
            await lesson(server, number)

    await asyncio.gather(*[one(number) for number in numbers])


def test_after_two_thousand_sessions_the_process_is_as_large_as_it_was(start):
    server = start(GRADWALK_LAYOUTS_PER_ADDRESS="1000000", GRADWALK_SOCKETS_PER_ADDRESS="100000")
    run(class_of(server, range(600)))  # until the caches are full
    before = server.memory()
    run(class_of(server, range(600, 2_600)))
    after = server.memory()
    sys.stdout.write(f"\nafter 600 sessions {before:.0f} MB, after 2,600 {after:.0f} MB\n")
    assert after < 1.15 * before


ATTACK = """
import asyncio, sys
from streamlit.proto.WidgetStates_pb2 import WidgetState
from benchmarks.load_server import Server
from tests.viz.server.visitor import elements, raw, rerun

async def attack():
    async with raw(Server(int(sys.argv[1]), None)) as socket:
        await socket.send(rerun())
        area = next(one.text_area for one in await elements(socket) if one.WhichOneof("type") == "text_area")
        for i in range(10_000):
            text = f"s = x\\nfor i in range(1600):\\n    s = sin(s)*x + y\\ns + {i}"
            await socket.send(rerun(WidgetState(id=area.id, string_value=text)))
            await elements(socket)

asyncio.run(attack())
"""


async def pace(server, rounds: int) -> float:
    """Seconds from a change to its data, the 95th percentile of a learner's."""
    async with visiting(server) as learner:
        times = []
        for i in range(rounds):
            times.append(await learner.choose(at=f"x:{i % 5 + 0.5}"))
            if i % 5 == 0:
                times.append(await learner.type("Function", f"x*y + {i}"))
            await asyncio.sleep(0.1)
    return statistics.quantiles(times, n=20)[-1]


def test_one_learner_at_the_limits_is_not_felt(start):
    server = start(GRADWALK_LAYOUTS_PER_SESSION="1000")
    run(pace(server, 20))
    quiet = run(pace(server, 150))
    attacker = subprocess.Popen([sys.executable, "-c", ATTACK, str(server.port)], cwd=ROOT)
    try:
        felt = run(pace(server, 150))
        assert attacker.poll() is None, "it went on all the time"
    finally:
        attacker.kill()
        attacker.wait()
    sys.stdout.write(f"\np95 quiet {1000 * quiet:.0f} ms, beside one at the limits {1000 * felt:.0f} ms\n")
    assert felt < 1.5 * quiet + 0.1  # a tenth of a second is what nobody feels
    run(served(server))


def test_who_never_reads_costs_little(start):
    server = start()

    async def many() -> float:
        before = server.memory()
        idle = [await Learner.arrive(server.ws) for _ in range(20)]
        for learner in idle:
            learner.socket.transport.pause_reading()
        texts = [f"s = x\nfor i in range(400):\n    s = sin(s)*x + {i}\ns" for i in range(10)]
        for text in texts:
            for learner in idle:
                state = WidgetState(id=learner.widgets["Function"], string_value=text)
                await learner.socket.send(rerun(state))
        await served(server)
        grown = server.memory() - before
        for learner in idle:
            learner.socket.transport.abort()
        return grown

    grown = run(many())
    sys.stdout.write(f"\ntwenty who never read: {grown:.0f} MB\n")
    assert grown < 20 * 15
