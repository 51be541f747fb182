"""Which values of a graph its reverse sweep reads, and how many numbers are held at each step.

That an addition needs nothing of the sweep there, a product the other factor and exp its own result is not
listed anywhere: the rules of the table are asked what they mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from autodiff.graph import Const, Graph
from autodiff.ops import Gate
from autodiff.primitive import Primitive
from autodiff.rules import local_derivative


def needed_values(graph: Graph, output: int = 0) -> frozenset[int]:
    """The nodes, by index, whose values the sweep back from one output reads; numbers that were typed left out.

    An addition reads none, a product the other factor, exp its own result: what stands in the rule of the table,
    simplified, of an edge that an adjoint takes.
    """
    return frozenset(at for i, k, _ in _edges_back(graph, output) for at in _read_along(graph, i, k))


@dataclass(frozen=True)
class Footprint:
    """How many numbers are held at each step: the n nodes in order, then the n nodes against it.

    ``values`` are those that something ahead still reads, ``adjoints`` those that have arrived and are not
    sent on yet, or are the result. Numbers that were typed are not counted.
    """

    values: tuple[int, ...]
    adjoints: tuple[int, ...]

    @property
    def high_water(self) -> int:
        """The most numbers held at once, values and adjoints together."""
        return max(map(sum, zip(self.values, self.adjoints, strict=True)))


def footprint(graph: Graph, output: int = 0) -> Footprint:
    """How the memory of evaluating one output and sweeping back from it rises and falls.

    A value is dropped after the last step that reads it, an adjoint after the step that sends it on; nothing
    that the output does not depend on is computed.
    """
    n = len(graph)
    needed = graph.needed(output)
    last_read = list(range(n))
    for i, args in enumerate(graph.args):
        if needed[i]:
            for j in args:
                last_read[j] = i
    arrives = {graph.output(output): n}
    for i, k, j in _edges_back(graph, output):
        step = 2 * n - 1 - i
        arrives.setdefault(j, step)
        for at in _read_along(graph, i, k):
            last_read[at] = step
    held = [(i, last_read[i]) for i, node in enumerate(graph.nodes) if needed[i] and not isinstance(node, Const)]
    variables = len(graph.variables)
    sent = [(step, 2 * n - 1 - (i if i >= variables else 0)) for i, step in arrives.items()]
    return Footprint(_overlaps(held, 2 * n), _overlaps(sent, 2 * n))


def _overlaps(spans: Iterable[tuple[int, int]], steps: int) -> tuple[int, ...]:
    """How many of the spans (first step, last step) each step lies in."""
    change = [0] * (steps + 1)
    for first, last in spans:
        change[first] += 1
        change[last + 1] -= 1
    return tuple(accumulate(change[:steps]))


def _edges_back(graph: Graph, output: int) -> Iterator[tuple[int, int, int]]:
    """The edges that adjoints take, from the output back: a node, which of its arguments, and that one's node."""
    reached = {graph.output(output)}
    for i in reversed(range(len(graph))):
        op = graph.nodes[i].op
        if op is not None and i in reached:
            for k, j in enumerate(graph.args[i]):
                if op.partials[k] is not None and graph.varies[j]:
                    reached.add(j)
                    yield i, k, j


def _read_along(graph: Graph, i: int, k: int) -> list[int]:
    """The nodes whose values the rule of the edge into argument ``k`` of node ``i`` mentions."""
    node = graph.nodes[i]
    assert node.op is not None
    constants = tuple(arg.value if isinstance(arg, Const) else None for arg in node.args)
    mentions = zip((*graph.args[i], i), _mentioned(node.op, k, constants), strict=True)
    return [at for at, mentioned in mentions if mentioned and not isinstance(graph.nodes[at], Const)]


@lru_cache(maxsize=4096)
def _mentioned(primitive: Primitive, index: int, constants: tuple[float | None, ...]) -> tuple[bool, ...]:
    """For each argument, and last for the result: whether ∂out/∂args[index] is computed from it."""
    rule = local_derivative(primitive, index, constants)
    assert rule is not None
    *args, out = inputs = rule.nodes[: primitive.arity + 1]
    gate = primitive.partial(index, tuple(args), out)
    if isinstance(gate, Gate):  # its slope is 1, but whether it is open must be known
        rule = Graph([gate.open], inputs)  # type: ignore[arg-type]
    return rule.needed()[: primitive.arity + 1]
