"""Why the grammar cannot go on at a token: one sentence, and what was probably meant."""

from __future__ import annotations

from autodiff.errors import ParseError
from autodiff.graph import Span
from autodiff.language import hints, libraries, refusals
from autodiff.language.source import Edit, Source
from autodiff.language.tokens import CLOSE, OPEN, Kind, Token

EMPTY_BRACKETS = "There is nothing between these brackets."
OUT_OF_PLACE = frozenset({"@", "&", "&&", "|", "||", "<>", "=>", "=<", "->", ":=", ".", ":", ";"})


def missing_operand(source: Source, tokens: list[Token], at: int) -> ParseError:
    """A value should begin here, and none does."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if token.is_operator("|"):
        return bars(source, tokens, at)
    if token.is_operator(*OUT_OF_PLACE):
        return out_of_place(source, token)
    if token.kind is Kind.STRING:
        return source.error("Text in quotes is no part of a formula.", token.span)
    if token.kind is Kind.KEYWORD and token.text not in ("if", "and", "or", "else"):
        return out_of_place(source, token)
    if before and before.is_operator(",") and token.is_operator(",", ")", "]"):
        return source.error("There is nothing between two commas here.", token.span)
    if before and (before.is_keyword("return", "in", "if", "else", "and", "or", "not") or _is_sign(before)):
        after = source[before.span]
        if _is_sign(token):
            return source.error(f"There is nothing between {after} and {source[token.span]}.", token.span)
        return source.error(f"Something is missing after {after}.", before.span)
    if token.kind in (Kind.NEWLINE, Kind.END):
        return source.error("Something is missing at the end of this line.", before.span if before else token.span)
    return source.error(f"Something is missing before {source[token.span]}.", token.span)


def missing_operator(source: Source, tokens: list[Token], at: int, left: Span) -> ParseError:
    """Two values stand side by side."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind is Kind.STRING:
        return source.error("Text in quotes is no part of a formula.", token.span)
    message = f"An operator is missing between {source[before.span]} and {source[token.span]}."
    if before.kind is Kind.NUMBER and token.kind is Kind.NUMBER:
        return source.error(message, token.span)
    if before.kind is Kind.NAME and len(before.text) > 2:
        meant = hints.near(before.text, libraries.FUNCTIONS)
        if meant and token.kind in (Kind.NAME, Kind.NUMBER):
            edit = Edit((before.start, token.end), f"{meant}({source[token.span]})")
            return source.error(f"There is no function called {before.text}.", before.span, edit=edit)
    hint = f"{source[left]}*{source[token.span]}" if not token.is_operator("(") else None
    return source.error(message, token.span, hint, Edit((before.end, token.start), "*"))


def unexpected(source: Source, tokens: list[Token], at: int) -> ParseError:
    """An expression is over, and what follows belongs to nothing."""
    token = tokens[at]
    if token.kind is Kind.KEYWORD and token.text == "for":
        return source.error(
            "There are no comprehensions here; write a loop of its own, or the values one by one.", token.span
        )
    if token.is_operator("=") and _in_call(tokens, at):
        return source.error("The arguments of a function are told apart by their order, not by names.", token.span)
    if token.is_operator(":") and _in_call(tokens, at):
        return source.error("Parts of a list are taken one at a time, as in a[0].", token.span)
    return out_of_place(source, token)


def out_of_place(source: Source, token: Token) -> ParseError:
    """A sign or a word that has no meaning where it stands."""
    explain = refusals.word if token.kind is Kind.KEYWORD else refusals.operator
    if token.kind is Kind.INDENT:
        return source.error("This line begins further in for no reason.", (token.end, token.end + 1))
    instead = refusals.INSTEAD.get(token.text)
    return source.error(explain(token.text), token.span, edit=Edit(token.span, instead) if instead else None)


def without_brackets(source: Source, tokens: list[Token], at: int) -> ParseError:
    """A function's name, and no bracket after it."""
    token = tokens[at]
    name = source[token.span]
    if tokens[at + 1].is_operator("=", "+=", "-=", "*=", "/=", "^="):
        return source.error(f"{name} is the name of a function; another name can be given a value.", token.span)
    message = f"{name} is a function: what it is taken of stands in round brackets."
    edit = hints.with_brackets(source, tokens, at)
    return source.error(message, token.span, None if edit else f"{name}(x)", edit)


def bars(source: Source, tokens: list[Token], at: int) -> ParseError:
    """``|x|``, where a value should begin."""
    opened = tokens[at]
    message = "An absolute value is typed abs(…), not with bars."
    closed = next(token for token in tokens[at + 1 :] if token.text == opened.text or token.kind is Kind.NEWLINE)
    inside = source[opened.end, closed.start].strip()
    if closed.kind is Kind.NEWLINE or not inside:
        return source.error(message, opened.span, "abs(x)")
    return source.error(message, opened.span, edit=Edit((opened.start, closed.end), f"abs({inside})"))


def _is_sign(token: Token) -> bool:
    return token.kind is Kind.OPERATOR and token.text not in (*OPEN, *CLOSE, ",", ";", ":")


def _in_call(tokens: list[Token], at: int) -> bool:
    """Whether the innermost bracket around a token is a call's or an index's."""
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += tokens[i].is_operator(*CLOSE) - tokens[i].is_operator(*OPEN)
        if depth < 0:
            return i > 0 and tokens[i - 1].kind is Kind.NAME
        if tokens[i].kind is Kind.NEWLINE:
            return False
    return False
