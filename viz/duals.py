"""Dual numbers as they are typed and shown: 3 + 4ε."""

from __future__ import annotations

import re
from math import isfinite

from autodiff.numbers import shown

LONGEST = 60  # characters
NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
SIGN = "(?(value)[-+]|[-+]?)"  # after a value the tangent must have one: 15ε is no 1 and 5ε
DUAL = re.compile(rf"(?P<value>[-+]?{NUMBER})?(?P<tangent>{SIGN}(?:{NUMBER})?\*?ε)?", re.IGNORECASE)
AROUND_SIGNS = re.compile(r"\s*([-+*ε])\s*")  # where spaces say nothing; between digits they would join two numbers


def read(text: str) -> tuple[float, float] | None:
    """Value and tangent of a dual number as somebody types it: "3+4ε", "3 − ε", "3"; None for anything else."""
    if len(text) > LONGEST:
        return None
    plain = AROUND_SIGNS.sub(r"\1", text.replace("−", "-").replace("·", "*").replace(",", ".").strip())
    found = DUAL.fullmatch(plain)
    if not plain or not found:
        return None
    tangent = (found["tangent"] or "").rstrip("ε").rstrip("*")
    number = {"": 1.0 if found["tangent"] else 0.0, "+": 1.0, "-": -1.0}.get(tangent)
    value, number = float(found["value"] or 0), float(tangent) if number is None else number
    return (value, number) if isfinite(value) and isfinite(number) else None


def written(value: float, tangent: float) -> str:
    """The dual number as the page writes it."""
    return f"{shown(value)} {'−' if tangent < 0 else '+'} {shown(abs(tangent))}ε"
