"""The table of primitives: the only place where a derivative is written down.

A row gives a function's value, one partial derivative per argument, and its words. The partials are
written in generic arithmetic, so the same line serves reverse mode (a float flows through it), symbolic
differentiation (a node flows through it), dual numbers and whole arrays. ``u`` and ``w`` are the
arguments, ``out`` is the result; formulas are those of Abramowitz and Stegun, chapters 4 and 7.

Where a function has no derivative (a kink, a jump, a tie), the row takes the minimum-norm subgradient
if it is convex, else continuity, else nan, and ``conventions`` says so.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autodiff.primitive import POWER, Operators, Primitive

TABLE: dict[str, Primitive] = Operators.table
BY_NAME: dict[str, Primitive] = {}  # the rows that are typed, under each of their spellings


def row(name: str, value: Any, *partials: Any, **columns: Any) -> Primitive:
    """Add one primitive to the table; its columns are those of `Primitive`."""
    primitive = Primitive(name, value, partials, **columns)
    TABLE[name] = primitive
    if primitive.in_language:
        BY_NAME.update(dict.fromkeys((name, *primitive.aliases), primitive))
    for known in (value, *(getattr(np, spelling, None) for spelling in (name, *primitive.aliases))):
        if isinstance(known, np.ufunc):
            Operators.by_ufunc[known] = primitive
    return primitive


def _elementwise(function: Any) -> Any:
    on_arrays = np.vectorize(function, otypes=[float])
    return lambda u: on_arrays(u)[()]


_erf, _erfc = _elementwise(math.erf), _elementwise(math.erfc)


def _sigmoid(u: Any) -> Any:
    e = np.exp(-np.abs(u))  # never overflows, whichever side u is on
    return np.where(np.signbit(u), e, 1.0)[()] / (1.0 + e)


def _number(condition: Any) -> Any:
    return np.asarray(condition, dtype=float)[()]


def _select(condition: Any, u: Any, w: Any) -> Any:
    return np.where(np.asarray(condition) != 0, u, w)[()]


def _step(u: Any, w: Any) -> Any:
    return np.heaviside(np.where(u == w, 0.0, np.subtract(u, w)), 0.5)[()]


# ---- arithmetic

add = row(
    "add", np.add, lambda u, w, out: 1.0, lambda u, w, out: 1.0,
    words="adds {0} and {1}", form="{0} + {1}", typed="{0} + {1}", latex="{0} + {1}", python="{0} + {1}",
    symbol="+", roles=("left term", "right term"), binding=1,
    undefined=((lambda u, w: math.isinf(u) and u == -w, "infinity added to its opposite"),),
)  # fmt: skip
sub = row(
    "sub", np.subtract, lambda u, w, out: 1.0, lambda u, w, out: -1.0,
    words="subtracts {1} from {0}", form="{0} − {1}", typed="{0} - {1}", latex="{0} - {1}", python="{0} - {1}",
    symbol="−", roles=("left term", "right term"), binding=1,
    undefined=((lambda u, w: math.isinf(u) and u == w, "infinity subtracted from itself"),),
)  # fmt: skip
mul = row(
    "mul", np.multiply, lambda u, w, out: w, lambda u, w, out: u,
    words="multiplies {0} by {1}", form="{0} × {1}", typed="{0} * {1}", latex=r"{0} \cdot {1}", python="{0} * {1}",
    symbol="×", roles=("left factor", "right factor"), binding=2,
    undefined=((lambda u, w: (u == 0 and math.isinf(w)) or (math.isinf(u) and w == 0), "zero times infinity"),),
)  # fmt: skip
div = row(
    "div", np.divide, lambda u, w, out: 1.0 / w, lambda u, w, out: -out / w,
    words="divides {0} by {1}", form="{0} / {1}", typed="{0} / {1}", latex=r"\frac{{{0}}}{{{1}}}", python="{0} / {1}",
    symbol="/", roles=("numerator", "denominator"), binding=2,
    undefined=((lambda u, w: u == 0 and w == 0, "zero divided by zero"),
               (lambda u, w: math.isinf(u) and math.isinf(w), "infinity divided by infinity")),
)  # fmt: skip
neg = row(
    "neg", np.negative, lambda u, out: -1.0,
    words="changes the sign of {0}", form="−{0}", typed="-{0}", latex="-{0}", python="-{0}", symbol="−", binding=3,
)  # fmt: skip

# ---- powers. The two partials of a power are primitives of their own, because their guards at 0 have
# to hold for nodes too: x ** 0 has slope 0 everywhere, and 0 ** y does not move with y.


def _power_du(u: Any, w: Any) -> Any:
    return np.where(w == 0, 0.0, w * np.power(u, w - 1.0))[()]


def _power_dw(u: Any, w: Any) -> Any:
    return np.where((u == 0) & (w >= 0), 0.0, np.power(u, w) * np.log(u))[()]


ROOT_OF_NEGATIVE = ((lambda u, w: u < 0 and w != np.floor(w), "a negative number to a power that is not whole"),)
pow = row(
    "pow", np.power, lambda u, w, out: power_du(u, w), lambda u, w, out: power_dw(u, w),
    words="raises {0} to the power {1}", form="{0} ^ {1}", typed="{0} ^ {1}", latex="{0}^{{{1}}}",
    python="{0} ** {1}", symbol="^", roles=("base", "exponent"), binding=POWER, aliases=("power",),
    conventions=((lambda u, w: u == 0 and w == 0, "0 ^ 0 has no derivative; both slopes are taken as 0"),),
    undefined=ROOT_OF_NEGATIVE,
)  # fmt: skip
power_du = row(
    "power_du", _power_du, lambda u, w, out: where(equal(w, 0.0), 0.0, w * power_du(u, w - 1.0)),
    lambda u, w, out: pow(u, w - 1.0) + w * power_dw(u, w - 1.0),
    words="takes the slope of {0} ^ {1} in the base", form="{1} × {0} ^ ({1} − 1)",
    latex=r"{1} \cdot {0}^{{{1} - 1}}", python="{1} * {0} ** ({1} - 1)", binding=2,
    in_language=False, undefined=ROOT_OF_NEGATIVE,
)  # fmt: skip
power_dw = row(
    "power_dw", _power_dw, lambda u, w, out: pow(u, w - 1.0) + w * power_dw(u, w - 1.0),
    lambda u, w, out: where(equal(u, 0.0), abs(out), out * log(u)),
    words="takes the slope of {0} ^ {1} in the exponent", form="{0} ^ {1} × log({0})",
    latex=r"{0}^{{{1}}} \cdot \ln {0}", python="{0} ** {1} * math.log({0})", binding=2, in_language=False,
    undefined=((lambda u, w: u < 0, "the logarithm of a negative number"),),
)  # fmt: skip
NEGATIVE_ROOT = ((lambda u: u < 0, "the square root of a negative number"),)
sqrt = row(
    "sqrt", np.sqrt, lambda u, out: 1.0 / (2.0 * out),
    words="takes the square root of {0}", form="√({0})", latex=r"\sqrt{{{0}}}", symbol="√", undefined=NEGATIVE_ROOT,
)  # fmt: skip
cbrt = row(
    "cbrt", np.cbrt, lambda u, out: 1.0 / (3.0 * square(out)),
    words="takes the cube root of {0}", latex=r"\sqrt[3]{{{0}}}",
)  # fmt: skip
square = row(
    "square", np.square, lambda u, out: 2.0 * u,
    words="squares {0}", form="{0}²", latex=r"{0}^{{2}}", python="{0} ** 2", symbol="²", binding=POWER,
)  # fmt: skip

# ---- exponentials and logarithms

NEGATIVE_LOG = ((lambda u: u < 0, "the logarithm of a negative number"),)
exp = row("exp", np.exp, lambda u, out: out, words="takes the exponential of {0}", latex="e^{{{0}}}")
expm1 = row("expm1", np.expm1, lambda u, out: exp(u), words="takes the exponential of {0}, less 1",
            latex=r"\left(e^{{{0}}} - 1\right)")  # fmt: skip
log = row(
    "log", np.log, lambda u, out: 1.0 / u,
    words="takes the natural logarithm of {0}", latex=r"\ln\left({0}\right)", aliases=("ln",), undefined=NEGATIVE_LOG,
    more=lambda out, base: div(out, log(base)), most=2,
)  # fmt: skip
log2 = row("log2", np.log2, lambda u, out: 1.0 / (u * math.log(2)), words="takes the logarithm of {0} to base 2",
           latex=r"\log_2\left({0}\right)", undefined=NEGATIVE_LOG)  # fmt: skip
log10 = row("log10", np.log10, lambda u, out: 1.0 / (u * math.log(10)), words="takes the logarithm of {0} to base 10",
            latex=r"\log_{{10}}\left({0}\right)", undefined=NEGATIVE_LOG)  # fmt: skip
log1p = row(
    "log1p", np.log1p, lambda u, out: 1.0 / (1.0 + u),
    words="takes the logarithm of 1 plus {0}", latex=r"\ln\left(1 + {0}\right)",
    undefined=((lambda u: u < -1, "the logarithm of a negative number"),),
)  # fmt: skip

# ---- trigonometry. The slopes of the inverse functions stand as products and lengths, not as 1 − u² or u² + w²:
# the square would lose the digits near 1 and leave the range of floats long before its root does.

ANGLE_OF_INFINITY = ((lambda u: math.isinf(u), "an angle that is infinite"),)
BEYOND_ONE = ((lambda u: abs(u) > 1, "an angle whose sine or cosine would be beyond 1"),)
sin = row("sin", np.sin, lambda u, out: cos(u), words="takes the sine of {0}", latex=r"\sin\left({0}\right)",
          undefined=ANGLE_OF_INFINITY)  # fmt: skip
cos = row("cos", np.cos, lambda u, out: -sin(u), words="takes the cosine of {0}", latex=r"\cos\left({0}\right)",
          undefined=ANGLE_OF_INFINITY)  # fmt: skip
tan = row("tan", np.tan, lambda u, out: 1.0 + square(out), words="takes the tangent of {0}",
          latex=r"\tan\left({0}\right)", undefined=ANGLE_OF_INFINITY)  # fmt: skip
asin = row("asin", np.arcsin, lambda u, out: 1.0 / sqrt((1.0 - u) * (1.0 + u)), words="takes the arc sine of {0}",
           latex=r"\arcsin\left({0}\right)", aliases=("arcsin",), undefined=BEYOND_ONE)  # fmt: skip
acos = row("acos", np.arccos, lambda u, out: -1.0 / sqrt((1.0 - u) * (1.0 + u)), words="takes the arc cosine of {0}",
           latex=r"\arccos\left({0}\right)", aliases=("arccos",), undefined=BEYOND_ONE)  # fmt: skip
atan = row("atan", np.arctan, lambda u, out: 1.0 / (1.0 + square(u)), words="takes the arc tangent of {0}",
           latex=r"\arctan\left({0}\right)", aliases=("arctan",))  # fmt: skip
atan2 = row(
    "atan2", np.arctan2,
    lambda u, w, out: w / hypot(u, w) / hypot(u, w), lambda u, w, out: -u / hypot(u, w) / hypot(u, w),
    words="takes the angle of the point ({1}, {0})", roles=("height", "width"), aliases=("arctan2",),
    conventions=((lambda u, w: u == 0 and w == 0, "the angle has no slope at the origin"),
                 (lambda u, w: u == 0 and w < 0, "the angle jumps by a full turn here; the slope beside is taken")),
)  # fmt: skip
hypot = row(
    "hypot", np.hypot, lambda u, w, out: u / out, lambda u, w, out: w / out,
    words="takes the length of ({0}, {1})", latex=r"\sqrt{{{0}^2 + {1}^2}}", roles=("first side", "second side"),
    conventions=((lambda u, w: u == 0 and w == 0, "the length has a kink at the origin and no slope there"),),
)  # fmt: skip
sinh = row("sinh", np.sinh, lambda u, out: cosh(u), words="takes the hyperbolic sine of {0}",
           latex=r"\sinh\left({0}\right)")  # fmt: skip
cosh = row("cosh", np.cosh, lambda u, out: sinh(u), words="takes the hyperbolic cosine of {0}",
           latex=r"\cosh\left({0}\right)")  # fmt: skip
tanh = row("tanh", np.tanh, lambda u, out: 1.0 - square(out), words="takes the hyperbolic tangent of {0}",
           latex=r"\tanh\left({0}\right)")  # fmt: skip
asinh = row("asinh", np.arcsinh, lambda u, out: 1.0 / hypot(u, 1.0), aliases=("arcsinh",),
            words="takes the inverse hyperbolic sine of {0}")  # fmt: skip
acosh = row(
    "acosh", np.arccosh, lambda u, out: 1.0 / (sqrt(u - 1.0) * sqrt(u + 1.0)), aliases=("arccosh",),
    words="takes the inverse hyperbolic cosine of {0}",
    undefined=((lambda u: u < 1, "no real number has a hyperbolic cosine below 1"),),
)  # fmt: skip
atanh = row(
    "atanh", np.arctanh, lambda u, out: 1.0 / ((1.0 - u) * (1.0 + u)), aliases=("arctanh",),
    words="takes the inverse hyperbolic tangent of {0}",
    undefined=((lambda u: abs(u) > 1, "no real number has a hyperbolic tangent beyond 1"),),
)  # fmt: skip

# ---- comparisons give 1 for true and 0 for false; no derivative flows through them


def comparison(name: str, value: Any, sign: str, typed: str, tex: str, binding: int = 0) -> Primitive:
    """A row for one comparison."""
    shape = f"{{0}} {typed} {{1}}"
    return row(
        name, lambda u, w: _number(value(u, w)), None, None, words=f"asks whether {{0}} {sign} {{1}}",
        form=f"{{0}} {sign} {{1}}", typed=shape, latex=f"{{0}} {tex} {{1}}", python=shape, symbol=sign, binding=binding,
        roles=("left side", "right side"), in_language=False,
    )  # fmt: skip


less = comparison("less", np.less, "<", "<", "<")
less_equal = comparison("less_equal", np.less_equal, "≤", "<=", r"\le")
greater = comparison("greater", np.greater, ">", ">", ">")
greater_equal = comparison("greater_equal", np.greater_equal, "≥", ">=", r"\ge")
equal = comparison("equal", np.equal, "=", "==", "=")
not_equal = comparison("not_equal", np.not_equal, "≠", "!=", r"\ne")
logical_and = comparison("logical_and", np.logical_and, "and", "and", r"\land", -2)
logical_or = comparison("logical_or", np.logical_or, "or", "or", r"\lor", -3)
logical_not = row(
    "logical_not", lambda u: _number(np.logical_not(u)), None, words="asks whether {0} is false",
    form="not {0}", typed="not {0}", latex=r"\lnot {0}", python="not {0}", symbol="not", binding=-1, in_language=False,
)  # fmt: skip


class Gate:
    """The local derivative of a branch of ``where``: 1 where it was taken, *absent* where it was not.

    Absent is not 0: what arrives at a closed gate is dropped, even inf and nan, so the branch not taken
    stays free of the nan that comes from 0 × inf.
    """

    __slots__ = ("open",)
    __array_ufunc__ = None  # numpy leaves the product to the gate, also where an array stands at its left

    def __init__(self, open: Any) -> None:
        self.open = open

    def __mul__(self, arriving: Any) -> Any:
        return where(self.open, arriving, 0.0)

    __rmul__ = __mul__


where = row(
    "where", _select, None, lambda c, u, w, out: Gate(c), lambda c, u, w, out: Gate(logical_not(c)),
    words="takes {1} if {0} holds, else {2}", python="({1} if {0} else {2})",
    latex=r"\begin{{cases}} {{{1}}} & {{{0}}} \\ {{{2}}} & \text{{else}} \end{{cases}}",
    roles=("condition", "then", "else"),
)  # fmt: skip

# ---- kinks and jumps

TIE = ((lambda u, w: u == w, "a tie: each side is given half of the slope"),)
max = row(
    "max", np.maximum, lambda u, w, out: step(u, w), lambda u, w, out: step(w, u),
    words="takes the larger of {0} and {1}", latex=r"\max\left({0}, {1}\right)", python="max({0}, {1})",
    aliases=("maximum",), roles=("first", "second"), conventions=TIE,
    more=lambda out, u: max(out, u), most=math.inf,
)  # fmt: skip
min = row(
    "min", np.minimum, lambda u, w, out: step(w, u), lambda u, w, out: step(u, w),
    words="takes the smaller of {0} and {1}", latex=r"\min\left({0}, {1}\right)", python="min({0}, {1})",
    aliases=("minimum",), roles=("first", "second"), conventions=TIE,
    more=lambda out, u: min(out, u), most=math.inf,
)  # fmt: skip
step = row(
    "step", _step, lambda u, w, out: 0.0, lambda u, w, out: 0.0,
    words="is 1 where {0} is larger than {1}, ½ at a tie, else 0", form="step({0} − {1})", in_language=False,
    conventions=((lambda u, w: u == w, "it jumps at a tie; the slope 0 is taken"),),
)  # fmt: skip
abs = row(
    "abs", np.absolute, lambda u, out: sign(u), words="takes the absolute value of {0}",
    latex=r"\left|{0}\right|", form="|{0}|", python="abs({0})", symbol="|", aliases=("fabs", "absolute"),
    conventions=((lambda u: u == 0, "the absolute value has a kink at 0; the slope 0 is taken there"),),
)  # fmt: skip
sign = row(
    "sign", np.sign, lambda u, out: 0.0, words="takes the sign of {0}", python="(({0} > 0) - ({0} < 0))",
    conventions=((lambda u: u == 0, "the sign jumps at 0; the slope 0 is taken there"),),
)  # fmt: skip
JUMP = ((lambda u: u == np.floor(u), "it jumps here; the slope 0 is taken"),)
floor = row("floor", np.floor, lambda u, out: 0.0, words="rounds {0} down", latex=r"\lfloor {{{0}}} \rfloor",
            conventions=JUMP)  # fmt: skip
ceil = row("ceil", np.ceil, lambda u, out: 0.0, words="rounds {0} up", latex=r"\lceil {{{0}}} \rceil",
           conventions=JUMP)  # fmt: skip
round = row(
    "round", np.rint, lambda u, out: 0.0, words="rounds {0} to the nearest whole number", python="round({0})",
    conventions=((lambda u: u - np.floor(u) == 0.5, "it jumps here; the slope 0 is taken"),),
)  # fmt: skip

# ---- the functions of neural networks; each is one primitive, so that none overflows on the way

sigmoid = row("sigmoid", _sigmoid, lambda u, out: out * (1.0 - out), words="squeezes {0} into 0 to 1 by the sigmoid",
              latex=r"\sigma\left({0}\right)")  # fmt: skip
softplus = row("softplus", lambda u: np.logaddexp(0.0, u), lambda u, out: sigmoid(u),
               words="takes the softplus of {0}, log(1 + exp({0}))")  # fmt: skip
relu = row(
    "relu", lambda u: np.maximum(u, 0.0), lambda u, out: greater(u, 0.0),
    words="keeps {0} if it is positive, else gives 0",
    conventions=((lambda u: u == 0, "relu has a kink at 0; the slope 0 is taken there"),),
)  # fmt: skip
leaky_relu = row(
    "leaky_relu", lambda u: _select(u > 0, u, 0.01 * u), lambda u, out: where(greater(u, 0.0), 1.0, 0.01),
    words="keeps {0} if it is positive, else gives a hundredth of it",
    conventions=((lambda u: u == 0, "leaky_relu has a kink at 0; the slope 0.01 is taken there"),),
)  # fmt: skip
elu = row(
    "elu", lambda u: _select(u > 0, u, np.expm1(np.minimum(u, 0.0))),
    lambda u, out: where(greater(u, 0.0), 1.0, exp(u)),
    words="keeps {0} if it is positive, else gives exp({0}) − 1",
)  # fmt: skip
VANISHED = ((lambda u: u == -math.inf, "minus infinity times a weight of zero"),)
gelu = row(
    "gelu", lambda u: 0.5 * u * _erfc(-u / math.sqrt(2)),
    lambda u, out: 0.5 * erfc(-u / math.sqrt(2)) + u * exp(-0.5 * square(u)) / math.sqrt(2 * math.pi),
    words="weighs {0} by the chance that a standard normal number lies below it", undefined=VANISHED,
)  # fmt: skip
silu = row("silu", lambda u: u * _sigmoid(u), lambda u, out: sigmoid(u) * (1.0 + u * sigmoid(-u)),
           words="weighs {0} by its own sigmoid", aliases=("swish",), undefined=VANISHED)  # fmt: skip
erf = row("erf", _erf, lambda u, out: 2.0 / math.sqrt(math.pi) * exp(-square(u)),
          words="takes the error function of {0}")  # fmt: skip
erfc = row("erfc", _erfc, lambda u, out: -2.0 / math.sqrt(math.pi) * exp(-square(u)),
           words="takes 1 less the error function of {0}", in_language=False)  # fmt: skip
