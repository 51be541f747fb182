"""One rule serves every carrier: run on nodes and then evaluated, it gives what it gives on floats and arrays."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import TABLE, Gate

RULES = [(name, i) for name, row in TABLE.items() for i, rule in enumerate(row.partials) if rule is not None]
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, 800.0, -800.0, 1e200, float("inf"), -float("inf"), float("nan")]


def points(name: str, arity: int) -> list[tuple[float, ...]]:
    """Random numbers inside and outside of every domain, and the numbers where edges are."""
    draw = random.Random(name)
    ordinary = [tuple(draw.uniform(-3, 3) for _ in range(arity)) for _ in range(30)]
    small = [tuple(draw.choice([1, -1]) * 10 ** draw.uniform(-12, 0) for _ in range(arity)) for _ in range(20)]
    return ordinary + small + [tuple(draw.choice(SPECIAL) for _ in range(arity)) for _ in range(60)]


def value_of(node: Node, point: dict[str, Any]) -> Any:
    """The graph's value by the rows' value functions, and nothing else."""
    values: dict[Node, Any] = {}
    for n in Graph([node]).nodes:
        if isinstance(n, Var):
            values[n] = point[n.name]
        elif isinstance(n, Const):
            values[n] = np.float64(n.value)
        else:
            values[n] = n.op.value(*[values[arg] for arg in n.args])
    return values[node]


def on_nodes(name: str, index: int) -> Node:
    """The rule as a graph of u, w, v and out; a gate as the choice it makes of what arrives."""
    row = TABLE[name]
    rule = row.partial(index, tuple(Var(letter) for letter in "uwv"[: row.arity]), Var("out"))
    if isinstance(rule, Gate):
        rule = rule * Var("arriving")
    assert isinstance(rule, (Node, float)), f"the rule gives a {type(rule).__name__}"
    return rule if isinstance(rule, Node) else Const(rule)


@pytest.mark.parametrize(("name", "index"), RULES)
def test_a_rule_gives_on_nodes_what_it_gives_on_floats(name, index):
    row, graph = TABLE[name], on_nodes(name, index)
    with np.errstate(all="ignore"):
        for point in points(name, row.arity):
            args = tuple(map(np.float64, point))
            out = row(*args)
            direct = row.partial(index, args, out)
            if isinstance(direct, Gate):
                direct = direct * 5.0
            numbers = {**dict(zip("uwv", args, strict=False)), "out": out, "arriving": 5.0}
            np.testing.assert_equal(value_of(graph, numbers), direct, err_msg=str(point))  # to the last bit


@pytest.mark.parametrize(("name", "index"), RULES)
def test_a_rule_gives_on_arrays_what_it_gives_on_floats(name, index):
    row = TABLE[name]
    at = points(name, row.arity)
    arriving = np.arange(float(len(at)))
    with np.errstate(all="ignore"):
        columns = tuple(np.array(column) for column in zip(*at, strict=True))
        together = row.partial(index, columns, row(*columns)) * arriving
        one_by_one = []
        for point, number in zip(at, arriving, strict=True):
            args = tuple(map(np.float64, point))
            one_by_one.append(row.partial(index, args, row(*args)) * number)
    assert together.dtype == np.float64
    np.testing.assert_allclose(together, one_by_one, rtol=1e-14)  # vectorised loops may differ in the last bits


@pytest.mark.parametrize(("name", "index"), RULES)
def test_a_rule_on_nodes_speaks_of_its_arguments_only(name, index):
    names = {node.name for node in Graph([on_nodes(name, index)]).nodes if isinstance(node, Var)}
    assert names <= {*"uwv"[: TABLE[name].arity], "out", "arriving"}


@pytest.mark.parametrize("name", TABLE)
def test_a_row_of_nodes_is_a_node_with_numbers_as_constants(name):
    row = TABLE[name]
    x = Var("x")
    for position in range(row.arity):
        node = row(*[x if i == position else 2.0 for i in range(row.arity)])
        assert node.op is row
        assert node.args[position] is x
        assert [arg.value for arg in node.args if arg is not x] == [2.0] * (row.arity - 1)
