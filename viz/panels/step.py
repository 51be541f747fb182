"""The step of a difference quotient: what each method gives with it, and the error against the step."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from autodiff.numbers import shown
from autodiff.steps import Quotient, error_curves, quotients
from autodiff.wengert import exact
from viz import link, session
from viz.figures.steps import error_against_step
from viz.panels.along import along
from viz.panels.chart import chart
from viz.panels.panel import Panel, Subject
from viz.panels.tables import Cell, table, words

MOST_NODES = 2_000  # for the curve, which evaluates the function 80 times
FORMULAS = {
    "forward": "(f({0} + ε) − f({0})) / ε",
    "central": "(f({0} + ε) − f({0} − ε)) / 2ε",
    "complex": "Im f({0} + iε) / ε",
}
CALLS = {"forward": "n + 1", "central": "2n", "complex": "n"}  # for the gradient of a function of n variables
ABOUT = (
    "A large step bends: the chord is not the tangent. That error falls with ε, or with ε² for the central quotient. "
    "A small step drowns: two numbers that agree in most of their 16 digits are subtracted, and what rounding did to "
    "them is divided by ε, so that error rises. Between the two lies the U. The complex step subtracts nothing and "
    "only falls."
)


def show(subject: Subject) -> None:
    """The choice of variable and step, the quotients, and the curve."""
    graph, at, output = subject.graph, subject.at, subject.output
    left, right, _ = st.columns([1, 2, 1], gap="medium")
    with left:
        name = along(graph.variables)
    with right:
        eps = _step()
    exactly = ad.gradient(graph, at, output=output)[name]
    found = quotients(graph, at, name, eps, output)
    table(
        f"∂f/∂{name} with ε = {shown(eps)}",
        ["Method", "Quotient", "Error", "Calls", words("Formula")],
        [
            *(_row(method, name, quotient) for method, quotient in found.items()),
            ["derivative", Cell(exact(exactly), "gradient"), "", "", words("one sweep back, for all variables")],
        ],
    )
    st.caption("Calls: how often the function is evaluated for all n partial derivatives.")
    if len(graph) > MOST_NODES:
        st.caption(f"The curve is drawn for functions of up to {MOST_NODES:,} nodes.")
        return
    chart(error_against_step(error_curves(graph, at, name, output), name, eps, subject.palette), "error-against-step")
    st.caption(ABOUT)


def _row(method: str, name: str, quotient: Quotient) -> list[str | Cell]:
    calls = f"{CALLS[method]} = {quotient.calls}"
    formula = words(FORMULAS[method].format(name))
    if quotient.value is None or quotient.error is None:
        return [method, "–", "–", calls, words(quotient.refused)]
    return [method, Cell(exact(quotient.value), "value"), shown(quotient.error), calls, formula]


def _step() -> float:
    """The step: that of the numeric walk, chosen here too."""
    session.give("exponent", session.chosen().eps)
    k = st.select_slider(
        "Step ε", list(link.EXPONENTS), key="exponent", format_func=lambda k: shown(10.0**-k), on_change=_take
    )
    return float(f"1e-{k}")


def _take() -> None:
    session.chosen().eps = session.state.exponent


PANEL = Panel("step", lambda graph: "Step size", show)
