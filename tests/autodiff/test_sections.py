"""A function of some of its variables: the same numbers to the bit, and nothing of the others left."""

from __future__ import annotations

import pytest

import autodiff as ad
from autodiff.sections import section

POINT = {"x": 0.7, "y": -1.3, "z": 2.0}
TEXT = "a = sin(y*z)\nexp(a)*x^2 + a/z, x*y"


@pytest.mark.parametrize("free", ["x", "xy", "zx", "xyz"])
def test_values_and_derivatives_are_those_of_the_graph(free):
    graph = ad.parse(TEXT)
    for output in (0, 1):
        alone = section(graph, POINT, set(free), output)
        assert alone.variables == tuple(name for name in graph.variables if name in free)
        at = {name: POINT[name] for name in free}
        value, gradient = ad.value_and_gradient(graph, POINT, output=output)
        assert ad.value_and_gradient(alone, at) == (value, {name: gradient[name] for name in free})


def test_what_hangs_on_none_of_them_is_one_number():
    alone = section(ad.parse(TEXT), POINT, {"x"})
    assert sum(node.op is not None for node in alone.nodes) == 3
    assert len(section(ad.parse(TEXT), POINT, {"z"}, 1)) == 2, "z itself, and a number"


def test_the_point_must_fit():
    with pytest.raises(ad.MissingValue):
        section(ad.parse("x*y"), {"y": 2.0}, {"x"})
