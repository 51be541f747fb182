"""The Jacobian as a heat map that fills, and the costs of both modes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.viz.figures.test_figure import rows
from viz.figures.figure import LIGHT
from viz.figures.jacobian import WRITTEN, costs_by_outputs, heat_map
from viz.panels.outputs import MOST, fan_costs

JACOBIAN = np.array([[3.0, -2.0, np.nan], [1.5, np.inf, 0.0]])


@pytest.mark.parametrize(
    ("mode", "walks", "filled"),
    [
        ("reverse", 0, []),
        ("reverse", 1, [3.0, -2.0]),
        ("reverse", 2, [3.0, -2.0, 1.5, 0.0]),
        ("forward", 1, [3.0, 1.5]),
        ("forward", 3, [3.0, -2.0, 1.5, 0.0]),
    ],
)
def test_it_fills_by_rows_or_by_columns(mode, walks, filled):
    figure = heat_map(JACOBIAN, "xyz", mode, walks, LIGHT)
    z = np.asarray(figure.plot.data[0].z)
    assert list(z[np.isfinite(z)]) == filled
    assert f"{walks} of its {2 if mode == 'reverse' else 3} " in figure.alt
    assert "NaN" not in figure.plot.to_json()


def test_every_entry_has_its_number_on_it_where_there_is_room():
    few = heat_map(JACOBIAN, "xyz", "reverse", 2, LIGHT).plot.data[0]
    assert np.asarray(few.text).tolist() == [["3", "−2", "nan"], ["1.5", "∞", "0"]]
    assert few.texttemplate
    many = heat_map(np.ones((2, WRITTEN)), ["x"] * WRITTEN, "reverse", 2, LIGHT)
    assert not many.plot.data[0].texttemplate


def test_the_file_has_a_row_an_output():
    head, *found = rows(heat_map(JACOBIAN, "xyz", "reverse", 1, LIGHT))
    assert head == ["output", "x", "y", "z"]
    assert found == [["f1", "3.0", "-2.0", ""], ["f2", "", "", ""]]


def test_the_program_is_symmetric_and_the_winner_flips():
    """With n inputs and m outputs reverse mode is cheaper up to m = n, and forward mode beyond m = n + 1."""
    for n in range(1, MOST + 1):
        for m in range(1, MOST + 1):
            costs = fan_costs(n, m)
            if m <= n:
                assert costs.reverse < costs.forward or (n, m) == (1, 1)
            if m > n + 1:
                assert costs.forward < costs.reverse


def test_the_costs_are_those_that_were_counted():
    costs = {m: fan_costs(4, m) for m in range(1, 6)}
    figure = costs_by_outputs(costs, 4, 3, LIGHT)
    assert [list(trace.y) for trace in figure.plot.data] == [
        [cost.reverse for cost in costs.values()],
        [cost.forward for cost in costs.values()],
    ]
    assert figure.plot.layout.shapes[0].x0 == 3
    assert f"{costs[3].forward} operations in 4 walks, reverse mode {costs[3].reverse} in 3" in figure.alt
