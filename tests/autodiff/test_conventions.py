"""docs/conventions.md says of this library what is so; of the others, what they gave when it was made."""

from __future__ import annotations

from textwrap import fill

import pytest

import autodiff as ad
from autodiff.numbers import shown
from benchmarks.conventions import PAGE, differences, point
from tests.autodiff.edges import CONVENTIONS

TEXT = PAGE.read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("mode", ["reverse", "forward", "symbolic"])
def test_the_columns_of_this_library_are_true(mode):
    edges = [edge for convention in CONVENTIONS for edge in convention.edges]
    assert len(ROWS) == len(edges)
    for edge, (function, where, said_value, said_gradient, *others, said_differences) in zip(edges, ROWS, strict=True):
        value, gradient = ad.value_and_gradient(ad.parse(edge.text), point(edge), mode)
        assert function == f"`{edge.text}`"
        assert where == ", ".join(f"{name} = {shown(x)}" for name, x in point(edge).items())
        assert said_value == shown(value)
        assert said_gradient.removesuffix(" (*)") == ", ".join(map(shown, gradient.values()))
        assert said_gradient.endswith("(*)") == bool(ad.check(ad.parse(edge.text), point(edge)).conventions)
        assert len(others) == 3
        assert said_differences == differences(edge)


def test_every_convention_is_there_with_its_reason():
    for convention in CONVENTIONS:
        assert f"\n## {convention.title}\n\n{fill(convention.why, 120)}\n\n" in TEXT
    assert TEXT.count("\n## ") == len(CONVENTIONS)
