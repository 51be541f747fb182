"""Saved walks: opened from a disk with the network off, walked to the end, with the engine's numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import autodiff as ad
from tests.browser.conftest import shot
from tests.browser.disk import Open, open_file, ready
from tests.browser.test_examples import check_arithmetic, check_numbers, point_of
from tests.browser.test_grab import engine, held, numbers
from tests.conftest import seldom
from viz import show
from viz.examples import EXAMPLES, Example
from viz.saved.page import offline_page
from viz.saved.site import example_page, file_name, write_site

__all__ = ["open_file"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"))[0].parent


@pytest.mark.parametrize("example", seldom(EXAMPLES, often=EXAMPLES[::3]), ids=lambda example: example.name)
def test_every_page_of_the_site_is_walked_to_the_end(open_file: Open, site: Path, example: Example) -> None:
    graph, point = ad.parse(example.text), point_of(example)
    walker = ready(open_file(site / file_name(example)))
    for stop in range(walker.last + 1):
        if stop:
            walker.press("ArrowRight")
        check_numbers(walker, graph, point, walker.step)
        check_arithmetic(walker)
    assert walker.step == len(ad.run(graph, point).steps) - 1


def test_the_list_leads_to_a_page_and_back(open_file: Open, site: Path) -> None:
    walker = open_file(site / "index.html")
    walker.page.get_by_role("link", name="a tie").click()
    ready(walker).press("End")
    assert "∂f/∂x = 2" in walker.sentence
    walker.page.get_by_role("link", name="All examples").click()
    expect(walker.page.get_by_role("heading", level=1)).to_have_text("Gradwalk")
    assert Axe().run(walker.page).response["violations"] == []
    shot(walker.page, "site-list")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_either_theme(open_file: Open, scheme: str, width: int) -> None:
    walker = ready(open_file(example_page(EXAMPLES[0]), width, 900, scheme)).go(9)
    assert walker.player.locator("xpath=..").get_attribute("data-theme") == scheme
    assert Axe().run(walker.page).response["violations"] == []
    shot(walker.page, f"saved-{width}-{scheme}")


def test_the_theme_is_switched_and_the_step_stays(open_file: Open) -> None:
    walker = ready(open_file(example_page(EXAMPLES[0]))).go(9)
    walker.page.get_by_role("button", name="Dark").click()
    assert walker.player.locator("xpath=..").get_attribute("data-theme") == "dark"
    assert walker.step == 9


def test_the_graph_is_turned_without_a_server(open_file: Open) -> None:
    walker = ready(open_file(example_page(EXAMPLES[0]))).go(9)
    shape = """player => {
      const { width, height } = player.querySelector("svg.graph").viewBox.baseVal;
      return width > height;
    }"""
    assert walker.inside(shape)
    walker.button("Draw from top to bottom").click()
    assert not walker.inside(shape)
    assert walker.step == 9


def test_a_narrow_window_begins_downwards(open_file: Open) -> None:
    walker = ready(open_file(example_page(EXAMPLES[0]), 390, 844))
    expect(walker.button("Draw from left to right")).to_be_visible()


def test_no_button_asks_for_a_server(open_file: Open) -> None:
    """A folded group stays folded and is not offered to be opened; there is no link to copy and no sum to draw."""
    large = next(example for example in EXAMPLES if example.large)
    walker = ready(open_file(example_page(large))).go(3)
    assert "Press G" not in walker.sentence
    before = walker.attributes()
    walker.press("g")
    assert walker.attributes() == before
    expect(walker.page.get_by_text("Copy link")).to_be_hidden()
    expect(walker.page.get_by_text("Break it")).to_be_hidden()
    expect(walker.player.get_by_title("Show the paths it is a sum over")).to_have_count(0)
    expect(walker.page.get_by_role("button", name="Draw sums as one card")).to_have_count(0)


def test_names_from_anybody_are_text(open_file: Open) -> None:
    run: Any = ad.run(ad.parse("x*x"), {"x": 2.0}).to_dict()
    nasty = "</script><script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
    run = {**run, "function": {**run["function"], "text": nasty}}
    walker = ready(open_file(offline_page(run, note=nasty)))
    expect(walker.player.get_by_label("The function as typed")).to_have_text(nasty)
    assert walker.page.title() != "caught"


def test_a_number_is_grabbed_and_stays_where_it_was_left(open_file: Open) -> None:
    """The player replays the program that the file holds; no engine is there, and none is missed."""
    walker = ready(open_file(example_page(EXAMPLES[0]))).press("End")
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 25, y, steps=3)
        assert numbers(walker) == engine(EXAMPLES[0].text, x=3.25, y=4)
    walker.page.get_by_role("button", name="Dark").click()
    walker.button("Draw from top to bottom").click()
    assert numbers(walker) == engine(EXAMPLES[0].text, x=3.25, y=4)


def test_predictions_are_asked_and_graded(open_file: Open) -> None:
    walker = ready(open_file(offline_page(ad.run(ad.parse("x*y"), {"x": 3, "y": 4}).to_dict())))
    walker.press("q", "ArrowRight", "ArrowRight", "ArrowRight")
    walker.page.keyboard.type("3*4")
    walker.press("Enter")
    assert walker.attributes()["nodes"]["n2"]["value"] == "12"


@pytest.mark.parametrize("mode", ["forward", "symbolic", "numeric"])
def test_every_mode_is_saved(open_file: Open, mode: str) -> None:
    graph, point = ad.parse("x*x*y"), {"x": 3.0, "y": 4.0}
    run = ad.run(graph, point, mode=mode)
    walker = ready(open_file(offline_page(run.to_dict()))).press("End")
    assert walker.step == len(run.steps) - 1
    assert walker.attributes()["nodes"]["n3"]["value"] == "36"
    expect(walker.page.get_by_role("combobox", name="Seed")).to_have_count(0)


def test_it_plays_in_a_notebooks_frame(open_file: Open) -> None:
    """Shut off from the page around it: no address, no storage, another origin."""
    walker = open_file(f"<!doctype html><title>export</title>{show('x*x*y', x=3, y=4)._repr_html_()}")
    frame = walker.page.frame_locator("iframe")
    frame.get_by_role("button", name="Last step").click()
    expect(frame.get_by_role("status")).to_contain_text("∂f/∂x = 24")
    frame.locator("body").press("Home")
    frame.locator("body").press("q")
    frame.get_by_role("button", name="Dark").click()
    expect(frame.get_by_role("status")).to_contain_text("Step 0 of 8")
