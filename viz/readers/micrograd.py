"""micrograd's ``Value``, and what learners write after it: anything with ``data``, ``grad``, ``_prev`` and ``_op``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autodiff as ad
from autodiff import ops
from autodiff.graph import Const, Node
from viz.readers import CannotRead, Given, Reading, checked
from viz.readers.leaves import names_of, node_of, numbered

LIBRARY = "micrograd"
BINARY: dict[str, Callable[[Node, Node], Node]] = {"+": ops.add, "*": ops.mul, "-": ops.sub, "/": ops.div}


def reads(what: Any) -> bool:
    """Whether it is such a value."""
    return all(hasattr(what, name) for name in ("data", "grad", "_prev", "_op"))


def read(what: Any, given: Given) -> Reading:
    """The graph behind a value.

    Where no leaf has a name, all are variables; else those without one are constants, as the −1 is that micrograd
    makes of a minus sign. The value's own gradients are left as they were. Raises `CannotRead` for an operation that
    is not known.
    """
    values = _in_order(what)
    leaves = [value for value in values if not value._prev]
    names = names_of(leaves, given) or numbered(leaves)
    nodes: dict[int, Node] = {}
    for value in values:
        if value._prev:
            nodes[id(value)] = _operation(str(value._op), [nodes[id(one)] for one in _operands(value)])
        else:
            nodes[id(value)] = node_of(names.get(id(value)), value.data)
    graph = ad.Graph([nodes[id(what)]])
    named = {names[id(leaf)]: leaf for leaf in leaves if id(leaf) in names}
    point = {name: float(named[name].data) for name in graph.variables}
    gradient = _own_gradients(what, values, {name: named[name] for name in graph.variables})
    return Reading(graph, point, LIBRARY, gradient)


def _in_order(root: Any) -> list[Any]:
    """Every value that the root was computed from, each after its operands."""
    order: list[Any] = []
    done: set[int] = set()
    stack = [(root, False)]
    while stack:
        value, expanded = stack.pop()
        if expanded:
            order.append(value)
        elif id(value) not in done:
            done.add(id(value))
            checked(len(done), LIBRARY)
            stack.append((value, True))
            stack.extend((operand, False) for operand in reversed(_operands(value)))
    return order


def _operands(value: Any) -> list[Any]:
    """The operands in order. micrograd keeps a set of them; their order is in the closure of ``_backward``."""
    kept = list(value._prev)
    closure = getattr(value._backward, "__closure__", None) or ()
    cells = dict(zip(value._backward.__code__.co_freevars, closure, strict=True)) if closure else {}
    ordered = [cells[name].cell_contents for name in ("self", "other") if name in cells]
    if ordered and {id(one) for one in ordered} == {id(one) for one in kept}:
        return ordered
    return kept * 2 if value._op in BINARY and len(kept) == 1 else kept  # x·x is kept once


def _operation(name: str, operands: list[Node]) -> Node:
    if name in BINARY and len(operands) == 2:
        return BINARY[name](*operands)
    if name.startswith("**") and len(operands) == 1:
        return ops.pow(operands[0], Const(float(name[2:])))
    primitive = ops.BY_NAME.get(name.lower())
    if primitive is None or primitive.arity != len(operands):
        raise CannotRead(f"There is no operation {name!r} of {len(operands)} here that a walk could show.")
    return primitive(*operands)


def _own_gradients(root: Any, values: list[Any], named: dict[str, Any]) -> dict[str, float]:
    """What the library's own ``backward`` gives; every ``grad`` is put back as it was."""
    before = [value.grad for value in values]
    try:
        for value in values:
            value.grad = 0.0
        root.backward()
        return {name: float(value.grad) for name, value in named.items()}
    finally:
        for value, grad in zip(values, before, strict=True):
            value.grad = grad
