"""A visitor who does not keep to the rules: any bytes on a socket, any value for any widget, any path."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.load_learner import LARGEST, Learner
from benchmarks.load_server import Server

PATIENCE = 60  # seconds; other tests keep the machine busy


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    """Status, headers and body; the path goes out as it is, below the server's own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.request(method, server.base + path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")
    finally:
        connection.close()


def knock(server: Server, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    """The answer to a browser's wish for a socket: 101 where it would be opened."""
    wish = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    return ask(server, "/_stcore/stream", **wish, **{"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}, **headers)


def measured(server: Server) -> dict[str, float]:
    """What the server has counted, by name and labels as they are written."""
    lines = [line for line in ask(server, "/metrics")[2].splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def raw(server: Server, **options: Any) -> connect:
    """A socket on which nothing has been said, for `async with`."""
    return connect(
        f"{server.ws}/_stcore/stream", subprotocols=["streamlit"], max_size=LARGEST, compression=None,
        open_timeout=PATIENCE, ping_interval=None, **options,
    )  # fmt: skip


@asynccontextmanager
async def visiting(server: Server, query: str = "") -> AsyncIterator[Learner]:
    """A learner with a page, who leaves in the end."""
    learner = await Learner.arrive(server.ws, query)
    try:
        yield learner
    finally:
        await learner.leave()


def rerun(*states: WidgetState, query: str = "") -> bytes:
    """The message with which a page asks for a run, with the values of these widgets."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.widget_states.widgets.extend(states)
    return message.SerializeToString()


async def elements(socket: ClientConnection) -> list[Any]:
    """What the page showed until the run ended."""
    shown = []
    async with asyncio.timeout(PATIENCE):
        while True:
            message = ForwardMsg()
            message.ParseFromString(await socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                shown.append(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return shown


async def served(server: Server) -> None:
    """Somebody else is served as ever."""
    async with visiting(server) as learner:
        await learner.type("Function", "x*y + y")
        await learner.choose(at="x:2")
        assert learner.data["run"]["function"]["text"] == "x*y + y"
