"""What both sets of classes share: expressions that hold their variables' numbers, and print themselves.

An expression is a node of the graph. What is added is mutable, and is all there is: the ``value`` of a variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from autodiff import graph, ops
from autodiff.derivatives import evaluate
from autodiff.graph import Graph, Node, post_order
from autodiff.primitive import ATOM, Primitive


class Expression(Node):
    """A node that can be evaluated where its variables stand, and printed in the notebook's way."""

    constant: ClassVar[type[Const]]  # the set's own class of numbers
    operations: ClassVar[Mapping[Primitive, type[Operation]]]  # and of every primitive

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Operation:
        """The expression that computes ``primitive`` of ``args``."""
        return self.operations[primitive](*args)

    def evaluate(self) -> Any:
        """The value at the present values of the variables.

        Whole numbers give a whole number, as they do in Python; a dual number or an array gives its like.
        """
        graph = Graph([self])
        value = evaluate(graph, point(graph))
        numbers = [node.value for node in graph.nodes if isinstance(node, (Var, Const))]
        return whole(value) if all(isinstance(number, int) for number in numbers) else value

    def __str__(self) -> str:
        texts: dict[Node, str] = {}
        for node in post_order([self]):
            texts[node] = node.spelled([texts[arg] for arg in node.args])  # type: ignore[attr-defined]
        return texts[self]


class Const(Expression, graph.Const):
    """A number."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value  # as it was given: 2 is printed "2", 2.0 "2.0"

    def spelled(self, args: list[str]) -> str:
        """Its text."""
        return str(self.value)


class Var(Expression, graph.Var):
    """A variable, and the ``value`` that it has at present."""

    def __init__(self, name: str, init_value: Any = 0) -> None:
        super().__init__(name)
        self.value = init_value

    def spelled(self, args: list[str]) -> str:
        """Its text."""
        return self.name


class Operation(Expression):
    """A primitive of expressions; numbers among its arguments become constants."""

    primitive: ClassVar[Primitive]

    def __init__(self, *args: Any) -> None:
        nodes = (arg if isinstance(arg, Node) else self.constant(whole(arg)) for arg in args)
        super().__init__(self.primitive, tuple(nodes))

    @property
    def a(self) -> Node:
        """The first argument."""
        return self.args[0]

    @property
    def b(self) -> Node:
        """The second argument."""
        return self.args[1]

    @property
    def value(self) -> Any:
        """The value; worked out when it is asked for, so that it is never an old one."""
        return self.evaluate()

    def spelled(self, args: list[str]) -> str:
        """Its text, given its arguments': ``x + y``, ``(x) * (y)``, ``sin(x)``."""
        bare = self.primitive is ops.add or self.primitive.binding == ATOM
        return self.primitive.typed.format(*(arg if bare else f"({arg})" for arg in args))


def operations(base: type[Expression]) -> dict[Primitive, type[Operation]]:
    """A class for every row of the table, made for the set that ``base`` begins: Add, Mul, Sin, LeakyRelu, …"""
    return {
        primitive: type(
            primitive.name.title().replace("_", ""),
            (base, Operation),
            {"primitive": primitive, "__doc__": primitive.words.format("a", "b", "c"), "__module__": base.__module__},
        )
        for primitive in ops.TABLE.values()
    }


def point(graph: Graph) -> dict[str, Any]:
    """Where the variables stand at present."""
    return {node.name: node.value for node in graph.nodes if isinstance(node, Var)}


def whole(number: Any) -> Any:
    """A float that is a whole number as an int; anything else as it is."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
