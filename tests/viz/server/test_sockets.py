"""One socket between a server and Streamlit, with both ends played here."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import pytest

from tests.aside import run
from viz.look import SCRIPT_NAME
from viz.server import sockets
from viz.server.limits import Household, Rate
from viz.server.settings import Settings
from viz.server.sockets import ABNORMAL, STREAMLITS, Conversation, Sockets, asking

SPOKEN = {"type": "websocket.receive", "bytes": b"x"}
LEFT = {"type": "websocket.disconnect", "code": 1000}


def saying(*messages):
    """What a server hears of a learner."""
    coming = iter(messages)

    async def receive():
        return next(coming)

    return receive


async def nothing(message) -> None:
    pass


def test_who_talks_too_fast_waits_and_is_not_cut_off():
    async def talk() -> float:
        conversation = Conversation(saying(*[SPOKEN] * 20, LEFT), nothing, 600 * 4)  # 40 a second, 600 at once
        conversation._rate.room = 15
        start = time.perf_counter()
        heard = [await conversation.receive() for _ in range(21)]
        assert heard == [SPOKEN] * 20 + [LEFT]
        return time.perf_counter() - start

    assert run(talk()) >= 4 / 40


def test_who_does_not_read_is_not_heard():
    async def talk() -> None:
        reading = asyncio.Event()

        async def send(message):
            await reading.wait()

        conversation = Conversation(saying(SPOKEN, LEFT), send, 600)
        sending = asyncio.create_task(conversation.send({"type": "websocket.send", "bytes": b"much"}))
        await asyncio.sleep(0)
        hearing = asyncio.create_task(conversation.receive())
        done, _ = await asyncio.wait({hearing}, timeout=0.1)
        assert not done
        reading.set()
        assert await asyncio.wait_for(hearing, 5) == SPOKEN
        await sending

    run(talk())


def test_who_never_reads_is_gone():
    async def talk() -> None:
        async def never(*_):
            await asyncio.Event().wait()

        conversation = Conversation(never, never, 600, slowest=0.05)
        hearing = asyncio.create_task(conversation.receive())
        with pytest.raises(OSError, match="did not read"):
            await conversation.send({"type": "websocket.send", "bytes": b"much"})
        assert await asyncio.wait_for(hearing, 5) == {"type": "websocket.disconnect", "code": ABNORMAL}

    run(talk())


def test_who_never_says_a_word_is_gone_and_who_has_said_one_may_be_silent():
    async def talk() -> None:
        async def later():
            return coming.pop(0) if coming else await asyncio.Event().wait()

        coming = [{"type": "websocket.connect"}]
        silent = Conversation(later, nothing, 600, silent=0.05)
        assert await silent.receive() == {"type": "websocket.connect"}
        assert await asyncio.wait_for(silent.receive(), 5) == {"type": "websocket.disconnect", "code": ABNORMAL}

        coming = [SPOKEN]
        talking = Conversation(later, nothing, 600, silent=0.05)
        assert await talking.receive() == SPOKEN
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(talking.receive(), 0.2)

    run(talk())


def test_a_socket_that_broke_frees_its_place():
    async def breaks(scope, receive, send):
        raise RuntimeError("broken")

    guard = Sockets(breaks, Settings(sessions=1), "")
    for _ in range(3):
        with pytest.raises(RuntimeError, match="broken"):
            run(guard({"type": "websocket", "path": "/", "client": ("10.0.0.1", 1)}, nothing, nothing))
    assert len(guard.crowd) == 0


@pytest.mark.parametrize(
    ("base", "path", "page"),
    [("", "/", True), ("", "/healthz", False), ("gradwalk", "/gradwalk/", True), ("gradwalk", "/gradwalk", True),
     ("gradwalk", "/gradwalk/player/index.js", False)],
)  # fmt: skip
def test_when_it_is_full_new_pages_are_refused_and_nothing_else(base, path, page):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent = []

    async def send(message):
        sent.append(message)

    guard = Sockets(app, Settings(sessions=1, retry_after=120), base)
    guard.crowd.enter("10.0.0.1")
    run(guard({"type": "http", "method": "GET", "path": path}, nothing, send))
    if page:
        assert sent[0]["status"] == 503
        assert (b"retry-after", b"120") in sent[0]["headers"]
        assert b"2 minutes" in sent[1]["body"]
        assert b"<script" not in sent[1]["body"]
    else:
        assert sent[0]["status"] == 200


@pytest.fixture
def waited(monkeypatch) -> list[float]:
    """What requests wait on a clock that goes on by their waiting alone."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        if seconds > 1e-9:  # more than rounding
            waits.append(seconds)

    monkeypatch.setattr(sockets, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(sockets, "Rate", lambda *args, **kwargs: Rate(*args, **kwargs, clock=lambda: sum(waits)))
    return waits


def asked(guard: Sockets, path: str, address: str = "10.0.0.1") -> int:
    """What a request is answered."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    sent: list[dict] = []
    guard.app = app
    run(guard({"type": "http", "method": "GET", "path": path, "client": (address, 5000)}, nothing, send))
    return sent[0]["status"]


def test_who_finds_no_place_for_his_address_is_told_on_the_page_and_the_others_come_in():
    guard = Sockets(nothing, Settings(sessions=10, sockets_per_address=2), "")
    for _ in range(2):
        guard.crowd.enter("10.0.0.1")
    assert asked(guard, "/") == 503
    assert asked(guard, "/healthz") == 200
    assert asked(guard, "/", "10.0.0.2") == 200
    assert len(guard.crowd) == 2


def test_who_asks_without_a_pause_waits_and_the_others_do_not(waited):
    guard = Sockets(nothing, Settings(requests_per_session=12, sockets_per_address=10), "")
    assert [asked(guard, "/run") for _ in range(10)] == [200] * 10
    assert waited == []
    assert [asked(guard, "/run") for _ in range(2)] == [200] * 2
    assert waited == [pytest.approx(0.2)] * 2, "as much as 25 learners, each every five seconds"
    assert asked(guard, "/run", "10.0.0.2") == 200
    assert len(waited) == 2


def test_a_class_behind_one_address_may_ask_for_all_of_it(waited):
    guard = Sockets(nothing, Settings(requests_per_session=12, sockets_per_address=10), "")
    for _ in range(475):
        guard.crowd._from["10.0.0.1"] += 1
    assert [asked(guard, "/run") for _ in range(200)] == [200] * 200
    assert waited == [], "five hundred learners: twenty times as much"


@pytest.mark.parametrize("base", ["", "walk"])
def test_files_are_not_counted_and_names_of_none_are(waited, base):
    guard = Sockets(nothing, Settings(requests_per_session=6, sockets_per_address=50), base)
    largest = max(STREAMLITS.rglob("*.js"), key=lambda path: path.stat().st_size)
    below = f"/{base}" if base else ""
    for _ in range(30):
        for path in (f"static/{largest.relative_to(STREAMLITS)}", f"player/{SCRIPT_NAME}", "player/numbers.js"):
            assert asked(guard, f"{below}/{path}") == 200
    for path in ("static/none", "player/none.js"):
        assert asked(guard, f"{below}/{path}") == 200
    guard._requests.use("10.0.0.1", 4)
    assert asked(guard, f"{below}/static/none") == 429


def test_whoever_answers_is_told_who_asks_and_how_many_learners_are_there():
    told = []

    async def app(scope, receive, send):
        told.append(asking(scope))

    guard = Sockets(app, Settings(), "")
    for _ in range(3):
        guard.crowd.enter("10.0.0.1")
    run(guard({"type": "http", "method": "GET", "path": "/run", "client": ("10.0.0.1", 5000)}, nothing, nothing))
    assert told == [Household("10.0.0.1", 3)]
    assert asking({"client": ("10.0.0.2", 1)}) == Household("10.0.0.2", 0), "without anybody who counts"


def test_who_would_wait_for_long_is_told_to_come_back(waited):
    guard = Sockets(nothing, Settings(requests_per_session=6, sockets_per_address=25), "")
    assert asked(guard, "/parse") == 200
    guard._requests.use("10.0.0.1", 2)
    assert asked(guard, "/parse") == 429


def test_the_time_to_read_is_longer_than_a_slow_line_needs_for_the_largest_message():
    megabytes, slow_line = 15, 0.5  # of the largest Run; a second
    assert megabytes / slow_line < sockets.SLOWEST
