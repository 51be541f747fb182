"""What one row of the table of primitives holds, and how a primitive is called.

A primitive is a function whose derivative is known by heart. It is called on whatever flows through
the graph: floats and arrays of numpy go to its value function; anything else that may flow (a node, a
dual number) is a *carrier* and says itself, in its ``apply_primitive``, what the primitive does to it.
So the same rule, written once, serves every kind of differentiation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from itertools import count
from typing import Any, ClassVar

import numpy as np

from autodiff.errors import ArgumentCount

Rule = Callable[..., Any]

PYTHON_NUMBERS = frozenset({float, int, bool})
FLOAT64 = np.dtype(np.float64)
LEVELS = count(1)  # every derivative that begins takes the next: an inner one begins after those around it

POWER = 4  # how tightly a power binds
ATOM = 9  # binds tighter than every operator: a name, a number, a call


@dataclass(frozen=True, eq=False)
class Primitive:
    """One row of the table.

    name      what it is called in the language and in ``data-op``
    value     the function itself, on floats and arrays of numpy (float64, elementwise)
    partials  one per argument: takes the arguments and then the result, gives the local derivative,
              in generic arithmetic; None where no derivative flows (the condition of ``where``)
    words     what it does, with ``{0}``, ``{1}`` for its arguments: "adds {0} and {1}"
    form      how it is read, ``{0} × {1}``
    typed     how it is typed, ``{0} * {1}``; reads back to the same graph
    latex     how it is set
    python    how plain Python spells it
    roles     a name for each argument, for when both are the same node: "left factor"
    binding   how tightly the form binds (−3 "or", 0 a comparison, 1 a sum … 4 a power, ATOM a call)
    aliases   further names under which it may be typed
    more      what one argument more makes of the result, for those that take more when they are called, and ``most``
    conventions  (predicate on the arguments, sentence): where a convention, and not calculus, decided
    undefined    (predicate on the arguments, words): why the result is not a number
    """

    name: str
    value: Callable[..., Any]
    partials: tuple[Rule | None, ...]
    words: str
    form: str = ""
    typed: str = ""
    latex: str = ""
    python: str = ""
    roles: tuple[str, ...] = ()
    binding: int = ATOM
    aliases: tuple[str, ...] = ()
    conventions: tuple[tuple[Rule, str], ...] = ()
    undefined: tuple[tuple[Rule, str], ...] = ()
    more: Rule | None = None
    most: float = 0
    in_language: bool = True
    symbol: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        slots = ", ".join(f"{{{i}}}" for i in range(self.arity))
        call = f"{self.name}({slots})"
        module = "math." if hasattr(math, self.name) else ""
        defaults = {
            "form": call,
            "typed": call,
            "latex": rf"\operatorname{{{{{self.name}}}}}\left({slots}\right)".replace("_", r"\_"),
            "python": module + call,
            "roles": ("argument",) if self.arity == 1 else tuple(f"argument {i + 1}" for i in range(self.arity)),
            "symbol": self.name,
        }
        for column, default in defaults.items():
            if not getattr(self, column):
                object.__setattr__(self, column, default)

    @property
    def arity(self) -> int:
        """How many arguments it takes."""
        return len(self.partials)

    def __call__(self, *args: Any) -> Any:
        """The primitive of its arguments: numbers give a number, a carrier among them gives a carrier.

        Python's own numbers give a Python float, numpy's stay numpy's. Among several carriers the one of the highest
        level decides: it belongs to the innermost derivative, and the others are constants to it.
        Raises `ArgumentCount` where there are more or fewer arguments than it takes.
        """
        if len(args) != len(self.partials):
            return self._of_more(args)
        carrier, level, all_python, all_floats = None, -1, True, True
        for arg in args:
            kind = type(arg)
            if kind is np.float64 or (kind is np.ndarray and arg.dtype is FLOAT64):
                all_python = False
            elif kind not in PYTHON_NUMBERS:
                all_python = all_floats = False
                if hasattr(arg, "apply_primitive") and arg.level > level:
                    carrier, level = arg, arg.level
        if carrier is not None:
            return carrier.apply_primitive(self, args)
        if not all_python:
            return self.value(*(args if all_floats else map(widened, args)))
        with np.errstate(all="ignore"):
            return float(self.value(*map(np.float64, args)))

    def _of_more(self, args: tuple[Any, ...]) -> Any:
        """The primitive of its own number of arguments, and what each further one makes of that."""
        own = self.arity
        if self.more is None or not own < len(args) <= self.most:
            beyond = "" if self.more is None else f" or {'more' if self.most == math.inf else self.most}"
            plural = "" if f"{own}{beyond}" == "1" else "s"
            raise ArgumentCount(f"{self.name} takes {own}{beyond} argument{plural}, not {len(args)}.")
        return reduce(self.more, args[own:], self(*args[:own]))

    def partial(self, index: int, args: tuple[Any, ...], out: Any) -> Any:
        """∂out/∂args[index], in whatever arithmetic ``args`` and ``out`` speak; None where none flows."""
        rule = self.partials[index]
        return None if rule is None else rule(*args, out)

    def convention_at(self, *args: Any) -> str | None:
        """The sentence that says which convention decided the derivative here, if one did."""
        return next((sentence for decides, sentence in self.conventions if decides(*args)), None)

    def undefined_at(self, *args: Any) -> str | None:
        """Why the result at these numbers is not a number, in words, if it is known."""
        return next((words for fails, words in self.undefined if fails(*args)), None)

    def __repr__(self) -> str:
        return f"<primitive {self.name}>"


class Operators:
    """Python's operators and numpy's ufuncs, spelled with the table, for every carrier.

    A carrier inherits from this and adds ``apply_primitive(primitive, args)``, and its own ``level`` if
    derivatives of it nest. The table fills ``table`` and ``by_ufunc`` when it is imported.
    """

    __slots__ = ()

    @property
    def level(self) -> float:
        """How deep the derivative nests that it belongs to."""
        return 0

    table: ClassVar[dict[str, Primitive]] = {}
    by_ufunc: ClassVar[dict[np.ufunc, Primitive]] = {}

    def __add__(self, other: Any) -> Any:
        return self.table["add"](self, other)

    def __radd__(self, other: Any) -> Any:
        return self.table["add"](other, self)

    def __sub__(self, other: Any) -> Any:
        return self.table["sub"](self, other)

    def __rsub__(self, other: Any) -> Any:
        return self.table["sub"](other, self)

    def __mul__(self, other: Any) -> Any:
        return self.table["mul"](self, other)

    def __rmul__(self, other: Any) -> Any:
        return self.table["mul"](other, self)

    def __truediv__(self, other: Any) -> Any:
        return self.table["div"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self.table["div"](other, self)

    def __pow__(self, other: Any) -> Any:
        return self.table["pow"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return self.table["pow"](other, self)

    def __neg__(self) -> Any:
        return self.table["neg"](self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self.table["abs"](self)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *args: Any, **options: Any) -> Any:
        primitive = self.by_ufunc.get(ufunc)
        if primitive is None or method != "__call__" or options:
            return NotImplemented
        return primitive(*args)


class ComparedByValue(Operators):
    """A carrier that holds a number, its ``value``, and compares as that: a program's course may depend on it."""

    __slots__ = ()

    value: Any

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> Any:
        return self.value == value_of(other)

    def __ne__(self, other: object) -> Any:
        return self.value != value_of(other)

    def __lt__(self, other: Any) -> Any:
        return self.value < value_of(other)

    def __le__(self, other: Any) -> Any:
        return self.value <= value_of(other)

    def __gt__(self, other: Any) -> Any:
        return self.value > value_of(other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= value_of(other)

    __hash__ = None  # type: ignore[assignment]


def innermost(x: Any) -> Any:
    """The number inside a carrier of carriers, however deep."""
    while isinstance(x, ComparedByValue):
        x = x.value
    return x


def widened(x: Any) -> Any:
    """Whole numbers and short floats as float64, the table's arithmetic; truth values and what is wider stay."""
    array = np.asarray(x)
    return array.astype(FLOAT64)[()] if array.dtype != bool and np.can_cast(array.dtype, FLOAT64) else x


def value_of(x: Any) -> Any:
    """The number that a carrier holds; a number itself."""
    return x.value if isinstance(x, ComparedByValue) else x
