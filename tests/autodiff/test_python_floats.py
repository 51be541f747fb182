"""Numbers come back as Python floats, whatever kind of number went in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import autodiff as ad
from autodiff import numeric
from autodiff.ops import TABLE

KINDS = {"int": int, "float": float, "numpy": np.float64, "an array of no axes": np.array}
GRAPH = ad.parse("sin(x)*y + x^2, x/y")
MODES = ["reverse", "forward", "symbolic", "numeric"]


def function(x: Any, y: Any) -> Any:
    return ad.sin(x) * y + x**2


def taped(x: Any, y: Any) -> list[Any]:
    with ad.GradientTape() as tape:
        variables = ad.Variable(x), ad.Variable(y)
        out = function(*variables)
    return [out.numpy(), *(part.numpy() for part in tape.gradient(out, variables))]


GIVES: dict[str, Callable[[Any, Any], Any]] = {
    "evaluate": lambda x, y: ad.evaluate(GRAPH, {"x": x, "y": y}),
    **{f"gradient, {m}": lambda x, y, m=m: ad.value_and_gradient(GRAPH, {"x": x, "y": y}, mode=m) for m in MODES},
    "compile": lambda x, y: ad.compile(GRAPH)(x, y),
    "compile, value only": lambda x, y: ad.compile(GRAPH, gradient=False)(x, y),
    "grad": lambda x, y: ad.grad(function, (0, 1))(x, y),
    "vjp": lambda x, y: [(pulled := ad.vjp(function, x, y))[0], pulled[1](x)],
    "jvp": lambda x, y: ad.jvp(function, (x, y), (y, x)),
    "jvp of a constant": lambda x, y: ad.jvp(lambda u: 3, (x,), (y,)),
    "dual number": lambda x, y: [ad.DualNumber(x, y).value, ad.DualNumber(x, y).eps],
    "dual number, computed": lambda x, y: [
        function(ad.DualNumber(x, y), 2).value,
        function(x, ad.DualNumber(y, 1)).eps,
    ],
    "gradients": lambda x, y: ad.gradients(function, [x, y]),
    "central differences": lambda x, y: numeric.central_differences(function, [x, y]),
    "complex step": lambda x, y: numeric.complex_step(function, [x, y]),
    "complex step of a constant": lambda x, y: numeric.complex_step(lambda u: 3, [x]),
    "errors by step": lambda x, y: [row.errors for row in numeric.errors_by_step(function, [x, y], [1, 1])],
    "tape": taped,
    "rounding": lambda x, y: ad.rounding_bound(GRAPH, {"x": x, "y": y}),
    "rounding of gradients": lambda x, y: ad.gradient_bounds(GRAPH, {"x": x, "y": y}),
}


def numbers(found: Any) -> Iterator[Any]:
    """What stands in dicts, lists and tuples."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, (list, tuple)):
        for part in found:
            yield from numbers(part)
    else:
        yield found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", GIVES)
def test_every_number_is_a_python_float(name, kind):
    found = list(numbers(GIVES[name](KINDS[kind](3), KINDS[kind](4))))
    assert found
    assert [type(x) for x in found] == [float] * len(found)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.in_language])
@pytest.mark.parametrize("number", [1, 0.5, True])
def test_functions_of_pythons_numbers(name, number):
    assert type(getattr(ad, name)(*[number] * TABLE[name].arity)) is float


def test_functions_at_an_edge_are_quiet():
    """A warning would be an error here."""
    assert (ad.log(0), ad.exp(1000), ad.div(1, 0)) == (-math.inf, math.inf, math.inf)
    assert math.isnan(ad.sqrt(-1.0))
