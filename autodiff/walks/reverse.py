"""Reverse mode, step by step: evaluate every node, then carry the gradients back from one output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autodiff.describe import node_id
from autodiff.graph import Graph, Var
from autodiff.run import Run, Step, Write
from autodiff.sweeps import as_float, gated_pullback, plain, product
from autodiff.walks.walk import Walk

UNREACHED = "the output does not depend on it; nothing arrived"


class Reverse(Walk):
    """One sweep forward for the values, one back for the whole gradient."""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int) -> None:
        super().__init__(graph, point, output)
        self.carry_back()

    def carry_back(self) -> None:
        """The adjoint of every node, and the edges whose parts it is the sum of."""
        self.adjoints = gated_pullback(self.graph, self.slopes, {self.output: 1.0})
        self.incoming: list[list[str]] = [[] for _ in self.graph.nodes]
        for i in self.senders():
            for j, slope, edge in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=True):
                if slope is not None and self.graph.varies[j]:
                    self.incoming[j].append(edge["id"])

    def senders(self) -> list[int]:
        """The operations that have a gradient to send on, last first."""
        return [i for i in reversed(range(len(self.graph))) if self.adjoints[i] is not None and self.slopes[i]]

    def order_back(self) -> list[int]:
        """The operations in the order in which they send."""
        return self.senders()

    def run(self) -> Run:
        """All steps, in order."""
        steps = [self.start()]
        for i in self.order():
            kind = "given" if isinstance(self.graph.nodes[i], Var) else "compute"
            steps.append(Step("evaluate", kind, node_id(i), (self.value(i),)))
        locals_ = [write for i in range(len(self.graph)) for write in self.local_writes(i)]  # they hang on values only
        steps.append(Step("backpropagate", "seed", node_id(self.output), (self.seed(), *locals_)))
        arrived = [0] * len(self.graph)
        steps += [Step("backpropagate", "send", node_id(i), self.sent(i, arrived)) for i in self.order_back()]
        unreached = [i for i in range(len(self.graph.variables)) if self.adjoints[i] is None]
        zeros = tuple(Write(f"gradient/{node_id(i)}", 0.0, note=UNREACHED) for i in unreached)
        steps.append(Step("done", "done", node_id(self.output), zeros))
        return Run("reverse", self.structure, tuple(steps))

    def seed(self) -> Write:
        """The gradient of the output with itself."""
        return Write(f"gradient/{node_id(self.output)}", 1.0, f"∂{self.name(self.output)}/∂{self.name(self.output)}")

    def sent(self, i: int, arrived: list[int]) -> tuple[Write, ...]:
        """What one operation sends: a part per argument, and the gradients that these parts complete."""
        writes: list[Write] = []
        sent = [
            part for part in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=True) if part[1] is not None
        ]
        for k, (j, slope, edge) in enumerate(sent, 1):
            with np.errstate(all="ignore"):
                flow = as_float(plain(product(slope, self.adjoints[i])))
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
                writes.append(Write(f"gradient/{node_id(j)}", as_float(plain(self.adjoints[j])), formula, reads, k))
        return tuple(writes)
