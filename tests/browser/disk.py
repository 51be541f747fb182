"""Pages opened from a disk in a browser that has no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.walker import Walker

Open = Callable[..., Walker]
AT_HAND = ("file:", "data:", "blob:")


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file without a network; at the end nothing must have been asked for or have failed."""
    pages: list[Page] = []
    faults: list[str] = []

    def open_file(html: str | Path, width: int = 1440, height: int = 900, scheme: Any = "light") -> Walker:
        file = html if isinstance(html, Path) else tmp_path / "walk.html"
        if isinstance(html, str):
            file.write_text(html, "utf-8")
        context = browser.new_context(
            offline=True, color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": height}
        )
        context.route(lambda url: not url.startswith(AT_HAND), lambda route: route.abort())
        page = context.new_page()
        pages.append(page)
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: request.url.startswith(AT_HAND) or faults.append(request.url))
        page.goto(file.as_uri())
        return Walker(page)

    yield open_file
    for page in pages:
        page.context.close()
    assert not faults


def ready(walker: Walker) -> Walker:
    expect(walker.player.locator("[data-node]").first).to_be_attached()
    return walker
