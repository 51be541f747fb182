"""In a real Chromium: a step against a rerun, from the text to the graph, the first picture."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from benchmarks.functions import LOOP, nodes
from tests.browser.conftest import serving
from tests.conftest import CHROMIUM, QUIET
from viz.modes import MODES

TIMING = (Path(__file__).parent / "timing.js").read_text("utf-8")


def p95(times: list[float]) -> float:
    """The value that 95 % stay under."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def measure() -> list[str]:
    """Every figure, as rows of the table."""
    rows: list[str] = []
    with sync_playwright() as playwright, serving("app.py") as ours, serving("benchmarks/baseline.py") as theirs:
        time.sleep(2)  # the layout workers warm up beside the server
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context()
        context.add_init_script(TIMING)
        rows += stepping(context.new_page(), context.new_page(), ours, theirs)
        rows += applying(context.new_page(), ours)
        rows += switching(context.new_page(), ours)
        rows += loading(browser, ours, theirs)
        browser.close()
    return rows


def stepping(page: Page, other: Page, ours: str, theirs: str) -> list[str]:
    """Next to the next painted frame, against a rerun."""
    rows = []
    for count in (10, 50, 200):
        text = quote(nodes(count))
        page.goto(f"{ours}/?f={text}")
        page.wait_for_selector("[data-node]", state="attached", timeout=60_000)
        page.wait_for_timeout(500)
        page.bring_to_front()  # a page behind another gets no frames
        steps: list[float] = page.evaluate("timing.steps()")
        other.goto(f"{theirs}/?f={text}")
        other.get_by_text("step 0").wait_for(timeout=60_000)
        other.bring_to_front()
        other.wait_for_timeout(1500)
        reruns: list[float] = [other.evaluate("k => timing.rerun(`step ${k}`)", k) for k in range(1, 13)]
        ratio = statistics.median(reruns) / statistics.median(steps)
        rows.append(
            f"| a step, {count} nodes | median {statistics.median(steps):.1f} ms, p95 {p95(steps):.1f} ms "
            f"| a rerun {statistics.median(reruns):.0f} ms: {ratio:.1f} times as long |"
        )
    return rows


def applying(page: Page, ours: str) -> list[str]:
    """From Ctrl+Enter to the drawn graph, never asked for before."""
    page.goto(ours)
    page.wait_for_selector("[data-node]", state="attached", timeout=60_000)
    page.wait_for_timeout(500)
    rows = []
    for name, base in (
        ("10 nodes", nodes(10)),
        ("50 nodes", nodes(50)),
        ("200 nodes", nodes(200)),
        ("loop of 50 turns", LOOP),
    ):
        times = []
        for turn in range(5):
            text = (
                f"{base} + {turn + 2}" if "\n" not in base or base != LOOP else base.replace("0.5", f"0.{turn + 1}25")
            )
            area = page.get_by_role("textbox", name="Function")
            area.fill(text)
            start = page.evaluate("performance.now()")
            area.press("Control+Enter")
            times.append(page.evaluate("text => timing.drawn(text)", text) - start)
            page.wait_for_timeout(300)
        rows.append(f"| text to graph, {name} | median {statistics.median(times):.0f} ms | |")
    return rows


def switching(page: Page, ours: str) -> list[str]:
    """From the click on another mode to its walk, on a page that has come to rest."""
    page.goto(f"{ours}/?f={quote(nodes(50))}")
    page.wait_for_selector("[data-node]", state="attached", timeout=60_000)
    page.wait_for_timeout(1000)
    page.bring_to_front()
    times = []
    for turn in range(3):
        for mode, label in MODES.items():
            if turn == 0 and mode == "reverse":
                continue
            page.wait_for_timeout(500)
            times.append(page.evaluate("([label, mode]) => timing.switched(label, mode)", [label, mode]))
    return [f"| another mode, 50 nodes | median {statistics.median(times):.0f} ms, p95 {p95(times):.0f} ms | |"]


def loading(browser: Any, ours: str, theirs: str) -> list[str]:
    """From the address to the first picture, with an empty cache and with a full one."""

    def first(context: Any, url: str, selector: str) -> float:
        page = context.new_page()
        start = time.perf_counter()
        page.goto(url)
        page.wait_for_selector(selector, state="attached", timeout=60_000)
        page.evaluate("new Promise(requestAnimationFrame)")
        took = time.perf_counter() - start
        page.close()
        return took

    rows = []
    contexts = browser.new_context(), browser.new_context()
    for name in ("empty", "full"):
        mine = first(contexts[0], ours, "[data-node]")
        plain = first(contexts[1], theirs, "[data-testid=stGraphVizChart] svg g")
        rows.append(
            f"| first picture, {name} cache | {mine:.2f} s | plain Streamlit {plain:.2f} s: ratio {mine / plain:.2f} |"
        )
    return rows
