"""Programs run by Python itself, on floats, with `math` and textbook formulas: no part of `autodiff` is in here.

A program leaves its value, or a tuple of them, in ``result``. Where Python raises or a power turns complex, there is
no value; where rounding alone moves a value, `Program.shaken` says by how much.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Values = tuple[float, ...]
ROUNDING = 2e-15  # a few units in the last place
NO_NUMBER = (ArithmeticError, ValueError)


def _kept(function: Callable[..., float]) -> Callable[[float], float]:
    """The function, with nan for nan and the sign of its argument on a zero, as floats have it."""
    return lambda u: u if math.isnan(u) else math.copysign(float(function(u)), u)


def _sigmoid(u: float) -> float:
    return 1 / (1 + math.exp(-u)) if u >= 0 else math.exp(u) / (1 + math.exp(u))


def _extreme(choose: Callable[..., float]) -> Callable[..., float]:
    def extreme(*items: Any) -> float:
        numbers = items[0] if len(items) == 1 else items
        return math.nan if any(map(math.isnan, numbers)) else float(choose(numbers))

    return extreme


def _power(u: float, w: float) -> float:
    result = u**w
    if isinstance(result, complex):
        raise ArithmeticError("a power that is no real number")
    return result


def _total(items: Sequence[float]) -> float:
    total = 0.0
    for item in items:  # one by one: from 3.12 on Python's own sum keeps what rounding drops
        total += item
    return total


def _unless_positive(otherwise: Callable[[float], float]) -> Callable[[float], float]:
    return lambda u: u if math.isnan(u) or u > 0 else otherwise(u)


OF_MATH = [
    math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.atan2, math.sinh, math.cosh, math.tanh,
    math.asinh, math.acosh, math.atanh, math.exp, math.log, math.log2, math.log10, math.log1p, math.expm1, math.sqrt,
    math.cbrt, math.hypot, math.erf,
]  # fmt: skip
FUNCTIONS: dict[str, Callable[..., float]] = {
    **{function.__name__: function for function in OF_MATH},
    "abs": math.fabs,
    "square": lambda u: u * u,
    "pow": _power,
    "sign": _kept(lambda u: (u > 0) - (u < 0)),
    "floor": _kept(math.floor),
    "ceil": _kept(math.ceil),
    "round": _kept(round),
    "sum": _total,
    "max": _extreme(max),
    "min": _extreme(min),
    "where": lambda condition, then, otherwise: then if condition else otherwise,
    "sigmoid": _sigmoid,
    "softplus": lambda u: max(u, 0.0) + math.log1p(math.exp(-math.fabs(u))),
    "relu": _unless_positive(lambda u: 0.0),
    "leaky_relu": _unless_positive(lambda u: 0.01 * u),
    "elu": _unless_positive(math.expm1),
    "gelu": lambda u: u * math.erfc(-u / math.sqrt(2)) / 2,
    "silu": lambda u: u * _sigmoid(u),
}
CONSTANTS = {f"{library}{name}": getattr(math, name) for library in ("", "library_") for name in ("pi", "e", "tau")}


def _shaky(function: Callable[..., Any], factor: float) -> Callable[..., Any]:
    return lambda *args: function(*args) * factor


NAMESPACES = [
    {**FUNCTIONS, **CONSTANTS},
    *({**{name: _shaky(f, factor) for name, f in FUNCTIONS.items()}, **CONSTANTS} for factor in (1 + 1e-15, 1 - 1e-15)),
]


class _RealPowers(ast.NodeTransformer):
    """Calls ``pow`` for every power, once Python has read it: else what is complex may be compared in peace."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self.power(node.left, node.right) if isinstance(node.op, ast.Pow) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow) or not isinstance(node.target, ast.Name):
            return node
        return ast.Assign([node.target], self.power(ast.Name(node.target.id, ast.Load()), node.value))

    def power(self, base: ast.expr, exponent: ast.expr) -> ast.expr:
        return ast.Call(ast.Name("pow", ast.Load()), [base, exponent], [])


class Program:
    """Python's own reading of a text."""

    def __init__(self, text: str) -> None:
        tree = ast.fix_missing_locations(_RealPowers().visit(ast.parse(text)))
        self.code = compile(tree, "<program>", "exec")

    def values(self, point: Mapping[str, float], namespace: int = 0) -> Values | None:
        """The results at a point; None where Python raises or a power is complex."""
        names: dict[str, Any] = {**NAMESPACES[namespace], **arranged(point)}
        try:
            exec(self.code, names)
        except NO_NUMBER:
            return None
        result = names["result"]
        return tuple(map(float, result if isinstance(result, (tuple, list)) else (result,)))

    def shaken(self, point: Mapping[str, float], values: Values) -> Values:
        """How far each result moves when every function and input is off by a few units in the last place."""
        moved = [0.0] * len(values)
        for namespace, factor in ((1, 1 + ROUNDING), (2, 1 - ROUNDING), (1, 1 - ROUNDING)):
            others = self.values({name: x * factor for name, x in point.items()}, namespace)
            for i, value in enumerate(values):
                distance = math.inf if others is None else abs(others[i] - value)
                moved[i] = max(moved[i], math.inf if math.isnan(distance) else distance)
        return tuple(moved)

    def slope(self, point: Mapping[str, float], name: str, output: int, width: float) -> float:
        """The central difference of one result along one variable; nan where Python has no values."""
        ends = [self.values({**point, name: point[name] + step}) for step in (width, -width)]
        if ends[0] is None or ends[1] is None:
            return math.nan
        return (ends[0][output] - ends[1][output]) / (2 * width)


def arranged(point: Mapping[str, float]) -> dict[str, Any]:
    """The point as Python has it: ``W[1][2]`` is a part of a part of W."""
    names: dict[str, Any] = {name: x for name, x in point.items() if "[" not in name}
    for name, x in point.items():
        if "[" not in name:
            continue
        head, *indices = re.findall(r"\w+", name)
        if not isinstance(names.get(head), dict):
            names[head] = {}
        parts = names[head]
        for index in indices[:-1]:
            parts = parts.setdefault(int(index), {})
        parts[int(indices[-1])] = x
    return names
