"""A graph in words: what each node and edge is called, does, and by which rule.

This is the fixed half of a Run, the same at every point: names, formulas and code, all made from the
table of primitives. No sentence is built here; the page has the templates, this fills their slots.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from autodiff.graph import Const, Graph, Var
from autodiff.primitive import ATOM, Primitive
from autodiff.printing import PYTHON, READ, Notation, expression, local_derivative, spell, symbols

FIELDS = ("self.a", "self.b", "self.c")  # the notebook's names for a node's arguments


@lru_cache(maxsize=256)
def structure(graph: Graph, output: int = 0) -> dict[str, Any]:
    """The ``function``, ``nodes``, ``edges`` and ``groups`` of a Run, ready for JSON; not to be changed."""
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
            constants = tuple(c.value if isinstance(c, Const) else None for c in node.args)
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
    at = graph.outputs[output]
    function = {"text": graph.text, "variables": list(graph.variables), "output": node_id(at)}
    return {"function": function, "nodes": nodes, "edges": edges, "groups": []}


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
    return spell(op, [(arg, ATOM) for arg in args], notation)[0]


@lru_cache(maxsize=8192)
def _rule(
    op: Primitive, index: int, constants: tuple[float | None, ...], names: tuple[str, ...], out: str
) -> dict[str, str]:
    """How the local derivative along one argument is written: with names, as a rule, and as code."""
    rule = local_derivative(op, index, constants)
    if rule is None:
        return {}
    letters = "abc"[: op.arity]
    formula = expression(rule, {**dict(zip(letters, names, strict=True)), "out": out}, READ)[0]
    generic = dict(zip(letters, "uwz", strict=False))
    written = [_constant(number) or generic[letter] for letter, number in zip(letters, constants, strict=True)]
    written[index] = generic[letters[index]]
    body = _spelled(op, written, READ)
    right = expression(rule, {**generic, "out": body}, READ)[0]
    left = f"d({body})" if op.binding != ATOM else f"d {body}"
    fields = dict(zip(letters, (f"{field}.value" for field in FIELDS), strict=False))
    general = local_derivative(op, index, (None,) * op.arity)  # a class's code does not know its constants
    code = expression(general, {**fields, "out": "self.value"}, PYTHON) if general else ("0", ATOM)
    return {
        "formula": formula,
        "reason": f"{left}/d{written[index]} = {right}",
        "code": f"{FIELDS[index]}.backpropagate({_scaled('gradient', code)})",
    }


def _constant(number: float | None) -> str | None:
    return None if number is None else READ.number(number)


def _scaled(gradient: str, slope: tuple[str, int]) -> str:
    text, binding = slope
    if text in ("1", "-1"):
        return gradient if text == "1" else f"-{gradient}"
    return f"{gradient} * {text}" if binding > 2 else f"{gradient} * ({text})"
