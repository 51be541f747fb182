"""A walk in hand, without a server: shown in a notebook, or saved as a file.

    from viz import show
    show("x*x*y + y + 2", x=3, y=4)

The page that it shows is the one that `viz.saved` writes, in a frame of its own, so that it also plays in the
notebook's static export.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import autodiff as ad
from autodiff.printing import infix
from viz.readers import CannotRead, Given, Reading, jax, micrograd, native, tape, torch
from viz.saved.page import Beside, offline_page
from viz.saved.trace import to_csv, to_latex

READERS = (tape, torch, micrograd, jax, native)  # the first that knows a thing reads it
HEIGHT = 760  # px of a walk in a notebook
DIGITS = 12  # of the gradients that are compared


class Walkthrough:
    """A Run that can be shown and saved. ``run`` is the Run, ``theirs`` what was read of another library."""

    def __init__(self, run: ad.Run, theirs: Reading | None = None) -> None:
        self.run = run
        self.theirs = theirs

    def page(self) -> str:
        """The page, as HTML."""
        return offline_page(self.run.to_dict(), beside=self._beside())

    def save(self, path: str | Path) -> Path:
        """Write the walk into a file and give its path: ``.html`` the page that plays, ``.csv`` or ``.tex`` the trace.

        Raises `ValueError` for another ending.
        """
        path = Path(path)
        if path.suffix not in WRITERS:
            raise ValueError(f"The name of a saved walk ends in one of {', '.join(WRITERS)}, not {path.suffix!r}.")
        path.write_text(WRITERS[path.suffix](self), "utf-8")
        return path

    def _repr_html_(self) -> str:
        """The page in a frame of its own: it reaches nothing of the notebook, and the notebook nothing of it."""
        about = escape(self.run.structure["function"]["text"])
        return (
            f'<iframe srcdoc="{escape(self.page())}" title="Walk through {about}" sandbox="allow-scripts allow-modals'
            f' allow-downloads" allow="fullscreen" style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Walk of {len(self.run.steps)} steps through {self.run.structure['function']['text']!r}>"

    def _beside(self) -> Beside | None:
        if self.theirs is None or not self.theirs.gradient:
            return None
        ours = ad.gradient(self.theirs.graph, self.theirs.point)
        rows = [[name, f"{ours[name]:.{DIGITS}g}", f"{x:.{DIGITS}g}"] for name, x in self.theirs.gradient.items()]
        library = self.theirs.library
        return Beside(f"The gradient here, and what {library} gives", ["", "here", library], rows)


WRITERS: dict[str, Callable[[Walkthrough], str]] = {
    ".html": Walkthrough.page,
    ".csv": lambda walk: to_csv(walk.run.to_dict()),
    ".tex": lambda walk: to_latex(walk.run.to_dict()),
}


def walkthrough(what: Any, given: Given, **choices: Any) -> Walkthrough:
    """The walk through anything that can be read; ``choices`` are those of `autodiff.run`.

    Raises `CannotRead`, with one sentence, for what cannot be walked.
    """
    if isinstance(what, ad.Run):
        return Walkthrough(what)
    reader = next((reader for reader in READERS if reader.reads(what)), None)
    if reader is None:
        raise CannotRead(f"There is nothing to walk in {_kind(what)}: a text, a function, a graph or a value with one.")
    reading = reader.read(what, given)
    return Walkthrough(ad.run(_written(reading.graph), reading.point, **choices), reading)


def _written(graph: ad.Graph) -> ad.Graph:
    """A graph with a text; what was not typed is written out and read again, so that its nodes have places in it."""
    if graph.text:
        return graph
    try:
        again = ad.parse(infix(graph))
    except ad.ParseError:  # a name that the language has not got, or a length
        return graph
    return again if again.variables == graph.variables and len(again.outputs) == len(graph.outputs) else graph


def _kind(what: Any) -> str:
    return f"a {type(what).__name__}"
