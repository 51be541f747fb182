"""The simpler drawing: cards in plain rows by rank, where dot would take too long.

Positions are given, so Graphviz only has to draw. The rank of a node is the longest way to it from a
variable; within a rank nodes keep the order of evaluation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from viz.drawing.cards import Direction
from viz.drawing.dot import Place, Sized, to_dot

GAP = 14  # points between two cards of a rank, and between one rank and the next


def to_rows(structure: Mapping[str, Any], direction: Direction = "right") -> str:
    """The DOT of `to_dot` with a position for every node, for the program ``nop2``."""
    ranks = _ranks(structure)
    return to_dot(structure, direction, place=lambda sizes: _places(ranks, sizes, direction))


def _ranks(structure: Mapping[str, Any]) -> list[list[str]]:
    """The nodes by rank; a node without arguments stands just before its first use."""
    rank: dict[str, int] = {}
    for node in structure["nodes"]:
        rank[node["id"]] = max((rank[arg] + 1 for arg in node["args"]), default=0)
    leaves = {node["id"] for node in structure["nodes"] if not node["args"]}
    for edge in reversed(structure["edges"]):
        if edge["from"] in leaves:
            rank[edge["from"]] = max(0, rank[edge["to"]] - 1)
    ranks: list[list[str]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    for name, number in rank.items():
        ranks[number].append(name)
    return ranks


def _places(ranks: list[list[str]], sizes: Sized, direction: Direction) -> dict[str, Place]:
    """The centre of every node, in points; y grows upwards, as Graphviz counts."""
    along, across = (0, 1) if direction == "right" else (1, 0)
    places: dict[str, Place] = {}
    start = 0.0
    for rank in ranks:
        depth = max((sizes[name][along] for name in rank), default=0.0)
        beside = 0.0
        for name in rank:
            middle = start + depth / 2, beside + sizes[name][across] / 2
            places[name] = (middle[0], -middle[1]) if direction == "right" else (middle[1], -middle[0])
            beside += sizes[name][across] + GAP
        start += depth + GAP
    return places
