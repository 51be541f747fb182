"""A scalar of PyTorch with a graph: what its backward functions kept is read, nothing is computed again by PyTorch.

PyTorch keeps what it needs to go back, and that is less than what it computed: of ``x + 3`` the 3 is gone. It is
found again where the result is known, from the next operation or from the tensor itself.
"""

from __future__ import annotations

import math
import sys
from typing import Any

import autodiff as ad
from autodiff.graph import Const, Node
from viz.readers import CannotRead, Given, Reading, checked
from viz.readers.leaves import names_of, numbered
from viz.readers.torch_operations import ADDED, INVERSES, OPERATIONS

LIBRARY = "PyTorch"
# What a backward function kept of its arguments, by their place, and of its result
ARGUMENTS = (("self",), ("other", "exponent", "target"))
SLACK = 64  # roundings by which a number that was found again may be off


def reads(what: Any) -> bool:
    """Whether it is a tensor of PyTorch that knows how it was computed."""
    return type(what).__module__.partition(".")[0] == "torch" and getattr(what, "grad_fn", None) is not None


def read(what: Any, given: Given) -> Reading:
    """The graph behind a tensor of one number.

    Leaves that require a gradient are the variables. Raises `CannotRead` for an operation that is not known, for
    tensors of several numbers, and for a graph that ``backward`` has freed.
    """
    if what.numel() != 1:
        raise CannotRead(f"This tensor has {what.numel()} numbers; a walk ends at one, such as a loss.")
    return _Reader(what, given).reading()


class _Reader:
    """One tensor on its way to becoming a graph."""

    def __init__(self, root: Any, given: Given) -> None:
        self.root = root
        self.order = _in_order(root.grad_fn)
        self.leaves = [of.variable for of in self.order if hasattr(of, "variable")]
        for leaf in self.leaves:
            _one_number(leaf.numel(), "a leaf")
        self.names = {**numbered(self.leaves), **names_of(self.leaves, given)}
        self.tolerance = sys.modules["torch"].finfo(root.dtype).eps
        self.known = self._kept()

    def _kept(self) -> dict[Any, float]:
        """The values of operations that are known from what others kept of them, and from the tensor itself."""
        known = {self.root.grad_fn: self.root.item()}
        for of in self.order:
            if (result := _saved(of, "result")) is not None:
                known[of] = result
                inverse = INVERSES.get(_kind(of))
                if inverse and (argument := of.next_functions[0][0]) is not None:
                    known[argument] = inverse(result)
            for k, (argument, _) in enumerate(of.next_functions):
                if argument is not None and (value := _argument(of, k)) is not None:
                    known[argument] = value
        return known

    def reading(self) -> Reading:
        """The graph, its point, and PyTorch's own gradient."""
        made: dict[Any, tuple[Node, float]] = {}  # each with its value
        named = {self.names[id(leaf)]: leaf for leaf in self.leaves}
        for of in self.order:
            if hasattr(of, "variable"):
                made[of] = ad.Var(self.names[id(of.variable)]), of.variable.item()
            else:
                made[of] = self._operation(of, [made.get(argument) for argument, _ in of.next_functions])
        graph = ad.Graph([made[self.root.grad_fn][0]])
        point = {name: named[name].item() for name in graph.variables}
        self._check(graph, point)
        return Reading(graph, point, LIBRARY, self._own_gradients({name: named[name] for name in graph.variables}))

    def _operation(self, of: Any, arguments: list[tuple[Node, float] | None]) -> tuple[Node, float]:
        kind = _kind(of)
        if kind == "Where":  # the branch that was taken, and nothing of the other
            taken = arguments[0 if bool(of._saved_condition) else 1]
            if taken is None:
                raise CannotRead("WhereBackward took a branch that is a plain number, which PyTorch did not keep.")
            return taken
        if kind not in OPERATIONS:
            raise CannotRead(f"There is no operation {of.name()} here that a walk could show.")
        if kind in ("Pow", "Rsub") and len(arguments) == 1:  # a plain number stands beside the tensor
            arguments = [None, *arguments] if of.name() == "PowBackward2" else [*arguments, None]
        whole = [argument or self._constant(of, kind, arguments, k) for k, argument in enumerate(arguments)]
        node = OPERATIONS[kind](of, *(argument for argument, _ in whole))
        return node, _value(of, kind, [value for _, value in whole])

    def _constant(self, of: Any, kind: str, arguments: list[Any], k: int) -> tuple[Node, float]:
        """An argument that is no tensor with a graph: as it was kept, or else found from the result."""
        value = _argument(of, k)
        if value is None:
            value = self._found(of, kind, arguments, k)
        return Const(value), value

    def _found(self, of: Any, kind: str, arguments: list[Any], k: int) -> float:
        """The number that must have been added, the shortest that gives the result which is known."""
        if kind not in ADDED or not math.isfinite(self.known.get(of, math.nan)) or not any(arguments):
            raise CannotRead(
                f"{of.name()} used a plain number that PyTorch did not keep: make it a tensor with requires_grad=True."
            )
        result = self.known[of]

        def off(number: float) -> float:
            numbers = [number if i == k else argument[1] for i, argument in enumerate(arguments)]
            return _value(of, kind, numbers) - result

        slope = off(1.0) - off(0.0)
        exact = -off(0.0) / slope
        for digits in range(1, 17):
            short = float(f"{exact:.{digits}g}")
            if abs(off(short)) <= SLACK * self.tolerance * max(abs(result), abs(exact)):
                return short
        return exact

    def _check(self, graph: ad.Graph, point: dict[str, float]) -> None:
        """Raise `CannotRead` where what was read is not what was computed."""
        ours, theirs = float(ad.evaluate(graph, point)), self.root.item()
        if not math.isclose(ours, theirs, rel_tol=SLACK * SLACK * self.tolerance, abs_tol=self.tolerance):
            raise CannotRead(
                f"What PyTorch kept of this graph gives {ours:g} and not {theirs:g}: a tensor was changed in place, or "
                "a number was lost."
            )

    def _own_gradients(self, named: dict[str, Any]) -> dict[str, float]:
        found = sys.modules["torch"].autograd.grad(self.root, list(named.values()), retain_graph=True)
        return {name: gradient.item() for name, gradient in zip(named, found, strict=True)}


def _in_order(root: Any) -> list[Any]:
    """Every backward function that the root leads to, each after those of its arguments."""
    order: list[Any] = []
    done: set[Any] = set()
    stack = [(root, False)]
    while stack:
        of, expanded = stack.pop()
        if expanded:
            order.append(of)
        elif of not in done:
            done.add(of)
            checked(len(done), LIBRARY)
            for about in of._input_metadata:
                _one_number(math.prod(about.shape), of.name())
            stack.append((of, True))
            stack.extend((argument, False) for argument, _ in reversed(of.next_functions) if argument is not None)
    return order


def _kind(of: Any) -> str:
    """The name of an operation: "Add" of AddBackward0."""
    return str(of.name()).partition("Backward")[0]


def _one_number(count: int, name: str) -> None:
    if count != 1:
        raise CannotRead(f"{name} works on a tensor of {count} numbers; a walk shows single numbers.")


def _argument(of: Any, k: int) -> float | None:
    """What a backward function kept of its argument k."""
    found = (_saved(of, name) for name in ARGUMENTS[k]) if k < len(ARGUMENTS) else ()
    return next((value for value in found if value is not None), None)


def _saved(of: Any, name: str) -> float | None:
    try:
        value = getattr(of, f"_saved_{name}", None)
    except RuntimeError as error:  # freed
        raise CannotRead(
            "backward() has freed this graph: show it before, or call backward(retain_graph=True)."
        ) from error
    return None if value is None else float(value.item() if hasattr(value, "item") else value)


def _value(of: Any, kind: str, numbers: list[float]) -> float:
    """What an operation gives for numbers, by the table."""
    variables = [ad.Var(f"u{i}") for i in range(len(numbers))]
    graph = ad.Graph([OPERATIONS[kind](of, *variables)], variables)
    return float(ad.evaluate(graph, {variable.name: x for variable, x in zip(variables, numbers, strict=True)}))
