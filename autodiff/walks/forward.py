"""Forward mode, step by step: every node gets its value and its tangent at once, as a dual number v + v̇ε."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autodiff.describe import node_id
from autodiff.graph import Graph, Var
from autodiff.run import Run, Step, Write
from autodiff.sweeps import as_float, gated_pushforward, plain, product
from autodiff.walks.walk import Walk, listed

STILL = "it does not move with {}"


class Forward(Walk):
    """One sweep for the derivative of everything along one variable, the seed."""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int, tangents: Mapping[str, Any]) -> None:
        """``tangents`` says how fast the variables move: 1 for the seed, or what the dual numbers of a point say."""
        super().__init__(graph, point, output)
        places = {graph.variables.index(name): np.float64(tangent) for name, tangent in tangents.items()}
        self.tangents = gated_pushforward(graph, self.slopes, places)
        self.seed = listed(list(tangents))

    def run(self) -> Run:
        """All steps, in order."""
        steps = [self.start()]
        for i in self.order():
            kind = "given" if isinstance(self.graph.nodes[i], Var) else "compute"
            steps.append(Step("forward", kind, node_id(i), (self.value(i), *self.came(i), self.tangent(i))))
        steps.append(Step("done", "done", node_id(self.output)))
        return Run("forward", self.structure, tuple(steps), self.seed)

    def came(self, i: int) -> list[Write]:
        """The local derivatives into a node, and what comes along each: tangent × local derivative."""
        writes = self.local_writes(i)
        for j, slope, edge in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=False):
            if slope is None or self.tangents[j] is None:
                continue
            with np.errstate(all="ignore"):
                flow = as_float(plain(product(slope, self.tangents[j])))
            reads = (f"local/{edge['id']}", f"tangent/{node_id(j)}")
            writes.append(Write(f"flow/{edge['id']}", flow, "tangent × local derivative", reads))
        return writes

    def tangent(self, i: int) -> Write:
        """The sum of what came, or what the seed says; 0 where nothing came."""
        box = f"tangent/{node_id(i)}"
        if self.tangents[i] is None:
            return Write(box, 0.0, note=STILL.format(self.seed))
        reads = tuple(
            f"flow/{edge['id']}"
            for j, slope, edge in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=False)
            if slope is not None and self.tangents[j] is not None
        )
        return Write(box, as_float(plain(self.tangents[i])), "sum of what came" if len(reads) > 1 else "", reads)
