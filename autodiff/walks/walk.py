"""What the walks of all modes have in common: the names of things, the values, the order of the nodes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from autodiff.describe import node_id, structure
from autodiff.graph import Const, Graph
from autodiff.numbers import shown
from autodiff.run import Step, Write
from autodiff.sweeps import as_float, decided, evaluate, linearize

LARGE = 100.0  # no primitive of smaller numbers overflows


class Walk:
    """One walk to one output, at one point of numbers, on its way to becoming a Run.

    ``values`` and ``slopes`` are those of the sweeps; ``edges`` has for each node the descriptions of its edges.
    """

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int) -> None:
        self.graph = graph
        self.structure = structure(graph, output)
        self.output = graph.outputs[output]
        self.values = evaluate(graph, point)
        self.slopes = linearize(graph, self.values)
        edges = iter(self.structure["edges"])
        self.edges = [[next(edges) for _ in args] for args in graph.args]

    def name(self, i: int) -> str:
        """What a node is called on the page."""
        return str(self.structure["nodes"][i]["symbol"])

    def start(self) -> Step:
        """Step 0: nothing is known but the constants."""
        nodes = enumerate(self.graph.nodes)
        return Step("start", "start", writes=tuple(self.given(i) for i, node in nodes if isinstance(node, Const)))

    def order(self) -> list[int]:
        """The variables and operations, each of which is a step."""
        return [i for i, node in enumerate(self.graph.nodes) if not isinstance(node, Const)]

    def given(self, i: int) -> Write:
        """The value of a variable or a constant."""
        return Write(f"value/{node_id(i)}", as_float(self.values[i]))

    def value(self, i: int) -> Write:
        """The value of a node, however it comes about."""
        return self.given(i) if self.graph.nodes[i].op is None else self.computed(i)

    def computed(self, i: int) -> Write:
        """The value of an operation, and why it is no number, if it is none."""
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

    def local_writes(self, i: int) -> list[Write]:
        """The local derivative along every edge into a node; none where none flows."""
        found = []
        note = decided(self.graph, self.values, i) or ""
        for edge, slope in zip(self.edges[i], self.slopes[i], strict=False):
            if slope is None:
                continue
            reads = (*(f"value/{node_id(j)}" for j in self.graph.args[i]), f"value/{node_id(i)}")
            found.append(Write(f"local/{edge['id']}", as_float(slope), edge["formula"], reads, note=note))
        return found


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
