"""The computation graph: immutable nodes, in order of evaluation.

A node holds what it computes and from what, never what came out: values, tangents and adjoints are
returned by the sweeps and kept by whoever asked. So a graph can be cached, shared by every learner and
thread, and run any number of times with nothing to reset.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from autodiff.errors import AutodiffError, TruthOfNode, UnknownOutput, UnknownVariable
from autodiff.notice import Notice, Span
from autodiff.primitive import Operators, Primitive


class Node(Operators):
    """What is computed (``op``) and from what (``args``). Compared by identity: two x·x are two nodes."""

    __slots__ = ("args", "op")

    op: Primitive | None
    args: tuple[Node, ...]

    def __init__(self, op: Primitive | None, args: tuple[Node, ...] = ()) -> None:
        self.op = op
        self.args = args

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Node:
        """The node that computes ``primitive`` of ``args``; numbers among them become constants."""
        return Node(primitive, tuple(as_node(arg) for arg in args))

    def __bool__(self) -> NoReturn:
        raise TruthOfNode(
            "A node has no truth value while the graph is built: use where(condition, a, b) instead of "
            "if, or GradientTape for a program whose course depends on its numbers."
        )

    # == builds a node like every comparison; nodes are still told apart by identity, as keys of a dict are
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        return self.apply_primitive(self.table["equal"], (self, other))

    def __ne__(self, other: object) -> Any:
        return self.apply_primitive(self.table["not_equal"], (self, other))

    def __lt__(self, other: Any) -> Node:
        return self.apply_primitive(self.table["less"], (self, other))

    def __le__(self, other: Any) -> Node:
        return self.apply_primitive(self.table["less_equal"], (self, other))

    def __gt__(self, other: Any) -> Node:
        return self.apply_primitive(self.table["greater"], (self, other))

    def __ge__(self, other: Any) -> Node:
        return self.apply_primitive(self.table["greater_equal"], (self, other))

    def __repr__(self) -> str:
        return f"<{self.op.name} of {len(self.args)}>" if self.op else f"<{type(self).__name__}>"


class Var(Node):
    """An input of the graph, known by its name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.name = name

    def __repr__(self) -> str:
        return self.name


class Const(Node):
    """A number that was typed. ``typed`` is its spelling in the text ("pi", "1e-3"), if it came from one."""

    __slots__ = ("typed", "value")

    def __init__(self, value: float, typed: str = "") -> None:
        super().__init__(None)
        self.value = float(value)
        self.typed = typed

    def __repr__(self) -> str:
        return self.typed or f"{self.value:g}"


def as_node(value: Any) -> Node:
    """A node as it is, a number as a constant."""
    if isinstance(value, Node):
        return value
    try:
        if isinstance(value, (str, bytes)):
            raise TypeError
        return Const(float(value))
    except (TypeError, ValueError) as error:
        raise AutodiffError(f"A graph is made of nodes and numbers, not of {type(value).__name__}.") from error


@dataclass(frozen=True)
class Group:
    """Nodes that belong together in the text: a loop, one turn of it, one call of a helper function.

    ``nodes`` are those made right here, by index; those of a group inside are in that group, whose
    ``parent`` is the index of this one in ``Graph.groups``.
    """

    label: str
    kind: str  # "loop", "turn" or "call"
    parent: int | None = None
    nodes: tuple[int, ...] = ()


class Graph:
    """A function of several variables as nodes in order of evaluation, variables first.

    ``outputs``    the results, as indices into ``nodes``
    ``variables``  the names of the inputs, in order
    ``args``       for each node the indices of its arguments
    ``labels``     by index, the name that the text assigned to a node (``h = x*y``)
    ``spans``      by index, the place in ``text`` that a node was typed at
    ``varies``     for each node, whether it depends on a variable
    ``groups``     the loops, their turns and the calls of helper functions that nodes were made in
    ``notices``    what in the text is right but may not be meant
    """

    def __init__(
        self,
        outputs: Sequence[Node],
        variables: Iterable[Var] | None = None,
        *,
        order: Iterable[Node] = (),
        labels: Mapping[Node, str] | None = None,
        spans: Mapping[Node, Span] | None = None,
        text: str = "",
        groups: Sequence[Group] = (),
        members: Mapping[Node, int] | None = None,
        notices: Iterable[Notice] = (),
    ) -> None:
        """``order`` lists nodes that come first in that order: a program's own order, or nodes no output needs.

        ``members`` gives a node's place in ``groups``, whose own ``nodes`` are filled from it.
        """
        reachable = post_order([*order, *outputs])
        inputs = list(variables) if variables is not None else [n for n in reachable if isinstance(n, Var)]
        known = set(inputs)
        if len({node.name for node in inputs}) < len(inputs):
            raise AutodiffError("Two variables of one graph have the same name; make the Var once and use it twice.")
        stray = next((n for n in reachable if isinstance(n, Var) and n not in known), None)
        if stray is not None:
            raise UnknownVariable(f"{stray.name} is used but is not among the variables.")
        self.nodes: tuple[Node, ...] = (*inputs, *(n for n in reachable if n not in known))
        self.index = {node: i for i, node in enumerate(self.nodes)}
        self.outputs = tuple(self.index[node] for node in outputs)
        self.variables = tuple(node.name for node in inputs)
        self.args = tuple(tuple(self.index[arg] for arg in node.args) for node in self.nodes)
        self.labels = {self.index[node]: label for node, label in (labels or {}).items() if node in self.index}
        self.spans = {self.index[node]: span for node, span in (spans or {}).items() if node in self.index}
        self.text = text
        inside: list[list[int]] = [[] for _ in groups]
        for node, place in (members or {}).items():
            if node in self.index:
                inside[place].append(self.index[node])
        self.groups = tuple(replace(g, nodes=tuple(sorted(i))) for g, i in zip(groups, inside, strict=True))
        self.notices = tuple(notices)
        varies: list[bool] = []
        for node, args in zip(self.nodes, self.args, strict=True):
            varies.append(isinstance(node, Var) or any(varies[i] for i in args))
        self.varies = tuple(varies)

    def __len__(self) -> int:
        return len(self.nodes)

    def __str__(self) -> str:
        from autodiff.printing import infix

        return infix(self)

    def latex(self) -> str:
        """The function as LaTeX, without surrounding dollars."""
        from autodiff.printing import latex

        return latex(self)

    def __repr__(self) -> str:
        return f"<Graph of {', '.join(self.variables) or 'no variable'}: {len(self)} nodes>"

    def output(self, k: int) -> int:
        """Which node is output ``k``. Raises `UnknownOutput` where there is none."""
        try:
            return self.outputs[k]
        except IndexError:
            count = len(self.outputs)
            raise UnknownOutput(f"There is no output {k}; the function has {count}, counted from 0.") from None

    def needed(self, output: int | None = 0) -> tuple[bool, ...]:
        """For each node, whether the given output depends on it; for None, whether any does."""
        needed = [False] * len(self)
        for at in self.outputs if output is None else [self.output(output)]:
            needed[at] = True
        for i in reversed(range(len(self))):
            if needed[i]:
                for j in self.args[i]:
                    needed[j] = True
        return tuple(needed)

    def merged(self) -> Graph:
        """The same function with repeated subexpressions computed once.

        Two nodes are the same where they do the same to the same arguments (hash consing). The first one
        keeps its label and its place in the text.
        """
        made: dict[object, Node] = {}
        new: list[Node] = []
        for node, args in zip(self.nodes, self.args, strict=True):
            shared = node if node.op is None else Node(node.op, tuple(new[i] for i in args))
            new.append(made.setdefault(sameness(shared), shared))
        labels: dict[Node, str] = {}
        spans: dict[Node, Span] = {}
        for i, node in enumerate(new):
            if i in self.labels:
                labels.setdefault(node, self.labels[i])
            if i in self.spans:
                spans.setdefault(node, self.spans[i])
        first = {node: i for i, node in reversed(list(enumerate(new)))}
        group_of = {i: k for k, group in enumerate(self.groups) for i in group.nodes}
        members = {node: group_of[i] for node, i in first.items() if i in group_of}
        inputs = [node for node in new if isinstance(node, Var)]
        return Graph(
            [new[i] for i in self.outputs], inputs, order=new, labels=labels, spans=spans, text=self.text,
            groups=self.groups, members=members, notices=self.notices,
        )  # fmt: skip


def sameness(node: Node) -> object:
    """What a node has in common with those that compute the same, if its arguments are shared already."""
    if isinstance(node, Const):
        return "constant", node.value.hex()
    return node if node.op is None else (node.op, *map(id, node.args))


def post_order(roots: Iterable[Node]) -> list[Node]:
    """Every node that the roots need, each after its arguments; a loop, so that no depth is too deep."""
    order: list[Node] = []
    done: set[Node] = set()
    for root in roots:
        stack: list[tuple[Node, int]] = [(root, 0)]
        while stack:
            node, position = stack.pop()
            if node in done:
                continue
            if position < len(node.args):
                stack.append((node, position + 1))
                stack.append((node.args[position], 0))
            else:
                done.add(node)
                order.append(node)
    return order


def trace(function: Callable[..., Any], names: Sequence[str] | None = None) -> Graph:
    """The graph of a Python function: it is called once, on its variables.

    The variables are the function's positional parameters without a default (or ``names``). It may return
    a node, a number, or a tuple or list of them.

    Raises `TruthOfNode` if the function asks a node whether it is true (``if x > 0``).
    """
    if names is None:
        parameters = inspect.signature(function).parameters.values()
        names = [p.name for p in parameters if p.kind <= p.POSITIONAL_OR_KEYWORD and p.default is p.empty]
    inputs = [Var(name) for name in names]
    result = function(*inputs)
    outputs = result if isinstance(result, (tuple, list)) else [result]
    return Graph([as_node(output) for output in outputs], inputs)
