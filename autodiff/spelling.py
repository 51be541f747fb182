"""How plain Python and other libraries spell the primitives.

A template has ``{0}``, ``{1}``, … for the arguments. Where one stands twice, or inside more than an operator or
a call, the arguments are names or numbers, so that none needs brackets and nothing is computed twice. Only
values are spelled: a slope is written from the rule (`local_derivative`), or left to the library.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autodiff.brackets import LOOSEST
from autodiff.errors import Unspelled
from autodiff.graph import Const, Node
from autodiff.ops import TABLE
from autodiff.primitive import ATOM, Primitive


@dataclass(frozen=True)
class Spelling:
    """One library's way to write: a template a primitive, by name.

    lifted        how an argument that is a plain number is handed to a function that takes tensors only
    counted       how a truth value is made a number, where the library's comparisons do not give numbers
    lifted_truth  how True and False are handed to a function that takes tensors only
    by_name       a primitive without a template is called by its name in the table
    """

    templates: Mapping[str, str]
    lifted: str = "{}"
    counted: str = ""
    lifted_truth: str = "{}"
    by_name: bool = False

    def spell(self, primitive: Primitive, args: list[str]) -> str:
        """The primitive of arguments that are written as `argument` says."""
        return self.template(primitive).format(*args)

    def template(self, primitive: Primitive) -> str:
        """How a primitive is written. Raises `Unspelled` where the library has no word for it."""
        if primitive.name in self.templates:
            return self.templates[primitive.name]
        if not self.by_name:
            raise Unspelled(f"There is no {primitive.name} in the library that this function is written for.")
        return f"{primitive.name}({_slots(primitive)})"

    def is_operator(self, primitive: Primitive) -> bool:
        """Whether it stands between its arguments, and is no call."""
        return primitive.name in OPERATORS and primitive.name in self.templates

    def takes_expressions(self, primitive: Primitive) -> bool:
        """Whether its arguments may be expressions: it is an operator, or a call that names each of them once."""
        template = self.template(primitive)
        return self.is_operator(primitive) or re.fullmatch(r"[\w.]+\({\d}(, {\d})*\)", template) is not None

    def is_short(self, primitive: Primitive) -> bool:
        """Whether it may stand inside another expression: a choice is easier to read on a line of its own."""
        return " if " not in self.template(primitive)

    def binding(self, primitive: Primitive) -> int:
        """How tightly what `spell` gives binds."""
        if self.is_operator(primitive):
            return primitive.binding
        return ATOM if self.takes_expressions(primitive) else LOOSEST

    def argument(self, primitive: Primitive, k: int, node: Node, text: str, binding: int) -> str:
        """The text of an argument in its place: in brackets where an operator needs them, lifted where a call does."""
        if self.counted and (primitive.name, k) in CONDITIONS:
            return self._condition(node, text)
        text, binding = self.number(node, text, binding)
        if self.is_operator(primitive):
            needed = primitive.binding + (k > 0)
            return text if binding >= needed else f"({text})"
        return self.lifted.format(text) if isinstance(node, Const) and "(" in self.template(primitive) else text

    def number(self, node: Node, text: str, binding: int) -> tuple[str, int]:
        """The text of a node where a number is meant, and how tightly it binds: a truth value is made 1 or 0."""
        is_truth = self.counted and node.op is not None and node.op.name in TRUTHS
        return (self.counted.format(text), ATOM) if is_truth else (text, binding)

    def _condition(self, node: Node, text: str) -> str:
        """The text of a node where a truth value is meant: what is not 0 is true."""
        if isinstance(node, Const):
            return self.lifted_truth.format(node.value != 0)
        return text if node.op is not None and node.op.name in TRUTHS else f"{text} != 0.0"


def _slots(primitive: Primitive) -> str:
    return ", ".join(f"{{{i}}}" for i in range(primitive.arity))


OPERATORS = ("add", "sub", "mul", "div", "neg")
COMPARISONS = ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
INFIX = {name: TABLE[name].typed for name in (*OPERATORS, *COMPARISONS)}
LOGIC = ("logical_and", "logical_or", "logical_not")
TRUTHS = (*COMPARISONS, *LOGIC)
CONDITIONS = {("where", 0), *((name, k) for name in LOGIC for k in range(TABLE[name].arity))}

# ---- plain Python. Where the value is not a float64 number (1/0, log 0, exp 1000) these raise. The sign of
# a zero is kept in rounding, and nan is carried through every choice.

MATH = Spelling({
    **{name: f"math.{name}({_slots(row)})" for name, row in TABLE.items() if hasattr(math, name)},
    **INFIX,
    **{name: f"1.0 if {INFIX[name]} else 0.0" for name in COMPARISONS},
    "logical_and": "1.0 if {0} and {1} else 0.0",
    "logical_or": "1.0 if {0} or {1} else 0.0",
    "logical_not": "0.0 if {0} else 1.0",
    "where": "{1} if {0} else {2}",
    "power_du": "0.0 if {1} == 0.0 else {1} * math.pow({0}, {1} - 1.0)",
    "power_dw": "0.0 if {0} == 0.0 <= {1} else math.pow({0}, {1}) * math.log({0})",
    "square": "{0} * {0}",
    "max": "{0} if {0} > {1} or {0} != {0} else {1}",
    "min": "{0} if {0} < {1} or {0} != {0} else {1}",
    "step": "0.5 if {0} == {1} else 1.0 if {0} > {1} else 0.0 if {0} < {1} else math.nan",
    "abs": "abs({0})",
    "sign": "1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0}",
    "floor": "math.copysign(math.floor({0}), {0})",
    "ceil": "math.copysign(math.ceil({0}), {0})",
    "round": "math.copysign(round({0}), {0})",
    "sigmoid": "1.0 / (1.0 + math.exp(-{0}))",
    "softplus": "max({0}, 0.0) + math.log1p(math.exp(-abs({0})))",
    "relu": "0.0 if {0} <= 0.0 else {0}",
    "leaky_relu": "{0} if {0} > 0.0 else 0.01 * {0}",
    "elu": "{0} if {0} > 0.0 else math.expm1({0})",
    "gelu": "0.5 * {0} * math.erfc(-{0} / math.sqrt(2.0))",
    "silu": "{0} / (1.0 + math.exp(-{0}))",
})  # fmt: skip

# ---- the value functions of the table under their own names: the arithmetic of the edge table. A quotient is a call
# too, for between two numbers of the text the sign would be Python's, which raises at 0.

TABLE_VALUES = Spelling({name: INFIX[name] for name in OPERATORS if name != "div"}, by_name=True)

# ---- NumPy, and JAX, which took over its names

_UFUNCS = {
    name: f"np.{row.value.__name__}({_slots(row)})" for name, row in TABLE.items() if isinstance(row.value, np.ufunc)
}
NUMPY = Spelling({
    **_UFUNCS,
    **INFIX,
    "logical_and": "np.logical_and({0}, {1})",
    "logical_or": "np.logical_or({0}, {1})",
    "logical_not": "np.logical_not({0})",
    "where": "np.where({0}, {1}, {2})",
    "power_du": "np.where({1} == 0.0, 0.0, {1} * np.power({0}, {1} - 1.0))",
    "power_dw": "np.where(np.logical_and({0} == 0.0, {1} >= 0.0), 0.0, np.power({0}, {1}) * np.log({0}))",
    "step": "np.heaviside({0} - {1}, 0.5)",
    "sigmoid": "1.0 / (1.0 + np.exp(-{0}))",
    "softplus": "np.logaddexp(0.0, {0})",
    "relu": "np.maximum({0}, 0.0)",
    "leaky_relu": "np.where({0} > 0.0, {0}, 0.01 * {0})",
    "elu": "np.where({0} > 0.0, {0}, np.expm1(np.minimum({0}, 0.0)))",
    "gelu": "0.5 * {0} * np.vectorize(math.erfc)(-{0} / math.sqrt(2.0))",
    "silu": "{0} / (1.0 + np.exp(-{0}))",
    "erf": "np.vectorize(math.erf)({0})",
    "erfc": "np.vectorize(math.erfc)({0})",
}, counted="np.where({}, 1.0, 0.0)")  # fmt: skip
JAX = Spelling({
    **{name: template.replace("np.", "jnp.") for name, template in NUMPY.templates.items()},
    **{name: f"jax.nn.{name}({{0}})" for name in ("sigmoid", "softplus", "relu", "elu", "silu")},
    "leaky_relu": "jax.nn.leaky_relu({0}, 0.01)",
    "gelu": "jax.nn.gelu({0}, approximate=False)",
    "erf": "jax.scipy.special.erf({0})",
    "erfc": "jax.scipy.special.erfc({0})",
}, counted="jnp.where({}, 1.0, 0.0)")  # fmt: skip

# ---- PyTorch and TensorFlow, which have these under the table's names

_TENSORS = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
    *("exp", "expm1", "log", "log1p", "sqrt", "square", "abs", "sign", "floor", "ceil", "round"),
    *("sigmoid", "erf", "erfc", *LOGIC),
)
TORCH = Spelling({
    **{name: f"torch.{name}({_slots(TABLE[name])})" for name in (*_TENSORS, "log2", "log10", "hypot", "relu")},
    **INFIX,
    "pow": "{0} ** {1}",
    "power_du": "torch.where({1} == 0.0, 0.0, {1} * {0} ** ({1} - 1.0))",
    "power_dw": "torch.where(({0} == 0.0) & ({1} >= 0.0), 0.0, {0} ** {1} * torch.log({0}))",
    "step": "0.5 * (1.0 + torch.sign({0} - {1}))",
    "where": "torch.where({0}, {1}, {2})",
    "cbrt": "torch.sign({0}) * torch.abs({0}) ** (1.0 / 3.0)",
    "max": "torch.maximum({0}, {1})",
    "min": "torch.minimum({0}, {1})",
    "softplus": "torch.logaddexp({0}, torch.zeros(()))",
    "leaky_relu": "torch.nn.functional.leaky_relu({0}, 0.01)",
    **{name: f"torch.nn.functional.{name}({{0}})" for name in ("elu", "gelu", "silu")},
}, lifted="torch.as_tensor({})", counted="torch.where({}, 1.0, 0.0)", lifted_truth="torch.as_tensor({})")  # fmt: skip
TENSORFLOW = Spelling({
    **{name: f"tf.math.{name}({_slots(TABLE[name])})" for name in (*_TENSORS, "softplus")},
    **INFIX,
    "pow": "{0} ** {1}",
    "power_du": "tf.where({1} == 0.0, tf.zeros((), tf.float64), {1} * {0} ** ({1} - 1.0))",
    "power_dw": "tf.where(({0} == 0.0) & ({1} >= 0.0), tf.zeros((), tf.float64), {0} ** {1} * tf.math.log({0}))",
    "step": "0.5 * (1.0 + tf.math.sign({0} - {1}))",
    "where": "tf.where({0}, {1}, {2})",
    "cbrt": "tf.math.sign({0}) * tf.math.abs({0}) ** (1.0 / 3.0)",
    "log2": "tf.math.log({0}) / math.log(2.0)",
    "log10": "tf.math.log({0}) / math.log(10.0)",
    "hypot": "tf.math.sqrt({0} * {0} + {1} * {1})",
    "max": "tf.math.maximum({0}, {1})",
    "min": "tf.math.minimum({0}, {1})",
    **{name: f"tf.nn.{name}({{0}})" for name in ("relu", "elu", "silu")},
    "leaky_relu": "tf.where({0} > 0.0, {0}, 0.01 * {0})",  # its own holds constants in 32 bits
    "gelu": "0.5 * {0} * tf.math.erfc(-{0} / math.sqrt(2.0))",  # its own too
}, lifted="tf.convert_to_tensor({}, tf.float64)", counted="tf.cast({}, tf.float64)")  # fmt: skip

# ---- micrograd has operators, powers with a constant exponent, and relu; the rest is given to it by rule

MICROGRAD = Spelling({
    **{name: INFIX[name] for name in OPERATORS},
    "square": "{0} ** 2",
    "pow": "{0} ** {1}",
    "relu": "{0}.relu()",
    "where": "({1} if {0}.data else {2})",
}, lifted="Value({})")  # fmt: skip
