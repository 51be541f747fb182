"""Adding a primitive takes one row of the table and no other line: everything else finds it there.

The page does, too: see the browser's test of the same name.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

import autodiff as ad
from autodiff import ops
from autodiff.errors import ParseError, Unspelled
from autodiff.primitive import Primitive
from autodiff.walks import run
from tests.autodiff.one_row import ROW, copied_with_it

POINT = {"x": 0.7, "y": 2.0}
SLOPE = 2 * math.sin(1.4) * math.cos(1 - math.cos(1.4))  # of sin(versin(x*y)) along x, by hand


@pytest.fixture
def versin() -> Iterator[Primitive]:
    """The row, in the table while a test runs."""
    exec(ROW, vars(ops))
    added = vars(ops).pop("versin")
    yield added
    for spelling in ("versin", "versine"):
        del ops.BY_NAME[spelling]
    del ops.TABLE["versin"]


@pytest.mark.parametrize("text", ["sin(versin(x*y))", "sin(np.versin(x y))", "sin(versine(x·y))"])
def test_the_language_has_it(versin, text):
    graph = ad.parse(text.replace("x y", "x*y"))
    assert versin in [node.op for node in graph.nodes]
    assert ad.evaluate(graph, POINT) == pytest.approx(math.sin(1 - math.cos(1.4)), rel=1e-15)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("versni(x)", "versin"), ("versin x", "versin(x)"), ("versin²(x)", "versin(x)^2"), ("versin = 3", None)],
)
def test_mistakes_with_it_are_understood(versin, text, hint):
    with pytest.raises(ParseError) as caught:
        ad.parse(text)
    assert caught.value.hint == hint


def test_every_mode_differentiates_it(versin):
    graph = ad.parse("sin(versin(x*y))")
    for mode in ("reverse", "forward"):
        assert ad.gradient(graph, POINT, mode=mode)["x"] == pytest.approx(SLOPE, rel=1e-14)
    value, gradient = ad.compile(graph)(0.7, 2.0)
    assert (value, gradient[0]) == pytest.approx((math.sin(1 - math.cos(1.4)), SLOPE), rel=1e-14)
    assert ad.grad(lambda x, y: ad.sin(ad.versin(x * y)))(0.7, 2.0) == pytest.approx(SLOPE, rel=1e-14)
    with ad.GradientTape() as tape:
        x = ad.Variable(0.7)
        y = ad.sin(ad.versin(x * 2.0))
    assert tape.gradient(y, x).numpy() == pytest.approx(SLOPE, rel=1e-14)
    with np.errstate(all="raise"):
        assert ad.evaluate(graph, {"x": np.array([0.0, 0.7]), "y": 2.0})[1] == pytest.approx(
            math.sin(1 - math.cos(1.4))
        )


def test_it_is_written(versin):
    graph = ad.parse("versin(x + 1)^2")
    assert str(graph) == "versin(x + 1) ^ 2"
    assert graph.latex() == r"\operatorname{versin}\left(x + 1\right)^{2}"
    for library in ("python", "numpy"):
        with pytest.raises(Unspelled, match="no versin"):
            ad.write(graph, library)


def test_a_run_walks_it(versin):
    found = run(ad.parse("versin(x)"), {"x": 0.0})
    node, edge = found.structure["nodes"][-1], found.structure["edges"][0]
    assert (node["op"], node["head"], node["words"]) == ("versin", "versin(x)", "takes the versed sine of {0}")
    assert node["code"] == "(1 - math.cos(self.a.evaluate()))"
    assert (edge["formula"], edge["reason"]) == ("sin(x)", "d versin(u)/du = sin(u)")
    assert edge["code"] == "self.a.backpropagate(gradient * math.sin(self.a.value))"
    assert [write.note for step in found.steps for write in step.writes if write.note] == ["flat at 0"]


def test_nothing_is_left_of_it():
    """The test itself, once the row is gone."""
    assert not hasattr(ad, "versin")
    with pytest.raises(ParseError, match="no function called versin"):
        ad.parse("versin(x)")


def test_a_row_in_the_table_is_the_only_line(tmp_path):
    """The package with one row more, and nothing else: imported, typed, differentiated, compiled, recorded."""
    copied_with_it(tmp_path)
    program = """
import autodiff as ad
graph = ad.parse("sin(versin(x*y))")
x, y = ad.Variable(0.7), ad.Variable(2.0)
with ad.GradientTape() as tape:
    z = ad.sin(ad.versin(x * y))
print(ad.gradient(graph, {"x": 0.7, "y": 2.0})["x"], ad.compile(graph)(0.7, 2.0)[1][0], tape.gradient(z, x).numpy())
from autodiff.notebook.forward import Var, Versin
u = Var("u", 0.7)
print(Versin(u).gradient(u).evaluate())
for library in ("python", "numpy", "jax", "torch", "tensorflow", "micrograd"):
    try:
        ad.write(graph, library)
    except ad.AutodiffError as error:
        assert "no versin" in str(error)
    else:
        raise AssertionError(library)  # no library has it
"""
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    numbers = [float(number) for number in re.findall(r"\S+", made.stdout)]
    assert numbers == pytest.approx([SLOPE, SLOPE, SLOPE, math.sin(0.7)], rel=1e-14)
