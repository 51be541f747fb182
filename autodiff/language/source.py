"""The text as it was typed, and errors that point into it.

Everything read from the text carries its span, the offsets of its first character and of the one after
its last. Only here do spans become lines and columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from autodiff.errors import ParseError
from autodiff.notice import Edit, Notice, Span, edited

LINE_END = re.compile(r"\r\n|\r|\n")


class Source:
    """A text, and the errors and notices about places in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(match.end() for match in LINE_END.finditer(text))]  # where each begins

    def __getitem__(self, span: Span) -> str:
        return self.text[slice(*span)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def error(self, message: str, span: Span, hint: str | None = None, edit: Edit | None = None) -> ParseError:
        """An error at ``span``. An edit gives the corrected text, and its own text is the hint if there is none."""
        line, column = self.place(span[0])
        fixed = edited(self.text, [edit]) if edit else None
        return ParseError(message, line, column, hint or (edit and edit.text) or None, self._length(span), fixed)

    def notice(self, message: str, span: Span, hint: str | None = None, *edits: Edit) -> Notice:
        """A notice at ``span``, with the suggestion that its edits carry out, if there is one."""
        line, column = self.place(span[0])
        return Notice(message, line, column, hint, self._length(span), self.text, edits)

    def _length(self, span: Span) -> int:
        """How many characters a caret underlines: those of the span on its first line."""
        return max(1, len(LINE_END.split(self[span])[0]))
