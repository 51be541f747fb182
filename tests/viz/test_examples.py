"""The menu: every example can be read, has a number for each of its variables, and shows what it says."""

from __future__ import annotations

import pytest

import autodiff as ad
from viz.examples import BY_LABEL, BY_TEXT, EXAMPLES, Example, defaults

BY_NAME = {example.name: example for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_has_its_numbers(example: Example):
    graph = ad.parse(example.text)
    assert not graph.notices
    assert example.point.keys() <= set(graph.variables)
    assert example.values(graph.variables).keys() == set(graph.variables)
    assert example.large == (len(graph) > 60), "a graph beyond 60 nodes is drawn folded"


def test_no_two_examples_are_taken_for_each_other():
    assert len(BY_LABEL) == len(BY_TEXT) == len(EXAMPLES)


def test_defaults_are_the_examples_or_one():
    assert defaults("x*x", ("x",)) == {"x": 3.0}
    assert defaults("x*x + z", ("x", "z")) == {"x": 1.0, "z": 1.0}


def test_the_network_has_ten_lines_and_105_weights():
    example = BY_NAME["2-8-8-1, 105 weights"]
    graph = ad.parse(example.text)
    assert len(example.text.splitlines()) == 10
    assert len(graph.variables) == 105 + 2
    assert [graph.variables[i] for i in (0, 2, 18, 26, 90, 98, 106)] == [
        "x1", "W1[0][0]", "b1[0]", "W2[0][0]", "b2[0]", "W3[0]", "b3",
    ]  # fmt: skip
    outermost = [group.label for group in graph.groups if group.parent is None]
    assert outermost == ["layer(W1, b1, [x1, x2])", "layer(W2, b2, h)", "neuron(W3, b3, h)"]


def test_newtons_root_is_a_root_whose_first_guess_is_almost_forgotten():
    example = BY_NAME["Newton’s square root"]
    value, gradient = ad.value_and_gradient(ad.parse(example.text), example.point)
    assert value == pytest.approx(3, rel=1e-8)
    assert gradient["a"] == pytest.approx(1 / 6, rel=1e-7)
    assert abs(gradient["x"]) < 1e-6


def test_horners_gradients_are_powers():
    example = BY_NAME["Horner’s scheme"]
    gradient = ad.gradient(ad.parse(example.text), example.point)
    assert [gradient[f"c[{i}]"] for i in range(4)] == [1, 1.5, 2.25, 3.375]
