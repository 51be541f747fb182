"""Functions of a given size, as a learner would type them."""

from __future__ import annotations

import random


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
