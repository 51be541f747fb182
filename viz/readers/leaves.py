"""What the leaves of somebody else's graph are called: by what was said, else by the caller's own variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autodiff.graph import Const, Node, Var
from viz.readers import CannotRead, Given

DEEPEST, LONGEST = 3, 1_000  # lists in lists in lists, of so many, are looked into for names


def names_of(leaves: Sequence[Any], given: Given) -> dict[int, str]:
    """The name of each leaf that has one, by its identity.

    A name that was said goes before the leaf's own ``label``, and that before what a variable or a list around
    calls it. Raises `CannotRead` for a name that was said of something else.
    """
    wanted = {id(leaf): leaf for leaf in leaves}
    for name, thing in given.said.items():
        if id(thing) not in wanted:
            raise CannotRead(f"{name} is not among the leaves of this graph: nothing was computed from it.")
    names = {id(thing): name for name, thing in given.said.items()}
    taken = set(names.values())
    labels = ((getattr(leaf, "label", ""), leaf) for leaf in leaves)
    for name, thing in (*labels, *_reachable(given.around)):
        if name and id(thing) in wanted and id(thing) not in names and name not in taken:
            names[id(thing)] = name
            taken.add(name)
    return names


def numbered(leaves: Sequence[Any]) -> dict[int, str]:
    """x1, x2, … for leaves of which none has a name."""
    return {id(leaf): f"x{i}" for i, leaf in enumerate(leaves, 1)}


def node_of(name: str | None, value: float) -> Node:
    """A leaf as a node: a variable where it has a name, else a constant."""
    return Const(value) if name is None else Var(name)


def _reachable(around: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that has a name around: variables, and what stands in lists, as in w[0]."""
    for name, thing in around.items():
        if not name.startswith("_"):  # those are a notebook's own
            yield from _within(name, thing, DEEPEST)


def _within(name: str, thing: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(thing, (list, tuple)):
        if depth and len(thing) <= LONGEST:
            for i, one in enumerate(thing):
                yield from _within(f"{name}[{i}]", one, depth - 1)
    else:
        yield name, thing
