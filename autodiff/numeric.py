"""Derivatives by trying it out: what the function does when its variables are moved a little.

    forward   (f(x + h) − f(x)) / h             n + 1 calls   wrong by about h
    central   (f(x + h) − f(x − h)) / 2h        2n calls      wrong by about h²
    complex   Im f(x + ih) / h                  n calls       wrong by rounding only

The first two are caught between two errors: a large step bends, a small one drowns in rounding (`errors_by_step`
shows it). The complex step subtracts nothing, so its h can be tiny; but the function must be analytic, and
differences know nothing of kinks (Squire and Trapp, *Using complex variables to estimate derivatives of real
functions*, 1998).

Every function here takes ``func``, a Python function of n numbers, and ``vars_list``, the n numbers to take
the derivative at; `as_function` makes one of a graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autodiff.errors import AutodiffError
from autodiff.graph import Graph
from autodiff.primitive import ComparedByValue, Primitive, value_of
from autodiff.sweeps import as_float, evaluate, values_at

ULP = float(np.finfo(np.float64).eps)
DEFAULT_STEPS = tuple(10.0**-k for k in range(16))  # the last still moves a number near 1, either way
BLOCK = 128  # variables that are moved together, on arrays
TINY = 1e-100  # the complex step: its square is far below the last digit of anything


class Counted:
    """A function that counts how often it is called, in ``calls``."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, *numbers: Any) -> Any:
        """What the function gives."""
        self.calls += 1
        return self.function(*numbers)


def as_function(graph: Graph, output: int | None = None) -> Callable[..., Any]:
    """A graph as a Python function of its variables in order: one output, or an array of all."""

    def function(*numbers: Any) -> Any:
        values = evaluate(graph, dict(zip(graph.variables, numbers, strict=True)))
        return np.array([values[at] for at in graph.outputs]) if output is None else values[graph.output(output)]

    return function


# ---- first derivatives


def gradients(func: Callable[..., Any], vars_list: Sequence[Any], eps: float = 0.0001) -> list[Any]:
    """The partial derivatives by forward differences, one a variable: n + 1 calls."""
    start = func(*vars_list)
    return [as_float((func(*_moved(vars_list, i, eps)) - start) / eps) for i in range(len(vars_list))]


def central_differences(func: Callable[..., Any], vars_list: Sequence[Any], eps: float | None = None) -> list[Any]:
    """The partial derivatives by central differences: 2n calls.

    Without ``eps`` each step is ∛ulp times the size of its variable, where the bend (h²) and the rounding
    (ulp/h) are about equal. It is divided by what the variable really moved, after rounding.
    """
    found = []
    for i, x in enumerate(vars_list):
        step = np.cbrt(ULP) * np.maximum(1.0, np.abs(x)) if eps is None else eps
        after, before = _moved(vars_list, i, step), _moved(vars_list, i, -step)
        found.append(as_float((func(*after) - func(*before)) / (after[i] - before[i])))
    return found


def central_gradient(graph: Graph, point: Mapping[str, Any], output: int = 0) -> list[float]:
    """The central differences of one output of a graph at a point of numbers: one call a block of variables.

    Those of a block are moved together, on arrays (2, variables): the graph costs little more there than at one point.
    """
    inputs = values_at(graph, point)
    at = np.array([inputs[name] for name in graph.variables])
    step = np.cbrt(ULP) * np.maximum(1.0, np.abs(at))
    ends = np.array([at + step, at - step])
    found: list[float] = []
    for start in range(0, len(at), BLOCK):
        names = graph.variables[start : start + BLOCK]
        moved = dict(inputs)
        for k, name in enumerate(names):
            moved[name] = np.full((2, len(names)), inputs[name])
            moved[name][:, k] = ends[:, start + k]
        after, before = np.broadcast_to(evaluate(graph, moved)[graph.output(output)], (2, len(names)))
        found += ((after - before) / np.subtract(*ends)[start : start + BLOCK]).tolist()
    return found


def complex_step(func: Callable[..., Any], vars_list: Sequence[Any], eps: float = TINY) -> list[Any]:
    """The partial derivatives by a step into the imaginary: n calls, and nothing is subtracted.

    Outside the domain of the real function it is nan, as that is. Raises `AutodiffError` for a function that has no
    complex twin here: a kink, a jump, or `ComplexNumber` says so.
    """
    found = []
    for i, x in enumerate(vars_list):
        moved = [*vars_list[:i], ComplexNumber(complex(x, eps)), *vars_list[i + 1 :]]
        out = func(*moved)
        found.append(float(out.number.imag / eps) if isinstance(out, ComplexNumber) else 0.0)
    return found


def jacobian(
    func: Callable[..., Any], vars_list: Sequence[Any], method: Callable[..., list[Any]] = gradients, **options: Any
) -> Any:
    """The derivatives of several outputs by one of the methods above: an array (outputs, variables)."""
    columns = method(lambda *numbers: np.asarray(func(*numbers)), vars_list, **options)
    return np.stack(columns, axis=-1) if columns else np.empty((*np.shape(func()), 0))


# ---- second derivatives


def hessian(func: Callable[..., Any], vars_list: Sequence[Any], eps: float = 0.0001) -> Any:
    """Differences of differences: an array (variables, variables), (n + 1)² calls.

    Half the digits of a first derivative are lost, and of these half again; it need not even be symmetric.
    """
    return jacobian(lambda *numbers: gradients(func, numbers, eps), vars_list, eps=eps)


# ---- the error against the step


@dataclass(frozen=True)
class StepError:
    """How far each partial derivative was off with one step."""

    eps: float
    errors: tuple[float, ...]


def errors_by_step(
    func: Callable[..., Any],
    vars_list: Sequence[float],
    exact: Sequence[float],
    method: Callable[..., list[Any]] = gradients,
    steps: Iterable[float] = DEFAULT_STEPS,
) -> list[StepError]:
    """The absolute errors of a method for one step after the other, against the ``exact`` partial derivatives."""
    rows = []
    for eps in steps:
        found = method(func, vars_list, eps)
        rows.append(StepError(eps, tuple(abs(float(a) - b) for a, b in zip(found, exact, strict=True))))
    return rows


def _moved(vars_list: Sequence[Any], i: int, step: Any) -> list[Any]:
    return [*vars_list[:i], vars_list[i] + step, *vars_list[i + 1 :]]


# ---- complex numbers through the table

# The rows whose value function NumPy computes for complex numbers too, as the same analytic function.
ANALYTIC = {
    "add", "sub", "mul", "div", "neg", "pow", "square", "sqrt", "exp", "expm1", "log", "log2", "log10", "log1p",
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
}  # fmt: skip


class ComplexNumber(ComparedByValue):
    """A complex number that flows through the table of primitives. Compares by its real part, its ``value``."""

    __slots__ = ("number",)

    def __init__(self, number: Any) -> None:
        self.number = np.complex128(number)

    @property
    def value(self) -> Any:
        """The real part."""
        return self.number.real

    def apply_primitive(self, primitive: Primitive, args: tuple[Any, ...]) -> Any:
        """The primitive of complex arguments; a choice is made, and things are compared, by real parts."""
        if not any(primitive.partials):
            return primitive.value(*map(value_of, args))
        if primitive.name == "where":
            return args[1] if args[0] else args[2]
        if primitive.name not in ANALYTIC:
            raise AutodiffError(f"The complex step cannot go through {primitive.name}; use central differences.")
        with np.errstate(all="ignore"):
            if np.isnan(primitive.value(*map(value_of, args))):  # log(-1) has a value only off the real line
                return ComplexNumber(complex(np.nan, np.nan))
            return ComplexNumber(
                primitive.value(*[arg.number if isinstance(arg, ComplexNumber) else arg for arg in args])
            )
