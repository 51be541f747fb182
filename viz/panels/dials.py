"""What is set inside a panel, kept in the link: ``panel=surface&set=rate:0.5,steps:20`` opens it as it was left.

A dial is a widget with a short name and a few values. Its value is the link's, which the widget shows and changes; what
a link says that is none of the values counts for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from viz import session

T = TypeVar("T")
NONE = "-"  # of several values not one; no name of a variable


def dial(name: str, values: Sequence[T], at_first: T, clears: Sequence[str] = ()) -> dict[str, Any]:
    """The arguments that make a widget of Streamlit's a dial; one that is changed ``clears`` what hangs on it."""
    known = {str(value): value for value in values}
    session.give(_key(name), known.get(session.chosen().dials.get(name, ""), at_first))
    return {"key": _key(name), "on_change": _turned, "args": (name, at_first, clears)}


def dials(name: str, values: Sequence[str], at_first: Sequence[str], most: int) -> dict[str, Any]:
    """The same of a widget that takes several values, at most so many."""
    given = session.chosen().dials.get(name)
    found = at_first if given is None else [value for value in dict.fromkeys(given.split()) if value in values]
    session.give(_key(name), list(found[:most]))
    return {"key": _key(name), "on_change": _turned, "args": (name, list(at_first), ()), "max_selections": most}


def forget() -> None:
    """Another panel was opened: what was set in the last one means nothing there."""
    session.chosen().dials = {}


def _turned(name: str, at_first: Any, clears: Sequence[str]) -> None:
    found = session.state[_key(name)]
    kept = {other: value for other, value in session.chosen().dials.items() if other not in (name, *clears)}
    if found != at_first:
        kept[name] = (" ".join(found) or NONE) if isinstance(found, list) else str(found)
    session.chosen().dials = kept
    session.state.elsewhere = True


def _key(name: str) -> str:
    return f"dial {name}"
