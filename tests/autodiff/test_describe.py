"""The words of a graph: names, formulas, rules and code, each held against the number that it stands for."""

from __future__ import annotations

import math
from typing import Any

import pytest

import autodiff as ad
from autodiff.describe import node_id, structure
from autodiff.graph import Graph, Var
from autodiff.numbers import shown
from autodiff.ops import TABLE
from autodiff.sweeps import evaluate, linearize
from tests.autodiff.reading import run_code, value_of

LANGUAGE = [op for op in TABLE.values() if op.in_language]
GENERIC = {"acosh": (1.7,), "where": (1.0, 0.6, -0.3), "floor": (0.7,), "ceil": (0.7,), "round": (0.7,)}


LETTERS = {"where": "cuw"}  # a condition, and the two that are differentiated; elsewhere u and w


def generic(op: Any) -> tuple[float, ...]:
    """A point at which the operation is smooth."""
    return GENERIC.get(op.name, (0.6, 0.35, 1.4)[: op.arity])


def edges_of(graph: Graph, point: dict[str, float]) -> Any:
    """Every edge that has a rule, with the numbers it is about."""
    about = structure(graph)
    values = evaluate(graph, point)
    slopes = linearize(graph, values)
    edges = iter(about["edges"])
    for i, args in enumerate(graph.args):
        for k, _ in enumerate(args):
            edge = next(edges)
            if slopes[i] and slopes[i][k] is not None:
                yield edge, i, [float(values[j]) for j in args], float(values[i]), float(slopes[i][k])


def symbols_at(graph: Graph, point: dict[str, float]) -> dict[str, float]:
    values = evaluate(graph, point)
    nodes = structure(graph)["nodes"]
    return {node["symbol"]: float(x) for node, x in zip(nodes, values, strict=True) if node["op"] != "constant"}


# ---- the structure


def test_the_structure_of_the_notebooks_function():
    about = structure(ad.parse("x*x*y + y + 2"))
    assert about["function"] == {"text": "x*x*y + y + 2", "variables": ["x", "y"], "output": "n6"}
    assert [node["symbol"] for node in about["nodes"]] == ["x", "y", "v₁", "v₂", "v₃", "2", "v₄"]
    assert [node["head"] for node in about["nodes"]] == ["x", "y", "x × x", "v₁ × y", "v₂ + y", "2", "v₃ + 2"]
    assert [node["op"] for node in about["nodes"]] == ["variable"] * 2 + ["mul", "mul", "add", "constant", "add"]
    assert [node["args"] for node in about["nodes"]][2:5] == [["n0", "n0"], ["n2", "n1"], ["n3", "n1"]]
    assert [node["varies"] for node in about["nodes"]] == [True] * 5 + [False, True]
    assert [(edge["from"], edge["to"], edge["arg"]) for edge in about["edges"]][:3] == [
        ("n0", "n2", 0), ("n0", "n2", 1), ("n2", "n3", 0),
    ]  # fmt: skip
    assert [edge["role"] for edge in about["edges"]][:2] == ["left factor", "right factor"]


def test_names_that_the_text_gave_are_labels_and_places_are_spans():
    text = "h = x*y\nh + sin(h)"
    about = structure(ad.parse(text))
    (labelled,) = (node for node in about["nodes"] if "label" in node)
    assert (labelled["label"], labelled["symbol"], labelled["head"]) == ("h", "h", "x × y")
    spans = {node["head"]: text[slice(*node["span"])] for node in about["nodes"] if "span" in node}
    assert spans["x × y"] == "x*y"
    assert spans["sin(h)"] == "sin(h)"


def test_what_the_output_does_not_need_is_there_and_says_so():
    about = structure(ad.parse("unused = 3*y\nx^2 + 1"))
    needed = {node["symbol"]: node["needed"] for node in about["nodes"]}
    assert not needed["unused"]
    assert not needed["y"]
    assert needed["x"]


def test_another_output_is_another_structure_of_the_same_nodes():
    graph = ad.parse("x^2, x*y")
    first, second = structure(graph, 0), structure(graph, 1)
    assert first["nodes"][graph.outputs[1]]["needed"] is False
    assert second["function"]["output"] == node_id(graph.outputs[1])
    assert [node["id"] for node in first["nodes"]] == [node["id"] for node in second["nodes"]]


def test_a_structure_is_made_once():
    graph = ad.parse("x*y + 1")
    assert structure(graph) is structure(graph)


def test_only_edges_into_what_varies_have_a_rule():
    about = structure(ad.parse("2*3 + where(x > 0, x, 1)"))
    nodes = {node["id"]: node for node in about["nodes"]}
    for edge in about["edges"]:
        rule = nodes[edge["to"]]["varies"] and nodes[edge["to"]]["op"] != "greater" and edge["role"] != "condition"
        assert all((name in edge) == rule for name in ("formula", "reason", "code")), edge


# ---- every operation of the language


def applied(op: Any) -> tuple[Graph, dict[str, float]]:
    inputs = [Var(name) for name in "xyz"[: op.arity]]
    return Graph([op(*inputs)], inputs), dict(zip("xyz", generic(op), strict=False))


@pytest.mark.parametrize("op", LANGUAGE, ids=lambda op: op.name)
def test_heads_and_code_give_the_value(op):
    graph, point = applied(op)
    about = structure(graph)["nodes"][-1]
    value = float(evaluate(graph, point)[-1])
    assert value_of(about["head"], point) == pytest.approx(value)
    assert value_of(about["form"].format(*"xyz"), point) == pytest.approx(value)
    assert run_code(about["code"], list(point.values()), math.nan, math.nan) == pytest.approx(value)
    assert about["words"].count("{") >= op.arity
    assert about["sign"]


@pytest.mark.parametrize("op", LANGUAGE, ids=lambda op: op.name)
def test_formulas_reasons_and_code_give_the_local_derivative(op):
    graph, point = applied(op)
    for edge, _, values, out, slope in edges_of(graph, point):
        names = symbols_at(graph, point)
        assert value_of(edge["formula"], names) == pytest.approx(slope, rel=1e-3, nan_ok=True), edge
        left, right = edge["reason"].split(" = ", 1)
        letter = left.rsplit("/d", 1)[1]
        letters = dict(zip(LETTERS.get(op.name, "uw"), values, strict=False))
        assert list(letters).index(letter) == edge["arg"]
        assert value_of(right, letters) == pytest.approx(slope, rel=1e-3, nan_ok=True), edge
        assert run_code(edge["code"], values, out, 2.5) == ("abc"[edge["arg"]], pytest.approx(2.5 * slope, rel=1e-6))


# ---- whole functions: names, signs and brackets

FUNCTIONS: dict[str, dict[str, float]] = {
    "x*x*y + y + 2": {"x": 3, "y": -4},
    "x^2": {"x": -3},
    "x^-2": {"x": -3},
    "x^3 - 2^x + x^0.5": {"x": 1.7},
    "x^1": {"x": 2.5},
    "(-2)*x/(-y)": {"x": 1.5, "y": 2.5},
    "p = sigmoid(w*x + b)\n-(y*log(p) + (1 - y)*log(1 - p))": {"w": 0.8, "x": 1.5, "b": -0.2, "y": 1},
    "h = tanh(a*x)\nexp(-h^2)/(1 + h)": {"a": 0.3, "x": -2},
    "log(x, 10) + log2(x)*log10(x)": {"x": 7},
    "abs(x - y)*max(x, y)*min(x, 2)": {"x": 0.5, "y": 3},
    "relu(x) - leaky_relu(x) + elu(x)*gelu(y)": {"x": 1.2, "y": -0.7},
    "sqrt(x)/cbrt(y) + hypot(x, y)*atan2(y, x)": {"x": 2, "y": 5},
    "f(x, y) = where(x < y, x*y, x/y)": {"x": 2, "y": 5},
    "W[0][1]*x[2] - pi*e": {"W[0][1]": 1.25, "x[2]": -3},
    "x/1e-7 + 123456.789*x": {"x": 2},
}


@pytest.mark.parametrize(("text", "point"), FUNCTIONS.items(), ids=list(FUNCTIONS))
def test_formulas_with_real_names_give_the_local_derivative(text, point):
    graph = ad.parse(text)
    names = symbols_at(graph, point)
    plain = {name: f"name{i}" for i, name in enumerate(names) if "[" in name}
    for edge, i, values, out, slope in edges_of(graph, point):
        formula = edge["formula"]
        for name, other in plain.items():
            formula = formula.replace(name, other)
        numbers = {plain.get(name, name): x for name, x in names.items()}
        assert value_of(formula, numbers) == pytest.approx(slope, rel=1e-3, nan_ok=True), edge
        letters = dict(zip(LETTERS.get(graph.nodes[i].op.name, "uw"), values, strict=False))
        assert edge["reason"].split(" = ")[0].endswith(f"/d{list(letters)[edge['arg']]}")
        assert value_of(edge["reason"].split(" = ", 1)[1], letters) == pytest.approx(slope, rel=1e-3, nan_ok=True), edge
        if math.isfinite(slope):  # Python's math raises where numpy has nan
            sent = run_code(edge["code"], values, out, -1.5)
            assert sent == ("abc"[edge["arg"]], pytest.approx(-1.5 * slope, rel=1e-6)), edge
        assert structure(graph)["nodes"][i]["varies"]


@pytest.mark.parametrize(
    ("text", "edge", "formula", "reason", "code"),
    [
        ("x*y", 0, "y", "d(u × w)/du = w", "self.a.backpropagate(gradient * self.b.value)"),
        ("x + y", 1, "1", "d(u + w)/dw = 1", "self.b.backpropagate(gradient)"),
        ("x - y", 1, "−1", "d(u − w)/dw = −1", "self.b.backpropagate(-gradient)"),
        ("exp(x)", 0, "v₁", "d exp(u)/du = exp(u)", "self.a.backpropagate(gradient * self.value)"),
        ("sin(x)", 0, "cos(x)", "d sin(u)/du = cos(u)", "self.a.backpropagate(gradient * math.cos(self.a.value))"),
        ("x^2", 0, "2 × x", "d(u ^ 2)/du = 2 × u", None),
        ("x^3", 0, "3 × x ^ 2", "d(u ^ 3)/du = 3 × u ^ 2", None),
    ],
)
def test_rules_as_they_are_taught(text, edge, formula, reason, code):
    found = structure(ad.parse(text))["edges"][edge]
    assert found["formula"] == formula
    assert found["reason"] == reason
    assert code in (None, found["code"])


REASONS = """
    d(u + w)/du = 1
    d(u + w)/dw = 1
    d(u − w)/du = 1
    d(u − w)/dw = −1
    d(u × w)/du = w
    d(u × w)/dw = u
    d(u / w)/du = 1 / w
    d(u / w)/dw = −(u / w) / w
    d(−u)/du = −1
    d(u ^ w)/du = w × u ^ (w − 1)
    d(u ^ w)/dw = u ^ w × log(u)
    d √(u)/du = 1 / (2 × √(u))
    d cbrt(u)/du = 1 / (3 × cbrt(u)²)
    d(u²)/du = 2 × u
    d exp(u)/du = exp(u)
    d expm1(u)/du = exp(u)
    d log(u)/du = 1 / u
    d log2(u)/du = 1 / (u × log(2))
    d log10(u)/du = 1 / (u × log(10))
    d log1p(u)/du = 1 / (1 + u)
    d sin(u)/du = cos(u)
    d cos(u)/du = −sin(u)
    d tan(u)/du = 1 + tan²(u)
    d asin(u)/du = 1 / √((1 − u) × (1 + u))
    d acos(u)/du = −1 / √((1 − u) × (1 + u))
    d atan(u)/du = 1 / (1 + u²)
    d atan2(u, w)/du = w / hypot(u, w) / hypot(u, w)
    d atan2(u, w)/dw = −u / hypot(u, w) / hypot(u, w)
    d hypot(u, w)/du = u / hypot(u, w)
    d hypot(u, w)/dw = w / hypot(u, w)
    d sinh(u)/du = cosh(u)
    d cosh(u)/du = sinh(u)
    d tanh(u)/du = 1 − tanh²(u)
    d asinh(u)/du = 1 / hypot(u, 1)
    d acosh(u)/du = 1 / (√(u − 1) × √(u + 1))
    d atanh(u)/du = 1 / ((1 − u) × (1 + u))
    d where(c, u, w)/du = 1
    d where(c, u, w)/dw = 1
    d max(u, w)/du = 1 if u > w, ½ if u = w, else 0
    d max(u, w)/dw = 1 if w > u, ½ if w = u, else 0
    d min(u, w)/du = 1 if w > u, ½ if w = u, else 0
    d min(u, w)/dw = 1 if u > w, ½ if u = w, else 0
    d |u|/du = sign(u)
    d sign(u)/du = 0
    d floor(u)/du = 0
    d ceil(u)/du = 0
    d round(u)/du = 0
    d sigmoid(u)/du = sigmoid(u) × (1 − sigmoid(u))
    d softplus(u)/du = sigmoid(u)
    d relu(u)/du = 1 if u > 0, else 0
    d leaky_relu(u)/du = 1 if u > 0, else 0.01
    d elu(u)/du = 1 if u > 0, else exp(u)
    d gelu(u)/du = 0.5 × erfc(−u / √(2)) + u × exp(−0.5 × u²) / √(2 × pi)
    d silu(u)/du = sigmoid(u) × (1 + u × sigmoid(−u))
    d erf(u)/du = 2 / √(pi) × exp(−u²)
"""


def test_every_rule_reads_as_it_is_written_on_a_blackboard():
    found = {edge["reason"] for op in LANGUAGE for edge in structure(applied(op)[0])["edges"] if "reason" in edge}
    assert found == {line.strip() for line in REASONS.strip().splitlines()}


@pytest.mark.parametrize(
    ("text", "edge", "formula", "reason"),
    [
        ("x^-2", 0, "−2 × x ^ (−3)", "d(u ^ (−2))/du = −2 × u ^ (−3)"),
        ("2^x", 1, "2 ^ x × log(2)", "d(2 ^ w)/dw = 2 ^ w × log(2)"),
        ("e^x", 1, "e ^ x × log(e)", "d(e ^ w)/dw = e ^ w × log(e)"),
        ("x^e", 0, "e × x ^ (e − 1)", "d(u ^ e)/du = e × u ^ (e − 1)"),
        ("pi*x", 1, "pi", "d(pi × w)/dw = pi"),
        ("x - (-2)", 1, "−1", "d(u − w)/dw = −1"),
        ("x - (-2)", 0, "1", "d(u − (−2))/du = 1"),
        ("x/(-2)", 1, "−v₁ / (−2)", "d(u / w)/dw = −(u / w) / w"),
        ("max(x, 2)", 0, "step(x − 2)", "d max(u, 2)/du = 1 if u > 2, ½ if u = 2, else 0"),
        ("relu(x)", 0, "where(x > 0, 1, 0)", "d relu(u)/du = 1 if u > 0, else 0"),
    ],
)
def test_numbers_and_choices_in_rules(text, edge, formula, reason):
    found = structure(ad.parse(text))["edges"][edge]
    assert (found["formula"], found["reason"]) == (formula, reason)


def test_heads_have_brackets_around_a_sign():
    heads = [structure(ad.parse(text))["nodes"][-1]["head"] for text in ("x*(-2)", "x^-2", "-2 - x", "max(x, -2)")]
    assert heads == ["x × (−2)", "x ^ (−2)", "−2 − x", "max(x, −2)"]


@pytest.mark.parametrize("name", ["leaky_relu", "elu"])
def test_code_that_chooses_stands_in_brackets(name):
    """Else gradient * 1 if … else 0.01 would send 0.01, whatever the gradient is."""
    graph, point = ad.parse(f"{name}(x)"), {"x": -0.7}
    ((edge, _, values, out, slope),) = edges_of(graph, point)
    assert run_code(edge["code"], values, out, -1.5) == ("a", pytest.approx(-1.5 * slope))


@pytest.mark.parametrize("number", ["12345", "1234567", "1e-7", "12345.6"])
def test_a_number_in_a_formula_looks_as_it_does_on_a_card(number):
    """Else the sentence says 12340 = 12345."""
    edge = structure(ad.parse(f"x*{number}"))["edges"][0]
    assert edge["formula"] == shown(float(number))
    assert edge["reason"] == f"d(u × {shown(float(number))})/du = {shown(float(number))}"
