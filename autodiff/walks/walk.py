"""What the walks of all modes have in common: the names of things, the values, the order of the nodes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from autodiff.describe import node_id, structure
from autodiff.graph import Const, Graph
from autodiff.numbers import shown
from autodiff.ops import Gate
from autodiff.primitive import innermost
from autodiff.run import Step, Write
from autodiff.sweeps import as_float, decided, evaluate, linearize

LARGE = 100.0  # no primitive of one smaller number overflows


class Walk:
    """One walk to one output, at one point of numbers, on its way to becoming a Run.

    At a point of nodes it writes how each number is computed, in place of the number (see `replay`); notes are about
    numbers, so there are none then.

    ``values`` and ``slopes`` are those of the sweeps; ``edges`` has for each node the descriptions of its edges.
    """

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int) -> None:
        self.graph = graph
        self.structure = structure(graph, output)
        self.output = graph.output(output)
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
        value = as_float(self.values[i])
        return Write(
            f"value/{node_id(i)}", value, self.structure["nodes"][i]["head"],
            tuple(f"value/{node_id(j)}" for j in self.graph.args[i]), note=self.why(i) if _is_number(value) else "",
        )  # fmt: skip

    def why(self, i: int) -> str:
        """Why the value of an operation is not a number, or infinite; "" where it is neither."""
        op, args = self.graph.nodes[i].op, self.graph.args[i]
        assert op is not None
        inputs = [innermost(self.values[j]) for j in args]  # a number may come of dual ones: where chose it
        value = as_float(self.values[i])
        if math.isnan(value):
            culprits = [self.name(j) for j, number in zip(args, inputs, strict=True) if math.isnan(number)]
            return _why_nan(op.undefined_at(*inputs), culprits)
        if math.isinf(value) and all(math.isfinite(number) for number in inputs):
            return _why_infinite(inputs)
        return ""

    def local_writes(self, i: int) -> list[Write]:
        """The local derivative along every edge into a node; none where none flows."""
        found = []
        note = decided(self.graph, self.values, i) if _is_number(self.values[i]) else None
        for edge, slope in zip(self.edges[i], self.slopes[i], strict=False):
            if slope is None:
                continue
            reads = (*(f"value/{node_id(j)}" for j in self.graph.args[i]), f"value/{node_id(i)}")
            found.append(Write(f"local/{edge['id']}", _slope(slope), edge["formula"], reads, note=note or ""))
        return found


def listed(names: list[str]) -> str:
    """One, two and three."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_number(value: Any) -> bool:
    return not hasattr(value, "apply_primitive")


def _slope(slope: Any) -> Any:
    """A local derivative as a box holds it; a gate over a node is 1 where it is open, else 0."""
    return slope * 1.0 if isinstance(slope, Gate) else as_float(slope)


def _why_infinite(inputs: list[float]) -> str:
    """A pole of two numbers has a 0 among them; one of a single number is not far from it, where nothing overflows."""
    if 0 in inputs:
        return "infinite at 0"
    overflow = len(inputs) > 1 or abs(inputs[0]) > LARGE
    return "too large for a 64-bit number" if overflow else f"infinite at {shown(inputs[0])}"


def _why_nan(undefined: str | None, culprits: list[str]) -> str:
    if culprits:
        return f"not a number, because {' and '.join(culprits)} is not a number"
    return f"not a number: {undefined}" if undefined else "not a number"
