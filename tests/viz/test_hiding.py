"""What a lesson may take away: every name means something, and the page says which there are."""

from __future__ import annotations

import pytest

from viz import hiding, link
from viz.look import LOOK


@pytest.mark.parametrize("name", hiding.OF_THE_PLAYER)
def test_the_player_hides_what_has_a_name(name):
    assert f'[data-hide~="{name}"]' in LOOK


def test_names_travel_in_one_order():
    assert hiding.write(frozenset({"trace", "head"})) == "head,trace"
    assert hiding.read("trace,head") == {"trace", "head"}
    state, notices = link.read({"hide": "trace,head", "embed": "1"})
    assert (state.hidden, state.embedded, notices) == ({"trace", "head"}, True, [])
    assert link.write(state).endswith("hide=head,trace&embed=1")


@pytest.mark.parametrize("text", ["", "everything", "trace,", "trace;head", "trace," * 200])
def test_a_name_that_is_none(text):
    state, (notice,) = link.read({"hide": text})
    assert state.hidden == frozenset()
    assert "head, function, point" in notice
