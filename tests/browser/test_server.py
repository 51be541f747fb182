"""The server's promises in a real browser: what may run on the page, who may frame it, what an expired login says."""

from __future__ import annotations

import http.server
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.load_server import Server, serving
from benchmarks.networks import TURNS, network
from tests.browser.conftest import free_port
from tests.browser.gate import gate
from tests.browser.walker import Walker
from tests.conftest import CHROMIUM, QUIET, seldom

FOREIGN = "https://foreign.example"
SCRIPT = "<script>alert(1)</script>"
# Streamlit asks whether there is WebAssembly, and does without it: that is no violation.
VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  if (event.blockedURI !== "wasm-eval") (window.violations ??= []).push(event.effectiveDirective);
})"""


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Server]]:
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(serving(free_port(), **settings))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, that any host would answer; what was blocked is in ``violations``."""
    context = browser.new_context()
    context.route(
        f"{FOREIGN}/**", lambda route: route.fulfill(body="window.foreign = true", content_type="text/javascript")
    )
    context.add_init_script(VIOLATIONS)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    return page.evaluate("window.violations ?? []")


# ---- what may run


ADD = """(tag, about) => document.body.append(Object.assign(document.createElement(tag), about))"""
WAYS = {
    "a script of another host": (f"add('script', {{src: '{FOREIGN}/x.js'}})", "script-src-elem"),
    "a script in the page": ("add('script', {text: 'window.foreign = true'})", "script-src-elem"),
    "an attribute": ("add('img', {src: 'x'}); document.body.lastChild.outerHTML = HANDLER", "script-src-attr"),
    "a frame": ("add('iframe', {src: location.href})", "frame-src"),
    "a request": (f"fetch('{FOREIGN}/x').catch(() => null)", "connect-src"),
    "a picture": (f"add('img', {{src: '{FOREIGN}/x.png'}})", "img-src"),
}
BLOCKED = """await new Promise((resolve) => {
  addEventListener("securitypolicyviolation", resolve, {once: true});
  setTimeout(resolve, 5_000);
})"""
HANDLER = """'<img src="x" onerror="window.foreign = true">'"""


def test_what_does_not_come_from_the_server_is_blocked(page: Page, server: str) -> None:
    page.goto(server)
    Walker(page).ready()
    assert violations(page) == []
    for number, (name, (way, directive)) in enumerate(WAYS.items(), 1):
        # Not ``wait_for_function``: from its second look on it evaluates a string, which the policy forbids.
        page.evaluate(f"async () => {{ const add = {ADD}; const HANDLER = {HANDLER}; {way}; {BLOCKED}; }}")
        assert violations(page)[number - 1 :] == [directive], name
        assert page.evaluate("window.foreign") is None, name


def test_nothing_that_the_page_needs_is_blocked(page: Page, server: str) -> None:
    page.goto(server)
    walker = Walker(page).ready().press("End")
    for panel in page.get_by_test_id("stExpander").all():
        panel.locator("summary").click()
    walker.ready()
    walker.type("sin(x)").showing("sin(x)")
    assert violations(page) == []


@pytest.mark.parametrize(
    "query",
    [
        f"f={quote(SCRIPT)}", f"f=x&at={quote(SCRIPT)}:1", f"f=x&mode={quote(SCRIPT)}", f"f=x&step={quote(SCRIPT)}",
        f"f={quote('x < 1 > 2')}&open={quote(SCRIPT)}", f"f={quote('# ' + SCRIPT + chr(10) + 'x*y')}",
        f"f={quote('h = x]; <img src=x onerror=alert(1)>')}", f"z={quote(SCRIPT)}", f"{quote(SCRIPT)}=1",
    ],
)  # fmt: skip
def test_a_script_in_a_link_is_text(page: Page, server: str, query: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{server}/?{query}")
    Walker(page).ready()
    assert violations(page) == []
    assert page.locator("img[src=x]").count() == 0


# ---- who may frame it


@contextmanager
def course(frame: str, port: int) -> Iterator[str]:
    """A page of a course system with the explorer in a frame; another site than 127.0.0.1."""
    body = f'<!doctype html><title>Course</title><iframe src="{frame}" width="1300" height="800"></iframe>'.encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("localhost", port), Handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{port}/"
        site.shutdown()


@contextmanager
def without_foreign_cookies(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps no cookie of a frame of another site, as Safari and Firefox do."""
    (folder / "Default").mkdir()
    choices = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
    (folder / "Default" / "Preferences").write_text(json.dumps(choices))
    context = browser.browser_type.launch_persistent_context(folder, executable_path=CHROMIUM, args=QUIET)
    yield context
    context.close()


def test_a_course_shows_it_in_a_frame_without_foreign_cookies(
    browser: Browser, start: Callable[..., Server], tmp_path: Path
) -> None:
    port = free_port()
    server = start(GRADWALK_FRAME_ANCESTORS=f"http://localhost:{port}")
    with (
        course(f"{server.http}/?f=x*y&at=x:7,y:2", port) as address,
        without_foreign_cookies(browser, tmp_path) as context,
    ):
        page = context.new_page()
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "//" in request.url else ""))
        page.goto(address)
        inside = page.frame_locator("iframe")
        player = inside.get_by_role("region", name="Computation graph player")
        expect(player.locator("[data-node]")).to_have_count(3, timeout=30_000)
        inside.get_by_role("textbox", name="Function").fill("x*y + y")
        inside.get_by_role("textbox", name="Function").press("Control+Enter")
        expect(player.locator("[data-node]")).to_have_count(4, timeout=30_000)
        player.get_by_role("button", name="Last step").click()
        expect(player.locator("[data-name=x]")).to_have_attribute("data-gradient", "2")
        assert page.frames[1].evaluate("document.cookie = 'kept=1'; document.cookie") == ""
        assert hosts <= {f"localhost:{port}", f"127.0.0.1:{server.port}", ""}


def test_nobody_else_shows_it_in_a_frame(browser: Browser, start: Callable[..., Server]) -> None:
    server = start(GRADWALK_FRAME_ANCESTORS="https://moodle.example")
    with course(server.http, free_port()) as address:
        page = browser.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(address)
        page.wait_for_timeout(1_000)
        assert any("frame-ancestors" in text or "Framing" in text for text in told)
        expect(page.frame_locator("iframe").get_by_test_id("stApp")).to_have_count(0)
        page.close()


# ---- below a path, full, and behind a login


def test_below_a_path_every_request_stays_below_it(page: Page, start: Callable[..., Server]) -> None:
    server = start(GRADWALK_BASE_PATH="/gradwalk")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.http}/?f=x*y&step=2")
    walker = Walker(page).ready()
    assert walker.step == 2
    walker.type("x + y").showing("x + y")
    expect(page).to_have_url(re.compile(r"/gradwalk/\?f=x"))
    assert all(url.startswith((server.http, "data:", "blob:")) for url in asked), asked


def test_when_it_is_full_a_page_says_when_to_come_back_and_those_inside_go_on(
    browser: Browser, start: Callable[..., Server]
) -> None:
    server = start(GRADWALK_SESSIONS="1", GRADWALK_RETRY_AFTER="45")
    inside, outside = browser.new_page(), browser.new_page()
    inside.goto(server.http)
    walker = Walker(inside).ready()
    assert outside.goto(server.http).status == 503
    expect(outside.get_by_role("heading", name="All places are taken")).to_be_visible()
    expect(outside.get_by_text("come back in 45 seconds")).to_be_visible()
    walker.type("sin(x)").showing("sin(x)")
    inside.close()
    outside.get_by_role("link", name="Try again").click()
    Walker(outside).ready()
    outside.close()


@pytest.mark.parametrize("answer", seldom(["redirect", "refusal", "page"], often=["redirect"]))
def test_an_expired_login_ends_in_a_sentence_and_nothing_is_asked_again(page: Page, server: str, answer: str) -> None:
    with gate(int(server.rpartition(":")[2])) as proxy:
        page.goto(f"http://127.0.0.1:{proxy.port}/?f=x*y&step=2")
        walker = Walker(page).ready()
        proxy.shut(answer)
        alert = page.get_by_role("alert").filter(has_text="Your login has expired")
        expect(alert).to_be_visible(timeout=30_000)
        walker.press("ArrowRight")  # walking needs no server
        expect(page).to_have_url(re.compile("&step=3"))
        alert.get_by_role("link", name="Log in again").focus()
        expect(alert.get_by_role("link", name="Log in again")).to_have_attribute("href", page.url)
        page.wait_for_timeout(500)  # what was on its way
        asked = proxy.asked
        page.wait_for_timeout(6_000)  # Streamlit would ask every four seconds
        assert proxy.asked == asked


def test_a_server_that_is_only_away_for_a_moment_is_no_expired_login(page: Page, start: Callable[..., Server]) -> None:
    server = start()
    with gate(server.port) as proxy:
        page.goto(f"http://127.0.0.1:{proxy.port}/?f=x*y&step=2")
        walker = Walker(page).ready()
        proxy.shut("away")
        expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        page.wait_for_timeout(3_000)
        proxy.open()
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=30_000
        )
        walker.type("x + y").showing("x + y")
        expect(page.get_by_role("alert")).to_have_count(0)


# ---- a learner at the limits, and the others


LARGEST = {"a network of 980 nodes": (network(16, "tanh"), 980), "a loop of 1,000 turns": (TURNS.format(1000), 3002)}


@pytest.mark.parametrize(("text", "nodes"), LARGEST.values(), ids=LARGEST)
def test_the_server_never_stops_while_the_largest_graphs_are_drawn(
    page: Page, start: Callable[..., Server], text: str, nodes: int
) -> None:
    server = start()
    page.goto(server.http)
    walker = Walker(page).ready()
    answered = [time.monotonic()]
    drawn = threading.Event()

    def others() -> None:
        while not drawn.is_set():
            assert server.healthy()
            answered.append(time.monotonic())

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(others)
        walker.type(text).showing(text)
        drawn.set()
        asking.result()
    assert walker.player.locator("[data-node]").count() >= nodes
    whole = answered[-1] - answered[0]
    longest = max(after - before for before, after in pairwise(answered))
    assert longest < whole / 4, f"{longest:.2f} s without an answer, of {whole:.2f} s"
