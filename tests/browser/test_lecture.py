"""The lecture: each of its links opens what the text promises."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import seldom
from viz.modes import MODES

TEXT = (Path(__file__).parents[2] / "docs" / "lecture.md").read_text("utf-8")
LINKS = re.findall(r"\[([^\]]+)\]\(http://localhost:8501/(\?[^)\s]+)\)", TEXT)


def test_every_link_is_found() -> None:
    assert len(LINKS) == TEXT.count("](http") >= 20


@pytest.mark.parametrize("place", seldom(LINKS, often=LINKS[::2]), ids=lambda place: place[0])
def test_a_link_opens(visit: Visit, place: tuple[str, str]) -> None:
    _, query = place
    said = {key: values[0] for key, values in parse_qs(query[1:]).items()}
    walker = visit(query).ready()
    if said["step"] != "last":
        assert walker.step == int(said["step"])
    else:
        assert "done" in walker.sentence
    expect(walker.page.get_by_role("radio", name=MODES[said["mode"]])).to_be_checked()
    expect(walker.page.get_by_text("In a link,")).to_have_count(0)
    expect(walker.page.get_by_text("There is no panel")).to_have_count(0)
    if "panel" in said:
        panel = walker.page.locator(f".st-key-panel_{said['panel']}")
        expect(panel).to_be_visible(timeout=30_000)
        expect(panel).not_to_be_empty()
    if "path" in said:
        expect(walker.player.get_by_role("group", name="The chain rule, path by path")).to_be_visible()
    expect(walker.page.locator("[data-testid=stException]")).to_have_count(0)


def test_the_numbers_that_the_text_names(visit: Visit) -> None:
    by_name = dict(LINKS)
    walker = visit(by_name["repeated doubling"]).ready()
    expect(walker.player.get_by_text("enters 2,097,151 nodes; the sweep looks at 21")).to_be_visible()
    walker = visit(by_name["f(x, y) = x²y + y + 2, nudged"]).ready().press("End")
    assert "24.0004" in walker.sentence
    walker = visit(by_name["one of them walked"]).ready()
    assert "∂²f/∂x∂x = 8 and ∂²f/∂y∂x = 6" in walker.sentence.replace("\u00a0", " ")
