"""What is set inside a panel: it comes with the link, goes into the link, and what a link cannot mean is left alone."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.viz.pages import opened, said, shown
from viz import session

pytestmark = pytest.mark.usefixtures("no_drawing")

NOTEBOOK = "f=x^2*y+%2B+y+%2B+2&at=x:3,y:4"
THREE = "f=x*y*z"
TWO_OUTPUTS = "f=x*y,+x&at=x:2,y:3"
MANY = "f=a%2Bb%2Bc%2Bd*g"
DIALS = [  # a function, a panel, a dial, a value that it has not at first, and another
    (THREE, "curve", "across", "y", "z"),
    (THREE, "curve", "up", "z", "y"),
    (THREE, "surface", "across", "z", "y"),
    (THREE, "surface", "up", "z", "y"),
    (NOTEBOOK, "surface", "rate", 0.5, 0.001),
    (NOTEBOOK, "surface", "steps", 20, 1),
    (MANY, "second", "variables", ["b", "g"], ["a", "b", "c"]),
    (TWO_OUTPUTS, "outputs", "walks", "forward", "reverse"),
    (TWO_OUTPUTS, "outputs", "done", 0, 1),
    (NOTEBOOK, "outputs", "n", 2, 12),
    (NOTEBOOK, "outputs", "m", 12, 1),
    (NOTEBOOK, "tape", "line", 0, 13),
    (NOTEBOOK, "storage", "length", 20, 2),
    (NOTEBOOK, "storage", "schedule", "root", "swap"),
    (NOTEBOOK, "storage", "budget", 5, 1),
    (NOTEBOOK, "storage", "action", 1, 15),
]


def widget(page: AppTest, name: str):
    kinds = (page.selectbox, page.slider, page.select_slider, page.multiselect, page.radio)
    return next(widget for kind in kinds for widget in kind if widget.key == f"dial {name}")


def written(value: object) -> str:
    return "+".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("function", "panel", "name", "value", "other"), DIALS, ids=lambda part: str(part)[:12])
def test_it_comes_with_the_link_and_goes_into_it(function, panel, name, value, other):
    page = opened(f"{function}&panel={panel}")
    at_first = widget(page, name).value
    assert "set=" not in said(page)
    assert at_first != value
    widget(page, name).set_value(value)
    assert said(shown(page)).endswith(f"&panel={panel}&set={name}:{written(value)}")
    again = opened(said(page))
    assert widget(again, name).value == value
    widget(again, name).set_value(other)
    shown(again)
    assert widget(opened(said(again)), name).value == other
    widget(again, name).set_value(at_first)
    assert "set=" not in said(shown(again))


@pytest.mark.parametrize(
    ("function", "panel", "name", "text"),
    [
        (NOTEBOOK, "surface", "rate", "0.3"),
        (NOTEBOOK, "surface", "steps", "51"),
        (NOTEBOOK, "surface", "steps", "nan"),
        (THREE, "curve", "across", "<script>"),
        (MANY, "second", "variables", "q"),
        (NOTEBOOK, "tape", "line", "-1"),
        (NOTEBOOK, "storage", "budget", "11"),
        (NOTEBOOK, "storage", "action", "1000000000000000000000"),
    ],
)
def test_what_it_cannot_be_is_left_alone(function, panel, name, text):
    plain, strange = opened(f"{function}&panel={panel}"), opened(f"{function}&panel={panel}&set={name}:{text}")
    expected = [] if name == "variables" else widget(plain, name).value
    assert widget(strange, name).value == expected


def test_what_hangs_on_another_goes_with_it():
    page = opened(f"{NOTEBOOK}&panel=storage&set=budget:5,action:3")
    widget(page, "length").set_value(12)
    assert said(shown(page)).endswith("&set=length:12")
    assert widget(page, "budget").value == 3
    widget(page, "budget").set_value(4)
    widget(page, "schedule").set_value("each")
    assert said(shown(page)).endswith("&set=budget:4,length:12,schedule:each")


def test_a_hand_that_is_further_is_not_turned_back():
    page = opened(f"{NOTEBOOK}&panel=outputs&set=m:4")
    assert widget(page, "m").proto.set_value  # of the link, which the browser does not show yet
    widget(page, "m").set_value(5)
    shown(page)
    assert widget(page, "m").value == 5
    assert not widget(page, "m").proto.set_value


def test_another_panel_begins_anew():
    page = opened(f"{NOTEBOOK}&panel=surface&set=rate:0.5")
    page.button_group(key="panel").set_value("storage")
    assert said(shown(page)).endswith("&panel=storage")
    page.button_group(key="panel").set_value("surface")
    shown(page)
    assert widget(page, "rate").value == 0.05


def test_a_change_is_one_run_of_the_page(monkeypatch):
    page, runs = opened(f"{NOTEBOOK}&panel=surface"), []
    begin = session.begin
    monkeypatch.setattr(session, "begin", lambda: (runs.append(1), begin()))
    widget(page, "rate").set_value(0.5)
    shown(page)
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a+b+c+d+g", ["a", "b", "c", "d"]), ("a+a+a+a+a", ["a"]), ("g+q+b", ["g", "b"]), ("-", [])],
)
def test_several_values_are_as_many_as_there_may_be(text, expected):
    page = opened(f"{MANY}&panel=second&set=variables:{text}")
    assert widget(page, "variables").value == expected
    widget(page, "variables").set_value([])
    assert said(shown(page)).endswith("&set=variables:-")
    assert not opened(said(page)).session_state["notices"]


def test_two_variables_of_a_surface_are_never_the_same():
    page = opened(f"{THREE}&panel=surface&set=across:y,up:y")
    assert (widget(page, "across").value, widget(page, "up").value) == ("y", "x")


@pytest.mark.parametrize("text", ["rate", "rate:", ":1", "Rate:1", "a:1," * 9, "rate:" + "9" * 400, "a:b:,"])
def test_what_is_no_list_is_said(text):
    page = opened(f"{NOTEBOOK}&panel=surface&set={text}")
    assert any("set=rate:0.5,steps:20" in notice for notice in page.session_state["notices"])
    assert widget(page, "rate").value == 0.05
