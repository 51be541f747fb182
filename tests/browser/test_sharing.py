"""A lesson's link and a frame in another page, and the panels that make them, on a real server."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

import autodiff as ad
from tests.browser.conftest import Visit, shot
from tests.browser.disk import Open, open_file, ready
from tests.browser.test_examples import check_numbers
from viz.panels.share import HEIGHT

__all__ = ["open_file"]


def test_a_lesson_takes_parts_away(visit: Visit) -> None:
    walker = visit("?hide=head,point,mode,trace,gradient&step=9").ready()
    page = walker.page
    expect(page.get_by_role("heading", name="Gradwalk")).to_have_count(0)
    expect(page.get_by_role("slider", name="x, slider")).to_have_count(0)
    expect(page.get_by_role("radiogroup", name="Mode")).to_have_count(0)
    expect(page.get_by_role("table", name="Evaluation trace")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Function")).to_be_visible()
    assert walker.step == 9
    walker.type("x*y").showing("x*y")
    expect(page.get_by_role("radiogroup", name="Mode")).to_have_count(0)
    assert "hide=head,point,mode,trace,gradient" in page.url, "a copied link takes away the same"
    shot(page, "lesson")


def test_one_player_and_nothing_else(visit: Visit) -> None:
    walker = visit("?f=x*x&at=x:3&embed=1&step=2", 900, HEIGHT).ready()
    page = walker.page
    expect(page.get_by_role("textbox", name="Function")).to_have_count(0)
    expect(page.get_by_text("Look closer")).to_have_count(0)
    assert walker.press("End").step == 5
    assert walker.inside("player => player.getBoundingClientRect().top") < 40
    assert walker.inside("player => player.querySelector('.controls').getBoundingClientRect().bottom") <= HEIGHT
    assert page.url.count("embed=") == 1
    shot(page, "embedded")


def test_what_a_widget_held_outlives_a_lesson(visit: Visit) -> None:
    """Parts that are taken away on a later link of the same visit keep what they say."""
    walker = visit("?f=x*x&at=x:3").ready()
    walker.page.evaluate("() => history.pushState(null, '', '?f=x*x*x&at=x:2&hide=function,mode&mode=forward')")
    walker.page.evaluate("() => history.pushState(null, '', '?f=x*x&at=x:3')")
    walker.page.go_back()
    walker.showing("x*x*x")
    expect(walker.page.get_by_role("textbox", name="Function")).to_have_count(0)
    walker.page.get_by_role("spinbutton", name="x", exact=True).fill("5")
    walker.page.keyboard.press("Enter")
    walker.go(walker.last)
    expect(walker.player.locator("[data-name=x]")).to_have_attribute("data-value", "5")
    walker.showing("x*x*x")


def test_the_page_that_is_saved_plays_without_the_server(visit: Visit, open_file: Open, tmp_path: Path) -> None:
    walker = visit("?f=x*x*y&at=x:3,y:4&panel=save").ready()
    with walker.page.expect_download() as download:
        walker.page.get_by_role("link", name="Save as a page").click()
    download.value.save_as(tmp_path / "gradwalk.html")
    offline = ready(open_file(tmp_path / "gradwalk.html")).press("End")
    check_numbers(offline, ad.parse("x*x*y"), {"x": 3.0, "y": 4.0}, offline.last)
    shot(walker.page, "panel-save")


def test_pictures_are_saved_from_the_panel(visit: Visit) -> None:
    walker = visit("?panel=save&step=9").ready()
    for button, name in (
        ("This step (SVG)", "gradwalk-step-9.svg"),
        ("The walk, playing by itself", "gradwalk-walk.svg"),
    ):
        with walker.page.expect_download() as download:
            walker.page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == name
    assert walker.step == 9


def test_the_share_panel_makes_a_lessons_link(visit: Visit) -> None:
    page = visit("?panel=share").ready().page
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    page.get_by_text("Only the player, for a frame in another page").click()
    code = page.get_by_text(re.compile("<iframe src="))
    expect(code).to_be_visible()
    assert "embed=1" in code.inner_text()
    shot(page, "panel-share")
