"""Broken on purpose: chosen in the player, said loudly, marked, and given away by the difference quotient."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, shot
from tests.browser.expected import link
from tests.browser.walker import Walker

# of x·x·y + (y + 2) at (3, 4), worked out by hand; the right gradient is (24, 10)
BY_HAND = {"overwrite": (12, 9), "uncleared": (48, 20), "one-edge": (12, 10)}
SHARED = link("a = x*y\na*a + sin(a)", {"x": 1.5, "y": 2}, "last")
CHOICES = {"overwrite": "= instead of +=", "uncleared": "not cleared", "one-edge": "one arrow for x·x"}


def gradients(walker: Walker) -> dict[str, float]:
    nodes = walker.attributes()["nodes"].values()
    return {data["name"]: float(data["gradient"]) for data in nodes if "name" in data and "gradient" in data}


@pytest.mark.parametrize("bug", BY_HAND)
def test_a_bug_is_chosen_walked_and_given_away(visit: Visit, bug: str) -> None:
    walker = visit("?step=last").ready()
    walker.player.get_by_role("combobox", name="Break it").select_option(CHOICES[bug])
    banner = walker.player.get_by_role("group", name="Broken on purpose")
    expect(banner).to_contain_text("Broken on purpose: ", timeout=20_000)
    assert "done, broken on purpose: " in walker.sentence
    expect(walker.page).to_have_url(re.compile(f"&bug={bug}&"))
    x, y = BY_HAND[bug]
    assert gradients(walker) == {"x": x, "y": y}
    assert f"∂f/∂x came out as {x}, but the difference quotient is 24" in walker.sentence
    assert ("∂f/∂y" in walker.sentence) == (y != 10)
    entries = walker.player.get_by_role("list", name="Gradient").get_by_role("listitem")
    expect(entries.nth(0)).to_contain_text("quotient 24")
    expect(entries.nth(1)).to_contain_text("quotient 10")
    marks = "player => [...player.querySelectorAll('.node.wrong')].map(e => e.dataset.name)"
    assert sorted(walker.inside(marks)) == (["x"] if y == 10 else ["x", "y"])
    shot(walker.page, f"broken-{bug}")
    walker.button("Repair").click()
    expect(banner).to_be_hidden(timeout=20_000)
    assert gradients(walker) == {"x": 24, "y": 10}
    assert "broken" not in walker.sentence
    expect(walker.page).not_to_have_url(re.compile("bug="))


def test_the_drawing_with_one_arrow_has_one(visit: Visit) -> None:
    walker = visit("?bug=one-edge&step=11").ready()
    into = [data for data in walker.attributes()["edges"].values() if data["to"] == "n2"]
    assert [data["from"] for data in into] == ["n0"]
    assert "only one of two arrows was drawn" in walker.sentence
    walker.go(3)
    assert "x by x: 3 × 3 = 9" in walker.sentence


def test_every_step_says_that_it_is_broken_and_no_shown_sum_lies(visit: Visit) -> None:
    walker = visit("?bug=overwrite").ready()
    for step in range(walker.last + 1):
        walker.go(step)
        assert ", broken on purpose: " in walker.sentence
        assert "≈" not in walker.sentence
        expect(walker.player.get_by_role("group", name="Broken on purpose")).to_be_visible()
    walker.go(10)
    assert "9 took the place of 1: it has 9." in walker.sentence


def test_the_next_to_send_is_picked_and_what_comes_late_is_lost(visit: Visit) -> None:
    walker = visit(f"{SHARED}&bug=order").ready()
    picks = walker.player.get_by_role("group", name="Who sends next?")
    for pick, then in (("v₄", 8), ("v₂", 9), ("a, 2 of 3 parts in", 10), ("v₃", 11)):
        picks.get_by_role("button", name=pick, exact=True).click()
        expect(walker.player.get_by_role("status")).to_contain_text(f"Step {then} of ", timeout=20_000)
    assert "sent with 2 of 3 parts; what came later is lost: it has 6" in walker.sentence
    expect(picks).to_be_hidden()
    walker.press("ArrowRight")
    assert "∂f/∂x came out as 12, but the difference quotient is 10.02" in walker.sentence
    expect(walker.page).to_have_url(re.compile("&bug=order&picked=n5,n3,n2,n4&"))
    shot(walker.page, "broken-order")


def test_the_right_order_loses_nothing(visit: Visit) -> None:
    walker = visit(f"{SHARED}&bug=order").ready()
    walker.player.get_by_role("button", name="The rest in the right order").click()
    expect(walker.player.get_by_role("status")).to_contain_text("Step 8 of 12", timeout=20_000)
    walker.press("End")
    assert "every gradient agrees with its difference quotient" in walker.sentence


def test_a_broken_walk_is_not_asked_and_other_modes_are_not_broken(visit: Visit) -> None:
    walker = visit("?bug=overwrite&ask=value,sum&step=2").ready().press("ArrowRight")
    expect(walker.player.locator(".answer")).to_be_hidden()
    walker.page.get_by_text("Forward: dual numbers").click()
    expect(walker.player.get_by_role("group", name="Broken on purpose")).to_be_hidden(timeout=20_000)
    expect(walker.player.get_by_role("combobox", name="Break it")).to_be_hidden()


def test_another_function_is_whole(visit: Visit) -> None:
    walker = visit("?bug=overwrite").ready()
    walker.type("x*y").showing("x*y")
    expect(walker.player.get_by_role("group", name="Broken on purpose")).to_be_hidden()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "dark"), (390, 844, "light")])
def test_it_fits(visit: Visit, width: int, height: int, scheme: str) -> None:
    walker = visit("?bug=overwrite&step=last", width, height, scheme).ready()
    edges = "player => [player.querySelector('.broken'), player].map(e => e.getBoundingClientRect().right)"
    banner, player = walker.inside(edges)
    assert banner <= player + 1
    if width > 900:
        assert walker.inside("player => player.querySelector('.controls').getBoundingClientRect().bottom") <= height
    walker.player.scroll_into_view_if_needed()
    shot(walker.page, f"broken-{width}-{scheme}")
