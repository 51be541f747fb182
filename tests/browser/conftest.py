"""A real server for all browser tests, and a hand that opens its pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.walker import Walker

ROOT = Path(__file__).parents[2]
PYTHON = os.environ.get("SERVER_PYTHON", sys.executable)  # with other versions of what the explorer needs
SHOTS = ROOT / "screenshots"  # ignored by git; to be looked at
DRIVER = ("GPU stall due to ReadPixels", "willReadFrequently")  # said of WebGL where no graphics card draws


VIEWS = ((1440, 900), (1920, 1080), (390, 844))
FIRST = ((1440, 900, "light"), (390, 844, "dark"))  # what every run looks at; the other views are for `make soak`


def looks(often: Collection[tuple[int, int, str]] = FIRST) -> pytest.MarkDecorator:
    """A test in every view, those that are not looked at in every run for `make soak`."""
    return pytest.mark.parametrize(
        ("width", "height", "scheme"),
        [
            pytest.param(*size, scheme, marks=[] if (*size, scheme) in often else pytest.mark.soak)
            for size in VIEWS
            for scheme in ("light", "dark")
        ],
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: str) -> Iterator[str]:
    """A Streamlit server for a script of the project, started as a user starts it; gives its address."""
    port = free_port()
    command = [PYTHON, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the server did not start")
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving("app.py") as address:
        yield address


class Visit:
    """Opens pages, and notes what must never happen on one: a console message, another host, an error."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser = browser
        self.server = server
        self.faults: list[str] = []
        self.pages: list[Page] = []

    def __call__(
        self, query: str = "", width: int = 1440, height: int = 900, scheme: Any = "light", motion: Any = "reduce"
    ) -> Walker:
        """A page at a link; movement is off unless it is what is tested."""
        page = self._context(scheme, motion).new_page()
        page.set_viewport_size({"width": width, "height": height})
        self.pages.append(page)
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self._check(request.url))
        page.goto(f"{self.server}/{query}")
        return Walker(page)

    def _context(self, scheme: Any, motion: Any) -> BrowserContext:
        """One context for all visitors alike, so that Streamlit's own files are loaded once."""
        for context in self.browser.contexts:
            if getattr(context, "taste", None) == (scheme, motion):
                return context
        context = self.browser.new_context(color_scheme=scheme, reduced_motion=motion)
        context.taste = (scheme, motion)  # type: ignore[attr-defined]
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.server)
        return context

    def _hear(self, text: str) -> None:
        if not any(words in text for words in DRIVER):
            self.faults.append(f"console: {text}")

    def _check(self, url: str) -> None:
        if not url.startswith((self.server, self.server.replace("http", "ws", 1), "data:", "blob:" + self.server)):
            self.faults.append(f"another host: {url}")


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Open pages with it; at the end nothing must have gone wrong on any."""
    visits = Visit(browser, server)
    yield visits
    for page in visits.pages:
        page.close()
    assert not visits.faults


def shot(page: Page, name: str) -> None:
    """A picture for a designer's eye."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(
        path=SHOTS / f"{name}.png", full_page=page.viewport_size is not None and page.viewport_size["width"] < 900
    )
