"""The functions and constants of the language, under their own names and those of other libraries.

The functions are the rows of `autodiff.ops`, and most names that another library has for one are aliases there.
"""

from __future__ import annotations

import math

from autodiff import ops

CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}

PREFIXES = frozenset(
    {"math", "np", "numpy", "jnp", "jax.numpy", "tf", "tf.math", "tf.nn", "torch", "torch.nn.functional", "jax.nn"}
)

MODULES = frozenset(
    {
        *("math", "numpy", "jax", "jax.numpy", "jax.nn", "tensorflow", "tensorflow.math", "tensorflow.nn"),
        *("torch", "torch.nn", "torch.nn.functional", "autodiff", "__future__"),
    }
)

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
    "tf.nn.leaky_relu": "TensorFlow's leaky_relu has the slope 0.2 below 0; here it is 0.01.",
    "jax.nn.gelu": "JAX's gelu is an approximation by tanh unless it is told otherwise; here it is exact.",
}
"""Spellings that are read, though the library means another function by them, and the sentence that says so."""


def is_function(name: str) -> bool:
    """Whether a name is a function without a prefix. Arithmetic has operators, so ``add`` is free for a name."""
    return name in ops.BY_NAME and ops.BY_NAME[name] not in ARITHMETIC


def functions() -> set[str]:
    """Every such name."""
    return {*filter(is_function, ops.BY_NAME)}


def split(name: str, prefixes: frozenset[str]) -> tuple[str, str] | None:
    """``np.sin`` as its library and the name in it; None for what is in no library."""
    prefix, _, bare = name.rpartition(".")
    return (prefix, bare) if prefix in prefixes else None


def function(name: str, prefixes: frozenset[str] = PREFIXES) -> str | None:
    """The function's own name in the language ("max" for ``np.maximum``), or None if there is none."""
    within = split(name, prefixes)
    if within:
        bare = WITH_PREFIX.get(within[1], within[1])
        return bare if bare == "sum" else ops.BY_NAME[bare].name if bare in ops.BY_NAME else None
    if name in LISTS:
        return name
    return ops.BY_NAME[name].name if is_function(name) else None


def constant(name: str, prefixes: frozenset[str] = PREFIXES) -> str | None:
    """The constant's own name ("pi" for ``math.pi``), or None if it is none."""
    within = split(name, prefixes)
    bare = within[1] if within else name
    return bare if bare in CONSTANTS else None
