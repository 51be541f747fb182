"""Lines to statements: assignments, functions, loops, and what is skipped."""

from __future__ import annotations

from dataclasses import dataclass

from autodiff.language import diagnosis, libraries
from autodiff.language.expressions import ASSIGNMENTS
from autodiff.language.imports import ImportParser
from autodiff.language.source import Source
from autodiff.language.tokens import Kind, Token
from autodiff.language.tree import (
    Assign,
    Binary,
    Call,
    Define,
    Evaluate,
    Expression,
    Index,
    Loop,
    Name,
    Return,
    Several,
    Statement,
    Target,
)
from autodiff.notice import Edit, Span


@dataclass(frozen=True)
class Program:
    """A text that has been read: its statements, and what the names that it imports stand for."""

    statements: tuple[Statement, ...]
    bound: libraries.Bound


def read(source: Source, tokens: list[Token]) -> Program:
    """The program that the tokens spell. Raises `ParseError` where they spell none."""
    parser = StatementParser(source, tokens)
    statements: list[Statement] = []
    while parser.token.kind is not Kind.END:
        statements += parser.line()
    return Program(tuple(statements), parser.bound)


class StatementParser(ImportParser):
    """Reads statements, line by line."""

    def line(self) -> list[Statement]:
        """The statements of one line; with its block, where it opens one."""
        token = self.token
        if token.is_keyword("def"):
            return [self.function()]
        if token.is_keyword("for"):
            return [self.loop()]
        found: list[Statement] = []
        while True:
            found += self.simple()
            if not self.accept(";") or self.token.kind is Kind.NEWLINE:
                break
        if self.token.kind is not Kind.NEWLINE:
            raise diagnosis.unexpected(self.source, self.tokens, self.at)
        self.advance()
        return found

    def simple(self) -> list[Statement]:
        """One statement that opens no block; none where the words only accompany the function."""
        token = self.token
        docstring = token.kind is Kind.STRING and self.tokens[self.at + 1].kind is Kind.NEWLINE
        if docstring or token.is_keyword("pass"):
            self.advance()
            return []
        if token.is_keyword("import"):
            self.imports()
            return []
        if token.is_keyword("from"):
            self.imports_from()
            return []
        if token.is_keyword("return"):
            self.advance()
            return [Return(self.expression_list(), (token.start, self.last.end))]
        if token.is_keyword("if") or token.kind is Kind.INDENT:
            raise diagnosis.unexpected(self.source, self.tokens, self.at)
        parameters = self.parameters_ahead()
        if parameters is not None:
            return [self.short_function(parameters)]
        return [self.assignment_or_value()]

    # ---- assignments

    def assignment_or_value(self) -> Statement:
        """``a = b = value``, ``a += value``, or a value alone."""
        start = self.token.start
        value = self.expression_list()
        operator = self.token
        if operator.is_operator(*ASSIGNMENTS) and operator.text != "=":
            return self.update(value, start)
        targets: list[Target] = []
        while self.token.is_operator("="):
            targets.append(self.target(value, self.token))
            self.advance()
            value = self.expression_list()
        span = (start, self.last.end)
        return Assign(tuple(targets), value, span) if targets else Evaluate(value, span)

    def update(self, name: Expression, start: int) -> Assign:
        """``a += value``, which is ``a = a + value``."""
        sign = self.advance()
        target = self.target(name, sign)
        if not isinstance(target, Name):
            raise self.source.error(f"Only one name can stand before {self.source[sign.span]}.", name.span)
        value = self.expression()
        span = (start, self.last.end)
        return Assign((target,), Binary(ASSIGNMENTS[sign.text], target, value, span, sign.span), span)

    def target(self, tree: Expression, sign: Token) -> Target:
        """What is given a value: a name, or several."""
        if isinstance(tree, Name):
            self.check_name(tree.name, tree.span)
            return tree
        if isinstance(tree, Several):
            return Several(tuple(self.target(item, sign) for item in tree.items), tree.span)
        if isinstance(tree, Call):
            raise self.source.error("The parameters of a function are names, as in f(x, y) = x*y.", tree.span)
        if isinstance(tree, Index):
            raise self.source.error("A part of a list cannot be given a new value.", tree.span)
        raise self.source.error(f"Only a name can stand before {self.source[sign.span]}.", tree.span)

    def check_name(self, name: str, span: Span) -> None:
        """Refuses a name that something else has."""
        if "." in name:
            raise self.source.error("A name cannot have a dot in it.", span, edit=Edit(span, name.replace(".", "_")))
        if libraries.is_function(name):
            raise self.source.error(f"{name} is the name of a function; another name can be given a value.", span)

    # ---- functions

    def parameters_ahead(self) -> tuple[Name, ...] | None:
        """The parameters, where the line begins like ``f(x, y) = …``; nothing is read."""
        at = self.at
        if self.tokens[at].kind is not Kind.NAME or not self.tokens[at + 1].is_operator("("):
            return None
        names: list[Token] = []
        at += 2
        while self.tokens[at].kind is Kind.NAME:
            names.append(self.tokens[at])
            at += 1
            if not self.tokens[at].is_operator(","):
                break
            at += 1
        if not (self.tokens[at].is_operator(")") and self.tokens[at + 1].is_operator("=")):
            return None
        return tuple(Name(name.text, name.span) for name in names)

    def short_function(self, parameters: tuple[Name, ...]) -> Define:
        """``f(x, y) = value``."""
        name = self.advance()
        while not self.accept("="):
            self.advance()
        insert = self.tokens[self.at - 2].start
        self.check_parameters(name, parameters)
        begin = self.token.start
        value = self.expression_list()
        span = (name.start, self.last.end)
        return Define(name.text, parameters, (Return(value, (begin, self.last.end)),), span, insert)

    def function(self) -> Define:
        """``def f(x, y):`` and its body."""
        start = self.advance().start
        name = self.name("A function needs a name after def.")
        self.expect("(", f"The parameters of {name.text} stand in round brackets after its name.")
        parameters: list[Name] = []
        while not self.token.is_operator(")"):
            token = self.name("A parameter is a name.")
            parameters.append(Name(token.text, token.span))
            if self.accept(":"):
                self.name("A type is a name, such as float.")
            if self.token.is_operator("="):
                raise self.source.error("A parameter cannot have a value of its own here.", self.token.span)
            if not self.token.is_operator(")"):
                self.expect(",", "Parameters have commas between them.")
        insert = self.advance().start
        self.check_parameters(name, tuple(parameters))
        if self.accept("->"):
            self.name("A type is a name, such as float.")
        body = self.block(f"The function {name.text}")
        return Define(name.text, tuple(parameters), body, (start, self.last.end), insert)

    def check_parameters(self, name: Token, parameters: tuple[Name, ...]) -> None:
        """Refuses names that a function or its parameters cannot have."""
        if "." in name.text:
            raise self.source.error("A name cannot have a dot in it.", name.span)
        seen: set[str] = set()
        for parameter in parameters:
            self.check_name(parameter.name, parameter.span)
            if parameter.name in seen:
                raise self.source.error(f"Two parameters are called {parameter.name}.", parameter.span)
            seen.add(parameter.name)

    # ---- loops and blocks

    def loop(self) -> Loop:
        """``for name in items:`` and its body."""
        start = self.advance()
        first = self.token.start
        targets = [self.loop_target()]
        while self.accept(",") and not self.token.is_keyword("in"):
            targets.append(self.loop_target())
        target = targets[0] if len(targets) == 1 else Several(tuple(targets), (first, self.last.end))
        if not self.token.is_keyword("in"):
            raise self.source.error("A loop is written for i in range(3):", self.token.span, "for i in range(3):")
        self.advance()
        items = self.expression_list()
        body = self.block("The loop")
        return Loop(target, items, body, (start.start, self.last.end))

    def loop_target(self) -> Target:
        """A name after ``for``, or several in brackets."""
        tree = self.atom() if self.token.is_operator("(", "[") else None
        if tree is not None:
            return self.target(tree, self.last)
        name = self.name("A loop needs a name after for, as in for i in range(3):")
        self.check_name(name.text, name.span)
        return Name(name.text, name.span)

    def block(self, owner: str) -> tuple[Statement, ...]:
        """What belongs to a ``:``, on the same line or on the next ones, further in."""
        opened = self.token
        self.expect(":", f"{owner} needs a colon at the end of its first line.")
        self.deeper(opened.span)
        body: list[Statement] = []
        if not self.accept_kind(Kind.NEWLINE):
            body += self.line()
        elif not self.accept_kind(Kind.INDENT):
            raise self.source.error(f"{owner} has no lines of its own; they begin further in.", opened.span)
        else:
            while not self.accept_kind(Kind.DEDENT):
                body += self.line()
        self.depth -= 1
        return tuple(body)
