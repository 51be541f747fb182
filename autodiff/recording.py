"""What a `GradientTape` does while a graph's program runs under it: noted line by line, read backwards, used up.

Nothing is told here that did not happen: the program really runs on variables, the tape really gives its gradient,
and the error of its second use is the one that it raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from autodiff.derivatives import Point
from autodiff.errors import TapeUsed
from autodiff.gradient_tape import GradientTape, Tensor, Variable
from autodiff.graph import Graph
from autodiff.sweeps import evaluate, values_at

Reason = Literal["unused", "elsewhere", "condition"]


@dataclass(frozen=True)
class Entry:
    """What one node of the graph left on the tape, in the order of the program.

    ``reads``    the variables that were read for it, each a note of its own
    ``noted``    whether its operation is on the tape: none that reaches no watched variable is
    ``adjoint``  what reading the tape backwards brings to it; None where nothing arrives
    """

    node: int
    value: float
    reads: tuple[str, ...]
    noted: bool
    adjoint: float | None


@dataclass(frozen=True)
class Recording:
    """A run of the program under a tape, and what became of the tape.

    ``notes``        how many the tape held when the program was through, and ``kept`` after it was asked
    ``gradient``     by variable; None for one that the output is not connected to
    ``with_zero``    the same, asked for with ``unconnected_gradients="zero"``
    ``unconnected``  why there is None: the program does not use the variable, or for another output, or in a condition
    ``second_use``   what the tape says when it is asked again
    ``persistent``   what a persistent tape gives the second time
    """

    entries: tuple[Entry, ...]
    notes: int
    kept: int
    gradient: dict[str, float | None]
    with_zero: dict[str, float | None]
    unconnected: dict[str, Reason]
    second_use: str
    persistent: dict[str, float | None]


def record(graph: Graph, point: Point, output: int = 0) -> Recording:
    """Run the program of a graph under tapes, at a point of numbers, and ask them for the gradient of one output."""
    once, lasting, zero = (_Program(graph, point, output, persistent) for persistent in (False, True, False))
    notes, entries = once.tape.notes, lasting.entries()
    gradient = once.gradient()
    try:
        once.gradient()
        second_use = ""
    except TapeUsed as error:
        second_use = str(error)
    lasting.gradient()
    return Recording(
        entries=entries,
        notes=len(notes),
        kept=len(once.tape.notes),
        gradient=gradient,
        with_zero=zero.gradient("zero"),
        unconnected={name: _reason(graph, name, output) for name, adjoint in gradient.items() if adjoint is None},
        second_use=second_use,
        persistent=lasting.gradient(),
    )


def nested_hessian(graph: Graph, point: Point, output: int = 0) -> dict[str, dict[str, float | None]]:
    """All second derivatives of one output by a tape within a tape: first by the variable of the gradient."""
    with GradientTape(persistent=True) as outer:
        inner = _Program(graph, point, output)
        first = inner.tape.gradient(inner.target, inner.variables)
    return {
        name: _numbers(outer.gradient(part, inner.variables) if part is not None else dict.fromkeys(inner.variables))
        for name, part in first.items()
    }


class _Program:
    """The program of a graph, run on variables under a tape."""

    def __init__(self, graph: Graph, point: Point, output: int, persistent: bool = False) -> None:
        self.graph = graph
        numbers = values_at(graph, point)
        self.variables = {name: Variable(numbers[name]) for name in graph.variables}
        with GradientTape(persistent=persistent) as self.tape:
            self.values = evaluate(graph, self.variables)
            result = self.values[graph.output(output)]
            self.target = result.read_value() if isinstance(result, Variable) else result

    def gradient(self, unconnected: str = "none") -> dict[str, float | None]:
        """What the tape gives along every variable."""
        return _numbers(self.tape.gradient(self.target, self.variables, unconnected_gradients=unconnected))

    def entries(self) -> tuple[Entry, ...]:
        """What each node left on the tape; asks the tape for the adjoint of every value."""
        names = {id(variable): name for name, variable in self.variables.items()}
        reads: list[str] = []
        written: dict[int, tuple[str, ...]] = {}  # by identity of what an operation gave, what was read for it
        for primitive, args, out in self.tape.notes:
            if primitive is None:
                reads.append(names[id(args[0])])
            else:
                written[id(out)], reads = tuple(reads), []
        tensors = [value for value in self.values if isinstance(value, Tensor)]
        adjoints = iter(self.tape.gradient(self.target, tensors))
        return tuple(
            Entry(
                node=i,
                value=_number(value),
                reads=written.get(id(value), ()),
                noted=id(value) in written,
                adjoint=_number(next(adjoints)) if isinstance(value, Tensor) else None,
            )
            for i, value in enumerate(self.values)
        )


def _numbers(tensors: dict[str, Any]) -> dict[str, float | None]:
    return {name: _number(tensor) for name, tensor in tensors.items()}


def _number(value: Any) -> Any:
    return float(value.value if isinstance(value, Tensor) else value) if value is not None else None


def _reason(graph: Graph, name: str, output: int) -> Reason:
    i = graph.variables.index(name)
    if graph.needed(output)[i]:
        return "condition"
    return "elsewhere" if any(i in args for args in graph.args) else "unused"
