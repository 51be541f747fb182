"""Jacobians and Hessians by every mode, and products with a Hessian that is never formed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import autodiff as ad
from autodiff.derivatives import GRADIENTS, jacobian
from autodiff.errors import AutodiffError, MissingValue, UnknownMode, UnknownVariable
from autodiff.graph import Graph, Node, Var
from autodiff.higher import HESSIANS, hessian, hvp, hvp_graph, quadratic
from autodiff.sweeps import evaluate
from tests.autodiff.test_derivatives import smooth_programs

inf, nan = math.inf, math.nan
NOTEBOOK, POINT = ad.parse("x^2*y + y + 2"), {"x": 3.0, "y": 4.0}

# ---- Jacobians


@pytest.mark.parametrize("mode", GRADIENTS)
def test_a_jacobian_has_a_row_an_output_and_a_column_a_variable(mode):
    graph = ad.parse("x*y, sin(x), 3, z^2")
    found = jacobian(graph, {"x": 2.0, "y": 5.0, "z": 1.5}, mode)
    wanted = [[5, 2, 0], [math.cos(2), 0, 0], [0, 0, 0], [0, 0, 3]]
    assert found.shape == (4, 3)
    np.testing.assert_allclose(found, wanted, rtol=1e-9 if mode == "numeric" else 1e-15, atol=0)


def test_a_jacobian_of_no_variable_has_no_column():
    assert jacobian(ad.parse("1 + 1"), {}).shape == (1, 0)
    with pytest.raises(UnknownMode, match="backward"):
        jacobian(NOTEBOOK, POINT, "backward")


# ---- Hessians


@pytest.mark.parametrize("mode", HESSIANS)
def test_the_notebooks_hessian(mode):
    found = hessian(NOTEBOOK, POINT, mode)
    assert found.dtype == np.float64
    if mode == "numeric":
        assert found.tolist()[0] == [7.999999951380232, 6.000099261882497]
    else:
        assert found.tolist() == [[8.0, 6.0], [6.0, 0.0]]


@pytest.mark.parametrize("mode", HESSIANS)
def test_a_hessian_by_hand(mode):
    """Rosenbrock's: ∂²/∂x² = 2 − 400·(y − 3x²), ∂²/∂x∂y = −400x, ∂²/∂y² = 200."""
    found = hessian(ad.parse("(1 - x)^2 + 100*(y - x^2)^2"), {"x": -1.0, "y": 2.0}, mode)
    np.testing.assert_allclose(found, [[402.0, 400.0], [400.0, 200.0]], rtol=1e-3 if mode == "numeric" else 0)


@pytest.mark.parametrize("mode", HESSIANS)
def test_a_hessian_of_no_variable_is_empty(mode):
    assert hessian(ad.parse("2"), {}, mode).shape == (0, 0)


EXACT = [mode for mode in HESSIANS if mode != "numeric"]


@given(smooth_programs())
@settings(max_examples=60, deadline=None)
def test_every_hessian_against_differences_at_50_digits(program):
    graph, exactly, point = program
    with mp.workdps(60):
        x, y, h = mp.mpf(point["x"]), mp.mpf(point["y"]), mp.mpf(10) ** -15

        def second(a, b, c, d):
            corners = (1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1)
            parts = [sign * exactly(x + h * (s * a + t * c), y + h * (s * b + t * d)) for sign, s, t in corners]
            return float(sum(parts) / (4 * h * h))

        mixed = second(1, 0, 0, 1)
        wanted = [[second(1, 0, 1, 0), mixed], [mixed, second(0, 1, 0, 1)]]
    scale = 1 + np.max(np.abs(wanted))
    for mode in EXACT:
        np.testing.assert_allclose(hessian(graph, point, mode), wanted, rtol=1e-9, atol=1e-11 * scale, err_msg=mode)


@given(smooth_programs(), st.tuples(st.floats(-2, 2), st.floats(-2, 2)))
@settings(max_examples=60, deadline=None)
def test_a_product_with_the_hessian_is_one_without_it(program, vector):
    graph, _, point = program
    matrix = hessian(graph, point, "reverse-symbolic")
    scale = 1 + np.max(np.abs(matrix))
    np.testing.assert_allclose(hvp(graph, point, vector), matrix @ np.array(vector), rtol=1e-10, atol=1e-12 * scale)


EDGES = {
    "x^3": [0.0], "abs(x)": [0.0], "relu(x)": [0.0], "max(x, 2*x)": [0.0], "x^2": [2.0], "floor(x)": [0.0],
    "where(x > 0, log(x), 0)": [0.0], "where(x < 1, x^2, sqrt(x))": [2.0], "sqrt(where(x > 0, x, 0))": [0.0],
    "softplus(800 + x)": [0.0], "sqrt(x)": [-inf], "3*x + 1": [0.0], "1/x": [inf],
}  # fmt: skip


@pytest.mark.parametrize("mode", EXACT)
@pytest.mark.parametrize("text", EDGES)
def test_second_derivatives_at_the_edges(text, mode):
    assert hessian(ad.parse(text), {"x": 0.0}, mode).tolist() == [EDGES[text]]


@pytest.mark.parametrize("mode", EXACT)
def test_the_hessian_of_one_output_of_several(mode):
    graph = ad.parse("x*y, x^2*y")
    assert hessian(graph, POINT, mode, output=1).tolist() == [[8, 6], [6, 0]]
    assert hessian(graph, POINT, mode).tolist() == [[0, 1], [1, 0]]


# ---- Hessian-vector products


def test_a_vector_in_order_or_by_name():
    for vector in ([1.0, 10.0], np.array([1, 10]), {"y": 10.0, "x": 1.0}):
        found = hvp(NOTEBOOK, POINT, vector)
        assert found.tolist() == [68.0, 6.0]
    assert hvp(NOTEBOOK, POINT, {"y": 1.0}).tolist() == [6.0, 0.0]
    assert hvp(NOTEBOOK, POINT, [0.0, 0.0]).tolist() == [0.0, 0.0]


def test_what_does_not_move_cannot_spoil_it():
    graph = ad.parse("x^2 + y^1.5")  # ∂²/∂y² at 0 is infinite
    assert hvp(graph, {"x": 1.0, "y": 0.0}, [1.0, 0.0]).tolist() == [2.0, 0.0]
    assert hvp(graph, {"x": 1.0, "y": 0.0}, [1.0, 1.0]).tolist() == [2.0, inf]


def test_no_hessian_is_formed():
    """A thousand variables and a chain of 3,000 nodes: a Hessian would hold a million numbers."""
    variables = [Var(f"x{i}") for i in range(1000)]
    node: Node = variables[0]
    for variable in variables[1:]:
        node = node * 0.5 + variable * variable
    point = {variable.name: 1.0 for variable in variables}
    found = hvp(Graph([node], variables), point, [1.0] * 1000)
    np.testing.assert_allclose(found[-3:], [0.5, 1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda: hessian(NOTEBOOK, POINT, "forward"), UnknownMode, "'forward'; there are forward-over-reverse"),
        (lambda: hessian(NOTEBOOK, {"x": 1.0}), MissingValue, "no value for y"),
        (lambda: hvp(NOTEBOOK, POINT, [1.0]), AutodiffError, "1 numbers for 2 variables"),
        (lambda: hvp(NOTEBOOK, POINT, {"z": 1.0}), UnknownVariable, "no variable z"),
        (lambda: hvp(NOTEBOOK, {**POINT, "z": 1}, [1.0, 1.0]), UnknownVariable, "no variable z"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()


# ---- the product as a graph, and the quadratic model


@pytest.mark.parametrize("vector", [{"x": 1.0}, {"y": 1.0}, {"x": 2.0, "y": -3.0}, {}])
def test_the_product_as_a_graph_is_the_product(vector):
    graph = ad.parse("exp(x/3)*sin(y) + x*x*y")
    found = evaluate(hvp_graph(graph, vector), POINT)
    product = [found[at] for at in hvp_graph(graph, vector).outputs]
    np.testing.assert_allclose(product, hvp(graph, POINT, vector), rtol=1e-14)


def test_the_quadratic_model_by_hand():
    """f = 42 + 24·dx + 10·dy + 4·dx² + 6·dx·dy at (3, 4), and that is all of f but for dx²·dy."""
    for dx, dy in ((0.0, 0.0), (1.0, 0.0), (0.0, -2.0), (0.5, 0.25)):
        found = quadratic(NOTEBOOK, POINT, {"x": 3 + dx, "y": 4 + dy})
        assert found == 42 + 24 * dx + 10 * dy + 4 * dx * dx + 6 * dx * dy
    assert quadratic(NOTEBOOK, POINT, {"x": 4.0}) == 42 + 24 + 4, "y stays"


def test_the_quadratic_model_of_arrays_and_outputs():
    xs = np.linspace(-1.0, 1.0, 5)
    found = quadratic(ad.parse("x, x^2*y"), POINT, {"x": 3 + xs}, output=1)
    np.testing.assert_allclose(found, 36 + 24 * xs + 4 * xs * xs)


def test_the_error_of_the_model_falls_with_the_third_power():
    graph = ad.parse("exp(x/3)*sin(y)")
    errors = []
    for h in (1e-1, 1e-2):
        moved = {"x": 3 + h, "y": 4 - h}
        errors.append(abs(ad.evaluate(graph, moved) - quadratic(graph, POINT, moved)))
    assert math.log10(errors[0] / errors[1]) == pytest.approx(3, abs=0.1)
