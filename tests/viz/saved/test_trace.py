"""The trace for other programs: the engine's numbers, read back by csv; LaTeX that LaTeX's own rules accept."""

from __future__ import annotations

import csv
import io
import math
import re

import pytest

import autodiff as ad
from viz.examples import EXAMPLES
from viz.saved.trace import to_csv, to_latex


def run_of(text, **at):
    graph = ad.parse(text)
    return ad.run(graph, {name: at.get(name, 1.5) for name in graph.variables}).to_dict()


def rows(run):
    return list(csv.DictReader(io.StringIO(to_csv(run))))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_numbers_are_those_of_the_engine(example):
    graph = ad.parse(example.text)
    point = example.values(graph.variables)
    value, gradient = ad.value_and_gradient(graph, point)
    found = {row["node"]: row for row in rows(ad.run(graph, point).to_dict())}
    for name in graph.variables:
        assert float(found[name]["value"]) == point[name]
        assert float(found[name]["gradient"]) == pytest.approx(gradient[name], nan_ok=True, rel=0)
    assert any(float(row["value"]) == value or math.isnan(value) for row in found.values())


def test_every_mode_has_its_columns():
    graph, point = ad.parse("x*y"), {"x": 3, "y": 4}
    heads = {
        mode: to_csv(ad.run(graph, point, mode=mode).to_dict()).split("\r\n")[0] for mode in ("forward", "numeric")
    }
    assert heads == {
        "forward": "node,expression,value,tangent",
        "numeric": "node,expression,value,after the nudge,moved",
    }


def test_no_text_is_a_formula_to_a_spreadsheet():
    run = run_of("x*x")
    run = {**run, "nodes": [{**node, "symbol": "=1+1", "head": "@SUM(A1)"} for node in run["nodes"]]}
    cells = [cell for line in list(csv.reader(io.StringIO(to_csv(run))))[1:] for cell in line[:2]]
    assert "'=1+1" in cells
    assert "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@"]


def test_latex_to_the_letter():
    source = to_latex(run_of("h_1 = x^2\nh_1 - sin(x)/1e9", x=3))
    assert source.splitlines() == [
        r"\begin{tabular}{llrr}",
        r"node & expression & value & gradient \\",
        r"\hline",
        r"$x$ & given & $3$ & $6$ \\",
        r"$2$ & constant & $2$ &  \\",
        r"$h_{1}$ & $x^{2}$ & $9$ & $1$ \\",
        r"$v_{2}$ & $\sin\left(x\right)$ & $0.14112$ & $-1 \cdot 10^{-9}$ \\",
        r"$1 \cdot 10^{9}$ & constant & $1 \cdot 10^{9}$ &  \\",
        r"$v_{3}$ & $\frac{v_{2}}{1 \cdot 10^{9}}$ & $1.4112 \cdot 10^{-10}$ & $-1$ \\",
        r"$v_{4}$ & $h_{1} - v_{3}$ & $9$ & $1$ \\",
        r"\end{tabular}",
    ]


def expressions(text):
    return [line.split(" & ")[1] for line in to_latex(run_of(text)).splitlines()[3:-1] if "constant" not in line]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("1e-3*x", r"$1 \cdot 10^{-3} \cdot x$"),
        ("1e-3^x", r"$\left(1 \cdot 10^{-3}\right)^{x}$"),
        ("x*2.5E+07", r"$x \cdot 2.5 \cdot 10^{7}$"),
        ("x - 1e-3", r"$x - 1 \cdot 10^{-3}$"),
        ("e*x", r"$e \cdot x$"),
        ("x_1*x1", r"$\mathrm{x\_1} \cdot \mathrm{x1}$"),
        ("sqrt(x)", r"$\sqrt{x}$"),
        ("relu(x)", r"$\mathrm{relu}\left(x\right)$"),
        ("pi*W[1][2]", r"$\pi \cdot W_{1,2}$"),
        ("where(x < 1 and not x > 2 or x != 3, x, 0)", r"$x \mbox{ if } v_{6} \mbox{, else } 0$"),
        ("log2(x)", r"$\log_2\left(x\right)$"),
    ],
)
def test_what_a_node_does_is_set_as_formulas_are(text, formula):
    assert expressions(text)[-1] == formula


def test_words_between_conditions_are_signs():
    found = expressions("where(x < 1 and not x > 2 or x != 3, x, 0)")
    assert found[4:7] == [r"$v_{1} \land v_{3}$", r"$x \ne 3$", r"$v_{4} \lor v_{5}$"]


def test_a_number_that_a_rule_writes_in_words_is_set_as_a_number():
    graph = ad.derivative(ad.parse("2^x"), "x")
    assert "0.69314718" in to_latex(ad.run(graph, {"x": 1.5}).to_dict())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_latex_is_balanced_and_needs_no_package(example):
    graph = ad.parse(example.text)
    source = to_latex(ad.run(graph, example.values(graph.variables)).to_dict())
    assert source.isascii()
    body = re.sub(r"\\[{}_$&#%]", "", source)
    assert body.count("{") == body.count("}")
    for line in body.splitlines()[3:-1]:
        assert line.count("$") % 2 == 0
        assert line.count("&") == 3
        assert set(re.findall(r"\\[a-z]+", line)) <= {
            r"\cdot", r"\frac", r"\left", r"\right", r"\sqrt", r"\mathrm", r"\mbox", r"\infty", r"\le", r"\ge", r"\ne",
            r"\land", r"\lor", r"\lnot", r"\pi", r"\sin", r"\cos", r"\tan", r"\tanh", r"\ln", r"\log", r"\max", r"\min",
            r"\sigma",
        }  # fmt: skip
