"""What PyTorch's backward functions stand for: each takes the function, for the numbers it kept, and its arguments."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autodiff import ops
from autodiff.graph import Const, Node
from viz.readers import CannotRead

Build = Callable[..., Node]


def _scaled(operation: Build) -> Build:
    """``operation(u, alpha·w)``, as PyTorch's add and sub are."""
    return lambda of, u, w: operation(u, w if of._saved_alpha == 1 else ops.mul(Const(of._saved_alpha), w))


def _plain(operation: Build) -> Build:
    return lambda of, *args: operation(*args)


def _clamped(of: Any, u: Node) -> Node:
    low, high = of._saved_min, of._saved_max
    u = u if low is None else ops.max(u, Const(float(low)))
    return u if high is None else ops.min(u, Const(float(high)))


def _gelu(of: Any, u: Node) -> Node:
    if of._saved_approximate != "none":
        raise CannotRead("gelu with approximate='tanh' is not among the operations here; the exact one is.")
    return ops.gelu(u)


def _with(operation: Build, name: str, usual: float) -> Build:
    """An operation with a number of its own, of which only the usual one is known here."""

    def build(of: Any, u: Node) -> Node:
        if (number := getattr(of, f"_saved_{name}")) != usual:
            raise CannotRead(f"{of.name()} with {name} = {number:g} cannot be walked; with {usual:g} it can.")
        return operation(u)

    return build


# Names of backward functions without "Backward" and its number, and what they stand for.
SAME_NAME = (
    "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh", "Exp", "Expm1",
    "Log", "Log2", "Log10", "Log1P", "Sqrt", "Abs", "Sign", "Floor", "Ceil", "Round", "Neg", "Sigmoid", "Relu", "Silu",
    "Erf", "Erfc", "Mul", "Div", "Atan2", "Hypot", "Pow",
)  # fmt: skip
OPERATIONS: dict[str, Build] = {
    **{name: _plain(ops.TABLE[name.lower()]) for name in SAME_NAME},
    "Add": _scaled(ops.add),
    "Sub": _scaled(ops.sub),
    "Rsub": lambda of, u, w: _scaled(ops.sub)(of, w, u),
    "Maximum": _plain(ops.max),
    "Minimum": _plain(ops.min),
    "Exp2": lambda of, u: ops.pow(Const(2.0), u),
    "Reciprocal": lambda of, u: ops.div(Const(1.0), u),
    "Rsqrt": lambda of, u: ops.div(Const(1.0), ops.sqrt(u)),
    "LogSigmoid": lambda of, u: ops.neg(ops.softplus(ops.neg(u))),
    "MseLoss": lambda of, u, w: ops.square(ops.sub(u, w)),
    "Clamp": _clamped,
    "ClampMin": lambda of, u: ops.max(u, Const(float(of._saved_min))),
    "ClampMax": lambda of, u: ops.min(u, Const(float(of._saved_max))),
    "Gelu": _gelu,
    "Softplus": _with(ops.softplus, "beta", 1),
    "LeakyRelu": _with(ops.leaky_relu, "negative_slope", 0.01),
    "Elu": _with(ops.elu, "alpha", 1),
    **dict.fromkeys(("Sum", "Mean", "Clone", "View", "Squeeze", "Unsqueeze", "ToCopy", "Alias"), lambda of, u: u),
}
ADDED = {"Add", "Sub", "Rsub"}  # whose constants PyTorch does not keep
# Operations that keep their result and not their argument, and how to get back to it
INVERSES: dict[str, Callable[[float], float]] = {
    "Tanh": lambda y: math.atanh(y) if abs(y) < 1 else math.copysign(math.inf, y),
    "Sigmoid": lambda y: math.log(y / (1 - y)) if 0 < y < 1 else math.copysign(math.inf, y - 0.5),
    "Exp": lambda y: math.log(y) if y else -math.inf,
    "Sqrt": lambda y: y * y,
    "Relu": lambda y: y or math.nan,
}
