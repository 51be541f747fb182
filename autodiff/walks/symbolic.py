"""Symbolic differentiation, step by step: every node gets the formula of its derivative along one variable.

A rule of the table is applied to the formulas of the operands; what it gives is made simple at once, so that the
formulas stay as short as they can be, and what two of them have in common is one node.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autodiff import ops
from autodiff.describe import node_id
from autodiff.graph import Const, Graph, Node, Var, as_node
from autodiff.primitive import ATOM, Primitive
from autodiff.printing import LATEX, READ, Notation, expression, latex_names
from autodiff.run import Run, Step, Write
from autodiff.simplify import Simplifier, simplified
from autodiff.sweeps import Gated, accumulated, as_float, evaluate, linearize, plain, product
from autodiff.walks.walk import Walk

LONGEST = 60  # nodes of a formula that is written out
RULES = {
    "add": "sum rule", "sub": "sum rule", "neg": "sum rule", "mul": "product rule", "div": "quotient rule",
    "pow": "power rule", "square": "power rule",
}  # fmt: skip


class Symbolic(Walk):
    """A sweep forward on formulas; their numbers at the point come last. ``notation`` is `READ` or `LATEX`."""

    def __init__(
        self, graph: Graph, point: Mapping[str, Any], output: int, seed: str, notation: Notation = READ
    ) -> None:
        super().__init__(graph, point, output)
        self.seed = seed
        self.notation = notation
        self.work = Simplifier()
        called = [self.name(i) for i in range(len(graph))]
        self.symbols = latex_names(called) if notation is LATEX else called
        self.names = dict(zip(graph.variables, self.symbols, strict=False))  # variables come first
        self.formulas: list[Node] = []
        self.raw: list[Any] = [None] * len(graph)
        self.rewrites: list[tuple[str, ...]] = [()] * len(graph)
        self.derived = self.derive()
        nodes = [as_node(0.0 if part is None else plain(part)) for part in self.derived]
        found = Graph(nodes, [node for node in graph.nodes if isinstance(node, Var)])
        numbers = evaluate(found, point)
        self.numbers = [as_float(numbers[at]) for at in found.outputs]

    def derive(self) -> list[Any]:
        """The derivative of every node, simple; None where it does not depend on the seed."""
        for node, args in zip(self.graph.nodes, self.graph.args, strict=True):
            remade = node if node.op is None else Node(node.op, tuple(self.formulas[j] for j in args))
            self.formulas.append(self.work.simple(remade))
        slopes = linearize(self.graph, self.formulas)
        derived: list[Any] = [None] * len(self.graph)
        derived[self.graph.variables.index(self.seed)] = Const(1.0)
        for i, args in enumerate(self.graph.args):
            total = derived[i]
            for j, slope in zip(args, slopes[i], strict=False):
                if slope is not None and derived[j] is not None:
                    total = accumulated(total, product(slope, derived[j]))
            self.raw[i] = total
            fired = len(self.work.fired)
            derived[i] = self.simple(total)
            self.rewrites[i] = tuple(dict.fromkeys(one.rewrite for one in self.work.fired[fired:]))
        return derived

    def simple(self, part: Any) -> Any:
        """A derivative made simple; behind a gate it stays there."""
        if part is None:
            return None
        if isinstance(part, Gated):
            return Gated(part.open, self.simple(part.value))
        return self.work.simple(self.work.with_simple_arguments(as_node(part)))

    def run(self) -> Run:
        """All steps, in order."""
        steps = [self.start()]
        for i in self.order():
            kind = "given" if isinstance(self.graph.nodes[i], Var) else "compute"
            steps.append(Step("forward", kind, node_id(i), (self.value(i), *self.local_writes(i), self.tangent(i))))
        steps.append(Step("done", "done", node_id(self.output)))
        return Run("symbolic", self.structure, tuple(steps), self.seed)

    def tangent(self, i: int) -> Write:
        """The derivative of a node: its number at the point, its formula, and how the formula came about."""
        moving = [(k, j) for k, j in enumerate(self.graph.args[i]) if self._reaches(i, k)]
        op = self.graph.nodes[i].op
        return Write(
            f"tangent/{node_id(i)}",
            self.numbers[i],
            self.written(self.derived[i]),
            tuple(f"tangent/{node_id(j)}" for j in dict.fromkeys(j for _, j in moving)),
            rule=self.rule(op, len(moving)) if op and moving else "",
            general=self.general(i, op, moving) if op and moving else "",
            raw=self.written(self.raw[i]) if moving else "",
            rewrites=self.rewrites[i] if moving else (),
        )

    def _reaches(self, i: int, k: int) -> bool:
        slope = self.slopes[i][k] if self.slopes[i] else None
        return slope is not None and self.derived[self.graph.args[i][k]] is not None

    def rule(self, op: Primitive, moving: int) -> str:
        """The rule of calculus that an operation takes, by the name that it has there."""
        if moving == 1 and op is ops.mul:
            return "constant factor"
        return RULES.get(op.name, "chain rule")

    def general(self, i: int, op: Primitive, moving: list[tuple[int, int]]) -> str:
        """What the rule says in the names of the nodes: "y × ∂v₁/∂x + v₁ × ∂y/∂x"."""
        letters = {f"a{k}": self.symbol(j) for k, j in enumerate(self.graph.args[i])} | {"out": self.symbol(i)}
        letters |= {f"t{k}": self.slope_of(j) for k, j in moving}
        names = {letter: Var(letter) for letter in letters}
        args: list[Node] = []
        for k, j in enumerate(self.graph.args[i]):
            node = self.graph.nodes[j]
            args.append(node if isinstance(node, Const) else names[f"a{k}"])
        total: Any = None
        for k, _ in moving:
            slope = op.partial(k, tuple(args), names["out"])
            total = accumulated(total, names[f"t{k}"] if isinstance(slope, ops.Gate) else slope * names[f"t{k}"])
        rule = simplified(Graph([as_node(total)], list(names.values())))
        return expression(rule, {letter: (text, ATOM) for letter, text in letters.items()}, self.notation)[0]

    def written(self, part: Any) -> str:
        """A formula in the language of the page; "" for one too long to be read."""
        node = as_node(0.0 if part is None else plain(part))
        if not _fits(node):
            return ""
        return expression(Graph([node]), self.names, self.notation)[0]  # of its own variables: not of all, every time

    def symbol(self, i: int) -> str:
        """What a node is called, in the notation."""
        return self.symbols[i]

    def slope_of(self, i: int) -> str:
        """The derivative of a node along the seed, as a fraction."""
        if self.notation is LATEX:
            return rf"\frac{{\partial {self.symbol(i)}}}{{\partial {self.names[self.seed]}}}"
        return f"∂{self.symbol(i)}/∂{self.names[self.seed]}"


def _fits(node: Node) -> bool:
    """Whether a formula, with everything written as often as it occurs, is short enough to be read."""
    waiting, seen = [node], 0
    while waiting and seen <= LONGEST:
        seen += 1
        waiting += waiting.pop().args
    return seen <= LONGEST
