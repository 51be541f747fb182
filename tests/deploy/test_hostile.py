"""Hostile texts and links through a running server while a class works: no failure, no restart, and nobody feels it.

Fast with a few hundred of them; ``make soak`` sends a hundred thousand, as fast as one stranger is answered.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import os
import random
import re
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from urllib.parse import quote

import pytest

from benchmarks.load_class import Outcome, at_work, p95
from benchmarks.load_learner import Learner
from benchmarks.load_server import Server, serving
from tests.aside import apart
from tests.autodiff.language.test_fuzz import characters, texts
from tests.browser.conftest import free_port
from tests.deploy.conftest import BASE
from viz import link

GENEROUS = {"GRADWALK_LAYOUTS_PER_SESSION": "100000", "GRADWALK_LAYOUTS_PER_ADDRESS": "100000", **BASE}
STRANGER = "127.0.0.2"  # not the class's address
NAMES = ("f", "z", "at", "step", "names", "embed_options", "x", *link.BY_NAME)
ROUND, CHECKED, FOLLOWED = 200, 95, 95  # texts of a round; the others are applied in a page, which takes longest
BOMB = base64.urlsafe_b64encode(zlib.compress(bytes(10**7), 9)[2:-4]).decode()


def links(seed: int, count: int) -> Iterator[str]:
    """Queries in which anything stands for anything, some of them packed, or bombs."""
    pick = random.Random(seed)
    for text in texts(seed, count):
        parts = [f"f={quote(text[:6000], errors='replace')}"]
        for _ in range(pick.randrange(4)):
            value = pick.choice(["nan", "1e999", "-1", "9" * 40, "g0,g1", "last", "x:1,x:2", BOMB, characters(pick)])
            parts.insert(pick.randrange(len(parts) + 1), f"{pick.choice(NAMES)}={quote(value, errors='replace')}")
        yield "&".join(parts)


def parsed(port: int, seed: int, count: int) -> set[int]:
    """What the check while typing answers: the status codes."""
    bodies = (text.encode("utf-8", "surrogatepass") for text in texts(seed, count))
    return asked(port, (("POST", "/gradwalk/parse", body) for body in bodies))


def followed(port: int, seed: int, count: int) -> set[int]:
    """What the page, the numbers of a walk and the file of its drawing answer to links: the status codes."""
    pick = random.Random(seed)
    return asked(
        port,
        (("GET", f"/gradwalk/{pick.choice(['dot', 'run', ''])}?{query[:16_000]}", b"") for query in links(seed, count)),
    )


def asked(port: int, requests: Iterator[tuple[str, str, bytes]]) -> set[int]:
    statuses = set()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(STRANGER, 0))
    for method, path, body in requests:
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            answer.read()
            statuses.add(answer.status)
        except http.client.RemoteDisconnected:  # it did not read a body that is too long
            connection.close()
    connection.close()
    return statuses


async def opened(port: int, seed: int, count: int) -> None:
    """A link that is opened in a page, and texts that are applied in it: it always draws something."""
    learner = await Learner.arrive(f"ws://127.0.0.1:{port}/gradwalk", next(links(seed, 1)), STRANGER)
    for text in texts(seed, count - 1):
        await learner.type("Function", re.sub("[\ud800-\udfff]", "?", text))
    await learner.leave()


def attack(port: int, count: int) -> set[int]:
    """All of it, in rounds: what HTTP answered."""
    statuses: set[int] = set()
    for seed in range(0, 3 * (count // ROUND), 3):  # a seed for each way: what was parsed once is known
        statuses |= parsed(port, seed, CHECKED) | followed(port, seed + 1, FOLLOWED)
        asyncio.run(opened(port, seed + 2, ROUND - CHECKED - FOLLOWED))
    return statuses


def class_of(server: Server, lesson: int, learners: int, seconds: float) -> Outcome:
    """A lesson; each has functions of its own, which no cache knows."""
    return asyncio.run(at_work(server.ws, learners, seconds, arriving=5, first=lesson * learners))


def failures(server: Server) -> float:
    """Runs of the page that ended in an error, as the server has counted them."""
    with urllib.request.urlopen(f"{server.http}/metrics") as answer:
        (count,) = re.findall(r"^gradwalk_errors_total (\S+)$", answer.read().decode(), re.MULTILINE)
    return float(count)


def attacked(server: Server, count: int, learners: int, seconds: float) -> tuple[set[int], list[Outcome]]:
    """What a stranger was answered, and what the class saw meanwhile, lesson after lesson.

    The stranger's own computing is a process that takes what the class and the server leave.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), os.nice, (19,)) as pool:
        stranger = pool.submit(attack, server.port, count)
        lessons = [class_of(server, 2, learners, seconds)]
        while not stranger.done():
            lessons.append(class_of(server, 2 + len(lessons), learners, seconds))
        return stranger.result(), lessons


def check(count: int, learners: int, seconds: float) -> tuple[float, float]:
    """Nothing fails, nothing is started anew; the p95 of the class in quiet and under attack."""
    with serving(free_port(), **GENEROUS) as server:
        class_of(server, 0, learners, seconds)  # what all share is in the caches
        quiet = class_of(server, 1, learners, seconds)
        before = [pid for pid in server.processes() if pid not in server.layout_workers()]
        statuses, lessons = attacked(server, count, learners, seconds)
        assert statuses <= {200, 400, 413, 414, 431}
        assert failures(server) == 0
        assert [pid for pid in server.processes() if pid not in server.layout_workers()] == before
    faults = [fault for lesson in (quiet, *lessons) for fault in lesson.faults]
    assert faults == []
    assert not any(lesson.away for lesson in lessons)
    return p95(quiet.changes), p95([took for lesson in lessons for took in lesson.changes])


@pytest.mark.timeout(600)
def test_nothing_fails():
    apart(lambda: check(count=2 * ROUND, learners=2, seconds=5))


@pytest.mark.soak
def test_a_hundred_thousand_are_not_felt():
    quiet, attacked = apart(lambda: check(count=100_000, learners=30, seconds=60))
    print(f"p95 in quiet {1000 * quiet:.0f} ms, under attack {1000 * attacked:.0f} ms")
    assert attacked <= 1.5 * quiet
