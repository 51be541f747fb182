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
from autodiff.ops import TABLE
from autodiff.primitive import ATOM, Primitive


@dataclass(frozen=True)
class Spelling:
    """One library's way to write: a template a primitive, by name.

    ``lifted`` says how an argument that is a plain number is handed to a function that takes tensors only, and
    ``by_name`` that a primitive without a template is called by its name in the table.
    """

    templates: Mapping[str, str]
    lifted: str = "{}"
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

    def takes_expressions(self, primitive: Primitive) -> bool:
        """Whether its arguments may be expressions: it is an operator, or a call that names each of them once."""
        template = self.template(primitive)
        return primitive.name in OPERATORS or re.fullmatch(r"[\w.]+\({\d}(, {\d})*\)", template) is not None

    def is_short(self, primitive: Primitive) -> bool:
        """Whether it may stand inside another expression: a choice is easier to read on a line of its own."""
        return " if " not in self.template(primitive)

    def binding(self, primitive: Primitive) -> int:
        """How tightly what `spell` gives binds."""
        if primitive.name in OPERATORS:
            return primitive.binding
        return ATOM if self.takes_expressions(primitive) else LOOSEST

    def argument(self, primitive: Primitive, k: int, text: str, binding: int, varies: bool) -> str:
        """The text of an argument in its place: in brackets where an operator needs them, lifted where a call does."""
        if primitive.name in OPERATORS:
            needed = primitive.binding + (k > 0)
            return text if binding >= needed else f"({text})"
        is_number = not varies and (primitive.name, k) != ("where", 0)
        return self.lifted.format(text) if is_number and "(" in self.template(primitive) else text


def _slots(primitive: Primitive) -> str:
    return ", ".join(f"{{{i}}}" for i in range(primitive.arity))


OPERATORS = ("add", "sub", "mul", "div", "neg")
INFIX = {
    **{name: TABLE[name].typed for name in OPERATORS},
    **{name: TABLE[name].typed for name in ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")},
}

# ---- plain Python. Where the value is not a float64 number (1/0, log 0, exp 1000) these raise. The sign of
# a zero is kept in rounding, and nan is carried through every choice.

MATH = Spelling({
    **{name: f"math.{name}({_slots(row)})" for name, row in TABLE.items() if hasattr(math, name)},
    **INFIX,
    **{name: f"1.0 if {INFIX[name]} else 0.0" for name in ("less", "less_equal", "greater", "greater_equal")},
    **{name: f"1.0 if {INFIX[name]} else 0.0" for name in ("equal", "not_equal")},
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

# ---- the value functions of the table under their own names: the arithmetic of the edge table

TABLE_VALUES = Spelling({name: INFIX[name] for name in OPERATORS}, by_name=True)

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
})  # fmt: skip
JAX = Spelling({
    **{name: template.replace("np.", "jnp.") for name, template in NUMPY.templates.items()},
    **{name: f"jax.nn.{name}({{0}})" for name in ("sigmoid", "softplus", "relu", "elu", "silu")},
    "leaky_relu": "jax.nn.leaky_relu({0}, 0.01)",
    "gelu": "jax.nn.gelu({0}, approximate=False)",
    "erf": "jax.scipy.special.erf({0})",
    "erfc": "jax.scipy.special.erfc({0})",
})  # fmt: skip

# ---- PyTorch and TensorFlow, whose names are mostly the table's

TORCH = Spelling({
    **{name: f"torch.{name}({_slots(row)})" for name, row in TABLE.items()},
    **INFIX,
    "pow": "{0} ** {1}",
    "where": "torch.where(torch.as_tensor({0}), {1}, {2})",
    "cbrt": "torch.sign({0}) * torch.abs({0}) ** (1.0 / 3.0)",
    "max": "torch.maximum({0}, {1})",
    "min": "torch.minimum({0}, {1})",
    "softplus": "torch.logaddexp({0}, torch.zeros(()))",
    "leaky_relu": "torch.nn.functional.leaky_relu({0}, 0.01)",
    **{name: f"torch.nn.functional.{name}({{0}})" for name in ("elu", "gelu", "silu")},
}, lifted="torch.as_tensor({})")  # fmt: skip
TENSORFLOW = Spelling({
    **{name: f"tf.math.{name}({_slots(row)})" for name, row in TABLE.items()},
    **INFIX,
    "pow": "{0} ** {1}",
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
}, lifted="tf.convert_to_tensor({}, tf.float64)")  # fmt: skip

# ---- micrograd has operators, powers with a constant exponent, and relu; the rest is given to it by rule

MICROGRAD = Spelling({
    **{name: INFIX[name] for name in OPERATORS},
    "square": "{0} ** 2",
    "pow": "{0} ** {1}",
    "relu": "{0}.relu()",
    "where": "({1} if {0}.data else {2})",
}, lifted="Value({})")  # fmt: skip
