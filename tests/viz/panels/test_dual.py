"""Dual numbers as they are typed: what was not touched keeps its digits, what is wrong is said until it is right."""

from __future__ import annotations

import pytest

from tests.viz.pages import opened, said, shown

pytestmark = pytest.mark.usefixtures("no_drawing")

LINK = "f=x*y&at=x:3.14159,y:2&panel=dual"


def typed(page, text: str):
    page.text_input(key="dual of x").set_value(text)
    return shown(page)


@pytest.mark.parametrize(
    ("text", "point", "tangent"),
    [("3.142 + 2ε", "x:3.14159", "x:2"), ("3 + 1ε", "x:3", "x:1"), ("3.141 + 0.5ε", "x:3.141", "x:0.5")],
)
def test_what_was_left_as_it_was_keeps_its_digits(text, point, tangent):
    page = opened(LINK)
    assert page.text_input(key="dual of x").value == "3.142 + 1ε"
    link = said(typed(page, text))
    assert f"&at={point},y:2&" in link
    assert f"&dual={tangent},y:0&" in link


def test_a_tangent_keeps_its_digits_too():
    page = opened("f=x*y&at=x:3,y:2&mode=forward&dual=x:0.123456789,y:0&panel=dual")
    assert "&dual=x:0.123456789,y:0&" in said(typed(page, "4 + 0.1235ε"))


@pytest.mark.parametrize("text", ["abc", "1e999", "3 + 1e999ε", ""])
def test_a_complaint_goes_when_it_is_right(text):
    page = typed(opened(LINK), text)
    assert "&at=x:3.14159,y:2&" in said(page)
    assert page.session_state["notices"]
    assert not typed(page, "3 + 4ε").session_state["notices"]
