"""The connection is lost, and another server answers that has never heard of the page: nothing is lost with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.load_server import serving
from tests.browser.conftest import free_port
from tests.browser.gate import gate
from tests.browser.test_grab import engine, numbers
from tests.browser.test_point import number
from tests.browser.walker import Walker


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def away(page: Page) -> Iterator[Callable[[], None]]:
    """The page's server is out of reach; called, it is replaced by another one."""
    with serving(free_port()) as first, serving(free_port()) as second, gate(first.port) as proxy:
        page.goto(f"http://127.0.0.1:{proxy.port}/?f=x*y&at=x:3,y:1&step=last")
        walker = Walker(page).ready().type("x*x*y").showing("x*x*y")  # nothing of it is as it was loaded
        walker.go(walker.last)
        number(page, "y").fill("4")
        number(page, "y").press("Enter")
        expect(page.get_by_role("link", name="Save as DOT")).to_have_attribute("href", re.compile("at=x:3,y:4"))
        proxy.shut("away")
        app = page.get_by_test_id("stApp")
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")

        def back() -> None:
            proxy.behind = second.port
            proxy.open()
            expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)

        yield back


def test_a_number_changed_while_the_server_was_away_is_kept(page: Page, away: Callable[[], None]) -> None:
    number(page, "y").fill("7")
    number(page, "y").press("Enter")
    expect(page).to_have_url(re.compile("at=x:3,y:7"))
    away()
    walker = Walker(page).type("x*x*y + y").showing("x*x*y + y")
    walker.go(walker.last)
    assert numbers(walker) == engine("x*x*y + y", x=3, y=7)


def test_the_first_change_after_the_server_was_away_is_made(page: Page, away: Callable[[], None]) -> None:
    away()
    number(page, "x").fill("-1.5")
    number(page, "x").press("Enter")
    expect(page).to_have_url(re.compile("at=x:-1.5,y:4"))
    drawing = page.get_by_role("link", name="Save as DOT")
    expect(drawing).to_have_attribute("href", re.compile("at=x:-1.5,y:4"), timeout=15_000)  # the server knows, too
    assert numbers(Walker(page)) == engine("x*x*y", x=-1.5, y=4)
    expect(number(page, "x")).to_have_value("-1.5")


def test_a_text_that_was_not_applied_yet_is_still_there(page: Page, away: Callable[[], None]) -> None:
    away()
    area = page.get_by_role("textbox", name="Function")
    area.fill("x*y + sin(y)")
    page.wait_for_timeout(2_500)  # until the page has asked for its session again
    expect(area).to_have_value("x*y + sin(y)")
    area.press("Control+Enter")
    walker = Walker(page).showing("x*y + sin(y)")
    walker.go(walker.last)
    assert numbers(walker) == engine("x*y + sin(y)", x=3, y=4)
