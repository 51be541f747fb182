"""The panels under the player in a real browser: numbers, links, files, looks; each for every kind of function."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from autodiff.numbers import shown
from tests.browser.conftest import FIRST, Visit, looks, shot
from tests.browser.walker import Walker
from tests.conftest import seldom
from tests.viz.pages import FUNCTIONS

SMALL = [name for name in FUNCTIONS if name != "as large as can be"]

NOTEBOOK = "?f=x^2*y+%2B+y+%2B+2&at=x:3,y:4"
PATIENCE = 60_000  # ms; where no graphics card draws, a surface takes its time
LABELS = {
    "step": "Step size", "second": "Second order", "outputs": "Outputs", "tape": "Tape", "storage": "Storage",
    "compare": "Compare", "text": "As text",
}  # fmt: skip


def panel_of(walker: Walker, name: str) -> Locator:
    """The panel, once everything in it is there."""
    panel = walker.page.locator(f".st-key-panel_{name}")
    expect(panel).to_be_visible(timeout=PATIENCE)
    expect(walker.page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE
    )
    expect(panel.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
    return panel


def opened(visit: Visit, name: str, query: str = NOTEBOOK, *view: Any) -> Locator:
    return panel_of(visit(f"{query}&panel={name}", *view), name)


def rows(panel: Locator, caption: str) -> list[list[str]]:
    """The rows of a table, by its caption."""
    table = panel.locator(".figures").filter(has=panel.page.locator("caption", has_text=caption))
    expect(table).to_have_count(1, timeout=20_000)
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def slide(panel: Locator, name: str, key: str, times: int = 1) -> None:
    slider = panel.get_by_role("slider", name=name)
    slider.focus()
    for _ in range(times):
        slider.press(key)


# ---- one calm row


def test_nothing_is_chosen_at_first_and_nothing_made(visit: Visit) -> None:
    page = visit().ready().page
    row = page.get_by_role("radiogroup", name="Look closer")
    expect(row.get_by_role("radio", name="Compare")).to_be_visible()
    assert row.get_by_role("radio", checked=True).count() == 0
    assert page.locator("[class*=st-key-panel_], .js-plotly-plot, .figures").count() == 0


@pytest.mark.parametrize("function", seldom(SMALL, often=SMALL[:2]))
def test_every_panel_opens(visit: Visit, function: str) -> None:
    walker = visit(f"?{FUNCTIONS[function]}").ready()
    for name, label in LABELS.items():
        choice = walker.page.get_by_role("radio", name=label, exact=True)
        if choice.count():
            choice.click()
            panel = panel_of(walker, name)
            expect(walker.page.get_by_test_id("stException")).to_have_count(0)
            for plot in panel.locator(".js-plotly-plot").all():
                expect(plot.locator(".main-svg").first).to_be_attached()
            expect(walker.page).to_have_url(re.compile(f"panel={name}"))


# ---- numbers


def test_the_notebooks_quotients(visit: Visit) -> None:
    """The notebook's golden number, 24 + 4ε; the central quotient has no error, x² being of degree 2."""
    found = rows(opened(visit, "step"), "∂f/∂x")
    assert [row[:4] for row in found] == [
        ["forward", "24.000400000048216", "0.0004", "n + 1 = 3"],
        ["central", "24", "0", "2n = 4"],
        ["complex", "24", "0", "n = 2"],
        ["derivative", "24", "", ""],
    ]


def test_the_step_and_the_variable_are_in_the_link(visit: Visit) -> None:
    panel = opened(visit, "step", f"{NOTEBOOK}&seed=y&eps=1e-4")
    assert rows(panel, "∂f/∂y")[0][1] == "10.000000000047748"
    slide(panel, "Step ε", "ArrowRight")
    expect(panel.get_by_text("∂f/∂y with ε = 1e−5")).to_be_visible(timeout=20_000)
    expect(panel.page).to_have_url(re.compile("seed=y&eps=1e-5"))


def test_a_method_that_cannot_go_through_says_so(visit: Visit) -> None:
    found = rows(opened(visit, "step", "?f=abs(x)&at=x:1"), "∂f/∂x")
    assert found[2] == [
        "complex",
        "–",
        "–",
        "n = 1",
        "The complex step cannot go through abs; use central differences.",
    ]


def test_four_hessians(visit: Visit) -> None:
    panel = opened(visit, "second")
    for label in ("Forward over reverse", "Reverse on expressions", "Symbolic"):
        assert rows(panel, label) == [["x", "8", "6"], ["y", "6", "0"]]
    numeric = rows(panel, "Numeric")
    assert numeric[0] == ["x", shown(7.999999951380232, 10), shown(6.000099261882497, 10)]
    expect(panel.get_by_text(re.compile(r"9 evaluations, 36 operations"))).to_be_visible()


def test_many_variables_are_chosen_from(visit: Visit) -> None:
    panel = opened(visit, "second", f"?{FUNCTIONS['many variables']}")
    at = 2 * math.cos(1) - math.sin(1)  # of sin(w)·w at 1
    assert rows(panel, "Forward over reverse")[0][1:] == [shown(at, 10), "0"]


def test_the_jacobian_fills_walk_by_walk(visit: Visit, tmp_path: Path) -> None:
    panel = opened(visit, "outputs", "?f=x*y,+x^2&at=x:2,y:3")
    slide(panel, "Walks done", "ArrowLeft")
    expect(panel.get_by_text("1 of its 2 rows are filled.")).to_be_visible(timeout=20_000)
    with panel.page.expect_download() as download:
        panel.get_by_role("link", name="Numbers as CSV").first.click()
    download.value.save_as(tmp_path / "jacobian.csv")
    with (tmp_path / "jacobian.csv").open() as file:
        assert list(csv.reader(file)) == [["output", "x", "y"], ["f1", "3.0", "2.0"], ["f2", "", ""]]
    panel.get_by_text("Forward: a column a walk").click()
    expect(panel.get_by_text("2 of its 2 columns are filled.")).to_be_visible(timeout=20_000)


def test_the_winner_flips(visit: Visit) -> None:
    panel = opened(visit, "outputs")
    expect(panel.get_by_text("Cheaper: reverse mode.")).to_be_visible()
    slide(panel, "Outputs m", "ArrowRight", 5)
    expect(panel.get_by_text("Cheaper: forward mode.")).to_be_visible(timeout=20_000)


def test_the_tape_is_written_read_and_freed(visit: Visit) -> None:
    panel = opened(visit, "tape")
    written = rows(panel, "The tape")
    assert [row[2:] for row in written] == [[value, ""] for value in ("3", "4", "9", "36", "40", "42")]
    assert written[3][:2] == ["v₂ = v₁ × y", "read y, mul"]
    slide(panel, "Step of the tape", "End")
    expect(panel.get_by_text("the tape is freed: it held 7 notes, now 0.")).to_be_visible(timeout=20_000)
    assert [row[3] for row in rows(panel, "The tape")] == ["24", "10", "4", "1", "1", "1"]
    expect(panel.get_by_text("TapeUsed: This tape has given its one gradient")).to_be_visible()
    assert rows(panel, "Second derivatives") == [["x", "8", "6"], ["y", "6", "None"]]


def test_none_has_a_reason_and_zero_beside_it(visit: Visit) -> None:
    found = rows(opened(visit, "tape", f"?{FUNCTIONS['an unconnected variable']}"), "tape.gradient")
    assert ["y", "None", "0", "it is read, but not on the way to this output"] in found


def test_a_chain_with_a_budget(visit: Visit) -> None:
    """Ten steps with three snapshots take 15 advances (revolve), of which 9 lead to the end: 6 are steps again."""
    panel = opened(visit, "storage")
    expect(panel.get_by_text("holds 3 states at most and computes 6 steps again.")).to_be_visible()
    slide(panel, "Budget: states in memory", "End")
    expect(panel.get_by_text("computes 0 steps again.")).to_be_visible(timeout=20_000)
    expect(panel.page).to_have_url(re.compile("&panel=storage&set=budget:10(&|$)"), timeout=20_000)
    expect(panel.get_by_text("The sweep back reads 3 of 6 values: x, y, v₁.")).to_be_visible()


def test_all_modes_beside_forty_digits(visit: Visit) -> None:
    panel = opened(visit, "compare", "?f=exp(x)&at=x:1")
    e = "2.718281828459045235360287471352662497757"
    assert rows(panel, "To 40 digits") == [["f", e], ["∂f/∂x", e]]
    for row in rows(panel, "The same gradient"):
        assert float(row[1]) == math.e
        assert abs(float(row[2]) - math.e) <= (1e-9 if row[0] == "Numeric" else 1e-15), row
    expect(panel.get_by_text("import tensorflow as tf")).to_be_visible()


def test_where_there_is_no_number_there_is_a_word(visit: Visit) -> None:
    panel = opened(visit, "compare", f"?{FUNCTIONS['a kink']}")
    found = rows(panel, "To 40 digits")
    assert found[0] == ["f", "0.0"]
    assert found[1][1].startswith("no derivative")
    assert {row[5] for row in rows(panel, "The same gradient")} == {"no number"}


# ---- looks


@looks(often=FIRST[1:])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    visit: Visit, scheme: str, width: int, height: int
) -> None:
    walker = visit("?f=x^2*y,+x*y&at=x:3,y:4", width, height, scheme).ready()
    for name, label in LABELS.items():
        walker.page.get_by_role("radio", name=label, exact=True).click()
        panel_of(walker, name).scroll_into_view_if_needed()
        results: Any = Axe().run(walker.page, {"include": [[".st-key-closer"]]}).response
        faults = [f"{rule['id']}: {node['html'][:160]}" for rule in results["violations"] for node in rule["nodes"]]
        assert faults == [], name
        assert walker.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        shot(walker.page, f"{name}-{width}-{scheme}")
