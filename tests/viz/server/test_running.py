"""A running server: its settings under either way to start it, its limits, its probes and its logs."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import quote

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import load_server
from tests.aside import run
from tests.browser.conftest import free_port
from tests.viz.server.visitor import ask, elements, knock, measured, raw, rerun, served, visiting

SECRET = "a_name_that_only_a_learner_knows"
SETTINGS = {
    "GRADWALK_BASE_PATH": "/gradwalk",
    "GRADWALK_ALLOWED_HOSTS": "127.0.0.1,class.example,*.class.example",
    "GRADWALK_FRAME_ANCESTORS": "https://moodle.example",
    "GRADWALK_ACCESS_LOG": "on",
}


@pytest.fixture(scope="module", params=["uvicorn", "streamlit run"])
def below(request, tmp_path_factory):
    """A server with settings, below a path, started in either way, and the file that its log is in."""
    log = tmp_path_factory.mktemp("server") / "log"
    script = "app.py" if request.param == "streamlit run" else ""
    with log.open("w") as output:
        server = load_server.start(free_port(), script, log=output.fileno(), **SETTINGS)
        try:
            yield server, log
        finally:
            server.stop()


def test_everything_is_below_the_path_and_nothing_beside_it(below):
    server, _ = below
    assert "<title>Streamlit</title>" in ask(server, "/")[2]
    assert json.loads(ask(server, "/healthz")[2]) == {"status": "alive"}
    assert json.loads(ask(server, "/readyz")[2]) == {"status": "ready"}
    assert ask(server, "/player/index.js")[0] == 200
    assert ask(server, "/dot?f=x")[0] == 200
    run(served(server))
    for path in ("/", "/healthz", "/metrics", "/player/index.js", "/_stcore/health"):
        status, _, body = ask(load_server.Server(server.port, server.process), path)
        assert status == 404 or "<title>Streamlit</title>" not in body


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/player/index.js", "/_stcore/health", "/dot?f=x", "/dot?f=(", "/none"]
)
def test_every_answer_has_the_headers(below, path):
    headers = ask(below[0], path)[1]
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "https://moodle.example"
    assert "unsafe" not in policy["script-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "known"),
    [("class.example", True), ("a.class.example:8443", True), ("CLASS.example", True), ("evil.example", False),
     ("class.example.evil.example", False), ("", False)],
)  # fmt: skip
def test_only_known_hosts_are_answered_to_and_probes_by_any_name(below, host, known):
    server, _ = below
    assert (ask(server, "/", Host=host)[0] == 200) == known
    assert (knock(server, Host=host, Origin=f"http://{host}")[0] == 101) == known
    assert ask(server, "/healthz", Host="10.1.2.3")[0] == 200


def test_the_page_is_told_that_only_it_may_command_itself(below):
    told = json.loads(ask(below[0], "/_stcore/host-config", Host="class.example", **{"X-Forwarded-Proto": "https"})[2])
    assert told["allowedOrigins"] == ["https://class.example"]


def test_what_is_counted_can_be_read_from_near_and_not_from_afar(below):
    server, _ = below
    before = measured(server)
    run(served(server))
    after = measured(server)
    assert after["gradwalk_text_to_graph_seconds_count"] >= before["gradwalk_text_to_graph_seconds_count"] + 1
    assert after['gradwalk_drawings_total{cache="hit"}'] > before.get('gradwalk_drawings_total{cache="hit"}', 0)
    assert {"gradwalk_sessions", "gradwalk_layout_waiting", "process_resident_memory_bytes"} <= after.keys()
    assert ask(server, "/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 404


def test_the_log_is_json_and_has_nothing_that_was_typed(below):
    server, log = below

    async def visit() -> None:
        async with visiting(server, f"f={SECRET}*x") as learner:
            await learner.type("Function", f"{SECRET} + sine(x)")
            await learner.socket.send(rerun(WidgetState(id=learner.widgets["Mode"], string_value=SECRET)))
            await elements(learner.socket)
            await learner.socket.send(rerun(WidgetState(id=learner.widgets["Function"], double_value=3.0)))
            await elements(learner.socket)

    run(visit())
    assert ask(server, f"/dot?f={SECRET}")[0] == 200
    assert ask(server, f"/?f={quote(SECRET)}")[0] == 200
    text = log.read_text()
    assert SECRET not in text
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert any(line["message"] == "request" and line["path"] == "/gradwalk/dot" for line in lines)
    assert any("error" in line for line in lines), "the forged value made the page fail, and that is told"
    others = [line for line in text.splitlines() if line.strip() and not line.startswith("{")]
    assert all("URL" in line or "You can now view" in line for line in others), others


# ---- limits

SMALL = {
    "GRADWALK_SESSIONS": "40", "GRADWALK_SOCKETS_PER_ADDRESS": "30", "GRADWALK_RETRY_AFTER": "7",
    "GRADWALK_LAYOUTS_PER_SESSION": "5", "FORWARDED_ALLOW_IPS": "127.0.0.9",
}  # fmt: skip
UPGRADE = (
    b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@pytest.fixture(scope="module")
def small(start):
    """A server with little room."""
    return start(**SMALL)


async def knocking(port: int, source: str) -> tuple[bytes, asyncio.StreamWriter]:
    """The answer to a wish for a socket, which then stays open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    writer.write(UPGRADE)
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
    return answer, writer


def test_of_a_thousand_open_sockets_as_many_are_let_in_as_there_are_places(small):
    async def crowd() -> None:
        async with visiting(small) as inside:
            knocks = await asyncio.gather(*[knocking(small.port, f"127.0.0.{2 + i % 5}") for i in range(1_000)])
            try:
                let_in = sum(answer.startswith(b"HTTP/1.1 101") for answer, _ in knocks)
                refused = [answer.lower() for answer, _ in knocks if answer.startswith(b"HTTP/1.1 503")]
                assert let_in == 39, "and the learner who was there"
                assert len(refused) == 961
                assert all(b"retry-after: 7\r\n" in answer for answer in refused)
                status, headers, page = await asyncio.to_thread(ask, small, "/")
                assert (status, headers["Retry-After"]) == (503, "7")
                assert "come back in 7 seconds" in page
                assert "<script" not in page
                assert (await asyncio.to_thread(ask, small, "/healthz"))[0] == 200
                await inside.type("Function", "x*x + 1")
                assert inside.data["run"]["function"]["text"] == "x*x + 1"
            finally:
                for _, writer in knocks:
                    writer.close()
                await asyncio.gather(*[writer.wait_closed() for _, writer in knocks], return_exceptions=True)

    run(crowd())
    assert measured(small)['gradwalk_refusals_total{limit="sessions"}'] >= 961
    run(served(small))


@pytest.mark.parametrize("parts", [[2**20 + 1], [2**19, 2**19 + 1]], ids=["at once", "in parts"])
def test_a_message_too_long_is_refused_by_its_length_before_it_is_there(small, parts):
    async def visit() -> int | None:
        async with raw(small, local_addr=("127.0.0.7", 0)) as socket:
            for i, length in enumerate(parts):  # frames that are not the last, of bytes, with a mask that is none
                socket.transport.write(bytes([0 if i else 2, 0xFF]) + length.to_bytes(8, "big") + bytes(4))
                socket.transport.write(bytes(length if i + 1 < len(parts) else 0))
            await asyncio.wait_for(socket.wait_closed(), 30)
            return socket.close_code

    assert run(visit()) == 1009
    run(served(small))


def test_one_address_cannot_take_all_places(small):
    async def crowd() -> None:
        knocks = [await knocking(small.port, "127.0.0.8") for _ in range(31)]
        assert [answer.startswith(b"HTTP/1.1 101") for answer, _ in knocks] == [True] * 30 + [False]
        await served(small)
        for _, writer in knocks:
            writer.close()
            await writer.wait_closed()

    run(crowd())


def test_who_asks_for_too_many_drawings_gets_a_sentence_and_nobody_else_does(small):
    async def visit() -> None:
        async with raw(small) as socket, visiting(small) as other:
            await socket.send(rerun())
            (area,) = [one.text_area for one in await elements(socket) if one.WhichOneof("type") == "text_area"][:1]
            said = ""
            for i in range(8):
                await socket.send(rerun(WidgetState(id=area.id, string_value=f"x + {'sin(' * i}y{')' * i} + {i}")))
                said = str(await elements(socket))
            assert "very many new drawings" in said
            assert "Try again" in said
            await other.type("Function", "x*y - tan(y)")

    run(visit())
    assert measured(small)['gradwalk_refusals_total{limit="layouts_per_session"}'] >= 1


def test_only_configured_proxies_are_believed_about_addresses(small):
    assert ask(small, "/metrics", **{"X-Forwarded-For": "203.0.113.9"})[0] == 200


def test_several_processes_count_together(start, tmp_path):
    server = start(workers=2, PROMETHEUS_MULTIPROC_DIR=str(tmp_path))

    async def visits() -> None:
        for _ in range(6):
            await served(server)

    run(visits())
    assert {measured(server)["gradwalk_text_to_graph_seconds_count"] for _ in range(10)} == {12.0}
