"""Why the grammar cannot go on at a token: one sentence, and what was probably meant."""

from __future__ import annotations

from autodiff.errors import ParseError
from autodiff.language import hints, libraries, refusals
from autodiff.language.characters import is_part_of_name
from autodiff.language.source import Source
from autodiff.language.tokens import CLOSE, OPEN, Kind, Token
from autodiff.notice import Edit, Span

EMPTY_BRACKETS = "There is nothing between these brackets."
QUOTED = "Text in quotes is no part of a formula."
PRINTED = "Nothing is printed here: the last line is the result."
OUT_OF_PLACE = ("@", "&", "&&", "||", "<>", "=>", "=<", "->", ":=", ".", ":")
NEEDS_VALUE = ("return", "in", "if", "else", "and", "or", "not")  # the words that a value follows
BETWEEN = ("if", "else", "and", "or")  # the words that stand between two values
COMPARING = ("<", ">", "<=", ">=", "==", "!=")
SHORT = 20  # characters of a value that a sentence repeats


def missing_operand(source: Source, tokens: list[Token], at: int) -> ParseError:
    """A value should begin here, and none does."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if token.is_operator("|"):
        return bars(source, tokens, at)
    is_word = token.kind is Kind.KEYWORD and token.text not in BETWEEN
    if is_word or token.is_operator(*OUT_OF_PLACE):
        return unexpected(source, tokens, at)
    if token.kind is Kind.STRING:
        return source.error(QUOTED, token.span)
    if before and before.is_operator(",") and token.is_operator(",", ")", "]"):
        return source.error("There is nothing between two commas here.", token.span)
    if before and (before.is_keyword(*NEEDS_VALUE) or _is_sign(before)):
        if _is_sign(token):
            message = f"There is nothing between {source[before.span]} and {source[token.span]}."
            return source.error(message, token.span)
        return source.error(f"Something is missing after {source[before.span]}.", before.span)
    return source.error(f"Something is missing before {source[token.span]}.", token.span)


def missing_operator(source: Source, tokens: list[Token], at: int, left: Span) -> ParseError:
    """Two values stand side by side."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind is Kind.STRING:
        return source.error(QUOTED, token.span)
    name = before.text if before.kind is Kind.NAME else ""
    if name == "print":
        return source.error(PRINTED, before.span, source[token.span], Edit((before.start, token.start), ""))
    argument = hints.bare_argument(source, tokens, at)
    meant = hints.meant_by(name, f"({source[argument]})", libraries.functions()) if argument else None
    if meant and argument:
        edit = Edit((before.start, argument[1]), meant)
        return source.error(f"There is no function called {name}.", before.span, edit=edit)
    value = source[left] if left[1] - left[0] <= SHORT else source[before.span]
    message = f"An operator is missing between {value} and {source[token.span]}."
    if token.is_operator("(") or before.kind is token.kind is Kind.NUMBER:
        return source.error(message, token.span)
    return source.error(message, token.span, f"{value}*{source[token.span]}", Edit((before.end, token.start), "*"))


def unexpected(source: Source, tokens: list[Token], at: int) -> ParseError:
    """What stands here belongs to nothing before it."""
    token = tokens[at]
    if token.is_operator("|") and _closing_bar(tokens, at):
        return bars(source, tokens, at)
    bracket = _enclosing(tokens, at)
    if token.kind is Kind.INDENT:
        return source.error("This line begins further in for no reason.", (token.end, token.end + 1))
    if token.is_keyword("for") and bracket is not None:
        return source.error("There are no comprehensions here; a loop has lines of its own.", token.span)
    if token.is_operator(":") and bracket is not None and tokens[bracket].text == "[":
        return source.error("Parts of a list are taken one at a time, as in a[0].", token.span)
    if token.is_operator("@") and (not at or tokens[at - 1].kind is Kind.NEWLINE):
        return source.error("A function stands by itself here, without a decorator.", token.span)
    owner = tokens[bracket - 1] if bracket else None
    if token.is_operator("=") and owner and owner.kind is Kind.NAME and not owner.text.endswith("where"):
        return source.error("The arguments of a function are known by their order, not by names.", token.span)
    if token.is_keyword("lambda") and (tokens[at + 1].kind is Kind.NAME or tokens[at + 1].is_operator(":")):
        return source.error("A function is written f(x) = …, without lambda.", token.span)
    explain = refusals.word if token.kind is Kind.KEYWORD else refusals.operator
    instead = refusals.INSTEAD.get(token.text)
    edit = Edit(token.span, _spaced(source, token.span, instead)) if instead else None
    return source.error(explain(token.text), token.span, instead, edit)


def without_brackets(source: Source, tokens: list[Token], at: int) -> ParseError:
    """A function's name, and no bracket after it."""
    token = tokens[at]
    name = source[token.span]
    if tokens[at + 1].is_operator("=", "+=", "-=", "*=", "/=", "^="):
        return source.error(f"{name} is the name of a function; another name can be given a value.", token.span)
    message = f"{name} is a function and needs its argument in round brackets."
    several = hints.SEVERAL.get(libraries.own_name(token.text))
    if several:
        return source.error(message.replace("argument", "arguments"), token.span, f"{name}{several}")
    edit = hints.with_brackets(source, tokens, at)
    return source.error(message, token.span, None if edit else f"{name}(x)", edit)


def bars(source: Source, tokens: list[Token], at: int) -> ParseError:
    """``|x|``, where a value should begin, or after one: ``2|x|``."""
    opened, closed = tokens[at], _closing_bar(tokens, at)
    message = "An absolute value is typed abs(…), not with bars."
    if closed is None:
        return source.error(message, opened.span, "abs(x)")
    sign = "*" if at and tokens[at - 1].ends_operand else ""
    meant = f"abs({source[opened.end, closed.start].strip()})"
    return source.error(message, opened.span, meant, Edit((opened.start, closed.end), sign + meant))


def _closing_bar(tokens: list[Token], at: int) -> Token | None:
    """The bar that closes this one, if a number stands between them; a condition would be one of several."""
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.text == "|":
            whole = place > at + 1 and tokens[place - 1].ends_operand
            return token if whole and _enclosing(tokens, place) == _enclosing(tokens, at) else None
        if token.kind in (Kind.NEWLINE, Kind.KEYWORD) or token.is_operator("||", *COMPARING):
            return None
    return None


def _spaced(source: Source, span: Span, text: str) -> str:
    """A word with the spaces that part it from names and numbers beside it; a sign as it is."""
    left, right = (" " * is_part_of_name(source[at, at + 1]) for at in (span[0] - 1, span[1]))
    return f"{left}{text}{right}" if text.isalpha() else text


def _is_sign(token: Token) -> bool:
    return token.kind is Kind.OPERATOR and token.text not in (*OPEN, *CLOSE, ",", ";", ":")


def _enclosing(tokens: list[Token], at: int) -> int | None:
    """The innermost bracket that is open where a token stands."""
    depth = 0
    for i in range(at - 1, -1, -1):
        depth += tokens[i].is_operator(*CLOSE) - tokens[i].is_operator(*OPEN)
        if depth < 0:
            return i
        if tokens[i].kind is Kind.NEWLINE:
            return None
    return None
