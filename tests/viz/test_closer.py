"""What stands under the player: each panel for every kind of function, without a fault."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import autodiff as ad
from tests.conftest import seldom
from tests.viz.pages import FUNCTIONS, opened, said, shown
from viz.panels import closer
from viz.panels.closer import PANELS
from viz.panels.panel import Panel

pytestmark = pytest.mark.usefixtures("no_drawing")


def offered(page: AppTest) -> list[str]:
    return [option.content for option in page.button_group(key="panel").proto.options]


@pytest.mark.parametrize("function", seldom(FUNCTIONS, often=list(FUNCTIONS)[::4]))
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
    assert offered(opened("f=2+%2B+3")) == ["As text", "Save", "Share"]
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
