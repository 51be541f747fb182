"""What a text is made of, before its grammar is looked at."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from enum import Enum, auto

from autodiff.notice import Span

KEYWORDS = frozenset(keyword.kwlist)
OPEN = {"(": ")", "[": "]"}
CLOSE = {")": "(", "]": "["}


class Kind(Enum):
    """The sorts of token."""

    NUMBER = auto()
    NAME = auto()  # with its dots: ``np.sin`` is one
    KEYWORD = auto()
    OPERATOR = auto()  # brackets and commas too
    SUPERSCRIPT = auto()
    STRING = auto()
    NEWLINE = auto()
    INDENT = auto()
    DEDENT = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: its plain spelling (``*`` for ``×``) and where it was typed."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place in the text."""
        return self.start, self.end

    def is_operator(self, *spellings: str) -> bool:
        """Whether it is one of these operators or brackets."""
        return self.kind is Kind.OPERATOR and self.text in spellings

    def is_keyword(self, *words: str) -> bool:
        """Whether it is one of these words."""
        return self.kind is Kind.KEYWORD and self.text in words

    @property
    def starts_operand(self) -> bool:
        """Whether a value can begin here."""
        return self.kind in (Kind.NUMBER, Kind.NAME, Kind.STRING) or self.is_operator(*OPEN)

    @property
    def ends_operand(self) -> bool:
        """Whether a value can end here."""
        return self.kind in (Kind.NUMBER, Kind.NAME) or self.is_operator(*CLOSE)
