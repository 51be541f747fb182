"""Ill will from outside: no 500, no restart, and the next learner is served as ever."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from tests.aside import run
from tests.viz.server.visitor import ask, elements, knock, measured, raw, rerun, served, visiting

ROOT = Path(__file__).parents[3]
SCRIPT = "<script>alert(1)</script>"
TEXTS = {
    "power of powers": "9**9**9",
    "power of powers of a variable": "x**9**9**9",
    "digits": "9" * 9_999,
    "brackets": "(" * 9_999,
    "nesting": "sin(" * 99 + "x" + ")" * 99,
    "too deep": "sin(" * 3_000 + "x" + ")" * 3_000,
    "minus signs": "-" * 9_999 + "x",
    "loop of loops": "s = x\nfor i in range(9999):\n    for j in range(9999):\n        s = s*x\ns",
    "as large as it may be": "s = x\nfor i in range(1600):\n    s = sin(s)*x + y\ns",
    "a helper that doubles": "def f(a): return a*a\n" + "f(" * 40 + "x" + ")" * 40,
    "attribute": "().__class__.__base__.__subclasses__()",
    "import": "__import__('os').system('true')",
    "markup": SCRIPT,
    "markup as a name": "def <b>(x): return x",
    "DOT": 'x" ]; subgraph { label="',
    "HTML-like label": "x</TD></TR></TABLE>>",
    "control characters": "x\x00\x01\x1b[31m + \u202ey\ufeff",
    "half a pair": "x + y",
    "nothing": "",
}


def go(coroutine):
    return run(coroutine)


@pytest.fixture(scope="module", autouse=True)
def served_in_the_end(server):
    """After all of it the process that was started is the one that runs, and it serves."""
    yield
    assert server.process.poll() is None
    go(served(server))


@pytest.fixture
def unharmed(server):
    """No run of the page has ended in an exception."""
    before = measured(server)["gradwalk_errors_total"]
    yield
    assert measured(server)["gradwalk_errors_total"] == before


async def shown(socket, *states: WidgetState) -> None:
    """A run with these values; nothing of the server's inside is on the page, whatever went wrong."""
    await socket.send(rerun(*states))
    page = str(await elements(socket))
    for inside in ("Traceback", "site-packages", str(ROOT), ", line "):
        assert inside not in page


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_gets_an_answer_typed_or_in_a_link(server, text):
    async def visit() -> None:
        async with visiting(server) as learner:
            await learner.type("Function", text)
            await learner.visit(f"f={quote(text)}&at=x:1")

    go(visit())
    for path in (f"/dot?f={quote(text)}", f"/?f={quote(text)}"):
        assert ask(server, path)[0] in (200, 400)


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    "query",
    [
        f"at={quote(SCRIPT)}:3", f"f=x&at=x:{quote(SCRIPT)}", "f=x&at=x:inf,x:nan,x:1e999", "mode=<img src=x>",
        "z=AAAA", "z=" + "A" * 6_000, "step=1e9", "rnd=-1", "open=g0,g99999", "f=%FF%FE", "&&&==&", "f=x&" * 1_000,
        "a" * 15_000, "f=" + "x" * 15_000,
    ],
)  # fmt: skip
def test_any_link_gets_a_page(server, query):
    async def visit() -> None:
        async with visiting(server, query) as learner:
            assert learner.data["run"]["version"] == 1

    go(visit())


FORGED = {
    "text as a number": ("Function", {"double_value": 1.0}),
    "text as a list": ("Function", {"string_array_value": {"data": ["a", "b"]}}),
    "a text as long as a message may be": ("Function", {"string_value": "x+" * 400_000}),
    "an example there is not": ("Example", {"string_value": SCRIPT}),
    "an example by number": ("Example", {"int_value": 10**6}),
    "a mode there is not": ("Mode", {"int_value": 77}),
    "a mode as text": ("Mode", {"string_value": "__class__"}),
    "a choice as bytes": ("Merge repeated subexpressions", {"bytes_value": b"\xff"}),
}


@pytest.mark.parametrize(("label", "value"), FORGED.values(), ids=FORGED.keys())
def test_a_forged_value_harms_nobody_but_the_forger(server, label, value):
    async def visit() -> None:
        async with visiting(server) as learner:
            await shown(learner.socket, WidgetState(id=learner.widgets[label], **value))

    go(visit())


STATES = [
    "null", "[]", "0", '"text"', "{", '{"direction": 5}', '{"direction": {"a": []}}', '{"direction": "up"}',
    '{"opened": "g0,<b>"}', '{"__proto__": {}}', "[" * 900 + "]" * 900, json.dumps({"direction": "x" * 500_000}),
    '{"direction": NaN}',
]  # fmt: skip
EVENTS = ["chosen", "navigated", "accept", "back", "nonsense"]
CARRIED = [
    5, None, {"a": 1}, [1], "?f=" + "sin(" * 5_000, "?z=%%%", SCRIPT, "g" * 100_000, "1",
    {"at": "x:four"}, {"at": "x:nan,y:inf,x:1e999"}, {"at": [1, 2]}, {"at": "x:1e308"}, {"at": "no:1"},
    {"open": SCRIPT},    {"d": "x,y,x,y,x,y"}, {"seed": "__class__"}, {"out": "10000000000000"},
]  # fmt: skip


async def components(socket) -> list[str]:
    await socket.send(rerun())
    return [one.bidi_component.id for one in await elements(socket) if one.WhichOneof("type") == "bidi_component"]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state[:30])
def test_forged_state_of_a_component_harms_nobody_but_the_forger(server, state):
    async def visit() -> None:
        async with raw(server) as socket:
            for name in await components(socket):
                await shown(socket, WidgetState(id=name, json_value=state))

    go(visit())


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("carried", CARRIED, ids=lambda carried: str(carried)[:30])
def test_forged_events_of_a_component_are_ignored(server, carried):
    async def visit() -> None:
        async with raw(server) as socket:
            for name in await components(socket):
                events = json.dumps([{"event": event, "value": carried} for event in EVENTS])
                await shown(socket, WidgetState(id=_make_trigger_id(name, "events"), json_trigger_value=events))

    go(visit())


def test_the_forged_events_arrive_where_the_real_ones_do(server):
    async def visit() -> str:
        async with visiting(server) as learner:
            events = json.dumps([{"event": "accept", "value": "sin(x)"}])
            for name in await components(learner.socket):
                await learner.socket.send(
                    rerun(WidgetState(id=_make_trigger_id(name, "events"), json_trigger_value=events))
                )
                await elements(learner.socket)
            await learner.visit("")
            return learner.data["run"]["function"]["text"]

    assert go(visit()) == "sin(x)"


@pytest.mark.usefixtures("unharmed")
def test_a_thousand_widgets_that_are_not_there(server):
    async def visit() -> None:
        async with raw(server) as socket:
            await shown(socket, *[WidgetState(id=f"$$ID-{i}-none", string_value=SCRIPT) for i in range(1_000)])

    go(visit())


@pytest.mark.parametrize(
    ("said", "code"),
    [("text", None), (b"\xff\xff\xff", 1002), (b"\x00" * 3_000_000, None)],
    ids=["text", "bytes that mean nothing", "three megabytes"],
)
def test_who_does_not_speak_the_protocol_is_cut_off(server, said, code):
    async def visit() -> int | None:
        async with raw(server) as socket:
            with contextlib.suppress(ConnectionClosed):
                await socket.send(said)
            await asyncio.wait_for(socket.wait_closed(), 30)
            return socket.close_code

    closed = go(visit())
    assert code in (None, closed)


@pytest.mark.parametrize(
    "kind", ["clear_cache", "stop_script", "debug_shutdown_runtime", "debug_disconnect_websocket", "load_git_info"]
)
def test_no_other_message_does_harm(server, kind):
    async def visit() -> None:
        async with raw(server) as socket:
            message = BackMsg()
            setattr(message, kind, True)
            for _ in range(20):
                await socket.send(message.SerializeToString())
            await socket.send(rerun())
            assert await elements(socket)

    go(visit())


@pytest.mark.parametrize("folder", ["/static", "/player", "/_stcore/bidi-components", "/media", "/component", ""])
@pytest.mark.parametrize(
    "way", ["/../app.py", "/%2e%2e/%2e%2e/app.py", "/..%2f..%2fapp.py", "/..%5c..%5capp.py", "//etc/passwd",
            "/%2fetc%2fpasswd", "/static/../../../etc/passwd", "/%00/etc/passwd", "\\\\host\\share"],
)  # fmt: skip
def test_no_path_leads_out_of_the_static_files(server, folder, way):
    status, _, body = ask(server, folder + way)
    assert status in (200, 307, 400, 404)
    assert "root:" not in body
    assert "import" not in body or body.lstrip().startswith("<!")  # Streamlit's own page, for a path it does not know


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/_stcore/upload_file/a/b"), ("POST", "/_stcore/agent/interact"), ("POST", "/_stcore/agent/mcp"),
        ("GET", "/_stcore/agent/openapi.json"), ("GET", "/_stcore/metrics"), ("GET", "/_stcore/script-health-check"),
        ("GET", "/auth/login"), ("GET", "/oauth2callback"), ("GET", "/component/x/index.html"),
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_of_streamlit_is_shut(server, method, path):
    status, _, body = ask(server, path, method)
    assert (status, body) == (404, "There is nothing here.")


def test_half_requests_keep_nobody_out(server):
    half = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    try:
        for connection in half:
            connection.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        go(served(server))
    finally:
        for connection in half:
            connection.close()


def test_a_foreign_page_opens_no_socket(server):
    assert knock(server, Origin=server.http)[0] == 101
    assert knock(server, Origin="https://evil.example")[0] == 403
