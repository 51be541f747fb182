"""Dual numbers as they are typed."""

from __future__ import annotations

import pytest

from viz import duals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3+4ε", (3, 4)), ("3 + 4ε", (3, 4)), ("3 − 2.5ε", (3, -2.5)), ("-3-ε", (-3, -1)), ("ε", (0, 1)), ("7", (7, 0)),
        ("3+ε", (3, 1)), ("2ε", (0, 2)), ("1e-3 + 2·ε", (0.001, 2)), ("3,5 + 1ε", (3.5, 1)), ("-2ε", (0, -2)),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(text, expected):
    assert duals.read(text) == expected


@pytest.mark.parametrize("text", ["", "x", "3+4", "3ε4", "3+4εε", "__import__('os')", "9" * 100, "3+4i", "ε3"])
def test_what_is_none_is_refused(text):
    assert duals.read(text) is None


@pytest.mark.parametrize(("pair", "text"), [((3, 4), "3 + 4ε"), ((-3, -0.5), "−3 − 0.5ε"), ((0, 1), "0 + 1ε")])
def test_what_is_written_is_read_again(pair, text):
    assert duals.written(*pair) == text
    assert duals.read(text) == pair
