"""In a real Chromium: a number in hand, from the hand's move to the painted frame that shows everything it changes."""

from __future__ import annotations

import statistics
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import p95
from benchmarks.functions import nodes
from tests.browser.conftest import serving
from tests.conftest import CHROMIUM, QUIET

SCRIPT = (Path(__file__).parent / "hand.js").read_text("utf-8")
MOVES = 200


def measure() -> list[str]:
    """A row a size of graph."""
    with sync_playwright() as playwright, serving("app.py") as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(SCRIPT)
        rows = [dragged(context.new_page(), address, count) for count in (10, 50, 100, 200)]
        browser.close()
    return rows


def dragged(page: Page, address: str, count: int) -> str:
    """All numbers of a walk at its end, moved many times."""
    page.goto(f"{address}/?f={quote(nodes(count))}&step=last")
    page.wait_for_selector(".grip", state="attached", timeout=60_000)
    page.wait_for_timeout(1000)
    page.bring_to_front()
    idle: list[float] = page.evaluate("times => hand.idle(times)", MOVES)
    found: dict[str, list[float]] = page.evaluate("times => hand.drag(times)", MOVES)
    page.close()
    moved, shown, work = found["all"], found["shown"], found["work"]
    return (
        f"| a number in hand, {count} nodes | painted: median {statistics.median(shown):.1f} ms, "
        f"p95 {p95(shown):.1f} ms, "
        f"of it the page's own work {statistics.median(work):.1f} ms | the frame after it: median "
        f"{statistics.median(moved):.1f} ms, p95 {p95(moved):.1f} ms, where nothing moves "
        f"{statistics.median(idle):.1f} and {p95(idle):.1f} ms |"
    )
