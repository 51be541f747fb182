"""The descent under the player: a click on the figure and a step of the descent move the point of the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from autodiff.descent import descend
from autodiff.language import parse
from tests.browser.conftest import Visit


def test_a_click_on_the_curve_moves_the_point(visit: Visit) -> None:
    """One variable: the window goes from −2 to 8, and a place every sixteenth can be picked."""
    page = visit("?f=x^2&at=x:3&panel=surface&step=last").ready().page
    expect(page.get_by_role("radio", name="Descent", exact=True)).to_be_checked(timeout=20_000)
    ground = page.locator(".js-plotly-plot .nsewdrag").first
    expect(ground).to_be_visible(timeout=30_000)
    ground.evaluate("ground => ground.scrollIntoView({block: 'center'})")
    box = ground.bounding_box()
    assert box
    low, high = page.locator(".js-plotly-plot").first.evaluate("plot => plot._fullLayout.yaxis.range")
    x = 1.0  # f is 1 there
    across, down = box["x"] + box["width"] * (x + 2) / 10, box["y"] + box["height"] * (high - 1.0) / (high - low)
    page.mouse.move(across, down)
    expect(page.locator(".js-plotly-plot .hovertext")).to_be_visible()
    page.mouse.click(across, down)
    expect(page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("1", timeout=20_000)
    expect(page).to_have_url(re.compile(r"at=x:1&.*panel=surface"))


def test_each_step_is_one_click_into_the_player_and_the_way_stays(visit: Visit) -> None:
    walker = visit("?f=x^2&at=x:3&panel=surface&step=last").ready()
    page = walker.page
    path = [place.point["x"] for place in descend(parse("x^2"), {"x": 3}, 0.05, 10).places]
    steps = page.get_by_role("radiogroup", name="Go to step")
    expect(steps.get_by_role("radio")).to_have_count(11, timeout=20_000)
    expect(steps.get_by_role("radio", name="0", exact=True)).to_be_checked()
    for k in (3, 10, 1):
        steps.get_by_role("radio", name=str(k), exact=True).click()
        expect(walker.player.locator("[data-name=x]")).to_have_attribute("data-value", re.compile("."), timeout=20_000)
        expect(steps.get_by_role("radio", name=str(k), exact=True)).to_be_checked(timeout=20_000)
        expect(page).to_have_url(re.compile(re.escape(f"at=x:{path[k]!r}")), timeout=20_000)
        assert float(walker.attributes()["nodes"]["n0"]["value"]) == pytest.approx(path[k], rel=1e-15)


def test_another_point_begins_another_descent(visit: Visit) -> None:
    page = visit("?f=x^2&at=x:3&panel=surface").ready().page
    steps = page.get_by_role("radiogroup", name="Go to step")
    steps.get_by_role("radio", name="4", exact=True).click(timeout=20_000)
    expect(steps.get_by_role("radio", name="4", exact=True)).to_be_checked(timeout=20_000)
    number = page.get_by_role("spinbutton", name="x", exact=True)
    number.fill("-2")
    number.press("Enter")
    expect(steps.get_by_role("radio", name="0", exact=True)).to_be_checked(timeout=20_000)
    expect(page.get_by_text("at x = −2 f is 4 and its slope is −4").first).to_be_visible()
