"""Compiled functions: what they give, on floats, at edges and on grids; that they are kept; that names are safe."""

from __future__ import annotations

import ast
import gc
import math
import weakref
from contextlib import suppress

import mpmath
import numpy as np
import pytest

import autodiff as ad
from autodiff import ops
from autodiff.compiled import BLOCK, source
from autodiff.errors import TruthOfNode, Unspelled
from autodiff.graph import Graph, Var
from autodiff.source import RESERVED
from autodiff.spelling import MATH, TABLE_VALUES
from autodiff.written import LIBRARIES

NOTEBOOK = ad.parse("x^2*y + y + 2")


def test_value_and_gradient_of_the_notebooks_function():
    function = ad.compile(NOTEBOOK)
    assert function(3, 4) == (42, (24, 10))
    assert [type(x) for x in (function(3, 4)[0], *function(3, 4)[1])] == [float] * 3
    assert ad.compile(NOTEBOOK, gradient=False)(3, 4) == 42


def test_it_reads_like_a_function_somebody_wrote():
    assert (
        ad.compile(ad.parse("x^2*y + y + 2")).source
        == """def f(x, y):
    x, y = map(float, (x, y))
    try:
        v3 = math.pow(x, 2.0)
        v6 = v3 * y + y + 2.0
        v8 = 2.0 * x * y
        v10 = 1.0 + v3
        return v6, (v8, v10)
    except (ArithmeticError, ValueError):
        return at_the_edge(x, y)
"""
    )
    assert (
        ad.compile(ad.parse("h = x*y\nh*sin(h)"), gradient=False).source
        == """def f(x, y):
    x, y = map(float, (x, y))
    try:
        h = x * y
        v4 = h * math.sin(h)
        return v4
    except (ArithmeticError, ValueError):
        return at_the_edge(x, y)
"""
    )
    assert "**" not in ad.compile(ad.parse("x^y + x^3 + x^-0.5")).source


def test_several_outputs_one_variable_and_none():
    assert ad.compile(ad.parse("x, y*x"))(2, 3) == ((2, 6), ((1, 0), (3, 2)))
    assert ad.compile(ad.parse("x, y*x"), gradient=False)(2, 3) == (2, 6)
    assert ad.compile(ad.parse("x^3"))(2) == (8, (12,))
    assert ad.compile(ad.parse("2 + 3"))() == (5, ())
    assert ad.compile(ad.parse("1/0"))() == (math.inf, ())
    assert ad.compile(ad.parse("x"))(7) == (7, (1,))


def test_whole_numbers_do_not_grow_without_end():
    text = "\n".join(["y = x*x", *["y = y*y"] * 59, "y"])
    assert ad.compile(ad.parse(text))(3) == (math.inf, (math.inf,))
    assert ad.compile(ad.parse(text))(1) == (1, (2.0**60,))


def test_a_python_function_is_traced_first():
    assert ad.compile(lambda x, y: ad.hypot(x, y))(3, 4) == (5, (0.6, 0.8))
    with pytest.raises(TruthOfNode, match="GradientTape"):
        ad.compile(lambda x: x if x > 0 else -x)


def test_what_is_compiled_is_kept_as_long_as_its_graph():
    graph = ad.parse("x*y")
    assert ad.compile(graph) is ad.compile(graph)
    assert ad.compile(graph, gradient=False) is not ad.compile(graph)
    reference = weakref.ref(graph)
    function = ad.compile(graph)
    del graph
    gc.collect()
    assert reference() is None
    assert function(2, 3) == (6, (3, 2))


def test_the_wrong_number_of_arguments_is_an_error_and_no_edge():
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        ad.compile(NOTEBOOK)(1)
    with pytest.raises(TypeError):
        ad.compile(NOTEBOOK)(np.ones(3), 1.0)


def test_against_forty_digits():
    text = "tanh(x*y)^3/(1 + exp(-x)) + log(x^2 + y^2)*atan2(y, x) - x^y*sqrt(y) + sigmoid(x)*softplus(y)"

    def reference(x, y):
        sigmoid, softplus = 1 / (1 + mpmath.exp(-x)), mpmath.log(1 + mpmath.exp(y))
        first = mpmath.tanh(x * y) ** 3 / (1 + mpmath.exp(-x)) + mpmath.log(x**2 + y**2) * mpmath.atan2(y, x)
        return first - x**y * mpmath.sqrt(y) + sigmoid * softplus

    function = ad.compile(ad.parse(text))
    for x, y in ((0.3, 1.7), (2.1, 0.4), (1.0, 1.0)):
        value, (dx, dy) = function(x, y)
        with mpmath.workdps(40):
            assert value == pytest.approx(float(reference(x, y)), rel=1e-14)
            assert dx == pytest.approx(float(mpmath.diff(reference, (x, y), (1, 0))), rel=1e-13)
            assert dy == pytest.approx(float(mpmath.diff(reference, (x, y), (0, 1))), rel=1e-13)


# ---- edges


def test_constants_at_an_edge():
    assert ad.compile(ad.parse("log(0)*x"))(2.0) == (-math.inf, (-math.inf,))
    assert ad.compile(ad.parse("x/0"))(2.0) == (math.inf, (math.inf,))
    np.testing.assert_equal(ad.compile(ad.parse("x + sqrt(-1)"))(2.0), (math.nan, (1.0,)))


@pytest.mark.parametrize(
    "text",
    [
        *("1/(x^0 - 1)", "1/where(x > 0, 0, 0)", "s = 0\nfor i in range(3): s += x^i/i\ns", "sqrt(x^0 - 1)"),
        *("log(x^0 - 1) + x", "acosh(x^0)", "x*(1/0 - 1/0)"),
    ],
)
def test_numbers_that_are_divided_by_zero_give_what_the_sweeps_give(text):
    graph, point = ad.parse(text), {"x": 2.0}
    value, gradient = ad.value_and_gradient(graph, point)
    for function in (ad.compile(graph), ad.compile(graph, arrays=True)):
        np.testing.assert_equal(function(2.0), (value, (gradient["x"],)))


# ---- grids


def test_grids_broadcast_and_are_filled():
    function = ad.compile(NOTEBOOK, arrays=True)
    x, y = np.linspace(-2, 2, 5)[:, None], np.linspace(0, 3, 4)[None, :]
    value, (dx, dy) = function(x, y)
    assert value.shape == dx.shape == dy.shape == (5, 4)
    np.testing.assert_allclose(value, x**2 * y + y + 2)
    np.testing.assert_allclose(dx, 2 * x * y)
    np.testing.assert_allclose(dy, np.broadcast_to(x**2 + 1, (5, 4)))
    assert ad.compile(NOTEBOOK, gradient=False, arrays=True)(x, 2.0).shape == (5, 1)
    assert ad.compile(NOTEBOOK, arrays=True)(np.empty(0), 2.0)[0].shape == (0,)
    assert ad.compile(ad.parse("3"), arrays=True)()[0] == 3


def test_grids_larger_than_a_block():
    x = np.linspace(-1, 1, 2 * BLOCK + 17)
    value, (slope,) = ad.compile(ad.parse("sin(3x)"), arrays=True)(x)
    np.testing.assert_allclose(value, np.sin(3 * x), rtol=1e-14)
    np.testing.assert_allclose(slope, 3 * np.cos(3 * x), rtol=1e-13, atol=1e-15)


# ---- names

HOSTILE = [
    "x; import os",
    "__import__('os').system('x')",
    "x\n    raise SystemExit",
    "def",
    "None",
    "__builtins__",
    "__debug__",
    "math",
    "float",
    "at_the_edge",
    "ArithmeticError",
    "ValueError",
    "v2",
    "f",
    "'''",
    "#",
    "",
    "W[0][1]",
    "ｘ",  # Python would read it as x
    "ﬁ",
    "x" * 5000,
    "{0}",
    "%s",
    "\\",
    "lambda: 0",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_does_harm(name):
    inputs = [Var(name), Var("x"), Var("v2_")]
    h = ops.sin(inputs[0])
    graph = Graph([h * inputs[1] + inputs[2] * h], inputs, labels={h: name})
    for arrays in (False, True):
        value, (first, *_) = ad.compile(graph, arrays=arrays)(0.5, 2.0, 3.0)
        assert value == pytest.approx(math.sin(0.5) * 5)
        assert first == pytest.approx(math.cos(0.5) * 5)


@pytest.mark.parametrize("name", HOSTILE)
def test_only_plain_names_reach_the_text(name):
    """Every name in the source is an argument, ours, or assigned; there is no call but of the table's functions."""
    inputs = [Var(name), Var("x")]
    tree = ast.parse(ad.compile(Graph([ops.tanh(inputs[0]) * inputs[1]], inputs)).source)
    assigned = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    ours = {"math", "map", "float", "at_the_edge", "ArithmeticError", "ValueError"}
    assert not assigned & ours
    assert used <= assigned | ours
    assert {type(n).__name__ for n in ast.walk(tree)}.isdisjoint({"Import", "Lambda", "Global", "Raise", "JoinedStr"})


@pytest.mark.parametrize("row", ops.TABLE.values(), ids=list(ops.TABLE))
def test_every_name_that_generated_text_uses_is_reserved(row):
    inputs = [Var(name) for name in ("q1", "q2", "q3")[: row.arity]]
    graph = Graph([row(*inputs) * inputs[0]], inputs)
    texts = [source(graph, gradient, spelled) for gradient in (False, True) for spelled in (MATH, TABLE_VALUES)]
    for library in LIBRARIES:
        with suppress(Unspelled):
            texts.append(ad.write(graph, library))
    for text in texts:
        names = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
        bound = {node.arg for node in ast.walk(ast.parse(text)) if isinstance(node, ast.arg)}
        bound |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
        bound |= {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
        assert {node.id for node in names if isinstance(node.ctx, ast.Load)} <= bound | RESERVED, text


def test_learners_names_stay_where_they_can():
    shown = ad.compile(ad.parse("def f(α, W_1, x): return α*W_1 + x")).source
    assert shown.startswith("def f(α, W_1, x):")
    assert ad.compile(ad.parse("W[0][1]*b[2]")).source.startswith("def f(W_0_1, b_2):")


def test_a_typed_spelling_of_a_number_is_never_copied():
    x = Var("x")
    number = ad.Const(2.0, typed="__import__('os')")
    assert "import" not in ad.compile(Graph([x * number], [x])).source


def test_names_that_the_text_assigned_stay_beside_the_gradient():
    graph = ad.parse("h = tanh(w*x)\nloss = (h - y)^2\nloss")
    assert (
        ad.compile(graph).source
        == """def f(w, x, y):
    w, x, y = map(float, (w, x, y))
    try:
        h = math.tanh(w * x)
        v5 = h - y
        loss = math.pow(v5, 2.0)
        v11 = 2.0 * v5
        v12 = (1.0 - (h * h)) * v11
        v13 = x * v12
        v14 = w * v12
        v15 = -v11
        return loss, (v13, v14, v15)
    except (ArithmeticError, ValueError):
        return at_the_edge(w, x, y)
"""
    )
    assert "loss = " in ad.compile(graph, arrays=True).source
    assert ad.write(graph, "numpy").count("loss = ") == 2


def test_of_two_names_for_one_node_the_first_stays():
    source = ad.compile(ad.parse("a = x*y\nb = 1*a\nc = b\nsin(b) + c")).source
    assert "a = x * y\n" in source
    assert "b" not in source.split("try:")[1].split("except")[0]
