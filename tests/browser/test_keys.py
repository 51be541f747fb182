"""The player by keyboard alone, and what a screen reader hears."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_every_key_of_the_contract(visit: Visit) -> None:
    walker = visit().ready()
    assert walker.press("ArrowRight", "ArrowRight", "ArrowLeft").step == 1
    assert walker.press("PageDown", "PageDown", "PageUp").step == 2
    assert walker.press("Shift+ArrowRight").step == 7
    assert walker.press("Shift+ArrowRight").step == 12
    assert walker.press("Shift+ArrowLeft").step == 7
    assert walker.press("Shift+ArrowLeft").step == 1
    assert walker.press("End").step == 12
    assert walker.press("Home").step == 0
    walker.press("?")
    expect(walker.page.get_by_role("dialog")).to_be_visible()
    walker.press("Escape")
    expect(walker.page.get_by_role("dialog")).to_have_count(0)
    assert walker.inside("player => !player.querySelector('.help').contains(player.getRootNode().activeElement)")
    walker.press("p")
    expect(walker.player).to_have_class("player projecting")
    walker.press("p")
    expect(walker.player).to_have_class("player")
    walker.press(" ")
    expect(walker.button("Pause")).to_be_visible()
    walker.press(" ")
    expect(walker.button("Play")).to_be_visible()


def test_buttons_do_what_they_are_called(visit: Visit) -> None:
    walker = visit().ready()
    for name, step in (("Next step", 1), ("Last step", 12), ("Previous step", 11), ("First step", 0)):
        walker.button(name).click()
        assert walker.step == step


@pytest.mark.parametrize(("first", "second"), ["fp", "pf"])
def test_projector_and_full_screen_go_together(visit: Visit, first: str, second: str) -> None:
    walker = visit().ready()
    full, over = (walker.page.locator(f".player:{state}") for state in ("fullscreen", "popover-open"))
    width = "player => player.querySelector('.graph').getBoundingClientRect().width"
    small = walker.inside(width)
    walker.press(first)
    expect(full if first == "f" else over).to_have_count(1)
    walker.press(second)
    expect(full).to_have_count(1)
    expect(over).to_have_count(0)
    expect(walker.button("Projector")).to_have_attribute("aria-pressed", "true")
    assert walker.inside(width) > 1.2 * small
    walker.press("f")
    expect(over).to_have_count(1)
    walker.press("p")
    expect(over).to_have_count(0)
    expect(walker.player).to_have_class("player")
    expect(walker.player.locator(".notice")).to_be_hidden()


@pytest.mark.parametrize("choice", ["Seed", "Output"])
def test_a_choice_keeps_the_keyboard(visit: Visit, choice: str) -> None:
    walker = visit("?f=x*y,%20x%2By&at=x:3,y:4&mode=forward").ready()
    select = walker.player.get_by_role("combobox", name=choice)
    select.focus()
    select.select_option(index=1)
    expect(walker.player.get_by_role("status")).to_contain_text("moves when y moves" if choice == "Seed" else "Step 0")
    expect(walker.page).to_have_url(re.compile("seed=y|out=1"))
    expect(select).to_be_focused()


def test_no_key_works_while_typing(visit: Visit) -> None:
    walker = visit().ready()
    walker.page.get_by_role("textbox", name="Function").focus()
    assert walker.press("ArrowRight", "End", "k", "p").step == 0
    expect(walker.player).to_have_class("player")


def test_the_graph_is_one_tab_stop(visit: Visit) -> None:
    walker = visit("?step=10").ready()
    stage = walker.player.get_by_role("group", name="Graph.")
    stage.focus()
    focused = "player => player.getRootNode().activeElement?.dataset.node ?? ''"
    walker.press("Enter")
    assert walker.inside(focused) == "n3"  # the node at work
    walker.press("ArrowLeft")
    assert walker.inside(focused) == "n2"  # its first operand
    walker.press("ArrowDown")
    assert walker.inside(focused) == "n1"  # the other operand
    walker.press("ArrowRight")
    assert walker.inside(focused) == "n3"
    expect(walker.player.get_by_role("tooltip")).to_contain_text("v₂ = v₁ × y")
    described = walker.player.locator("[data-node=n3]").get_attribute("aria-describedby")
    expect(walker.player.get_by_role("tooltip")).to_have_id(described or "")
    walker.press("Escape")
    expect(walker.player.locator("[data-node=n3]")).not_to_have_attribute("aria-describedby", re.compile(""))
    assert walker.inside("player => player.getRootNode().activeElement.className") == "stage"
    assert walker.press("ArrowRight").step == 11
    stage.focus()
    walker.press("Tab")
    assert walker.inside("player => !player.querySelector('.stage').contains(player.getRootNode().activeElement)")


def test_focus_stays_on_a_button_at_the_end(visit: Visit) -> None:
    walker = visit("?step=11").ready()
    following = walker.button("Next step")
    following.focus()
    walker.press("Enter", "Enter")
    assert walker.step == 12
    expect(following).to_be_focused()
    expect(following).to_have_attribute("aria-disabled", "true")


def test_what_is_heard_is_what_is_read(visit: Visit) -> None:
    walker = visit("?step=9").ready()
    assert walker.sentence.startswith("Step 9 of 12, backpropagate: ")
    assert walker.slider.get_attribute("aria-valuetext").replace("\u00a0", " ") == walker.sentence
    rows = walker.player.get_by_role("table", name="Evaluation trace").get_by_role("row")
    expect(rows).to_have_count(8)
    expect(walker.player.get_by_role("list", name="Gradient").get_by_role("listitem")).to_have_count(2)


def test_the_live_region_is_quiet_while_playing(visit: Visit) -> None:
    walker = visit().ready().press(" ")
    status = walker.player.locator("[role=status]")
    expect(status).to_have_attribute("aria-live", "off")
    walker.press(" ")
    assert status.get_attribute("aria-live") is None


def test_cover_hides_what_comes_until_it_is_lifted(visit: Visit) -> None:
    walker = visit("?step=9").ready().press("k", "ArrowRight")
    assert "covered" in walker.sentence
    texts = walker.inside("player => [...player.querySelectorAll('.tag.fresh text')].map(e => e.textContent)")
    assert texts == ["?", "+?"]
    assert "10" not in walker.player.get_by_role("list", name="Gradient").inner_text()
    walker.press("k")
    assert "1 + 9 = 10" in walker.sentence


def test_cover_hides_what_a_walk_ends_with(visit: Visit) -> None:
    """The difference quotient, in numeric mode and of a walk that was broken on purpose."""
    for query, number in (("?mode=numeric", "24"), ("?bug=overwrite", "quotient 24")):
        walker = visit(query).ready().press("k", "End")
        gradient = walker.player.get_by_role("list", name="Gradient")
        expect(gradient).to_contain_text("?")
        expect(gradient).not_to_contain_text("24")
        walker.press("k")
        expect(gradient).to_contain_text(number)
