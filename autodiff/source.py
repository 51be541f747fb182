"""A graph as straight-line Python source: one operation a line, in order of evaluation.

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
from autodiff.spelling import Spelling

INDENT = "    "


def number(value: float) -> str:
    """A float as Python reads it back, to the last bit; in brackets where it has a sign."""
    text = repr(value) if math.isfinite(value) else "1e999" if value > 0 else "-1e999" if value < 0 else "math.nan"
    return f"({text})" if text.startswith("-") else text


def straight_line(graph: Graph, names: Sequence[str], spelled: Spelling) -> tuple[list[str], list[str]]:
    """The lines ``name = operation`` of what the outputs need, and the outputs' own names (or numbers).

    ``names`` has one name a node: those of `safe_names`, or others that are known to be safe.
    """
    texts: list[str] = []
    lines: list[str] = []
    needed = [any(flags) for flags in zip(*(graph.needed(k) for k in range(len(graph.outputs))), strict=True)]
    for i, node in enumerate(graph.nodes):
        if isinstance(node, Const):
            texts.append(number(node.value))
            continue
        texts.append(names[i])
        if node.op is not None and needed[i]:
            args = [texts[j] for j in graph.args[i]]
            if spelled.is_call(node.op):
                args = [
                    spelled.lifted.format(text) if not graph.varies[j] and node.op.partials[k] is not None else text
                    for k, (j, text) in enumerate(zip(graph.args[i], args, strict=True))
                ]
            lines.append(f"{names[i]} = {spelled.spell(node.op, args)}")
    return lines, [texts[i] for i in graph.outputs]


def indented(lines: Sequence[str], depth: int = 1) -> str:
    """Lines as the body of a block."""
    return "\n".join(INDENT * depth + line for line in lines)


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
RESERVED |= {*TABLE, "float", "f", "Value"}


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
