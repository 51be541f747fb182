"""In a real Chromium: networks written as programs, and a loop of a thousand turns, folded and opened."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import p95
from tests.browser.conftest import serving
from tests.conftest import CHROMIUM, QUIET

TIMING = (Path(__file__).parent / "timing.js").read_text("utf-8")
SHAPES = ("tanh", "sigmoid", "atan", "sin", "erf", "softplus", "relu")  # another picture each, of the same size
TURNS = "s = y\nfor i in range({}): s = s*0.999 + x\ns"


def network(width: int, shape: str) -> str:
    """A 2-n-n-1 network as a learner writes it."""
    layer = ", ".join(f"neuron(W[{i}], b[{i}], x)" for i in range(width))
    return f"""def neuron(w, z, x):
    for i, xi in enumerate(x): z += w[i]*xi
    return {shape}(z)
def layer(W, b, x):
    return [{layer}]
def network(x1, x2, W1, b1, W2, b2, W3, b3):
    h = layer(W1, b1, [x1, x2])
    h = layer(W2, b2, h)
    return neuron(W3, b3, h)"""


def measure() -> list[str]:
    """Every figure, as rows of the table."""
    with sync_playwright() as playwright, serving("app.py") as ours:
        time.sleep(2)  # the layout workers warm up beside the server
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context()
        context.add_init_script(TIMING)
        page = context.new_page()
        rows = [
            typing(page, ours, "2-8-8-1", [network(8, shape) for shape in SHAPES]),
            typing(page, ours, "2-16-16-1", [network(16, shape) for shape in SHAPES]),
            typing(page, ours, "a loop of 1,000 turns", [TURNS.format(1000 - k) for k in range(7)]),
            walking(page, ours, "2-16-16-1", network(16, SHAPES[0])),
            opening(page, ours, "2-16-16-1", [network(16, shape) for shape in SHAPES]),
            stepping(page, "2-16-16-1, all open"),
            opening(page, ours, "a loop of 1,000 turns", [TURNS.format(1000 - k) for k in range(3)]),
        ]
        browser.close()
    return rows


def typing(page: Page, ours: str, name: str, texts: list[str]) -> str:
    """From Ctrl+Enter to the painted graph, folded, never asked for before; beside it the smallest of graphs."""
    times = applied(page, ours, texts)
    small = applied(page, ours, [f"x + {k}" for k in range(2, 7)])
    ratio = statistics.median(times) / statistics.median(small)
    return (
        f"| {name}, typed to drawn folded | median {statistics.median(times):.0f} ms "
        f"| `x + 2` {statistics.median(small):.0f} ms: {ratio:.1f} times as long |"
    )


def applied(page: Page, ours: str, texts: list[str]) -> list[float]:
    """How long each text took, in milliseconds."""
    opened(page, ours)
    times = []
    for text in texts:
        area = page.get_by_role("textbox", name="Function")
        area.fill(text)
        start = page.evaluate("performance.now()")
        area.press("Control+Enter")
        times.append(page.evaluate("text => timing.drawn(text)", text) - start)
        page.wait_for_timeout(500)
    return times


def opening(page: Page, ours: str, name: str, texts: list[str]) -> str:
    """From a link that opens every group, followed within the page, to the painted graph."""
    times = []
    for text in texts:
        opened(page, f"{ours}/?f={quote(text)}")
        start = page.evaluate("performance.now()")
        times.append(page.evaluate("timing.unfolded()") - start)
    cards = page.evaluate("timing.cards()")
    return f"| {name}, folded to all open ({cards} cards) | median {statistics.median(times) / 1000:.2f} s | |"


def walking(page: Page, ours: str, name: str, text: str) -> str:
    """Stepping as a learner does who has opened the link: folded, each group one stop."""
    opened(page, f"{ours}/?f={quote(text)}")
    return stepping(page, f"{name}, folded")


def stepping(page: Page, name: str) -> str:
    """Next to the next painted frame, beside an empty frame."""
    page.wait_for_timeout(1000)
    steps: list[float] = page.evaluate("timing.steps()")
    empty: list[float] = page.evaluate("timing.empty()")
    return (
        f"| a step, {name} | median {statistics.median(steps):.1f} ms, p95 {p95(steps):.1f} ms "
        f"| an empty frame {statistics.median(empty):.1f} ms |"
    )


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("[data-node]", state="attached", timeout=60_000)
    page.wait_for_timeout(500)
