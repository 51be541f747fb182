"""How it looks: no violation that axe knows, no text too small to read; and pictures to look at."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit, shot

VIEWS = ((1440, 900), (1920, 1080), (390, 844))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), VIEWS)
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
