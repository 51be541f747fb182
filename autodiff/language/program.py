"""Statements to a graph: assignments done, functions put in where they are called, loops written out."""

from __future__ import annotations

from contextlib import closing
from functools import partial

import numpy as np

from autodiff.errors import ParseError
from autodiff.graph import Const, Graph, Node, Var
from autodiff.language import calls, limits, notices, statements
from autodiff.language.lowering import Lowering
from autodiff.language.recorder import Recorder
from autodiff.language.scope import Free, Helper, Scope, Value
from autodiff.language.source import Source
from autodiff.language.tree import (
    Assign,
    Call,
    Define,
    Evaluate,
    Expression,
    Loop,
    Name,
    Return,
    Several,
    Statement,
    Target,
    assigned_names,
)
from autodiff.notice import Edit, Span

LONGEST_LABEL = 40  # characters of a call as its group is called
NOTHING = "There is nothing to compute here; type a function, such as x^2*y + y + 2."


def graph_of(source: Source, program: statements.Program) -> Graph:
    """The graph that a program computes. Raises `ParseError` where it computes none."""
    with np.errstate(all="ignore"), closing(Execution(source, program)) as execution:
        return execution.graph()  # numbers that are computed with may become infinite


class Execution:
    """One way through a program, with nodes in place of numbers."""

    def __init__(self, source: Source, program: statements.Program) -> None:
        self.source = source
        self.program = program
        self.top = Scope(assigned_names(program.statements))
        self.recorder = Recorder(source)
        self.lowering = Lowering(source, self.recorder, program.bound)
        self.calling: list[Define] = []  # the functions that are being put in
        self.assigned: dict[Define, frozenset[str]] = {}  # the names that each function gives values to
        self.last: Value | Helper | None = None  # what the last line gave
        self.last_span: Span = (0, 0)
        self.typed: Expression | None = None  # where that was typed, in a function too that the last line called

    def graph(self) -> Graph:
        """Goes through the whole program."""
        returned = self.run(self.program.statements, self.top)
        result = self.last if returned is None else returned
        if result is None:
            raise self.source.error(NOTHING, (0, 1), "x^2*y + y + 2")
        if isinstance(result, Helper):
            inputs, outputs = self.function(result.define, self.top)
            free: list[Var] = []
        else:
            outputs = self.outputs(result)
            inputs = free = self.free_names()
        noticed = notices.found(self.source, self.recorder, self.typed, [var.name for var in free], self.top.known())
        return self.recorder.graph(outputs, inputs, noticed)

    def close(self) -> None:
        """Lets go of the functions, which know this in their turn: else all of it would wait for the collector."""
        self.top.close()
        self.last = None

    # ---- statements

    def run(self, body: tuple[Statement, ...], scope: Scope) -> Value | None:
        """Executes statements; what a ``return`` among them gives, or None where there was none."""
        for statement in body:
            self.recorder.step(statement.span)
            match statement:
                case Evaluate() | Return():
                    value = self.lowering.value(statement.value, scope)
                    self.give(value, statement.value)
                    if isinstance(statement, Return):
                        return value
                case Assign():
                    value = self.lowering.value(statement.value, scope)
                    for target in statement.targets:
                        self.assign(target, value, scope)
                    self.give(value, statement.value)
                case Define():
                    helper = Helper(statement, partial(self.inline, statement, scope))
                    scope.names[statement.name] = self.last = helper
                case Loop():
                    returned = self.loop(statement, scope)
                    if returned is not None:
                        return returned
        return None

    def give(self, value: Value, tree: Expression) -> None:
        """Keeps what a line gave. What a function has just returned to it was typed there."""
        if value is not self.last:
            self.typed = tree
        self.last, self.last_span = value, tree.span

    def assign(self, target: Target, value: Value, scope: Scope, *, label: bool = True) -> None:
        """Gives a name, or several, what they are to stand for."""
        if isinstance(target, Several):
            for part, item in zip(target.items, self.unpacked(target, value), strict=True):
                assert isinstance(part, Target)
                self.assign(part, item, scope, label=label)
            return
        if isinstance(scope.find(target.name), Helper):
            message = f"{target.name} is the name of a function; another name can be given a value."
            raise self.source.error(message, target.span)
        scope.names[target.name] = value
        if label:
            node = value if isinstance(value, Node) and not isinstance(value, Var) else None
            self.recorder.label(node, target.name, scope.labelled)

    def unpacked(self, target: Several, value: Value) -> tuple[Value, ...]:
        """As many values as there are names."""
        count = len(target.items)
        if isinstance(value, Free):
            raise self.source.error(f"The length of {value.name} is not known here.", target.span)
        if isinstance(value, Node):
            raise self.source.error(f"There are {count} names here, and one value for them.", target.span)
        if len(value) != count:
            raise self.source.error(f"There are {count} names here, and {len(value)} values for them.", target.span)
        return value

    # ---- loops

    def loop(self, loop: Loop, scope: Scope) -> Value | None:
        """Writes a loop out, turn by turn."""
        items = self.items(loop, scope)
        returned: Value | None = None
        self.lowering.enter(loop.span, levels=2)
        head = (loop.span[0], loop.items.span[1])
        outside = self.recorder.open_group(self.source[head], "loop", head)
        for turn, item in enumerate(items, 1):
            outer = self.recorder.open_group(turn_label(loop.target, item, turn, len(items)), "turn", loop.span)
            if isinstance(item, int):
                item = self.recorder.constant(item, str(item), loop.target.span)
            self.assign(loop.target, item, scope, label=False)
            returned = self.run(loop.body, scope)
            self.recorder.close_group(outer)
            if returned is not None:
                break
        self.recorder.close_group(outside)
        self.lowering.leave(levels=2)
        return returned

    def items(self, loop: Loop, scope: Scope) -> range | tuple[Value, ...]:
        """What a loop goes over; the numbers of a range become nodes turn by turn."""
        tree = loop.items
        if isinstance(tree, Call) and tree.name == "range" and scope.find("range") is None:
            return calls.numbers(self.lowering, tree, scope)
        value = self.lowering.value(tree, scope)
        if isinstance(value, tuple):
            return value
        text = self.source[tree.span]
        if isinstance(value, Free):
            raise self.source.error(f"The length of {text} is not known here.", tree.span)
        edit = Edit(tree.span, f"range({text})") if value in self.recorder.known else None
        raise self.source.error("A loop goes over a list or a range.", tree.span, edit=edit)

    # ---- functions

    def inline(self, define: Define, outside: Scope, args: tuple[Value, ...], call: Call) -> Value:
        """Puts a function in the place of a call."""
        if define in self.calling:
            raise self.source.error(f"{define.name} calls itself, and such calls would not end here.", call.at)
        calls.check_count(self.lowering, call, len(define.parameters))
        names: dict[str, Value | Helper] = dict(zip((p.name for p in define.parameters), args, strict=True))
        outer = self.recorder.open_group(call_label(self.source[call.span]), "call", call.span)
        self.lowering.enter(call.span, levels=3)
        result = self.body(define, outside, names)
        self.lowering.leave(levels=3)
        self.recorder.close_group(outer)
        return result

    def body(self, define: Define, outside: Scope, names: dict[str, Value | Helper]) -> Value:
        """What a function returns when its parameters stand for these values."""
        if define not in self.assigned:
            self.assigned[define] = assigned_names(define.body) | names.keys()
        self.calling.append(define)
        with closing(Scope(self.assigned[define], outside, define, names)) as scope:
            result = self.run(define.body, scope)
        self.calling.pop()
        if result is None:
            raise self.returns_nothing(define)
        return result

    def function(self, define: Define, outside: Scope) -> tuple[list[Var], list[Node]]:
        """The variables and results of a function whose parameters are the variables."""
        for parameter in define.parameters:
            self.recorder.places[parameter.name] = {parameter.span}
        result = self.body(define, outside, {p.name: Free(p.name) for p in define.parameters})
        outputs = self.outputs(result)
        inputs: list[Var] = []
        for parameter in define.parameters:
            parts = [var for name, var in self.recorder.variables.items() if name.partition("[")[0] == parameter.name]
            inputs += parts or [self.recorder.variable(parameter.name, parameter.span)]
        known = set(inputs)
        stray = next((var for var in self.recorder.variables.values() if var not in known), None)
        if stray is not None:
            message = f"{stray.name} is used here, but is no parameter of {define.name}."
            raise self.source.error(message, min(self.recorder.places[stray.name]))
        return inputs, outputs

    def returns_nothing(self, define: Define) -> ParseError:
        """A function without a ``return``."""
        message = f"The function {define.name} returns nothing."
        last = define.body[-1] if define.body else None
        if isinstance(last, Evaluate):
            edit = Edit((last.span[0], last.span[0]), "return ")
            return self.source.error(message, last.span, f"return {self.source[last.span]}", edit)
        target = last.targets[0] if isinstance(last, Assign) else None
        return self.source.error(message, define.span, f"return {target.name}" if isinstance(target, Name) else None)

    # ---- the result

    def outputs(self, result: Value) -> list[Node]:
        """The result as one node, or several."""
        items = result if isinstance(result, tuple) else (result,)
        if not items:
            raise self.source.error("The result is an empty list.", self.last_span)
        if len(items) > limits.OUTPUTS:
            raise self.source.error(limits.TOO_MANY_OUTPUTS, self.last_span)
        if any(isinstance(item, tuple) for item in items):
            raise self.source.error("A result can be a list of numbers, not a list of lists.", self.last_span)
        return [self.lowering.as_node(item, self.last_span) for item in items]

    def free_names(self) -> list[Var]:
        """The variables in order of appearance; a name that nothing is computed from is one too."""
        names = [name for name in self.recorder.places if name not in self.recorder.lists]
        for name in names:
            self.recorder.variable(name, min(self.recorder.places[name]))
        names.sort(key=lambda name: min(self.recorder.places[name]))
        return [self.recorder.variables[name] for name in names]


def call_label(typed: str) -> str:
    """What a call is called: as it was typed, on one line and not too long for a card."""
    line = " ".join(typed.split())
    return line if len(line) <= LONGEST_LABEL else f"{line[: LONGEST_LABEL - 1]}…"


def turn_label(target: Target, item: Value | int, turn: int, turns: int) -> str:
    """What a turn of a loop is called: ``turn 3 of 5: i = 2``, with the numbers that tell it from the others."""
    pairs: list[tuple[Expression, Value | int]] = [(target, item)]
    if isinstance(target, Several) and isinstance(item, tuple):
        pairs = [*zip(target.items, item, strict=False)]
    numbers = [
        f"{name.name} = {number!r}"
        for name, number in pairs
        if isinstance(name, Name) and isinstance(number, int | Const)
    ]
    return f"turn {turn} of {turns}" + (f": {', '.join(numbers)}" if numbers else "")
