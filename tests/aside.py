"""Work in another thread: in the tests' own, the browser's event loop may run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What a piece of work gives."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(work).result()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, in an event loop of its own."""
    return apart(lambda: asyncio.run(coroutine))
