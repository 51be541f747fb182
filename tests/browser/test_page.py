"""The page around the player: typing, mistakes, examples, numbers, links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit


def test_what_stands_on_the_page_has_the_contracts_names(visit: Visit) -> None:
    page = visit().ready().page
    expect(page.get_by_role("radiogroup", name="Mode").get_by_role("radio", name="Reverse mode")).to_be_checked()
    expect(page.get_by_role("textbox", name="Function")).to_have_value("x*x*y + (y + 2)")
    expect(page.get_by_role("combobox", name="Example")).to_have_count(1)
    for name, value in (("x", "3"), ("y", "4")):
        expect(page.get_by_role("spinbutton", name=name, exact=True)).to_have_value(value)
        expect(page.get_by_role("slider", name=f"{name}, slider")).to_have_attribute("min", "-5")


def test_a_function_of_ones_own(visit: Visit) -> None:
    walker = visit().ready().type("x²y + sin(y)").showing("x²y + sin(y)").press("End")
    names = {data["name"] for data in walker.attributes()["nodes"].values() if data["op"] == "variable"}
    assert names == {"x", "y"}
    expect(walker.page.get_by_role("combobox", name="Example")).to_have_value("")


def test_a_mistake_is_told_while_typing_and_the_last_good_graph_stays(visit: Visit) -> None:
    walker = visit().ready()
    area = walker.page.get_by_role("textbox", name="Function")
    area.fill("sine(x) + 2")
    word = walker.page.locator(".typing")
    expect(word).to_contain_text("sine", timeout=10_000)
    expect(word.locator(".caret")).to_have_text("^^^^")
    area.press("Control+Enter")
    expect(walker.player).to_have_class(re.compile("stale"), timeout=10_000)
    expect(walker.player).to_contain_text("last good graph")
    expect(walker.player.get_by_label("The function as typed")).to_have_text("x*x*y + (y + 2)")
    expect(area).to_have_value("sine(x) + 2")  # nothing typed is lost
    word.get_by_role("button", name="use sin").click()
    walker.showing("sin(x) + 2")
    expect(walker.player).not_to_have_class(re.compile("stale"))


def test_a_late_verdict_is_not_put_under_another_text(visit: Visit) -> None:
    walker = visit().ready()
    page = walker.page
    held: list[Route] = []
    page.route("**/parse", lambda route: held.append(route))
    with page.expect_request("**/parse"):
        page.get_by_role("textbox", name="Function").fill("x +")
    page.get_by_role("combobox", name="Example").click()
    page.get_by_role("option", name="Start here: sin(x²)").click()
    walker.showing("sin(x^2)")
    with page.expect_response("**/parse"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator(".typing")).to_have_text(re.compile("^Ctrl"))


def test_an_example_brings_its_text_and_point(visit: Visit) -> None:
    walker = visit().ready()
    walker.page.get_by_role("combobox", name="Example").click()
    walker.page.get_by_role("option", name="Start here: sin(x²)").click()
    walker.showing("sin(x^2)").button("Last step").click()
    expect(walker.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3")
    (x,) = [data for data in walker.attributes()["nodes"].values() if data["op"] == "variable"]
    assert float(x["gradient"]) == pytest.approx(-5.466781571308061, rel=1e-14)  # 6·cos 9


def test_a_changed_value_changes_numbers_and_nothing_else(visit: Visit) -> None:
    walker = visit("?step=9").ready()
    before = walker.inside("player => [...player.querySelectorAll('.card, .edge path')].map(e => e.getAttribute('d'))")
    walker.page.get_by_role("spinbutton", name="x", exact=True).fill("5")
    walker.page.keyboard.press("Enter")
    expect(walker.player.locator("[data-name=x]")).to_have_attribute("data-value", "5", timeout=10_000)
    assert walker.step == 9
    assert (
        walker.inside("player => [...player.querySelectorAll('.card, .edge path')].map(e => e.getAttribute('d'))")
        == before
    )
    expect(walker.page).to_have_url(re.compile(r"at=x:5,y:4.*step=9"))


def test_the_slider_moves_the_number(visit: Visit) -> None:
    walker = visit().ready()
    slider = walker.page.get_by_role("slider", name="x, slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(walker.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3.01", timeout=10_000)
    expect(walker.player.locator("[data-name=x]")).not_to_have_attribute("data-value", "3")


def test_a_new_variable_keeps_the_value_its_name_had(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:7,y:8").ready().type("x + z").showing("x + z").type("x*y*z").showing("x*y*z")
    for name, value in (("x", "7"), ("y", "8"), ("z", "1")):
        expect(walker.page.get_by_role("spinbutton", name=name, exact=True)).to_have_value(value)


def test_merging_is_a_choice(visit: Visit) -> None:
    walker = visit("?f=x*y%2Bx*y").ready()
    assert len(walker.attributes()["nodes"]) == 5
    walker.page.get_by_text("Merge repeated subexpressions").click()
    expect(walker.player.locator("[data-node]")).to_have_count(4, timeout=10_000)
    expect(walker.page).to_have_url(re.compile("merge=1"))


def test_a_reload_shows_the_same(visit: Visit) -> None:
    walker = visit("?f=a+%3D+x*y%0Aa*a&at=x:2,y:-0.5&mode=reverse&step=6").ready()
    before = walker.attributes(), walker.sentence, walker.page.url
    walker.page.reload()
    walker.ready()
    assert (walker.attributes(), walker.sentence, walker.page.url) == before


def test_back_goes_to_the_function_before(visit: Visit) -> None:
    walker = visit().ready().press("End").type("sin(x)").showing("sin(x)")
    walker.button("Next step").dblclick()
    expect(walker.page).to_have_url(re.compile("step=2"))
    walker.page.go_back()
    walker.showing("x*x*y + (y + 2)")
    assert walker.step == 12
    expect(walker.page.get_by_role("textbox", name="Function")).to_have_value("x*x*y + (y + 2)")
    walker.page.go_forward()
    walker.showing("sin(x)")
    assert walker.step == 2


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("?at=x:cat", "no number for"),
        ("?mode=sideways", "no mode"),
        ("?z=%%%", "could not be read"),
        ("?merge=maybe", "merge is 0 or 1"),
        ("?at=q:3", "which the function has not got"),
    ],
)
def test_a_wrong_link_gets_a_sentence_and_the_page_works(visit: Visit, query: str, word: str) -> None:
    walker = visit(query).ready()
    expect(walker.page.get_by_text(word)).to_be_visible()
    assert walker.press("ArrowRight").step == 1


@pytest.mark.parametrize("step", ["99", "x", "-1"])
def test_a_wrong_step_gets_a_sentence(visit: Visit, step: str) -> None:
    walker = visit(f"?step={step}").ready()
    assert walker.step == 0
    expect(walker.page.get_by_text(re.compile("There is no step|step is a number")).first).to_be_visible()


def test_the_figure_comes_when_it_is_opened(visit: Visit) -> None:
    walker = visit().ready()
    assert walker.page.locator(".js-plotly-plot").count() == 0
    walker.page.get_by_role("radio", name="Contours").click()
    expect(walker.page.locator(".js-plotly-plot")).to_be_visible(timeout=20_000)
    expect(walker.page.get_by_text("Contours of f over x and y.")).to_be_visible()


def test_a_long_text_is_taken_and_its_link_is_packed(visit: Visit) -> None:
    text = " + ".join(f"sin(x)*{i}.5" for i in range(80))
    walker = visit().ready().type(text).showing(text)
    expect(walker.page).to_have_url(re.compile(r"\?z="))
    walker.page.reload()
    walker.ready().showing(text)
