"""The walk of symbolic differentiation: the formula of every node, and how it came about."""

from __future__ import annotations

import math

import pytest

import autodiff as ad
from autodiff.graph import Graph
from autodiff.printing import LATEX
from autodiff.run import Run, Write
from autodiff.walks import symbolic
from autodiff.walks.symbolic import Symbolic
from tests.autodiff.walks.cases import CASES, boxes, reference


def formulas(run: Run) -> dict[str, Write]:
    """What is written about the derivative of each node, by what the node is called."""
    writes = {write.box: write for step in run.steps for write in step.writes}
    return {n["symbol"]: writes[box] for n in run.structure["nodes"] if (box := f"tangent/{n['id']}") in writes}


def test_the_formulas_of_the_notebooks_function():
    found = formulas(ad.run(ad.parse("x*x*y + y + 2"), {"x": 3, "y": 4}, mode="symbolic"))
    assert {name: write.formula for name, write in found.items()} == {
        "x": "1", "y": "0", "v₁": "x + x", "v₂": "y × (x + x)", "v₃": "y × (x + x)", "v₄": "y × (x + x)",
    }  # fmt: skip
    product = found["v₁"]
    assert (product.rule, product.general) == ("product rule", "x × ∂x/∂x + x × ∂x/∂x")
    assert (product.raw, product.value) == ("x × 1 + x × 1", 6)
    assert product.rewrites == ("subtracting 0 or multiplying by 1 changes nothing",)
    assert (found["v₂"].rule, found["v₂"].general) == ("constant factor", "y × ∂v₁/∂x")


def test_the_chain_rule_is_named():
    found = formulas(ad.run(ad.parse("sin(x^2)"), {"x": 3}, mode="symbolic"))
    assert (found["v₁"].rule, found["v₁"].formula) == ("power rule", "2 × x")
    assert (found["v₂"].rule, found["v₂"].general) == ("chain rule", "cos(v₁) × ∂v₁/∂x")
    assert found["v₂"].formula == "cos(x ^ 2) × (2 × x)"


@pytest.mark.parametrize(("text", "seed"), [(text, name) for text, (_, at) in CASES.items() for name in at])
def test_the_number_of_the_formula_is_the_derivative(text, seed):
    run = ad.run(ad.parse(text), CASES[text][1], mode="symbolic", seed=seed)
    found = boxes(run)[f"tangent/{run.structure['function']['output']}"]
    assert math.isclose(found, reference(text, seed), rel_tol=1e-14, abs_tol=1e-15)


@pytest.mark.parametrize("text", CASES)
def test_every_formula_can_be_typed_and_has_the_number_beside_it(text):
    """The formulas, raw and simple, read again as functions of the same variables."""
    point = CASES[text][1]
    for write in formulas(ad.run(ad.parse(text), point, mode="symbolic")).values():
        for formula in (write.formula, write.raw):
            if formula and "step" not in formula and "²(" not in formula:  # two ways to write that cannot be typed
                again = ad.parse(formula)
                value = ad.evaluate(again, {name: point[name] for name in again.variables})
                assert math.isclose(value, write.value, rel_tol=1e-13, abs_tol=1e-15), formula


def test_a_formula_that_nobody_could_read_is_left_out():
    text = "a = x*x\n" + "\n".join(f"a = sin(a)*a + {k}" for k in range(12)) + "\na"
    writes = formulas(ad.run(ad.parse(text), {"x": 0.5}, mode="symbolic"))
    last = list(writes.values())[-1]
    assert not last.formula
    assert last.general


def test_a_deep_function_takes_no_recursion_and_no_square_of_its_length():
    graph = ad.trace(_deep(2000))
    run = ad.run(graph, {"x": 0.5}, mode="symbolic")
    found = boxes(run)[f"tangent/{run.structure['function']['output']}"]
    assert math.isclose(found, ad.gradient(graph, {"x": 0.5})["x"], rel_tol=1e-12)


def _deep(n: int):
    def function(x):
        for _ in range(n):
            x = ad.sin(x)
        return x

    return function


def test_a_formula_is_written_without_a_look_at_every_variable(monkeypatch):
    graph = ad.parse("s = 0\nfor i in range(200): s = s + W[i]*x\nfor i in range(400): s = s + x\ns")
    looked_at = []

    def counted(*args):
        found = Graph(*args)
        looked_at.append(len(found))
        return found

    monkeypatch.setattr(symbolic, "Graph", counted)
    Symbolic(graph, dict.fromkeys(graph.variables, 0.5), 0, "x").run()
    assert sum(looked_at) < 100 * len(graph)


def test_the_rules_in_latex():
    graph = ad.parse("sin(x^2)/y")
    walk = Symbolic(graph, {"x": 3, "y": 2}, 0, "x", LATEX)
    rules = [walk.tangent(i) for i, node in enumerate(graph.nodes) if node.op]
    assert walk.slope_of(3) == r"\frac{\partial v_{1}}{\partial x}"
    assert rules[1].general == r"\cos\left(v_{1}\right) \cdot \frac{\partial v_{1}}{\partial x}"
    assert rules[1].formula == r"\cos\left(x^{2}\right) \cdot \left(2 \cdot x\right)"


def test_names_that_would_look_alike_in_latex_stay_apart():
    graph = ad.parse("x_1*x1")
    walk = Symbolic(graph, {"x_1": 3, "x1": 2}, 0, "x1", LATEX)
    assert walk.slope_of(0) == r"\frac{\partial \mathrm{x\_1}}{\partial \mathrm{x1}}"
    assert walk.tangent(2).formula == r"\mathrm{x\_1}"
