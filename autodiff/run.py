"""A Run: everything that happens on a walk through a graph, in order, as data.

A Run is a structure (nodes, edges, words) and a list of *writes*. A write puts one number into one box, at
one step; the state at step k is all writes up to k, so going back, scrubbing and drawing any step are one
and the same function. The boxes:

    value/n3      the value of a node
    gradient/n3   its gradient, written once it is final
    local/e5      the local derivative along an edge
    flow/e5       what flowed back along it: gradient of the consumer × local derivative
    part/e5       the same number as a part of the sum at a shared node

Whoever plays a Run needs no derivative and no graph library. ``docs/run.schema.json`` is its schema.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autodiff.derivatives import as_float
from autodiff.describe import node_id, structure
from autodiff.errors import UnknownMode
from autodiff.graph import Const, Graph, Var
from autodiff.numbers import shown
from autodiff.sweeps import decided, evaluate, linearize, pullback

VERSION = 1
LARGE = 100.0  # no primitive of smaller numbers overflows


@dataclass(frozen=True)
class Write:
    """One number for one box; ``reads`` are the boxes it was made from, ``part`` counts within a step."""

    box: str
    value: float
    formula: str = ""
    reads: tuple[str, ...] = ()
    part: int = 0
    note: str = ""

    def to_dict(self, step: int) -> dict[str, Any]:
        """The write as JSON has it, without what is empty."""
        data = {"step": step, "box": self.box, "value": encode(self.value)}
        for name in ("formula", "reads", "part", "note"):
            if kept := getattr(self, name):
                data[name] = list(kept) if name == "reads" else kept
        return data


@dataclass(frozen=True)
class Step:
    """One step of the walk: its phase, what kind of thing happens, at which node, and what is written."""

    phase: str  # start, evaluate, backpropagate, done
    kind: str  # start, given, compute, seed, send, done
    node: str = ""
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True)
class Run:
    """A walk through a graph in one mode at one point."""

    mode: str
    structure: Mapping[str, Any]
    steps: tuple[Step, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The Run as plain data, fit for strict JSON."""
        steps = [{"phase": s.phase, "kind": s.kind, **({"node": s.node} if s.node else {})} for s in self.steps]
        writes = [write.to_dict(k) for k, step in enumerate(self.steps) for write in step.writes]
        return {"version": VERSION, "mode": self.mode, **self.structure, "steps": steps, "writes": writes}

    def to_json(self) -> str:
        """The Run as JSON text; a test holds it against the schema."""
        return json.dumps(self.to_dict(), allow_nan=False, ensure_ascii=False)


def encode(value: float) -> float | int | str:
    """A float for JSON, which has no inf, nan or −0: those four are written as words."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def run(graph: Graph, point: Mapping[str, Any], mode: str = "reverse", output: int = 0, seed: str | None = None) -> Run:
    """The walk through ``graph`` at ``point``: evaluate, then backpropagate from one output.

    ``seed`` names the variable of a forward walk; reverse mode needs none. Raises `UnknownMode`, and what
    `evaluate` raises for a point that does not fit.
    """
    if mode != "reverse":
        raise UnknownMode(f"There is no walk in the mode {mode!r} yet; there is 'reverse'.")
    return _Reverse(graph, point, output).walk()


class _Reverse:
    """The walk of reverse mode, from the numbers that the sweeps give."""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int) -> None:
        self.graph = graph
        self.structure = structure(graph, output)
        self.output = graph.outputs[output]
        self.values = evaluate(graph, point)
        self.slopes = linearize(graph, self.values)
        self.adjoints = pullback(graph, self.slopes, {self.output: 1.0})
        edges = iter(self.structure["edges"])
        self.edges = [[next(edges) for _ in args] for args in graph.args]
        self.incoming: list[list[str]] = [[] for _ in graph.nodes]  # edges whose parts a gradient is the sum of
        for i in self.senders():
            for j, slope, edge in zip(graph.args[i], self.slopes[i], self.edges[i], strict=True):
                if slope is not None and graph.varies[j]:
                    self.incoming[j].append(edge["id"])

    def senders(self) -> list[int]:
        """The operations that have a gradient to send on, last first."""
        return [i for i in reversed(range(len(self.graph))) if self.adjoints[i] is not None and self.slopes[i]]

    def walk(self) -> Run:
        """All steps, in order."""
        graph = self.graph
        constants = tuple(self.given(i) for i, node in enumerate(graph.nodes) if isinstance(node, Const))
        steps = [Step("start", "start", writes=constants)]
        for i, node in enumerate(graph.nodes):
            if isinstance(node, Var):
                steps.append(Step("evaluate", "given", node_id(i), (self.given(i),)))
            elif node.op is not None:
                steps.append(Step("evaluate", "compute", node_id(i), (self.computed(i),)))
        steps.append(Step("backpropagate", "seed", node_id(self.output), (self.seed(), *self.local_writes())))
        arrived = [0] * len(graph)
        steps += [Step("backpropagate", "send", node_id(i), self.sent(i, arrived)) for i in self.senders()]
        unreached = [i for i in range(len(graph.variables)) if self.adjoints[i] is None]
        zeros = tuple(
            Write(f"gradient/{node_id(i)}", 0.0, note="the output does not depend on it; nothing arrived")
            for i in unreached
        )
        steps.append(Step("done", "done", node_id(self.output), zeros))
        return Run("reverse", self.structure, tuple(steps))

    def given(self, i: int) -> Write:
        return Write(f"value/{node_id(i)}", as_float(self.values[i]))

    def computed(self, i: int) -> Write:
        op, args = self.graph.nodes[i].op, self.graph.args[i]
        assert op is not None
        inputs = [as_float(self.values[j]) for j in args]
        value = as_float(self.values[i])
        note = ""
        if math.isnan(value):
            note = _why_nan(op.undefined_at(*inputs), [self.name(j) for j in args if math.isnan(self.values[j])])
        elif math.isinf(value) and all(math.isfinite(number) for number in inputs):
            note = _why_infinite(inputs)
        return Write(
            f"value/{node_id(i)}", value, self.structure["nodes"][i]["head"],
            tuple(f"value/{node_id(j)}" for j in args), note=note,
        )  # fmt: skip

    def seed(self) -> Write:
        return Write(f"gradient/{node_id(self.output)}", 1.0, f"∂{self.name(self.output)}/∂{self.name(self.output)}")

    def local_writes(self) -> list[Write]:
        """Every local derivative: they hang on values only, so all are known when the walk back begins."""
        found = []
        for i, slopes in enumerate(self.slopes):
            note = decided(self.graph, self.values, i) or ""
            for edge, slope in zip(self.edges[i], slopes, strict=False):
                if slope is None:
                    continue
                reads = (*(f"value/{node_id(j)}" for j in self.graph.args[i]), f"value/{node_id(i)}")
                found.append(Write(f"local/{edge['id']}", as_float(slope), edge["formula"], reads, note=note))
        return found

    def sent(self, i: int, arrived: list[int]) -> tuple[Write, ...]:
        """What one operation sends: a part per argument, and the gradients that these parts complete."""
        writes: list[Write] = []
        sent = [
            part for part in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=True) if part[1] is not None
        ]
        for k, (j, slope, edge) in enumerate(sent, 1):
            with np.errstate(all="ignore"):
                flow = as_float(slope * self.adjoints[i])
            source = (f"gradient/{node_id(i)}", f"local/{edge['id']}")
            writes.append(Write(f"flow/{edge['id']}", flow, "gradient × local derivative", source, k))
            if not self.graph.varies[j]:
                continue
            arrived[j] += 1
            shared = len(self.incoming[j]) > 1
            if shared:
                writes.append(Write(f"part/{edge['id']}", flow, "", (f"flow/{edge['id']}",), k))
            if arrived[j] == len(self.incoming[j]):
                kind = "part" if shared else "flow"
                reads = tuple(f"{kind}/{e}" for e in self.incoming[j])
                formula = "sum of the parts" if shared else ""
                writes.append(Write(f"gradient/{node_id(j)}", as_float(self.adjoints[j]), formula, reads, k))
        return tuple(writes)

    def name(self, i: int) -> str:
        return str(self.structure["nodes"][i]["symbol"])


def _why_infinite(inputs: list[float]) -> str:
    """An overflow needs a large number on the way in; anything else that is infinite is a pole."""
    if 0 in inputs:
        return "infinite at 0"
    large = max(abs(number) for number in inputs) > LARGE
    return "too large for a 64-bit number" if large else f"infinite at {shown(inputs[0])}"


def _why_nan(undefined: str | None, culprits: list[str]) -> str:
    if culprits:
        return f"not a number, because {' and '.join(culprits)} is not a number"
    return f"not a number: {undefined}" if undefined else "not a number"
