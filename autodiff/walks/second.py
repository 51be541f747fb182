"""Forward over reverse, step by step: the walk of reverse mode, on dual numbers.

Every number of it carries how fast it moves with the seed variable: values their tangents, gradients theirs. The
gradients' tangents are a column of the Hessian (Pearlmutter, *Fast exact multiplication by the Hessian*, 1994).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from autodiff.dual import DualNumber
from autodiff.graph import Graph
from autodiff.run import Run, Write
from autodiff.walks.reverse import Reverse

TANGENTS = {"value": "tangent", "gradient": "gradient-tangent", "local": "local-tangent", "flow": "flow-tangent"}


class Second:
    """The walk of reverse mode, and beside each number its tangent."""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int, seed: str) -> None:
        self.seed = seed
        self.primal = Reverse(graph, point, output).run()
        self.dual = Reverse(graph, {**point, seed: DualNumber(point[seed], 1.0)}, output).run()

    def run(self) -> Run:
        """All steps, in order."""
        steps = tuple(
            replace(step, writes=tuple(self.beside(step.writes, moving.writes)))
            for step, moving in zip(self.primal.steps, self.dual.steps, strict=True)
        )
        return Run("second", self.primal.structure, steps, self.seed)

    def beside(self, writes: tuple[Write, ...], moving: tuple[Write, ...]) -> Iterator[Write]:
        """The writes of a step, each with its tangent; 0 where a number does not move."""
        for write, dual in zip(writes, moving, strict=True):
            yield write
            kind, _, name = write.box.partition("/")
            if kind in TANGENTS:
                number: Any = dual.value
                tangent = number.eps if isinstance(number, DualNumber) else 0.0
                yield Write(f"{TANGENTS[kind]}/{name}", tangent, reads=(write.box,), part=write.part)
