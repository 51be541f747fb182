"""The symbolic derivative, rule by rule, set as formulas."""

from __future__ import annotations

import streamlit as st

from autodiff.printing import LATEX
from autodiff.walks.symbolic import Symbolic
from viz.panels.along import along
from viz.panels.panel import Panel, Subject

MOST = 30  # nodes whose rules are set
LARGEST = 1_000  # nodes of a function whose formulas are worked out here


def show(subject: Subject) -> None:
    """A row for every operation that moves with the seed variable: the rule, what it gives, and that made simple."""
    graph = subject.graph
    if len(graph) > LARGEST:
        st.caption(f"This function has {len(graph):,} nodes; rules are set for up to {LARGEST:,}.")
        return
    left, _ = st.columns([1, 3])
    with left:
        seed = along(graph.variables)
    walk = Symbolic(graph, subject.at, subject.output, seed, LATEX)
    written = [(i, walk.tangent(i)) for i, node in enumerate(graph.nodes) if node.op]
    rows = [(walk.symbol(i), walk.slope_of(i), write) for i, write in written if write.rule]
    if not rows:
        st.caption(f"Nothing here moves with {seed}.")
    for symbol, slope, write in rows[:MOST]:
        name, formula, why = st.columns([1, 5, 3], vertical_alignment="center")
        name.latex(symbol)
        forms = [write.general, write.raw, write.formula]
        steps = [form for k, form in enumerate(forms) if form and form not in forms[:k]]
        formula.latex(rf"\begin{{aligned}} {slope} &= " + r" \\ &= ".join(steps) + r" \end{aligned}")
        why.caption("; ".join([write.rule, *write.rewrites, *([] if write.formula else ["too long to be read"])]))
    if len(rows) > MOST:
        st.caption(f"These are the first {MOST} of {len(rows)} rules.")


PANEL = Panel("rules", lambda graph: "Rule by rule", show)
