"""A walk as a file to take along, made of its link alone: by whichever server answers, without a page or a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import autodiff as ad
from viz.link import State
from viz.saved.page import offline_page
from viz.saved.trace import to_csv, to_latex
from viz.server import pace
from viz.walking import point_of, walked


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, its media type, and how it is made of a Run and of what the link chose."""

    name: str
    media_type: str
    write: Callable[[Mapping[str, Any], State], str]


KINDS = {
    "page": Kind(
        "gradwalk.html", "text/html", lambda run, said: offline_page(run, opened=said.opened, summed=said.summed)
    ),
    "csv": Kind("trace.csv", "text/csv", lambda run, said: to_csv(run)),
    "tex": Kind("trace.tex", "application/x-tex; charset=utf-8", lambda run, said: to_latex(run)),
}


def content(kind: Kind, said: State, graph: ad.Graph) -> str:
    """The file of the walk that a link says, through its graph; nobody's turn is held while a page is drawn."""
    with pace.turn(len(graph.nodes)):
        run = walked(said, graph, point_of(said, graph.variables)).to_dict()
    return kind.write(run, said)
