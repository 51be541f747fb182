"""The sockets of the learners: how many there are, how fast they may talk and ask beside them, and that they listen.

A learner past a limit waits or is turned away, and those inside go on. Whoever does not read what is sent is not
heard either, so that nothing piles up for him; after a while he is taken for gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viz.look import PLAYER, SCRIPT_NAME
from viz.server import metrics, pages
from viz.server.limits import FEW, Crowd, Household, Rate, Refused, household
from viz.server.settings import Settings

STREAMLITS = Path(streamlit.__file__).parent / "static" / "static"  # its own files; the page is beside them
ASKING = "gradwalk.asking"  # in the scope of a request: whose it is
HURRIED = "Very many requests came from your address. Please try again in a moment."
PATIENT = 10.0  # seconds that a request may wait for its turn
SILENT = 30.0  # seconds that a socket may be open without a word; a page speaks at once
SLOWEST = 60.0  # seconds that one message may take until it has been read
ABNORMAL = 1006  # a socket that ended without a word (RFC 6455, 7.1.5)


def files(base: str) -> frozenset[str]:
    """What a page loads once and a browser keeps: the paths that there are, since any other costs more than a file."""
    names = [*_names(STREAMLITS, "static"), *_names(PLAYER, "player"), f"player/{SCRIPT_NAME}"]
    return frozenset(f"/{base}/{name}" if base else f"/{name}" for name in names)


def _names(folder: Path, below: str) -> list[str]:
    return [f"{below}/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()]


class Sockets:
    """Lets learners in while there is room, and shows the others a page that says when to come back."""

    def __init__(self, app: ASGIApp, settings: Settings, base: str) -> None:
        self.app = app
        self.retry_after = settings.retry_after
        self.entrances = {f"/{base}", f"/{base}/", "/"} if base else {"/"}
        self.files = files(base)
        self.crowd = Crowd(settings.sessions, settings.sockets_per_address)
        self.messages_a_minute = settings.messages_per_session
        self._requests = Rate(settings.requests_per_session, room=settings.sockets_per_address / FEW)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is let in."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] not in self.files:
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A class behind one address asks for as much as its learners need, and a stranger for as much as a few."""
        address = _address(scope)
        if scope["path"] in self.entrances and not await self._admitted(self.crowd.ask, scope, receive, send):
            return
        learners = self.crowd.count(address)
        wait = self._requests.take(address, 1 / (FEW + learners), PATIENT)
        if wait > PATIENT:
            metrics.REFUSALS.labels("requests_per_session").inc()
            await PlainTextResponse(HURRIED, 429, headers={"Retry-After": str(round(wait))})(scope, receive, send)
        else:
            await asyncio.sleep(wait)
            await self.app({**scope, ASKING: Household(address, learners)}, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _address(scope)
        if not await self._admitted(self.crowd.enter, scope, receive, send):
            return
        metrics.SESSIONS.inc()
        talk = Conversation(receive, send, self.messages_a_minute)
        try:
            await self.app(scope, talk.receive, talk.send)
        finally:
            self.crowd.leave(address)
            metrics.SESSIONS.dec()

    async def _admitted(self, wish: Callable[[str], None], scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether there is a place where one is wished for; else that is said."""
        try:
            wish(_address(scope))
        except Refused as refused:
            metrics.REFUSALS.labels(refused.limit).inc()
            await pages.full(self.retry_after)(scope, receive, send)
            return False
        return True


def asking(scope: Scope) -> Household:
    """Who sent a request, as far as that was counted here."""
    found: Household = scope.get(ASKING) or Household(_address(scope))
    return found


def _address(scope: Scope) -> str:
    return household((scope.get("client") or (None,))[0])


class Conversation:
    """One learner's socket, between the server and Streamlit."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        messages_a_minute: float,
        slowest: float = SLOWEST,
        silent: float = SILENT,
    ) -> None:
        self._receive = receive
        self._send = send
        self._rate = Rate(messages_a_minute)
        self._slowest = slowest
        self._silent: float | None = silent  # how long, until the first message
        self._read = asyncio.Event()  # all that was sent has been read
        self._read.set()
        self._gone = asyncio.Event()

    async def receive(self) -> Message:
        """The next message: not before what was sent has been read, and not too soon after the last ones."""
        message = await self._heard()
        if message["type"] == "websocket.receive":
            self._silent = None
            while wait := self._rate.take(""):
                metrics.REFUSALS.labels("messages_per_session").inc()
                await asyncio.sleep(wait)
            await self._read.wait()
        return {"type": "websocket.disconnect", "code": ABNORMAL} if self._gone.is_set() else message

    async def _heard(self) -> Message:
        """What comes first: a message, or that the learner is taken for gone, as one who never said anything."""
        message = asyncio.ensure_future(self._receive())
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({message, gone}, timeout=self._silent, return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "websocket.disconnect", "code": ABNORMAL}
        finally:
            message.cancel()
            gone.cancel()

    async def send(self, message: Message) -> None:
        """Send a message; whoever takes too long to read it is taken for gone."""
        self._read.clear()
        try:
            async with asyncio.timeout(self._slowest):
                await self._send(message)
        except TimeoutError:
            metrics.REFUSALS.labels("slow_reader").inc()
            self._gone.set()
            raise OSError("a learner did not read") from None
        finally:
            self._read.set()
