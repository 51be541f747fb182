"""One learner without a browser: a web socket that speaks Streamlit's protocol, as a page would."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import h11
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60  # seconds until an answer counts as lost
LARGEST = 50 * 2**20  # bytes of one message
BUSY, AGAIN = 503, 2.0  # status of a server that is, and the seconds after which a page asks again
DRAWN = ("bidi_component", "graphviz_chart")  # the elements whose arrival is the answer to a change


class Fault(Exception):
    """The page showed an exception, or said nothing."""


class Requests:
    """Plain requests to ``ws://host:port/path``, one after the other, on a connection that is kept like a browser's."""

    def __init__(self, server: str) -> None:
        self.place = urlsplit(server)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of what is below the server's path."""
        async with asyncio.timeout(PATIENCE):
            if self.streams:
                try:
                    return await self._ask(path, *self.streams)
                except (OSError, h11.RemoteProtocolError):
                    await self.close()  # the server has given up a connection that was quiet
            self.streams = await asyncio.open_connection(self.place.hostname, self.place.port)
            self.state = h11.Connection(h11.CLIENT)
            return await self._ask(path, *self.streams)

    async def _ask(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[int, bytes]:
        target = f"{self.place.path}/{path}"
        request = h11.Request(method="GET", target=target, headers=[("Host", self.place.netloc)])
        writer.write((self.state.send(request) or b"") + (self.state.send(h11.EndOfMessage()) or b""))
        status, body = 0, b""
        while True:
            event = self.state.next_event()
            if event is h11.NEED_DATA:
                self.state.receive_data(await reader.read(2**16))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                await self._reuse()
                return status, body
            else:
                raise h11.RemoteProtocolError(f"{event} instead of an answer")

    async def _reuse(self) -> None:
        if self.state.their_state is h11.DONE and self.state.our_state is h11.DONE:
            self.state.start_next_cycle()
        else:
            await self.close()

    async def close(self) -> None:
        """Give up the connection."""
        streams, self.streams = self.streams, None
        if streams:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


class Learner:
    """A session on a server: what it was sent, by the labels on the page.

    ``widgets`` maps a label to the id of its widget, ``data`` is what the player was last given, ``said`` what the
    page last said in a box instead; ``player`` and ``moves`` are the ids of the player and of what tells the page of
    another point, each with that of its part of the script. ``untold`` is a point that the page has not heard of.
    """

    def __init__(self, server: str, socket: ClientConnection) -> None:
        self.socket = socket
        self.requests = Requests(server)
        self.untold = ""
        self.widgets: dict[str, str] = {}
        self.data: dict[str, Any] = {}
        self.said = ""
        self.player = self.moves = ("", "")
        self.query = ""

    @classmethod
    async def arrive(cls, server: str, query: str = "", address: str = "") -> Self:
        """Connect to ``ws://host:port/path``, from another address if one is given, and wait for the first page."""
        socket = await connect(
            f"{server}/_stcore/stream", subprotocols=["streamlit"], max_size=LARGEST, compression=None,
            open_timeout=PATIENCE, ping_interval=None, local_addr=(address, 0) if address else None,
        )  # fmt: skip
        learner = cls(server, socket)
        try:
            await learner.visit(query)
        except BaseException:
            await learner.leave()
            raise
        return learner

    async def leave(self) -> None:
        """Close the page."""
        await self.requests.close()
        await self.socket.close()

    async def visit(self, query: str) -> float:
        """Open another link in the same page; the seconds until what is drawn has arrived."""
        self.query = query
        return await self._rerun([])

    async def type(self, label: str, text: str) -> float:
        """Apply a text; the seconds until its data has arrived."""
        start = time.perf_counter()
        if self.untold:  # whoever turns to the text has come near it before
            await self._trigger(self.moves, "moved", {"at": self.untold}, draws=False)
            self.untold = ""
        await self._rerun([WidgetState(id=self.widgets[label], string_value=text)])
        return time.perf_counter() - start

    async def move(self, at: str) -> float:
        """Another point, in the words of a link; the seconds until its numbers have arrived.

        A server that is busy is asked again, as the page does. The page's session is told later.
        """
        start = time.perf_counter()
        said = dict(parse_qsl(self.data["query"]))
        point = dict(pair.split(":") for pair in f"{said.get('at', '')},{at}".strip(",").split(","))
        said["at"] = ",".join(map(":".join, point.items()))
        while (asked := await self.requests.get(f"run?{urlencode(said)}"))[0] == BUSY:
            await asyncio.sleep(AGAIN)
        status, answer = asked
        if status != 200:
            raise Fault(answer.decode(errors="replace"))
        self.data |= json.loads(answer)
        self.untold = said["at"]
        return time.perf_counter() - start

    async def choose(self, **choices: str) -> float:
        """Choose something in the player, in the words of a link; the seconds until its data has arrived."""
        return await self._trigger(self.player, "chosen", choices)

    async def press(self, label: str) -> float:
        """Press a button; the seconds until what it draws has arrived."""
        return await self._rerun([WidgetState(id=self.widgets[label], trigger_value=True)])

    async def _trigger(self, part: tuple[str, str], event: str, value: dict[str, str], draws: bool = True) -> float:
        """Let a component say something: its own part of the script runs."""
        component, fragment = part
        said = json.dumps([{"event": event, "value": value}])
        state = WidgetState(id=_make_trigger_id(component, "events"), json_trigger_value=said)
        return await self._rerun([state], fragment, draws)

    async def _rerun(self, changed: list[WidgetState], fragment: str = "", draws: bool = True) -> float:
        """Send what changed (the server keeps the rest), and read until the script, or its fragment, has ended."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(changed)
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            return await self._read(lambda: time.perf_counter() - start, draws)

    async def _read(self, elapsed: Callable[[], float], draws: bool) -> float:
        drawn = None
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                if self._note(message.delta.new_element, message.delta.fragment_id):
                    drawn = elapsed()
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if drawn is None and draws:
                    raise Fault(f"the page drew nothing and said {self.said!r}")
                return drawn or elapsed()

    def _note(self, element: Element, fragment: str) -> bool:
        """Remember an element; whether it is what is drawn."""
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Fault(element.exception.message)
        if kind == "alert":
            self.said = element.alert.body
        widget = getattr(element, kind) if kind else None
        if getattr(widget, "id", "") and getattr(widget, "label", ""):
            self.widgets[widget.label] = widget.id
        if kind == "bidi_component":
            (data,) = json.loads(_json(widget)) or [{}]
            if data.get("whole") is False:
                self.moves = (widget.id, fragment)
            if "run" not in data:
                return False
            self.data = data
            self.player = (widget.id, fragment)
        return kind in DRAWN


def _json(component: Any) -> str:
    return str(component.mixed.json if component.WhichOneof("data") == "mixed" else component.json)
