"""Reverse mode with one of the classic bugs in it, walked like the right one, its wrong numbers marked.

Each bug is the right walk with one thing changed, as it happens in people's own programs. A number that came out
wrong says what it should have been, and the last step has what gives it away: the difference quotient of the
output along every variable, which knows no rule and no sweep.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autodiff.derivatives import Point
from autodiff.describe import node_id, structure
from autodiff.errors import AutodiffError
from autodiff.graph import Graph
from autodiff.numbers import shown
from autodiff.numeric import central_gradient
from autodiff.run import Run, Write
from autodiff.sweeps import accumulated, as_float, plain, product
from autodiff.walks.reverse import Reverse
from autodiff.walks.walk import listed


class Broken(Reverse):
    """What the bugs have in common: the right walk beside the wrong one."""

    bug = ""

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int) -> None:
        super().__init__(graph, point, output)
        self.point = point
        self.place = output
        right = Reverse(graph, point, output).run()
        self.right = {write.box: write.value for step in right.steps for write in step.writes}

    def run(self) -> Run:
        """All steps, in order; every wrong number with the right one beside it."""
        steps = [replace(step, writes=tuple(map(self.marked, step.writes))) for step in super().run().steps]
        steps[-1] = replace(steps[-1], writes=(*steps[-1].writes, *self.quotients()))
        return Run("reverse", self.structure, tuple(steps), bug=self.about())

    def about(self) -> dict[str, Any]:
        """What the Run says of its bug."""
        return {"name": self.bug}

    def marked(self, write: Write) -> Write:
        """The write as it is, or, where its number is wrong, with the right number and a word about it."""
        right = self.right.get(write.box, write.value)
        if write.value == right or (math.isnan(write.value) and math.isnan(right)):
            return write
        what, name = write.box.split("/")
        note = self.spoiled(int(name[1:])) if what == "gradient" else ""
        return replace(write, instead=right, note=write.note or note)

    def spoiled(self, i: int) -> str:
        """What the bug did to the gradient of a node that has a wrong one."""
        raise NotImplementedError

    def quotients(self) -> list[Write]:
        """The difference quotients of the output along every variable, by central differences."""
        with np.errstate(all="ignore"):
            found = central_gradient(self.graph, self.point, self.place)
        return [Write(f"quotient/{node_id(i)}", number) for i, number in enumerate(found)]


class Overwriting(Broken):
    """``gradient = part`` where ``gradient += part`` belongs: the last part to arrive is all that is left."""

    bug = "overwrite"

    def carry_back(self) -> None:
        """Each part takes the place of what was there."""
        super().carry_back()
        felt: list[Any] = [None] * len(self.graph)
        felt[self.output] = 1.0
        self.parts: list[list[float]] = [[] for _ in self.graph.nodes]  # what arrives at each node, in order
        with np.errstate(all="ignore"):
            for i in self.senders():
                for j, slope in zip(self.graph.args[i], self.slopes[i], strict=True):
                    if slope is not None and self.graph.varies[j]:
                        felt[j] = product(slope, felt[i])
                        self.parts[j].append(as_float(plain(felt[j])))
        self.adjoints = felt

    def spoiled(self, i: int) -> str:
        """Which parts are gone."""
        *lost, last = map(shown, self.parts[i])
        return f"{last} took the place of {listed(lost)}" if lost else "made from a wrong gradient"


class Uncleared(Broken):
    """Two runs without clearing in between: the variables still hold the gradients of the first run."""

    bug = "uncleared"

    def carry_back(self) -> None:
        """The right gradients, on top of which the variables have those of the run before."""
        super().carry_back()
        for i in range(len(self.graph.variables)):
            if self.adjoints[i] is not None:
                self.adjoints[i] = accumulated(self.adjoints[i], self.adjoints[i])

    def seed(self) -> Write:
        """The output's own gradient, which is left over too where it is a variable."""
        return replace(super().seed(), value=as_float(plain(self.adjoints[self.output])))

    def spoiled(self, i: int) -> str:
        """What was there before."""
        return f"{shown(self.right[f'gradient/{node_id(i)}'])} was left from the run before"


class OneEdge(Broken):
    """x·x with one arrow from x: an operation that uses a node twice is given one edge for both."""

    bug = "one-edge"

    def carry_back(self) -> None:
        """Nothing flows along the second of two edges between the same nodes; it is not there."""
        self.used_twice = {j for args in self.graph.args for j in args if args.count(j) > 1}
        self.slopes = [
            tuple(None if gone else slope for gone, slope in zip(row, slopes, strict=False))
            for row, slopes in zip(repeated(self.graph), self.slopes, strict=True)
        ]
        self.structure = with_one_edge(self.graph, self.structure)
        super().carry_back()

    def spoiled(self, i: int) -> str:
        """Where the part went."""
        return "only one of two arrows was drawn" if i in self.used_twice else "made from a wrong gradient"


def repeated(graph: Graph) -> list[list[bool]]:
    """For every argument of every node whether the same one stands before it."""
    return [[j in args[:k] for k, j in enumerate(args)] for args in graph.args]


def with_one_edge(graph: Graph, found: Mapping[str, Any]) -> dict[str, Any]:
    """A structure in which an operation has one edge from a node that it uses twice."""
    again = [gone for row in repeated(graph) for gone in row]
    return {**found, "edges": [edge for edge, gone in zip(found["edges"], again, strict=True) if not gone]}


def drawn_with(bug: str, graph: Graph, output: int = 0) -> Mapping[str, Any]:
    """The structure of a graph as a walk with this bug has it, "" for none."""
    found = structure(graph, output)
    return with_one_edge(graph, found) if bug == OneEdge.bug else found


class WrongOrder(Broken):
    """Nodes send in the order in which they are picked; what arrives at one that has sent is not sent on.

    ``picked`` are nodes by their ids in the Run. It counts up to the first that could not send; the walk ends after
    the last one, and ``about`` says who could be next.
    """

    bug = "order"

    def __init__(self, graph: Graph, point: Mapping[str, Any], output: int, picked: Iterable[str] = ()) -> None:
        self.picked = tuple(picked)
        super().__init__(graph, point, output)

    def carry_back(self) -> None:
        """What every node holds when it sends, and of which edges that is the sum."""
        super().carry_back()
        left = dict.fromkeys(self.senders())
        self.turns: dict[int, int] = {}  # for each node that has sent, how many did before it
        self.came: list[list[str]] = [[] for _ in self.graph.nodes]
        felt: list[Any] = [None] * len(self.graph)
        felt[self.output] = 1.0
        ids = {node_id(i): i for i in left}
        with np.errstate(all="ignore"):
            for name in self.picked:
                i = ids.get(name)
                if i not in left or felt[i] is None:
                    break
                del left[i]
                self.turns[i] = len(self.turns)
                for j, slope, edge in zip(self.graph.args[i], self.slopes[i], self.edges[i], strict=True):
                    if slope is not None and self.graph.varies[j] and j not in self.turns:
                        felt[j] = accumulated(felt[j], product(slope, felt[i]))
                        self.came[j].append(edge["id"])
        self.rest = list(left)
        self.next = [i for i in left if felt[i] is not None]
        self.adjoints = felt

    def order_back(self) -> list[int]:
        """As they were picked."""
        return list(self.turns)

    def sent(self, i: int, arrived: list[int]) -> tuple[Write, ...]:
        """What a node sends; before that, where parts are missing, what it has until then."""
        writes = [write for write in super().sent(i, arrived) if not self.came_late(write, i)]
        if len(self.came[i]) == len(self.incoming[i]):
            return tuple(writes)
        reads = tuple(f"part/{edge}" for edge in self.came[i])
        held = Write(f"gradient/{node_id(i)}", as_float(plain(self.adjoints[i])), "sum of the parts so far", reads)
        return (held, *writes)

    def came_late(self, write: Write, i: int) -> bool:
        """Whether it is the gradient of a node that had sent before node ``i`` did."""
        what, name = write.box.split("/")
        return what == "gradient" and self.turns.get(int(name[1:]), math.inf) < self.turns[i]

    def run(self) -> Run:
        """The steps up to the last pick; once all have sent, the end."""
        found = super().run()
        return replace(found, steps=found.steps[:-1]) if self.rest else found

    def about(self) -> dict[str, Any]:
        """The bug, who has sent, who could be next, who is left, in the right order, and how many parts each gets."""
        lists = {"sent": [*self.turns], "next": self.next, "rest": self.rest}
        parts = {node_id(i): len(edges) for i, edges in enumerate(self.incoming) if edges}
        return {"name": self.bug, "parts": parts} | {name: list(map(node_id, nodes)) for name, nodes in lists.items()}

    def spoiled(self, i: int) -> str:
        """How much of it was in."""
        missing = len(self.incoming[i]) - len(self.came[i])
        if not missing:
            return "made from a wrong gradient"
        return f"sent with {len(self.came[i])} of {len(self.incoming[i])} parts; what came later is lost"


BUGS: dict[str, Callable[..., Broken]] = {made.bug: made for made in (Overwriting, Uncleared, OneEdge, WrongOrder)}


def broken(graph: Graph, point: Point, bug: str, output: int = 0, picked: Iterable[str] = ()) -> Run:
    """The walk of reverse mode with a bug of `BUGS`; ``picked`` is the order in which nodes send, for "order".

    Raises `AutodiffError` for a bug that is none, and what `evaluate` raises for a point that does not fit.
    """
    if bug not in BUGS:
        raise AutodiffError(f"There is no bug {bug!r}; there are {', '.join(BUGS)}.")
    made = BUGS[bug](graph, point, output, picked) if bug == WrongOrder.bug else BUGS[bug](graph, point, output)
    return made.run()
