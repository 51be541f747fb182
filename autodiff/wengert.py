"""The Wengert list: a function as the textbooks trace it, one operation a line, then its adjoints backwards.

    x                      3
    y                      4
    v₁ = x × x             9
    v₂ = v₁ × y            36

    v̄₂ = 1                 1
    v̄₁ = v̄₂ × y            4
    ȳ = v̄₂ × v₁            9
    x̄ = v̄₁ × x + v̄₁ × x    24

Named after R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7(8), 1964; the two halves
stand as in Griewank and Walther, *Evaluating Derivatives*, 2nd ed., tables 1.2 and 3.1. The formulas of the
second half come from the table of primitives, by `local_derivative`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from autodiff import ops
from autodiff.graph import Const, Graph
from autodiff.primitive import ATOM
from autodiff.printing import (
    Notation,
    Spelled,
    expression,
    plain_number,
    spell,
    spell_number,
    symbols,
)
from autodiff.rules import local_derivative
from autodiff.sweeps import as_float, evaluate, linearize, pullback

BAR = "\u0304"  # drawn over the letter before it
GAP = " " * 4
WIDEST = 60  # places; a longer formula pushes its own value to the right, and no other


@dataclass(frozen=True)
class Line:
    """What one name stands for: a formula ("" where the number is given), and its value at the point."""

    name: str
    formula: str
    value: float

    @property
    def text(self) -> str:
        """The line without its value."""
        return f"{self.name} = {self.formula}" if self.formula else self.name


@dataclass(frozen=True)
class WengertList:
    """The lines of the evaluation, in order, and those of the adjoints, in the order of the walk back."""

    primal: tuple[Line, ...]
    adjoint: tuple[Line, ...]

    def __str__(self) -> str:
        width = min(WIDEST, max((_width(line.text) for line in (*self.primal, *self.adjoint)), default=0))
        halves = ("\n".join(_row(line, width) for line in half) for half in (self.primal, self.adjoint))
        return "\n\n".join(halves)


def exact(x: float) -> str:
    """A number that reads back to the same float, with a true minus sign."""
    return "∞" if x == math.inf else "−∞" if x == -math.inf else plain_number(x).replace("-", "−")


EXACT = Notation("form", exact)


def wengert(graph: Graph, point: Mapping[str, Any], output: int = 0) -> WengertList:
    """The list of ``graph`` at ``point``, with the adjoints of one output.

    What the output does not depend on has a line in the first half only; a variable among it has the adjoint 0.
    Raises what `evaluate` raises for a point that does not fit.
    """
    values = evaluate(graph, point)
    slopes = linearize(graph, values)
    at = graph.output(output)
    adjoints = pullback(graph, slopes, {at: 1.0})
    names = [
        _constant(node) if isinstance(node, Const) else (name, ATOM)
        for node, name in zip(graph.nodes, symbols(graph), strict=True)
    ]
    primal, sums = [], _Sums(graph, names)
    for i, node in enumerate(graph.nodes):
        formula = spell(node.op, [names[j] for j in graph.args[i]], EXACT)[0] if node.op else ""
        if not isinstance(node, Const):
            primal.append(Line(names[i][0], formula, as_float(values[i])))
    adjoint = []
    for i in reversed(range(len(graph))):
        if adjoints[i] is not None:
            formula = "1" if i == at else sums.formula(i)
            adjoint.append(Line(barred(names[i][0]), formula, as_float(adjoints[i])))
            sums.send(i, slopes[i])
        elif i < len(graph.variables):
            adjoint.append(Line(barred(names[i][0]), "0", 0.0))
    return WengertList(tuple(primal), tuple(adjoint))


def barred(name: str) -> str:
    """The name of an adjoint: v̄₁ for v₁, with the bar after the first letters as on the page."""
    letters = len(list(takewhile(str.isalpha, name)))
    return name[:letters] + BAR + name[letters:]


def _constant(node: Const) -> Spelled:
    text, binding = spell_number(node, EXACT)
    return text.replace("-", "−"), binding


class _Sums:
    """The parts that have arrived at each node, as formulas, while the list is walked backwards."""

    def __init__(self, graph: Graph, names: list[Spelled]) -> None:
        self.graph = graph
        self.names = names
        self.parts: list[list[tuple[bool, Spelled]]] = [[] for _ in names]  # whether it is taken away, and what

    def send(self, i: int, slopes: tuple[Any, ...]) -> None:
        """Give every argument of node ``i`` its part: the adjoint of ``i`` times the local derivative."""
        for k, (j, slope) in enumerate(zip(self.graph.args[i], slopes, strict=False)):
            if slope is not None and self.graph.varies[j]:
                self.parts[j].append(self._part(i, k))

    def formula(self, j: int) -> str:
        """The sum of a node's parts."""
        (negative, total), *rest = self.parts[j]
        if negative:
            total = spell(ops.neg, [total], EXACT)
        for negative, part in rest:
            total = spell(ops.sub if negative else ops.add, [total, part], EXACT)
        return total[0]

    def _part(self, i: int, k: int) -> tuple[bool, Spelled]:
        node = self.graph.nodes[i]
        assert node.op is not None
        rule = local_derivative(node.op, k, tuple(c.value if isinstance(c, Const) else None for c in node.args))
        assert rule is not None
        names = dict(zip("abc", (self.names[j][0] for j in self.graph.args[i]), strict=False))
        slope, binding = expression(rule, {**names, "out": self.names[i][0]}, EXACT)
        arriving = barred(self.names[i][0]), ATOM
        if slope in (exact(1.0), exact(-1.0)):
            return slope == exact(-1.0), arriving
        return False, spell(ops.mul, [arriving, (slope, binding)], EXACT)


def _row(line: Line, width: int) -> str:
    return line.text + " " * (width - _width(line.text)) + GAP + exact(line.value)


def _width(text: str) -> int:
    """How many places a text takes in a fixed-width font; a bar takes none of its own."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text if not unicodedata.combining(c))
