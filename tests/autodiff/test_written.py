"""What is written out runs in its library, and the library's own gradient is ours."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest

import autodiff as ad
from autodiff.errors import AutodiffError, MissingValue, UnknownLibrary, UnknownVariable
from autodiff.graph import Graph, Var
from autodiff.ops import TABLE
from autodiff.written import LIBRARIES
from tests.autodiff.test_compiled import HOSTILE

POINT = {"x": 0.7, "y": -1.3}
OF_ONE = {row.name: f"{row.name}(x)*y" for row in TABLE.values() if row.in_language and row.arity == 1}
OF_ONE |= {"acosh": "acosh(x + 2)*y", "neg": "-x*y"}
OF_TWO = {row.name: f"{row.name}(x, y)" for row in TABLE.values() if row.in_language and row.arity == 2}
OF_TWO |= {"add": "x + y", "sub": "x - y", "mul": "x*y", "div": "x/y"}
OTHERS = {
    "notebook": "x^2*y + y + 2",
    "names": "h = sin(x)*y\nfor i in range(3):\n    h = h*x + exp(h)\nh",
    "powers": "x^3 + x^-2 + 2^y + x^0.5 + (x + 2)^(y + 3)",
    "brackets": "x - (y - (x - 3)) + x/(y/(x/2)) - -(x + y)*-x",
    "choices": "where(x < 1 and not y > 0, x*y, 0.5) + where(x >= 1 or y == 2, 3, sqrt(x)) * where(y != x, 1, y)",
    "constant conditions": "where(1 < 2, x, y) + where(not 1 < 2 and x > 0, 3, x*y) + where(2 > 1 or not y > 0, y, 2)",
    "a kink": "-relu(x)",
    "constants": "sin(2)*x + max(y, 2) + min(1, x)*hypot(3, y) + atan2(y, 1) + log(x + 3, 2) + pi",
    "one variable": "tanh(x)",
    "a variable": "x",
    "unused": "def f(x, y): return x*x",
}
TEXTS = {**OF_ONE, **OF_TWO, **OTHERS}
SLOPES = {
    "kinks": "relu(-x*y)^3 - relu(x)*x",
    "ties": "max(x*y, x^2)^2 + min(x, y)*x",
    "choices": "where(x > y, x^2, y)*y",
    "powers": "(x + 2)^(x*y)",
    "steps": "floor(3x)*x^2",
}
GRAPHS = {name: ad.parse(text) for name, text in TEXTS.items()}
GRAPHS |= {
    "a number as a condition": ad.trace(lambda x, y: ad.where(x, y, 2.0) + ad.where(x - x, 2.0, x)),
    "a comparison as a number": ad.trace(lambda x, y: 3.0 - (x > y) * y),
}
GRAPHS |= {f"the derivative of {name}": ad.derivative(ad.parse(text), "x") for name, text in SLOPES.items()}
INSTALLED = [name for name in LIBRARIES if name == "python" or importlib.util.find_spec(name)]

# Runs the programs that it is sent, and answers with what each leaves in `value` and `gradient`
RUNNER = """
import contextlib, io, json, sys
def run(text):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(text, names)
    return [float(getattr(names["value"], "data", names["value"]) if names["value"].__class__.__name__ == "Value"
                  else names["value"]), [float(x) for x in names["gradient"]]]
json.dump([run(text) for text in json.load(sys.stdin)], sys.stdout)
"""


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, tuple[float, list[float]]]]:
    """By library and text: value and gradient, each library in a process of its own."""
    return {}


def answered(answers: dict, library: str) -> dict:
    if library not in answers:
        programs = [ad.write(graph, library, at(graph)) for graph in GRAPHS.values()]
        done = subprocess.run(
            [sys.executable, "-c", RUNNER], input=json.dumps(programs), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        answers[library] = dict(zip(GRAPHS, json.loads(done.stdout.splitlines()[-1]), strict=True))
    return answers[library]


def at(graph: Graph) -> dict[str, float]:
    base = {"x": 1.7, "y": 1.3} if graph.text == TEXTS["pow"] else POINT
    return {name: base[name] for name in graph.variables}


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_library_agrees(answers, library, name):
    if library not in INSTALLED:
        pytest.skip(f"{library} is not installed")
    graph = GRAPHS[name]
    value, gradient = ad.value_and_gradient(graph, at(graph))
    found_value, found_gradient = answered(answers, library)[name]
    np.testing.assert_allclose(found_value, value, rtol=1e-12)
    np.testing.assert_allclose(found_gradient, list(gradient.values()), rtol=1e-12, atol=1e-15)


def test_numpys_program_takes_arrays():
    """A comparison gives truth values there, and these have no minus sign."""
    names: dict = {}
    exec(ad.write(ad.parse("-relu(x)"), "numpy"), names)
    value, (slope,) = names["value_and_gradient"](np.array([-1.0, 2.0]))
    assert (value.tolist(), slope.tolist()) == ([0, -2], [0, -1])


def test_it_reads_as_the_library_is_used():
    graph = ad.parse("h = tanh(x)\nh*y")
    assert (
        ad.write(graph, "jax", {"x": 3, "y": 4})
        == """import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)


def f(x, y):
    h = jnp.tanh(x)
    v3 = h * y
    return v3


value, gradient = jax.value_and_grad(f, argnums=(0, 1))(3.0, 4.0)
print(value, gradient)
"""
    )
    assert (
        ad.write(graph, "micrograd")
        == """import math

from micrograd.engine import Value


def tanh(a):
    u = a.data
    y = math.tanh(u)
    out = Value(y, (a,), "tanh")

    def backward():
        da = 1.0 - (y * y)
        a.grad += da * out.grad

    out._backward = backward
    return out


def f(x, y):
    h = tanh(x)
    v3 = h * y
    return v3


x, y = [Value(number) for number in (1.0, 1.0)]
value = f(x, y)
value.backward()
gradient = [variable.grad for variable in (x, y)]
print(value.data, gradient)
"""
    )


@pytest.mark.parametrize("library", LIBRARIES)
def test_it_is_formatted(library):
    for text in TEXTS.values():
        program = ad.write(ad.parse(text), library)
        assert program.endswith("\n")
        assert not program.startswith("\n")
        assert all(line == line.rstrip() for line in program.splitlines())
        assert "\n\n\n\n" not in program
        assert ("import math" in program) == ("math." in program.replace("tf.math.", ""))


def test_an_output_is_chosen():
    graph = ad.parse("x*y, x + y")
    names: dict = {}
    exec(ad.write(graph, "python", {"x": 3, "y": 4}, output=1), names)
    assert (names["value"], names["gradient"]) == (7, (1, 1))


def test_what_cannot_be_written():
    graph = ad.parse("x*y, 3")
    with pytest.raises(UnknownLibrary, match="no library 'julia' to write for; there are python, numpy"):
        ad.write(graph, "julia")
    with pytest.raises(AutodiffError, match="depends on no variable"):
        ad.write(graph, "python", output=1)
    with pytest.raises(MissingValue):
        ad.write(graph, "python", {"x": 1})
    with pytest.raises(UnknownVariable):
        ad.write(graph, "python", {"x": 1, "y": 2, "z": 3})


@pytest.mark.parametrize("name", [*HOSTILE, "tf", "jnp", "np", "print", "value", "u", "a", "out", "Value", "tanh"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_no_name_does_harm(library, name):
    inputs = [Var(name), Var("x")]
    h = TABLE["tanh"](inputs[0])
    graph = Graph([h * inputs[1]], inputs, labels={h: name})
    program = ad.write(graph, library, {name: 0.5, "x": 2.0})
    tree = ast.parse(program)
    assert sum(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(tree)) <= 2
    assert not any(isinstance(node, (ast.Raise, ast.Global, ast.Lambda)) for node in ast.walk(tree))
    if library in ("python", "numpy", "micrograd") and library in INSTALLED:
        names: dict = {}
        exec(program, names)
        np.testing.assert_allclose(names["gradient"], [2 * (1 - np.tanh(0.5) ** 2), np.tanh(0.5)])
