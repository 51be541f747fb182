"""Reads back what the project wrote: formulas, and the notebook's lines of code. Only for texts of our own."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace
from typing import Any

import numpy as np

from autodiff.ops import TABLE

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def as_python(text: str) -> str:
    """What the page shows, spelled so that Python reads it: only for texts that this project wrote."""
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).replace("√(", "sqrt(")
    text = re.sub(r"([a-z]+)²\(", r"square_of_\1(", text).replace("²", "**2")
    text = text.replace(", ½ if ", " else 0.5 if ").replace(", else ", " else ")
    for shown, typed in {"×": "*", "−": "-", "^": "**", "≤": "<=", "≥": ">=", "≠": "!=", " = ": " == "}.items():
        text = text.replace(shown, typed)
    return text.translate(SUBSCRIPTS)


def value_of(text: str, names: dict[str, float]) -> float:
    functions = {name: (lambda *args, op=op: op.value(*map(np.float64, args))) for name, op in TABLE.items()}
    functions |= {f"square_of_{name}": (lambda u, op=op: op.value(np.float64(u)) ** 2) for name, op in TABLE.items()}
    functions["step"] = lambda difference: np.heaviside(difference, 0.5)
    names = {"pi": math.pi, "e": math.e} | names
    names = {name.translate(SUBSCRIPTS): np.float64(number) for name, number in names.items()}
    with np.errstate(all="ignore"):
        return float(eval(as_python(text), {"__builtins__": {}, **functions, **names}))


def run_code(text: str, values: list[float], out: float, gradient: float) -> Any:
    """What the notebook's classes would do with a line of code: give a value, or tell who is sent how much."""
    sent: list[tuple[str, float]] = []

    def field(letter: str, value: float) -> Any:
        return SimpleNamespace(
            value=value, evaluate=lambda: value, backpropagate=lambda part: sent.append((letter, part))
        )

    myself = SimpleNamespace(value=out, **{letter: field(letter, x) for letter, x in zip("abc", values, strict=False)})
    functions = {name: (lambda *args, op=op: float(op.value(*map(np.float64, args)))) for name, op in TABLE.items()}
    plain = {"math": math, "abs": math.fabs, "max": max, "min": min, "round": round}
    result = eval(text, {**functions, **plain, "self": myself, "gradient": gradient})
    return sent[0] if sent else float(result)
