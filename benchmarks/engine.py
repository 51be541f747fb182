"""The engine beside its peers, on the same programs: taping, compiled functions, depth, surfaces."""

from __future__ import annotations

import contextlib
import gc
import io
import math
import statistics
import time
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy
import casadi
import jax
import jax.numpy
import micrograd.engine
import numpy as np
import torch

import autodiff as ad
from benchmarks.functions import network, nodes, parameters

Work = Callable[[], object]

jax.config.update("jax_enable_x64", True)
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def compared(
    contenders: dict[str, Work], rounds: int = 15, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """The median time of each, in microseconds; they take turns, so that a slow moment strikes all."""
    gc.collect()
    gc.freeze()  # the collector runs as in any program, but not over what the rest of this one has left
    took: dict[str, list[float]] = {name: [] for name in contenders}
    times = {name: max(1, int(0.01 / _once(work))) for name, work in contenders.items()}
    for _ in range(rounds):
        for name, work in contenders.items():
            start = clock()
            for _ in range(times[name]):
                work()
            took[name].append(1e6 * (clock() - start) / times[name])
    return {name: statistics.median(figures) for name, figures in took.items()}


def _once(work: Work) -> float:
    work()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure() -> list[str]:
    """Every figure, as rows of the table."""
    return [*taping(), *compiling(), *surface(), depth()]


# ---- a scalar network of 2-16-16-1 with tanh and squared loss: about 980 nodes, 337 parameters


def micrograd_tanh(x: Any) -> Any:
    """Its missing primitive, as its author teaches to write it."""
    out = micrograd.engine.Value(math.tanh(x.data), (x,), "tanh")

    def backward() -> None:
        x.grad += (1 - out.data**2) * out.grad

    out._backward = backward
    return out


def by_micrograd(numbers: list[float]) -> list[float]:
    weights = [micrograd.engine.Value(number) for number in numbers]
    network(weights, micrograd_tanh).backward()
    return [weight.grad for weight in weights]


def by_torch(numbers: list[float]) -> Any:
    weights = torch.tensor(numbers, requires_grad=True)
    network(weights.unbind(), torch.tanh).backward()
    return weights.grad


def taping() -> list[str]:
    """Record and differentiate, from plain numbers to plain numbers."""
    numbers = parameters()
    ours = ad.grad(lambda weights: network(weights, ad.tanh))
    array = np.array(numbers)
    by_autograd = autograd.grad(lambda weights: network(weights, autograd.numpy.tanh))
    _agree(by_micrograd(numbers), ours(numbers), by_torch(numbers), by_autograd(array))
    took = compared({
        "ad.grad": lambda: ours(numbers),
        "micrograd": lambda: by_micrograd(numbers),
        "PyTorch eager": lambda: by_torch(numbers),
        "autograd": lambda: by_autograd(array),
    })  # fmt: skip
    return _rows("the network's gradient, recording included", took)


def compiling() -> list[str]:
    """Value and gradient at a new point, everything made ready before."""
    numbers = parameters()
    array = np.array(numbers)
    graph = ad.trace(lambda *weights: network(weights, ad.tanh), [f"w{i}" for i in range(len(numbers))])
    ours = ad.compile(graph)
    jitted = jax.jit(jax.value_and_grad(lambda weights: network(weights, jax.numpy.tanh)))
    symbol = casadi.SX.sym("w", len(numbers))
    loss = network(casadi.vertsplit(symbol), casadi.tanh)
    by_casadi = casadi.Function("f", [symbol], [loss, casadi.gradient(loss, symbol)])
    _agree(by_micrograd(numbers), ours(*numbers)[1], jitted(array)[1], by_casadi(array)[1].full().ravel())
    took = compared({
        "ad.compile": lambda: ours(*numbers),
        "the plain Python function, value only": lambda: network(numbers, math.tanh),
        "micrograd": lambda: by_micrograd(numbers),
        "jitted JAX": lambda: jax.block_until_ready(jitted(array)),
        "CasADi": lambda: by_casadi(array),
    })  # fmt: skip
    return _rows("the network's value and gradient, compiled", took)


def surface() -> list[str]:
    """A function of 50 nodes with its gradient on 200 × 200 points."""
    graph = ad.parse(nodes(50))
    x, y = np.meshgrid(np.linspace(-2, 2, 200), np.linspace(-2, 2, 200))
    ours = ad.compile(graph, arrays=True)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(ad.write(graph, "jax"), names)
    single = jax.value_and_grad(names["f"], argnums=(0, 1))
    jitted = jax.jit(jax.vmap(single))
    points = x.ravel(), y.ravel()
    np.testing.assert_allclose(ours(x, y)[1][0].ravel(), jitted(*points)[1][0], rtol=1e-6, atol=1e-12)
    took = compared({
        "ad.compile(arrays=True)": lambda: ours(x, y),
        "jitted JAX": lambda: jax.block_until_ready(jitted(*points)),
    })  # fmt: skip
    return _rows(f"200 × 200 points of {len(graph)} nodes with the gradient", took)


def depth() -> str:
    """Time for one operation in a chain of 200,000 and of 1,000, on the process's own clock.

    The long one lasts long enough to be interrupted by other programs, the short one does not.
    """

    def chain(count: int) -> Callable[[float], float]:
        def program(x: Any) -> Any:
            y = x
            for _ in range(count // 2):
                y = y * 1.0000001 + 1e-9
            return y

        return ad.grad(program)

    deep, short = chain(200_000), chain(1_000)
    took = compared({"deep": lambda: deep(0.5), "short": lambda: short(0.5)}, rounds=7, clock=time.process_time)
    ratio = (took["deep"] / 200_000) / (took["short"] / 1_000)
    return f"| one operation, 200,000 deep | {took['deep'] / 200:.0f} ns | at 1,000: ratio {ratio:.2f} |"


def _agree(wanted: Any, *others: Any) -> None:
    for other in others:
        np.testing.assert_allclose([float(x) for x in other], wanted, rtol=1e-9)


def _rows(what: str, took: dict[str, float]) -> list[str]:
    ours = next(iter(took.values()))
    beside = [
        f"{name} {_time(figure)}: {figure / ours:.1f} times as long"
        if figure > ours
        else f"{name} {_time(figure)}: it is {ours / figure:.1f} times faster"
        for name, figure in list(took.items())[1:]
    ]
    return [f"| {what} | {_time(ours)} | {one} |" for one in beside]


def _time(microseconds: float) -> str:
    return f"{microseconds / 1000:.1f} ms" if microseconds > 1000 else f"{microseconds:.0f} µs"
