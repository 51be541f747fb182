"""The variable of a walk forward, chosen in the panels that are about one."""

from __future__ import annotations

import pytest

from tests.viz.pages import opened, said, shown

pytestmark = pytest.mark.usefixtures("no_drawing")


@pytest.mark.parametrize("panel", ["rules", "step"])
def test_a_panel_follows_and_leads(panel):
    page = opened(f"f=x*y&mode=symbolic&panel={panel}")
    assert page.selectbox(key="along").value == "x"
    page.session_state["chosen"].seed = "y"  # as the player does
    assert shown(page).selectbox(key="along").value == "y"
    page.selectbox(key="along").set_value("x")
    assert "&seed=x&" in said(shown(page))
    assert page.selectbox(key="along").value == "x"


def test_one_variable_is_not_asked_for():
    assert "along" not in [box.key for box in opened("f=x^2&panel=rules").selectbox]
