"""Functions with a reference that is not ours: JAX's derivative of the same function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from autodiff.run import Run

jax.config.update("jax_enable_x64", True)

# (the text, the same in JAX, a point)
CASES: dict[str, tuple[Callable[..., Any], dict[str, float]]] = {
    "x*x*y + y + 2": (lambda x, y: x * x * y + y + 2, {"x": 3.0, "y": 4.0}),
    "sin(x^2)": (lambda x: jnp.sin(x**2), {"x": 3.0}),
    "x*x": (lambda x: x * x, {"x": -1.5}),
    "log(x*y)/y - exp(-x)": (lambda x, y: jnp.log(x * y) / y - jnp.exp(-x), {"x": 2.0, "y": 0.7}),
    "tanh(w*x + b)^2": (lambda w, x, b: jnp.tanh(w * x + b) ** 2, {"w": 0.8, "x": 1.5, "b": -0.2}),
    "max(x, 2*y) + abs(x)": (lambda x, y: jnp.maximum(x, 2 * y) + jnp.abs(x), {"x": -3.0, "y": 1.0}),
    "where(x > y, x*y, y^2)": (lambda x, y: jnp.where(x > y, x * y, y**2), {"x": 1.0, "y": 2.0}),
    "unused = 3*y\nx^2 + 1": (lambda y, x: x**2 + 1 + 0 * y, {"y": 5.0, "x": 2.0}),
}


def reference(text: str, seed: str) -> float:
    """The derivative along one variable, by JAX."""
    function, point = CASES[text]
    return float(jax.grad(function, argnums=list(point).index(seed))(*point.values()))


def boxes(found: Run) -> dict[str, float]:
    """Everything that is known at the end."""
    return {write.box: write.value for step in found.steps for write in step.writes}


def by_symbol(found: Run, kind: str) -> dict[str, float]:
    """The numbers of one kind of box, by what their nodes are called."""
    known = boxes(found)
    nodes = found.structure["nodes"]
    return {node["symbol"]: known[box] for node in nodes if (box := f"{kind}/{node['id']}") in known}
