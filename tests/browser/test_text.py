"""The function as text: what there is to copy, that all of it can be had, and the way back from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

import autodiff as ad
from autodiff.wengert import wengert
from tests.browser.conftest import Visit, looks, shot
from tests.browser.walker import Walker
from viz.examples import EXAMPLES

LARGE = next(example for example in EXAMPLES if example.large)


def open_panel(walker: Walker) -> Locator:
    walker.page.get_by_role("radio", name="As text").click()
    panel = walker.page.locator(".st-key-panel_text")
    expect(panel.get_by_role("textbox", name="Text of a saved file")).to_be_visible(timeout=20_000)
    walker.ready()
    return panel


def sources(panel: Locator) -> list[str]:
    expect(panel.get_by_test_id("stCode")).to_have_count(3)
    return [code.inner_text().strip("\n") for code in panel.locator("code").all()]


def test_nothing_is_made_while_it_is_closed(visit: Visit) -> None:
    walker = visit().ready()
    assert walker.page.get_by_test_id("stCode").count() == 0


def test_the_three_ways_to_write_it(visit: Visit) -> None:
    panel = open_panel(visit("?f=-x^2/y*z&at=x:3,y:4,z:2").ready())
    infix, latex, listed = sources(panel)
    assert infix == "(-(x ^ 2) / y) * z"
    assert latex == r"\frac{-x^{2}}{y} \cdot z"
    assert listed == str(wengert(ad.parse("-x^2/y*z"), {"x": 3, "y": 4, "z": 2}))
    expect(panel.locator(".katex").first).to_be_visible()
    assert panel.locator(".katex-error").count() == 0


def test_each_is_copied_with_a_button(visit: Visit) -> None:
    walker = visit().ready()
    panel = open_panel(walker)
    for k, source in enumerate(sources(panel)):
        code = panel.get_by_test_id("stCode").nth(k)
        code.hover()
        code.get_by_role("button").click()
        assert walker.page.evaluate("navigator.clipboard.readText()") == source


def test_it_follows_function_and_point(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:3,y:4").ready()
    panel = open_panel(walker)
    walker.page.get_by_role("spinbutton", name="x", exact=True).fill("5")
    walker.page.keyboard.press("Enter")
    expect(panel.get_by_text("v₁ = x × y            20")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "x # <img src=x onerror=alert(1)> $\\href{javascript:alert(1)}{x}$",
        '"""<script>alert(1)</script> $$ </code></pre> :red[x]"""\nx*y',
        "where(x < 2 and y > 1 or not x >= y, été*变量_1, α_2)",
        "a_b__c + _x1*__",
    ],
)
def test_hostile_and_unusual_texts_are_only_texts(visit: Visit, text: str) -> None:
    walker = visit(f"?f={quote(text)}").ready()
    panel = open_panel(walker)
    graph = ad.parse(text)
    assert ad.parse(sources(panel)[0]).variables == graph.variables
    assert panel.locator("script, img, a[href^=javascript], .katex-error").count() == 0


def test_a_long_list_is_cut_and_had_whole_as_a_file(visit: Visit, tmp_path: Path) -> None:
    walker = visit(f"?f={quote(LARGE.text)}").ready()
    panel = open_panel(walker)
    graph = ad.parse(LARGE.text)
    whole = str(wengert(graph, LARGE.values(graph.variables)))
    expect(panel.get_by_text(f"copied: the beginning of {len(whole.splitlines())} lines")).to_be_visible()
    assert sources(panel)[2] == "\n".join(whole.split("\n")[:40])
    with walker.page.expect_download() as download:
        panel.get_by_role("link", name="Download wengert.txt").click()
    download.value.save_as(tmp_path / "list")
    assert (tmp_path / "list").read_text("utf-8") == whole


def test_what_is_saved_opens_again(visit: Visit, tmp_path: Path) -> None:
    numbers = ",".join(f"w[{i}]:{i + 1 / 3!r}" for i in range(30))
    walker = visit(
        f"?f={quote('s = 0' + chr(10) + 'for i in range(30): s += w[i]' + chr(10) + 's')}&at={numbers}"
    ).ready()
    panel = open_panel(walker)
    with walker.page.expect_download() as download:
        panel.get_by_role("link", name="Save as a file").click()
    download.value.save_as(tmp_path / "saved")
    fresh = visit("?f=sin(x)").ready()
    area = open_panel(fresh).get_by_role("textbox", name="Text of a saved file")
    area.fill((tmp_path / "saved").read_text("utf-8"))
    area.press("Control+Enter")
    expect(fresh.player.locator('[data-name="w[29]"]')).to_have_count(1, timeout=20_000)
    fresh.button("Last step").click()
    assert fresh.attributes()["nodes"]["n29"]["value"] == repr(29 + 1 / 3)
    expect(area).to_have_value("")
    area.fill("nothing of ours")
    area.press("Control+Enter")
    expect(fresh.page.get_by_text("This is not a file that Gradwalk saved.")).to_be_visible()


@looks()
def test_axe_finds_nothing_in_the_texts(visit: Visit, scheme: str, width: int, height: int) -> None:
    walker = visit(f"?f={quote(LARGE.text)}", width, height, scheme).ready()
    open_panel(walker).scroll_into_view_if_needed()
    results: Any = Axe().run(walker.page, {"include": [[".st-key-panel_text"]]}).response
    faults = [f"{rule['id']}: {node['html'][:160]}" for rule in results["violations"] for node in rule["nodes"]]
    assert faults == []
    shot(walker.page, f"text-{width}-{scheme}")
