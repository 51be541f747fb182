"""The graph: order, sharing, names and places, merging; however deep, without recursion and without a trace left."""

from __future__ import annotations

import gc
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff import ops
from autodiff.errors import AutodiffError, TruthOfNode, UnknownVariable
from autodiff.graph import Const, Graph, Node, Var, as_node, post_order, trace

DEEP = 200_000


def notebook():
    """x²y + y + 2 with its nodes by name."""
    x, y = Var("x"), Var("y")
    xx = x * x
    xxy = xx * y
    sum1 = xxy + y
    return SimpleNamespace(x=x, y=y, xx=xx, xxy=xxy, sum1=sum1, out=sum1 + 2.0)


def shape(graph: Graph) -> list[str]:
    """Each node as what it is and what it is made of."""
    return [
        f"{node.op.name}{args}" if node.op else repr(node) for node, args in zip(graph.nodes, graph.args, strict=True)
    ]


# ---- order


def test_variables_come_first_and_each_node_after_its_arguments():
    n = notebook()
    graph = Graph([n.out])
    assert graph.variables == ("x", "y")
    assert graph.nodes[:6] == (n.x, n.y, n.xx, n.xxy, n.sum1, n.out.args[1])
    assert graph.args == ((), (), (0, 0), (2, 1), (3, 1), (), (4, 5))
    assert graph.outputs == (6,)
    assert len(graph) == 7
    assert all(graph.index[node] == i for i, node in enumerate(graph.nodes))


def test_a_shared_node_stands_in_the_graph_once():
    x = Var("x")
    node = x
    for _ in range(60):
        node = node * node
    assert len(Graph([node])) == 61


def test_post_order_of_several_roots_is_one_order():
    x = Var("x")
    a = ops.sin(x)
    b = a * x
    assert post_order([b, a, x]) == [x, a, b]
    assert post_order([]) == []


def test_variables_may_be_given_their_order_and_need_not_be_used():
    x, y, z = Var("x"), Var("y"), Var("z")
    graph = Graph([x * y], [z, y, x])
    assert graph.variables == ("z", "y", "x")
    assert graph.args[-1] == (2, 1)


def test_a_variable_that_was_not_declared_is_named():
    x, y = Var("x"), Var("y")
    with pytest.raises(UnknownVariable, match=r"^y is used but is not among the variables"):
        Graph([x * y], [x])


def test_a_programs_own_order_is_kept_with_what_no_output_needs():
    x = Var("x")
    unused, first, second = ops.exp(x), ops.sin(x), ops.cos(x)
    graph = Graph([second + first], order=[first, unused, second])
    assert graph.nodes[1:4] == (first, unused, second)
    assert graph.needed() == (True, True, False, True, True)


def test_several_outputs_and_what_each_needs():
    x, y = Var("x"), Var("y")
    a, b = ops.sin(x), ops.exp(y)
    graph = Graph([a, a * b, x, Const(7.0)])
    assert shape(graph) == ["x", "y", "sin(0,)", "exp(1,)", "mul(2, 3)", "7"]
    assert graph.outputs == (2, 4, 0, 5)
    assert graph.needed(0) == (True, False, True, False, False, False)
    assert graph.needed(1) == (True, True, True, True, True, False)
    assert graph.needed(2) == (True, False, False, False, False, False)
    assert graph.needed(3) == (False, False, False, False, False, True)
    assert graph.needed(None) == (True, True, True, True, True, True)
    assert Graph([a, x], [x, y], order=[b]).needed(None) == (True, False, False, True)


def test_what_varies_is_what_depends_on_a_variable():
    x = Var("x")
    constant = ops.sin(Const(2.0)) + 1.0
    graph = Graph([constant * x])
    varying = {node for node, varies in zip(graph.nodes, graph.varies, strict=True) if varies}
    assert varying == {x, graph.nodes[graph.outputs[0]]}
    assert Graph([constant]).varies == (False,) * 4


# ---- names and places


def test_labels_and_spans_stay_with_their_nodes():
    n = notebook()
    stray = ops.sin(n.x)
    graph = Graph(
        [n.out], labels={n.xx: "h", stray: "lost"}, spans={n.xx: (0, 3), n.y: (4, 5), stray: (6, 7)}, text="t"
    )
    assert graph.labels == {2: "h"}
    assert graph.spans == {2: (0, 3), 1: (4, 5)}
    assert graph.text == "t"


def test_a_constant_keeps_the_spelling_it_was_typed_with():
    assert repr(Const(3.141592653589793, "pi")) == "pi"
    assert repr(Const(0.5)) == "0.5"
    assert isinstance(Const(2).value, float)


def test_how_things_show_themselves():
    n = notebook()
    assert repr(n.xx) == "<mul of 2>"
    assert repr(Graph([n.out])) == "<Graph of x, y: 7 nodes>"
    assert repr(Graph([Const(1.0)])) == "<Graph of no variable: 1 nodes>"


# ---- merging


def test_merging_computes_what_repeats_once():
    x, y = Var("x"), Var("y")
    graph = Graph([(x * y + 2.0) * (x * y + 2.0) + ops.sin(x * y)])
    merged = graph.merged()
    assert shape(merged) == ["x", "y", "mul(0, 1)", "2", "add(2, 3)", "mul(4, 4)", "sin(2,)", "add(5, 6)"]
    assert merged.variables == graph.variables
    assert merged.outputs == (7,)
    assert len(graph) == 12, "the graph that was merged is as it was"


def test_merging_does_not_swap_arguments_nor_confuse_numbers():
    x, y = Var("x"), Var("y")
    nan = float("nan")
    outputs = [x * y, y * x, x - y, ops.pow(x, y), x + 0.0, x + -0.0, x + 1.0, x + nan, x + 1.0, x + -nan]
    merged = Graph(outputs).merged()
    assert len(set(merged.outputs[:7])) == 7, "0 is not −0"
    assert merged.outputs[7] == merged.outputs[9], "nan is nan"
    assert merged.outputs[6] == merged.outputs[8]
    assert [repr(node) for node in merged.nodes if isinstance(node, Const)] == ["0", "-0", "1", "nan"]


def test_merging_keeps_the_first_label_and_place_and_every_variable():
    x, unused = Var("x"), Var("unused")
    a, b = ops.sin(x), ops.sin(x)
    graph = Graph([a * b], [unused, x], labels={a: "a", b: "b"}, spans={a: (0, 6), b: (9, 15)}, text="sin(x) * sin(x)")
    merged = graph.merged()
    assert merged.variables == ("unused", "x")
    assert (merged.labels, merged.spans, merged.text) == ({2: "a"}, {2: (0, 6)}, "sin(x) * sin(x)")
    late = Graph([a * b], labels={b: "b"}, spans={b: (9, 15)}).merged()
    assert (late.labels, late.spans) == ({1: "b"}, {1: (9, 15)})


def test_merging_twice_is_merging_once():
    x = Var("x")
    merged = Graph([ops.exp(x) * ops.exp(x) + ops.exp(x)]).merged()
    assert shape(merged.merged()) == shape(merged)


@given(st.lists(st.tuples(st.sampled_from(["add", "mul", "sin", "max"]), st.integers(0, 99), st.integers(0, 99)),
                max_size=30))  # fmt: skip
@settings(deadline=None)
def test_merging_leaves_the_function_as_it_was(steps):
    nodes: list[Node] = [Var("x"), Var("y"), Const(2.0), Const(2.0)]
    for name, i, j in steps:
        row = ops.TABLE[name]
        nodes.append(row(*[nodes[k % len(nodes)] for k in (i, j)[: row.arity]]))
    graph = Graph([nodes[-1], nodes[0], nodes[1]])
    merged = graph.merged()
    assert len(set(shape(merged))) == len(merged) <= len(graph)
    np.testing.assert_equal(values(merged), values(graph))


def values(graph: Graph) -> list[float]:
    """The outputs at x = 0.3, y = −0.7."""
    found: list[float] = []
    with np.errstate(all="ignore"):
        for node, args in zip(graph.nodes, graph.args, strict=True):
            if node.op is not None:
                found.append(float(node.op.value(*[found[i] for i in args])))
            else:
                found.append(node.value if isinstance(node, Const) else {"x": 0.3, "y": -0.7}[node.name])
    return [found[i] for i in graph.outputs]


# ---- deep, and without a trace left


def test_two_hundred_thousand_nodes_need_no_recursion():
    x = Var("x")
    node: Node = x
    for _ in range(DEEP):
        node = ops.sin(node)
    graph = Graph([node])
    merged = graph.merged()
    assert all(graph.needed())
    assert repr(graph) == f"<Graph of x: {DEEP + 1} nodes>"
    assert len(graph) == len(merged) == DEEP + 1
    del graph, merged, node
    gc.collect()  # and it is taken apart without recursion, too


def test_the_time_is_linear_in_the_nodes_and_not_in_the_paths():
    x = Var("x")
    node: Node = x
    for _ in range(5_000):
        node = node * node + node  # 3 ** 5000 paths
    assert len(Graph([node])) == 10_001


def test_nothing_can_be_left_on_a_node():
    n = notebook()
    for node in (n.x, n.out, Const(1.0)):
        assert not hasattr(node, "__dict__")
        for name in ("gradient", "adjoint", "tangent"):
            with pytest.raises(AttributeError):
                setattr(node, name, 1.0)
    for part in (n.out.args, *vars(Graph([n.out])).values()):
        assert isinstance(part, (tuple, str, dict))


def test_a_graph_neither_takes_over_nor_changes_the_nodes_it_is_made_of():
    n = notebook()
    before = [(node, node.op, node.args) for node in post_order([n.out])]
    first = Graph([n.out])
    first.merged()
    second = Graph([n.xxy])
    assert [(node, node.op, node.args) for node in post_order([n.out])] == before
    assert first.nodes[0] is second.nodes[0] is n.x


# ---- from Python


def test_tracing_a_function_gives_its_graph():
    graph = trace(lambda x, y: x * x * y + y + 2)
    assert graph.variables == ("x", "y")
    assert shape(graph) == ["x", "y", "mul(0, 0)", "mul(2, 1)", "add(3, 1)", "2", "add(4, 5)"]


def test_tracing_takes_names_several_outputs_and_plain_numbers():
    graph = trace(lambda *xs: [sum(xs), 7], names=["a", "b"])
    assert graph.variables == ("a", "b")
    assert len(graph.outputs) == 2
    assert trace(lambda x, y: (y,)).variables == ("x", "y")
    assert trace(lambda: 3.0).variables == ()


def test_tracing_goes_through_numpy_and_loops():
    def horner(x):
        total = 0.0
        for coefficient in np.array([1.0, 2.0, 3.0]):
            total = total * x + coefficient
        return np.tanh(total)

    assert shape(trace(horner))[-1].startswith("tanh")


def test_tracing_refuses_a_choice_by_a_node():
    with pytest.raises(TruthOfNode, match="where"):
        trace(lambda x: x if x > 0 else -x)


@pytest.mark.parametrize("thing", [[1.0], None, {}, np.ones(2), 1j, "sine"])
def test_what_is_no_number_is_no_node(thing):
    with pytest.raises(AutodiffError, match="nodes and numbers"):
        as_node(thing)


def test_a_node_stays_itself_and_numbers_of_every_kind_become_constants():
    x = Var("x")
    assert as_node(x) is x
    for number in (2, 2.0, np.float64(2), np.int64(2), np.array(2.0)):
        assert as_node(number).value == 2.0
