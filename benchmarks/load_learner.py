"""One learner without a browser: a web socket that speaks Streamlit's protocol, as a page would."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60  # seconds until an answer counts as lost
LARGEST = 50 * 2**20  # bytes of one message
DRAWN = ("bidi_component", "graphviz_chart")  # the elements whose arrival is the answer to a change


class Fault(Exception):
    """The page showed an exception, or said nothing."""


class Learner:
    """A session on a server: what it was sent, by the labels on the page.

    ``widgets`` maps a label to the id of its widget, ``data`` is what the player was last given, ``said`` what the
    page last said in a box instead; ``player`` and ``fragment`` are the ids of the player and of its part of the
    script.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.widgets: dict[str, str] = {}
        self.data: dict[str, Any] = {}
        self.said = ""
        self.player = self.fragment = ""
        self.query = ""

    @classmethod
    async def arrive(cls, server: str, query: str = "") -> Self:
        """Connect to ``ws://host:port/path`` and wait for the first page."""
        socket = await connect(
            f"{server}/_stcore/stream", subprotocols=["streamlit"], max_size=LARGEST, compression=None,
            open_timeout=PATIENCE, ping_interval=None,
        )  # fmt: skip
        learner = cls(socket)
        try:
            await learner.visit(query)
        except BaseException:
            await learner.leave()
            raise
        return learner

    async def leave(self) -> None:
        """Close the page."""
        await self.socket.close()

    async def visit(self, query: str) -> float:
        """Open another link in the same page; the seconds until what is drawn has arrived."""
        self.query = query
        return await self._rerun([])

    async def type(self, label: str, text: str) -> float:
        """Apply a text; the seconds until its data has arrived."""
        return await self._rerun([WidgetState(id=self.widgets[label], string_value=text)])

    async def choose(self, **choices: str) -> float:
        """Choose something in the player, in the words of a link; the seconds until its data has arrived."""
        event = json.dumps([{"event": "chosen", "value": choices}])
        state = WidgetState(id=_make_trigger_id(self.player, "events"), json_trigger_value=event)
        return await self._rerun([state], self.fragment)

    async def press(self, label: str) -> float:
        """Press a button; the seconds until what it draws has arrived."""
        return await self._rerun([WidgetState(id=self.widgets[label], trigger_value=True)])

    async def _rerun(self, changed: list[WidgetState], fragment: str = "") -> float:
        """Send what changed (the server keeps the rest), and read until the script, or its fragment, has ended."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(changed)
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            return await self._read(lambda: time.perf_counter() - start)

    async def _read(self, elapsed: Callable[[], float]) -> float:
        drawn = None
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta":
                if self._note(message.delta.new_element):
                    self.fragment = message.delta.fragment_id
                    drawn = elapsed()
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if drawn is None:
                    raise Fault(f"the page drew nothing and said {self.said!r}")
                return drawn

    def _note(self, element: Element) -> bool:
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
            if "run" not in data:
                return False
            self.data = data
            self.player = widget.id
        return kind in DRAWN


def _json(component: Any) -> str:
    return str(component.mixed.json if component.WhichOneof("data") == "mixed" else component.json)
