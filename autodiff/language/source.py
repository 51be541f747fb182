"""The text as it was typed, and errors that point into it.

Everything read from the text carries its span, the offsets of its first character and of the one after
its last. Only here do spans become lines and columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autodiff.errors import ParseError
from autodiff.graph import Notice, Span

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Edit:
    """A suggestion: put ``text`` in place of what stands at ``span``."""

    span: Span
    text: str


class Source:
    """A text, and the errors and notices about places in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __getitem__(self, span: Span) -> str:
        return self.text[slice(*span)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        ends = [match.end() for match in LINE_END.finditer(self.text, 0, offset)]
        return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1

    def edited(self, *edits: Edit) -> str:
        """The whole text with the suggestions put in."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
            text = text[: edit.span[0]] + edit.text + text[edit.span[1] :]
        return text

    def error(self, message: str, span: Span, hint: str | None = None, edit: Edit | None = None) -> ParseError:
        """An error at ``span``. An edit gives the corrected text, and its own text is the hint if there is none."""
        line, column = self.place(span[0])
        fixed = self.edited(edit) if edit else None
        return ParseError(message, line, column, hint or (edit and edit.text) or None, self._length(span), fixed)

    def notice(self, message: str, span: Span, hint: str | None = None, *edits: Edit) -> Notice:
        """A notice at ``span``, with the suggestion that its edits carry out, if there is one."""
        line, column = self.place(span[0])
        return Notice(message, line, column, hint, self._length(span), self.edited(*edits) if edits else None)

    def _length(self, span: Span) -> int:
        """How many characters a caret underlines: those of the span on its first line."""
        return max(1, len(LINE_END.split(self[span])[0]))
