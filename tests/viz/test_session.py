"""What a page holds: which numbers its variables have, and what its link says of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from tests.viz.pages import opened, said, shown
from viz import link, session
from viz.drawing.layout import Drawing
from viz.examples import EXAMPLES, defaults
from viz.panels import player
from viz.values import random_values

PAGE = Path(__file__).parents[2] / "viz" / "page.py"
NAMES = tuple(f"w[{i}]" for i in range(9))
SUM = "s = 0\nfor i in range(9): s += w[i]\ns"
NETWORK = next(example for example in EXAMPLES if example.large)


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures are not what is tested here."""
    monkeypatch.setattr(player, "drawn", lambda graph, direction: Drawing("<svg/>", False))


def numbers(page: AppTest, names: tuple[str, ...]) -> dict[str, float]:
    held = page.session_state["numbers"]
    return {name: held[name] for name in names}


def drawn(page: AppTest, seed: int) -> AppTest:
    page.number_input(key="drawing_seed").set_value(seed)
    page.button[0].click()
    return shown(page)


def test_few_variables_are_said_one_by_one():
    assert said(opened("f=x*y&at=x:3")) == "f=x*y&at=x:3,y:1&mode=reverse"


def test_many_variables_are_said_where_one_would_not_expect_their_number():
    assert "at=" not in said(opened(f"f={quote(SUM)}"))
    assert "&at=w%5B3%5D:0.5,w%5B5%5D:-2&" in said(opened(f"f={quote(SUM)}&at=w[3]:0.5,w[5]:-2,w[6]:1"))


def test_random_values_travel_as_their_seed():
    page = drawn(opened(f"f={quote(SUM)}"), 7)
    assert numbers(page, NAMES) == random_values(NAMES, 7)
    assert said(page).endswith("&rnd=7&mode=reverse")
    assert numbers(opened(said(page)), NAMES) == random_values(NAMES, 7)


def test_what_was_typed_over_a_random_value_travels_with_the_seed():
    page = opened(f"f={quote(SUM)}&rnd=7&at=w[2]:9")
    expected = {**random_values(NAMES, 7), "w[2]": 9.0}
    assert numbers(page, NAMES) == expected
    assert "&at=w%5B2%5D:9&rnd=7&" in said(page)
    assert numbers(opened(said(page)), NAMES) == expected


def test_the_seed_is_left_out_where_it_says_less_than_the_defaults():
    page = drawn(opened(f"f={quote(SUM)}"), 7)
    page.session_state["numbers"] = dict.fromkeys(NAMES, 1.0)
    assert said(shown(page)).endswith("&mode=reverse")
    assert "rnd" not in said(page)


def test_numbers_stay_with_their_names():
    page = opened(f"f={quote(SUM)}&rnd=7")
    page.text_area(key="text").set_value("w[8]*w[0] + z")
    kept = random_values(NAMES, 7)
    assert numbers(shown(page), ("w[0]", "w[8]", "z")) == {"w[0]": kept["w[0]"], "w[8]": kept["w[8]"], "z": 1.0}


def test_of_very_many_names_only_those_on_the_page_are_remembered():
    page = opened("f=x*y&at=x:7,y:8," + ",".join(f"q{i}:1" for i in range(session.REMEMBERED)))
    assert len(page.session_state["numbers"]) == 2
    assert numbers(page, ("x", "y")) == {"x": 7, "y": 8}


def test_what_was_saved_opens_and_decides_every_number():
    page = opened("f=x*y&at=x:3,y:4&panel=text")
    page.text_area(key="saved").set_value(f"f={quote(SUM)}\nat=w[1]:2\nmerge=1\n")
    shown(page)
    assert page.text_area(key="text").value == SUM
    assert page.checkbox(key="merge").value
    assert numbers(page, NAMES) == {**dict.fromkeys(NAMES, 1.0), "w[1]": 2.0}
    page.text_area(key="saved").set_value("f=w[0]*w[1]*w[2]\nat=w[2]:5")
    assert numbers(shown(page), NAMES[:3]) == {"w[0]": 1.0, "w[1]": 1.0, "w[2]": 5.0}


def test_the_network_of_the_menu_has_a_link_that_people_can_pass_on():
    page = opened(f"f={quote(NETWORK.text)}")
    names = tuple(page.session_state["numbers"])
    assert len(names) == 107
    assert numbers(page, names) == defaults(NETWORK.text, names)
    assert len(said(page)) < 1_000


def test_what_is_too_long_for_a_link_is_said():
    point = {f"w[{i}]": i + 1 / 3 for i in range(500)}
    query = link.write_file(link.State("s = 0\nfor i in range(500): s += w[i]\ns", point)).replace("\n", "&").strip("&")
    page = opened(query)
    assert said(page) == ""
    assert any("too long for a link" in caption.value for caption in page.caption)


@pytest.mark.parametrize("query", ["f=x&mode=foo", "f=x&step=no", "f=x^2&d=q", "f=x&panel=nothing"])
def test_a_notice_goes_with_the_next_text(query):
    page = opened(query)
    assert page.session_state["notices"]
    page.text_area(key="text").set_value("2*x")
    assert not shown(page).session_state["notices"]


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("out=7", "asks for output 7, which the function has not got."),
        ("mode=forward&seed=zzz", "walks along zzz, which the function has not got."),
        ("mode=forward&dual=q:1", "gives a tangent for q, which the function has not got."),
        ("path=zzz", "asks for the paths from zzz, which the function has not got."),
        ("open=g99", "opens the group g99, which the function has not got."),
        ("bug=order&picked=n99", "picks the node n99, which the function has not got."),
        ("mode=forward&bug=order", "asks for the bug order, which only a plain walk in reverse mode can have."),
        ("at=q:3", "gives a value for q, which the function has not got."),
    ],
)
def test_what_the_function_has_not_got_is_said_and_not_kept(part, sentence):
    page = opened(f"f=x*y&{part}")
    assert page.session_state["notices"] == [f"The link {sentence}"]
    assert part.rpartition("&")[2] not in said(page)
    assert not opened(said(page)).session_state["notices"]


def test_of_several_names_those_that_are_there_are_kept():
    text = quote("def g(u): return u*u\ng(x) + y")
    page = opened(f"f={text}&mode=forward&dual=x:4,q:1&open=g0,g99")
    assert "&dual=x:4&open=g0" in said(page)
    assert len(page.session_state["notices"]) == 2


def test_a_part_is_measured_by_the_function_that_is_shown():
    """A derivative has other nodes than what was typed."""
    derivative = opened("f=x^3*y&d=x&bug=order&picked=n6")
    assert not derivative.session_state["notices"]
    assert "picked=n6" in said(derivative)
    assert opened("f=x^3*y&bug=order&picked=n6").session_state["notices"]


def test_a_link_that_the_page_writes_has_no_stranger_in_it():
    """What was chosen stays for a way back, as here the bug for reverse mode; the link says what is shown."""
    page = opened("f=x*y&bug=order")
    page.session_state["mode"] = "forward"
    assert "bug" not in said(shown(page))
    page.session_state["mode"] = "reverse"
    assert "bug=order" in said(shown(page))


def test_a_notice_is_text_and_no_markdown():
    page = opened("f=x&mode=[a](//b.io)")
    (notice,) = [caption.value for caption in page.caption if "There is no mode" in caption.value]
    assert r"\[a\](//b.io)" in notice


@pytest.mark.parametrize(("query", "taken"), [("f=x^2&d=q", ""), ("f=x*y&d=y,q", "&d=y"), ("f=x*y&d=x,y", "&d=x,y")])
def test_a_derivative_that_cannot_be_taken_is_said_and_not_named(query, taken):
    page = opened(query)
    assert ("d=" in said(page)) == bool(taken)
    assert taken in said(page)
    assert any("along q cannot be taken" in notice for notice in page.session_state["notices"]) == ("q" in query)


def test_the_seed_of_random_values_stays_while_there_is_no_grid():
    page = drawn(opened(f"f={quote(SUM)}"), 7)
    for text in ("x", SUM):
        page.text_area(key="text").set_value(text)
        shown(page)
    assert page.number_input(key="drawing_seed").value == 7


def test_what_is_being_typed_is_not_typed_over():
    """A value that the page gives takes the place of what is in the browser, and of what comes from there meanwhile."""
    page = opened("f=x*y&at=x:3")
    page.radio(key="mode").set_value("forward")
    shown(page)
    for widget in (page.text_area(key="text"), page.checkbox(key="merge"), page.radio(key="mode")):
        assert not widget.proto.set_value, widget.key


@pytest.mark.parametrize(
    ("panel", "kind", "key", "value"),
    [
        ("step", "select_slider", "exponent", 5),
        ("step", "selectbox", "along", "y"),
        ("dual", "text_input", "dual of x", "4 + 1ε"),
    ],
)
def test_a_panels_own_widget_is_not_set_back(panel, kind, key, value):
    page = opened(f"f=x*y&at=x:3&panel={panel}")
    getattr(page, kind)(key=key).set_value(value)
    widget = getattr(shown(page), kind)(key=key)
    assert widget.value == value
    assert not widget.proto.set_value


def test_what_a_lesson_takes_away_is_kept():
    page = opened("f=x*y&at=x:3")
    page.text_area(key="text").set_value("x*y*y")
    page.radio(key="mode").set_value("forward")
    shown(page).session_state["chosen"].hidden = frozenset({"function", "mode"})
    for x in (4, 5, 6):
        page.session_state["numbers"] = {"x": float(x), "y": 1.0}
        assert said(shown(page)) == f"f=x*y*y&at=x:{x},y:1&mode=forward&hide=function,mode"
    page.session_state["chosen"].hidden = frozenset()
    assert shown(page).text_area(key="text").value == "x*y*y"
    assert page.radio(key="mode").value == "forward"
