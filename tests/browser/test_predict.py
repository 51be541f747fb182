"""Predictions on the page: by keyboard alone, heard, kept in the browser, never in the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import autodiff as ad
from tests.browser.conftest import Visit, shot
from tests.browser.expected import link, same
from tests.browser.test_examples import check_numbers
from tests.browser.walker import Walker
from viz.examples import DEFAULT

EVERYTHING = "value,local,flow,sum,constant"
POINT = {"x": 3.0, "y": 4.0}  # of the example that the page starts with
FOCUSED = "player => player.getRootNode().activeElement?.getAttribute('aria-label') ?? ''"
ASKED = "player => player.querySelector('.answer:not([hidden])')?.getAttribute('aria-label') ?? ''"
OUTSIDE = """player => {
  const [a, b] = ['.answer', '.stage'].map(name => player.querySelector(name).getBoundingClientRect());
  return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1 || a.height < 24;
}"""
RULES = """player => [...player.querySelectorAll('.rule text:first-of-type')].filter(e => e.checkVisibility())
  .map(e => e.textContent)"""
WATCH = """player => {
  window.seen = [];
  const note = () => window.seen.push(...[...player.querySelectorAll('.reveal')].map(e => e.textContent));
  new MutationObserver(note).observe(player, {childList: true, subtree: true, characterData: true});
}"""
KEPT = "() => JSON.parse(localStorage.getItem('gradwalk.predicted'))"


def question(walker: Walker) -> str:
    """The question that is open and has the keyboard, "" if none."""
    asked: str = walker.inside(ASKED)
    assert not asked or walker.inside(FOCUSED) == asked
    return asked


def answers(text: str, point: dict[str, float]) -> list[float]:
    """Every number that is worked out, in the order in which it is asked; a local derivative just before its use."""
    run = ad.run(ad.parse(text), point).to_dict()
    boxes = {write["box"]: write for write in run["writes"]}
    found = []
    for write in run["writes"]:
        what, name = write["box"].split("/")
        reads = write.get("reads", [])
        if what == "flow":
            found.append(boxes[f"local/{name}"]["value"])
        if (what == "value" and reads) or what == "flow" or (what == "gradient" and len(reads) != 1):
            found.append(write["value"])
    return found


def test_a_whole_walk_by_keyboard_alone(visit: Visit) -> None:
    """Q, then nothing but arrows, digits and Enter: every number of the walk is asked once and accepted."""
    walker = visit(link(DEFAULT.text, POINT)).ready().press("q")
    walker.player.get_by_role("button", name="constants’ edges").focus()
    walker.press("Enter", "ArrowRight")
    expected = answers(DEFAULT.text, POINT)
    asked = []
    for _ in range(200):
        if text := question(walker):
            asked.append(text)
            assert text in walker.sentence
            check_numbers(walker, ad.parse(DEFAULT.text), POINT, walker.step)  # attributes are the step's, as under K
            walker.page.keyboard.type(repr(expected[len(asked) - 1]))
            walker.press("Enter")
            assert ": Right: " in walker.sentence
        elif walker.step == walker.last:
            break
        else:
            walker.press("ArrowRight")
    assert len(asked) == len(expected)
    assert walker.sentence.endswith("Move x a little, and f moves 24 times as much.")
    expect(walker.player.get_by_role("group", name="What is asked")).to_contain_text(
        f"Predicted {len(expected)} of {len(expected)}, {len(expected)} right."
    )


def test_a_mistake_is_told_and_the_walk_goes_on(visit: Visit) -> None:
    walker = visit("?step=10&ask=flow,sum").ready().press("ArrowRight")
    assert question(walker) == "What does v₁ send back to x, its left factor?"
    walker.page.keyboard.type("4")
    walker.press("Enter")
    assert "It is 12, not 4: that is the gradient of v₁ as it came in;" in walker.sentence
    assert question(walker) == "What does v₁ send back to x, its right factor?"
    walker.press("Enter")  # nothing predicted, nothing judged
    assert question(walker) == "Both parts of x are in. What is ∂f/∂x?"
    assert "It is" not in walker.sentence
    walker.page.keyboard.type("12")
    walker.press("Enter")
    assert "It is 24, not 12: that is the part from v₁ alone; every path counts." in walker.sentence
    assert "its parts add up: 12 + 12 = 24" in walker.sentence
    expect(walker.button("Next step")).to_be_focused()
    walker.press("Enter")
    assert walker.step == 12


def test_fractions_and_expressions_are_answers_and_nonsense_is_asked_again(visit: Visit) -> None:
    walker = visit(link("sin(x^2)/2", {"x": 3}, 2) + "&ask=value").ready().press("ArrowRight")
    asked = question(walker)
    walker.page.keyboard.type("sin(q)")
    walker.press("Enter")
    assert "“q” has no number here" in walker.sentence
    assert question(walker) == asked
    expect(walker.player.get_by_role("textbox", name=asked)).to_have_attribute("aria-invalid", "true")
    walker.press("Control+a")
    walker.page.keyboard.type("sin(9)")
    walker.press("Enter")
    assert "Right: 0.4121" in walker.sentence
    walker.press("ArrowRight")
    walker.page.keyboard.type("sin(9)/2")
    walker.press("Enter")
    assert "Right: 0.2061" in walker.sentence


def test_a_question_stays_open_at_another_point(visit: Visit) -> None:
    """The engine's answer neither shows what is asked nor takes the keyboard from the input beside the function."""
    walker = visit("?ask=value").ready().press("ArrowRight", "ArrowRight", "ArrowRight")
    asked = question(walker)
    x = walker.page.get_by_role("spinbutton", name="x", exact=True)
    x.fill("5")
    x.press("Enter")
    expect(walker.player.locator("[data-name=x]")).to_have_attribute("data-value", "5", timeout=10_000)
    with walker.page.expect_response("**/run?*"):
        x.fill("6")
        x.press("Enter")
    expect(walker.player.locator("[data-name=x]")).to_have_attribute("data-value", "6", timeout=10_000)
    assert walker.inside(ASKED) == asked
    expect(x).to_be_focused()
    walker.player.locator(".answer").fill("36")
    walker.player.locator(".answer").press("Enter")
    assert ": Right: " in walker.sentence


@pytest.mark.parametrize("way", ["Escape", "PageDown", "Enter", "button"])
def test_every_question_can_be_skipped(visit: Visit, way: str) -> None:
    walker = visit("?step=9&ask=flow,sum").ready().press("ArrowRight")
    kept = walker.page.evaluate(KEPT)
    for _ in range(3):
        assert question(walker)
        if way == "button":
            walker.button("Next step").click()
        else:
            walker.press(way)
    assert question(walker) == ""
    assert "1 + 9 = 10" in walker.sentence
    assert walker.page.evaluate(KEPT) == kept


def test_nothing_shows_the_number_before_it_is_predicted(visit: Visit) -> None:
    walker = visit("?step=9&ask=local,flow,sum").ready()
    assert walker.inside(RULES).count("× ?") == 4  # of v₁ and v₂, which have not sent yet
    walker.press("ArrowRight")
    seen = walker.inside("player => [...player.querySelectorAll('.tag.fresh text')].map(e => e.textContent)")
    assert seen == ["?", "+?"]
    assert not walker.inside("player => player.querySelectorAll('.negative').length")
    walker.player.locator("[data-edge=e2] .hit").hover(force=True)
    tip = walker.player.get_by_role("tooltip")
    expect(tip).to_be_visible()
    assert "flowed back" not in tip.inner_text()
    assert same(walker.attributes()["edges"]["e2"]["flow"], 4)  # to checks and tools it says what the step is


def test_what_is_asked_is_in_the_link_and_stays_while_stepping(visit: Visit) -> None:
    walker = visit("?step=2&ask=value").ready().press("ArrowRight")
    assert question(walker)
    walker.press("Escape", "ArrowRight")
    expect(walker.page).to_have_url(re.compile("&step=4&ask=value$"))
    walker.player.get_by_role("button", name="sums", exact=True).click()
    expect(walker.page).to_have_url(re.compile("&ask=value,sum$"))
    walker.button("Predict what comes").click()
    expect(walker.page).not_to_have_url(re.compile("ask="))
    walker.press("ArrowRight")
    assert question(walker) == ""


def test_a_wrong_list_in_the_link_is_ignored_with_a_word(visit: Visit) -> None:
    walker = visit("?step=2&ask=everything").ready()
    expect(walker.player.locator(".notice")).to_have_text(
        "In a link, ask lists some of value, local, flow, sum, constant."
    )
    assert question(walker.press("ArrowRight")) == ""


def test_progress_is_kept_in_the_browser_by_function(visit: Visit) -> None:
    walker = visit("?step=2&ask=value")
    walker.page.evaluate("localStorage.clear()")
    walker.page.reload()
    walker.ready().press("ArrowRight")
    walker.page.keyboard.type("9")
    walker.press("Enter", "Enter")
    walker.page.keyboard.type("35")
    walker.press("Enter")
    asked = walker.player.get_by_role("group", name="What is asked")
    expect(asked).to_contain_text("Predicted 2 of 4, 1 right.")
    again = visit("?ask=value").ready()
    asked = again.player.get_by_role("group", name="What is asked")
    expect(asked).to_contain_text("Predicted 2 of 4, 1 right.")
    again.player.get_by_role("button", name="Start over").click()
    expect(asked).to_contain_text("4 numbers to predict.")
    other = visit(link("x+y", {"x": 1, "y": 2}) + "&ask=value").ready()
    expect(other.player.get_by_role("group", name="What is asked")).to_contain_text("1 number to predict.")


def test_no_message_to_the_server(visit: Visit) -> None:
    walker = visit("?ask=value,flow").ready()
    sent: list[object] = []
    with walker.page.expect_websocket(timeout=30_000) as opened:
        walker.page.reload()
    walker.ready()
    opened.value.on("framesent", lambda payload: sent.append(payload))
    for _ in range(12):
        walker.press("ArrowRight", "2", "Enter")
    assert sent == []


def test_where_the_browser_keeps_nothing_it_works_all_the_same(visit: Visit) -> None:
    walker = visit("?step=2&ask=value")
    walker.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})"
    )
    walker.page.reload()
    walker.ready().press("ArrowRight")
    walker.page.keyboard.type("9")
    walker.press("Enter")
    assert "Right: 9." in walker.sentence
    expect(walker.player.get_by_role("group", name="What is asked")).to_contain_text("Predicted 1 of 4, 1 right.")


def test_the_prediction_moves_to_the_truth(visit: Visit) -> None:
    walker = visit("?step=2&ask=value", motion="no-preference").ready().press("ArrowRight")
    walker.inside(WATCH)
    walker.page.keyboard.type("6")
    walker.press("Enter")
    expect(walker.player.locator(".reveal")).to_have_count(0, timeout=10_000)
    numbers = [float(text) for text in walker.page.evaluate("seen")]
    assert (numbers[0], numbers[-1]) == (6, 9)
    assert numbers == sorted(numbers)
    calm = visit("?step=2&ask=value").ready().press("ArrowRight")
    calm.page.keyboard.type("6")
    calm.press("Enter")
    expect(calm.player.locator(".reveal")).to_have_count(0)


def test_playing_stops_at_a_question(visit: Visit) -> None:
    walker = visit("?step=2&ask=value").ready()
    walker.player.get_by_role("combobox", name="Speed").select_option("4")
    walker.button("Play").click()
    expect(walker.player.locator(".answer")).to_be_visible(timeout=10_000)
    expect(walker.button("Play")).to_be_visible()


LOOKS = {
    "light": (1440, 900, "light"),
    "dark": (1440, 900, "dark"),
    "projector": (1920, 1080, "light"),
    "phone": (390, 844, "light"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_input_stands_at_the_number(visit: Visit, look: str) -> None:
    """On its card, or beside it on the line; never outside of the stage."""
    walker = visit("?step=9&ask=local,flow,sum", *LOOKS[look]).ready().press(*(["p"] if look == "projector" else []))
    walker.press("ArrowRight")
    for _ in range(5):
        assert question(walker)
        assert not walker.inside(OUTSIDE)
        shot(walker.page, f"predict-{look}")
        walker.press("Escape")
