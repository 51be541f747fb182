"""The walk of forward mode: dual numbers, one variable at a time."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.errors import AutodiffError, UnknownVariable
from tests.autodiff.walks.cases import CASES, boxes, by_symbol, reference

NOTEBOOK = ad.parse("x*x*y + y + 2")
AT = {"x": 3, "y": 4}


def test_the_steps_of_the_notebooks_function():
    run = ad.run(NOTEBOOK, AT, mode="forward", seed="x")
    assert [step.kind for step in run.steps] == ["start", *["given"] * 2, *["compute"] * 4, "done"]
    assert {step.phase for step in run.steps[1:-1]} == {"forward"}
    assert by_symbol(run, "value") == {"x": 3, "y": 4, "v₁": 9, "v₂": 36, "v₃": 40, "2": 2, "v₄": 42}
    assert by_symbol(run, "tangent") == {"x": 1, "y": 0, "v₁": 6, "v₂": 24, "v₃": 24, "v₄": 24}
    assert by_symbol(ad.run(NOTEBOOK, AT, mode="forward", seed="y"), "tangent")["v₄"] == 10


def test_what_comes_along_the_edges_adds_up():
    run = ad.run(NOTEBOOK, AT, mode="forward")
    flows = {e["id"]: boxes(run).get(f"flow/{e['id']}") for e in run.structure["edges"]}
    assert list(flows.values()) == [3, 3, 24, None, 24, None, 24, None]  # x, x | v₁, y | v₂, y | v₃, 2


@pytest.mark.parametrize(("text", "seed"), [(text, name) for text, (_, at) in CASES.items() for name in at])
def test_the_output_has_the_derivative(text, seed):
    run = ad.run(ad.parse(text), CASES[text][1], mode="forward", seed=seed)
    found = boxes(run)[f"tangent/{run.structure['function']['output']}"]
    assert math.isclose(found, reference(text, seed), rel_tol=1e-14, abs_tol=1e-15)
    assert run.seed == seed


def test_what_does_not_move_says_so():
    run = ad.run(NOTEBOOK, AT, mode="forward", seed="x")
    notes = {write.box: write.note for step in run.steps for write in step.writes if write.note}
    assert notes == {"tangent/n1": "it does not move with x"}


def test_an_infinite_slope_on_a_path_that_nothing_travels():
    run = ad.run(ad.parse("x + sqrt(y)"), {"x": 2, "y": 0}, mode="forward", seed="x")
    assert by_symbol(run, "tangent") == {"x": 1, "y": 0, "v₁": 0, "v₂": 1}


def test_dual_numbers_in_the_point_say_how_fast_it_moves():
    run = ad.run(NOTEBOOK, {"x": ad.DualNumber(3, 2), "y": ad.DualNumber(4, 1)}, mode="forward")
    assert by_symbol(run, "tangent") == {"x": 2, "y": 1, "v₁": 12, "v₂": 57, "v₃": 58, "v₄": 58}
    assert run.seed == "x and y"
    three = {name: ad.DualNumber(2, 1) for name in "xyz"}
    assert ad.run(ad.parse("x*y*z"), three, mode="forward").seed == "x, y and z"
    with pytest.raises(AutodiffError, match="mode 'forward'"):
        ad.run(NOTEBOOK, {"x": ad.DualNumber(3, 2), "y": 4})


def test_a_seed_that_is_no_variable():
    with pytest.raises(UnknownVariable, match="no variable q"):
        ad.run(NOTEBOOK, AT, mode="forward", seed="q")
    with pytest.raises(AutodiffError, match="no variable"):
        ad.run(ad.parse("1 + 1"), {}, mode="forward")
