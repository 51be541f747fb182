"""How every number of a Run is computed from the variables, as a straight-line program.

A walk is made of sweeps, and a sweep takes nodes as readily as numbers. So a walk at a point of nodes writes into every
box the expression of its number, value functions and rules of the table alike, in the very order in which the engine
computes it. Whoever knows the primitives' values can then replay the walk at another point, without a derivative:

    {"code": [["mul", 0, 1], ["const", 2], ["add", 2, 3]], "boxes": {"value/n0": 0, "value/n1": 1, "value/n2": 2, …}}

Numbers are counted: first the variables in order, then what each line of ``code`` gives. A line is a primitive and the
places of its arguments, or ``const`` and its number; a box has the place of what it holds.

A branch that is not taken gives 0 where a Run would be silent, since which branch that is depends on the point. So a
sum with such a part in it may be 0 where the Run has −0; in all else the two are the same, to the bit.
"""

from __future__ import annotations

from typing import Any

from autodiff.graph import Const, Graph, Node, Var, as_node
from autodiff.ops import mul
from autodiff.run import Run, encode

CONST = "const"  # the one line that is no primitive


def replay(walked: Run, inputs: list[Var]) -> dict[str, Any]:
    """The program of a walk at a point of nodes, which are ``inputs``, ready for JSON."""
    found = expressions(walked, inputs)
    code = [_line(node, args) for node, args in zip(found.nodes, found.args, strict=True) if not isinstance(node, Var)]
    boxes = (write.box for step in walked.steps for write in step.writes)
    return {"code": code, "boxes": dict(zip(boxes, found.outputs, strict=True))}


def expressions(walked: Run, inputs: list[Var]) -> Graph:
    """The numbers of a walk at a point of nodes as one graph, an output for each write; nothing is computed twice."""
    numbers = [as_node(write.value) for step in walked.steps for write in step.writes]
    return Graph(_without_ones(Graph(numbers, inputs)), inputs).merged()


def _without_ones(graph: Graph) -> list[Node]:
    """The outputs, with nothing multiplied by 1: that changes no number, and every sweep begins with it."""
    made: list[Node] = []
    for node, args in zip(graph.nodes, graph.args, strict=True):
        factors = [made[i] for i in args]
        others = [factor for factor in factors if not (isinstance(factor, Const) and factor.value == 1.0)]
        if node.op is mul and len(others) == 1:
            made.append(others[0])
        else:
            made.append(node if node.op is None else Node(node.op, tuple(factors)))
    return [made[i] for i in graph.outputs]


def _line(node: Node, args: tuple[int, ...]) -> list[Any]:
    if isinstance(node, Const):
        return [CONST, encode(node.value)]
    assert node.op is not None
    return [node.op.name, *args]
