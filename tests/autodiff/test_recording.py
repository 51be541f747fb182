"""A program under a tape: what is noted, what comes back, what is left; against TensorFlow and by hand."""

from __future__ import annotations

import os
import warnings

import pytest

import autodiff as ad
from autodiff.recording import nested_hessian, record
from autodiff.sweeps import evaluate, linearize, pullback
from viz.examples import EXAMPLES

POINT = {"x": 3.0, "y": 4.0}


def test_the_notebooks_graph_line_by_line():
    found = record(ad.parse("x*x*y + y + 2"), POINT)
    assert [(entry.value, entry.reads, entry.noted, entry.adjoint) for entry in found.entries] == [
        (3.0, (), False, 24.0),
        (4.0, (), False, 10.0),
        (9.0, ("x", "x"), True, 4.0),
        (36.0, ("y",), True, 1.0),
        (40.0, ("y",), True, 1.0),
        (2.0, (), False, None),
        (42.0, (), True, 1.0),
    ]
    assert (found.notes, found.kept) == (4 + 4, 0), "four reads, four operations; and freed"


def test_a_second_use_is_an_error_unless_the_tape_is_persistent():
    found = record(ad.parse("x*x*y + y + 2"), POINT)
    assert "one gradient" in found.second_use
    assert "persistent=True" in found.second_use
    assert found.persistent == found.gradient == {"x": 24.0, "y": 10.0}


@pytest.mark.parametrize("example", [e for e in EXAMPLES if not e.large], ids=lambda example: example.name)
def test_values_and_adjoints_are_those_of_the_sweeps(example):
    graph = ad.parse(example.text)
    point = example.values(graph.variables)
    values = evaluate(graph, point)
    adjoints = pullback(graph, linearize(graph, values), {graph.outputs[0]: 1.0})
    for entry in record(graph, point).entries:
        assert entry.value == pytest.approx(float(values[entry.node]), rel=1e-14, nan_ok=True)
        wanted = adjoints[entry.node]
        if wanted is None:
            assert entry.adjoint in (None, 0.0)
        else:
            assert entry.adjoint == pytest.approx(float(wanted), rel=1e-13, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "unconnected"),
    [
        ("def f(x, y): return x*x", {"y": "unused"}),
        ("unused = 3*y\nx^2 + 1", {"y": "elsewhere"}),
        ("x^2, y*y", {"y": "elsewhere"}),
        ("where(y > 0, x, 2*x)", {"y": "condition"}),
        ("x*y", {}),
        ("x, y", {"y": "unused"}),
        ("where(x > 0, x, y)", {}),
    ],
)
def test_what_is_not_connected_is_none_with_a_reason_and_zero_beside_it(text, unconnected):
    found = record(ad.parse(text), POINT)
    assert found.unconnected == unconnected
    assert {name for name, adjoint in found.gradient.items() if adjoint is None} == unconnected.keys()
    assert all(found.with_zero[name] == 0.0 for name in unconnected)


def test_a_tape_within_a_tape_is_tensorflows():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of its own imports
        tf = pytest.importorskip("tensorflow")
    x, y = (tf.Variable(POINT[name], dtype=tf.float64) for name in "xy")
    with tf.GradientTape(persistent=True) as outer:
        with tf.GradientTape() as inner:
            value = x * x * y + tf.sin(x) * tf.exp(y / 4)
        first = inner.gradient(value, [x, y])
    second = [[float(part) for part in outer.gradient(row, [x, y])] for row in first]
    ours = nested_hessian(ad.parse("x*x*y + sin(x)*exp(y/4)"), POINT)
    for row, wanted in zip(ours.values(), second, strict=True):
        assert list(row.values()) == pytest.approx(wanted, rel=1e-13)


def test_a_second_derivative_that_is_not_connected_is_none():
    assert nested_hessian(ad.parse("x*x*y + y + 2"), POINT) == {"x": {"x": 8.0, "y": 6.0}, "y": {"x": 6.0, "y": None}}
    assert nested_hessian(ad.parse("unused = y\n5*x"), POINT)["y"] == {"x": None, "y": None}
