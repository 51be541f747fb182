"""Everything that shows a Run: its picture, its player, and the page around them.

from viz import show
show("x*x*y + y + 2", x=3, y=4)
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from viz.notebook import register

if TYPE_CHECKING:
    from viz.walkthrough import Walkthrough


def show(
    what: Any,
    at: Mapping[str, Any] | None = None,
    /,
    mode: str = "reverse",
    output: int = 0,
    seed: str | None = None,
    **named: Any,
) -> Walkthrough:
    """The walk through ``what``, as the last line of a notebook's cell; its ``save`` writes a file.

    ``what`` is a text in the language that learners type, a Python function, a `Graph`, a `Run`, a `GradientTape`,
    a ``Value`` of micrograd, a scalar of PyTorch with a graph, or a function that JAX traces. The variables of the
    first three and of JAX get their numbers by name (``x=3``, or ``{"x": 3}`` where a name is one of the options);
    of the others the leaves are named that way (``w=w``), else as the caller's own variables are called.
    Raises `CannotRead` or `ParseError`, each with one sentence, for what cannot be walked.
    """
    from viz.readers import Given
    from viz.walkthrough import walkthrough  # not before it is asked for: `import viz` stays cheap

    caller = sys._getframe(1)
    given = Given({**(at or {}), **named}, {**caller.f_globals, **caller.f_locals})
    return walkthrough(what, given, mode=mode, output=output, seed=seed)


register()
