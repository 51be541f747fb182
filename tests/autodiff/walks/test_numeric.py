"""The walk of numeric differentiation: two evaluations and a quotient."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from tests.autodiff.walks.cases import CASES, boxes, by_symbol, reference

NOTEBOOK = ad.parse("x*x*y + y + 2")
AT = {"x": 3, "y": 4}


def test_the_notebooks_golden_numbers():
    for seed, quotient in (("x", 24.000400000048216), ("y", 10.000000000047748)):
        run = ad.run(NOTEBOOK, AT, mode="numeric", seed=seed)
        assert by_symbol(run, "quotient") == {"v₄": quotient}
        assert run.eps == 1e-4


def test_the_steps():
    run = ad.run(NOTEBOOK, AT, mode="numeric", eps=0.5)
    assert [step.phase for step in run.steps] == ["start", *["evaluate"] * 6, *["nudge"] * 6, "done"]
    assert by_symbol(run, "nudged") == {"x": 3.5, "y": 4, "v₁": 12.25, "v₂": 49, "v₃": 53, "v₄": 55}
    assert by_symbol(run, "moved") == {"x": 0.5, "y": 0, "v₁": 3.25, "v₂": 13, "v₃": 13, "v₄": 13}
    assert [by_symbol(run, kind)["v₄"] for kind in ("quotient", "exact", "error")] == [26, 24, 2]


@pytest.mark.parametrize(("text", "seed"), [(text, name) for text, (_, at) in CASES.items() for name in at])
def test_the_quotient_is_near_the_derivative(text, seed):
    run = ad.run(ad.parse(text), CASES[text][1], mode="numeric", seed=seed, eps=1e-6)
    at = run.structure["function"]["output"]
    assert math.isclose(boxes(run)[f"quotient/{at}"], reference(text, seed), rel_tol=1e-4, abs_tol=1e-4)
    assert math.isclose(boxes(run)[f"exact/{at}"], reference(text, seed), rel_tol=1e-14)


def test_a_step_that_is_lost_in_rounding():
    run = ad.run(NOTEBOOK, {"x": 3, "y": 4}, mode="numeric", eps=1e-16)
    assert by_symbol(run, "quotient") == {"v₄": 0}
