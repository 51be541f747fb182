"""A graph as text: typed text that reads back, formulas that keep their value, LaTeX that compiles."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import autodiff as ad
from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import TABLE
from autodiff.printing import (
    CAREFUL,
    LATEX,
    LONGEST_LINE,
    PYTHON,
    READ,
    TYPED,
    expression,
    infix,
    plain_number,
    symbols,
)
from tests.autodiff.reading import run_code, value_of

CHOOSING = {"where", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal"}
PLAIN = [op for op in TABLE.values() if op.in_language and op.name not in CHOOSING]
CONSTANTS = st.one_of(st.integers(0, 10**6).map(float), st.floats(min_value=1e-12, max_value=1e12))


@st.composite
def graphs(draw: Any, negative: bool = False) -> Graph:
    """Functions of x and y made of every operation of the language, with nodes used once and more often."""
    x, y = Var("x"), Var("y")
    found: list[Node] = [x, y]

    def operand() -> Node:
        """What is there already, or a number of its own: the parser shares none, and works out exponents."""
        if draw(st.integers(0, 4)):
            return draw(st.sampled_from(found))
        number = draw(CONSTANTS)
        return Const(-number if negative and number and draw(st.booleans()) else number)

    for _ in range(draw(st.integers(1, 10))):
        op = draw(st.sampled_from(PLAIN))
        args = [operand() for _ in range(op.arity)]
        found.append(op(*args) if any(not isinstance(arg, Const) for arg in args) else op(*[x] * op.arity))
    return Graph([found[-1] * x + y], [x, y])


def shape(graph: Graph) -> list[str]:
    """Every node that an output needs, in an order that does not hang on where the graph came from."""
    outputs = [graph.nodes[i] for i in graph.outputs]
    inputs = [node for node in Graph(outputs).nodes if isinstance(node, Var)]
    again = Graph(outputs, sorted(inputs, key=lambda node: node.name))
    return [
        f"{node.op.name}{args}" if node.op else node.name if isinstance(node, Var) else node.value.hex()
        for node, args in zip(again.nodes, again.args, strict=True)
    ]  # fmt: skip


def same(found: float, wanted: float, tolerance: float = 1e-9) -> bool:
    return bool(np.isclose(found, wanted, rtol=tolerance, atol=0, equal_nan=True))


# ---- typed text


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_the_typed_text_reads_back_to_the_same_graph(graph):
    assert shape(ad.parse(str(graph))) == shape(graph)


@pytest.mark.parametrize(
    "text",
    [
        "x*x*y + y + 2", "x - (y - z)", "x/(y/z)", "(x + y)*z", "-(x + y)", "-x^2", "(-x)^2", "2^-x", "(x^y)^z",
        "x^y^z", "a = x*y\na*a + sin(a)", "x^2, x*y", "pi*x + 1e-7", "W[0][1]*x[2]", "where(x > 0, x, -x)",
        "x if x <= y else y",
        "where(x > 0 and not y < 1 or x == y, x*y, 2)", "abs(x) - max(x, y)*min(x, y)", "square(x + y)/sqrt(x*y)",
        "log(x, 10)", "f(x, y) = atan2(y, x)", "v1 = x*y\nv1*v1 + x", "unused = 3*y\nx^2 + 1", "x*(y*z)", "x + (y + z)",
    ],
)  # fmt: skip
def test_typed_texts_read_back(text):
    graph = ad.parse(text)
    assert shape(ad.parse(str(graph))) == shape(graph)


def test_a_named_constant_that_is_used_twice_reads_back():
    graph = ad.parse("c = 2\nc*x + c")
    assert shape(ad.parse(str(graph))) == shape(graph)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("x*x*y + y + 2", "x * x * y + y + 2"),
        ("x-(y-2)", "x - (y - 2)"),
        ("(x)*(y/3)", "x * (y / 3)"),
        ("-(x^2)", "-x ^ 2"),
        ("(-x)^2", "(-x) ^ 2"),
        ("a = x*y\na*a", "a = x * y\na * a"),
        ("x², y", "x ^ 2, y"),
    ],
)
def test_brackets_stand_only_where_they_are_needed(text, printed):
    assert str(ad.parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("-x^2", "-(x ^ 2)"),
        ("a/b*c", "(a / b) * c"),
        ("a/b/c", "(a / b) / c"),
        ("x^y^z", "x ^ (y ^ z)"),
        ("2^-x", "2 ^ (-x)"),
        ("where(a > 0 and b > 0 or c > 0, a, b)", "where((a > 0 and b > 0) or c > 0, a, b)"),
        ("a - b - c", "a - b - c"),
        ("a*b/c", "a * b / c"),
        ("a*(b/c)", "a * (b / c)"),
        ("(x^y)^z", "(x ^ y) ^ z"),
        ("-x*y", "-x * y"),
        ("d = x^2\n-d + d", "d = x ^ 2\n-d + d"),
    ],
)
def test_careful_printing_guards_what_readers_stumble_over_and_nothing_else(text, printed):
    graph = ad.parse(text)
    assert infix(graph, CAREFUL) == printed
    assert shape(ad.parse(printed)) == shape(graph)


def test_a_name_is_never_taken_twice():
    x, v1 = Var("x"), Var("v1")
    square = x * x  # the first operation, whose own name would be v1
    graph = Graph([square * square + v1 * square], [x, v1])
    assert shape(ad.parse(str(graph))) == shape(graph)
    assert "v1_ = x * x" in str(graph)


def test_lines_have_the_names_of_the_page():
    graph = ad.parse("b = y + 1\nfor i in range(2): x = (x + b/x)/2\nx")
    assert str(graph) == "b = y + 1\nv4 = (x + b / x) / 2\n(v4 + b / v4) / 2"
    assert symbols(graph)[7] == "v₄"
    assert [args.count(7) for args in graph.args].count(1) == 2  # it is the one used twice


def test_long_expressions_are_cut_into_lines():
    graph = ad.parse("+".join(f"x{i}*sin(y{i})" for i in range(60)))
    lines = str(graph).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) < 3 * LONGEST_LINE
    assert shape(ad.parse(str(graph))) == shape(graph)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(-0.0)
def test_numbers_are_printed_so_that_they_read_back(x):
    assert float(plain_number(x)).hex() == x.hex()  # −0 too
    assert "." not in plain_number(x) or not x.is_integer() or abs(x) >= 1e16


# ---- formulas keep their value


@settings(deadline=None, max_examples=150)
@given(graphs(negative=True), st.floats(0.1, 3), st.floats(-2, 2))
def test_what_is_shown_and_what_is_code_have_the_value_of_the_graph(graph, x, y):
    value = ad.evaluate(graph, {"x": x, "y": y})
    typed = expression(graph, {}, TYPED)[0]
    assert same(value_of(typed, {"x": x, "y": y}), value)
    read = expression(graph, {}, READ)[0]
    if read.count("|") <= 2 and not any(isinstance(node, Const) for node in graph.nodes):  # shown numbers are rounded
        assert same(value_of(read, {"x": x, "y": y}), value)
    code = expression(graph, {"x": "self.a.value", "y": "self.b.value"}, PYTHON)[0]
    try:
        found = run_code(code, [x, y], 0.0, 0.0)
    except (ArithmeticError, ValueError, TypeError):  # where Python's math has no inf and no nan
        return
    assert same(found, value)


@pytest.mark.parametrize(
    ("function", "shown"),
    [
        (lambda x, y: 2 * x, "2 × x"),
        (lambda x, y: x - (y - 1.5), "x − (y − 1.5)"),
        (lambda x, y: x**-2, "x ^ (−2)"),
        (lambda x, y: (-x) ** 2, "(−x) ^ 2"),
        (lambda x, y: -(x**2), "−x ^ 2"),
        (lambda x, y: x / (y * x), "x / (y × x)"),
        (lambda x, y: np.sqrt(x * y), "√(x × y)"),
        (lambda x, y: abs(x + y), "|x + y|"),
        (lambda x, y: np.square(x + y), "(x + y)²"),
        (lambda x, y: x / 3.14159265, "x / 3.142"),
        (lambda x, y: x - (-y), "x − (−y)"),
        (lambda x, y: x + (-y) * x, "x + (−y × x)"),
        (lambda x, y: np.negative(np.negative(x)), "−(−x)"),
        (lambda x, y: np.square(np.tanh(x)) - np.square(np.exp(x)), "tanh²(x) − exp(x)²"),
        (lambda x, y: np.square(np.square(np.sin(x))), "(sin²(x))²"),
        (lambda x, y: np.square(np.sin(x) * np.sin(y)), "(sin(x) × sin(y))²"),
        (lambda x, y: ad.ops.power_du(x * y, x + 1), "(x + 1) × (x × y) ^ ((x + 1) − 1)"),
    ],
)
def test_formulas_as_they_are_read(function, shown):
    assert expression(ad.trace(function), {}, READ)[0] == shown


def test_the_names_of_nodes():
    assert symbols(ad.parse("h = x*y\nh*2 + sin(h)/pi")) == ["x", "y", "h", "2", "v₂", "v₃", "pi", "v₄", "v₅"]
    assert symbols(ad.parse("+".join("x" * 13)))[-1] == "v₁₂"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(u):\n    z = u*u\n    return z\nf(x) + f(y)", ["x", "y", "z₁", "z₂", "v₃"]),
        ("for i in range(2): x = sin(x)\nx", ["x", "v₁", "x₁"]),
        ("def f(u):\n    h1 = u*u\n    return h1\nf(x) + f(y)", ["x", "y", "v₁", "v₂", "v₃"]),
        ("def f(u):\n    z = u*u\n    return z\nf(z1) + f(y)", ["z1", "y", "v₁", "z₂", "v₃"]),
    ],
)
def test_a_name_that_is_assigned_again_is_counted(text, names):
    assert symbols(ad.parse(text)) == names


# ---- LaTeX


def compiles(text: str) -> None:
    """Braces, brackets and environments are closed in the order in which they were opened."""
    stack = []
    for token in re.findall(r"\\left.|\\right.|\\begin\{\w+\}|\\end\{\w+\}|\\[{}_]|[{}]", text):
        if token == "{" or token.startswith(("\\left", "\\begin")):
            stack.append(token)
        elif token == "}":
            assert stack.pop() == "{", text
        elif token.startswith("\\right"):
            assert stack.pop().startswith("\\left"), text
        elif token.startswith("\\end"):
            assert stack.pop() == token.replace("end", "begin"), text
    assert stack == []
    assert not re.search(r"\{\d\}.*\{\d\}\{\d\}|None|\*", text)


@pytest.mark.parametrize("op", TABLE.values(), ids=list(TABLE))
def test_the_latex_of_every_operation(op):
    names = [Var(name) for name in "abc"[: op.arity]]
    text = expression(Graph([op(*names)], names), {}, LATEX)[0]
    compiles(text)
    assert all(name.name in text for name in names)
    compiles(expression(Graph([op(*[name + 1.0 for name in names])], names), {}, LATEX)[0])


@settings(deadline=None)
@given(graphs(negative=True))
def test_the_latex_of_every_graph(graph):
    compiles(graph.latex())


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^2*y", r"x^{2} \cdot y"),
        ("(x + y)/2", r"\frac{x + y}{2}"),
        ("(x + y)*z", r"\left(x + y\right) \cdot z"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("sin(x)", r"\sin\left(x\right)"),
        ("abs(x)", r"\left|x\right|"),
        ("pi*r^2", r"\pi \cdot r^{2}"),
        ("w12*learning_rate", r"w_{12} \cdot \mathrm{learning\_rate}"),
        ("(x + 1)^y", r"\left(x + 1\right)^{y}"),
        ("x^(y + 1)", r"x^{y + 1}"),
        ("a = x*y\na*a", r"\begin{aligned} & a = x \cdot y \\ & a \cdot a \end{aligned}"),
        ("x, y", "x, y"),
        ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
        ("hypot(x + 1, y)", r"\sqrt{\left(x + 1\right)^2 + y^2}"),
        ("x*(-y)", r"x \cdot \left(-y\right)"),
        ("log1p(x - y)", r"\ln\left(1 + \left(x - y\right)\right)"),
        ("W1[0][12]*c[3]^2", r"\mathrm{W1}_{0,12} \cdot c_{3}^{2}"),
        ("a*(b/c)", r"a \cdot \frac{b}{c}"),
        ("x_1*α + été", r"x_{1} \cdot α + \text{été}"),
        ("x_1 + 2*x1", r"\mathrm{x\_1} + 2 \cdot \mathrm{x1}"),
        ("W[0] + W_0 + y_1", r"\mathrm{W[0]} + \mathrm{W\_0} + y_{1}"),
        ("h = 2\nx*h + y*h", r"\begin{aligned} & h = 2 \\ & x \cdot h + y \cdot h \end{aligned}"),
        ("x - 1e-3", r"x - 1 \cdot 10^{-3}"),
        ("2e3x", r"2 \cdot 10^{3} \cdot x"),
        ("1.5e-10^x", r"\left(1.5 \cdot 10^{-10}\right)^{x}"),
        ("x^(1/10^20)", r"x^{1 \cdot 10^{-20}}"),
        ("1e400*x", r"1 \cdot 10^{400} \cdot x"),
        ("x^(1/0)", r"x^{\infty}"),
        ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("floor(x + 1)", r"\lfloor {x + 1} \rfloor"),
        ("where(x > 0, x + 1, y)", r"\begin{cases} {x + 1} & {x > 0} \\ {y} & \text{else} \end{cases}"),
    ],
)
def test_latex_as_it_is_set(text, latex):
    assert ad.parse(text).latex() == latex


@pytest.mark.parametrize(
    "text",
    [
        "where(not (x > 0 and y > 2) or z > 0, x, y*z)",
        "where((x > 0 or y > 0) and z > 0, x, y*z)",
        "f(e) = e^2",
        "f(y, x) = x - y",
        "-(2) + x",
        "f(x, y) = x^2",
        "def f(e, W): return e*W[0]",
        "def f(e): return e[1]*e[0]",
        "def f(b, a, unused): return a[1]*b + a[0]",
        "def f(sum, x): return sum*x",
        "def f(e): return e*math.e + e",
        "def g(u):\n  e = u*u\n  return e + e\ng(x) + e*x",
        "def g(y, x):\n  f = x*y\n  return f*f",
        "V = W[0]\nW = V*V\nW*W + V",
        "1e7*x + e7",
    ],
)
def test_what_would_be_read_otherwise_reads_back_too(text):
    graph = ad.parse(text)
    again = ad.parse(str(graph))
    assert shape(again) == shape(graph)
    assert again.variables == graph.variables


def test_a_list_that_is_called_like_a_number_is_a_parameter():
    assert str(ad.parse("def f(e, W): return e*W[0]")) == "def f(e, W):\n    return e * W[0]"
    assert str(ad.parse("W[0]*x")) == "W[0] * x"


@pytest.mark.parametrize(
    "text",
    [
        "where(x > 0, x, 1) + where(x > 0, 2, x)",
        "where(not x > y, x, y)*where(not x > y, y, x)",
        "where(x > 0 and y > 0, x, y) - where(x > 0 and y > 0 or x > 0, y, x)",
    ],
)
def test_a_condition_has_no_line_of_its_own(text):
    graph = ad.parse(text, merge=True)
    assert "\n" not in str(graph)
    assert shape(ad.parse(str(graph), merge=True)) == shape(graph)


def test_conditions_of_conditions_do_not_grow_without_end():
    """Which branches a derivative came through doubles with every choice, where it is not named."""

    def derived(turns):
        return ad.derivative(ad.parse(f"for i in range({turns}): x = where(x > 0, x*x - 1, 2*x + 3)\nx"), "x")

    assert len(str(derived(40))) < 6 * len(str(derived(8)))
    graph = derived(8)
    for x in (-2.0, -1.1, 0.3, 1.7):
        assert ad.evaluate(ad.parse(str(graph)), {"x": x}) == ad.evaluate(graph, {"x": x})
