"""A graph in words: what each node and edge is called, does, and by which rule.

This is the fixed half of a Run, the same at every point: names, formulas and code, all made from the
table of primitives. No sentence is built here; the page has the templates, this fills their slots.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from autodiff.brackets import SIGN
from autodiff.graph import Const, Graph, Group, Node, Var
from autodiff.ops import where
from autodiff.primitive import ATOM, Primitive
from autodiff.printing import (
    NAMED_NUMBERS,
    PYTHON,
    READ,
    RULE,
    Notation,
    Spelled,
    expression,
    spell,
    symbols,
)
from autodiff.rules import local_derivative

FIELDS = ("self.a", "self.b", "self.c")  # the notebook's names for a node's arguments
KEPT: WeakKeyDictionary[Graph, dict[int, dict[str, Any]]] = WeakKeyDictionary()


def structure(graph: Graph, output: int = 0) -> dict[str, Any]:
    """The ``function``, ``nodes``, ``edges`` and ``groups`` of a Run, ready for JSON; not to be changed.

    What is made is kept as long as the graph is.
    """
    kept = KEPT.setdefault(graph, {})
    if output not in kept:
        kept[output] = _structure(graph, output)
    return kept[output]


def _structure(graph: Graph, output: int) -> dict[str, Any]:
    names = symbols(graph)
    needed = graph.needed(output)
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    for i, node in enumerate(graph.nodes):
        about: dict[str, Any] = {"id": node_id(i), "symbol": names[i], "varies": graph.varies[i], "needed": needed[i]}
        if isinstance(node, Var):
            about |= {"op": "variable", "name": node.name, "head": node.name, "args": []}
        elif isinstance(node, Const):
            about |= {"op": "constant", "head": names[i], "args": []}
        else:
            assert node.op is not None
            args = graph.args[i]
            about |= _operation(node.op, [names[j] for j in args])
            about["args"] = [node_id(j) for j in args]
            constants = tuple(_number(c) for c in node.args)
            for k, j in enumerate(args):
                edge = {"id": f"e{len(edges)}", "from": node_id(j), "to": node_id(i), "arg": k}
                edge["role"] = node.op.roles[k]
                if graph.varies[i]:
                    edge |= _rule(node.op, k, constants, tuple(names[j] for j in args), names[i])
                edges.append(edge)
        if i in graph.labels:
            about["label"] = graph.labels[i]
        if i in graph.spans:
            about["span"] = list(graph.spans[i])
        nodes.append(about)
    at = graph.output(output)
    function = {"text": graph.text, "variables": list(graph.variables), "output": node_id(at)}
    groups = [_group(i, group) for i, group in enumerate(graph.groups)]
    return {"function": function, "nodes": nodes, "edges": edges, "groups": groups}


def _group(index: int, group: Group) -> dict[str, Any]:
    about = {"id": f"g{index}", "kind": group.kind, "label": group.label, "nodes": [node_id(i) for i in group.nodes]}
    return about if group.parent is None else about | {"parent": f"g{group.parent}"}


def node_id(index: int) -> str:
    """The name of a node in a Run."""
    return f"n{index}"


def _operation(op: Primitive, names: list[str]) -> dict[str, Any]:
    return {
        "op": op.name,
        "head": _spelled(op, names, READ),
        "form": op.form,
        "sign": op.symbol,
        "words": op.words,
        "code": _spelled(op, [f"{field}.evaluate()" for field in FIELDS[: op.arity]], PYTHON),
    }


def _spelled(op: Primitive, args: list[str], notation: Notation) -> str:
    return spell(op, [_operand(arg) for arg in args], notation)[0]


def _operand(name: str) -> Spelled:
    return name, SIGN if name.startswith("−") else ATOM


def _number(node: Node) -> float | str | None:
    """What a rule is told about an argument that is a number: its value, or its name where it has one."""
    if not isinstance(node, Const):
        return None
    return node.typed if node.typed in NAMED_NUMBERS else node.value


@lru_cache(maxsize=8192)
def _rule(
    op: Primitive, index: int, constants: tuple[float | str | None, ...], names: tuple[str, ...], out: str
) -> dict[str, str]:
    """How the local derivative along one argument is written: with names, as a rule, and as code."""
    numbers = tuple(number if isinstance(number, float) else None for number in constants)
    rule = local_derivative(op, index, numbers)
    if rule is None:
        return {}
    rule = _as_number(rule)
    letters = "abc"[: op.arity]
    operands = dict(zip(letters, map(_operand, names), strict=True))
    formula = expression(rule, {**operands, "out": out}, READ)[0]
    generic = _letters(op)
    written = [letter if number is None else _shown(number) for letter, number in zip(generic, constants, strict=True)]
    written[index] = generic[index]
    body = spell(op, [_operand(text) for text in written], READ)
    right = expression(rule, {**dict(zip(letters, map(_operand, written), strict=True)), "out": body}, RULE)[0]
    left = f"d({body[0]})" if op.binding != ATOM else f"d {body[0]}"
    fields = dict(zip(letters, (f"{field}.value" for field in FIELDS), strict=False))
    general = local_derivative(op, index, (None,) * op.arity)  # a class's code does not know its constants
    code = expression(_as_number(general), {**fields, "out": "self.value"}, PYTHON) if general else ("0", ATOM)
    return {
        "formula": formula,
        "reason": f"{left}/d{generic[index]} = {right}",
        "code": f"{FIELDS[index]}.backpropagate({_scaled('gradient', code)})",
    }


def _letters(op: Primitive) -> list[str]:
    """A letter an argument: u, w and z for those that are differentiated, c for a condition."""
    letters = iter("uwz")
    return ["c" if partial is None else next(letters) for partial in op.partials]


def _shown(number: float | str) -> str:
    return READ.number(number) if isinstance(number, float) else number


def _as_number(rule: Graph) -> Graph:
    """A rule that is a comparison as the number that it stands for: 1 where it holds, else 0."""
    node = rule.nodes[rule.outputs[0]]
    if node.op is None or any(node.op.partials):
        return rule
    inputs = [node for node in rule.nodes if isinstance(node, Var)]
    return Graph([Node(where, (node, Const(1.0), Const(0.0)))], inputs)


def _scaled(gradient: str, slope: tuple[str, int]) -> str:
    text, binding = slope
    if text in ("1", "-1"):
        return gradient if text == "1" else f"-{gradient}"
    return f"{gradient} * {text}" if binding > 2 else f"{gradient} * ({text})"
