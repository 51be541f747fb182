"""The trace of a Run as a table for other programs: CSV with all digits, and a tabular of LaTeX to look at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from typing import Any

from autodiff.numbers import shown

COLUMNS = {  # what a box of a node is called, by its kind
    "value": "value", "gradient": "gradient", "tangent": "tangent", "nudged": "after the nudge", "moved": "moved",
}  # fmt: skip
GIVEN = {"variable": "given", "constant": "constant"}
DIGITS = 6  # of a number in LaTeX
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take a text that begins so for
SPECIAL = {"_": r"\_", "{": r"\{", "}": r"\}", "\\": r"\backslash ", "~": r"\sim "}
SPECIAL |= {character: f"\\{character}" for character in "#$%&"}
SIGNS = {
    "×": r"\times ", "·": r"\cdot ", "−": "-", "√": r"\sqrt{\ }", "∞": r"\infty ", "≤": r"\le ", "≥": r"\ge ",
    "≠": r"\ne ", "∂": r"\partial ", "Δ": r"\Delta ", "½": r"\tfrac12 ", "π": r"\pi ", "τ": r"\tau ", "⌊": r"\lfloor ",
    "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ",
}  # fmt: skip
SMALL = {**dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))}, {**dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))}
POWER = re.compile(r" ?\^ ?(\([^()]*\)|[^\s()]+)")
TOKEN = re.compile(r"[₀-₉]+|[⁰¹²³⁴-⁹⁻]+|[A-Za-z]{2,}|[^\x00-\x7f]|.", re.DOTALL)


def to_csv(run: Mapping[str, Any]) -> str:
    """A line a node, in order of evaluation: name, expression, and the numbers as they read back to the same floats."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = _columns(run)
    writer.writerow(["node", "expression", *(COLUMNS[name] for name in names)])
    for symbol, head, boxes in _rows(run):
        writer.writerow([_harmless(symbol), _harmless(head), *(boxes.get(name, "") for name in names)])
    return text.getvalue()


def to_latex(run: Mapping[str, Any]) -> str:
    """The same as a ``tabular`` that needs no package, numbers rounded."""
    names = _columns(run)
    lines = [f"\\begin{{tabular}}{{ll{'r' * len(names)}}}"]
    lines += [" & ".join(["node", "expression", *(COLUMNS[name] for name in names)]) + r" \\", r"\hline"]
    for symbol, head, boxes in _rows(run):
        expression = head if head in GIVEN.values() else _formula(head)
        cells = [_formula(symbol), expression, *(_number(boxes[name]) if name in boxes else "" for name in names)]
        lines.append(" & ".join(cells) + r" \\")
    return "\n".join([*lines, r"\end{tabular}", ""])


def _columns(run: Mapping[str, Any]) -> list[str]:
    """The kinds of numbers that the walk gives to nodes."""
    written = {write["box"].partition("/")[0] for write in run["writes"]}
    return [name for name in COLUMNS if name in written]


def _rows(run: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every node's symbol, what it is, and its numbers by the kind of box."""
    numbers: dict[str, dict[str, Any]] = {}
    for write in run["writes"]:
        kind, _, name = write["box"].partition("/")
        numbers.setdefault(name, {})[kind] = write["value"]
    for node in run["nodes"]:
        yield node["symbol"], GIVEN.get(node["op"], node["head"]), numbers.get(node["id"], {})


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would be one."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _number(value: float | str) -> str:
    """A number of a Run in math mode: rounded, its power of ten set as one."""
    mantissa, _, power = shown(float(value), DIGITS).partition("e")
    text = mantissa.replace("−", "-").replace("∞", r"\infty").replace("nan", r"\mathrm{nan}")
    return f"${text} \\times 10^{{{power.replace('−', '-')}}}$" if power else f"${text}$"


def _formula(text: str) -> str:
    """A formula as it is read, in math mode; words of several letters stay words."""
    return f"${_set(text)}$"


def _set(text: str) -> str:
    """The text in the signs of math mode; what stands after ^ is raised, in groups of its own."""
    parts = POWER.split(text)
    plain = ("".join(map(_token, TOKEN.findall(part))) for part in parts[::2])
    raised = (f"^{{{_set(part)}}}" for part in parts[1::2])
    return "".join(chain.from_iterable(zip_longest(plain, raised, fillvalue="")))


def _token(token: str) -> str:
    for mark, small in zip("_^", SMALL, strict=True):
        if token[0] in small:
            return f"{mark}{{{''.join(small[character] for character in token)}}}"
    if token.isascii():
        return rf"\mathrm{{{token}}}" if len(token) > 1 else SPECIAL.get(token, token)
    return SIGNS.get(token, rf"\mbox{{{token}}}")
