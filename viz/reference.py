"""A function's value and derivatives to 40 digits, from its values alone: no rule of differentiation is used.

The graph is evaluated in mpmath with 130 digits, primitive by primitive, and a derivative is the central difference
of a step so small that its bend is far below the 40th digit, and yet leaves more than 40 digits to the subtraction.
The numbers of the point and of the graph are the floats that they are. Where the differences to the left and to the
right disagree, there is a kink or a jump, and no derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

import mpmath

from autodiff.graph import Const, Graph, Var

DIGITS = 40  # that hold
BEYOND = mpmath.mpf(10) ** -DIGITS
LOCK = Lock()  # mpmath's functions change the precision of their context while they run
mp = mpmath.MPContext()
mp.dps = 130
STEP = mp.mpf("1e-45")  # relative to a variable that is between SMALLEST and 1, and else to the nearer of the two
SMALLEST = mp.mpf("1e-20")
AGREEING = mp.mpf("1e-20")  # how far two neighbouring values, or two slopes, may be apart, relative to their size or 1
LARGEST = 4_000  # binary digits before the point; floats have 1,024, and what is far beyond would take forever
TINIEST = -1_000_000  # and behind it; below there is 0


class NoReference(ValueError):
    """There is no number to compare with; the message says why, in words."""


def value(graph: Graph, point: Mapping[str, float], output: int = 0) -> Any:
    """The value of one output as a number of mpmath. Raises `NoReference` where it is no finite real number."""
    with LOCK:
        return _value(graph, _exactly(point), output)


def gradient(graph: Graph, point: Mapping[str, float], names: Iterable[str], output: int = 0) -> dict[str, Any]:
    """The partial derivatives along some variables as numbers of mpmath, or a `NoReference` where there is none."""
    with LOCK:
        start = _exactly(point)
        return {name: _partial(graph, start, name, output) for name in names}


def relative_error(x: float, exact: Any) -> float:
    """How far a float is from a number of mpmath, relative to that number, absolute where that is 0.

    What is beyond the digits that hold counts as no error.
    """
    with LOCK:
        off = abs(mp.mpf(x) - exact)
        found = off / abs(exact) if abs(exact) > BEYOND else off
        return float(found) if found > BEYOND else 0.0


def written(exact: Any) -> str:
    """A number of mpmath with its 40 digits."""
    with LOCK:
        return str(mp.nstr(exact, DIGITS)).replace("-", "−")


def _exactly(point: Mapping[str, float]) -> dict[str, Any]:
    return {name: mp.mpf(float(x)) for name, x in point.items()}


def _partial(graph: Graph, start: dict[str, Any], name: str, output: int) -> Any:
    x = start[name]
    step = STEP * min(max(abs(x), SMALLEST), 1)
    try:
        before, here, after = (_value(graph, start | {name: x + k * step}, output) for k in (-1, 0, 1))
    except NoReference as reason:
        return reason
    if abs(after - before) > AGREEING * max(1, abs(here)):
        return NoReference("no derivative: it jumps here")
    left, right = (here - before) / step, (after - here) / step
    if abs(right - left) > AGREEING * max(1, abs(left), abs(right)):
        return NoReference("no derivative: left and right of here the slopes differ")
    return (left + right) / 2


def _value(graph: Graph, inputs: Mapping[str, Any], output: int) -> Any:
    needed = graph.needed(output)
    values: list[Any] = [None] * len(graph)
    for i, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True)):
        if isinstance(node, Var):
            values[i] = inputs[node.name]
        elif isinstance(node, Const):
            values[i] = mp.mpf(node.value)
        elif needed[i]:
            assert node.op is not None
            values[i] = _called(node.op.name, [values[j] for j in args])
    found = values[graph.outputs[output]]
    if isinstance(found, NoReference):
        raise found
    return found


def _called(name: str, args: list[Any]) -> Any:
    """A primitive of numbers. What is no finite real number is a `NoReference`; only ``where`` can leave that out."""
    if name == "where" and not isinstance(args[0], NoReference):
        return args[1] if args[0] else args[2]
    missing = next((arg for arg in args if isinstance(arg, NoReference)), None)
    if missing is not None:
        return missing
    if name not in FUNCTIONS:
        return NoReference(f"mpmath has no {name}")
    try:
        found = mp.mpf(FUNCTIONS[name](*args))
    except (ArithmeticError, ValueError, TypeError):  # a pole, beyond the domain, a complex number
        return NoReference("no finite real number")
    if not mp.isfinite(found) or mp.mag(found) > LARGEST:
        return NoReference("no finite real number" if not mp.isfinite(found) else "beyond the range of floats")
    return mp.zero if found and mp.mag(found) < TINIEST else found


# ---- the primitives, by name


def _sigmoid(u: Any) -> Any:
    return 1 / (1 + mp.exp(-u))


def _power_du(u: Any, w: Any) -> Any:
    return w * mp.power(u, w - 1) if w else mp.zero


def _power_dw(u: Any, w: Any) -> Any:
    return mp.zero if u == 0 and w >= 0 else mp.power(u, w) * mp.log(u)


def _step(u: Any, w: Any) -> Any:
    return (mp.sign(u - w) + 1) / 2


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": lambda u, w: u + w,
    "sub": lambda u, w: u - w,
    "mul": lambda u, w: u * w,
    "div": lambda u, w: u / w,
    "neg": lambda u: -u,
    "pow": mp.power,
    "power_du": _power_du,
    "power_dw": _power_dw,
    "sqrt": mp.sqrt,
    "cbrt": lambda u: mp.sign(u) * mp.cbrt(abs(u)),
    "square": lambda u: u * u,
    "exp": mp.exp,
    "expm1": mp.expm1,
    "log": mp.log,
    "log2": lambda u: mp.log(u) / mp.ln2,
    "log10": mp.log10,
    "log1p": mp.log1p,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "atan2": mp.atan2,
    "hypot": mp.hypot,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "less": lambda u, w: u < w,
    "less_equal": lambda u, w: u <= w,
    "greater": lambda u, w: u > w,
    "greater_equal": lambda u, w: u >= w,
    "equal": lambda u, w: u == w,
    "not_equal": lambda u, w: u != w,
    "logical_and": lambda u, w: bool(u) and bool(w),
    "logical_or": lambda u, w: bool(u) or bool(w),
    "logical_not": lambda u: not u,
    "where": lambda c, u, w: u if c else w,
    "max": lambda u, w: u if u > w else w,
    "min": lambda u, w: u if u < w else w,
    "step": _step,
    "abs": abs,
    "sign": mp.sign,
    "floor": mp.floor,
    "ceil": mp.ceil,
    "round": mp.nint,
    "sigmoid": _sigmoid,
    "softplus": lambda u: mp.log1p(mp.exp(u)),
    "relu": lambda u: u if u > 0 else mp.zero,
    "leaky_relu": lambda u: u if u > 0 else mp.mpf(0.01) * u,
    "elu": lambda u: u if u > 0 else mp.expm1(u),
    "gelu": lambda u: u * mp.erfc(-u / mp.sqrt(2)) / 2,
    "silu": lambda u: u * _sigmoid(u),
    "erf": mp.erf,
    "erfc": mp.erfc,
}
