"""docs/language.md: its examples parse, and its functions and limits are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autodiff.language import libraries, limits, parse

TEXT = (Path(__file__).parents[3] / "docs" / "language.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", TEXT, re.MULTILINE))
NO_EXAMPLES = ("The functions", "Limits")
PROGRAMS = re.findall(r"^```\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def rows(title: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    lines = [line for line in SECTIONS[title].splitlines() if line.startswith("|")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


TYPED = [code for title in SECTIONS if title not in NO_EXAMPLES for row in rows(title) for code in codes(row[0])]


@pytest.mark.parametrize("text", [*TYPED, *PROGRAMS])
def test_every_example_can_be_typed(text):
    assert parse(text).notices == ()


def test_the_examples_are_found():
    assert "1/2x" in TYPED
    assert "f(u) = u^2 + 1\nf(x)*f(y)\n" in PROGRAMS
    assert len(TYPED) > 20


def test_the_functions_are_those_that_there_are():
    named = [code for row in rows("The functions") for code in codes(row[1])]
    assert sorted(named) == sorted(libraries.functions() | libraries.LISTS)


def test_the_limits_are_those_that_are_held():
    held = {name: value for name, value in vars(limits).items() if isinstance(value, int)}
    assert [row[1] for row in rows("Limits")] == [f"{value:,}" for value in held.values()]
