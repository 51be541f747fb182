"""Numeric differentiation, step by step: work the function out, nudge one variable, work it out again, compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autodiff.derivatives import gradient
from autodiff.describe import node_id
from autodiff.graph import Graph, Var
from autodiff.run import Run, Step, Write
from autodiff.sweeps import as_float, evaluate, values_at
from autodiff.walks.walk import Walk


class Numeric(Walk):
    """Two evaluations and one forward difference quotient, (f(x + ε) − f(x)) / ε."""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int, seed: str, eps: float) -> None:
        super().__init__(graph, point, output)
        self.seed, self.eps = seed, eps
        inputs = values_at(graph, point)
        self.nudged = evaluate(graph, {**inputs, seed: inputs[seed] + eps})
        self.exact = gradient(graph, point, output=graph.outputs.index(self.output))[seed]

    def run(self) -> Run:
        """All steps, in order."""
        steps = [self.start()]
        for phase, write in (("evaluate", lambda i: (self.value(i),)), ("nudge", self.second)):
            for i in self.order():
                kind = "given" if isinstance(self.graph.nodes[i], Var) else "compute"
                steps.append(Step(phase, kind, node_id(i), write(i)))
        steps.append(Step("done", "done", node_id(self.output), self.quotient()))
        return Run("numeric", self.structure, tuple(steps), self.seed, self.eps)

    def second(self, i: int) -> tuple[Write, ...]:
        """The value of a node at the second evaluation, and how far that is from the first."""
        node = node_id(i)
        reads = tuple(f"nudged/{node_id(j)}" for j in self.graph.args[i] if self.graph.nodes[j].op or j < self.inputs)
        with np.errstate(all="ignore"):
            moved = as_float(self.nudged[i] - self.values[i])
        return (
            Write(f"nudged/{node}", as_float(self.nudged[i]), self.structure["nodes"][i]["head"], reads),
            Write(f"moved/{node}", moved, "", (f"nudged/{node}", f"value/{node}")),
        )

    @property
    def inputs(self) -> int:
        """How many of the nodes are variables; they come first."""
        return len(self.graph.variables)

    def quotient(self) -> tuple[Write, ...]:
        """What the output moved by, over ε, beside the derivative that the rules give."""
        node = node_id(self.output)
        with np.errstate(all="ignore"):
            found = (self.nudged[self.output] - self.values[self.output]) / np.float64(self.eps)
            error = as_float(found - self.exact)
        return (
            Write(f"quotient/{node}", as_float(found), "moved / ε", (f"moved/{node}",)),
            Write(f"exact/{node}", self.exact),
            Write(f"error/{node}", error, "", (f"quotient/{node}", f"exact/{node}")),
        )
