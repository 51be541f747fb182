"""The tape: what the program's lines note on it as they run, how it is read backwards, and what is left of it."""

from __future__ import annotations

import streamlit as st

import autodiff as ad
from autodiff.describe import structure
from autodiff.graph import Const
from autodiff.numbers import shown
from autodiff.recording import Entry, Reason, Recording, nested_hessian, record
from autodiff.sections import section
from viz.figures.figure import counted
from viz.panels.chart import plain
from viz.panels.dials import dial
from viz.panels.panel import Panel, Subject
from viz.panels.part import part
from viz.panels.tables import Cell, table, words

LONGEST = 2_000  # nodes; the program runs five times here
ROWS = 24  # of a long program, around the line that something happens in
MOST_SECOND = 4  # variables whose second derivatives are shown
REASONS: dict[Reason, str] = {
    "unused": "the program never reads it",
    "elsewhere": "it is read, but not on the way to this output",
    "condition": "it only decides a condition, and no derivative flows from there",
}


def show(subject: Subject) -> None:
    """The recording, step by step, and what the tape says afterwards."""
    graph = subject.graph
    if len(graph) > LONGEST:
        st.caption(f"The tape is shown for programs of up to {LONGEST:,} nodes; this one has {len(graph):,}.")
        return
    recording = record(graph, subject.at, subject.output)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _steps(graph, subject.output, recording)
    with right:
        _afterwards(recording)
        _within(subject)


# ---- the steps: each line writes, then each is read back, then the tape is freed


@part
def _steps(graph: ad.Graph, output: int, recording: Recording) -> None:
    entries = [entry for entry in recording.entries if not isinstance(graph.nodes[entry.node], Const)]
    count = len(entries)
    step = st.slider("Step of the tape", 0, 2 * count + 1, **dial("line", range(2 * count + 2), count))
    freed = step == 2 * count + 1
    written, read = min(step, count), min(max(step - count, 0), count)
    now = count - read if read else written - 1
    start = 0 if count <= ROWS else min(max(0, now - ROWS // 2), count - ROWS)
    rows = [
        _row(graph, entry, k < written, k >= count - read, freed)
        for k, entry in list(enumerate(entries))[start : start + ROWS]
    ]
    table("The tape", ["Line", words("On the tape"), "Value", "Adjoint"], rows, now=-1 if freed else now - start)
    if count > ROWS:
        st.caption(f"Lines {start + 1} to {min(start + ROWS, count)} of {count:,}.")
    st.caption(plain(_sentence(graph, entries, output, recording, step)))


def _row(graph: ad.Graph, entry: Entry, written: bool, read: bool, freed: bool) -> list[str | Cell]:
    line = _line(graph, entry)
    if not written:
        return [line, words(""), "", ""]
    on_tape = "freed" if freed and entry.noted else _noted(graph, entry)
    adjoint = ("None" if entry.adjoint is None else shown(entry.adjoint)) if read else ""
    return [line, words(on_tape), Cell(shown(entry.value), "value"), Cell(adjoint, "gradient")]


def _noted(graph: ad.Graph, entry: Entry) -> str:
    if entry.node < len(graph.variables):
        return "–"  # watched when it is first read
    if not entry.noted:
        return "nothing: no variable is in it"
    op = graph.nodes[entry.node].op
    assert op is not None
    return ", ".join([*(f"read {name}" for name in dict.fromkeys(entry.reads)), op.name])


def _sentence(graph: ad.Graph, entries: list[Entry], output: int, recording: Recording, step: int) -> str:
    """What happens in a step."""
    count = len(entries)
    if step == 0:
        return "The tape is empty, and records. A variable is watched as soon as it is read."
    if step <= count:
        return f"Line {step} of {count} runs: {_line(graph, entries[step - 1])}."
    if step <= 2 * count:
        entry = entries[2 * count - step]
        name = structure(graph, output)["nodes"][entry.node]["symbol"]
        if entry.adjoint is None:
            return f"Read backwards: nothing has arrived at {name}."
        return f"Read backwards: all that {name} was used for has been read, and its adjoint is {shown(entry.adjoint)}."
    held = counted(recording.notes, "note")
    return f"The gradient is given, and the tape is freed: it held {held}, now {recording.kept}."


def _line(graph: ad.Graph, entry: Entry) -> str:
    """The line of the program that makes a node."""
    node = structure(graph)["nodes"][entry.node]
    return f"{node['symbol']} = {node['head'] if node['args'] else f'Variable({shown(entry.value)})'}"


# ---- what the tape says afterwards


def _afterwards(recording: Recording) -> None:
    st.markdown("**Asked once**")
    names = list(recording.gradient)[:ROWS]
    table(
        "tape.gradient(f, variables)",
        ["Variable", "Gradient", "With zero", words("Why")],
        [
            [
                name,
                Cell(_number(recording.gradient[name]), "gradient"),
                Cell(_number(recording.with_zero[name]), "gradient"),
                words(REASONS[recording.unconnected[name]] if name in recording.unconnected else ""),
            ]
            for name in names
        ],
    )
    st.caption("With zero: unconnected_gradients=\"zero\" gives 0 where there is None." if recording.unconnected else
               "Every variable is connected: there is no None.")  # fmt: skip
    st.markdown("**Asked twice**")
    st.caption(f"Without persistence, TapeUsed: {recording.second_use}")
    again = ", ".join(f"∂f/∂{name} = {_number(recording.persistent[name])}" for name in names[:MOST_SECOND])
    st.caption(plain(f"With persistent=True, the second time: {again}."))


def _within(subject: Subject) -> None:
    names = subject.graph.variables[:MOST_SECOND]
    graph = section(subject.graph, subject.at, names, subject.output)
    found = nested_hessian(graph, {name: subject.at[name] for name in graph.variables})
    st.markdown("**A tape within a tape**")
    table(
        "Second derivatives",
        ["∂²f", *graph.variables],
        [[name, *(Cell(_number(x), "gradient") for x in row.values())] for name, row in found.items()],
    )
    st.caption("The outer tape notes what the inner one computes while it is read backwards.")
    if len(names) < len(subject.graph.variables):
        st.caption(f"For the first {len(names)} of {len(subject.graph.variables)} variables.")


def _number(x: float | None) -> str:
    return "None" if x is None else shown(x)


PANEL = Panel("tape", lambda graph: "Tape", show)
