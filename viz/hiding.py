"""What a link may take away for a lesson: the names after ``hide=``, and what each is."""

from __future__ import annotations

# Parts of the page, which the page leaves out, and parts of the player, which player/hide.css does.
OF_THE_PAGE = {
    "head": "the name of the page",
    "function": "the text area and the menu of examples",
    "point": "the numbers of the variables",
    "mode": "the choice of the mode, and what is merged",
    "closer": "the row of panels under the player",
}
OF_THE_PLAYER = {
    "sentence": "the sentence of a step",
    "code": "the line of code under it",
    "controls": "everything under the graph",
    "walk": "the buttons that step and play",
    "scrub": "the slider of the steps",
    "view": "speed, parts, asking, cover, projector, full screen, help",
    "look": "sums, direction, zoom",
    "side": "everything beside the graph",
    "text": "the function as typed",
    "trace": "the table",
    "gradient": "the gradient",
    "choices": "which variable, output or derivative the walk is about",
    "paths": "the paths that a gradient is a sum over",
    "bugs": "the choice of a bug",
    "links": "copy link, save as DOT",
}
NAMES = OF_THE_PAGE | OF_THE_PLAYER


def read(text: str) -> frozenset[str] | None:
    """The names that a link lists, as in ``trace,gradient``; None where one of them is none of ours."""
    names = frozenset(text[:400].split(","))
    return names if names <= NAMES.keys() else None


def write(names: frozenset[str]) -> str:
    """The names for a link, in the order of the tables."""
    return ",".join(name for name in NAMES if name in names)
