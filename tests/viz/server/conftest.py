"""A server as it is run in earnest, for tests that come to it from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from benchmarks.load_server import Server, serving
from tests.browser.conftest import free_port


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Server]]:
    """Starts servers with settings, and ends them with the tests of the file."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(serving(free_port(), **settings))


@pytest.fixture(scope="module")
def server(start: Callable[..., Server]) -> Server:
    """One with its defaults."""
    return start()
