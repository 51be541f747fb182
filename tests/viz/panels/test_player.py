"""The player's place on the page: whose turn it is while a drawing is made."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from viz.drawing.drawn import drawn
from viz.panels import player
from viz.server import pace


@pytest.fixture
def held(monkeypatch):
    """Whether it is somebody's turn as each drawing begins."""
    found: list[bool] = []

    def noted(*args):
        found.append(pace._large.locked())
        return drawn(*args)

    monkeypatch.setattr(player, "drawn", noted)
    return found


def test_nobody_waits_for_his_turn_while_graphviz_draws_a_large_graph(held):
    def page() -> None:
        import time

        from viz import session
        from viz.panels.player import player

        session.begin()
        graph, text, _ = session.graph()
        player(graph, text, False, time.perf_counter())

    shown = AppTest.from_function(page, default_timeout=60)
    shown.query_params["f"] = "for i in range(110):\n    x = sin(x)*y + cos(x)\nx"
    assert not shown.run().exception
    assert held == [False]
