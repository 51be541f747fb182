"""A layout worker: DOT in, SVG out, until its input ends.

Graphviz holds the interpreter's lock while it works and can need seconds or gigabytes for a tangle, so it
lives in processes of its own, started as ``python -m viz.drawing.layout_worker``: a fresh interpreter that imports
nothing of the page. A message is its length in four bytes, then its bytes; a request is a JSON list of
program and DOT, an answer whether it was drawn, the seconds of processor that were taken, and the SVG or the reason.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from typing import IO

from viz.server.settings import settings

BEHIND = 5  # of the 19 steps by which a process can stand back
LENGTH = struct.Struct(">I")
ANSWER = struct.Struct(">?d")


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None where the stream has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def draw(program: str, dot: str) -> bytes:
    """The SVG of a DOT text, by the Graphviz that comes with pygraphviz, else by the one on the path."""
    try:
        import pygraphviz
    except ImportError:
        command = ["neato", "-n2"] if program == "nop2" else [program]
        done = subprocess.run([*command, "-Tsvg"], input=dot.encode(), capture_output=True, check=True)
        return done.stdout
    return bytes(pygraphviz.AGraph(string=dot).draw(format="svg", prog=program))


def limit_memory(megabytes: int) -> None:
    """Let this process have so much address space and no more, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    size = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def stand_back() -> None:
    """Take what the web process leaves of the processor: a tangle may need all of one for seconds."""
    if hasattr(os, "nice"):
        os.nice(BEHIND)


def processor() -> float:
    """The seconds that this process and those that it started have computed."""
    return sum(os.times()[:4])


def main() -> None:
    """Answer requests one after the other."""
    stand_back()
    limit_memory(settings.layout_megabytes)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not get between the messages
    while (message := receive(requests)) is not None:
        program, dot = json.loads(message)
        before = processor()
        try:
            drawn, body = True, draw(program, dot)
        except Exception as error:  # whatever it was, the next request finds the worker alive
            drawn, body = False, repr(error).encode()
        send(answers, ANSWER.pack(drawn, processor() - before) + body)


if __name__ == "__main__":
    main()
