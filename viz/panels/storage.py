"""Storage: a chain that stores some of its states and computes the others again, and what a graph itself holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import streamlit as st

import autodiff as ad
from autodiff.describe import structure
from autodiff.graph import Const
from autodiff.storage import (
    Cost,
    Moment,
    Schedule,
    every_kth,
    families,
    optimal,
    square_root,
    store_everything,
    swapped,
)
from viz.figures.chain import chain, held, tradeoffs
from viz.figures.figure import counted
from viz.panels.chart import chart, plain
from viz.panels.dials import dial
from viz.panels.panel import Panel, Subject
from viz.panels.part import part

LONGEST = 40  # steps of the chain
MOST_NAMES = 40  # of values that are listed
SCHEDULES: dict[str, tuple[str, str, Callable[[int, int], Schedule]]] = {  # a name, what its budget is called
    "everything": ("Store everything", "", lambda length, budget: store_everything(length)),
    "each": ("Every k-th state", "Every k-th, k", every_kth),
    "root": ("√n", "", lambda length, budget: square_root(length)),
    "binomial": ("Binomial", "Budget: states in memory", optimal),
    "swap": ("Swap to slower memory", "Budget: states in fast memory", swapped),
}


def show(subject: Subject) -> None:
    """The chain, then the learner's own graph."""
    st.markdown("**A chain s₀ → s₁ → … is swept back: its states are needed in the opposite order**")
    _chain(subject)
    st.markdown("**Your function**")
    _own(subject)


@part
def _chain(subject: Subject) -> None:
    columns = st.columns([1, 1, 1, 2], gap="medium")
    length = columns[0].slider(
        "Steps of the chain", 2, LONGEST, **dial("length", range(2, LONGEST + 1), 10, clears=["budget", "action"])
    )
    name = columns[1].selectbox(
        "Schedule",
        list(SCHEDULES),
        format_func=lambda name: SCHEDULES[name][0],
        **dial("schedule", list(SCHEDULES), "binomial", clears=["action"]),
    )
    _, label, make = SCHEDULES[name]
    budget = length
    if label:
        budgets = range(1, length + 1)
        budget = columns[2].slider(label, 1, length, **dial("budget", budgets, min(3, length), clears=["action"]))
    schedule = make(length, budget)
    moments = schedule.moments()
    actions = range(1, len(moments) + 1)
    done = columns[3].slider("Action", 1, len(moments), **dial("action", actions, _first_reversal(moments)))
    again = sum(moment.again for moment in moments[:done])
    chart(chain(moments[done - 1], length, again, subject.palette), "chain")
    cost = schedule.cost()
    chart(tradeoffs(_families(length), cost, length, subject.palette), "memory-against-recomputation")
    if cost.swaps:
        st.caption(
            f"Swapping computes nothing again and moves {counted(cost.swaps, 'state')} between the memories instead."
        )


def _first_reversal(moments: list[Moment]) -> int:
    """The action at which the sweep back begins: there the memory is full."""
    return 1 + next(k for k, moment in enumerate(moments) if moment.action.kind == "reverse")


@lru_cache(maxsize=LONGEST)
def _families(length: int) -> dict[str, list[Cost]]:
    return families(length)


def _own(subject: Subject) -> None:
    graph = subject.graph
    needed = ad.needed_values(graph, subject.output)
    nodes = structure(graph, subject.output)["nodes"]
    values = [i for i, node in enumerate(graph.nodes) if not isinstance(node, Const)]
    kept, dropped = ([nodes[i]["symbol"] for i in values if (i in needed) is flag] for flag in (True, False))
    st.caption(plain(f"The sweep back reads {len(kept)} of {len(values)} values: {_listed(kept)}."))
    if dropped:
        st.caption(plain(f"No rule on its way mentions {_listed(dropped)}: these need not be kept for it."))
    chart(held(ad.footprint(graph, subject.output), subject.palette), "numbers-held")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES]) or "none"
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES:,} more"


PANEL = Panel("storage", lambda graph: "Storage", show)
