"""The functions and constants of the language, under their own names and those of other libraries.

The functions are the rows of `autodiff.ops`, and most names that another library has for one are aliases there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from autodiff import ops

CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}

LIBRARIES = frozenset(
    {
        *("math", "numpy", "jax.numpy", "jax.nn", "tensorflow", "tensorflow.math", "tensorflow.nn"),
        *("torch", "torch.nn.functional", "autodiff"),
    }
)
"""The modules whose functions are read."""

MODULES = LIBRARIES | {"jax", "torch.nn", "__future__"}
"""What may be imported."""

Bound = Mapping[str, str]  # what a name of an import stands for: ``np`` for ``numpy``, ``gelu`` for ``jax.nn.gelu``

BOUND: Bound = {
    **{name: name for name in ("math", "numpy", "jax", "torch")},
    "np": "numpy",
    "jnp": "jax.numpy",
    "tf": "tensorflow",
}
"""The names that every text has, as if it had imported them."""

ARITHMETIC = frozenset({ops.add, ops.sub, ops.mul, ops.div, ops.neg})

LISTS = frozenset({"len", "sum", "zip", "enumerate", "range"})
"""What is done with lists; a name of these may be assigned, as ``sum`` often is."""

WITH_PREFIX = {
    **dict.fromkeys(("sum", "reduce_sum"), "sum"),
    **dict.fromkeys(("amax", "reduce_max"), "max"),
    **dict.fromkeys(("amin", "reduce_min"), "min"),
    **dict.fromkeys(("divide", "true_divide", "truediv"), "div"),
    "subtract": "sub",
    "multiply": "mul",
    "negative": "neg",
    "rint": "round",
}
"""Spellings of other libraries that are only read with the library's name before them."""

ANOTHER = {
    "tensorflow.nn.leaky_relu": "TensorFlow's leaky_relu has the slope 0.2 below 0; here it is 0.01.",
    "jax.nn.gelu": "JAX's gelu is an approximation by tanh unless it is told otherwise; here it is exact.",
}
"""Spellings that are read, though the library means another function by them, and the sentence that says so."""

ELEMENTWISE = {
    **dict.fromkeys(("max", "amax", "reduce_max"), "maximum"),
    **dict.fromkeys(("min", "amin", "reduce_min"), "minimum"),
}
"""What the arrays' libraries call the larger and the smaller of two; by the first names they ask one array."""

TWO = {"log": ("math", "autodiff"), "max": ("torch", "autodiff"), "min": ("torch", "autodiff")}
"""The libraries in which a second argument means what it does here, for the names where in others it does not."""


def is_function(name: str) -> bool:
    """Whether a name is a function without a prefix. Arithmetic has operators, so ``add`` is free for a name."""
    return name in ops.BY_NAME and ops.BY_NAME[name] not in ARITHMETIC


def own_name(name: str) -> str:
    """A function's own name, without its library or under one of its aliases."""
    return ops.BY_NAME[bare].name if (bare := name.rpartition(".")[2]) in ops.BY_NAME else bare


def functions() -> set[str]:
    """Every such name."""
    return {*filter(is_function, ops.BY_NAME)}


def split(name: str, bound: Bound) -> tuple[str, str] | None:
    """``np.sin`` as its library and the name in it, numpy and sin; None for what is in no library."""
    head, dot, rest = name.partition(".")
    library, _, bare = f"{bound.get(head, '')}{dot}{rest}".rpartition(".")
    return (library, bare) if library in LIBRARIES else None


def function(name: str, bound: Bound = BOUND) -> str | None:
    """The function's own name in the language ("max" for ``np.maximum``), or None if there is none."""
    within = split(name, bound)
    if within:
        bare = WITH_PREFIX.get(within[1], within[1])
        return bare if bare == "sum" else ops.BY_NAME[bare].name if bare in ops.BY_NAME else None
    if name in LISTS:
        return name
    return ops.BY_NAME[name].name if is_function(name) else None


def constant(name: str, bound: Bound = BOUND) -> str | None:
    """The constant's own name ("pi" for ``math.pi``), or None if it is none."""
    within = split(name, bound)
    bare = within[1] if within else name
    return bare if bare in CONSTANTS else None


def another(name: str, bound: Bound) -> str | None:
    """The spelling in `ANOTHER` that a name is, if it is one."""
    meant = ".".join(split(name, bound) or ())
    return meant if meant in ANOTHER else None


def takes_one(name: str, bound: Bound) -> bool:
    """Whether the name's library takes one number or list by it, and means something else by a second argument.

    It is an axis in ``np.max(x, 0)``, a place for the result in ``np.log(x, 2)``, a name in ``tf.math.log(x, 2)``.
    """
    library, bare = split(name, bound) or ("", "")
    return bool(library) and bare in (*TWO, *ELEMENTWISE) and library not in TWO.get(bare, ())
