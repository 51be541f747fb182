"""docs/conventions.md: what is given at the edges of functions and why, beside what other libraries give today.

`make conventions` writes the page anew.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from textwrap import fill
from typing import Any

import autodiff as ad
from autodiff.numbers import shown
from tests.autodiff.edges import CONVENTIONS, Convention, Edge

PAGE = Path(__file__).parents[1] / "docs" / "conventions.md"
LIBRARIES = {"jax": "JAX", "torch": "PyTorch", "tensorflow": "TensorFlow"}
PACKAGES = {"tensorflow": "tensorflow-cpu"}  # where a library is installed under another name
HEAD = """# Conventions at the edges

What this library gives at kinks, jumps, ties and poles, in every mode but the numeric one, and why. `make conventions`
writes this page from `tests/autodiff/edges.py`, to which the tests hold every mode.

Where a function is differentiable the derivative is given, infinite slopes too. Elsewhere PyTorch's written policy
holds, [Gradients for non-differentiable functions](https://docs.pytorch.org/docs/stable/notes/autograd.html): the
shortest subgradient of a convex function, the shortest supergradient of a concave one, else what is continuous, else
nan. Where such a convention decided, and not calculus, the step says so and the node has a mark: (*) here.

The other libraries were asked with the programs that `write` makes for them, with all numbers as 64-bit floats
(JAX tells `x**0`, whose slope it knows to be 0, from `x**0.0`; TensorFlow has no hypot and gets √(x·x + y·y)):
{versions}.
What is **bold** differs from this library. The last column has central differences, which know of no convention:
at a kink they give the mean of both sides, at a jump or a pole something that grows as the step shrinks.
"""


def point(edge: Edge) -> dict[str, float]:
    """The edge's point by name."""
    return dict(zip(ad.parse(edge.text).variables, edge.point, strict=True))


def own(edge: Edge) -> list[str]:
    """The columns before those of the other libraries: the function, where, its value and its derivatives."""
    where = ", ".join(f"{name} = {shown(x)}" for name, x in point(edge).items())
    return [f"`{edge.text}`", where, shown(edge.value), listed(edge.gradient) + " (*)" * edge.decided]


def beside(edge: Edge, library: str) -> str:
    """What another library gives: its derivatives, and its value where that differs; bold where they do."""
    value, gradient = answer(edge, library)
    text = listed(gradient) if listed(gradient) == listed(edge.gradient) else f"**{listed(gradient)}**"
    return text if shown(value) == shown(edge.value) else f"{text}, value **{shown(value)}**"


def answer(edge: Edge, library: str) -> tuple[float, list[float]]:
    """The value and the gradient that a library gives."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(ad.write(ad.parse(edge.text), library, point(edge)), names)
    value, *gradient = [float(x.detach() if library == "torch" else x) for x in (names["value"], *names["gradient"])]
    return value, gradient


def differences(edge: Edge) -> str:
    """The last column."""
    return listed(ad.gradient(ad.parse(edge.text), point(edge), mode="numeric").values())


def listed(numbers: Iterable[float]) -> str:
    """Numbers as they are shown, in a row."""
    return ", ".join(shown(float(x)) for x in numbers)


def section(convention: Convention) -> str:
    """The thought behind a convention, and the table of its edges."""
    heads = ["function", "at", "value", "derivatives", *LIBRARIES.values(), "differences"]
    rows = [
        [*own(edge), *(beside(edge, library) for library in LIBRARIES), differences(edge)] for edge in convention.edges
    ]
    table = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join([f"\n## {convention.title}\n", fill(convention.why, 120), "", *table])


def main() -> None:
    """Ask, and write the page."""
    versions = ", ".join(f"{name} {version(PACKAGES.get(key, key)).split('+')[0]}" for key, name in LIBRARIES.items())
    PAGE.write_text(HEAD.format(versions=versions) + "\n".join(map(section, CONVENTIONS)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
