"""One real Chromium for every test that needs a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pytest

# The shell is the same browser without its own windows, tabs and menus: a page opens in two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",  # as on a screen: the shell would round every letter to whole pixels
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless browser that talks to nobody by itself."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def seldom(cases: Iterable[Any], often: Collection[Any]) -> list[Any]:
    """The cases of a long test, those that are not run often for `make soak`."""
    return [pytest.param(case, marks=[] if case in often else pytest.mark.soak) for case in cases]
