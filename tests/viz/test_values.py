"""Random numbers by a seed: the same everywhere, for ever, and of a sensible size."""

from __future__ import annotations

import statistics

import pytest

from viz.values import differing, random_values


def test_a_seed_gives_these_numbers_on_every_machine_for_ever():
    """Links hold the seed only, so these may never change: not with numpy, not with the processor."""
    pinned = {"x": -0.07, "W[0][0]": 0.24, "W[0][1]": 0.34, "W[0][2]": -0.11, "W[0][3]": -0.19, "变量": 0.58}
    assert random_values(tuple(pinned), 7) == pinned


def test_each_name_has_its_own_number():
    few, many = random_values(("x", "y"), 3), random_values(("a", "y", "b", "x"), 3)
    assert {"x": many["x"], "y": many["y"]} == few
    assert len(set(many.values())) == 4
    assert random_values(("x", "y"), 4) != few


@pytest.mark.parametrize(
    ("names", "spread"),
    [
        ([f"x{i}" for i in range(500)], 1),
        ([f"w[{i}]" for i in range(400)], 1 / 20),
        ([f"W[{i}][{j}]" for i in range(30) for j in range(16)], 1 / 4),
    ],
)
def test_a_sum_over_a_row_stays_of_order_one(names, spread):
    drawn = list(random_values(tuple(names), 5).values())
    assert statistics.fmean(drawn) == pytest.approx(0, abs=spread / 5)
    assert statistics.pstdev(drawn) == pytest.approx(spread, rel=0.15)


def test_numbers_are_short_and_never_minus_zero():
    drawn = random_values(tuple(f"w[{i}]" for i in range(500)), 1).values()
    assert all(len(f"{x}".lstrip("-")) <= 4 for x in drawn)
    assert 0.0 in drawn
    assert "-0.0" not in map(str, drawn)


def test_what_a_link_has_to_say():
    assert differing({"x": 1.0, "y": 2.0, "z": 3.0}, {"x": 1.0, "y": 2.5}) == {"y": 2.0, "z": 3.0}
    assert str(differing({"x": -0.0}, {"x": 0.0})) == "{'x': -0.0}"
