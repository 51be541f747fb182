"""Many outputs: the Jacobian filled walk by walk, and which mode is cheaper for n inputs and m outputs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st

import autodiff as ad
from autodiff.costs import JacobianCosts, jacobian_costs
from viz.figures.figure import counted
from viz.figures.jacobian import costs_by_outputs, heat_map
from viz.panels.chart import chart
from viz.panels.dials import dial
from viz.panels.panel import Panel, Subject
from viz.panels.part import part
from viz.panels.tables import Cell, table

MOST_SHOWN = 40  # variables
LARGEST_FORWARD = 100_000  # nodes times variables
MOST = 12  # inputs and outputs of the program below
MODES = {"reverse": "Reverse: a row a walk", "forward": "Forward: a column a walk"}


def show(subject: Subject) -> None:
    """The Jacobian of the learner's function where it has several outputs; the program of n inputs and m outputs."""
    graph = subject.graph
    if len(graph.outputs) > 1:
        st.markdown("**The Jacobian of your function**")
        rows = ad.jacobian(graph, subject.at)
        small = len(graph) * len(graph.variables) <= LARGEST_FORWARD
        columns = ad.jacobian(graph, subject.at, "forward") if small else rows
        _filled(subject, {"reverse": rows, "forward": columns}, jacobian_costs(graph))
        if len(graph.variables) > MOST_SHOWN:
            st.caption(f"Shown: the first {MOST_SHOWN} of {len(graph.variables)} variables.")
    st.markdown("**Inputs and outputs**")
    _fan(subject)


@part
def _filled(subject: Subject, jacobians: dict[str, np.ndarray], costs: JacobianCosts) -> None:
    """The heat map, filled by as many walks as the slider says, and what all walks cost."""
    graph = subject.graph
    left, right = st.columns([1, 2], gap="medium")
    with left:
        mode = st.radio(
            "Walks",
            list(MODES),
            format_func=MODES.__getitem__,
            **dial("walks", list(MODES), "reverse", clears=["done"]),
        )
        most = len(graph.outputs) if mode == "reverse" else len(graph.variables)
        walks = st.slider("Walks done", 0, most, **dial("done", range(most + 1), most))
        walked = {"reverse": len(graph.outputs), "forward": len(graph.variables)}
        table(
            "All of it",
            ["Mode", "Walks", "Operations"],
            [[name, str(walked[name]), Cell(f"{getattr(costs, name):,}")] for name in MODES],
        )
        st.caption(_cheaper(costs))
    with right:
        names = graph.variables[:MOST_SHOWN]
        shown = jacobians[mode][:, :MOST_SHOWN]
        chart(heat_map(shown, names, mode, min(walks, max(shown.shape)), subject.palette), "jacobian")


@part
def _fan(subject: Subject) -> None:
    """Two sliders, and the costs for every number of outputs."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        n = st.slider("Inputs n", 1, MOST, **dial("n", range(1, MOST + 1), 6))
        m = st.slider("Outputs m", 1, MOST, **dial("m", range(1, MOST + 1), 3))
        costs = {outputs: fan_costs(n, outputs) for outputs in range(1, MOST + 1)}
        st.caption(
            f"A program that adds up {counted(n, 'input')} one after the other and branches into "
            f"{counted(m, 'output')} one after the other. {_cheaper(costs[m])} "
            "Forward mode pays for inputs, reverse mode for outputs."
        )
    with right:
        chart(costs_by_outputs(costs, n, m, subject.palette), "inputs-and-outputs")


def _cheaper(costs: JacobianCosts) -> str:
    return "Both cost the same." if costs.forward == costs.reverse else f"Cheaper: {costs.cheaper} mode."


@lru_cache(maxsize=MOST * MOST)
def fan_costs(n: int, m: int) -> JacobianCosts:
    """The costs for n inputs that meet one by one in a sum, from which m outputs branch off one by one.

    The graph has the same form when all its arrows are turned round and n and m are exchanged.
    """

    def program(*inputs: ad.Node) -> list[ad.Node]:
        trunk = inputs[0]
        for x in inputs[1:]:
            trunk = trunk + x
        outputs = []
        for _ in range(m):
            trunk = ad.tanh(trunk)
            outputs.append(ad.sin(trunk))
        return outputs

    return jacobian_costs(ad.trace(program, [f"x{i}" for i in range(n)]))


PANEL = Panel("outputs", lambda graph: "Outputs", show)
