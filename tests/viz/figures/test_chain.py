"""A chain while it is reversed, what schedules cost, and what a graph holds."""

from __future__ import annotations

import autodiff as ad
from autodiff.storage import families, optimal, swapped
from viz.figures.chain import ASIDE, chain, held, tradeoffs
from viz.figures.figure import LIGHT, Figure


def trace(figure: Figure, name: str):
    return next(trace for trace in figure.plot.data if trace.name == name)


def steps(figure: Figure, name: str) -> list[int]:
    return list(trace(figure, name).x[::3])


def test_what_is_stored_dropped_at_hand_and_reversed():
    """Four steps, two snapshots: after the tenth action s₁ is computed again, and 3 and 2 are reversed."""
    moment = optimal(4, 2).moments()[9]
    figure = chain(moment, 4, 1, LIGHT)
    assert list(trace(figure, "stored").x) == [0]
    assert list(trace(figure, "not stored").x) == [1, 2, 3]
    assert list(trace(figure, "at hand").x) == [1]
    assert steps(figure, "reversed") == [2, 3]
    assert steps(figure, "computed again") == [0]
    assert figure.alt == (
        "The step from state 0 to 1 is computed once more. In memory: 1. Computed once more so far: 1."
    )


def test_what_is_swapped_stands_aside():
    moments = swapped(4, 2).moments()
    moment = next(moment for moment in moments if moment.aside)
    figure = chain(moment, 4, 0, LIGHT)
    assert list(trace(figure, "in slower memory").x) == sorted(moment.aside)
    assert set(trace(figure, "in slower memory").y) == {ASIDE}
    assert figure.alt.startswith("State 0 is moved to the slower memory. In memory: 1 and 1 in the slower memory.")


def test_every_schedule_has_its_place():
    found, chosen = families(8), optimal(8, 3).cost()
    figure = tradeoffs(found, chosen, 8, LIGHT)
    for name, costs in found.items():
        drawn = set(zip(trace(figure, name).x, trace(figure, name).y, strict=True))
        assert drawn == {(cost.memory, cost.recomputed) for cost in costs}
    assert (trace(figure, "chosen").x[0], trace(figure, "chosen").y[0]) == (chosen.memory, chosen.recomputed)


def test_the_high_water_mark_is_where_the_curve_is_highest():
    footprint = ad.footprint(ad.parse("x*y + sin(x*y)*exp(x)"))
    figure = held(footprint, LIGHT)
    together = trace(figure, "together")
    assert max(together.y) == footprint.high_water
    (mark,) = figure.plot.layout.annotations
    assert together.y[mark.x - 1] == footprint.high_water
    assert f"{footprint.high_water} at most" in figure.alt
