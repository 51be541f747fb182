"""The blackboard's notation to plain operators: products without a sign, and superscripts.

A product without a sign is exactly a ``*``: ``1/2x`` is (1/2)·x, and ``x^2y`` is x²·y.
"""

from __future__ import annotations

import re

from autodiff.language import libraries
from autodiff.language.source import Source
from autodiff.language.tokens import Kind, Token
from autodiff.notice import Edit, Span

POWER = re.compile(r"([+-]?)(?:([0-9]+)|([a-z]))")
E_TIMES = re.compile(r"e([^\W\d_]\d*)")  # what follows a number in 2ex


def plain(source: Source, tokens: list[Token]) -> list[Token]:
    """The tokens with every product and power as an operator of its own."""
    found: list[Token] = []
    apart = {token.text for before, token in zip([None, *tokens], tokens, strict=False) if not _touch(before, token)}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and _multiplies(before, token):
            found.append(_operator("*", (token.start, token.start)))
        elif before and before.kind is Kind.SUPERSCRIPT and token.is_operator("^"):
            raise source.error("A power of a power needs brackets around one of the two.", token.span)
        if token.kind is Kind.SUPERSCRIPT:
            found += _power(source, before, token)
        elif _touch(before, token) and token.text not in apart and _is_e_times(token.text):
            middle = token.start + 1
            found.append(Token(Kind.NAME, "e", token.start, middle))
            found.append(_operator("*", (middle, middle)))
            found.append(Token(Kind.NAME, token.text[1:], middle, token.end))
        else:
            found.append(token)
    return found


def _is_e_times(name: str) -> bool:
    return bool(E_TIMES.fullmatch(name)) and not libraries.is_function(name)


def _operator(text: str, span: Span) -> Token:
    return Token(Kind.OPERATOR, text, *span)


def _touch(before: Token | None, token: Token) -> bool:
    """Whether a name follows a number with nothing between them."""
    return bool(before and before.kind is Kind.NUMBER and token.kind is Kind.NAME and before.end == token.start)


def _multiplies(before: Token, token: Token) -> bool:
    """Whether two neighbours are a product without a sign."""
    if before.kind is Kind.NUMBER:
        return token.kind is Kind.NAME or token.is_operator("(")
    if before.kind is Kind.SUPERSCRIPT or before.is_operator(")"):
        return token.kind in (Kind.NAME, Kind.NUMBER) or token.is_operator("(")
    if before.kind is token.kind is Kind.NAME and before.end == token.start:  # π beside a letter, or √ before something
        return not libraries.is_function(before.text)
    return False


def _power(source: Source, before: Token | None, token: Token) -> list[Token]:
    """A superscript as ``^``, a sign, and a number or a name, all at the superscript's place."""
    if before is None or not (before.kind in (Kind.NAME, Kind.NUMBER) or before.is_operator(")", "]")):
        raise source.error("A superscript stands here with nothing before it.", token.span)
    shape = POWER.fullmatch(token.text)
    if shape is None:
        raise source.error(
            "A superscript holds one number or one letter.", token.span, edit=Edit(token.span, f"^({token.text})")
        )
    sign, number, _ = shape.groups()
    kind = Kind.NUMBER if number else Kind.NAME
    begin = token.start + len(sign)
    signs = [_operator(sign, (token.start, begin))] if sign else []
    power = _operator("^", (token.start, token.start))
    return [power, *signs, Token(kind, token.text[len(sign) :], begin, token.end)]
