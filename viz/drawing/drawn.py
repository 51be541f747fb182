"""What is drawn of a structure: its picture, and Graphviz's drawing of that, both shared by all who ask."""

from __future__ import annotations

import autodiff as ad
from autodiff.walks.broken import drawn_with
from viz.drawing.cards import Direction
from viz.drawing.dot import to_dot
from viz.drawing.folding import Picture, fold
from viz.drawing.layout import Drawing, shared
from viz.drawing.rows import to_rows
from viz.keeping import kept
from viz.problems import NODES, weight


@kept(NODES, lambda picture, graph, *choices: weight(graph))
def pictured(graph: ad.Graph, output: int, opened: frozenset[str] | None, summed: bool, bug: str) -> Picture:
    """What is drawn of a graph, or of what a bug makes of it; the same for everybody who asks."""
    return fold(drawn_with(bug, graph, output), opened, summed)


def drawn(picture: Picture, direction: Direction) -> Drawing:
    """The drawing of a picture; the same one for everybody who asks."""
    if direction not in picture.dots:
        picture.dots[direction] = to_dot(picture.structure, direction)
    return shared.draw(picture.dots[direction], lambda: to_rows(picture.structure, direction))
