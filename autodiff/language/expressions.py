"""Tokens to expressions.

Operators wait on a stack until one comes that binds less (Dijkstra's shunting yard), so the depth of
Python's own stack grows with brackets alone, and those are counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from autodiff.language import diagnosis, libraries, limits
from autodiff.language.source import Source
from autodiff.language.tokens import OPEN, Kind, Token
from autodiff.language.tree import Binary, Call, Choice, Comparison, Expression, Index, Name, Number, Prefix, Several
from autodiff.notice import Span

COMPARISON, POWER, ATOM = 4, 8, 9
BINDING = {
    "or": 1, "and": 2, **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), COMPARISON),
    "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "^": POWER,
}  # fmt: skip
PREFIX_BINDING = {"not": 3, "-": 7, "+": 7}
ASSIGNMENTS = {"=": "", "+=": "+", "-=": "-", "*=": "*", "/=": "/", "^=": "^", "//=": "//", "%=": "%"}


@dataclass(frozen=True, slots=True)
class Operand:
    """A tree on the stack: its place with its brackets, how tightly its operator binds, how long its chain is."""

    tree: Expression
    start: int
    end: int
    binding: int = ATOM
    terms: int = 1


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator on the stack."""

    token: Token
    binding: int
    prefix: bool = False

    @property
    def nests(self) -> bool:
        """Whether a run of it makes a tree that is deep to the right."""
        return self.prefix or self.binding == POWER


class ExpressionParser:
    """Reads expressions from a list of tokens, from ``at`` on."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.bound = {**libraries.BOUND}

    # ---- moving over the tokens

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    @property
    def last(self) -> Token:
        """The token that was read last."""
        return self.tokens[self.at - 1]

    def advance(self) -> Token:
        """Reads one token."""
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, *spellings: str) -> bool:
        """Reads one of these operators if it is next."""
        found = self.token.is_operator(*spellings)
        self.at += found
        return found

    def accept_kind(self, kind: Kind) -> bool:
        """Reads a token of this kind if it is next."""
        found = self.token.kind is kind
        self.at += found
        return found

    def deeper(self, span: Span) -> None:
        """One level of nesting more."""
        self.depth += 1
        if self.depth > limits.NESTING:
            raise self.source.error(limits.TOO_DEEP, span)

    # ---- expressions

    def expression_list(self) -> Expression:
        """One expression, or several with commas and no brackets."""
        start = self.token.start
        items = [self.expression()]
        if not self.token.is_operator(","):
            return items[0]
        while self.accept(",") and not self.ends_list():
            items.append(self.expression())
        return Several(tuple(items), (start, self.last.end))

    def ends_list(self) -> bool:
        """Whether nothing follows a last comma."""
        return self.token.kind in (Kind.NEWLINE, Kind.END) or self.token.is_operator(*ASSIGNMENTS, ";")

    def expression(self) -> Expression:
        """One value, which may be ``a if c else b``, with as many further ``if`` and ``else`` as there are."""
        start, depth = self.token.start, self.depth
        arms: list[tuple[int, Expression, Expression]] = []
        value = self.operation()
        while self.token.is_keyword("if"):
            word = self.advance()
            self.deeper(word.span)
            condition = self.operation()
            if self.token.is_operator("="):
                raise diagnosis.unexpected(self.source, self.tokens, self.at)
            if not self.token.is_keyword("else"):
                raise self.source.error("An if needs its else: a if condition else b.", word.span)
            self.advance()
            arms.append((start, value, condition))
            start, value = self.token.start, self.operation()
        for begin, then, condition in reversed(arms):
            value = Choice(condition, then, value, (begin, self.last.end))
        self.depth = depth
        return value

    def operation(self) -> Expression:
        """Operands and the operators between them."""
        operands: list[Operand] = []
        waiting: list[Operator] = []
        while True:
            while self.token.is_operator("-", "+") or self.token.is_keyword("not"):
                token = self.advance()
                self.deeper(token.span)
                waiting.append(Operator(token, PREFIX_BINDING[token.text], prefix=True))
            operands.append(self.operand())
            token = self.token
            binding = BINDING.get(token.text, 0) if token.kind in (Kind.OPERATOR, Kind.KEYWORD) else 0
            while waiting and waiting[-1].binding >= binding + (binding == POWER):
                self.join(operands, waiting.pop())
            if not binding:
                if token.starts_operand:
                    place = (operands[-1].start, operands[-1].end)
                    raise diagnosis.missing_operator(self.source, self.tokens, self.at, place)
                return operands[-1].tree
            self.advance()
            if binding == POWER:
                self.deeper(token.span)
            waiting.append(Operator(token, binding))

    def join(self, operands: list[Operand], operator: Operator) -> None:
        """Puts an operator and its operands together to one operand."""
        right = operands.pop()
        self.depth -= operator.nests
        if operator.prefix:
            operands.append(signed(operator, right))
            return
        left = operands.pop()
        terms = left.terms + 1 if left.binding == operator.binding else 2
        if terms > limits.TERMS:
            raise self.source.error(limits.TOO_MANY_TERMS, operator.token.span)
        tree = joined(left, operator.token, right, operator.binding)
        operands.append(Operand(tree, left.start, right.end, operator.binding, terms))

    # ---- operands

    def operand(self) -> Operand:
        """A number, a name, a call or something in brackets, with the indices after it."""
        start, depth = self.token.start, self.depth
        tree = self.atom()
        while self.token.is_operator("["):
            opened = self.token
            index = self.bracketed()
            if not index:
                raise self.source.error(diagnosis.EMPTY_BRACKETS, opened.span)
            self.deeper(opened.span)
            inner = index[0] if len(index) == 1 else Several(tuple(index), (index[0].span[0], index[-1].span[1]))
            tree = Index(tree, inner, (start, self.last.end))
        self.depth = depth
        return Operand(tree, start, self.last.end)

    def atom(self) -> Expression:
        """An operand without its indices."""
        token = self.token
        if token.kind is Kind.NUMBER:
            self.advance()
            return Number(*number(token.text), token.span)
        if token.kind is Kind.NAME:
            return self.name_or_call()
        if token.is_operator("(", "["):
            items = self.bracketed()
            if token.text == "(" and len(items) == 1 and not self.tokens[self.at - 2].is_operator(","):
                return items[0]
            if token.text == "(" and not items:
                raise self.source.error(diagnosis.EMPTY_BRACKETS, token.span)
            return Several(tuple(items), (token.start, self.last.end))
        raise diagnosis.missing_operand(self.source, self.tokens, self.at)

    def name_or_call(self) -> Expression:
        """A name, or a function with its arguments."""
        token = self.advance()
        if self.token.is_operator("("):
            args = self.bracketed()
            return Call(token.text, tuple(args), (token.start, self.last.end), token.span)
        if libraries.function(token.text, self.bound) and token.text not in libraries.LISTS:
            raise diagnosis.without_brackets(self.source, self.tokens, self.at - 1)
        return Name(token.text, token.span)

    def bracketed(self) -> list[Expression]:
        """What stands between two brackets, with commas; both brackets are read."""
        opened = self.advance()
        self.deeper(opened.span)
        items: list[Expression] = []
        while not self.token.is_operator(OPEN[opened.text]):
            items.append(self.expression())
            if not self.token.is_operator(OPEN[opened.text]) and not self.accept(","):
                raise diagnosis.unexpected(self.source, self.tokens, self.at)
        self.advance()
        self.depth -= 1
        return items


def signed(operator: Operator, operand: Operand) -> Operand:
    """A prefix operator and its operand. A minus before a number is the number's own, a plus says nothing."""
    word, tree = operator.token, operand.tree
    span = (word.start, operand.end)
    if word.text == "+":
        return Operand(tree, *span, operator.binding)
    is_plain = operand.binding == ATOM and tree.span == (operand.start, operand.end)
    if word.text == "-" and isinstance(tree, Number) and is_plain:
        typed = f"-{tree.typed}" if tree.typed else ""
        return Operand(Number(-tree.value, typed, span), *span, operator.binding)
    return Operand(Prefix(word.text, tree, span), *span, operator.binding)


def joined(left: Operand, operator: Token, right: Operand, binding: int) -> Expression:
    """Two operands and what stands between them; comparisons without brackets make a chain."""
    span = (left.start, right.end)
    if binding != COMPARISON:
        return Binary(operator.text, left.tree, right.tree, span, operator.span)
    if isinstance(left.tree, Comparison) and left.binding == COMPARISON:
        chain = left.tree
        return Comparison((*chain.operators, operator.text), (*chain.operands, right.tree), span)
    return Comparison((operator.text,), (left.tree, right.tree), span)


def number(text: str) -> tuple[float, str]:
    """The float that a number's spelling means, and the spelling, where it is one that people outside Python read.

    A number too large for a float is infinite, as in Python.
    """
    if text[:2].lower() not in ("0x", "0o", "0b"):
        return float(text), text.replace("_", "")
    try:
        return float(int(text, 0)), ""
    except OverflowError:
        return math.inf, ""
