"""The grammar's tree: what a text says, before anything is computed from it.

Every piece knows its span in the text. Brackets leave no trace but the shape of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass

from autodiff.notice import Span

# ---- expressions


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with the sign that stands directly before it."""

    value: float
    typed: str
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name: ``x``, or ``np.pi`` with its library."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Prefix:
    """``-x`` or ``not c``."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two values, ``and`` and ``or`` among them; ``at`` is the operator's own place."""

    operator: str
    left: Expression
    right: Expression
    span: Span
    at: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """``a < b``, or a chain of them, ``a < b <= c``; as many operators as operands, less one."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """``then if condition else otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of arguments; ``at`` is the place of its name."""

    name: str
    args: tuple[Expression, ...]
    span: Span
    at: Span


@dataclass(frozen=True, slots=True)
class Index:
    """``base[index]``."""

    base: Expression
    index: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Several:
    """A tuple or a list."""

    items: tuple[Expression, ...]
    span: Span


Expression = Number | Name | Prefix | Binary | Comparison | Choice | Call | Index | Several

# ---- statements

Target = Name | Several  # of names, or of further such


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression on a line of its own."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Assign:
    """``a = b = value``: the targets in order."""

    targets: tuple[Target, ...]
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    """``return value``."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Loop:
    """``for target in items:`` and its body."""

    target: Target
    items: Expression
    body: tuple[Statement, ...]
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Define:
    """``def name(parameters):`` and its body, or ``name(parameters) = value``; each is itself alone."""

    name: str
    parameters: tuple[Name, ...]
    body: tuple[Statement, ...]
    span: Span
    insert: int  # where a further parameter would be typed


Statement = Evaluate | Assign | Return | Loop | Define


def assigned_names(statements: tuple[Statement, ...]) -> frozenset[str]:
    """The names that statements assign, those of loops among them; functions inside keep theirs."""
    names: set[str] = set()
    targets: list[Target | Expression] = []
    todo = list(statements)
    while todo:
        statement = todo.pop()
        if isinstance(statement, Assign):
            targets += statement.targets
        elif isinstance(statement, Loop):
            targets.append(statement.target)
            todo += statement.body
        elif isinstance(statement, Define):
            names.add(statement.name)
    while targets:
        target = targets.pop()
        if isinstance(target, Name):
            names.add(target.name)
        elif isinstance(target, Several):
            targets += target.items
    return frozenset(names)
