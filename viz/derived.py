"""The function on the page may be a derivative of the one that was typed: which graph that is, and the trail to it."""

from __future__ import annotations

from collections import Counter

import autodiff as ad
from viz.keeping import kept
from viz.problems import NODES, parsed, weight

LARGEST = 5_000  # nodes, as the language allows
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@kept(NODES, lambda found, text, merge, names: weight(found[0]))
def derived(text: str, merge: bool, names: tuple[str, ...]) -> tuple[ad.Graph | ad.ParseError, tuple[str, ...]]:
    """The graph of a text, differentiated along one variable after the other, and the names of those.

    It ends before a name that is no variable, and before a derivative that is too large. A derivative is written out
    and read again, so that its nodes have places in a text like those of any function. One that the language has no
    words for, or no room, keeps the graph that the rules gave.
    """
    graph = parsed(text, merge)
    if isinstance(graph, ad.ParseError):
        return graph, ()
    for k, name in enumerate(names):
        if name not in graph.variables or len(found := ad.derivative(graph, name)) > LARGEST:
            return graph, names[:k]
        again = parsed(str(found), merge)
        graph = found if isinstance(again, ad.ParseError) or again.variables != found.variables else again
    return graph, names


def trail(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every function on the way, from f on: the names along which it was differentiated, as in a link, and its own."""
    return [(",".join(names[:k]), _symbol(names[:k])) for k in range(len(names) + 1)]


def _symbol(names: tuple[str, ...]) -> str:
    """∂²f/∂x², ∂³f/∂x²∂y."""
    if not names:
        return "f"
    below = "".join(f"∂{name}{_power(count)}" for name, count in Counter(names).items())
    return f"∂{_power(len(names))}f/{below}"


def _power(count: int) -> str:
    return str(count).translate(SUPERSCRIPTS) if count > 1 else ""
