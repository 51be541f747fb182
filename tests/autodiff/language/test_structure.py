"""What a graph knows about its text: places, names, order, groups, notices."""

from __future__ import annotations

import math

import pytest

from autodiff.graph import Const, Graph, Group, Var
from autodiff.language import parse
from tests.autodiff.language.good import GOOD


def typed(graph: Graph) -> list[str]:
    """Each node by the text at its place."""
    return [graph.text[slice(*graph.spans[i])] for i in range(len(graph))]


def ops_of(graph: Graph) -> list[str]:
    """The operations in order."""
    return [node.op.name for node in graph.nodes if node.op]


def constants(text: str) -> list[tuple[float, str]]:
    return [(node.value, node.typed) for node in parse(text).nodes if isinstance(node, Const)]


def labels(text: str) -> dict[str, str]:
    graph = parse(text)
    return {graph.text[slice(*graph.spans[i])]: name for i, name in graph.labels.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2*y + y + 2", ["x", "y", "2", "x^2", "x^2*y", "x^2*y + y", "2", "x^2*y + y + 2"]),
        ("(x + 1)*y", ["x", "y", "1", "x + 1", "(x + 1)*y"]),
        ("2x²y", ["x", "y", "2", "²", "x²", "2x²", "2x²y"]),
        ("x⁻¹", ["x", "⁻¹", "x⁻¹"]),
        ("sin( x·y )", ["x", "y", "x·y", "sin( x·y )"]),
        ("√(x)", ["x", "√(x)"]),
        ("-x", ["x", "-x"]),
        ("x - -2", ["x", "-2", "x - -2"]),
        ("x^(1/2)", ["x", "1/2", "x^(1/2)"]),
        ("a = x*y\na + x", ["x", "y", "x*y", "a + x"]),
        ("y if 0 < x < 1 else z",
         ["y", "x", "z", "0", "0 < x", "1", "x < 1", "0 < x < 1", "y if 0 < x < 1 else z"]),
        ("max(x, y, z)", ["x", "y", "z", "max(x, y, z)", "max(x, y, z)"]),
        ("x += 2", ["x", "2", "x += 2"]),
        ("W[1] + W[0]*W[1]", ["W[1]", "W[0]", "W[0]*W[1]", "W[1] + W[0]*W[1]"]),
        ("f(u) = u*u\nf(x)", ["x", "u*u"]),
        ("def f(x, y):\n  return 2", ["x", "y", "2"]),
        ("for i in range(1): a = x*i", ["x", "i", "x*i"]),
    ],
)  # fmt: skip
def test_spans(text, expected):
    assert typed(parse(text)) == expected


@pytest.mark.parametrize("text", [text for text, *_ in GOOD])
def test_every_node_has_a_place(text):
    graph = parse(text)
    assert graph.text == text
    assert set(graph.spans) == set(range(len(graph)))
    assert all(0 <= start < end <= len(text) for start, end in graph.spans.values())


def test_a_variable_is_one_node_and_a_number_is_one_each_time():
    graph = parse("x*x + 2*x + 2")
    assert sum(isinstance(node, Var) for node in graph.nodes) == 1
    assert sum(isinstance(node, Const) for node in graph.nodes) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*pi*x", [(2, "2"), (math.pi, "pi")]),
        ("π", [(math.pi, "pi")]),
        ("np.pi + math.e", [(math.pi, "pi"), (math.e, "e")]),
        ("1e-3*x", [(0.001, "1e-3")]),
        ("-2*x", [(-2, "-2")]),
        ("−2x", [(-2, "-2")]),
        ("- 2", [(-2, "-2")]),
        ("--2", [(-2, "-2")]),
        ("-2^2", [(2, "2"), (2, "2")]),
        ("-(2)", [(2, "2")]),
        ("x^-2", [(-2, "-2")]),
        ("x^(1/2)", [(0.5, "")]),
        ("x^(2*3 - 1)", [(5, "")]),
        ("2*3 + x", [(2, "2"), (3, "3")]),
        ("x^9^9^9", [(math.inf, "")]),
        ("1_000x + 0x10", [(1000, "1000"), (16, "")]),
        ("W[1 + 1]*x", []),
        ("n = 3\nW[n]*x", []),
        ("n = 3\nx^n + n", [(3, "3")]),
        ("n = 3\nx^(n + 1)", [(4, "")]),
        ("7//2 + x", [(3, "")]),
        ("s = x\nfor i in range(2): s = s*i", [(0, "0"), (1, "1")]),
        ("x^(y + 2*3)", [(2, "2"), (3, "3")]),
    ],
)
def test_constants(text, expected):
    assert constants(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sin(x) + cos(y)*exp(z)", ["sin", "cos", "exp", "mul", "add"]),
        ("a = x*y\nb = x/y\nb - a", ["mul", "div", "sub"]),
        ("a = x*y\nb = x/y\na", ["mul", "div"]),
        ("sin(x)\ncos(x)", ["sin", "cos"]),
        ("f(u) = sin(u)\nf(x + 1) - f(x*2)", ["add", "sin", "mul", "sin", "sub"]),
        ("sin(x) if cos(x) > 0 else exp(x)", ["cos", "greater", "sin", "exp", "where"]),
        ("a, b = x*y, x/y\nb, a", ["mul", "div"]),
        ("log(x, y)", ["log", "log", "div"]),
        ("max(x, y, z, 1)", ["max", "max", "max"]),
        ("where(x < y <= z, 1, 2)", ["less", "less_equal", "logical_and", "where"]),
        ("where(x >= y and not x > z or x == y != z, 1, 2)",
         ["greater_equal", "greater", "logical_not", "logical_and", "equal", "not_equal", "logical_and", "logical_or",
          "where"]),
    ],
)  # fmt: skip
def test_order_is_that_of_evaluation(text, expected):
    assert ops_of(parse(text)) == expected


def test_what_no_output_needs_stays_and_unused_numbers_do_not():
    graph = parse("dead = x*y\nn = 3\nfor i in range(n): m = 4\nx + y")
    assert ops_of(graph) == ["mul", "add"]
    assert graph.needed() == (True, True, False, True)


def test_many_arguments_are_folded_from_the_left():
    assert parse("max(a, b, c)").args == ((), (), (), (0, 1), (3, 2))
    assert parse("sum([a, b, c])").args == ((), (), (), (0, 1), (3, 2))


def test_the_middle_of_a_chain_is_computed_once():
    assert ops_of(parse("where(0 < sin(x) < 1, 1, 2)")).count("sin") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = x*y\na + 1", {"x*y": "a"}),
        ("a = x*y\nb = a\nb + 1", {"x*y": "a"}),
        ("b = x\nb*b", {}),
        ("a = x*y\na = a + 1\na^2", {"a + 1": "a"}),
        ("a = x*y\na = z\na^2", {}),
        ("a = b = x*y\na", {"x*y": "a"}),
        ("a, b = x*y, x/y\na - b", {"x*y": "a", "x/y": "b"}),
        ("k = 3\nk*x", {"3": "k"}),
        ("s = 0\nfor i in range(2): s += x\ns", {"s += x": "s"}),
        ("x += 1", {"x += 1": "x"}),
        ("def f(x):\n  h = x*x\n  return h + 1", {"x*x": "h"}),
        ("f(u) = u + 1\nf(x*y)", {}),
        ("s = x\nfor i in range(2): s = s*i\ns", {"s*i": "s"}),
        ("for q in [x*y, 2]: s = q + 1", {"q + 1": "s"}),
        ("x*y", {}),
    ],
)
def test_labels(text, expected):
    assert labels(text) == expected


def test_a_local_name_labels_its_node_in_every_call():
    graph = parse("def f(u):\n  h = u*u\n  return h + 1\nf(x) + f(y)")
    assert sorted(graph.labels.values()) == ["h", "h"]


# ---- groups


def groups(text: str, **options: bool) -> list[tuple[str, str, int | None, list[str]]]:
    graph = parse(text, **options)
    names = typed(graph)
    return [(group.kind, group.label, group.parent, [names[i] for i in group.nodes]) for group in graph.groups]


def test_turns_of_a_loop():
    assert groups("s = x\nfor i in range(1, 3):\n  s = s*i") == [
        ("loop", "for i in range(1, 3)", None, []),
        ("turn", "turn 1 of 2: i = 1", 0, ["i", "s*i"]),
        ("turn", "turn 2 of 2: i = 2", 0, ["i", "s*i"]),
    ]


def test_turns_are_told_apart_by_their_numbers():
    text = "s = x\nfor i, (u, v) in enumerate(zip([x, y], [2, 3])):\n  s = s*u + v\nfor k in [x, 0.5]: s = s*k"
    assert [label for _, label, _, _ in groups(text)] == [
        "for i, (u, v) in enumerate(zip([x, y], [2, 3]))", "turn 1 of 2: i = 0", "turn 2 of 2: i = 1",
        "for k in [x, 0.5]", "turn 1 of 2", "turn 2 of 2: k = 0.5",
    ]  # fmt: skip


def test_calls_inside_turns_inside_calls():
    text = "g(u) = sin(u)\ndef f(v):\n  for i in range(2):\n    v = g(v*i)\n  return v\nf(x)"
    assert groups(text) == [
        ("call", "f(x)", None, []),
        ("loop", "for i in range(2)", 0, []),
        ("turn", "turn 1 of 2: i = 0", 1, ["i", "v*i"]),
        ("call", "g(v*i)", 2, ["sin(u)"]),
        ("turn", "turn 2 of 2: i = 1", 1, ["i", "v*i"]),
        ("call", "g(v*i)", 4, ["sin(u)"]),
    ]


def test_arguments_are_outside_of_the_call():
    assert groups("g(u) = sin(u)\ng(x*y)") == [("call", "g(x*y)", None, ["sin(u)"])]


def test_groups_without_nodes_are_left_out():
    assert groups("f(u) = u\ng(u) = f(u)*u\nfor i in range(3): a = x\ng(a)") == [("call", "g(a)", None, ["f(u)*u"])]


def test_the_main_function_is_no_group():
    assert groups("def f(x):\n  return x*x") == []


def test_a_folded_exponent_leaves_no_group():
    assert groups("f(n) = n + 1\nx^f(2)") == []


def test_groups_of_a_merged_graph():
    text = "x*x\ng(u) = sin(u*u)\ng(x) + g(x)"
    assert groups(text) == [("call", "g(x)", None, ["u*u", "sin(u*u)"]), ("call", "g(x)", None, ["u*u", "sin(u*u)"])]
    assert groups(text, merge=True) == [("call", "g(x)", None, ["sin(u*u)"]), ("call", "g(x)", None, [])]


@pytest.mark.parametrize("text", [text for text, *_ in GOOD])
def test_groups_nest_and_share_no_node(text):
    graph = parse(text)
    members = [i for group in graph.groups for i in group.nodes]
    assert len(members) == len(set(members))
    assert all(group.parent is None or group.parent < i for i, group in enumerate(graph.groups))
    assert not any(isinstance(graph.nodes[i], Var) for i in members)
    assert all(isinstance(group, Group) for group in graph.groups)


def test_a_pi_with_an_index_is_a_name():
    assert parse("π₁ + π_2 + x_π + π̂").variables == ("π1", "π_2", "x_π", "π̂")


# ---- notices


@pytest.mark.parametrize(
    ("text", "place", "hint", "fixed"),
    [
        ("0,5*x", (1, 1), "0.5", "0.5*x"),
        ("x + 0,25*y", (1, 5), "0.25", "x + 0.25*y"),
        ("f(x) = 1,5x", (1, 8), "1.5", "f(x) = 1.5x"),
        ("0,5*x, 1,5", (1, 1), "0.5", "0.5*x, 1.5"),
        ("f(x) = 1,5x\nf(x)", (1, 8), "1.5", "f(x) = 1.5x\nf(x)"),
        ("y = 2x\na = 0,5", (2, 5), "0.5", "y = 2x\na = 0.5"),
        ("x*y + xy", (1, 7), "x*y", "x*y + x*y"),
        ("xy + xy*x/y", (1, 1), "x*y", "x*y + x*y*x/y"),
        ("x + pix", (1, 5), "pi*x", "x + pi*x"),
        ("a = x\nax + 1", (2, 1), "a*x", "a = x\na*x + 1"),
        ("sinx + 1", (1, 1), "sin(x)", "sin(x) + 1"),
        ("3 + sqrtx", (1, 5), "sqrt(x)", "3 + sqrt(x)"),
        ("theta*x + sintheta", (1, 11), "sin(theta)", "theta*x + sin(theta)"),
    ],
)
def test_a_notice_and_what_one_click_makes_of_it(text, place, hint, fixed):
    (notice,) = parse(text).notices
    assert (notice.line, notice.column) == place
    assert (notice.hint, notice.fixed) == (hint, fixed)
    assert parse(fixed).notices == ()


@pytest.mark.parametrize(
    "text",
    [
        "(0,5)",
        "0, 5",
        "1,2,3",
        "max(0,5)*x",
        "a,b=0,1\na*x + b",
        "for i in 1,2: x*i",
        "f(x) = 0,5\na, b = f(x)\na*x + b",
        "x1,2",
        "xy",
        "x + xz",
        "xy = 3\nx*y*xy",
        "speed + abspeed",
        "logit + maxx",
    ],
)
def test_no_notice(text):
    assert parse(text).notices == ()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("1 + tf.nn.leaky_relu(x)", (1, 5), "slope 0.2 below 0; here it is 0.01"),
        ("import jax\ny = x\njax.nn.gelu(y)", (3, 1), "here it is exact"),
        ("import jax.nn as jnn\njnn.gelu(x)", (2, 1), "here it is exact"),
        ("from jax.nn import gelu\ngelu(x) + gelu(2x)", (2, 1), "here it is exact"),
        ("from jax import nn\nnn.gelu(x)", (2, 1), "here it is exact"),
        ("from tensorflow.nn import leaky_relu\nleaky_relu(x)", (2, 1), "here it is 0.01"),
    ],
)
def test_a_spelling_that_means_another_function_is_read_with_a_word(text, place, words):
    (notice,) = parse(text).notices
    assert (notice.line, notice.column) == place
    assert words in notice.message
    assert (notice.hint, notice.fixed) == (None, None)


@pytest.mark.parametrize("text", ["jax.nn.leaky_relu(x)", "torch.nn.functional.gelu(x)", "tf.nn.gelu(x)", "gelu(x)"])
def test_a_spelling_that_means_the_same_needs_no_word(text):
    assert parse(text).notices == ()


@pytest.mark.parametrize(
    ("text", "read_as", "fixed"),
    [
        ("1 + np.max(x, y)", "1 + max(x, y)", "1 + np.maximum(x, y)"),
        ("np.amax(x, 1)", "max(x, 1)", "np.maximum(x, 1)"),
        ("tf.reduce_min(x, 0)", "min(x, 0)", "tf.minimum(x, 0)"),
        ("np.log(x, 2)^2", "log(x, 2)^2", "(np.log(x)/np.log(2))^2"),
        ("tf.math.log(x, 10)", "log(x, 10)", "(tf.math.log(x)/tf.math.log(10))"),
        ("from numpy import log\nlog(x, 2)", "log(x, 2)", "from numpy import log\n(log(x)/log(2))"),
    ],
)
def test_a_second_argument_that_means_something_else_is_read_with_a_word(text, read_as, fixed):
    graph = parse(text)
    (notice,) = graph.notices
    assert str(graph) == str(parse(read_as))
    assert "second argument" in notice.message
    assert notice.fixed == fixed
    assert parse(fixed).notices == ()


def test_notices_stay_with_a_merged_graph():
    assert parse("0,5*x", merge=True).notices == parse("0,5*x").notices != ()
