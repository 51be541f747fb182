"""How it looks: no violation that axe knows, no text too small to read; and pictures to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit, looks, shot
from tests.browser.expected import link
from tests.browser.test_examples import TOUCHING, point_of
from tests.conftest import seldom
from viz.examples import BY_LABEL


@looks()
def test_axe_finds_nothing(visit: Visit, scheme: str, width: int, height: int) -> None:
    walker = visit("?step=10", width, height, scheme).ready()
    results: Any = Axe().run(walker.page).response
    faults = [f"{rule['id']}: {node['html'][:160]}" for rule in results["violations"] for node in rule["nodes"]]
    assert faults == []
    shot(walker.page, f"step10-{width}-{scheme}")


def test_the_smallest_text_is_readable(visit: Visit) -> None:
    size = """player => Math.min(...[...player.querySelectorAll('.graph text')].map(
      e => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a))"""
    walker = visit("?f=exp(sin(sqrt(x))/2)&step=8").ready()
    assert walker.inside(size) >= 11.99
    projector = visit("?f=exp(sin(sqrt(x))/2)&step=8", 1920, 1080).ready().press("p")
    assert projector.inside(size) >= 23.9


def test_the_page_ends_where_the_window_ends_whatever_grows_above(visit: Visit) -> None:
    walker = visit().ready()
    row = walker.page.get_by_role("radiogroup", name="Look closer")

    def bottom() -> float:
        box = row.bounding_box()
        assert box
        return box["y"] + box["height"]

    walker.page.wait_for_timeout(500)
    assert 850 < bottom() <= 900
    walker.page.get_by_role("textbox", name="Function").evaluate("area => { area.style.height = '130px'; }")
    walker.page.wait_for_timeout(500)
    assert 850 < bottom() <= 900


CUT = (Path(__file__).parent / "cut.js").read_text("utf-8")
SMALL = ("Start here: the notebook’s graph", "Programs: Newton’s square root", "A network: 2-2-1, every weight")


@pytest.mark.parametrize("example", seldom(SMALL, often=SMALL[1:]))
@pytest.mark.parametrize(("width", "height"), [(320, 640), (720, 450)], ids=["320 px", "200 % of 1440 px"])
def test_nothing_is_cut_or_overlaps_where_there_is_little_room(
    visit: Visit, example: str, width: int, height: int
) -> None:
    text = BY_LABEL[example].text
    walker = visit(f"{link(text, point_of(BY_LABEL[example]))}&sums=1", width, height).ready().showing(text)
    if width < 600:
        walker.button("Draw from left to right").wait_for(timeout=20_000)  # it turned by itself
    tops = set()
    for step in range(walker.last + 1):
        walker.go(step)
        assert walker.inside(TOUCHING) == [], step
        tops.add(
            walker.inside("p => p.querySelector('.stage').getBoundingClientRect().top - p.getBoundingClientRect().top")
        )
    assert len(tops) == 1  # no sentence pushes the picture
    assert walker.page.evaluate(CUT) == []
    shot(walker.page, f"{width}-{example[:5]}")


def test_in_high_contrast_the_page_around_the_player_follows(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:1,y:2&panel=step", 1440, 1800).ready()
    walker.page.locator(".figures").wait_for()
    walker.page.emulate_media(contrast="more", color_scheme="light", reduced_motion="reduce")

    def colours(part: str) -> list[str]:
        style = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        return cast("list[str]", walker.page.locator(part).first.evaluate(style))

    for part in ("[data-testid=stApp]", "textarea", ".point input[type=number]"):
        assert colours(part) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], part
    strict: Any = Axe().run(walker.page, options={"runOnly": ["color-contrast", "color-contrast-enhanced"]}).response
    assert [node["html"][:160] for rule in strict["violations"] for node in rule["nodes"]] == []
    assert any('class="gradient"' in node["html"] for rule in strict["passes"] for node in rule["nodes"])
    question = walker.page.locator("[data-testid=stTooltipIcon] svg").first
    assert question.evaluate("e => getComputedStyle(e).stroke") == "rgb(255, 255, 255)"
    placeholder = walker.page.get_by_placeholder("your own")
    assert placeholder.evaluate("e => getComputedStyle(e, '::placeholder').color") == "rgb(255, 255, 255)"
    shot(walker.page, "contrast-panel")


def test_with_the_systems_colours_what_is_chosen_is_seen(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:1,y:2&panel=step").ready()
    page = walker.page
    page.locator(".figures").wait_for()
    page.emulate_media(forced_colors="active", color_scheme="light", reduced_motion="reduce")
    circles = page.locator("[data-testid=stRadioOption] > div > div:first-child")
    chosen, other, another = (circles.nth(i).screenshot() for i in range(3))
    assert chosen != other
    assert other == another
    box = page.locator("[data-testid=stCheckbox] label > span + div").first
    empty = box.screenshot()
    page.get_by_text("Merge repeated").click()
    page.get_by_role("checkbox", name="Merge repeated").and_(page.locator(":checked")).wait_for()
    assert box.screenshot() != empty
    outline = "e => getComputedStyle(e).outlineStyle"
    row = page.get_by_role("radiogroup", name="Look closer")
    assert row.get_by_role("radio", name="Step size").evaluate(outline) == "solid"
    assert row.get_by_role("radio", name="Compare").evaluate(outline) == "none"
    slider = page.locator("[data-testid=stSlider]").first
    there = slider.screenshot()
    slider.get_by_role("slider").press("ArrowRight")
    page.get_by_text("with ε = 1e−5").wait_for()
    page.get_by_role("textbox", name="Function").focus()
    assert slider.screenshot() != there
    shot(page, "forced-colors-panel")
