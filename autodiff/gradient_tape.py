"""A tape that watches: TensorFlow's `GradientTape` over ordinary Python functions.

Every open tape notes the operations on what it watches. `GradientTape.gradient` goes over the notes from the
last to the first, and what it computes is noted by the tapes that are open then: so a tape around a tape,
or a persistent one that is asked inside its own block, gives the derivative of a derivative.

    x = ad.Variable(3.0)
    with ad.GradientTape() as tape:
        y = x * x
    tape.gradient(y, x)         # Tensor(6.0)

Names and behaviour are TensorFlow's, the numbers at kinks and edges the table's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autodiff.errors import AutodiffError, TapeUsed
from autodiff.functions import leaves, mapped
from autodiff.ops import Gate
from autodiff.primitive import LEVELS, ComparedByValue, Primitive
from autodiff.tape import number

Note = tuple[Primitive | None, tuple[Any, ...], "Tensor"]  # an operation; None where a variable was read


class _Open(threading.local):
    """The tapes whose blocks this thread is in, the innermost last."""

    def __init__(self) -> None:
        self.tapes: list[GradientTape] = []


OPEN = _Open()
SHUT = object()  # what arrives through the branch of ``where`` that was not taken: connected, but absent


class Tensor(ComparedByValue):
    """A number that tapes can follow: a `constant`, or what an operation gave. Compared by value."""

    __slots__ = ("_level", "value")

    def __init__(self, value: Any, level: int = 0) -> None:
        self.value = number(_held(value))
        self._level = level

    @property
    def level(self) -> int:
        """That of the innermost tape whose block it was made in: operations on it belong there."""
        return self._level

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Tensor:
        """The primitive of ``args``, noted by every open tape that watches one of them."""
        level = max(arg.level for arg in args if isinstance(arg, Tensor))
        read = tuple(_read(arg) for arg in args)
        with np.errstate(all="ignore"):
            out = Tensor(primitive(*[_float64(_held(arg)) for arg in read]), level)
        return noted(primitive, read, out)

    def numpy(self) -> Any:
        """The number itself."""
        return self.value

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r})"


constant = Tensor


class Variable(Tensor):
    """A number that can be assigned anew. Open tapes watch it when it is read, if it is ``trainable``."""

    __slots__ = ("trainable",)

    def __init__(self, initial_value: Any, trainable: bool = True) -> None:
        super().__init__(initial_value)
        self.trainable = trainable

    @property
    def level(self) -> int:
        """That of the innermost open tape."""
        return OPEN.tapes[-1].level if OPEN.tapes else 0

    def read_value(self) -> Tensor:
        """The number that it holds now, as a tensor that stays what it is."""
        for tape in OPEN.tapes:
            if self.trainable and tape.watches_accessed_variables and tape.recording:
                tape.watch(self)
        return noted(None, (self,), Tensor(self.value, self.level))

    def assign(self, value: Any) -> Variable:
        """Give it another number. No tape notes this."""
        self.value = number(_held(value))
        return self

    def assign_add(self, delta: Any) -> Variable:
        """Add to its number."""
        return self.assign(self.value + _held(delta))

    def assign_sub(self, delta: Any) -> Variable:
        """Subtract from its number."""
        return self.assign(self.value - _held(delta))


def noted(primitive: Primitive | None, args: tuple[Any, ...], out: Tensor) -> Tensor:
    """``out``, known from now on to every open tape that watches one of its arguments."""
    for tape in OPEN.tapes:
        tape.note(primitive, args, out)
    return out


class GradientTape:
    """A block in which operations are noted, so that their gradient may be asked for.

    ``persistent``                a gradient may be asked for more than once
    ``watch_accessed_variables``  trainable variables are watched as soon as they are read
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self.persistent = persistent
        self.watches_accessed_variables = watch_accessed_variables
        self.recording = False
        self.level = 0
        self._used = False
        self.reset()

    def reset(self) -> None:
        """Forget everything that was noted and watched."""
        self._notes: list[Note] = []
        self._watched: dict[int, Any] = {}  # by identity; holding them keeps each identity theirs

    @property
    def notes(self) -> tuple[Note, ...]:
        """What it holds, in order: an operation, or None where a variable was read; the arguments; what that gave."""
        return tuple(self._notes)

    def __enter__(self) -> GradientTape:
        if self in OPEN.tapes:
            raise AutodiffError("This tape is recording already.")
        self.recording = True
        self.level = next(LEVELS)
        OPEN.tapes.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.recording = False
        OPEN.tapes.remove(self)

    @contextmanager
    def stop_recording(self) -> Iterator[None]:
        """A block inside the tape's own, in which it notes nothing."""
        recording, self.recording = self.recording, False
        try:
            yield
        finally:
            self.recording = recording

    def watch(self, tensor: Any) -> None:
        """Follow a tensor, or all in a list, from here on."""
        for one in leaves(tensor):
            if not isinstance(one, Tensor):
                raise AutodiffError(f"A tape watches constants and variables (ad.constant(3.0)), not {_kind(one)}.")
            self._watched[id(one)] = one

    def watched_variables(self) -> tuple[Variable, ...]:
        """The variables that were watched, in the order in which they were first read."""
        return tuple(one for one in self._watched.values() if isinstance(one, Variable))

    def note(self, primitive: Primitive | None, args: tuple[Any, ...], out: Tensor) -> None:
        """Write an operation down, if the tape records and follows one of its arguments."""
        if self.recording and any(id(arg) in self._watched for arg in args):
            self._notes.append((primitive, args, out))
            self._watched[id(out)] = out

    def gradient(
        self, target: Any, sources: Any, output_gradients: Any = None, unconnected_gradients: str = "none"
    ) -> Any:
        """The derivative of ``target`` along every source, in the form of ``sources``.

        Several targets count as their sum, each weighed by its output gradient. ``None`` stands where the
        target is not connected to the source, 0.0 if ``unconnected_gradients`` is "zero".
        Raises `TapeUsed` the second time, unless the tape is persistent; ValueError for any other word than these two.
        """
        if unconnected_gradients not in ("none", "zero"):
            raise ValueError(f'Unconnected gradients are "none" or "zero", not {unconnected_gradients!r}.')
        if self._used:
            raise TapeUsed("This tape has given its one gradient; GradientTape(persistent=True) gives any number.")
        if not self.persistent:
            self._used, self.recording = True, False
        for source in leaves(sources):
            if not isinstance(source, Tensor):
                raise AutodiffError(
                    f"A gradient is asked for along variables and watched tensors, not {_kind(source)}."
                )
        targets = leaves(target)
        seeds = [1.0] * len(targets) if output_gradients is None else leaves(output_gradients)
        felt = self._adjoints(targets, seeds)
        if not self.persistent:
            self.reset()
        missing = Tensor(0.0) if unconnected_gradients == "zero" else None

        def found(source: Tensor) -> Tensor | None:
            adjoint = felt.get(id(source), missing)
            return Tensor(0.0) if adjoint is SHUT else adjoint

        return mapped(found, sources)

    def _adjoints(self, targets: list[Any], seeds: list[Any]) -> dict[int, Any]:
        """The adjoint of everything that the targets are connected to, by identity."""
        felt: dict[int, Any] = {}
        for target, seed in zip(targets, seeds, strict=True):
            if id(target) in self._watched:
                felt[id(target)] = _sum(
                    felt.get(id(target)), seed if isinstance(seed, Tensor) else Tensor(seed, self.level)
                )
        with np.errstate(all="ignore"):
            for primitive, args, out in reversed(tuple(self._notes)):
                arriving = felt.get(id(out))
                if arriving is None:
                    continue
                for k, arg in enumerate(args):
                    if id(arg) in self._watched:
                        slope = 1.0 if primitive is None else primitive.partial(k, args, out)
                        felt[id(arg)] = _sum(felt.get(id(arg)), _part(slope, arriving))
        return {key: adjoint for key, adjoint in felt.items() if adjoint is not None}


def _read(arg: Any) -> Any:
    return arg.read_value() if isinstance(arg, Variable) else arg if isinstance(arg, Tensor) else _float64(arg)


def _held(x: Any) -> Any:
    return x.value if isinstance(x, Tensor) else x


def _float64(x: Any) -> Any:
    plain = number(x)
    return np.float64(plain) if isinstance(plain, float) else plain


def _part(slope: Any, arriving: Any) -> Any:
    """What flows on along one edge: nothing (None) from a condition, `SHUT` into a branch not taken."""
    if isinstance(slope, Gate):
        return arriving if slope.open else SHUT
    if slope is None or arriving is SHUT:
        return None if slope is None else SHUT
    return slope * arriving


def _sum(before: Any, part: Any) -> Any:
    if before is None or part is None:
        return part if before is None else before
    if before is SHUT or part is SHUT:
        return part if before is SHUT else before
    return before + part


def _kind(value: Any) -> str:
    return f"a {type(value).__name__}"
