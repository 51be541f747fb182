"""Named rewrites that make a formula shorter without changing its value.

A rewrite looks at one node whose arguments are already simple and gives another node, or None where it
does not apply. None of them assumes anything about the numbers that will flow: x·0 stays, because x may be
infinite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autodiff import ops
from autodiff.graph import Const, Graph, Node, as_node


@dataclass(frozen=True)
class Rewrite:
    """One rule, with the name under which it is shown."""

    name: str
    apply: Callable[[Node], Node | None]


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


def _neutral(node: Node) -> Node | None:
    left, right = node.args[0], node.args[-1]
    if node.op is ops.pow and _number(right) == 0.0:
        return Const(1.0)
    if node.op in (ops.mul, ops.div, ops.pow) and _number(right) == 1.0:
        return left
    if node.op in (ops.add, ops.sub) and _number(right) == 0.0:
        return left
    if (node.op is ops.mul and _number(left) == 1.0) or (node.op is ops.add and _number(left) == 0.0):
        return right
    return None


def _signs(node: Node) -> Node | None:
    left, right = node.args[0], node.args[-1]
    if node.op is ops.mul and _number(left) == -1.0:
        return as_node(ops.neg(right))
    if node.op is ops.neg and left.op is ops.neg:
        return left.args[0]
    return None


REWRITES = (
    Rewrite("numbers are worked out", _fold),
    Rewrite("power rule", _power_rule),
    Rewrite("adding 0 or multiplying by 1 changes nothing", _neutral),
    Rewrite("two minus signs cancel", _signs),
)


def simplified(graph: Graph) -> Graph:
    """The same function after every rewrite that applies, from the leaves up; what was shared stays shared."""
    new: list[Node] = []
    done: set[Node] = set()
    for node, args in zip(graph.nodes, graph.args, strict=True):
        new.append(node if node.op is None else _simple(Node(node.op, tuple(new[i] for i in args)), done))
    inputs = list(graph.nodes[: len(graph.variables)])
    return Graph([new[i] for i in graph.outputs], inputs)  # type: ignore[arg-type]


def _simple(node: Node, done: set[Node]) -> Node:
    """One node, rewritten until nothing applies; what a rewrite builds is made simple in its turn."""
    while node.op is not None and node not in done:
        found = next((new for rule in REWRITES if (new := rule.apply(node)) is not None), None)
        if found is None:
            done.add(node)
        elif found.op is None or found in done:
            node = found
        else:
            node = Node(found.op, tuple(_simple(arg, done) for arg in found.args))
    return node
