"""A tape of ours as a graph, with the names that its variables have around."""

from __future__ import annotations

import pytest

import autodiff as ad
from viz.readers import CannotRead, Given, tape


def test_what_was_noted_is_the_graph():
    x, y = ad.Variable(3.0), ad.Variable(4.0)
    with ad.GradientTape() as watching:
        z = x * x * y + ad.sin(y) + 2
    reading = tape.read(watching, Given(around={"x": x, "y": y, "z": z}))
    assert str(reading.graph) == "x * x * y + sin(y) + 2"
    assert reading.point == {"x": 3.0, "y": 4.0}
    gradient = ad.gradient(reading.graph, reading.point)
    assert gradient == {"x": 24.0, "y": pytest.approx(9 - 0.6536436208636119)}


def test_an_empty_tape_and_one_that_forgot():
    x = ad.Variable(3.0)
    with ad.GradientTape() as watching:
        pass
    with pytest.raises(CannotRead, match="noted nothing"):
        tape.read(watching, Given())
    with ad.GradientTape() as watching:
        y = x * x
    watching.gradient(y, x)
    with pytest.raises(CannotRead, match="noted nothing"):
        tape.read(watching, Given())
