"""The Wengert list: the textbooks' own tables, formulas that have the value beside them, and any graph at all."""

from __future__ import annotations

import math
import re
import unicodedata

import pytest

import autodiff as ad
from autodiff.wengert import BAR, Line, barred, exact, wengert
from tests.autodiff.reading import value_of


def composed(text: str) -> str:
    """Letters with their bars as this file writes them, ȳ as one character."""
    return unicodedata.normalize("NFC", text)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [composed(line.text) for line in lines]


def value_at(formula: str, known: dict[str, float]) -> float:
    """The formula's value, with plain names put for those that Python would not read."""
    plain = {name: f"name{i}_" for i, name in enumerate(known)}
    longest_first = sorted(plain, key=len, reverse=True)
    found = re.sub(
        "|".join(rf"(?<!\w){re.escape(name)}(?![^\W²])" for name in longest_first), lambda m: plain[m[0]], formula
    )
    return value_of(found, {plain[name]: x for name, x in known.items()})


def test_the_table_of_baydin_and_others():
    """Table 3 of "Automatic differentiation in machine learning: a survey", JMLR 18 (2018), at (2, 5)."""
    found = wengert(ad.parse("log(x1) + x1*x2 - sin(x2)"), {"x1": 2, "x2": 5})
    assert texts(found.primal) == [
        "x1", "x2", "v₁ = log(x1)", "v₂ = x1 × x2", "v₃ = v₁ + v₂", "v₄ = sin(x2)", "v₅ = v₃ − v₄",
    ]  # fmt: skip
    assert [round(line.value, 3) for line in found.primal] == [2, 5, 0.693, 10, 10.693, -0.959, 11.652]
    assert texts(found.adjoint) == [
        "v̄₅ = 1", "v̄₄ = −v̄₅", "v̄₃ = v̄₅", "v̄₂ = v̄₃", "v̄₁ = v̄₃",
        "x̄2 = v̄₄ × cos(x2) + v̄₂ × x1", "x̄1 = v̄₂ × x2 + v̄₁ × (1 / x1)",
    ]  # fmt: skip
    assert [round(line.value, 3) for line in found.adjoint] == [1, -1, 1, 1, 1, 1.716, 5.5]


def test_the_text_stands_in_columns():
    assert composed(str(wengert(ad.parse("x*x*y"), {"x": 3, "y": 4}))) == "\n".join(
        [
            "x                      3",
            "y                      4",
            "v₁ = x × x             9",
            "v₂ = v₁ × y            36",
            "",
            "v̄₂ = 1                 1",
            "v̄₁ = v̄₂ × y            4",
            "ȳ = v̄₂ × v₁            9",
            "x̄ = v̄₁ × x + v̄₁ × x    24",
        ]
    )


def test_a_formula_past_the_column_moves_no_other_value():
    lines = str(wengert(ad.parse("+".join(f"x*y{i}" for i in range(9))), {"x": 1, **{f"y{i}": 2 for i in range(9)}}))
    assert lines.splitlines()[0] == "x" + " " * 63 + "1"
    assert "v̄₁ × y0    18" in lines


@pytest.mark.parametrize(
    ("text", "point", "formulas"),
    [
        ("x - y - x", {"x": 1, "y": 2}, ["v̄₂ = 1", "v̄₁ = v̄₂", "ȳ = −v̄₁", "x̄ = −v̄₂ + v̄₁"]),
        ("y*x - x", {"x": 1, "y": 2}, ["v̄₂ = 1", "v̄₁ = v̄₂", "x̄ = −v̄₂ + v̄₁ × y", "ȳ = v̄₁ × x"]),
        ("-x + x", {"x": 1}, ["v̄₂ = 1", "v̄₁ = v̄₂", "x̄ = v̄₂ − v̄₁"]),
        ("x/y", {"x": 1, "y": 2}, ["v̄₁ = 1", "ȳ = v̄₁ × (−v₁ / y)", "x̄ = v̄₁ × (1 / y)"]),
        ("-3*x", {"x": 1}, ["v̄₁ = 1", "x̄ = v̄₁ × (−3)"]),
        ("x^2", {"x": 3}, ["v̄₁ = 1", "x̄ = v̄₁ × (2 × x)"]),
        ("exp(x)", {"x": 0}, ["v̄₁ = 1", "x̄ = v̄₁ × v₁"]),
        ("where(x > 0, y*x, sqrt(x))", {"x": 1, "y": 2}, ["v̄₄ = 1", "v̄₂ = v̄₄", "ȳ = v̄₂ × x", "x̄ = v̄₂ × y"]),
        ("unused = 3*y\nx + 1", {"x": 1, "y": 2}, ["v̄₂ = 1", "x̄ = v̄₂", "ȳ = 0"]),
        ("2*3 + x", {"x": 1}, ["v̄₂ = 1", "x̄ = v̄₂"]),
        ("x", {"x": 1}, ["x̄ = 1"]),
        ("2*3", {}, ["v̄₁ = 1"]),
    ],
)
def test_formulas_of_adjoints(text, point, formulas):
    assert sorted(texts(wengert(ad.parse(text), point).adjoint)) == sorted(formulas)


def test_any_output_can_be_asked_for():
    graph = ad.parse("x*y, x + y")
    assert texts(wengert(graph, {"x": 2, "y": 3}, output=1).adjoint) == ["v̄₂ = 1", "ȳ = v̄₂", "x̄ = v̄₂"]


@pytest.mark.parametrize(
    "text",
    [
        "x*x*y + y + 2", "sin(x)*exp(y)/(x + 3.14159265)", "a = x*y\na*a - sin(a)/a", "x^y + y^x - x^3",
        "sqrt(x)*cbrt(y) - log(x, 10)", "max(x, y)*min(x, 2) - abs(x)", "sigmoid(x*y) + tanh(x)*softplus(y)",
        "where(x < y, x*y, x/y) - -2*x", "atan2(y, x)*hypot(x, y) + gelu(x)", "for i in range(3): x = (x + y/x)/2\nx",
        "s = 0\nfor i in range(3): s += W[i]*x\ns", "1e-7*x - 0.1*y/3", "erf(x)*asin(x/4)",
    ],
)  # fmt: skip
def test_every_formula_has_the_value_beside_it(text):
    """Read line by line as arithmetic, with nothing but the lines before it."""
    graph = ad.parse(text)
    point = {name: 1.3 + 0.2 * i for i, name in enumerate(graph.variables)}
    found = wengert(graph, point)
    known: dict[str, float] = {}
    for line in (*found.primal, *found.adjoint):
        if line.formula:
            assert value_at(line.formula, known) == pytest.approx(line.value, rel=1e-12), line
        known[line.name] = line.value
    gradient = ad.gradient(graph, point)
    assert {name: known[barred(name)] for name in graph.variables} == gradient


@pytest.mark.parametrize(
    ("x", "written"),
    [(1 / 3, repr(1 / 3)), (-2.0, "−2"), (1e-7, "1e−07"), (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "nan")],
)
def test_numbers_are_whole(x, written):
    assert exact(x) == written


def test_numbers_that_are_none_are_shown_too():
    found = str(wengert(ad.parse("sqrt(x) + log(y)"), {"x": -1, "y": 0}))
    assert "v₁ = √(x)" in found
    assert "nan" in found
    assert "−∞" in found


@pytest.mark.parametrize(
    ("name", "bar"), [("v₁", "v̄₁"), ("x", "x̄"), ("w11", "w̄11"), ("W1[0][1]", "W̄1[0][1]"), ("rate_2", f"rate{BAR}_2")]
)
def test_bars_stand_where_the_page_has_them(name, bar):
    assert barred(name) == bar
