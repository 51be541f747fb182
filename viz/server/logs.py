"""Logs as lines of JSON that say what happened and never what a learner typed.

The message of an exception may quote a text, and an address has the text in its query. So an exception is logged
as its type and the places it went through, and a request as its path.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OTHERS = ("streamlit", "uvicorn", "websockets", "py.warnings")  # whose loggers would print in formats of their own
FIELDS = "fields"  # the extra of a record that is written beside its message

logger = logging.getLogger("gradwalk")


class Lines(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger and message, fields of its own, and where an exception came from."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line |= {"error": kind.__name__, "places": _places(trace)}
        return json.dumps(line, ensure_ascii=False)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def configure(level: str) -> None:
    """Let everything be logged as lines of JSON on standard error, by one handler.

    Raises `ValueError` where there is no such level. Called again when the server has started: by then all loggers
    are there.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logger.setLevel(level.upper())
    for name in list(logging.Logger.manager.loggerDict):
        if name.split(".")[0] in OTHERS:
            other = logging.getLogger(name)
            other.handlers.clear()
            other.propagate = True
            other.setLevel(max(other.level, logging.WARNING))  # below it: every socket, every query


class AccessLog:
    """A line for every request: its method, path and status, how long it took, and who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log it when it has been answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            seconds = round(time.perf_counter() - start, 4)
            client = (scope.get("client") or ("", 0))[0]
            about = {"method": scope["method"], "path": scope["path"], "status": status, "seconds": seconds}
            logger.info("request", extra={FIELDS: about | {"client": client}})
