"""Our own tape: what it noted, up to the last operation, as a graph."""

from __future__ import annotations

from typing import Any

import autodiff as ad
from autodiff.gradient_tape import Tensor
from autodiff.graph import Node, Var, as_node
from viz.readers import CannotRead, Given, Reading
from viz.readers.leaves import names_of, numbered


def reads(what: Any) -> bool:
    """Whether it is a tape."""
    return isinstance(what, ad.GradientTape)


def read(what: Any, given: Given) -> Reading:
    """The graph of what a tape noted; the last operation is the output, what it watched from outside the variables.

    Raises `CannotRead` for an empty tape: one that is not persistent forgets when it has given its gradient.
    """
    notes = what._notes
    if not notes:
        raise CannotRead(
            "This tape has noted nothing; unless it is persistent, it forgets once it has given a gradient."
        )
    made = {id(out) for _, _, out in notes}
    leaves = [one for one in what._watched.values() if id(one) not in made]
    names = {**numbered(leaves), **names_of(leaves, given)}
    nodes: dict[int, Node] = {id(leaf): Var(names[id(leaf)]) for leaf in leaves}
    for primitive, args, out in notes:
        operands = [nodes[id(arg)] if id(arg) in nodes else as_node(_number(arg)) for arg in args]
        nodes[id(out)] = operands[0] if primitive is None else primitive(*operands)
    graph = ad.Graph([nodes[id(notes[-1][2])]])
    return Reading(graph, {names[id(leaf)]: float(leaf.value) for leaf in leaves if names[id(leaf)] in graph.variables})


def _number(arg: Any) -> Any:
    return arg.value if isinstance(arg, Tensor) else arg
