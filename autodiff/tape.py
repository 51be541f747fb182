"""Reverse mode over ordinary Python functions, on a flat tape.

A function is called with `TapeVariable` in place of its numbers. Every operation on them appends one entry
``(i, ∂out/∂u, j, ∂out/∂w)`` to a list: where its arguments stand on it, and the local derivatives along them.
One loop from the end of the list to its start then gives every adjoint (Griewank and Walther, ch. 4).
`functions` has the derivatives that are taken this way.

The methods that record are made from the table of primitives, once, at import: each holds the value and
the slopes of its primitive as lines of Python. Where these cannot serve (1/0, log 0, a value that is itself
a carrier, as in a gradient of a gradient) `record` does the same by the table's rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autodiff.errors import AutodiffError
from autodiff.ops import TABLE, where
from autodiff.primitive import ComparedByValue, Primitive
from autodiff.rules import local_derivative
from autodiff.source import defined, indented, straight_line
from autodiff.spelling import MATH

Tape = list[Any]  # first its level, then an entry a variable or operation

INPUT = (0, 0.0, 0, 0.0)  # the entry of what depends on nothing
new = object.__new__
UNFIT = (ArithmeticError, ValueError, TypeError)  # what the lines of Python raise where they cannot serve


class TapeVariable(ComparedByValue):
    """A number on a tape: its ``value``, and the ``index`` of its entry."""

    __slots__ = ("index", "tape", "value")

    tape: Tape
    index: int

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Any:
        """The primitive of ``args``, recorded."""
        made = RECORDERS.get(primitive)
        return made(self) if made else record(primitive, args)

    @property
    def level(self) -> int:
        """Which carrier an operation on several belongs to: that of the innermost function."""
        return self.tape[0]  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"TapeVariable({self.value!r})"


def variable(tape: Tape, value: Any, entry: tuple[Any, ...]) -> TapeVariable:
    """A new variable at the end of the tape."""
    made = new(TapeVariable)
    made.tape, made.index, made.value = tape, len(tape), value
    tape.append(entry)
    return made


def number(x: Any) -> Any:
    """A carrier as it is, anything else as a float."""
    if type(x) is float or hasattr(x, "apply_primitive"):
        return x
    try:
        if isinstance(x, (str, bytes)):
            raise TypeError
        return float(x)
    except (TypeError, ValueError) as error:
        raise AutodiffError(f"A tape records numbers, not {type(x).__name__}.") from error


def record(primitive: Primitive, args: Sequence[Any]) -> Any:
    """The primitive of ``args`` by the table's rules, on the innermost tape of theirs; the rest is constant to it."""
    if primitive is where:  # the branch that is taken, and nothing of the other
        return args[1] if args[0] else args[2]
    tape = max((arg.tape for arg in args if type(arg) is TapeVariable), key=lambda tape: tape[0])
    mine = [type(arg) is TapeVariable and arg.tape is tape for arg in args]
    numbers = [number(arg.value if own else arg) for arg, own in zip(args, mine, strict=True)]
    inputs = tuple(np.float64(x) if type(x) is float else x for x in numbers)
    entry: tuple[Any, ...] = ()
    with np.errstate(all="ignore"):
        out = primitive(*inputs)
        for k, arg in enumerate(args):
            if mine[k] and primitive.partials[k] is not None:
                entry += (arg.index, number(primitive.partial(k, inputs, out)))
    return variable(tape, number(out), (entry + INPUT)[:4])


# ---- the methods that record, made from the table

END = """
    result = new(TapeVariable)
    result.tape, result.index, result.value = tape, len(tape), out
    tape.append(entry)
    return result
"""
UNARY = """
def method(a):
    tape, u = a.tape, a.value
    try:
{value}
{du}
        entry = a.index, du, 0, 0.0
    except UNFIT:
        return record(primitive, (a,))
"""
BINARY = """
def method(a, b):
    tape, u, kind = a.tape, a.value, type(b)
    try:
        if kind is TapeVariable and b.tape is tape:
            w = b.value
{value}
{du}
{dw}
            entry = a.index, du, b.index, dw
        elif kind is float or kind is int:
            w = b
{value}
{du}
            entry = a.index, du, 0, 0.0
        else:
            return primitive(a, b)
    except UNFIT:
        return record(primitive, (a, b))
"""
REFLECTED = """
def method(b, a):
    if type(a) is not float and type(a) is not int:
        return primitive(a, b)
    tape, u, w = b.tape, a, b.value
    try:
{value}
{dw}
        entry = b.index, dw, 0, 0.0
    except UNFIT:
        return record(primitive, (a, b))
"""


def recorder(template: str, primitive: Primitive, depth: int) -> Callable[..., Any]:
    """The function that a template becomes with the lines of one primitive in it."""
    args = ["u", "w"][: primitive.arity]
    lines = {"value": [f"out = {MATH.spell(primitive, args)}"]}
    for k, arg in enumerate(args):
        rule = local_derivative(primitive, k, (None,) * primitive.arity)
        assert rule is not None
        names = [*args, "out", *(f"d{arg}{i}" for i in range(len(rule)))]
        steps, (slope,) = straight_line(rule, names, MATH)
        lines[f"d{arg}"] = [*steps, f"d{arg} = {slope}"]
    body = {part: indented(steps, depth) for part, steps in lines.items()}
    names_used = {"math": math, "new": new, "TapeVariable": TapeVariable, "record": record, "UNFIT": UNFIT}
    made: Callable[..., Any] = defined((template + END).format(**body), {**names_used, "primitive": primitive})[
        "method"
    ]
    return made


RECORDERS = {
    primitive: recorder(UNARY, primitive, 2)
    for primitive in TABLE.values()
    if primitive.arity == 1 and primitive.partials[0] is not None and primitive.name in MATH.templates
}
for name, method in {"add": "add", "sub": "sub", "mul": "mul", "div": "truediv", "pow": "pow"}.items():
    setattr(TapeVariable, f"__{method}__", recorder(BINARY, TABLE[name], 3))
    setattr(TapeVariable, f"__r{method}__", recorder(REFLECTED, TABLE[name], 2))
for name in ("neg", "abs"):
    setattr(TapeVariable, f"__{name}__", RECORDERS[TABLE[name]])


# ---- backwards


def adjoints(tape: Tape, seeds: Mapping[int, Any], inputs: int) -> list[Any]:
    """The adjoint of every entry, given those of some; None where none arrives. The tape begins with the inputs."""
    felt: list[Any] = [None] * len(tape)
    for index, seed in seeds.items():
        felt[index] = seed
    for index in range(max(seeds, default=0), inputs, -1):
        arriving = felt[index]
        if arriving is None:
            continue
        i, du, j, dw = tape[index]
        if i:
            before = felt[i]
            felt[i] = arriving * du if before is None else before + arriving * du
        if j:
            before = felt[j]
            felt[j] = arriving * dw if before is None else before + arriving * dw
    return felt
