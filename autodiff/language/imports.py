"""Import lines: nothing is imported, but they say what a name stands for: a library, or a function of one."""

from __future__ import annotations

from collections.abc import Callable

from autodiff.language import libraries, refusals
from autodiff.language.expressions import ExpressionParser
from autodiff.language.tokens import Kind, Token


class ImportParser(ExpressionParser):
    """Reads import lines, and the single tokens that a statement is made of."""

    def imports(self) -> None:
        """``import numpy as np, math``."""
        self.advance()
        while True:
            module = self.module()
            alias = self.alias()
            name = alias or module.partition(".")[0]  # without an alias, the outermost module gets the name
            self.bound[name] = module if alias else name
            if not self.accept(","):
                return

    def imports_from(self) -> None:
        """``from math import sin, cos``; whether there are such is found out where they are used."""
        self.advance()
        module = self.module()
        if not self.token.is_keyword("import"):
            raise self.source.error("Something is missing: from math import sin.", self.token.span)
        self.advance()
        bracket = self.accept("(")
        while not self.accept("*"):
            name = self.name("The name of a function stands after import.")
            alias, meant = self.alias(), f"{module}.{name.text}"
            if alias and alias != name.text and meant not in libraries.MODULES:
                raise self.source.error(f"{name.text} keeps its own name here.", self.last.span, name.text)
            self.bound[alias or name.text] = meant
            if not self.accept(",") or self.token.is_operator(")"):
                break
        if bracket:
            self.expect(")", "The bracket of this import is not closed.")

    def module(self) -> str:
        """The name of a library that is known."""
        token = self.name("The name of a library stands here.")
        if token.text not in libraries.MODULES:
            raise self.source.error(f"The library {token.text} is not known here.", token.span)
        return token.text

    def alias(self) -> str | None:
        """The name after ``as``, if there is one."""
        if not self.token.is_keyword("as"):
            return None
        self.advance()
        return self.name("A name stands after as.").text

    # ---- single tokens

    def name(self, message: str) -> Token:
        """Reads a name, or refuses with the message."""
        return self.read(lambda token: token.kind is Kind.NAME, message)

    def expect(self, spelling: str, message: str) -> Token:
        """Reads this operator, or refuses with the message."""
        return self.read(lambda token: token.is_operator(spelling), message)

    def read(self, fits: Callable[[Token], bool], message: str) -> Token:
        """Reads a token that fits, or refuses with the message."""
        token = self.token
        if not fits(token):
            if token.kind is Kind.KEYWORD and token.text not in refusals.WORDS:
                message = refusals.word(token.text)
            raise self.source.error(message, token.span if token.end > token.start else self.last.span)
        return self.advance()
