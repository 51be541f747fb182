"""Second order: the Hessian by every mode with what each paid for it, and the quadratic model that it makes."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from autodiff.costs import operations
from autodiff.higher import hessian
from autodiff.mode_costs import HESSIAN_COSTS
from autodiff.numbers import shown
from autodiff.sections import section
from viz import session
from viz.figures.figure import counted, listed
from viz.figures.second import model_curve, model_surface
from viz.panels.chart import chart
from viz.panels.dials import dials
from viz.panels.panel import Panel, Subject
from viz.panels.tables import Cell, table

MOST_VARIABLES = 4
DIGITS = 10
LARGEST_COUNTED = 1_000  # operations, past which the Hessian as a graph is not made only to be counted
LARGEST = {"symbolic": 2_000, "reverse-symbolic": 8_000, "numeric": 40_000}  # operations times variables squared
ABOUT = {
    "forward-over-reverse": ("Forward over reverse", "Dual numbers flow through the sweep back: a column a walk."),
    "reverse-symbolic": ("Reverse on expressions", "The gradient as a graph, swept back: a row a sweep."),
    "symbolic": ("Symbolic", "The formula of the formula, one for every entry."),
    "numeric": ("Numeric", "Differences of differences with ε = 0.0001: few digits are left."),
}


def show(subject: Subject) -> None:
    """The Hessians, and the model."""
    names = _chosen(subject.graph.variables)
    if not names:
        return
    graph = section(subject.graph, subject.at, names, subject.output)
    at = {name: subject.at[name] for name in graph.variables}
    work = operations(graph) * len(at) ** 2
    fits = [mode for mode in ABOUT if work <= LARGEST.get(mode, work)]
    left, right = st.columns(2, gap="large")
    with left:
        for k in range(0, len(fits), 2):
            for column, mode in zip(st.columns(2), fits[k : k + 2], strict=False):
                with column:
                    _hessian(graph, at, mode)
        if left_out := [ABOUT[mode][0] for mode in ABOUT if mode not in fits]:
            st.caption(f"Too much work for a function of this size, and left out: {listed(left_out)}.")
        st.button("Walk forward over reverse", on_click=_walk, disabled=bool(session.chosen().second))
    with right:
        if len(at) == 1:
            figure = model_curve(graph, at, subject.palette)
        else:
            figure = model_surface(graph, at, graph.variables[:2], subject.palette)
        chart(figure, "quadratic-model")


def _walk() -> None:
    session.state.mode = "reverse"
    session.chosen().second = True


def _chosen(names: tuple[str, ...]) -> list[str]:
    """All variables, or a few of many; the others stay where they are."""
    if len(names) <= MOST_VARIABLES:
        return list(names)
    chosen: list[str] = st.multiselect(
        "Variables", names, **dials("variables", names, names[:2], MOST_VARIABLES),
        help="The others keep the numbers of the point.",
    )  # fmt: skip
    return chosen


def _hessian(graph: ad.Graph, at: dict[str, float], mode: str) -> None:
    label, about = ABOUT[mode]
    names = graph.variables
    rows = zip(names, hessian(graph, at, mode).tolist(), strict=True)
    table(label, ["∂²f", *names], [[name, *(Cell(shown(x, DIGITS), "gradient") for x in row)] for name, row in rows])
    if operations(graph) > LARGEST_COUNTED:
        st.caption(f"{about} For a function of this size its cost is not counted.")
        return
    cost = HESSIAN_COSTS[mode](graph)
    st.caption(f"{about} {counted(cost.evaluations, 'evaluation')}, {counted(cost.operations, 'operation')}.")


PANEL = Panel("second", lambda graph: "Second order", show)
