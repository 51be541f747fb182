"""Hostile texts and links through a running server while a class works: no failure, no restart, and nobody feels it.

Fast with a few hundred of them; ``make soak`` sends a hundred thousand.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import random
import re
import threading
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
NAMES = ("f", "z", "at", "step", "names", "embed_options", "x", *link.BY_NAME)
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


def parsed(server: Server, seed: int, count: int) -> set[int]:
    """What the check while typing answers: the status codes."""
    bodies = (text.encode("utf-8", "surrogatepass") for text in texts(seed, count))
    return asked(server, (("POST", "/gradwalk/parse", body) for body in bodies))


def followed(server: Server, seed: int, count: int) -> set[int]:
    """What the page, the numbers of a walk and the file of its drawing answer to links: the status codes."""
    pick = random.Random(seed)
    return asked(
        server,
        (("GET", f"/gradwalk/{pick.choice(['dot', 'run', ''])}?{query[:16_000]}", b"") for query in links(seed, count)),
    )


def asked(server: Server, requests: Iterator[tuple[str, str, bytes]]) -> set[int]:
    statuses = set()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
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


async def opened(server: Server, seed: int, count: int) -> None:
    """Links that are opened in a page, and texts that are applied in it: it always draws something."""
    learner = await Learner.arrive(server.ws)
    for number, query in enumerate(links(seed, count)):
        if number % 20 == 0:
            await learner.leave()
            learner = await Learner.arrive(server.ws, query)  # only the first run of a session reads the link
        else:
            text = re.sub("[\ud800-\udfff]", "?", next(texts(seed + number, 1)))
            await learner.type("Function", text)
    await learner.leave()


def class_of(server: Server, learners: int, seconds: float) -> Outcome:
    return asyncio.run(at_work(server.ws, learners, seconds, arriving=5))


def failures(server: Server) -> float:
    """Runs of the page that ended in an error, as the server has counted them."""
    with urllib.request.urlopen(f"{server.http}/metrics") as answer:
        (count,) = re.findall(r"^gradwalk_errors_total (\S+)$", answer.read().decode(), re.MULTILINE)
    return float(count)


def attacked(server: Server, count: int, learners: int, seconds: float) -> tuple[set[int], list[Outcome]]:
    """All of it at once, a third in each way; what HTTP answered, and what the class saw lesson after lesson."""
    third = count // 3
    over = threading.Event()
    with ThreadPoolExecutor(4) as pool:
        attacks = [
            pool.submit(parsed, server, 1, third),
            pool.submit(followed, server, 2, third),
            pool.submit(lambda: asyncio.run(opened(server, 3, third))),
        ]

        def lessons() -> list[Outcome]:
            found = [class_of(server, learners, seconds)]
            while not over.is_set():
                found.append(class_of(server, learners, seconds))
            return found

        class_works = pool.submit(lessons)
        try:
            for attack in attacks:
                attack.result()
        finally:
            over.set()
        statuses = attacks[0].result() | attacks[1].result()
        return statuses, class_works.result()


def check(count: int, learners: int, seconds: float) -> tuple[float, float]:
    """Nothing fails, nothing is started anew; the p95 of the class in quiet and under attack."""
    with serving(free_port(), **GENEROUS) as server:
        quiet = class_of(server, learners, seconds)
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
    apart(lambda: check(count=300, learners=2, seconds=5))


@pytest.mark.soak
def test_a_hundred_thousand_are_not_felt():
    quiet, attacked = apart(lambda: check(count=100_000, learners=30, seconds=60))
    print(f"p95 in quiet {1000 * quiet:.0f} ms, under attack {1000 * attacked:.0f} ms")
    assert attacked <= 1.5 * quiet
