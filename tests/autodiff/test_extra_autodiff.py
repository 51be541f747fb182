"""The notebook retold, ``docs/extra_autodiff.ipynb``: every cell runs, in order, and shows what is saved with it."""

from __future__ import annotations

import ast
import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "extra_autodiff.ipynb"
ALL_CELLS = json.loads(NOTEBOOK.read_text())["cells"]
CELLS = [cell for cell in ALL_CELLS if cell["cell_type"] == "code"]


def shown_by(source: str, names: dict[str, Any]) -> dict[str, str]:
    """What a cell prints, and its last line's value if that is an expression: as Jupyter shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    shown = {}
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    if printed.getvalue():
        shown["stream"] = printed.getvalue()
    if value is not None:
        shown["execute_result"] = repr(value)
    return shown


def saved_with(cell: dict[str, Any]) -> dict[str, str]:
    saved = {}
    for output in cell["outputs"]:
        text = output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"]
        saved[output["output_type"]] = "".join(text)
    return saved


@pytest.fixture(scope="module")
def shown() -> list[dict[str, str]]:
    names: dict[str, Any] = {"__name__": "notebook"}
    return [shown_by("".join(cell["source"]), names) for cell in CELLS]


def test_every_cell_shows_what_is_saved_with_it(shown):
    for cell, now in zip(CELLS, shown, strict=True):
        assert now == saved_with(cell), "".join(cell["source"])


def test_it_was_saved_after_running_from_the_top():
    assert [cell["execution_count"] for cell in CELLS] == list(range(1, len(CELLS) + 1))


def test_its_results_are_asserted():
    """In every section with code, so that a reader who changes a cell is told what no longer holds."""
    sections: dict[str, list[str]] = {}
    for cell in ALL_CELLS:
        source = "".join(cell["source"])
        if source.startswith("## "):
            heading = source.split("\n")[0]
            sections[heading] = []
        elif sections and cell["cell_type"] == "code":
            sections[heading].append(source)
    assert len(sections) == 11
    for heading, sources in sections.items():
        assert any("assert " in source for source in sources), heading
