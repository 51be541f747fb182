"""micrograd's values: thirty functions are read, with the gradients that micrograd gives."""

from __future__ import annotations

import pytest
from micrograd.engine import Value
from micrograd.nn import MLP

import autodiff as ad
from viz.readers import CannotRead, Given, micrograd

# Each of a, b and c, so that every operation meets every other, also with numbers beside and minus signs before.
FUNCTIONS = [
    lambda a, b, c: a + b,
    lambda a, b, c: a * b,
    lambda a, b, c: a - b,
    lambda a, b, c: a / b,
    lambda a, b, c: -a,
    lambda a, b, c: a**3,
    lambda a, b, c: b**-2,
    lambda a, b, c: c**0.5,
    lambda a, b, c: a * a,
    lambda a, b, c: a + a,
    lambda a, b, c: 2 * a + 3,
    lambda a, b, c: 3 - a,
    lambda a, b, c: 1 / c,
    lambda a, b, c: a.relu(),
    lambda a, b, c: (-a).relu() + b,
    lambda a, b, c: a * a * b + (b + 2),
    lambda a, b, c: (a + b) * (b + c) * (c + a),
    lambda a, b, c: (a * b + c).relu(),
    lambda a, b, c: (a - b) ** 2 + (b - c) ** 2,
    lambda a, b, c: (1 - a) ** 2 + 100 * (b - a**2) ** 2,
    lambda a, b, c: (a + b + c) / (a * b * c),
    lambda a, b, c: a / b / c,
    lambda a, b, c: a - b - c - a,
    lambda a, b, c: ((a**2 + b**2) ** 0.5 - c) ** 2,
    lambda a, b, c: (a * b).relu() + (b * c).relu() + (c * a).relu(),
    lambda a, b, c: (a.relu() - 0.5) ** 3,
    lambda a, b, c: 0.5 * (a - 1) ** 2 + 0.25 * (b + 1) ** 4,
    lambda a, b, c: (c**0.5 + c**-0.5) * a,
    lambda a, b, c: sum((x * y for x, y in zip((a, b, c), (c, a, b), strict=True)), start=Value(1.0)),
    lambda a, b, c: (((a * 2).relu() * 3).relu() * -1 + b) ** 2,
    lambda a, b, c: (a + b) * (a + b) - (a - b) * (a - b),
]  # fmt: skip
POINT = {"a": 1.7, "b": -0.6, "c": 2.3}


def test_there_are_thirty():
    assert len(FUNCTIONS) >= 30


@pytest.mark.parametrize("function", FUNCTIONS)
def test_value_and_gradient_are_those_of_micrograd(function):
    def fresh():
        values = {name: Value(x) for name, x in POINT.items()}
        return values, function(*values.values())

    values, loss = fresh()
    reading = micrograd.read(loss, Given(around=values))
    value, gradient = ad.value_and_gradient(reading.graph, reading.point)
    others, own = fresh()
    own.backward()
    assert value == pytest.approx(own.data, rel=1e-14)
    assert gradient == {name: pytest.approx(others[name].grad, rel=1e-13) for name in reading.graph.variables}
    assert reading.gradient == {name: pytest.approx(others[name].grad, rel=1e-14) for name in gradient}
    assert [value.grad for value in values.values()] == [0, 0, 0], "left as it was"


def test_the_order_of_operands_is_the_one_that_was_typed():
    a, b = Value(1.0), Value(2.0)
    assert str(micrograd.read(a * b + b, Given(around={"a": a, "b": b})).graph) == "a * b + b"
    assert str(micrograd.read(b * a + b, Given(around={"a": a, "b": b})).graph) == "b * a + b"


def test_names_are_said_or_those_around_or_numbers():
    a, b = Value(1.0), Value(2.0)
    loss = a * b
    assert micrograd.read(loss, Given({"weight": a, "input": b}, {"a": a, "b": b})).point == {
        "weight": 1.0,
        "input": 2.0,
    }
    assert micrograd.read(loss, Given(around={"w": [a, b], "_hidden": a})).point == {"w[0]": 1.0, "w[1]": 2.0}
    assert micrograd.read(loss, Given()).point == {"x1": 1.0, "x2": 2.0}
    assert micrograd.read(loss, Given({"a": a})).point == {"a": 1.0}, "what has no name is a constant then"
    with pytest.raises(CannotRead, match="other is not among the leaves"):
        micrograd.read(loss, Given({"other": Value(3.0)}))


def test_a_whole_network_is_read():
    model = MLP(2, [3, 1])
    weights = {f"p{i}": parameter for i, parameter in enumerate(model.parameters())}
    loss = (model([Value(0.5), Value(-1.0)]) - 1) ** 2
    reading = micrograd.read(loss, Given(weights))
    gradient = ad.gradient(reading.graph, reading.point)
    loss.backward()
    assert len(gradient) >= 9
    assert gradient == {name: pytest.approx(weights[name].grad, rel=1e-12, abs=1e-15) for name in gradient}


class Learned(Value):
    """What a learner adds after a lecture: an operation of one argument, named as the table names it."""

    def tanh(self):
        import math

        out = Value(math.tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def rounded(self):
        return Value(round(self.data), (self,), "nearest")


def test_an_operation_of_the_learners_own():
    x = Learned(0.4)
    reading = micrograd.read(x.tanh() * 2, Given({"x": x}))
    assert ad.gradient(reading.graph, reading.point) == {"x": pytest.approx(reading.gradient["x"], rel=1e-14)}


def test_an_unknown_operation_is_named():
    with pytest.raises(CannotRead, match="'nearest'"):
        micrograd.read(Learned(0.4).rounded(), Given())


def test_a_graph_that_is_too_large_is_refused():
    x = Value(1.0)
    y = x
    for _ in range(6_000):
        y = y + x
    with pytest.raises(CannotRead, match="5,000"):
        micrograd.read(y, Given())
