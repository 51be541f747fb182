"""What is typed is what is computed: every text of `good`, against Python's own arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from autodiff import ops
from autodiff.graph import Graph
from autodiff.language import libraries, parse
from autodiff.sweeps import evaluate
from tests.autodiff.language.good import EXPRESSIONS, GOOD, POINT


def values(graph: Graph) -> list[float]:
    """The outputs at the common point."""
    nodes = evaluate(graph, {name: POINT[name] for name in graph.variables})
    return [float(nodes[i]) for i in graph.outputs]


@pytest.mark.parametrize(("text", "variables", "expected"), GOOD, ids=[text for text, *_ in GOOD])
def test_variables_and_value(text, variables, expected):
    graph = parse(text)
    assert graph.variables == tuple(variables.split())
    wanted = list(expected) if isinstance(expected, tuple) else [expected]
    np.testing.assert_allclose(values(graph), wanted, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("text", [text for text, *_ in GOOD])
def test_merging_keeps_variables_and_value(text):
    graph, merged = parse(text), parse(text, merge=True)
    assert merged.variables == graph.variables
    assert len(merged) <= len(graph)
    np.testing.assert_array_equal(values(merged), values(graph))


@pytest.mark.parametrize("text", [text for text, *_ in GOOD])
def test_the_same_text_gives_the_same_graph(text):
    first, second = parse(text), parse(text)
    assert (first.args, first.spans, first.labels, first.groups) == (
        second.args, second.spans, second.labels, second.groups,
    )  # fmt: skip


def test_there_are_enough_texts():
    assert len(GOOD) >= 200
    assert len({text for text, *_ in GOOD}) == len(GOOD)


def test_every_function_of_the_table_is_typed_somewhere():
    typed = " ".join(text for text, *_ in EXPRESSIONS)
    assert [row for row in ops.BY_NAME.values() if not any(f"{name}(" in typed for name in (row.name, *row.aliases))
            and row not in libraries.ARITHMETIC] == []  # fmt: skip


@pytest.mark.parametrize("name", sorted(libraries.functions()))
def test_every_function_of_the_table_is_in_the_language(name):
    row = ops.BY_NAME[name]
    condition, *rest = ["x > 0", "y", "z"]
    args = ", ".join([condition, *rest] if name == "where" else ["x", "y", "z"][: row.arity])
    prefixes = [""] if name in libraries.ELEMENTWISE else ["", "np.", "jax.nn."]
    for spelling in (prefix + name for prefix in prefixes):
        graph = parse(f"{spelling}({args})")
        assert graph.nodes[graph.outputs[0]].op is row
