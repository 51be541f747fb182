"""What holds for every text: a graph within the limits, or an error that points into the text."""

from __future__ import annotations

from autodiff.errors import ParseError
from autodiff.graph import Graph
from autodiff.language import limits


def check_graph(graph: Graph, text: str) -> None:
    assert len(graph) <= limits.NODES + limits.OUTPUTS
    assert 1 <= len(graph.outputs) <= limits.OUTPUTS
    assert len(set(graph.variables)) == len(graph.variables) <= limits.VARIABLES
    assert all(0 <= start < end <= len(text) for start, end in graph.spans.values())
    assert len(graph.spans) == len(graph)


def check_error(error: ParseError, text: str) -> None:
    assert error.message
    assert error.hint is None or error.hint
    assert error.fixed != text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1
