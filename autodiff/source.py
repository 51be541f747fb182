"""A graph as straight-line Python source: one assignment a line, in order of evaluation.

Nothing that a stranger typed gets into it. Numbers are written from their values, operations from
`spelling`, and a name only if it is an identifier that means nothing else; any other becomes one.
"""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from autodiff import spelling
from autodiff.graph import Const, Graph, Var
from autodiff.ops import TABLE
from autodiff.primitive import ATOM
from autodiff.spelling import Spelling

INDENT = "    "
LONGEST = 60  # characters of an expression inside another


def number(value: float) -> str:
    """A float as Python reads it back, to the last bit; in brackets where it has a sign."""
    text = repr(value) if math.isfinite(value) else "1e999" if value > 0 else "-1e999" if value < 0 else "math.nan"
    return f"({text})" if text.startswith("-") else text


def straight_line(graph: Graph, names: Sequence[str], spelled: Spelling) -> tuple[list[str], list[str]]:
    """The lines ``name = expression`` of what the outputs need, and the outputs' own names (or numbers).

    ``names`` has one name a node: those of `safe_names`, or others that are known to be safe. What is used
    once, and fits, is written where it is used.
    """
    needed = graph.needed(None)
    inlined = _used_once(graph, needed, spelled)
    texts: list[str] = []
    bindings: list[int] = []
    lines: list[str] = []
    for i, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True)):
        text, binding = names[i], ATOM
        if isinstance(node, Const):
            text = number(node.value)
        elif node.op is not None and needed[i]:
            written = [spelled.argument(node.op, k, graph.nodes[j], texts[j], bindings[j]) for k, j in enumerate(args)]
            expression = spelled.spell(node.op, written)
            if i in inlined and len(expression) <= LONGEST:
                text, binding = expression, spelled.binding(node.op)
            else:
                lines.append(f"{names[i]} = {expression}")
        texts.append(text)
        bindings.append(binding)
    return lines, [spelled.number(graph.nodes[i], texts[i], bindings[i])[0] for i in graph.outputs]


def _used_once(graph: Graph, needed: Sequence[bool], spelled: Spelling) -> set[int]:
    """The nodes that may be written inside the one expression that uses them."""
    users: dict[int, list[int]] = {}
    for i, args in enumerate(graph.args):
        for j in args:
            if needed[i]:
                users.setdefault(j, []).append(i)
    named = {*graph.outputs, *graph.labels}
    found = set()
    for j, using in users.items():
        op, user = graph.nodes[j].op, graph.nodes[using[0]].op
        if (
            len(using) == 1
            and j not in named
            and op
            and user
            and spelled.is_short(op)
            and spelled.takes_expressions(user)
        ):
            found.add(j)
    return found


def indented(lines: Sequence[str], depth: int = 1) -> str:
    """Lines as the body of a block."""
    return "\n".join(INDENT * depth + line if line else "" for line in lines)


def defined(source: str, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The functions that ``source``, a text made by this package from its own table, defines on ``namespace``."""
    made = dict(namespace)
    exec(source, made)  # noqa: S102 (see above: there is nothing in it that a stranger typed)
    return made


# ---- names

RESERVED = {
    word
    for library in vars(spelling).values()
    if isinstance(library, Spelling)
    for template in (*library.templates.values(), library.lifted)
    for word in re.findall(r"[^\W\d]\w*", template)
}
RESERVED |= {*TABLE, *(f"{name}_" for name in TABLE)}
RESERVED |= {"float", "map", "f", "at_the_edge", "ArithmeticError", "ValueError"}
RESERVED |= {"Value", "value", "gradient", "value_and_gradient", "tape", "number", "variable", "print"}


def safe_names(graph: Graph) -> list[str]:
    """A name for every node: the learner's where it is a plain identifier, else one made from it or a number."""
    taken = set(RESERVED)
    found: list[str] = []
    for i, node in enumerate(graph.nodes):
        wanted = node.name if isinstance(node, Var) else graph.labels.get(i, "")
        name = _identifier(wanted) or f"v{i}"
        if name in taken:
            name = f"{name}_{i}"
        while name in taken:
            name += "_"
        taken.add(name)
        found.append(name)
    return found


def _identifier(wanted: str) -> str:
    """``wanted`` as an identifier that Python reads as it stands (``W[1][2]`` as ``W_1_2``); "" if there is none."""
    name = wanted if wanted.isidentifier() else re.sub(r"\W+", "_", wanted).strip("_")
    unchanged = unicodedata.normalize("NFKC", name) == name and not name.startswith("__")
    return name if name.isidentifier() and unchanged and not keyword.iskeyword(name) else ""
