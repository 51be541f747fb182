"""How a primitive is called, what a row defaults to, and the operators and ufuncs that every carrier inherits."""

from __future__ import annotations

import dataclasses
import operator

import numpy as np
import pytest

from autodiff import ops
from autodiff.errors import ArgumentCount, AutodiffError, TruthOfNode
from autodiff.graph import Const, Node, Var, trace
from autodiff.language import parse
from autodiff.primitive import ATOM, Operators, Primitive
from autodiff.tape import INPUT, variable


class Recorder(Operators):
    """The smallest carrier: it writes down what was done to it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def apply_primitive(self, primitive, args):
        spelled = [arg.text if isinstance(arg, Recorder) else f"{arg:g}" for arg in args]
        return Recorder(f"{primitive.name}({', '.join(spelled)})")


c = Recorder("c")
TWO = np.float64(2.0)

# ---- a row


def test_a_row_says_only_what_differs_from_a_call():
    row = Primitive("leap_2", np.sin, (None,), "leaps over {0}")
    assert (row.form, row.typed, row.python) == ("leap_2({0})",) * 3
    assert row.latex.format("x") == r"\operatorname{leap\_2}\left(x\right)"
    assert (row.roles, row.symbol, row.binding, row.arity) == (("argument",), "leap_2", ATOM, 1)
    assert Primitive("f", np.add, (None, None), "{0} {1}").roles == ("argument 1", "argument 2")
    assert Primitive("cosh", np.cosh, (None,), "{0}").python == "math.cosh({0})"


def test_a_row_cannot_be_changed_and_is_compared_by_identity():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ops.sin.name = "sine"
    copy = dataclasses.replace(ops.sin)
    assert copy != ops.sin
    assert len({copy, ops.sin}) == 2
    assert repr(ops.sin) == "<primitive sin>"


def test_numbers_give_a_number_and_a_carrier_among_them_a_carrier():
    assert ops.hypot(3.0, 4.0) == 5.0
    np.testing.assert_array_equal(ops.add(np.ones(2), 1.0), [2.0, 2.0])
    assert ops.hypot(c, 4.0).text == "hypot(c, 4)"
    assert ops.hypot(3.0, c).text == "hypot(3, c)"
    assert ops.where(1.0, 2.0, c).text == "where(1, 2, c)"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ops.sin(1.0, 2.0), "sin takes 1 argument, not 2"),
        (lambda: ops.where(1.0, 2.0), "where takes 3 arguments, not 2"),
        (lambda: ops.max(1.0), "max takes 2 or more arguments, not 1"),
        (lambda: ops.log(8.0, 2.0, 2.0), "log takes 1 or 2 arguments, not 3"),
        (lambda: trace(lambda x: ops.where(x > 0, x)), "not 2"),
        (lambda: ops.tanh(variable([1], 0.5, INPUT), 2.0), "not 2"),
        (lambda: ops.exp(np.ones(2), np.ones(2)), "not 2"),
    ],
)
def test_the_wrong_number_of_arguments_is_refused(call, words):
    with pytest.raises(ArgumentCount, match=words):
        call()


def test_a_logarithm_to_a_base_and_the_largest_of_many_as_in_the_language():
    assert ops.log(8, 2) == 3.0
    assert ops.log(2.0, 1.0) == np.inf
    assert (ops.max(1, 3, 2), ops.min(3, 1, 2, 0.5), ops.max(*range(5_000))) == (3.0, 0.5, 4_999.0)
    assert ops.log(c, 8.0).text == "div(log(c), 2.07944)"
    assert ops.max(c, 2.0, 3.0).text == "max(max(c, 2), 3)"
    assert str(trace(lambda x, b: ops.log(x, b))) == str(parse("log(x, b)"))
    eight, two = np.array([8.0]), np.array([2.0])
    assert ops.log(eight, two) == [3.0]
    assert (eight, two) == ([8.0], [2.0])


def test_whole_numbers_and_short_floats_are_computed_with_as_float64():
    assert ops.square(np.array([10**10])) == [1e20]
    assert ops.pow(np.int64(2), -1) == 0.5
    assert ops.abs(np.int8(-128)) == 128.0
    assert ops.sub(np.uint8(1), np.uint8(2)) == -1.0
    assert ops.exp(np.float32(100.0)) == ops.exp(100.0)
    assert ops.logical_not(np.array([True, False])).tolist() == [0.0, 1.0]
    assert ops.where(np.array([True, False]), 1.0, 2.0).tolist() == [1.0, 2.0]
    assert ops.exp(np.complex128(1j)) == np.exp(1j)


def test_a_partial_that_does_not_flow_is_none():
    assert ops.less.partial(0, (1.0, 2.0), 1.0) is None
    assert ops.mul.partial(1, (3.0, 2.0), 6.0) == 3.0


def test_the_first_convention_and_the_first_reason_that_fit_are_given():
    row = Primitive(
        "f", np.sin, (None,), "{0}",
        conventions=((lambda u: u > 1, "large"), (lambda u: u > 0, "positive")),
        undefined=((lambda u: u < -1, "low"), (lambda u: u < 0, "negative")),
    )  # fmt: skip
    assert [row.convention_at(u) for u in (2, 1, 0)] == ["large", "positive", None]
    assert [row.undefined_at(u) for u in (-2, -1, 0)] == ["low", "negative", None]


# ---- operators

BINARY = {
    operator.add: "add", operator.sub: "sub", operator.mul: "mul", operator.truediv: "div", operator.pow: "pow",
}  # fmt: skip


@pytest.mark.parametrize(("symbol", "name"), BINARY.items(), ids=BINARY.values())
@pytest.mark.parametrize("two", [2, 2.0, TWO, np.int64(2)], ids=["int", "float", "float64", "int64"])
def test_an_operator_is_its_row_from_either_side(symbol, name, two):
    assert symbol(c, two).text == f"{name}(c, 2)"
    assert symbol(two, c).text == f"{name}(2, c)"
    assert symbol(c, c).text == f"{name}(c, c)"


def test_signs_and_bars():
    assert (-c).text == "neg(c)"
    assert abs(c).text == "abs(c)"
    assert +c is c


@pytest.mark.parametrize(("symbol", "name", "mirrored"), [
    (operator.lt, "less", "greater"), (operator.le, "less_equal", "greater_equal"),
    (operator.gt, "greater", "less"), (operator.ge, "greater_equal", "less_equal"),
])  # fmt: skip
def test_a_comparison_of_a_node_is_a_node_from_either_side(symbol, name, mirrored):
    x = Var("x")
    assert symbol(x, 2.0).op.name == name
    assert symbol(2.0, x).op.name == mirrored  # Python turns 2 < x around to x > 2
    with_numpy = symbol(TWO, x)
    assert with_numpy.op.name in (name, mirrored)
    assert any(arg is x for arg in with_numpy.args)


# ---- numpy's functions

UFUNCS = sorted({name for name in ops.BY_NAME if isinstance(getattr(np, name, None), np.ufunc)})


@pytest.mark.parametrize("name", UFUNCS)
def test_a_ufunc_of_a_node_is_the_row_of_that_name(name):
    row, ufunc = ops.BY_NAME[name], getattr(np, name)
    args = [Var("x"), 1.0][: row.arity]
    node = ufunc(*args)
    assert isinstance(node, Node)
    assert node.op is row


def test_no_ufunc_of_the_language_is_forgotten():
    assert {"sin", "arctan2", "maximum", "fabs", "power", "expm1", "hypot", "floor"} <= set(UFUNCS)
    assert {np.less, np.greater_equal, np.logical_not, np.subtract, np.negative, np.rint} <= set(Operators.by_ufunc)


def test_ufuncs_on_nodes_as_they_are_written():
    x = Var("x")
    product = TWO * x
    assert product.op is ops.mul
    assert product.args[0].value == 2.0
    assert product.args[1] is x
    assert np.maximum(x, 1.0).op is ops.max
    assert np.sin(x).args == (x,)
    assert np.less(x, 1.0).op is ops.less
    assert (np.pi / x).op is ops.div
    assert np.sqrt(np.exp(x) + 1).op is ops.sqrt


@pytest.mark.parametrize("call", [
    lambda: np.floor_divide(c, 2.0), lambda: np.add.reduce(c), lambda: np.sin(c, out=np.zeros(1)),
    lambda: np.frexp(c), lambda: c // 2, lambda: c % 2,
])  # fmt: skip
def test_what_is_not_in_the_table_is_refused(call):
    with pytest.raises(TypeError):
        call()


def test_an_array_is_not_a_constant():
    with pytest.raises(AutodiffError, match="not of ndarray"):
        np.array([1.0, 2.0]) * Var("x")


def test_python_may_not_choose_by_a_node():
    x = Var("x")
    with pytest.raises(TruthOfNode, match="where"):
        max(x, 1.0)
    with pytest.raises(TruthOfNode, match="GradientTape"):
        bool(Const(1.0))
