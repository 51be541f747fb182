"""What is right in a text but may not be meant, and what to type instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Span = tuple[int, int]  # first character and the one after the last, in the text as it was typed


class Edit(NamedTuple):
    """A suggestion: put ``text`` in place of what stands at ``span``."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The whole text with the suggestions put in."""
    pieces, at = [], 0
    for edit in sorted(edits):
        pieces += [text[at : edit.span[0]], edit.text]
        at = edit.span[1]
    return "".join([*pieces, text[at:]])


@dataclass(frozen=True)
class Notice:
    """Something in the ``typed`` text that is right but may not be meant; what it says is what a `ParseError` does."""

    message: str
    line: int
    column: int
    hint: str | None = None
    length: int = 1
    typed: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def fixed(self) -> str | None:
        """The whole text with the hint put in, or None. It is made when it is asked for: nobody keeps texts."""
        return edited(self.typed, self.edits) if self.edits else None
