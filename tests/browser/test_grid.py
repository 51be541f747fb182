"""The point of many variables: the table, random values by a seed, and the link of both."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, looks, shot
from tests.browser.walker import Walker
from viz.examples import EXAMPLES
from viz.values import random_values

SUM = "s = 0\nfor i in range(9): s += w[i]^2\ns"
NAMES = tuple(f"w[{i}]" for i in range(9))
LARGE = next(example for example in EXAMPLES if example.large)


def cell(walker: Walker, row: int, column: int = 1) -> Locator:
    """A cell of the table that stands behind the canvas, for assistive technology."""
    return walker.page.get_by_test_id(f"glide-cell-{column}-{row}")


def fill(walker: Walker, row: int, number: str) -> None:
    """Type into the n-th row of the table as one does with a mouse."""
    expect(cell(walker, row)).to_be_attached()
    canvas = walker.page.get_by_test_id("stDataFrame").locator("canvas").first
    box = canvas.bounding_box()
    assert box
    walker.page.mouse.dblclick(box["x"] + box["width"] * 0.75, box["y"] + 36 + 28 * row + 14)
    editor = walker.page.locator(".gdg-input")
    editor.fill(number)
    editor.press("Enter")


def variable(walker: Walker, name: str) -> Locator:
    return walker.player.locator(f'[data-name="{name}"]')


def test_six_variables_have_inputs_and_seven_a_table(visit: Visit) -> None:
    six = visit("?f=a*b*c*d*p*q").ready()
    expect(six.page.get_by_role("slider", name=re.compile(", slider$"))).to_have_count(6)
    assert six.page.get_by_test_id("stDataFrame").count() == 0
    seven = visit("?f=a*b*c*d*p*q*r&at=a:7").ready()
    assert seven.page.get_by_role("slider", name=re.compile(", slider$")).count() == 0
    expect(cell(seven, 0, 0)).to_have_text("a")
    expect(cell(seven, 0)).to_have_text("7")


def test_a_number_typed_into_the_table_counts_and_the_table_stays(visit: Visit) -> None:
    walker = visit(f"?f={quote(SUM)}&step=last").ready()
    fill(walker, 1, "-2.5")
    expect(variable(walker, "w[1]")).to_have_attribute("data-gradient", "-5", timeout=10_000)
    expect(walker.page).to_have_url(re.compile(r"&at=w%5B1%5D:-2\.5&mode=reverse&step="))
    fill(walker, 2, "4")
    expect(variable(walker, "w[2]")).to_have_attribute("data-gradient", "8", timeout=10_000)
    expect(cell(walker, 1)).to_have_text("-2.5")
    expect(cell(walker, 2)).to_have_text("4")


def test_random_values_come_by_their_seed_and_come_back_with_the_link(visit: Visit) -> None:
    walker = visit(f"?f={quote(SUM)}&step=last").ready()
    seed = walker.page.get_by_role("spinbutton", name="Seed")
    seed.fill("7")
    seed.press("Enter")
    walker.page.get_by_role("button", name="Random values").click()
    drawn = random_values(NAMES, 7)
    expect(variable(walker, "w[0]")).to_have_attribute("data-value", f"{drawn['w[0]']:g}", timeout=10_000)
    expect(walker.page).to_have_url(re.compile("rnd=7&mode=reverse"))
    fill(walker, 0, "3")
    expect(walker.page).to_have_url(re.compile("at=w%5B0%5D:3&rnd=7&mode=reverse"), timeout=10_000)
    again = visit(walker.page.url.removeprefix(walker.page.url.split("?")[0])).ready()
    found = {
        data["name"]: float(data["value"]) for data in again.attributes()["nodes"].values() if data["op"] == "variable"
    }
    assert found == {**drawn, "w[0]": 3.0}
    expect(cell(again, 0)).to_have_text("3")


def test_numbers_go_with_their_names_to_another_text(visit: Visit) -> None:
    walker = visit(f"?f={quote(SUM)}&rnd=7").ready().type("w[1]*x").showing("w[1]*x")
    expect(walker.page.get_by_role("spinbutton", name="w[1]", exact=True)).to_have_value(
        f"{random_values(NAMES, 7)['w[1]']:g}"
    )
    assert walker.page.get_by_test_id("stDataFrame").count() == 0


def test_going_back_brings_the_numbers_of_then(visit: Visit) -> None:
    walker = visit(f"?f={quote(SUM)}").ready().type(SUM + " + 1").showing(SUM + " + 1")
    fill(walker, 1, "9")
    expect(variable(walker, "w[1]")).to_have_count(1)
    expect(walker.page).to_have_url(re.compile("at=w%5B1%5D:9"), timeout=10_000)
    walker.page.go_back()
    walker.showing(SUM)
    expect(cell(walker, 1)).to_have_text("1")


@looks()
def test_axe_finds_nothing_in_the_table(visit: Visit, scheme: str, width: int, height: int) -> None:
    walker = visit(f"?f={quote(LARGE.text)}", width, height, scheme).ready()
    expect(cell(walker, 1)).to_have_text("-0.5")
    page: Any = walker.page
    results: Any = Axe().run(page, {"include": [["[data-testid=stDataFrame]"], [".st-key-seeding"]]}).response
    faults = [f"{rule['id']}: {node['html'][:160]}" for rule in results["violations"] for node in rule["nodes"]]
    assert faults == []
    shot(page, f"grid-{width}-{scheme}")
