"""The trace of a Run as a table for other programs: CSV with all digits, and a tabular of LaTeX to look at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from autodiff import ops
from autodiff.graph import Const
from autodiff.numbers import shown
from autodiff.primitive import ATOM
from autodiff.printing import LATEX, NAMED_NUMBERS, Spelled, latex_names, spell, spell_number

COLUMNS = {  # what a box of a node is called, by its kind
    "value": "value", "gradient": "gradient", "tangent": "tangent", "nudged": "after the nudge", "moved": "moved",
}  # fmt: skip
GIVEN = {"variable": "given", "constant": "constant"}
DIGITS = 6  # of a number in LaTeX
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take a text that begins so for
ONE_LINE = replace(LATEX, own={"where": r"{1} \mbox{{ if }} {0} \mbox{{, else }} {2}"})  # as a cell is


def to_csv(run: Mapping[str, Any]) -> str:
    """A line a node, in order of evaluation: name, expression, and the numbers as they read back to the same floats."""
    text = io.StringIO()
    writer = csv.writer(text)
    names = _columns(run)
    writer.writerow(["node", "expression", *(COLUMNS[name] for name in names)])
    for node, boxes in _rows(run):
        about = [node["symbol"], GIVEN.get(node["op"], node["head"])]
        writer.writerow([*map(_harmless, about), *(boxes.get(name, "") for name in names)])
    return text.getvalue()


def to_latex(run: Mapping[str, Any]) -> str:
    """The same as a ``tabular`` that needs no package, numbers rounded."""
    names = _columns(run)
    lines = [f"\\begin{{tabular}}{{ll{'r' * len(names)}}}"]
    lines += [" & ".join(["node", "expression", *(COLUMNS[name] for name in names)]) + r" \\", r"\hline"]
    spelled = _spelled(run)
    for node, boxes in _rows(run):
        numbers = [_number(boxes[name]) if name in boxes else "" for name in names]
        lines.append(" & ".join([_set(spelled[node["id"]]), _expression(node, spelled), *numbers]) + r" \\")
    return "\n".join([*lines, r"\end{tabular}", ""])


def _columns(run: Mapping[str, Any]) -> list[str]:
    """The kinds of numbers that the walk gives to nodes."""
    written = {write["box"].partition("/")[0] for write in run["writes"]}
    return [name for name in COLUMNS if name in written]


def _rows(run: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Every node, and its numbers by the kind of box."""
    numbers: dict[str, dict[str, Any]] = {}
    for write in run["writes"]:
        kind, _, name = write["box"].partition("/")
        numbers.setdefault(name, {})[kind] = write["value"]
    for node in run["nodes"]:
        yield node, numbers.get(node["id"], {})


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would be one."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _number(value: float | str) -> str:
    """A number of a Run in math mode, rounded."""
    text = shown(float(value), DIGITS).replace("−", "-").replace("∞", r"\infty").replace("nan", r"\mathrm{nan}")
    return _set(spell_number(Const(float(value), text), LATEX))


def _spelled(run: Mapping[str, Any]) -> dict[str, Spelled]:
    """Every node as it stands in the formulas of others: its name, or the number that it is."""
    names = latex_names([node["symbol"] for node in run["nodes"]])
    return {
        node["id"]: _constant(node["symbol"], boxes["value"]) if node["op"] == "constant" else (name, ATOM)
        for (node, boxes), name in zip(_rows(run), names, strict=True)
    }


def _constant(symbol: str, value: float | str) -> Spelled:
    typed = symbol.replace("−", "-")
    return spell_number(Const(float(value), typed if _is_number(typed) else ""), LATEX)


def _is_number(text: str) -> bool:
    """Whether it can have been typed as a number; what a rule writes instead of one, as log(2), cannot."""
    return text in NAMED_NUMBERS or set(text) <= set("0123456789.eE+-")


def _expression(node: Mapping[str, Any], spelled: Mapping[str, Spelled]) -> str:
    """What a node is: a word, or its formula."""
    if node["op"] in GIVEN:
        return GIVEN[node["op"]]
    return _set(spell(ops.TABLE[node["op"]], [spelled[name] for name in node["args"]], ONE_LINE))


def _set(spelled: Spelled) -> str:
    """A formula in math mode, with the words for which plain LaTeX needs no package."""
    return f"${spelled[0].replace('operatorname{', 'mathrm{').replace('text{', 'mbox{')}$"
