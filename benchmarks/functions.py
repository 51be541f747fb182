"""Functions of a given size, as a learner would type them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any


def nodes(count: int) -> str:
    """An expression of about so many nodes, with sharing, two variables and the usual functions."""
    draw = random.Random(count)
    lines = ["a0 = x*y", "a1 = sin(x)"]
    made = 5
    while made < count - 3:
        i = len(lines)
        left, right = draw.randrange(max(0, i - 4), i), draw.randrange(max(0, i - 4), i)
        lines.append(
            f"a{i} = "
            + draw.choice([f"a{left}*a{right}", f"a{left} + a{right}", f"tanh(a{left})", f"a{left} - a{right}"])
        )
        made += 1
    return "\n".join([*lines, f"a{len(lines) - 1} + a{len(lines) - 2}"])


LOOP = "s = x\nfor i in range(50):\n    s = s*x + 0.5\ns"


def tangle(count: int) -> str:
    """A graph that dot does not finish: products of anything with anything."""
    draw = random.Random(1)
    names = ["x", "y", *(f"a{i}" for i in range(count // 2))]
    lines = [f"a{i} = {draw.choice(names[: i + 2])}*{draw.choice(names[: i + 2])}" for i in range(count // 2)]
    return "\n".join([*lines, " + ".join(names[2:])])


LAYERS = (2, 16, 16, 1)


def parameters() -> list[float]:
    """The numbers of a network of `LAYERS`: for each neuron its bias, then its weights."""
    draw = random.Random(0)
    return [draw.uniform(-1, 1) for ins, outs in pairwise(LAYERS) for _ in range(outs * (ins + 1))]


def network(weights: Sequence[Any], tanh: Callable[[Any], Any]) -> Any:
    """The squared loss of a network of single numbers, one operation at a time: about 980 nodes."""
    number = iter(weights)
    values: list[Any] = [0.3, -0.7]
    for _, outs in pairwise(LAYERS):
        following = []
        for _ in range(outs):
            total = next(number)
            for value in values:
                total = total + next(number) * value
            following.append(tanh(total))
        values = following
    error = values[0] - 0.5
    return error * error
