"""What others have, read into a graph and a point: micrograd's values, PyTorch's tensors, JAX's functions, our tapes.

A reader is a module with ``reads(what)``, whether it knows such a thing, and ``read(what, given)``. It never imports
the library that it reads: where there is something to read, the library is loaded already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import autodiff as ad

LARGEST = 5_000  # nodes, as the language allows


class CannotRead(ValueError):
    """What was given has something that cannot be walked; the message names it, in one sentence."""


@dataclass(frozen=True)
class Given:
    """What came along: the names that were said, and what the caller's own variables are called."""

    said: Mapping[str, Any] = field(default_factory=dict)
    around: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A function as a graph, the point that it is at, and the gradient that the library itself gives there."""

    graph: ad.Graph
    point: dict[str, float]
    library: str = ""
    gradient: dict[str, float] = field(default_factory=dict)


def checked(count: int, library: str) -> None:
    """Raise `CannotRead` for a graph that is too large to be walked."""
    if count > LARGEST:
        raise CannotRead(f"This graph of {library} has more than {LARGEST:,} nodes; a walk has at most as many.")
