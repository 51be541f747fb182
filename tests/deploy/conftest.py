"""One server below /gradwalk for all tests, and a hand that opens pages through a proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.load_server import Server, serving
from tests.browser.conftest import free_port
from tests.browser.walker import Walker
from tests.deploy.proxies import Proxy, nginx

BASE = {"GRADWALK_BASE_PATH": "/gradwalk"}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving(free_port(), **BASE) as running:
        yield running


@pytest.fixture(scope="session")
def proxy(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The shipped nginx before the server."""
    with nginx(tmp_path_factory.mktemp("nginx"), server.port) as running:
        yield running


@pytest.fixture
def learner(browser: Browser) -> Iterator[Callable[[str], Walker]]:
    """Open pages, each in a browser of its own as far as cookies go."""
    with ExitStack() as opened:

        def open_page(address: str) -> Walker:
            context = opened.enter_context(browser.new_context(reduced_motion="reduce", ignore_https_errors=True))
            page = context.new_page()
            page.goto(address)
            return Walker(page)

        yield open_page


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for a proxy of a test's own."""
    folder = tmp_path / "proxy"
    folder.mkdir()
    return folder
