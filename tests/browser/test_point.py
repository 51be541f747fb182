"""The point beside the function: its inputs move the walk, and the page hears of it when they are let go."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import Visit
from tests.browser.test_grab import TEXT, engine, messages, numbers
from tests.browser.walker import Walker


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name, exact=True)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, slider")


def test_the_walk_follows_a_slider_and_the_engine_is_asked_at_the_end(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    page = walker.page
    sent = messages(walker)
    before = len(sent)
    box = slider(page, "x").bounding_box()
    assert box
    left, width, y = box["x"] + 8, box["width"] - 16, box["y"] + box["height"] / 2
    page.mouse.move(left + 0.8 * width, y)  # at 3 on the way from −5 to 5
    page.mouse.down()
    page.mouse.move(left + 0.65 * width, y, steps=4)
    x = float(slider(page, "x").input_value())
    assert x == pytest.approx(1.5, abs=0.1)
    assert numbers(walker) == engine(TEXT, x=x, y=4)
    expect(number(page, "x")).to_have_value(f"{x:g}")
    assert len(sent) == before
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"at=x:{x:g},y:4.*step=12"))
    page.wait_for_timeout(1_000)
    assert [str(one).split("?")[0].rpartition("/")[2] for one in sent[before:]] == ["run"]
    assert numbers(walker) == engine(TEXT, x=x, y=4)


def test_a_key_held_down_on_a_slider_is_one_question(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    sent = messages(walker)
    before = len(sent)
    slider(walker.page, "x").evaluate(
        """slider => {
          for (let i = 0; i < 6; i++) {
            slider.stepUp();
            for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind));
          }
        }"""
    )
    expect(number(walker.page, "x")).to_have_value("3.06")
    walker.page.wait_for_timeout(1_000)
    assert len(sent) == before + 1
    assert numbers(walker) == engine(TEXT, x=3.06, y=4)


def test_two_numbers_at_once_are_both_kept(visit: Visit) -> None:
    """The second is told while the page still works on the first, of which it would hear no more."""
    page = visit("?step=last").ready().page
    number(page, "x").evaluate(
        """x => {
          const y = x.closest(".point").querySelectorAll("input[type=number]")[1];
          for (const [input, value] of [[x, "-2"], [y, "0.5"]]) {
            input.value = value;
            input.dispatchEvent(new Event("change"));
          }
        }"""
    )
    expect(page).to_have_url(re.compile("at=x:-2,y:0.5"))
    page.wait_for_timeout(1_000)
    assert numbers(Walker(page)) == engine(TEXT, x=-2, y=0.5)
    expect(number(page, "x")).to_have_value("-2")
    page.reload()
    assert numbers(Walker(page).ready()) == engine(TEXT, x=-2, y=0.5)


def test_two_sliders_at_once_are_both_kept(visit: Visit) -> None:
    """Two fingers that let go within a moment."""
    walker = visit("?step=last").ready()
    page = walker.page
    for name, number in (("x", "1"), ("y", "2")):
        slider(page, name).evaluate(
            "(e, x) => { e.value = x; for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind)); }",
            number,
        )
    expect(page).to_have_url(re.compile("at=x:1,y:2"), timeout=10_000)
    page.wait_for_timeout(500)
    for name, x in (("x", "1"), ("y", "2")):
        expect(walker.player.locator(f"[data-name={name}]")).to_have_attribute("data-value", x)


def test_back_at_the_engines_number_its_words_are_back(visit: Visit) -> None:
    """Away and back again before the first answer: the replayed walk, which has no words, does not stay."""
    walker = visit("?f=abs(x)&at=x:0&step=last").ready()
    kink = walker.player.locator("[data-op=abs]")
    word = kink.get_attribute("data-note")
    assert word
    held: list[Route] = []
    walker.page.route("**/run?*", lambda route: held.append(route))
    for text in ("1", "0"):
        number(walker.page, "x").fill(text)
        number(walker.page, "x").press("Enter")
    expect(kink).not_to_have_attribute("data-note", word)
    for route in held:
        route.continue_()
    walker.page.unroute("**/run?*")
    expect(kink).to_have_attribute("data-note", word, timeout=10_000)


def test_no_number_is_what_it_was(visit: Visit) -> None:
    page = visit().ready().page
    for typed in ("", "1e999"):
        number(page, "x").fill(typed)
        number(page, "x").press("Enter")
        expect(number(page, "x")).to_have_value("3")


def test_minus_zero_is_a_number(visit: Visit) -> None:
    walker = visit("?f=1/x&at=x:-0.0&step=last").ready()
    expect(number(walker.page, "x")).to_have_value("0")
    expect(slider(walker.page, "x")).to_have_value("0")
    assert walker.attributes()["nodes"]["n0"]["value"] == "-0"


def test_a_number_with_an_exponent_is_in_the_link(visit: Visit) -> None:
    walker = moved(visit("?step=last").ready(), "1e21")
    expect(walker.page).to_have_url(re.compile("at=x:1e21,y:4"))
    walker.page.wait_for_timeout(500)
    assert numbers(walker) == engine(TEXT, x=1e21, y=4)


def test_an_input_that_was_left_as_it_was_follows_again(visit: Visit) -> None:
    page = visit().ready().page
    number(page, "x").focus()
    for key in ("End", "5", "Backspace", "Tab"):  # no change: the browser says nothing of it
        page.keyboard.press(key)
    expect(number(page, "x")).to_have_value("3")
    slider(page, "x").press("ArrowRight")
    expect(number(page, "x")).to_have_value("3.01")


def test_a_slider_grows_to_hold_its_number(visit: Visit) -> None:
    walker = visit("?f=x*y&at=x:40.5,y:-7").ready()
    expect(slider(walker.page, "x")).to_have_attribute("max", "41")
    expect(slider(walker.page, "y")).to_have_attribute("min", "-7")
    expect(number(walker.page, "x")).to_have_value("40.5")


def test_where_a_panel_shows_the_point_the_panel_follows(visit: Visit) -> None:
    page = visit("?panel=compare").ready().page
    table = page.get_by_role("table", name="The same gradient by every mode")
    expect(table).to_contain_text("24", timeout=20_000)
    number(page, "x").fill("5")
    number(page, "x").press("Enter")
    expect(table).to_contain_text("40", timeout=20_000)  # ∂f/∂x = 2·5·4


# ---- the page hears of it when it has to know


def moved(walker: Walker, x: str) -> Walker:
    """Another number for x, with the engine's answer."""
    with walker.page.expect_response(lambda answer: "/run?" in answer.url):
        number(walker.page, "x").fill(x)
        number(walker.page, "x").press("Enter")
    return walker


def test_another_function_begins_where_the_last_one_was_left(visit: Visit) -> None:
    walker = moved(visit("?step=last").ready(), "5")
    walker.type("x*y").showing("x*y")
    walker.go(walker.last)
    assert numbers(walker) == engine("x*y", x=5, y=4)
    expect(number(walker.page, "x")).to_have_value("5")


@pytest.mark.parametrize("number_of_keys", [1, 2])
def test_another_mode_by_keyboard_alone_keeps_the_number(visit: Visit, number_of_keys: int) -> None:
    walker = moved(visit("?step=last").ready(), "5")
    walker.page.get_by_role("radio", name="Reverse", exact=False).first.focus()
    walker.press(*["ArrowRight"] * number_of_keys)
    expect(walker.player.locator("[data-node=n0]")).to_have_attribute("data-value", "5")
    walker.page.wait_for_timeout(1_000)
    expect(walker.page).not_to_have_url(re.compile("mode=reverse"))
    expect(walker.page).to_have_url(re.compile("at=x:5,y:4"))
    expect(walker.player.locator("[data-node=n0]")).to_have_attribute("data-value", "5")
    walker.page.reload()
    expect(Walker(walker.page).ready().player.locator("[data-node=n0]")).to_be_visible()
    expect(number(walker.page, "x")).to_have_value("5")


def test_what_is_chosen_in_the_player_keeps_the_number(visit: Visit) -> None:
    walker = moved(visit("?step=last").ready(), "5")
    walker.player.get_by_title("Show the paths it is a sum over").first.click()
    expect(walker.player.get_by_role("list", name="Paths")).to_contain_text("∂f/∂x = 20 + 20 = 40")
    moved(walker, "6")
    expect(walker.player.get_by_role("list", name="Paths")).to_contain_text("∂f/∂x = 24 + 24 = 48")
    walker.button("Draw from top to bottom").click()
    walker.page.wait_for_timeout(1_000)
    assert numbers(walker) == engine(TEXT, x=6, y=4)


def test_another_theme_keeps_a_number_that_the_page_has_not_heard_of(visit: Visit) -> None:
    walker = moved(visit("?step=last").ready(), "5")
    for scheme in ("dark", "light"):
        walker.page.emulate_media(color_scheme=scheme)
        walker.page.wait_for_timeout(700)
        assert numbers(walker) == engine(TEXT, x=5, y=4)
        walker.page.mouse.click(5, 5)  # elsewhere: now it hears of it
    expect(walker.page).to_have_url(re.compile("at=x:5,y:4"))


def test_a_panel_that_is_opened_shows_the_number(visit: Visit) -> None:
    walker = moved(visit("?step=last").ready(), "5")
    walker.page.get_by_text("Compare", exact=True).click()
    table = walker.page.get_by_role("table", name="The same gradient by every mode")
    expect(table).to_contain_text("40", timeout=20_000)


def test_who_gets_no_answer_asks_again_and_the_number_stays(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    asked: list[str] = []
    walker.page.route("**/run?*", lambda route: (asked.append(route.request.url), route.abort())[1])
    number(walker.page, "x").fill("5")
    number(walker.page, "x").press("Enter")
    walker.page.wait_for_timeout(3_000)
    assert len(asked) == 2
    assert numbers(walker) == engine(TEXT, x=5, y=4)  # replayed
    walker.page.unroute("**/run?*")
    with walker.page.expect_response(lambda answer: "/run?" in answer.url):
        pass
    assert numbers(walker) == engine(TEXT, x=5, y=4)
    visit.faults.clear()  # the browser's word about the questions that were not answered


def test_without_a_link_the_page_is_asked(visit: Visit) -> None:
    """A text of words that cannot be packed is too long for a link."""
    words = "\n".join(f"# {hash_of(i)}" for i in range(200))
    walker = visit().ready()
    expect(walker.button("Copy link")).to_be_visible()
    walker.type(f"x*y\n{words}")
    expect(walker.player.locator("[data-node]")).to_have_count(3, timeout=20_000)
    expect(walker.button("Copy link")).to_have_count(0)
    number(walker.page, "x").fill("5")
    number(walker.page, "x").press("Enter")
    walker.page.wait_for_timeout(1_500)
    walker.go(walker.last)
    assert numbers(walker) == engine("x*y", x=5, y=4)
    assert "at=" not in walker.page.url


def hash_of(i: int) -> str:
    return hashlib.sha256(str(i).encode()).hexdigest()[:44]


def test_a_pointer_that_comes_near_is_heard_of_by_a_run_of_next_to_nothing(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    sent = messages(walker)
    moved(walker, "5").page.wait_for_timeout(300)
    before = len(sent)
    walker.page.mouse.move(700, 60)
    walker.page.wait_for_timeout(500)
    assert len(sent) == before + 1
    (told,) = (BackMsg.FromString(frame) for frame in sent[before:] if isinstance(frame, bytes))
    assert told.rerun_script.fragment_id
    walker.page.mouse.move(10, 10)
    walker.page.mouse.move(700, 60)
    walker.page.wait_for_timeout(300)
    assert len(sent) == before + 1  # there is nothing new
