"""Groups of a structure drawn as one card each: a smaller structure, and what it stands for.

A group (a loop, a turn, a call) is folded or open. Folded, it is one card with what leaves it; the lines
between two cards become one line, which keeps its rule where it stands for a single argument. Open, it is a
frame. A group is made of consecutive lines of the program, so no way leads out of it and back in, and what
is folded stays free of cycles. Nor does one lead out of a sum and back in: it is left by its last addition only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from viz.drawing.sums import Sum, find

Structure = Mapping[str, Any]

WHOLE_UP_TO = 60  # nodes of a graph that is drawn with all its groups open
OPENED_UP_TO = 12  # cards of a larger one, whose groups are opened level by level while it has no more


@dataclass(frozen=True)
class Picture:
    """What is drawn of a structure.

    structure  the ``nodes``, ``edges`` and ``function`` to draw, and as ``frames`` the open groups
    folded     for each folded group's card the nodes inside
    bundles    for each line that stands for several edges, these
    sums       the chains of additions that are drawn as one card, by their last one
    summable   whether there are any that are or could be
    dots       the DOT texts that were made of it, by direction: the same picture is asked for again and again
    """

    structure: dict[str, Any]
    folded: dict[str, list[str]]
    bundles: dict[str, list[str]]
    sums: dict[str, Sum]
    summable: bool
    dots: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """What the player needs beside the drawing."""
        cards = {node["id"]: node for node in self.structure["nodes"]}
        folded = {name: {"nodes": nodes, "gives": cards[name]["gives"]} for name, nodes in self.folded.items()}
        return {
            "folded": folded,
            "open": [frame["id"] for frame in self.structure["frames"]],
            "bundles": self.bundles,
            "sums": {name: one.to_dict() for name, one in self.sums.items()},
            "summable": self.summable,
        }


class _Groups:
    """The groups as a tree, and the innermost one around every node."""

    def __init__(self, structure: Structure) -> None:
        self.by_id = {group["id"]: group for group in structure.get("groups", ())}
        self.parent = {name: group.get("parent") for name, group in self.by_id.items()}
        self.home: dict[str, str | None] = {node: name for name, group in self.by_id.items() for node in group["nodes"]}
        uses: dict[str, list[str]] = {}
        for edge in structure["edges"]:
            uses.setdefault(edge["from"], []).append(edge["to"])
        for node in structure["nodes"]:
            consumers = uses.get(node["id"], [])
            small = node["op"] == "constant" or "[" in node.get("name", "")  # an array's element; x is worth seeing
            if small and len(consumers) == 1 and consumers[0] in self.home:
                self.home[node["id"]] = self.home[consumers[0]]  # used once, it stands beside its consumer

    def around(self, node: str) -> Iterator[str]:
        """The groups around a node, from the inside out."""
        group = self.home.get(node)
        while group is not None:
            yield group
            group = self.parent[group]

    def gather(self, root: str, inner: Collection[str]) -> None:
        """Let a sum stand in the innermost group around all its additions."""
        shared = [set(self.around(node)) for node in inner]
        self.home[root] = next((group for group in self.around(root) if all(group in one for one in shared)), None)


def fold(structure: Structure, opened: Collection[str] | None = None, summed: bool = False) -> Picture:
    """The picture of a structure in which the groups ``opened`` are open; None leaves the choice to its size.

    A group counts as open only where all groups around it are. ``summed`` draws chains of additions as sums.
    """
    groups = _Groups(structure)
    if opened is None:
        opened = _worth_opening(structure, groups)
    shown_as: dict[str, str] = {}
    for node in structure["nodes"]:
        shut = [group for group in groups.around(node["id"]) if group not in opened]
        shown_as[node["id"]] = shut[-1] if shut else node["id"]
    folded: dict[str, list[str]] = {}
    for node in structure["nodes"]:
        if (card := shown_as[node["id"]]) != node["id"]:
            folded.setdefault(card, []).append(node["id"])
    summable = find(structure, {node for node, card in shown_as.items() if node == card})
    sums = summable if summed else {}
    for root, one in sums.items():
        shown_as |= dict.fromkeys(one.inner, root)
        groups.gather(root, one.inner)
    gives = _leaving(structure, shown_as)
    nodes: list[Mapping[str, Any]] = []
    for node in structure["nodes"]:
        card = shown_as[node["id"]]
        if card == node["id"]:
            nodes.append(_summed(node, sums[card]) if card in sums else node)
        elif card in folded and folded[card][-1] == node["id"]:  # after everything that goes into it
            nodes.append(_card(groups.by_id[card], structure, folded[card], gives.get(card, [])))
    edges, bundles = _lines(_in_order_of_terms(structure["edges"], sums), shown_as, folded)
    inside = {node["id"]: groups.parent.get(node["id"], groups.home.get(node["id"])) for node in nodes}
    frames = _frames(groups, inside)
    arguments = _arguments(edges)
    drawn = {
        "function": {**structure["function"], "output": shown_as[structure["function"]["output"]]},
        "nodes": [{**node, "args": arguments.get(node["id"], [])} for node in nodes],
        "edges": edges,
        "frames": frames,
    }
    return Picture(drawn, folded, bundles, sums, bool(summable))


def _worth_opening(structure: Structure, groups: _Groups) -> set[str]:
    """All groups of a small graph; of a large one whole levels, from the outside in, while there is room."""
    if len(structure["nodes"]) <= WHOLE_UP_TO:
        return set(groups.by_id)
    inside: dict[str | None, int] = {}
    for node in structure["nodes"]:
        home = groups.home.get(node["id"])
        inside[home] = inside.get(home, 0) + 1
    children: dict[str | None, list[str]] = {}
    for name, parent in groups.parent.items():
        children.setdefault(parent, []).append(name)
    opened: set[str] = set()
    level = children.get(None, [])
    cards = inside.get(None, 0) + len(level)
    while level:
        below = [child for group in level for child in children.get(group, [])]
        cards += sum(inside.get(group, 0) for group in level) + len(below) - len(level)
        if cards > OPENED_UP_TO:
            break
        opened.update(level)
        level = below
    return opened


def _leaving(structure: Structure, shown_as: Mapping[str, str]) -> dict[str, list[str]]:
    """For each card the nodes inside that something outside uses, or that are the result."""
    found: dict[str, dict[str, None]] = {}
    for edge in structure["edges"]:
        if shown_as[edge["from"]] != shown_as[edge["to"]]:
            found.setdefault(shown_as[edge["from"]], {})[edge["from"]] = None
    output = structure["function"]["output"]
    found.setdefault(shown_as[output], {})[output] = None
    return {card: list(nodes) for card, nodes in found.items()}


def _card(group: Mapping[str, Any], structure: Structure, nodes: list[str], gives: list[str]) -> dict[str, Any]:
    """A folded group as a node: called after what it gives, if that is one number."""
    about = {node["id"]: node for node in structure["nodes"]}
    symbol = about[gives[0]]["symbol"] if len(gives) == 1 else f"{len(gives)} values" if gives else "nothing"
    return {
        "id": group["id"], "op": "group", "head": group["label"], "symbol": symbol, "gives": gives,
        "size": len(nodes), "varies": any(about[node].get("varies", True) for node in nodes),
    }  # fmt: skip


def _summed(node: Mapping[str, Any], one: Sum) -> dict[str, Any]:
    """The last addition of a sum as the card of the whole sum."""
    return {**node, "head": one.head, "terms": len(one.terms)}


def _in_order_of_terms(edges: Sequence[Mapping[str, Any]], sums: Mapping[str, Sum]) -> list[Mapping[str, Any]]:
    """The edges with those into a sum in the order of its terms: in a + (b + c) the text has a first, the walk b."""
    place = {edge["id"]: i for i, edge in enumerate(edges)}
    ordered = list(edges)
    for one in sums.values():
        places = [place[term] for term in one.terms]
        for i, at in zip(sorted(places), places, strict=True):
            ordered[i] = edges[at]
    return ordered


def _lines(
    among: Sequence[Mapping[str, Any]], shown_as: Mapping[str, str], folded: Collection[str]
) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """The edges between cards, those between the same two cards bundled where one of them is a group."""
    between: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for edge in among:
        start, end = shown_as[edge["from"]], shown_as[edge["to"]]
        if start != end:
            grouped = start in folded or end in folded
            between.setdefault((start, end) if grouped else (edge["id"],), []).append(edge)
    edges: list[dict[str, Any]] = []
    bundles: dict[str, list[str]] = {}
    for together in between.values():
        first = together[0]
        line = {**first, "from": shown_as[first["from"]], "to": shown_as[first["to"]]}
        if len(together) > 1:
            line = {"id": f"b{len(bundles)}", "from": line["from"], "to": line["to"], "arg": 0}
            bundles[line["id"]] = [edge["id"] for edge in together]
        edges.append(line)
    return edges, bundles


def _arguments(edges: list[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in edges:
        found.setdefault(edge["to"], []).append(edge["from"])
    return found


def _frames(groups: _Groups, inside: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The open groups that have something to frame, from the outside in, each with the cards right inside."""
    cards: dict[str, list[str]] = {}
    needed: set[str] = set()
    for card, group in inside.items():
        if group is not None:
            cards.setdefault(group, []).append(card)
        while group is not None and group not in needed:
            needed.add(group)
            group = groups.parent[group]
    return [
        {"id": name, "label": group["label"], "parent": groups.parent[name], "nodes": cards.get(name, [])}
        for name, group in groups.by_id.items()
        if name in needed
    ]
