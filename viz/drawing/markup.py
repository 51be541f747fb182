"""HTML-like labels of Graphviz: tables of fixed sizes whose parts can be found again."""

from __future__ import annotations

from html import escape
from typing import Literal


def written(text: str) -> str:
    """A text as a label shows it; Graphviz would read \\N in it as the node's name."""
    return escape(text.replace("\\", "\\\\"))


def table(
    *rows: str, border: int = 0, style: str = "", spacing: int = 0, name: str = "", size: tuple[int, int] | None = None
) -> str:
    """A table without gaps; with a ``name`` the player can find it in the drawing."""
    attributes = f'BORDER="{border}" CELLBORDER="0" CELLSPACING="{spacing}" CELLPADDING="0"'
    attributes += f' STYLE="{style}"' if style else ""
    if size:
        size = (size[0] + 2 * border, size[1] + 2 * border)
        attributes += ' VALIGN="TOP"'
    return f"<TABLE {attributes}{_fixed(size)}{_named(name)}>{''.join(rows)}</TABLE>"


def row(*cells: str) -> str:
    """A row of cells."""
    return f"<TR>{''.join(cells)}</TR>"


def cell(
    content: str,
    *,
    size: tuple[int, int] | None = None,
    port: str = "",
    align: Literal["", "LEFT", "RIGHT"] = "",
    fill: str = "",
    name: str = "",
) -> str:
    """A cell, of a fixed size where one is given; ``content`` is escaped text or a table."""
    attributes = f' PORT="{port}"' if port else ""
    if fill or name:
        attributes += f' BGCOLOR="{fill or "transparent"}"'  # so that the drawing says where the cell is
    if align:
        attributes += ' ALIGN="TEXT"'
        air = "&#160;&#160;"
        content = air + content if align == "LEFT" else content + air
        content += f'<BR ALIGN="{align}"/>'
    return f"<TD{attributes}{_fixed(size)}{_named(name)}>{content}</TD>"


def _fixed(size: tuple[int, int] | None) -> str:
    return f' FIXEDSIZE="TRUE" WIDTH="{size[0]}" HEIGHT="{size[1]}"' if size else ""


def _named(name: str) -> str:
    return f' ID="{name}" TITLE="{name}"' if name else ""  # Graphviz writes an id only beside a title
