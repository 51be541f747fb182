"""Something dies while learners work: all are back at the same function, point and step within 15 seconds.

Fast with one real browser and a few learners on sockets; ``make soak`` has ten browsers and a hundred learners.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.load_class import Outcome, at_work
from benchmarks.load_server import Server, serving, start
from tests.browser.conftest import free_port
from tests.conftest import seldom
from tests.deploy.conftest import BASE
from tests.deploy.learning import SOON, Learner
from tests.deploy.proxies import Proxy, haproxy, nginx, reload

ARRIVING = 3.0  # seconds
CLASS = {"GRADWALK_SESSIONS": "1000", "GRADWALK_SOCKETS_PER_ADDRESS": "1000", **BASE}
pytestmark = pytest.mark.timeout(600)
sizes = pytest.mark.parametrize(
    ("browsers", "sockets"), [pytest.param(1, 3, id="few"), pytest.param(10, 100, id="class", marks=pytest.mark.soak)]
)


@contextmanager
def working(proxy: Proxy, learner: Callable, browsers: int, sockets: int) -> Iterator[list[Learner]]:
    """A class at work: those in browsers, each at a place of one's own, and those on sockets; none must fail."""
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        done: Future[Outcome] = beside.submit(
            lambda: asyncio.run(at_work(proxy.ws, sockets, 10 + 10 * browsers, arriving=ARRIVING))
        )
        learners = [Learner(learner(proxy.address + "/"), number).settle() for number in range(browsers)]
        time.sleep(max(0.0, begun + ARRIVING + 1 - time.monotonic()))  # all are there before anything fails
        yield learners
        outcome = done.result()
    assert outcome.faults == []
    assert len(outcome.first) == sockets
    assert browsers == 1 or all(away < SOON / 1000 for away in outcome.away)


def all_back(learners: list[Learner], since: float, reconnected: bool) -> None:
    for one in learners:
        one.is_back(since, reconnected)
    for one in learners:
        one.is_heard()


@sizes
@pytest.mark.parametrize("fault", seldom([signal.SIGKILL, signal.SIGSTOP], often=[signal.SIGSTOP]))
def test_layout_processes(browsers, sockets, fault, place, learner):
    with (
        serving(free_port(), **CLASS) as server,
        nginx(place, server.port) as proxy,
        working(proxy, learner, browsers, sockets) as learners,
    ):
        assert len(server.layout_workers()) == 2
        for pid in server.layout_workers():
            os.kill(pid, fault)
        all_back(learners, time.monotonic(), reconnected=False)


@sizes
def test_the_server_is_restarted(browsers, sockets, place, learner):
    server = start(free_port(), **CLASS)
    try:
        with nginx(place, server.port) as proxy, working(proxy, learner, browsers, sockets) as learners:
            begun = time.monotonic()
            server.stop()
            server = start(server.port, **CLASS)
            if browsers == 1:
                begun = time.monotonic()  # beside other tests it starts slowly
            all_back(learners, begun, reconnected=True)
    finally:
        server.stop()


@sizes
def test_a_replica_is_killed(browsers, sockets, place, learner):
    with (
        serving(free_port(), **CLASS) as one,
        serving(free_port(), **CLASS) as two,
        haproxy(place, (one.port, two.port)) as proxy,
        working(proxy, learner, browsers, sockets) as learners,
    ):
        replicas = {"one": one, "two": two}
        held = [replica_of(each, replicas) for each in learners]
        begun = time.monotonic()
        held[0].kill()
        for each, replica in zip(learners, held, strict=True):
            each.is_back(begun, reconnected=replica is held[0])
        for each in learners:
            each.is_heard()


def replica_of(learning: Learner, replicas: dict[str, Server]) -> Server:
    """The one that the cookie names."""
    cookies = {cookie["name"]: cookie["value"] for cookie in learning.walker.page.context.cookies()}
    return replicas[cookies["gradwalk-replica"]]


@pytest.mark.soak
@sizes
def test_a_replica_hangs(browsers, sockets, place, learner):
    """It answers no check any more: the proxy cuts its connections, and the learners go to the other one."""
    with (
        serving(free_port(), **CLASS) as one,
        serving(free_port(), **CLASS) as two,
        haproxy(place, (one.port, two.port)) as proxy,
        working(proxy, learner, browsers, sockets) as learners,
    ):
        hung = replica_of(learners[0], {"one": one, "two": two})
        for pid in hung.processes():
            os.kill(pid, signal.SIGSTOP)
        try:
            learners[0].is_back(time.monotonic())
            for each in learners:
                each.is_heard()
        finally:
            hung.kill()


@sizes
@pytest.mark.parametrize("kind", seldom(["nginx", "haproxy"], often=["nginx"]))
def test_the_proxy_is_reloaded(browsers, sockets, kind, server, place, learner):
    begin = nginx(place, server.port) if kind == "nginx" else haproxy(place, (server.port, free_port()))
    with begin as proxy, working(proxy, learner, browsers, sockets) as learners:
        reload(proxy)
        all_back(learners, time.monotonic(), reconnected=False)
        assert not any(each.sockets for each in learners)  # the old connections went on


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A file system of 30 MB of its own."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("making a file system needs root")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(disk: Path) -> None:
    with (disk / "filling").open("wb", buffering=0) as file:
        while free := shutil.disk_usage(disk).free:
            file.write(bytes(free))


@pytest.mark.soak
@sizes
def test_the_disk_is_full(browsers, sockets, small_disk, learner):
    """The proxy's cache and logs and the server's log are on it; learners stay, and another one comes in."""
    with (small_disk / "server.log").open("wb") as log:
        server = start(free_port(), log=log.fileno(), **CLASS)
    try:
        with (
            nginx(small_disk / "proxy", server.port) as proxy,
            working(proxy, learner, browsers, sockets) as learners,
        ):
            fill(small_disk)
            all_back(learners, time.monotonic(), reconnected=False)
            learners[0].walker.page.reload()
            learners[0].is_back(time.monotonic())
            Learner(learner(proxy.address + "/"), 50).settle()
    finally:
        server.stop()
