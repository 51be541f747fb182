"""The open figure follows a number in hand: its point and its slope are where the engine says they are."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import autodiff as ad
from autodiff.numbers import shown
from tests.browser.conftest import Visit, shot
from tests.browser.test_grab import held

PLOT = ".js-plotly-plot"
# What is drawn over the figure, read back in units of its axes.
DRAWN = """(plot) => {
  const { xaxis, yaxis } = plot._fullLayout;
  const over = plot.querySelector(".in-hand");
  if (!over) return null;
  const dot = over.querySelector("circle");
  const [x0, y0, x1, y1] = (over.querySelector("path").getAttribute("d") ?? "").match(/-?[\\d.e]+/g).map(Number);
  return {
    dot: [xaxis.p2l(Number(dot.getAttribute("cx"))), yaxis.p2l(Number(dot.getAttribute("cy")))],
    line: [[xaxis.p2l(x0), yaxis.p2l(y0)], [xaxis.p2l(x1), yaxis.p2l(y1)]],
    own: [...plot.querySelectorAll(".scatterlayer .trace, .annotation")].map((e) => e.style.visibility),
  };
}"""


def drawn(page: Page) -> dict[str, Any]:
    return page.locator(PLOT).first.evaluate(DRAWN)


def test_a_curve_has_its_point_and_tangent_in_hand(visit: Visit) -> None:
    walker = visit("?f=sin(x)*x&at=x:1&panel=curve&step=last").ready()
    expect(walker.page.locator(f"{PLOT} .scatterlayer .trace")).to_have_count(3, timeout=30_000)
    assert drawn(walker.page) is None
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 60, y, steps=4)
        at = float(walker.attributes()["nodes"]["n0"]["value"])
        assert at != 1
        found = drawn(walker.page)
        value, gradient = ad.value_and_gradient(ad.parse("sin(x)*x"), {"x": at})
        assert found["dot"] == pytest.approx([at, value], rel=2e-3, abs=2e-3)
        (x0, y0), (x1, y1) = found["line"]
        assert (y1 - y0) / (x1 - x0) == pytest.approx(gradient["x"], rel=2e-3, abs=2e-3)
        assert y0 + (at - x0) * gradient["x"] == pytest.approx(value, rel=2e-3, abs=2e-3)
        assert found["own"].count("hidden") == 2  # the curve itself stays
        expect(walker.page.locator(f"{PLOT} .legend")).to_contain_text(f"slope {shown(gradient['x'])}")
        shot(walker.page, "curve-in-hand")
    expect(walker.page.locator(".in-hand")).to_have_count(0, timeout=20_000)  # the page has drawn it anew
    expect(walker.page.get_by_text("at x = 1.6").first).to_be_visible()


def test_contours_have_their_point_and_arrow_in_hand(visit: Visit) -> None:
    walker = visit("?f=x*x*y&at=x:1,y:2&panel=surface&step=last").ready()
    maps = walker.page.locator(f"{PLOT}:has(.contourlayer .contour)")
    expect(maps.locator(".annotation")).to_have_count(1, timeout=30_000)
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 40, y, steps=4)
        at = float(walker.attributes()["nodes"]["n0"]["value"])
        found = maps.evaluate(DRAWN)
        assert found["dot"] == pytest.approx([at, 2], rel=2e-3, abs=2e-3)
        (x0, y0), (x1, y1) = found["line"]
        slope = 2 * at * 2, at * at
        assert [x0, y0] == pytest.approx([at, 2], rel=2e-3, abs=2e-3)
        assert (x1 - x0) * slope[1] == pytest.approx((y1 - y0) * slope[0], rel=2e-3, abs=2e-3)
        assert x1 > x0
        shot(walker.page, "contours-in-hand")
    expect(walker.page.locator(".in-hand")).to_have_count(0, timeout=20_000)


def test_in_forward_mode_the_slope_is_that_of_the_seed(visit: Visit) -> None:
    walker = visit("?f=x^3&at=x:1&panel=curve&mode=forward&step=last").ready()
    expect(walker.page.locator(f"{PLOT} .scatterlayer .trace")).to_have_count(3, timeout=30_000)
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 50, y, steps=4)
        at = float(walker.attributes()["nodes"]["n0"]["value"])
        (x0, y0), (x1, y1) = drawn(walker.page)["line"]
        assert (y1 - y0) / (x1 - x0) == pytest.approx(3 * at * at, rel=2e-3, abs=2e-3)
