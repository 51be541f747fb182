"""The walk of forward over reverse: a column of the Hessian."""

from __future__ import annotations

import math

import jax
import pytest

import autodiff as ad
from tests.autodiff.walks.cases import CASES, boxes, by_symbol

NOTEBOOK = ad.parse("x*x*y + y + 2")
AT = {"x": 3, "y": 4}


def test_the_notebooks_function():
    run = ad.run(NOTEBOOK, AT, mode="second", seed="x")
    assert [step.kind for step in run.steps] == [step.kind for step in ad.run(NOTEBOOK, AT).steps]
    assert by_symbol(run, "gradient") == {"x": 24, "y": 10, "v₁": 4, "v₂": 1, "v₃": 1, "v₄": 1}
    assert by_symbol(run, "tangent") == {"x": 1, "y": 0, "v₁": 6, "v₂": 24, "v₃": 24, "2": 0, "v₄": 24}
    assert by_symbol(run, "gradient-tangent") == {"x": 8, "y": 6, "v₁": 0, "v₂": 0, "v₃": 0, "v₄": 0}


@pytest.mark.parametrize(("text", "seed"), [(text, name) for text, (_, at) in CASES.items() for name in at])
def test_the_column_is_that_of_the_hessian(text, seed):
    function, point = CASES[text]
    names = list(point)
    rows = jax.hessian(function, argnums=tuple(range(len(names))))(*point.values())
    run = ad.run(ad.parse(text), point, mode="second", seed=seed)
    found = by_symbol(run, "gradient-tangent")
    for name, row in zip(names, rows, strict=True):
        assert math.isclose(found[name], float(row[names.index(seed)]), rel_tol=1e-13, abs_tol=1e-14)


def test_the_branch_that_is_taken_may_be_no_number():
    found = ad.run(ad.parse("where(x > 0, sqrt(x), 0/0)"), {"x": -1}, mode="second")
    notes = [write.note for step in found.steps for write in step.writes if write.note]
    assert "not a number: zero divided by zero" in notes


def test_the_numbers_of_reverse_mode_are_the_same():
    plain = boxes(ad.run(NOTEBOOK, AT))
    assert boxes(ad.run(NOTEBOOK, AT, mode="second")).items() >= plain.items()
