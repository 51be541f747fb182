"""The structure of a Run as DOT: cards of fixed size, with room for every number that will come.

A node is one table. In the drawing from left to right its columns are

    a row an argument        the card                     a row a use
    (room for the rule)      (head, value, gradient,      (room for what flows back)
                             the parts of a shared sum)

and edges run from a use of one node to an argument of another. All boxes have fixed sizes, so the layout
depends on the structure alone: numbers can change without anything moving, and two learners with the same
function share one drawing. From top to bottom the same three parts are stacked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import graphviz

from viz.drawing.cards import COMPACT, FULL, IDLE, STAND_IN, TEXT, Card, Density, Direction
from viz.drawing.markup import written
from viz.drawing.text import shortened

POLISHED_UP_TO = 60  # nodes; beyond, dot gets less time for straight lines
FULL_CARDS_UP_TO = 12  # operations and variables; beyond, cards are compact
LONGEST_FRAME_LABEL = 260  # points

Place = tuple[float, float]
Sized = Mapping[str, tuple[float, float]]


def density_for(structure: Mapping[str, Any]) -> Density:
    """Full cards for a small graph, compact ones for a larger."""
    drawn = sum(node["op"] != "constant" for node in structure["nodes"])
    return FULL if drawn <= FULL_CARDS_UP_TO else COMPACT


def to_dot(
    structure: Mapping[str, Any],
    direction: Direction = "right",
    place: Callable[[Sized], dict[str, Place]] | None = None,
) -> str:
    """The DOT text of a Run's structure (its ``nodes``, ``edges`` and ``function``), or of a `Picture`'s.

    With ``place`` the cards are not left to dot: it gets the size of every node, and gives its centre.
    """
    density = density_for(structure)
    sketches = _sketches(structure, direction, density)
    graph = graphviz.Digraph("function", graph_attr=_graph_attributes(direction, density, len(sketches)), strict=False)
    graph.attr("node", shape="plain", fontname="Source Sans 3", fontsize=str(STAND_IN))
    graph.attr("edge", arrowsize="0.7", arrowhead="normal", color=IDLE, penwidth="1")
    places = place({name: sketch.size for name, sketch in sketches.items()}) if place else {}
    if places:
        graph.attr("graph", splines="line")
    for name, sketch in sketches.items():
        attributes = {"class": sketch.kind}
        if name in places:
            attributes["pos"] = "{:g},{:g}!".format(*places[name])
        graph.node(name, label=f"<{sketch.table()}>", id=name, _attributes=attributes)
    if not places:  # frames need room that only dot leaves
        _add_frames(graph, structure.get("frames", ()), None)
    leave, enter = ("w", "e") if direction == "right" else ("n", "s")
    for edge in structure["edges"]:
        tail, head = f"{edge['from']}:u_{edge['id']}:{leave}", f"{edge['to']}:a_{edge['id']}:{enter}"
        graph.edge(tail, head, id=edge["id"])
    return graph.source


def _add_frames(graph: graphviz.Digraph, frames: Sequence[Mapping[str, Any]], parent: str | None) -> None:
    """The open groups as clusters, each in the one around it."""
    for frame in frames:
        if frame["parent"] == parent:
            with graph.subgraph(name=f"cluster_{frame['id']}") as cluster:
                label = f"<{written(shortened(frame['label'], TEXT, LONGEST_FRAME_LABEL))}>"
                cluster.attr(id=frame["id"], label=label, labeljust="l", style="rounded", margin="10", color=IDLE)
                for name in frame["nodes"]:
                    cluster.node(name)
                _add_frames(cluster, frames, frame["id"])


def _sketches(structure: Mapping[str, Any], direction: Direction, density: Density) -> dict[str, Card]:
    symbols = {node["id"]: node["symbol"] for node in structure["nodes"]}
    uses: dict[str, list[Mapping[str, Any]]] = {name: [] for name in symbols}
    arguments: dict[str, list[Mapping[str, Any]]] = {name: [] for name in symbols}
    for edge in structure["edges"]:
        uses[edge["from"]].append(edge)
        arguments[edge["to"]].append(edge)
    output = structure["function"]["output"]
    return {
        node["id"]: Card(
            node, arguments[node["id"]], uses[node["id"]], symbols, density, direction, node["id"] == output
        )
        for node in structure["nodes"]
    }


def _graph_attributes(direction: Direction, density: Density, nodes: int) -> dict[str, str]:
    attributes = {
        "class": density.name,
        "rankdir": "LR" if direction == "right" else "TB",
        "ranksep": "0.11" if direction == "right" else "0.2",
        "nodesep": str(density.gap),
        "bgcolor": "transparent",
        "pad": "0.06",
    }
    if nodes > POLISHED_UP_TO:
        # Polishing a long loop takes dot seconds and changes its height by a hundredth: one short pass each.
        attributes |= {"nslimit": "0.05", "nslimit1": "0.05", "searchsize": "1", "mclimit": "0.3"}
        if direction == "down":
            attributes["splines"] = "line"  # routing curves around the wide cards of a loop takes 2 s, lines 0.1 s
    return attributes
