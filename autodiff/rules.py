"""The rules of the table as formulas: names are sent through them, and what comes out is a graph."""

from __future__ import annotations

from functools import lru_cache

from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import Gate
from autodiff.primitive import Primitive
from autodiff.simplify import simplified


@lru_cache(maxsize=4096)
def local_derivative(primitive: Primitive, index: int, constants: tuple[float | None, ...]) -> Graph | None:
    """The rule ∂out/∂argument of the table as a graph of the variables a, b, c and out, simplified.

    ``constants`` holds the number of each argument that is one, None for the others, so that x^2 gives
    2·a and not b·a^(b − 1). None where no derivative flows.
    """
    inputs = [Var(name) for name in "abc"[: primitive.arity]]
    out = Var("out")
    args: list[Node] = [
        inputs[i] if number is None or i == index else Const(number) for i, number in enumerate(constants)
    ]
    rule = primitive.partial(index, tuple(args), out)
    if rule is None:
        return None
    node = Const(1.0) if isinstance(rule, Gate) else rule if isinstance(rule, Node) else Const(rule)
    return simplified(Graph([node], [*inputs, out]))
