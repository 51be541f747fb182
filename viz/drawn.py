"""What is drawn of a structure: its picture, and Graphviz's drawing of that, both shared by all who ask."""

from __future__ import annotations

from viz.cards import Direction
from viz.dot import to_dot
from viz.folding import Picture
from viz.layout import Drawing, shared
from viz.rows import to_rows


def drawn(picture: Picture, direction: Direction) -> Drawing:
    """The drawing of a picture; the same one for everybody who asks."""
    if direction not in picture.dots:
        picture.dots[direction] = to_dot(picture.structure, direction)
    return shared.draw(picture.dots[direction], lambda: to_rows(picture.structure, direction))
