"""Expressions to nodes, in the order in which Python would evaluate them."""

from __future__ import annotations

import math

from autodiff import ops
from autodiff.errors import ParseError
from autodiff.graph import Node
from autodiff.language import calls, libraries, limits, names
from autodiff.language.recorder import Recorder
from autodiff.language.scope import Free, Scope, Value
from autodiff.language.source import Source
from autodiff.language.tree import (
    Binary,
    Call,
    Choice,
    Comparison,
    Expression,
    Index,
    Name,
    Number,
    Prefix,
    Several,
)
from autodiff.notice import Edit, Span

ARITHMETIC = {"+": ops.add, "-": ops.sub, "*": ops.mul, "/": ops.div, "^": ops.pow}
COMPARISONS = {
    "<": ops.less, "<=": ops.less_equal, ">": ops.greater, ">=": ops.greater_equal,
    "==": ops.equal, "!=": ops.not_equal,
}  # fmt: skip
LOGIC = {"and": ops.logical_and, "or": ops.logical_or}
CONDITION_ONLY = "A comparison can only be the condition of where(condition, a, b)."


class Lowering:
    """Computes with nodes what a tree says, asking a `Scope` for the names."""

    def __init__(self, source: Source, recorder: Recorder, bound: libraries.Bound) -> None:
        self.source = source
        self.recorder = recorder
        self.bound = bound
        self.depth = 0

    def value(self, tree: Expression, scope: Scope) -> Value:
        """What an expression is: a node, a name still free, or several of them."""
        self.recorder.step(tree.span)
        self.enter(tree.span)
        match tree:
            case Number():
                result: Value = self.recorder.constant(tree.value, tree.typed, tree.span)
            case Name():
                result = names.value(self, tree, scope)
            case Prefix(operator="-"):
                operand = self.as_node(self.value(tree.operand, scope), tree.operand.span)
                result = self.recorder.apply(ops.neg, (operand,), tree.span)
            case Binary() if tree.operator not in LOGIC:
                result = self.binary(tree, scope)
            case Choice():
                result = self.choice(tree.condition, tree.then, tree.otherwise, tree.span, scope)
            case Call():
                result = calls.value(self, tree, scope)
            case Index():
                result = self.index(tree, scope)
            case Several():
                result = tuple([self.value(item, scope) for item in tree.items])
            case _:
                raise self.misplaced_condition(tree)
        self.leave()
        return result

    def number(self, tree: Expression, scope: Scope) -> Node:
        """The node of an expression that has to be one number."""
        return self.as_node(self.value(tree, scope), tree.span)

    def as_node(self, value: Value, span: Span) -> Node:
        """A value that has to be one number; a name that is free becomes a variable."""
        if isinstance(value, Node):
            return value
        if isinstance(value, Free):
            return names.variable(self, value, span)
        raise self.source.error(f"One number is needed here, and this is a list of {len(value)}.", span)

    def condition(self, tree: Expression, scope: Scope) -> Node:
        """The node of an expression that is true or false."""
        self.recorder.step(tree.span)
        self.enter(tree.span)
        match tree:
            case Comparison():
                result = self.comparison(tree, scope)
            case Prefix(operator="not"):
                result = self.recorder.apply(ops.logical_not, (self.condition(tree.operand, scope),), tree.span)
            case Binary() if tree.operator in LOGIC:
                result = self.logic(tree, scope)
            case _:
                text = self.source[tree.span]
                message = "A condition compares two numbers, as in x > 0."
                raise self.source.error(message, tree.span, edit=Edit(tree.span, f"{text} != 0"))
        self.leave()
        return result

    # ---- operators

    def binary(self, tree: Binary, scope: Scope) -> Node:
        """Arithmetic. A chain leans to the left, and is gone down in a loop."""
        chain = [tree]
        while isinstance(chain[-1].left, Binary) and chain[-1].left.operator not in LOGIC:
            chain.append(chain[-1].left)
        result = self.number(chain[-1].left, scope)
        for link in reversed(chain):
            self.recorder.step(link.span)
            right = self.folded(link.right, scope) if link.operator == "^" else self.number(link.right, scope)
            if link.operator in ARITHMETIC:
                result = self.recorder.apply(ARITHMETIC[link.operator], (result, right), link.span)
            else:
                result = self.whole_division(link, result, right)
        return result

    def logic(self, tree: Binary, scope: Scope) -> Node:
        """``and`` and ``or`` between conditions."""
        chain = [tree]
        while isinstance(chain[-1].left, Binary) and chain[-1].left.operator in LOGIC:
            chain.append(chain[-1].left)
        result = self.condition(chain[-1].left, scope)
        for link in reversed(chain):
            right = self.condition(link.right, scope)
            result = self.recorder.apply(LOGIC[link.operator], (result, right), link.span)
        return result

    def whole_division(self, tree: Binary, left: Node, right: Node) -> Node:
        """``//`` and ``%``, which only numbers have, so that indices can be counted with."""
        a, b = self.recorder.known.get(left), self.recorder.known.get(right)
        if a is None or b is None:
            if tree.operator == "%":
                raise self.source.error("There is no sign for the remainder of a division here.", tree.at)
            hint = f"floor({self.source[tree.left.span]}/{self.source[tree.right.span]})"
            raise self.source.error("A division that is rounded down is typed with floor.", tree.at, hint)
        if b == 0 or not math.isfinite(a) or not math.isfinite(b):
            raise self.source.error("These two numbers cannot be divided.", tree.span)
        return self.recorder.constant(a // b if tree.operator == "//" else a % b, "", tree.span)

    def comparison(self, tree: Comparison, scope: Scope) -> Node:
        """``a < b``; a chain holds where all its comparisons do, and what is in its middle is computed once."""
        left = self.number(tree.operands[0], scope)
        result: Node | None = None
        start = tree.operands[0].span[0]
        for operator, operand in zip(tree.operators, tree.operands[1:], strict=True):
            right = self.number(operand, scope)
            link = self.recorder.apply(COMPARISONS[operator], (left, right), (start, operand.span[1]))
            result = link if result is None else self.recorder.apply(ops.logical_and, (result, link), tree.span)
            left, start = right, operand.span[0]
        assert result is not None
        return result

    def choice(self, condition: Expression, then: Expression, otherwise: Expression, span: Span, scope: Scope) -> Node:
        """``where``; both branches are computed."""
        args = self.condition(condition, scope), self.number(then, scope), self.number(otherwise, scope)
        return self.recorder.apply(ops.where, args, span)

    # ---- numbers that count

    def folded(self, tree: Expression, scope: Scope) -> Node:
        """An exponent: one constant where it is made of numbers alone."""
        self.enter(tree.span)
        since = len(self.recorder.made)
        node = self.number(tree, scope)
        self.leave()
        return self.recorder.fold(node, since, tree.span)

    def whole(self, tree: Expression, scope: Scope, needed: str) -> int:
        """A whole number that is known already: an index, or a bound of a loop."""
        value = self.recorder.known.get(self.folded(tree, scope))
        if value is None:
            raise self.source.error(f"{needed} has to be a plain number; it cannot depend on a variable.", tree.span)
        if not value.is_integer():
            raise self.source.error(f"{needed} has to be a whole number.", tree.span)
        if abs(value) >= limits.INTEGER:
            raise self.source.error(limits.TOO_LARGE, tree.span)
        return int(value)

    def index(self, tree: Index, scope: Scope) -> Value:
        """``a[1]``: a part of a list, or a variable where the name is free."""
        base = self.value(tree.base, scope)
        text = self.source[tree.base.span]  # as it was typed, for the sentences below
        if isinstance(tree.index, Several):
            hint = text + "".join(f"[{self.source[item.span]}]" for item in tree.index.items)
            raise self.source.error("Each index has brackets of its own.", tree.index.span, edit=Edit(tree.span, hint))
        at = self.whole(tree.index, scope, "An index")
        if isinstance(base, Free):
            if at < 0:
                message = f"The length of {text} is not known, so its parts count from 0."
                raise self.source.error(message, tree.index.span)
            return names.part(self, base, at, tree.span)
        if isinstance(base, Node):
            raise self.source.error(f"{text} is one number and has no parts.", tree.span)
        if not -len(base) <= at < len(base):
            message = f"There is no part {at}: the list has {len(base)}, counted from 0."
            raise self.source.error(message, tree.index.span)
        return base[at]

    # ---- depth and errors

    def enter(self, span: Span, levels: int = 1) -> None:
        """Goes some levels deeper into trees and the functions they call."""
        self.depth += levels
        if self.depth > limits.DEPTH:
            raise self.source.error(limits.TOO_DEEP_TOGETHER, span)

    def leave(self, levels: int = 1) -> None:
        """Comes back up."""
        self.depth -= levels

    def misplaced_condition(self, tree: Expression) -> ParseError:
        """A comparison, ``and``, ``or`` or ``not`` where a number is needed."""
        edit = Edit(tree.span, f"where({self.source[tree.span]}, 1, 0)")
        return self.source.error(CONDITION_ONLY, tree.span, edit=edit if compares(tree) else None)


def compares(tree: Expression) -> bool:
    """Whether an expression is a condition: comparisons, and what joins them."""
    waiting = [tree]
    while waiting:  # a loop, for a chain may be long
        match waiting.pop():
            case Prefix(operator="not", operand=operand):
                waiting.append(operand)
            case Binary(operator=operator, left=left, right=right) if operator in LOGIC:
                waiting += [left, right]
            case part if not isinstance(part, Comparison):
                return False
    return True
