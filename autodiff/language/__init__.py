"""Typed text to a graph.

    text ─lexer─▶ tokens ─notation─▶ tokens ─statements─▶ tree ─program─▶ Graph

The lexer reads characters, keeping the columns; the notation of the blackboard becomes plain operators; the
grammar (`expressions`, `statements`) makes a tree; going through it (`program`, `lowering`) makes nodes.
Nothing that is typed is ever evaluated by Python. What may be typed is said in docs/language.md; whatever else
is, comes back as a `ParseError` that points at its line and column.
"""

from __future__ import annotations

import threading

from autodiff.graph import Graph
from autodiff.language import lexer, limits, notation, program, statements
from autodiff.language.source import Source

__all__ = ["parse"]

STACK = 8 * 2**20  # bytes
_stack_size = threading.Lock()


def parse(text: str, *, merge: bool = False) -> Graph:
    """The graph of a function that is typed as text; with ``merge``, repeated subexpressions are computed once.

    Raises `ParseError`, with the line and column, for a text that is no function.

    It runs in a thread of its own. Nesting is limited, but a limit says how deep a text may be, not how deep
    the caller already is: in a new thread Python counts its calls from zero, so the same text parses
    everywhere. The thread's stack is of the same size on every platform, too (on some it is 128 KB).
    """
    outcome: list[Graph | BaseException] = []

    def work() -> None:
        try:
            outcome.append(_parsed(text))
        except BaseException as error:  # handed to the caller, whatever it is
            outcome.append(error)

    thread = threading.Thread(target=work, name="parse", daemon=True)
    with _stack_size:  # the size is one for the whole process: set only while this thread starts
        before = threading.stack_size(STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    graph = outcome.pop()
    if isinstance(graph, BaseException):
        try:
            raise graph
        finally:
            del graph  # which knows this frame
    return graph.merged() if merge else graph


def _parsed(text: str) -> Graph:
    source = Source(text)
    if len(text) > limits.CHARACTERS:
        raise source.error(limits.TOO_MANY_CHARACTERS, (limits.CHARACTERS, limits.CHARACTERS + 1))
    tokens = notation.plain(source, lexer.tokenize(source))
    return program.graph_of(source, statements.read(source, tokens))
