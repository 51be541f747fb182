"""Small tables of numbers and words, as HTML whose every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

Kind = Literal["", "words", "value", "gradient"]


@dataclass(frozen=True)
class Cell:
    """A text in a table, and what it is: words, a value, something of a gradient, or a plain number."""

    text: str
    kind: Kind = ""


def words(text: str) -> Cell:
    """A cell of words."""
    return Cell(text, "words")


def table(caption: str, head: Sequence[str | Cell], rows: Iterable[Sequence[str | Cell]], now: int = -1) -> None:
    """A table whose first column names its rows; ``now`` is the row that something happens in. Wide ones scroll."""
    columns = "".join(_cell("th", cell, k == 0, ' scope="col"') for k, cell in enumerate(head))
    body = "".join(_row(row, k == now) for k, row in enumerate(rows))
    st.html(
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="figures">'
        f"<caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Sequence[str | Cell], now: bool) -> str:
    name, *cells = row
    inner = _cell("th", name, True, ' scope="row"') + "".join(_cell("td", cell) for cell in cells)
    marked = ' class="now" aria-current="step"' if now else ""
    return f"<tr{marked}>{inner}</tr>"


def _cell(tag: str, cell: str | Cell, first: bool = False, attributes: str = "") -> str:
    cell = cell if isinstance(cell, Cell) else Cell(cell, "words" if first else "")
    kind = f' class="{cell.kind}"' if cell.kind else ""
    return f"<{tag}{attributes}{kind}>{escape(cell.text)}</{tag}>"
