"""The four loops behind every mode.

    evaluate     point            →  a value per node          (the primal)
    linearize    values           →  a local derivative per edge
    pushforward  tangents of some →  a tangent per node        (forward mode, the jvp)
    pullback     adjoints of some →  an adjoint per node       (reverse mode, the vjp)

Each goes over the nodes once, in order or against it, without recursion; n nodes take n turns however
deep they nest. What is never reached by a tangent or an adjoint is ``None``, not 0: absence does not turn
into nan when it meets an infinite slope. Griewank and Walther, *Evaluating Derivatives*, 2nd ed., ch. 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autodiff.errors import AutodiffError, MissingValue, UnknownVariable
from autodiff.graph import Const, Graph, Var
from autodiff.ops import Gate, logical_and, logical_or, pow, where

Locals = list[tuple[Any, ...]]


def evaluate(graph: Graph, point: Mapping[str, Any]) -> list[Any]:
    """The value of every node, in order, at a point that gives every variable a number, array or carrier.

    Numbers become numpy's float64, so that 1/0 and log(0) are inf and never an exception.
    Raises `UnknownVariable` or `MissingValue` where the point does not fit the graph.
    """
    inputs = values_at(graph, point)
    values: list[Any] = []
    with np.errstate(all="ignore"):
        for node, args in zip(graph.nodes, graph.args, strict=True):
            if isinstance(node, Var):
                values.append(inputs[node.name])
            elif isinstance(node, Const):
                values.append(np.float64(node.value))
            else:
                assert node.op is not None
                values.append(node.op(*[values[i] for i in args]))
    return values


def linearize(graph: Graph, values: list[Any]) -> Locals:
    """For every node the local derivative along each of its arguments, at the values of `evaluate`.

    A node that depends on no variable has none: ``()``. ``None`` stands where no derivative flows: from a
    condition, and from the branch of ``where`` that was not taken.
    """
    found: Locals = []
    with np.errstate(all="ignore"):
        for i, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True)):
            if node.op is None or not graph.varies[i]:
                found.append(())
                continue
            inputs = tuple(values[j] for j in args)
            found.append(tuple(settled(node.op.partial(k, inputs, values[i])) for k in range(len(args))))
    return found


def decided(graph: Graph, values: list[Any], i: int) -> str | None:
    """Which convention, and not calculus, decided the local derivatives of node ``i`` at these values, if one did.

    None does where an exponent is constant, typed or worked out: the slope of x⁰ is 0 by the power rule, wherever x is.
    """
    node = graph.nodes[i]
    if node.op is None or (node.op is pow and not graph.varies[graph.args[i][1]]):
        return None
    with np.errstate(all="ignore"):
        return node.op.convention_at(*[values[j] for j in graph.args[i]])


def pushforward(graph: Graph, slopes: Locals, tangents: Mapping[int, Any]) -> list[Any]:
    """The tangent of every node, given those of some inputs (by index): what moves when they move."""
    with np.errstate(all="ignore"):
        return [plain(tangent) for tangent in gated_pushforward(graph, slopes, tangents)]


def gated_pushforward(graph: Graph, slopes: Locals, tangents: Mapping[int, Any]) -> list[Any]:
    """The same, with what came through a gate over arrays or nodes left as `Gated`."""
    moved: list[Any] = [None] * len(graph)
    with np.errstate(all="ignore"):
        for i, args in enumerate(graph.args):
            total = tangents.get(i)
            for j, slope in zip(args, slopes[i], strict=False):
                if slope is not None and moved[j] is not None:
                    total = accumulated(total, product(slope, moved[j]))
            moved[i] = total
    return moved


def pullback(graph: Graph, slopes: Locals, adjoints: Mapping[int, Any]) -> list[Any]:
    """The adjoint of every node, given those of some outputs (by index): how much they feel each node."""
    with np.errstate(all="ignore"):
        return [plain(adjoint) for adjoint in gated_pullback(graph, slopes, adjoints)]


def gated_pullback(graph: Graph, slopes: Locals, adjoints: Mapping[int, Any]) -> list[Any]:
    """The same, with what came through a gate over arrays or nodes left as `Gated`."""
    felt: list[Any] = [adjoints.get(i) for i in range(len(graph))]
    with np.errstate(all="ignore"):
        for i in reversed(range(len(graph))):
            if felt[i] is None:
                continue
            for j, slope in zip(graph.args[i], slopes[i], strict=False):
                if slope is not None and graph.varies[j]:
                    felt[j] = accumulated(felt[j], product(slope, felt[i]))
    return felt


def values_at(graph: Graph, point: Mapping[str, Any]) -> dict[str, Any]:
    """The point with its numbers as float64, checked against the graph's variables."""
    known = frozenset(graph.variables)
    unknown = [name for name in point if name not in known]
    if unknown:
        raise no_variable(graph, unknown[0])
    missing = [name for name in graph.variables if name not in point]
    if missing:
        raise MissingValue(f"The point gives no value for {_listed(missing)}.")
    return {name: as_number(value) for name, value in point.items()}


def no_variable(graph: Graph, name: str) -> UnknownVariable:
    """The error that says so."""
    return UnknownVariable(f"The function has no variable {name}; it has {_listed(graph.variables)}.")


def as_number(value: Any) -> Any:
    """A carrier as it is; a number, or an array of them, as numpy's float64. Raises `AutodiffError` for all else."""
    if type(value) is float:
        return np.float64(value)
    if hasattr(value, "apply_primitive"):
        return value
    try:
        array = np.asarray(value)
        if array.dtype == object:  # fractions, decimals, whole numbers of any length; numpy would read None as nan
            array = np.array([float(x) for x in array.flat]).reshape(array.shape)
        if array.dtype.kind not in "fiub":  # and a text as the number that it spells
            raise TypeError
        return array.astype(np.float64, copy=False)[()]
    except (TypeError, ValueError, OverflowError) as error:
        raise AutodiffError(f"Only numbers can be computed with, not {type(value).__name__}.") from error


def as_float(value: Any) -> Any:
    """A Python float for a number; an array stays an array, a carrier a carrier."""
    return float(value) if np.ndim(value) == 0 and not hasattr(value, "apply_primitive") else value


def _listed(names: Any) -> str:
    return ", ".join(names) or "none"


def settled(slope: Any) -> Any:
    """A gate over one number is either open, a slope of 1, or not there at all."""
    if isinstance(slope, Gate) and np.ndim(slope.open) == 0 and not hasattr(slope.open, "apply_primitive"):
        return 1.0 if slope.open != 0 else None
    return slope


class Gated:
    """What came through a gate over arrays or nodes: ``value`` where it was ``open``, and absent elsewhere.

    Absent is not 0: it stays absent when it is multiplied, by inf too, and a sum is absent where both parts are.
    """

    __slots__ = ("open", "value")

    def __init__(self, open: Any, value: Any) -> None:
        self.open = open
        self.value = value


def product(slope: Any, arriving: Any) -> Any:
    """What arrives, times a local derivative; through a gate it comes as `Gated`."""
    if isinstance(arriving, Gated):
        if isinstance(slope, Gate):
            return Gated(logical_and(arriving.open, slope.open), arriving.value)
        return Gated(arriving.open, slope * arriving.value)
    return Gated(slope.open, arriving) if isinstance(slope, Gate) else slope * arriving


def accumulated(total: Any, part: Any) -> Any:
    """The sum so far (None where nothing has arrived yet) and one more part."""
    if total is None:
        return part
    if isinstance(total, Gated) and isinstance(part, Gated):
        return Gated(logical_or(total.open, part.open), plain(total) + plain(part))
    return plain(total) + plain(part)


def plain(part: Any) -> Any:
    """The number or carrier that it is in the end, 0 where it is absent."""
    return where(part.open, part.value, 0.0) if isinstance(part, Gated) else part
