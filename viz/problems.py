"""A text that could not be parsed, as the page shows it: a sentence, the line, a caret, what to type instead."""

from __future__ import annotations

from typing import Any

import autodiff as ad
from viz.keeping import kept
from viz.server import pace

NODES = 60_000  # of all graphs that are kept: a class with a function each, or a dozen of the largest
LEAST = 50  # what a graph, or a text that is none, counts of them in any case


def weight(found: ad.Graph | ad.ParseError) -> int:
    """How much of the room for graphs it takes."""
    if isinstance(found, ad.ParseError):
        return LEAST
    return max(LEAST, len(found.nodes)) + sum(len(notice.edits) for notice in found.notices)


@kept(NODES, lambda found, text, merge: weight(found))
def parsed(text: str, merge: bool) -> ad.Graph | ad.ParseError:
    """The graph of a text, or what is wrong with it. Graphs are immutable, so all learners share them."""
    try:
        with pace.aside():  # the engine parses in a thread of its own
            return ad.parse(text, merge=merge)
    except ad.ParseError as error:
        return error.with_traceback(None)


def problem(text: str, error: Any) -> dict[str, Any]:
    """A `ParseError` or a notice about ``text``, ready for JSON."""
    lines = text.split("\n")
    source = lines[error.line - 1] if error.line <= len(lines) else ""
    fixed = getattr(error, "fixed", None)
    if fixed is not None and isinstance(parsed(fixed, False), ad.ParseError):
        fixed = None  # a suggestion that is wrong in its turn helps nobody
    return {
        "message": error.message,
        "line": error.line,
        "column": error.column,
        "length": getattr(error, "length", 1),
        "hint": error.hint,
        "source": source,
        "fixed": fixed,
    }


def verdict(text: str) -> dict[str, Any]:
    """What there is to say about a text while it is typed."""
    found = parsed(text, False)
    if isinstance(found, ad.ParseError):
        return {"problem": problem(text, found), "notices": []}
    return {"problem": None, "notices": [problem(text, notice) for notice in found.notices]}
