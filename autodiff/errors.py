"""Everything that can go wrong, as subclasses of one error."""

from __future__ import annotations


class AutodiffError(Exception):
    """The parent of every error that this package raises on purpose."""


class UnknownVariable(AutodiffError, KeyError):
    """A point, or a request for a derivative, names a variable that the graph has not got."""

    def __str__(self) -> str:  # KeyError would print the sentence in quotes
        return str(self.args[0])


class MissingValue(UnknownVariable):
    """A point gives no value for a variable that the function needs."""


class UnknownMode(AutodiffError, ValueError):
    """A mode was asked for that does not exist."""


class UnknownOutput(AutodiffError, IndexError):
    """An output was asked for that the graph has not got."""


class ArgumentCount(AutodiffError, TypeError):
    """A primitive was called with more or fewer arguments than it takes."""


class Unspelled(AutodiffError):
    """A function is to be written for a library that has no word for one of its primitives."""


class TruthOfNode(AutodiffError, TypeError):
    """A symbolic value was asked whether it is true, as in ``if x > 0``."""


class UnknownLibrary(AutodiffError, ValueError):
    """A function was to be written for a library that is not known."""


class TapeUsed(AutodiffError, RuntimeError):
    """A second gradient was asked of a tape that keeps its notes for one only."""


class ParseError(AutodiffError, ValueError):
    """A text that is not a function in the language.

    ``message`` is one sentence, ``line`` and ``column`` count from 1 in the text as it was typed,
    ``hint`` is what to type instead (or None), ``length`` how many characters the caret underlines,
    ``fixed`` the whole text with the hint put in (or None).
    """

    def __init__(
        self,
        message: str,
        line: int = 1,
        column: int = 1,
        hint: str | None = None,
        length: int = 1,
        fixed: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint
        self.length = max(1, length)
        self.fixed = fixed

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: {self.message}"
        return f"{where} (did you mean {self.hint}?)" if self.hint else where
