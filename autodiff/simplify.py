"""Named rewrites that make a formula shorter and leave its value what it is, to the last bit.

A rewrite looks at one node whose arguments are already simple and gives another node, or None where it
does not apply. None of them assumes anything about the numbers that will flow: x·0 stays, because x may be
infinite, and x + 0 stays, because x may be −0. What is computed twice is computed once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autodiff import ops
from autodiff.graph import Const, Graph, Node, as_node, sameness


@dataclass(frozen=True)
class Rewrite:
    """One rule, with the name under which it is shown."""

    name: str
    apply: Callable[[Node], Node | None]


@dataclass(frozen=True)
class Fired:
    """A rewrite that fired, by name: ``before`` became ``after`` while node ``at`` of the graph was made simple."""

    rewrite: str
    at: int
    before: Node
    after: Node


@dataclass(frozen=True)
class Simplification:
    """A graph made simple, and every rewrite that fired on the way, in order."""

    graph: Graph
    fired: tuple[Fired, ...]


def _number(node: Node) -> float | None:
    return node.value if isinstance(node, Const) else None


def _fold(node: Node) -> Node | None:
    assert node.op is not None
    numbers = [_number(arg) for arg in node.args]
    if any(number is None for number in numbers):
        return None
    with np.errstate(all="ignore"):
        value = float(node.op.value(*[np.float64(number) for number in numbers]))
    return Const(value) if np.isfinite(value) else None


def _power_rule(node: Node) -> Node | None:
    if node.op is not ops.power_du or (exponent := _number(node.args[1])) is None:
        return None
    if exponent == 0:
        return Const(0.0)
    return as_node(ops.mul(Const(exponent), ops.pow(node.args[0], Const(exponent - 1.0))))


def _exponential_rule(node: Node) -> Node | None:
    if node.op is not ops.power_dw or (base := _number(node.args[0])) is None or base <= 0:
        return None
    return as_node(ops.mul(ops.pow(*node.args), ops.log(node.args[0])))


def _neutral(node: Node) -> Node | None:
    left, right = node.args[0], node.args[-1]
    if node.op is ops.pow and _number(right) == 0.0:
        return Const(1.0)
    if node.op in (ops.mul, ops.div, ops.pow) and _number(right) == 1.0:
        return left
    if node.op is ops.sub and _is_zero(right, 1.0):
        return left
    if node.op is ops.mul and _number(left) == 1.0:
        return right
    return None


def _is_zero(node: Node, sign: float) -> bool:
    number = _number(node)
    return number == 0.0 and np.copysign(1.0, number) == sign


def _signs(node: Node) -> Node | None:
    left, right = node.args[0], node.args[-1]
    if node.op is ops.mul and _number(left) == -1.0:
        return as_node(ops.neg(right))
    if node.op in (ops.mul, ops.div) and _number(right) == -1.0:
        return as_node(ops.neg(left))
    if node.op is ops.neg and left.op is ops.neg:
        return left.args[0]
    return None


def _difference(node: Node) -> Node | None:
    left, right = node.args[0], node.args[-1]
    if node.op is ops.add and (opposite := _opposite(right)) is not None:
        return as_node(ops.sub(left, opposite))
    if node.op is ops.add and (opposite := _opposite(left)) is not None:
        return as_node(ops.sub(right, opposite))
    if node.op is ops.sub and (opposite := _opposite(right)) is not None:
        return as_node(ops.add(left, opposite))
    return None


def _opposite(node: Node) -> Node | None:
    """−a, or a product or quotient that begins with −a, without its sign; None for anything else."""
    behind: list[Node] = []
    while node.op in (ops.mul, ops.div) and len(behind) < FACTORS:
        behind.append(node)
        node = node.args[0]
    if node.op is not ops.neg:
        return None
    found = node.args[0]
    for outer in reversed(behind):
        found = Node(outer.op, (found, outer.args[1]))
    return found


def _choice(node: Node) -> Node | None:
    if node.op is not ops.where:
        return None
    condition, then, otherwise = node.args
    if (number := _number(condition)) is not None:
        return then if number != 0 else otherwise
    return then if then is otherwise else None


REWRITES = (
    Rewrite("numbers are worked out", _fold),
    Rewrite("power rule", _power_rule),
    Rewrite("exponential rule", _exponential_rule),
    Rewrite("subtracting 0 or multiplying by 1 changes nothing", _neutral),
    Rewrite("−1 times is a minus sign, and two of them cancel", _signs),
    Rewrite("adding the opposite is subtracting", _difference),
    Rewrite("a choice that is made already", _choice),
)
COMMUTATIVE = (ops.add, ops.mul)  # in floats too, to the last bit
FACTORS = 4  # how far into a product a minus sign is looked for


def simplified(graph: Graph) -> Graph:
    """The same function after every rewrite that applies, from the leaves up, with nothing computed twice."""
    return simplification(graph).graph


def simplification(graph: Graph) -> Simplification:
    """The same function made simple, with the names that the text assigned, and which rewrites did it."""
    work = Simplifier()
    new: list[Node] = []
    for work.at, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True)):
        new.append(work.simple(node if node.op is None else Node(node.op, tuple(new[i] for i in args))))
    inputs: list[Any] = list(graph.nodes[: len(graph.variables)])
    labels = {new[i]: label for i, label in reversed(graph.labels.items())}  # of two for one node, the first
    return Simplification(Graph([new[i] for i in graph.outputs], inputs, labels=labels), tuple(work.fired))


class Simplifier:
    """What is simple already, each thing once, and what ``fired`` so far while the node ``at`` was made simple."""

    def __init__(self) -> None:
        self.at = 0
        self.made: dict[object, Node] = {}
        self.done: set[Node] = set()
        self.fired: list[Fired] = []

    def simple(self, node: Node) -> Node:
        """One node whose arguments are simple, rewritten until nothing applies."""
        while (known := self.made.get(_key(node))) is None:
            name, found = next(
                ((rule.name, new) for rule in REWRITES if node.op and (new := rule.apply(node)) is not None), ("", None)
            )
            if found is None:
                self.done.add(node)
                return self.made.setdefault(_key(node), node)
            self.fired.append(Fired(name, self.at, node, found))
            node = self.with_simple_arguments(found)
        return known

    def with_simple_arguments(self, node: Node) -> Node:
        """What a rewrite built, down to what was simple before."""
        if node.op is None or node in self.done:
            return node
        return Node(node.op, tuple(self.simple(self.with_simple_arguments(arg)) for arg in node.args))


def _key(node: Node) -> object:
    """What two nodes have in common that need to be computed once only."""
    if node.op in COMMUTATIVE:
        return node.op, *sorted(map(id, node.args))
    return sameness(node)
