"""A proxy with a login in front of a server, as small as it can be: it passes everything on, or nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LOGIN = b"<!doctype html><title>Login</title><h1>Who are you?</h1>"
ANSWERS = {
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "refusal": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
    % (len(LOGIN), LOGIN),
    "away": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
}


class Gate:
    """Passes on to a port while ``answer`` is empty; else every connection gets that answer and is closed."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.answer = b""
        self.asked = 0  # connections since the gate was shut
        self.port = 0
        self._open: set[asyncio.StreamWriter] = set()

    def shut(self, answer: str) -> None:
        """From now on everybody gets this answer; who is inside is put out."""
        self.answer, self.asked = ANSWERS[answer], 0
        self._loop.call_soon_threadsafe(lambda: [writer.close() for writer in self._open])

    def open(self) -> None:
        """Everything is passed on again."""
        self.answer = b""

    def end(self) -> None:
        """Serve nobody any more."""
        self._loop.call_soon_threadsafe(self._ended.set)

    async def serve(self, ready: threading.Event) -> None:
        """Until the end."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._pass, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self._ended.wait()
            for writer in self._open:
                writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.answer:
            self.asked += 1
            with suppress(OSError, asyncio.IncompleteReadError):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(self.answer)
                await writer.drain()
            writer.close()
            return
        there, out = await asyncio.open_connection("127.0.0.1", self.behind)
        self._open |= {writer, out}
        try:
            await asyncio.gather(_pump(reader, out), _pump(there, writer))
        finally:
            self._open -= {writer, out}


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    except OSError:
        pass  # one side has gone: the other is let go too
    finally:
        target.close()


@contextmanager
def gate(behind: int) -> Iterator[Gate]:
    """A gate in a thread of its own."""
    made, ready = Gate(behind), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(made.serve(ready)), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield made
    finally:
        made.end()
        thread.join(30)
