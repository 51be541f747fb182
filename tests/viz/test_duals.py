"""Dual numbers as they are typed."""

from __future__ import annotations

import pytest

from viz import duals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3+4ε", (3, 4)), ("3 + 4ε", (3, 4)), ("3 − 2.5ε", (3, -2.5)), ("-3-ε", (-3, -1)), ("ε", (0, 1)), ("7", (7, 0)),
        ("3+ε", (3, 1)), ("2ε", (0, 2)), ("1e-3 + 2·ε", (0.001, 2)), ("3,5 + 1ε", (3.5, 1)), ("-2ε", (0, -2)),
        ("15ε", (0, 15)), ("1.5ε", (0, 1.5)), ("0,5 ε", (0, 0.5)), ("10·ε", (0, 10)), ("-15ε", (0, -15)),
        ("+ε", (0, 1)), ("1e-3ε", (0, 0.001)), ("12 - 15ε", (12, -15)), (" 10 ", (10, 0)), ("- 3 - ε", (-3, -1)),
        (".5+.25ε", (0.5, 0.25)),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(text, expected):
    assert duals.read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "3+4",
        "3ε4",
        "3+4εε",
        "__import__('os')",
        "9" * 100,
        "3+4i",
        "ε3",
        "3 15ε",
        "1 5",
        "3 .5ε",
        "3ε+4",
        "1. 5ε",
    ],
)
def test_what_is_none_is_refused(text):
    assert duals.read(text) is None


@pytest.mark.parametrize(("pair", "text"), [((3, 4), "3 + 4ε"), ((-3, -0.5), "−3 − 0.5ε"), ((0, 1), "0 + 1ε")])
def test_what_is_written_is_read_again(pair, text):
    assert duals.written(*pair) == text
    assert duals.read(text) == pair
