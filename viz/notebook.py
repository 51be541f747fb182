"""In a notebook, what the engine gives is shown as a walk: IPython is told how, and the engine knows nothing of it."""

from __future__ import annotations

import sys
from typing import Any

WALKED = (("autodiff.run", "Run"), ("autodiff.graph", "Graph"), ("autodiff.gradient_tape", "GradientTape"))


def register() -> None:
    """Let a notebook show Runs, graphs and tapes as the last line of a cell; nothing where there is no notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for module, name in WALKED:
        formatter.for_type_by_name(module, name, _walk)


def _walk(what: Any) -> str:
    from viz.readers import Given
    from viz.walkthrough import walkthrough

    return walkthrough(what, Given())._repr_html_()
