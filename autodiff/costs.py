"""What derivatives cost, in operations: arithmetic and primitives count one each, whatever they take to compute.

A sweep multiplies along every edge and adds where edges meet. A Jacobian of m outputs in n variables takes n
sweeps forward or m sweeps back, so the fewer of the two is mostly cheaper; here what each sweep reaches is
counted, not assumed (Griewank and Walther, *Evaluating Derivatives*, 2nd ed., chapters 3 and 4).
"""

from __future__ import annotations

from dataclasses import dataclass

from autodiff import ops
from autodiff.graph import Graph, Node
from autodiff.primitive import Primitive
from autodiff.simplify import simplified
from autodiff.symbolic import gradient_graph

# The two slopes of a power are rows of their own, each of three operations: w·u^(w − 1), and u^w·log u with its guard.
OPERATIONS: dict[Primitive | None, int] = {ops.power_du: 3, ops.power_dw: 3}


def operations(graph: Graph) -> int:
    """How many operations the outputs take, every node once."""
    needed = zip(graph.nodes, graph.needed(None), strict=True)
    return sum(OPERATIONS.get(node.op, 1) for node, flag in needed if flag and node.op)


# ---- forward or reverse


@dataclass(frozen=True)
class JacobianCosts:
    """The operations of all sweeps forward (one a variable), and of all sweeps back (one an output).

    The local derivatives, which both need, are in neither.
    """

    forward: int
    reverse: int

    @property
    def cheaper(self) -> str:
        """The mode with fewer operations: "forward" or "reverse", which is also the answer where they are equal."""
        return "forward" if self.forward < self.reverse else "reverse"


def jacobian_costs(graph: Graph) -> JacobianCosts:
    """What either way to the Jacobian of all outputs costs."""
    edges = [
        (j, i)
        for i, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True))
        for k, j in enumerate(args)
        if graph.varies[j] and node.op is not None and node.op.partials[k] is not None
    ]
    back = [(i, j) for j, i in reversed(edges)]
    return JacobianCosts(
        forward=sum(_sweep(i, edges) for i in range(len(graph.variables))),
        reverse=sum(_sweep(at, back) for at in graph.outputs),
    )


def _sweep(start: int, edges: list[tuple[int, int]]) -> int:
    """A product for every edge that the sweep goes along, a sum for every one that arrives where it was already."""
    reached, count = {start}, 0
    for source, target in edges:
        if source in reached:
            count += 2 if target in reached else 1
            reached.add(target)
    return count


# ---- the gradient beside the value


@dataclass(frozen=True)
class GradientCosts:
    """The operations of a value, of its gradient, and of the two in one graph, nothing computed twice."""

    value: int
    gradient: int
    both: int

    @property
    def ratio(self) -> float:
        """The gradient's operations for one of the value's."""
        return self.gradient / self.value


def gradient_costs(graph: Graph, output: int = 0) -> GradientCosts:
    """What the gradient of one output costs beside its value, as a simplified graph.

    A small multiple: an operation brings its local derivatives, a product for each of its arguments, and a sum for
    an argument that is used again. A quotient, a power of two variables and an angle bring more than others,
    because their local derivatives take several operations: 1/w and −(u/w)/w for the one division u/w.
    """
    inputs = graph.nodes[: len(graph.variables)]
    partials = gradient_graph(graph, output, simplify=False)
    value = [graph.nodes[graph.output(output)]]
    gradient = [partials.nodes[at] for at in partials.outputs]

    def count(outputs: list[Node]) -> int:
        return operations(simplified(Graph(outputs, inputs)))  # type: ignore[arg-type]

    return GradientCosts(count(value), count(gradient), count(value + gradient))
