"""A primitive that was added by one row of the table is on the page: typed, drawn, walked and told."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Browser, expect

from tests.autodiff.one_row import copied_with_it
from tests.browser.conftest import Visit, serving
from tests.browser.expected import link


def test_a_row_more_is_on_the_page(browser: Browser, tmp_path) -> None:
    with serving(str(copied_with_it(tmp_path))) as address:
        visit = Visit(browser, address)
        walker = visit(link("versin(x*y)", {"x": 0.7, "y": 2}, "last")).ready()
        (node,) = [data for data in walker.attributes()["nodes"].values() if data["op"] == "versin"]
        assert float(node["value"]) == pytest.approx(1 - math.cos(1.4), rel=1e-14)
        (x,) = [data for data in walker.attributes()["nodes"].values() if data.get("name") == "x"]
        assert float(x["gradient"]) == pytest.approx(2 * math.sin(1.4), rel=1e-14)
        walker.go(4)
        assert "takes the versed sine" in walker.sentence
        walker.go(6)
        assert "sin(" in walker.sentence
        walker.type("versine(x)/2").showing("versine(x)/2")
        assert "versin" in {data["op"] for data in walker.attributes()["nodes"].values()}
        walker.page.get_by_role("textbox", name="Function").fill("versni(x)")
        expect(walker.page.locator(".typing")).to_contain_text("versin", timeout=10_000)
        walker.page.close()
        assert not visit.faults
