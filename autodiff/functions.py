"""Derivatives of ordinary Python functions, by the flat tape: reverse mode, names and order as in JAX.

The function is called anew every time, on variables that record what happens to them. So loops and branches
may depend on the numbers, and a gradient may be taken of a function that takes a gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autodiff.errors import AutodiffError
from autodiff.primitive import LEVELS
from autodiff.tape import INPUT, Tape, TapeVariable, adjoints, number, variable


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The value of ``f`` at the primals, and the function that pulls a cotangent of it back to one for each primal.

    A primal, and the result of ``f``, is a number or a list, tuple or dict of them; the cotangent has the form
    of the result and the gradients those of the primals, with 0.0 where the result does not depend on one.
    """
    tape: Tape = [next(LEVELS)]
    variables = mapped(lambda x: variable(tape, number(x), INPUT), primals)
    inputs = len(tape) - 1
    output = f(*variables)
    if any(getattr(x, "level", 0) > tape[0] for x in leaves(output)):
        raise AutodiffError("The result belongs to a derivative that was taken inside the function: return its value.")

    def own(x: Any) -> bool:
        return type(x) is TapeVariable and x.tape is tape

    def pull(cotangent: Any) -> tuple[Any, ...]:
        if form(cotangent) != form(output):
            raise AutodiffError("A cotangent has the form of the result: one number for each of its numbers.")
        seeds: dict[int, Any] = {}
        for x, seed in zip(leaves(output), leaves(cotangent), strict=True):
            if own(x):
                seeds[x.index] = seeds[x.index] + number(seed) if x.index in seeds else number(seed)
        felt = adjoints(tape, seeds, inputs)
        pulled: tuple[Any, ...] = mapped(lambda x: 0.0 if felt[x.index] is None else felt[x.index], variables)
        return pulled

    return mapped(lambda x: x.value if own(x) else number(x), output), pull


def grad(f: Callable[..., Any], argnums: int | Sequence[int] = 0) -> Callable[..., Any]:
    """The function that gives the gradient of ``f``, whose result is one number.

    ``argnums`` says which positional arguments to differentiate in: a number, or several for a tuple of
    gradients. ``f`` is called anew every time. The names and their order are JAX's.
    """

    def gradient(*args: Any, **options: Any) -> Any:
        chosen = (argnums,) if isinstance(argnums, int) else tuple(argnums)

        def varied(*primals: Any) -> Any:
            full = list(args)
            for position, primal in zip(chosen, primals, strict=True):
                full[position] = primal
            return f(*full, **options)

        value, pull = vjp(varied, *(args[position] for position in chosen))
        if isinstance(value, (list, tuple, dict)):
            raise AutodiffError(f"grad is for a function with one number as its result, not a {type(value).__name__}.")
        gradients = pull(1.0)
        return gradients[0] if isinstance(argnums, int) else gradients

    return gradient


# ---- numbers in lists, tuples and dicts

CONTAINERS = frozenset({list, tuple, dict})


def mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    """The same lists, tuples and dicts with ``function`` of every number in them."""
    kind = type(tree)
    if kind is dict:
        return dict(zip(tree, mapped(function, list(tree.values())), strict=True))
    if kind in CONTAINERS:
        return kind([mapped(function, x) if type(x) in CONTAINERS else function(x) for x in tree])
    return function(tree)


def form(tree: Any) -> Any:
    """The lists, tuples and dicts alone, the keys in order: equal where two trees differ in their numbers only."""
    kind = type(tree)
    if kind not in CONTAINERS:
        return None
    return (kind, [*tree] if kind is dict else None, [*map(form, tree.values() if kind is dict else tree)])


def leaves(tree: Any) -> list[Any]:
    """The numbers of nested lists, tuples and dicts, in order."""
    found: list[Any] = []
    mapped(found.append, tree)
    return found
