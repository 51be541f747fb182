"""Compare: the same value and gradient by every mode, how far each is off, what it costs, and what differs and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

import autodiff as ad
from autodiff.costs import operations
from autodiff.mode_costs import GRADIENT_COSTS, ModeCost
from autodiff.numbers import shown
from autodiff.sections import section
from autodiff.wengert import exact
from viz import reference
from viz.figures.figure import listed
from viz.panels.panel import Panel, Subject
from viz.panels.source import source
from viz.panels.tables import Cell, table
from viz.reference import NoReference

LARGEST = {"numeric": 30_000, "symbolic": 2_000, "forward": 2_000}  # operations times variables
LARGEST_COUNTED = 1_000  # operations, past which the gradient as a graph is not made only to be counted or compiled
REFERENCE_WORK = 6_000  # operations with 130 digits
MOST_SHOWN = 3  # partial derivatives
Found = tuple[float, dict[str, float]]  # a value and a gradient


@dataclass(frozen=True)
class Way:
    """A way to the gradient: its label, what is different about it, and how it is gone at a point of a graph."""

    label: str
    about: str
    go: Callable[[ad.Graph, dict[str, float]], Found]


def _by(mode: str) -> Callable[[ad.Graph, dict[str, float]], Found]:
    return lambda graph, at: ad.value_and_gradient(graph, at, mode=mode)


def _compiled(graph: ad.Graph, at: dict[str, float]) -> Found:
    value, partials = ad.compile(graph)(*(at[name] for name in graph.variables))
    return value, dict(zip(graph.variables, partials, strict=True))


WAYS = {
    "numeric": Way(
        "Numeric",
        "tries the function out twice for every variable; off by the step, and by what rounding leaves of a difference",
        _by("numeric"),
    ),
    "symbolic": Way(
        "Symbolic",
        "makes a formula for every variable; exact but for rounding, and the formulas share nothing",
        _by("symbolic"),
    ),
    "forward": Way(
        "Dual numbers",
        "walks forward once for every variable; exact but for rounding, and each walk computes the value again",
        _by("forward"),
    ),
    "reverse": Way("Reverse", "walks forward once and back once, for all variables together", _by("reverse")),
    "compiled": Way(
        "Compiled",
        "is the sweep back written out as lines of Python with nothing computed twice; sums may round in another order",
        _compiled,
    ),
}


def show(subject: Subject) -> None:
    """The table, the digits it is compared with, what differs, and TensorFlow's program."""
    graph = section(subject.graph, subject.at, subject.graph.variables, subject.output)
    at = {name: subject.at[name] for name in graph.variables}
    size = operations(graph)
    fits = [name for name in WAYS if _fits(name, size, len(at))]
    known = Digits(graph, at, size)
    table(
        "The same gradient by every mode",
        ["Mode", "f", *map(_partial, known.shown), "Error of f", "Error of ∇f", "Evaluations", "Operations"],
        [_row(name, graph, at, known, size) for name in fits],
    )
    table(
        "To 40 digits, from values alone",
        ["Number", "mpmath"],
        [[name, _digits(wanted)] for name, wanted in known.by_name()],
    )
    st.markdown("\n".join(f"- **{WAYS[name].label}** {WAYS[name].about}." for name in fits))
    if left_out := [*_left_out(fits, size), *known.left_out]:
        st.caption(f"Left out, for a function of this size: {listed(left_out)}.")
    st.markdown("**TensorFlow’s program**")
    if graph.varies[graph.outputs[0]]:
        source(ad.write(graph, "tensorflow", at), "gradient.py")
        st.caption("To be copied: TensorFlow does not run on this server. At kinks it follows conventions of its own.")
    else:
        st.caption("This output depends on no variable: there is nothing to differentiate.")


def _row(name: str, graph: ad.Graph, at: dict[str, float], known: Digits, size: int) -> list[str | Cell]:
    value, gradient = WAYS[name].go(graph, at)
    cost: ModeCost | None = GRADIENT_COSTS[name](graph) if size <= LARGEST_COUNTED else None
    return [
        WAYS[name].label,
        Cell(exact(value), "value"),
        *(Cell(exact(gradient[x]), "gradient") for x in known.shown),
        _error([(value, known.value)]),
        _error([(gradient[x], wanted) for x, wanted in known.gradient.items()]),
        f"{cost.evaluations:,}" if cost else "–",
        f"{cost.operations:,}" if cost else "–",
    ]


def _fits(name: str, size: int, n: int) -> bool:
    if name == "compiled":
        return size <= LARGEST_COUNTED
    return name not in LARGEST or size * n <= LARGEST[name]


def _left_out(fits: list[str], size: int) -> list[str]:
    rows = [WAYS[name].label for name in WAYS if name not in fits]
    return rows if size <= LARGEST_COUNTED else [*rows, "the count of what is computed"]


def _partial(name: str) -> str:
    return f"∂f/∂{name}"


# ---- against 40 digits


class Digits:
    """The value, and the partial derivatives of as many variables as there is time for; or why there is no number."""

    def __init__(self, graph: ad.Graph, at: dict[str, float], size: int) -> None:
        names = graph.variables[: REFERENCE_WORK // (3 * max(1, size))]
        self.shown = graph.variables[:MOST_SHOWN]
        self.left_out = [] if names == graph.variables else [f"errors beyond the first {len(names)} variables"]
        try:
            self.value = reference.value(graph, at)
        except NoReference as reason:
            self.value = reason
        self.gradient = reference.gradient(graph, at, names)

    def by_name(self) -> list[tuple[str, Any]]:
        """The value and the partial derivatives that are shown."""
        return [("f", self.value), *((_partial(x), self.gradient[x]) for x in self.shown if x in self.gradient)]


def _digits(wanted: Any) -> Cell:
    return Cell(str(wanted), "words") if isinstance(wanted, NoReference) else Cell(reference.written(wanted))


def _error(pairs: list[tuple[float, Any]]) -> str:
    """The largest relative error, of those numbers that there is a reference for."""
    errors = [reference.relative_error(x, wanted) for x, wanted in pairs if not isinstance(wanted, NoReference)]
    return shown(max(errors)) if errors else "no number"


PANEL = Panel("compare", lambda graph: "Compare", show)
