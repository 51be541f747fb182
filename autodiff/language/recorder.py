"""The nodes of a graph in the order in which they come up, and what the text says about each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from autodiff.graph import Const, Graph, Group, Node, Var
from autodiff.language import limits
from autodiff.language.source import Source
from autodiff.notice import Notice, Span
from autodiff.primitive import Primitive


class Recorder:
    """Makes the nodes, counts them, and stops where a limit is passed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.made: list[Node] = []
        self.uses: Counter[Node] = Counter()  # how often a number is an argument
        self.known: dict[Node, float] = {}  # the values of nodes that depend on no variable
        self.variables: dict[str, Var] = {}
        self.places: dict[str, set[Span]] = {}  # where each free name is typed
        self.lists: set[str] = set()  # the free names that have an index
        self.others: dict[str, Notice] = {}  # what libraries mean by names that are read here otherwise
        self.spans: dict[Node, Span] = {}
        self.labels: dict[Node, str] = {}
        self.groups: list[Group] = []
        self.members: dict[Node, int] = {}
        self.group: int | None = None  # the innermost that is open
        self.size = 0
        self.steps = 0
        self.turns = 0

    # ---- nodes

    def constant(self, value: float, typed: str, span: Span) -> Const:
        """A number; it counts as a node only once something is computed from it."""
        node = Const(value, typed)
        self.known[node] = node.value
        self._add(node, span)
        return node

    def apply(self, primitive: Primitive, args: tuple[Node, ...], span: Span) -> Node:
        """An operation on nodes. Of numbers alone its value is known; a caller lets it be infinite."""
        for arg in args:
            if isinstance(arg, Const):
                self._count(not self.uses[arg], span)
                self.uses[arg] += 1
        self._count(1, span)
        node = Node(primitive, args)
        known = [self.known[arg] for arg in args if arg in self.known]
        if len(known) == len(args):
            self.known[node] = float(primitive.value(*map(np.float64, known)))
        self._add(node, span)
        return node

    def variable(self, name: str, span: Span) -> Var:
        """The one node of a variable; its place is the first where its name is typed."""
        if name not in self.variables:
            if len(self.variables) == limits.VARIABLES:
                raise self.source.error(limits.TOO_MANY_VARIABLES, span)
            self._count(1, span)
            self.variables[name] = Var(name)
        return self.variables[name]

    def fold(self, node: Node, since: int, span: Span) -> Node:
        """One number for a node that was computed from numbers alone, after the first ``since`` nodes."""
        if node.op is None or node not in self.known or node not in set(self.made[since:]):
            return node
        for dropped in self.made[since:]:
            if dropped.op is not None:
                for arg in dropped.args:
                    if isinstance(arg, Const):
                        self.uses[arg] -= 1
                        self.size -= not self.uses[arg]
                self.size -= 1
        del self.made[since:]
        return self.constant(self.known[node], "", span)

    def _add(self, node: Node, span: Span) -> None:
        self.made.append(node)
        self.spans[node] = span
        if self.group is not None:
            self.members[node] = self.group

    def _count(self, nodes: int, span: Span) -> None:
        self.size += nodes
        if self.size > limits.NODES:
            raise self.source.error(limits.TOO_MANY_NODES, span)

    # ---- names, groups and steps

    def label(self, node: Node | None, name: str, labelled: dict[str, Node]) -> None:
        """Gives a node its name: the first that it is given, and a name only to what got it last."""
        before = labelled.pop(name, None)
        if before is not None and self.labels.get(before) == name:
            del self.labels[before]
        if node is not None:
            self.labels.setdefault(node, name)
            labelled[name] = node

    def open_group(self, label: str, kind: str, span: Span) -> int | None:
        """Begins a loop, a turn or a call; gives the group that was open, to be handed to `close_group`."""
        self.turns += kind != "loop"
        if self.turns > limits.TURNS:
            raise self.source.error(limits.TOO_MANY_TURNS, span)
        outer = self.group
        self.groups.append(Group(label, kind, outer))
        self.group = len(self.groups) - 1
        return outer

    def close_group(self, outer: int | None) -> None:
        """Ends the innermost loop, turn or call."""
        self.group = outer

    def step(self, span: Span, count: int = 1) -> None:
        """Counts the work, so that a program that makes no nodes ends too."""
        self.steps += count
        if self.steps > limits.STEPS:
            raise self.source.error(limits.TOO_LONG_A_PROGRAM, span)

    # ---- the graph

    def graph(self, outputs: list[Node], variables: list[Var], notices: list[Notice]) -> Graph:
        """All of it as a graph. Operations no output needs stay in it; unused numbers and empty groups do not."""
        wanted = set(outputs)
        order = [node for node in self.made if node.op is not None or self.uses[node] or node in wanted]
        kept: set[int] = set()
        for node in order:
            group = self.members.get(node)
            while group is not None and group not in kept:
                kept.add(group)
                group = self.groups[group].parent
        self.spans.update((node, min(self.places[name])) for name, node in self.variables.items())
        place = {group: i for i, group in enumerate(sorted(kept))}
        groups = [self.groups[i] for i in place]
        return Graph(
            outputs, variables, order=order, labels=self.labels, spans=self.spans, text=self.source.text,
            groups=[replace(group, parent=None if group.parent is None else place[group.parent]) for group in groups],
            members={node: place[i] for node, i in self.members.items() if i in place}, notices=notices,
        )  # fmt: skip
