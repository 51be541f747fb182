"""The point beside the function: its inputs move the walk, and the page hears of it when they are let go."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_grab import TEXT, engine, messages, numbers
from tests.browser.walker import Walker


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name, exact=True)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, slider")


def test_the_walk_follows_a_slider_and_the_page_hears_of_it_at_the_end(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    page = walker.page
    sent = messages(walker)
    before = len(sent)
    box = slider(page, "x").bounding_box()
    assert box
    left, width, y = box["x"] + 8, box["width"] - 16, box["y"] + box["height"] / 2
    page.mouse.move(left + 0.8 * width, y)  # at 3 on the way from −5 to 5
    page.mouse.down()
    page.mouse.move(left + 0.65 * width, y, steps=4)
    x = float(slider(page, "x").input_value())
    assert x == pytest.approx(1.5, abs=0.1)
    assert numbers(walker) == engine(TEXT, x=x, y=4)
    expect(number(page, "x")).to_have_value(f"{x:g}")
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"at=x:{x:g},y:4.*step=12"))
    page.wait_for_timeout(1_000)
    assert len(sent) == before + 1
    assert numbers(walker) == engine(TEXT, x=x, y=4)


def test_a_key_held_down_on_a_slider_is_one_message(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    sent = messages(walker)
    before = len(sent)
    slider(walker.page, "x").evaluate(
        """slider => {
          for (let i = 0; i < 6; i++) {
            slider.stepUp();
            for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind));
          }
        }"""
    )
    expect(number(walker.page, "x")).to_have_value("3.06")
    walker.page.wait_for_timeout(1_000)
    assert len(sent) == before + 1
    assert numbers(walker) == engine(TEXT, x=3.06, y=4)


def test_two_numbers_at_once_are_both_kept(visit: Visit) -> None:
    """The second is told while the page still works on the first, of which it would hear no more."""
    page = visit("?step=last").ready().page
    number(page, "x").evaluate(
        """x => {
          const y = x.closest(".point").querySelectorAll("input[type=number]")[1];
          for (const [input, value] of [[x, "-2"], [y, "0.5"]]) {
            input.value = value;
            input.dispatchEvent(new Event("change"));
          }
        }"""
    )
    expect(page).to_have_url(re.compile("at=x:-2,y:0.5"))
    page.wait_for_timeout(1_000)
    assert numbers(Walker(page)) == engine(TEXT, x=-2, y=0.5)
    expect(number(page, "x")).to_have_value("-2")
    page.reload()
    assert numbers(Walker(page).ready()) == engine(TEXT, x=-2, y=0.5)


def test_no_number_is_what_it_was(visit: Visit) -> None:
    page = visit().ready().page
    for typed in ("", "1e999"):
        number(page, "x").fill(typed)
        number(page, "x").press("Enter")
        expect(number(page, "x")).to_have_value("3")


def test_a_slider_grows_to_hold_its_number(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:40.5,y:-7").ready()
    expect(slider(walker.page, "x")).to_have_attribute("max", "41")
    expect(slider(walker.page, "y")).to_have_attribute("min", "-7")
    expect(number(walker.page, "x")).to_have_value("40.5")


def test_where_a_panel_shows_the_point_the_panel_follows(visit: Visit) -> None:
    page = visit("?panel=compare").ready().page
    table = page.get_by_role("table", name="The same gradient by every mode")
    expect(table).to_contain_text("24", timeout=20_000)
    number(page, "x").fill("5")
    number(page, "x").press("Enter")
    expect(table).to_contain_text("40", timeout=20_000)  # ∂f/∂x = 2·5·4
