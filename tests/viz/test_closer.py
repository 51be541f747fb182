"""What stands under the player: each panel for every kind of function, without a fault and within a second."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from streamlit.testing.v1 import AppTest

import autodiff as ad
from viz.layout import Drawing
from viz.panels import closer, player
from viz.panels.closer import PANELS
from viz.panels.panel import Panel

PAGE = Path(__file__).parents[2] / "viz" / "page.py"
FUNCTIONS = {
    "the notebook’s": "f=x^2*y+%2B+y+%2B+2&at=x:3,y:4",
    "one variable": "f=sin(x^2)&at=x:3",
    "x·x": "f=x*x&at=x:3",
    "a kink": "f=abs(x)+%2B+relu(y)&at=x:0,y:0",
    "a tie": "f=max(x,y)*min(x,y)&at=x:2,y:2",
    "not a number": "f=sqrt(x)+%2B+log(y)&at=x:-1,y:0",
    "an unconnected variable": f"f={quote('unused = 3*y')}%0Ax^2+%2B+1&at=x:2,y:5",
    "two outputs": "f=x*y,+sin(x)&at=x:2,y:3",
    "the second output": "f=x*y,+z^2,+x&at=x:2,y:3,z:4&out=1",
    "a condition": "f=where(y+>+0,+x,+2)&at=x:2,y:3",
    "names with marks": "f=a_b_*W[1][2]+%2B+_x_&at=a_b_:2",
    "a variable": "f=x",
    "no variable": "f=2+%2B+3",
    "many variables": f"f={quote('s = 0')}%0A{quote('for i in range(60): s += sin(w[i])*w[i]')}%0As",
}


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures are not what is tested here."""
    monkeypatch.setattr(player, "drawn", lambda *_: Drawing("<svg/>", False))


def opened(query: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    for name, value in parse_qsl(query, keep_blank_values=True):
        page.query_params[name] = value
    return shown(page)


def shown(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def said(page: AppTest) -> str:
    """The link that the page gives to the player."""
    (data,) = [json.loads(e.proto.json) for e in page.get("bidi_component") if '"run"' in e.proto.json]
    return str(data["query"])


def offered(page: AppTest) -> list[str]:
    return [option.content for option in page.button_group(key="panel").proto.options]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_panel_opens(function):
    page = opened(FUNCTIONS[function])
    graph = ad.parse(page.text_area(key="text").value)
    for panel in PANELS:
        if panel.fits(graph):
            page.button_group(key="panel").set_value(panel.name)
            assert shown(page).session_state["panel"] == panel.name
            assert f"&panel={panel.name}" in said(page)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_every_panel_opens_by_its_link_and_follows_the_function(panel):
    page = opened(f"f=x*y,+sin(x),+y&panel={panel.name}&out=2")
    assert page.session_state["panel"] == panel.name
    for text in ("x*y*z, x", "sin(x)"):
        page.text_area(key="text").set_value(text)
        assert shown(page).session_state["panel"] == panel.name


def test_closed_costs_nothing(monkeypatch):
    def made(subject: object) -> None:
        opens.append(subject)

    opens: list[object] = []
    monkeypatch.setattr(closer, "PANELS", (Panel("probe", lambda graph: "Probe", made),))
    page = opened("f=x*y")
    assert opens == []
    page.button_group(key="panel").set_value("probe")
    shown(page)
    assert len(opens) == 1


def test_without_a_variable_there_is_only_what_needs_none():
    assert offered(opened("f=2+%2B+3")) == ["As text"]
    assert offered(opened("f=x"))[0] == "Curve"
    assert offered(opened("f=x*y"))[0] == "Contours"


def test_a_name_that_no_panel_has_is_said():
    page = opened("f=x&panel=surfaces")
    assert page.session_state["panel"] is None
    assert [caption.value for caption in page.caption if "surfaces" in caption.value] == [
        "There is no panel “surfaces” for this function."
    ]


def test_what_is_chosen_closes_where_it_means_nothing():
    page = opened("f=x*y&panel=curve")
    page.text_area(key="text").set_value("2 + 3")
    assert shown(page).session_state["panel"] is None
