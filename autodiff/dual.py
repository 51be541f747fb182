"""Dual numbers a + bε with ε² = 0: f(a + bε) = f(a) + f′(a)·bε, so the ε part carries the tangent along.

They flow through every primitive by the table's own rules, and through themselves: the parts of a dual number may
be dual numbers, or nodes, or arrays. Each derivative that `jvp` takes has an ε of its own, known by its level, so
that an inner derivative does not take the outer ε for its own (Siskind and Pearlmutter, *Perturbation confusion and
referential transparency*, 2005). Where no tangent arrives there is no ε at all: absence is not a 0 that an infinite
slope could turn into nan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autodiff.errors import AutodiffError
from autodiff.functions import form, leaves, mapped
from autodiff.primitive import LEVELS, ComparedByValue, Primitive
from autodiff.sweeps import accumulated, as_float, as_number, plain, product, settled


class DualNumber(ComparedByValue):
    """``value`` + ``eps`` ε: two numbers, arrays of one shape, or carriers. Compared by value.

    Inside, its ``primal`` and ``tangent`` are numpy's floats, so that 1/0 is inf; ``value`` and ``eps`` give Python's.

    It may be given as a value in a point. ``level`` says which ε it is: that of a plain dual number is one and
    the same, that of a dual number of dual numbers another one, above those of its parts.
    """

    __slots__ = ("_level", "primal", "tangent")

    def __init__(self, value: Any = 0.0, eps: Any = 0.0, level: float | None = None) -> None:
        self.primal = as_number(value)
        self.tangent = as_number(eps)
        self._level = _above(self.primal, self.tangent) if level is None else level

    @property
    def level(self) -> float:
        """Which derivative it belongs to: the innermost has the highest level."""
        return self._level

    @property
    def value(self) -> Any:
        """The part without ε: a Python float for a number."""
        return as_float(self.primal)

    @property
    def eps(self) -> Any:
        """The ε part: how fast the value moves."""
        return as_float(plain(self.tangent))

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Any:
        """The primitive of ``args``, by the chain rule; a plain number where no tangent comes through."""
        level = self._level
        primals = tuple(arg.primal if _is_at(level, arg) else as_number(arg) for arg in args)
        tangent: Any = None
        with np.errstate(all="ignore"):
            out = primitive(*primals)
            for k, arg in enumerate(args):
                if _is_at(level, arg) and (slope := settled(primitive.partial(k, primals, out))) is not None:
                    tangent = accumulated(tangent, product(slope, arg.tangent))
        return out if tangent is None else _made(out, tangent, level)

    def __repr__(self) -> str:
        value, eps = (f"({part})" if isinstance(part, DualNumber) else f"{part}" for part in (self.value, self.eps))
        return value if eps in ("0.0", "-0.0") else f"{value} + {eps}ε"


def _made(primal: Any, tangent: Any, level: float) -> DualNumber:
    """What an operation gave, as it is: its tangent may still be behind a gate."""
    made = object.__new__(DualNumber)
    made.primal, made.tangent, made._level = primal, tangent, level
    return made


def _is_at(level: float, arg: Any) -> bool:
    return isinstance(arg, DualNumber) and arg._level == level


def _above(*parts: Any) -> float:
    """The level of a dual number made by hand: above its parts, and below every derivative that begins later.

    The levels of derivatives are whole numbers; between two of them lie ½, ⅔, ¾, … for what is made by hand.
    """
    levels: list[float] = [part.level for part in parts if hasattr(part, "apply_primitive")]
    if not levels:
        return 0.0
    whole, beyond = divmod(max(levels), 1.0)
    return whole + 1.0 / (2.0 - beyond)


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """The value of ``f`` at the primals, and how fast it moves when they move as the tangents say.

    Forward mode on dual numbers; names and order are JAX's. A primal, and the result of ``f``, is a number, an
    array, or a list, tuple or dict of them; the tangents have the form of the primals, the second result that of
    the first. Raises `AutodiffError` where the forms differ.
    """
    if form(tuple(primals)) != form(tuple(tangents)):
        raise AutodiffError("There is one tangent for every primal, in the same form.")
    level, moves = next(LEVELS), iter(leaves(tuple(tangents)))
    output = f(*mapped(lambda primal: DualNumber(primal, next(moves), level), tuple(primals)))
    if any(getattr(x, "level", 0) > level for x in leaves(output)):
        raise AutodiffError("The result belongs to a derivative that was taken inside the function: return its value.")

    def parted(value: Callable[[DualNumber], Any], otherwise: Callable[[Any], Any]) -> Any:
        return mapped(lambda x: value(x) if _is_at(level, x) else otherwise(x), output)

    return parted(lambda x: x.value, lambda x: as_float(as_number(x))), parted(lambda x: x.eps, lambda _: 0.0)
