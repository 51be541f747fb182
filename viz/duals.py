"""Dual numbers as they are typed and shown: 3 + 4ε."""

from __future__ import annotations

import re
from math import isfinite

from autodiff.numbers import shown

NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
DUAL = re.compile(rf"(?P<value>[-+]?{NUMBER}(?!\s*\*?\s*ε))?(?P<tangent>[-+]?(?:{NUMBER})?\*?ε)?", re.IGNORECASE)


def read(text: str) -> tuple[float, float] | None:
    """Value and tangent of a dual number as somebody types it: "3+4ε", "3 − ε", "3"; None for anything else."""
    plain = text.replace("−", "-").replace("·", "*").replace(",", ".").replace(" ", "")
    found = DUAL.fullmatch(plain)
    if not plain or len(plain) > 60 or not found:
        return None
    tangent = (found["tangent"] or "").rstrip("ε").rstrip("*")
    number = {"": 1.0 if found["tangent"] else 0.0, "+": 1.0, "-": -1.0}.get(tangent)
    value, number = float(found["value"] or 0), float(tangent) if number is None else number
    return (value, number) if isfinite(value) and isfinite(number) else None


def written(value: float, tangent: float) -> str:
    """The dual number as the page writes it."""
    return f"{shown(value)} {'−' if tangent < 0 else '+'} {shown(abs(tangent))}ε"
