"""Chains of additions drawn as one sum, by choice: which they are, and their steps beside each other.

The inner additions of `a + b + c + d` are used once each, by the next one. Such a chain is one card: the
terms are its arguments, the last addition gives it its name and its numbers, and the others are not drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sum:
    """One chain of additions.

    inner  the additions that are not drawn, in order of evaluation
    terms  the edges that lead into the sum, in the order of the text
    head   the sum as a card shows it: "v₁ + v₂ + b"
    """

    inner: tuple[str, ...]
    terms: tuple[str, ...]
    head: str

    def to_dict(self) -> dict[str, Any]:
        """What the player needs to know of it."""
        return {"inner": list(self.inner), "terms": list(self.terms), "head": self.head}


def find(structure: Mapping[str, Any], drawn: Collection[str]) -> dict[str, Sum]:
    """The sums of three terms or more, by their last addition; made of ``drawn`` nodes only."""
    arguments: dict[str, list[Mapping[str, Any]]] = {}
    uses: dict[str, list[str]] = {}
    for edge in structure["edges"]:
        arguments.setdefault(edge["to"], []).append(edge)
        uses.setdefault(edge["from"], []).append(edge["to"])
    symbols = {node["id"]: node["symbol"] for node in structure["nodes"]}
    order = {node["id"]: i for i, node in enumerate(structure["nodes"])}
    additions = dict.fromkeys(node["id"] for node in structure["nodes"] if node["op"] == "add" and node["id"] in drawn)
    inner = {one for one in additions if _used_once_by(uses.get(one, []), additions)}
    inner.discard(structure["function"]["output"])
    found: dict[str, Sum] = {}
    for root in additions:
        if root in inner or inner.isdisjoint(edge["from"] for edge in arguments[root]):
            continue
        within, terms = _unrolled(root, arguments, inner)
        head = " + ".join(_bracketed(symbols[edge["from"]]) for edge in terms)
        found[root] = Sum(tuple(sorted(within, key=order.__getitem__)), tuple(edge["id"] for edge in terms), head)
    return found


def _used_once_by(consumers: Sequence[str], additions: Collection[str]) -> bool:
    return len(consumers) == 1 and consumers[0] in additions


def _unrolled(
    root: str, arguments: Mapping[str, list[Mapping[str, Any]]], inner: Collection[str]
) -> tuple[set[str], list[Mapping[str, Any]]]:
    """The additions inside a sum, and its terms from left to right."""
    within: set[str] = set()
    terms: list[Mapping[str, Any]] = []
    waiting = arguments[root][::-1]
    while waiting:
        edge = waiting.pop()
        if edge["from"] in inner:
            within.add(edge["from"])
            waiting += arguments[edge["from"]][::-1]
        else:
            terms.append(edge)
    return within, terms


def _bracketed(symbol: str) -> str:
    return f"({symbol})" if symbol.startswith("−") else symbol


def beside(run: Mapping[str, Any], sums: Mapping[str, Sum]) -> dict[str, Any]:
    """The same Run with all steps of a sum one after the other, so that the player can make one stop of them.

    An inner addition is used by the next one alone. So its value may be worked out as late as the sum's, and
    its gradient sent as soon as the sum's.
    """
    root_of = {name: root for root, one in sums.items() for name in (root, *one.inner)}
    steps = run["steps"]
    order = _held(range(len(steps)), "compute", steps, root_of)
    order = _held(order[::-1], "send", steps, root_of)[::-1]
    place = {old: new for new, old in enumerate(order)}
    writes = sorted(({**write, "step": place[write["step"]]} for write in run["writes"]), key=lambda one: one["step"])
    return {**run, "steps": [steps[k] for k in order], "writes": writes}


def _held(order: Iterable[int], kind: str, steps: Sequence[Mapping[str, Any]], root_of: Mapping[str, str]) -> list[int]:
    """The steps in this order, but those of a kind at inner additions held back until their sum's own."""
    waiting: dict[str, list[int]] = {}
    kept: list[int] = []
    for k in order:
        node = steps[k].get("node", "")
        root = root_of.get(node)
        if root is None or steps[k]["kind"] != kind:
            kept.append(k)
        elif node == root:
            kept += [*waiting.pop(root, []), k]
        else:
            waiting.setdefault(root, []).append(k)
    return kept
