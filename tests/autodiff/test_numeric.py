"""Differences: the notebook's numbers to the last digit, how often a function is called, and where the error lies."""

from __future__ import annotations

import math

import numpy as np
import pytest

import autodiff as ad
from autodiff import numeric, ops
from autodiff.errors import AutodiffError
from autodiff.numeric import Counted, as_function, central_differences, complex_step, errors_by_step, gradients


def f(x, y):
    return x * x * y + y + 2


# ---- the notebook's numbers


@pytest.mark.parametrize("function", [f, as_function(ad.parse("x*x*y + y + 2"), 0)], ids=["Python", "graph"])
@pytest.mark.parametrize("point", [[3, 4], [3.0, 4.0]], ids=["int", "float"])
def test_the_notebooks_golden_numbers(function, point):
    assert gradients(function, point) == [24.000400000048216, 10.000000000047748]
    hessian = numeric.hessian(function, point)
    assert hessian.tolist()[0] == [7.999999951380232, 6.000099261882497]
    assert hessian.tolist()[1][0] == 6.000099261882497
    assert hessian.tolist()[1][1] == pytest.approx(-1.4210854715202004e-06)


def test_the_notebooks_chain():
    assert gradients(lambda x: math.sin(x**2), [3]) == [-5.46761419430053]
    assert gradients(lambda x: x * x, [3.0], eps=1.0) == [7.0]


def test_the_list_is_left_alone():
    point = [3.0, 4.0]
    for method in (gradients, central_differences, complex_step):
        method(f, point)
    assert point == [3.0, 4.0]


# ---- calls


@pytest.mark.parametrize("n", [1, 2, 7])
def test_how_often_the_function_is_called(n):
    point = [1.0 + i for i in range(n)]
    for method, calls in {
        gradients: n + 1, central_differences: 2 * n, complex_step: n, numeric.hessian: (n + 1) ** 2
    }.items():  # fmt: skip
        function = Counted(lambda *numbers: sum(x * x for x in numbers))
        method(function, point)
        assert function.calls == calls, method


# ---- what each method is good for

SMOOTH = {
    "x^3*y": lambda x, y: (3 * x * x * y, x**3),
    "sin(x)*exp(y)": lambda x, y: (math.cos(x) * math.exp(y), math.sin(x) * math.exp(y)),
    "log(x^2 + y^2)": lambda x, y: (2 * x / (x * x + y * y), 2 * y / (x * x + y * y)),
    "where(x > 1, x^2, y)": lambda x, y: (2 * x, 0.0) if x > 1 else (0.0, 1.0),
    "tanh(x)/sqrt(y)": lambda x, y: (1 / (math.cosh(x) ** 2 * math.sqrt(y)), -0.5 * math.tanh(x) * y**-1.5),
    "x^y": lambda x, y: (y * x ** (y - 1), x**y * math.log(x)),
}


@pytest.mark.parametrize("text", SMOOTH)
def test_the_digits_that_each_method_has(text):
    function = as_function(ad.parse(text), 0)
    for point in ([0.75, 1.5], [1.25, 0.5], [12.0, 3.0]):
        wanted = SMOOTH[text](*point)
        scale = max(map(abs, wanted)) + abs(function(*point))
        assert gradients(function, point, 1e-6) == pytest.approx(wanted, abs=1e-4 * scale)
        assert central_differences(function, point) == pytest.approx(wanted, abs=1e-8 * scale)
        assert complex_step(function, point) == pytest.approx(wanted, rel=1e-14, abs=1e-16 * scale)


def test_differences_go_over_arrays():
    grid = np.linspace(1.0, 2.0, 5)
    for method, tolerance in {gradients: 1e-3, central_differences: 1e-9}.items():
        along_x, along_y = method(f, [grid, 4.0])
        np.testing.assert_allclose(along_x, 8 * grid, rtol=tolerance)
        np.testing.assert_allclose(along_y, grid**2 + 1, rtol=tolerance)


def test_a_jacobian_has_a_row_an_output():
    def g(x, y):
        return [x * y, x + y, x**2]

    wanted = [[4, 3], [1, 1], [6, 0]]
    np.testing.assert_allclose(numeric.jacobian(g, [3.0, 4.0]), wanted, atol=1e-3)
    np.testing.assert_allclose(numeric.jacobian(g, [3.0, 4.0], central_differences), wanted, atol=1e-8)
    np.testing.assert_allclose(numeric.jacobian(g, [3.0, 4.0], eps=0.5), [[4, 3], [1, 1], [6.5, 0]])
    assert numeric.jacobian(as_function(ad.parse("x*y, x + y, x^2")), [3.0, 4.0]).shape == (3, 2)


def test_the_error_falls_with_the_step_and_rises_again():
    exact = [24.0, 10.0]
    forward = errors_by_step(f, [3.0, 4.0], exact)
    central = errors_by_step(lambda x: math.exp(x), [1.0], [math.e], central_differences)
    assert [row.eps for row in forward] == [10.0**-k for k in range(16)]
    assert [row.errors[0] for row in forward[:4]] == pytest.approx([4.0, 0.4, 0.04, 0.004], rel=1e-3)  # h·y
    bends = [math.e / 6 * row.eps**2 for row in central[1:4]]
    assert [row.errors[0] for row in central[1:4]] == pytest.approx(bends, rel=0.01)
    for rows, best in ((forward, 1e-8), (central, 1e-5)):
        errors = [row.errors[0] for row in rows]
        at_best = rows[errors.index(min(errors))].eps
        assert best / 1000 <= at_best <= best * 1000
        assert errors[-1] > 1000 * min(errors)
    tiny = errors_by_step(lambda x: np.exp(x), [1.0], [math.e], complex_step, [1e-8, 1e-50, 1e-300])
    assert all(row.errors[0] < 1e-15 for row in tiny)


# ---- where the complex step cannot go


@pytest.mark.parametrize("name", ["abs", "max", "floor", "atan2", "sigmoid", "erf"])
def test_the_complex_step_says_where_it_cannot_go(name):
    row = ops.TABLE[name]
    with pytest.raises(AutodiffError, match=rf"cannot go through {name}; use central"):
        complex_step(row, [0.5] * row.arity)


@pytest.mark.parametrize("name", sorted(numeric.ANALYTIC))
def test_the_complex_step_agrees_with_the_table_where_it_goes(name):
    row = ops.TABLE[name]
    for start in (0.3, 0.7):
        point = [1.0 + start if name == "acosh" else start, 1.75][: row.arity]
        args = tuple(map(np.float64, point))
        wanted = [row.partial(i, args, row(*args)) for i in range(row.arity)]
        assert complex_step(row, point) == pytest.approx(wanted, rel=1e-14)


def test_a_program_may_branch_under_a_complex_step():
    assert complex_step(lambda x: x * x if x > 1 else -x, [3.0]) == [6.0]
    assert complex_step(lambda x: ops.where(x > 1, x * x, ops.sqrt(x)), [3.0]) == [6.0]
    assert complex_step(lambda x, y: 2.0 * y, [3.0, 1.0]) == [0.0, 2.0]


@pytest.mark.parametrize(
    ("text", "x"), [("log(x)", -1.0), ("sqrt(x)", -1.0), ("asin(x)", 2.0), ("x^0.5", -2.0), ("3*acosh(x) + x", 0.0)]
)
def test_outside_its_domain_a_function_has_no_complex_step(text, x):
    assert math.isnan(complex_step(as_function(ad.parse(text), 0), [x])[0])


def test_the_branch_that_is_not_taken_may_be_outside_its_domain():
    assert complex_step(as_function(ad.parse("where(x > 0, log(x), 2x)"), 0), [-1.0]) == [2.0]


# ---- a graph, its variables moved together


@pytest.mark.parametrize("text", SMOOTH)
def test_moved_together_or_one_by_one_is_the_same(text):
    graph, point = ad.parse(text), {"x": 1.25, "y": 0.5}
    one_by_one = central_differences(as_function(graph, 0), [1.25, 0.5])
    assert numeric.central_gradient(graph, point) == pytest.approx(one_by_one, rel=1e-9, abs=1e-12)


def test_a_block_is_one_call(monkeypatch):
    n = 2 * numeric.BLOCK + 3
    graph = ad.parse("+".join(f"{i + 1}x{i}" for i in range(n)) + "\n3, " + "+".join(f"x{i}^2" for i in range(n)))
    evaluate = Counted(numeric.evaluate)
    monkeypatch.setattr(numeric, "evaluate", evaluate)
    point = {name: 0.01 * i for i, name in enumerate(graph.variables)}
    found = numeric.central_gradient(graph, point, output=1)
    assert found == pytest.approx([2 * x for x in point.values()], abs=1e-8)
    assert {type(x) for x in found} == {float}
    assert evaluate.calls == 3
    assert numeric.central_gradient(graph, point, output=0) == [0.0] * n


def test_without_variables_there_are_no_derivatives():
    assert numeric.central_gradient(ad.parse("2"), {}) == []
    assert numeric.jacobian(lambda: [1.0, 2.0], []).shape == (2, 0)
