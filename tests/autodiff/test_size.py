"""The core stays small enough to be read: under 900 lines of code, without blank lines, comments and docstrings."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import autodiff

FOLDER = Path(autodiff.__file__).parent
CORE = ("ops", "graph", "sweeps", "derivatives", "dual", "tape")
LIMIT = 900
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def code_lines(text: str) -> int:
    """How many lines have a token of code on them."""
    tokens = tokenize.tokenize(io.BytesIO(text.encode()).readline)
    lines = {line for token in tokens if token.type not in NO_CODE for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - docstring_lines(text))


def docstring_lines(text: str) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        documented = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        if documented and ast.get_docstring(node) is not None:
            found |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return found


def test_what_counts_as_a_line():
    text = '''"""A module."""

# a comment
def f(x):
    """One line.

    And more.
    """
    y = """a text
    of two lines"""  # with a comment
    return (y,

            x)
'''
    assert code_lines(text) == 5


def test_the_core_is_small():
    sizes = {name: code_lines((FOLDER / f"{name}.py").read_text("utf-8")) for name in CORE}
    assert sum(sizes.values()) < LIMIT, sizes
