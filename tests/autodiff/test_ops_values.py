"""Every value and every partial of the table against mpmath, and every second derivative.

`REFERENCE` is written without looking at the table: closed forms in mpmath, evaluated at 40 digits and more.
A row without a reference fails. Two questions are asked of a rule, apart:

- is it the derivative? Its graph is evaluated at 60 digits, where no rounding can excuse a difference;
- what does float64 make of it? A few units in the last place, times what the textbook formula loses by its
  own rounding. Where it loses more than that, `LOSES` says by how much and why.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import mp

from autodiff.graph import Const, Graph, Node, Var
from autodiff.ops import TABLE, Gate

ULPS = 8  # numpy promises 4 ulp of its functions; a rule multiplies two of them at most
ULP = mpmath.mpf(2) ** -52
TINIEST = mpmath.mpf(2) ** -1060  # below the normal range errors are absolute
HUGE = mpmath.mpf(10) ** 300  # from here on intermediate results may overflow before the result does


def sigma(u):
    return 1 / (1 + mp.exp(-u))


def power_mixed(u, w):
    return u ** (w - 1) * (1 + w * mp.log(u))


def ladder(u, w):
    return mp.mpf(u > w) + mp.mpf(u == w) / 2


def none(*_):
    return mp.zero


def one(*_):
    return mp.one


def of(truth):
    return lambda *args: mp.mpf(bool(truth(*args)))


# name: (domain of each argument, value, partials…)
REFERENCE: dict[str, tuple[Any, ...]] = {
    "add": ("real real", lambda u, w: u + w, one, one),
    "sub": ("real real", lambda u, w: u - w, one, lambda u, w: -mp.one),
    "mul": ("real real", lambda u, w: u * w, lambda u, w: w, lambda u, w: u),
    "div": ("real nonzero", lambda u, w: u / w, lambda u, w: 1 / w, lambda u, w: -u / w**2),
    "neg": ("real", lambda u: -u, lambda u: -mp.one),
    "pow": ("nonzero exponent", lambda u, w: u**w, lambda u, w: w * u ** (w - 1), lambda u, w: u**w * mp.log(u)),
    "power_du": ("nonzero exponent", lambda u, w: w * u ** (w - 1) if w else mp.zero,
                 lambda u, w: w * (w - 1) * u ** (w - 2), power_mixed),
    "power_dw": ("nonzero exponent", lambda u, w: u**w * mp.log(u), power_mixed,
                 lambda u, w: u**w * mp.log(u) ** 2),
    "sqrt": ("nonzero", mp.sqrt, lambda u: 1 / (2 * mp.sqrt(u))),
    "cbrt": ("nonzero", lambda u: mp.sign(u) * mp.cbrt(abs(u)), lambda u: abs(u) ** (-mp.mpf(2) / 3) / 3),
    "square": ("real", lambda u: u * u, lambda u: 2 * u),
    "exp": ("growing", mp.exp, mp.exp),
    "expm1": ("growing", mp.expm1, mp.exp),
    "log": ("nonzero", mp.log, lambda u: 1 / u),
    "log2": ("nonzero", lambda u: mp.log(u) / mp.ln2, lambda u: 1 / (u * mp.ln2)),
    "log10": ("nonzero", lambda u: mp.log(u) / mp.ln10, lambda u: 1 / (u * mp.ln10)),
    "log1p": (">-1", mp.log1p, lambda u: 1 / (1 + u)),
    "sin": ("angle", mp.sin, mp.cos),
    "cos": ("angle", mp.cos, lambda u: -mp.sin(u)),
    "tan": ("angle", mp.tan, lambda u: mp.sec(u) ** 2),
    "asin": ("unit", mp.asin, lambda u: 1 / (mp.sqrt(1 - u) * mp.sqrt(1 + u))),
    "acos": ("unit", mp.acos, lambda u: -1 / (mp.sqrt(1 - u) * mp.sqrt(1 + u))),
    "atan": ("real", mp.atan, lambda u: 1 / (1 + u**2)),
    "atan2": ("real real", mp.atan2, lambda u, w: w / (u**2 + w**2), lambda u, w: -u / (u**2 + w**2)),
    "hypot": ("nonzero real", mp.hypot, lambda u, w: u / mp.hypot(u, w), lambda u, w: w / mp.hypot(u, w)),
    "sinh": ("growing", mp.sinh, mp.cosh),
    "cosh": ("growing", mp.cosh, mp.sinh),
    "tanh": ("growing", mp.tanh, lambda u: mp.sech(u) ** 2),
    "asinh": ("real", mp.asinh, lambda u: 1 / mp.hypot(u, 1)),
    "acosh": (">1", mp.acosh, lambda u: 1 / (mp.sqrt(u - 1) * mp.sqrt(u + 1))),
    "atanh": ("unit", mp.atanh, lambda u: 1 / ((1 - u) * (1 + u))),
    "less": ("few few", of(lambda u, w: u < w), None, None),
    "less_equal": ("few few", of(lambda u, w: u <= w), None, None),
    "greater": ("few few", of(lambda u, w: u > w), None, None),
    "greater_equal": ("few few", of(lambda u, w: u >= w), None, None),
    "equal": ("few few", of(lambda u, w: u == w), None, None),
    "not_equal": ("few few", of(lambda u, w: u != w), None, None),
    "logical_and": ("truth truth", of(lambda u, w: u and w), None, None),
    "logical_or": ("truth truth", of(lambda u, w: u or w), None, None),
    "logical_not": ("truth", of(lambda u: not u), None),
    "where": ("truth real real", lambda c, u, w: u if c else w, None, of(lambda c, u, w: c),
              of(lambda c, u, w: not c)),
    "max": ("few real", lambda u, w: max(u, w), ladder, lambda u, w: ladder(w, u)),
    "min": ("few real", lambda u, w: min(u, w), lambda u, w: ladder(w, u), ladder),
    "step": ("few few", ladder, none, none),
    "abs": ("nonzero", abs, mp.sign),
    "sign": ("nonzero", mp.sign, none),
    "floor": ("real", mp.floor, none),
    "ceil": ("real", mp.ceil, none),
    "round": ("real", mp.nint, none),
    "sigmoid": ("growing", sigma, lambda u: sigma(u) * sigma(-u)),
    "softplus": ("growing", lambda u: mp.log1p(mp.exp(u)), sigma),
    "relu": ("nonzero", lambda u: max(u, mp.zero), of(lambda u: u > 0)),
    "leaky_relu": ("nonzero", lambda u: u if u > 0 else u / 100, lambda u: mp.one if u > 0 else mp.one / 100),
    "elu": ("growing", lambda u: u if u > 0 else mp.expm1(u), lambda u: mp.one if u > 0 else mp.exp(u)),
    "gelu": ("tail", lambda u: u * mp.ncdf(u), lambda u: mp.ncdf(u) + u * mp.npdf(u)),
    "silu": ("growing", lambda u: u * sigma(u), lambda u: sigma(u) * (1 + u * sigma(-u))),
    "erf": ("tail", mp.erf, lambda u: 2 / mp.sqrt(mp.pi) * mp.exp(-u * u)),
    "erfc": ("tail", mp.erfc, lambda u: -2 / mp.sqrt(mp.pi) * mp.exp(-u * u)),
}  # fmt: skip


def mixed_power(u, w):  # u^(w−1) + w·(u^(w−1)·log u): the sum cancels near w·log u = −1
    return (1 + abs(w * mp.log(u))) * (1 + abs((w - 1) * mp.log(u))) / abs(1 + w * mp.log(u))


# What the textbook formula itself loses, as a factor on the rounding; the index is the partial's, None the value's.
LOSES: dict[tuple[str, int | None], Callable[..., Any]] = {
    ("tanh", 0): lambda u: mp.sinh(u) ** 2,  # 1 − tanh²: right to an ulp of 1, not of itself
    ("sigmoid", 0): mp.exp,  # σ·(1 − σ): the same on the right
    ("erf", 0): lambda u: u**2, ("erfc", 0): lambda u: u**2,  # exp of a rounded square
    ("gelu", None): lambda u: abs(u) * mp.npdf(u) / mp.ncdf(u),  # erfc of a rounded u/√2
    ("gelu", 0): lambda u: (mp.ncdf(u) + abs(u) * mp.npdf(u) * (2 + u**2)) / abs(mp.ncdf(u) + u * mp.npdf(u)),
    ("silu", 0): lambda u: (1 + abs(u) * sigma(-u)) / abs(1 + u * sigma(-u)),  # crosses 0 at −1.278
    ("pow", 0): lambda u, w: abs((w - 1) * mp.log(u)),  # w − 1 is rounded before it becomes an exponent
    ("power_du", None): lambda u, w: abs((w - 1) * mp.log(u)),
    ("power_du", 0): lambda u, w: 2 * abs((w - 1) * mp.log(u)),
    ("power_du", 1): mixed_power, ("power_dw", 0): mixed_power,
}  # fmt: skip


def points(name: str, count: int = 120) -> list[tuple[float, ...]]:
    """Seeded random points of a row's domain: all magnitudes, and close to where it ends or turns."""
    draw = random.Random(name)

    def spread(*decades: float) -> list[float]:
        return [10 ** draw.uniform(low, high) for low, high in itertools.pairwise(decades) for _ in range(8)]

    def both(numbers: list[float]) -> list[float]:
        return [*numbers, *(-x for x in numbers)]

    wide = spread(-300, -30, -12, -4, -1, 0, 0.5, 1, 2, 4, 12, 30, 300)
    edge = spread(-15.5, -12, -8, -4, -1)
    turns = [k * math.pi / 2 + x for k in range(-9, 10) for x in (0.0, *both(edge[:3]), *both(edge[-3:]))]
    domains = {
        "real": both(wide) + [k / 2 for k in range(-5, 6)],
        "nonzero": both(wide) + [1 + x for x in both(edge)],
        "exponent": both(spread(-12, -2, -1, 0, 1, 2, 3)) + [float(k) for k in range(-6, 7)],
        "growing": [*both(spread(-300, -12, -4, -1, 0, 0.3, 0.7, 1, 1.6, 2, 2.8, 4, 300)), -1.278464542761074],
        "tail": [*both(spread(-300, -12, -4, -1, 0, 0.3, 0.7, 1, 1.6, 2, 4)), -0.7517915247],
        ">-1": wide + [-x for x in wide if x < 1] + [x - 1 for x in edge],
        ">1": [1 + x for x in edge + spread(-1, 0, 1, 3, 12, 150)],
        "unit": both([x for x in wide if x < 1] + [1 - x for x in edge]),
        "angle": both(wide) + turns,
        "few": [-1.5, 0.0, 0.5, 2.0],
        "truth": [0.0, 1.0],
    }
    kinds = [domains[kind] for kind in REFERENCE[name][0].split()]
    if len(kinds) == 1:
        return [(x,) for x in kinds[0]]
    return [tuple(draw.choice(kind) for kind in kinds) for _ in range(count)]


def accept(got: Any, want: Any, loss: Any) -> bool:
    """Whether a float64 is the number that was wanted, up to its own rounding and the formula's loss."""
    if mp.im(want):  # no real number: the root of a negative one, and its like
        return math.isnan(got)
    if abs(want) > HUGE:
        return abs(got) > 1e280 and (got > 0) == (want > 0)
    return math.isfinite(got) and abs(mp.mpf(float(got)) - want) <= ULPS * ULP * (1 + loss) * abs(want) + TINIEST


def check(name: str, index: int | None, function: Callable[..., Any]) -> None:
    """One column of one row, on scalars and on an array, at every point."""
    wanted = REFERENCE[name][1 if index is None else 2 + index]
    loss = LOSES.get((name, index), none)
    at = points(name)
    with np.errstate(all="ignore"):
        columns = [np.array(column) for column in zip(*at, strict=True)]
        on_array = np.broadcast_to(function(*columns), len(at))
        on_scalars = [function(*map(np.float64, p)) for p in at]
    wrong = []
    with mp.workdps(40):
        for p, one_by_one, in_array in zip(at, on_scalars, on_array, strict=True):
            exact = [mp.mpf(x) for x in p]
            want, factor = wanted(*exact), abs(loss(*exact))
            wrong += [(p, got, mp.nstr(want, 20)) for got in (one_by_one, in_array) if not accept(got, want, factor)]
    assert not wrong, f"{len(wrong)} of {2 * len(at)} wrong, first: {wrong[:3]}"


@pytest.mark.parametrize("name", TABLE)
def test_every_row_has_a_reference(name):
    assert name in REFERENCE, "give the new row a closed form in REFERENCE"
    assert len(REFERENCE[name][0].split()) == len(REFERENCE[name]) - 2 == TABLE[name].arity


@pytest.mark.parametrize("name", REFERENCE)
def test_value(name):
    check(name, None, TABLE[name].value)


COLUMNS = [(name, i) for name, (_, _, *partials) in REFERENCE.items() for i in range(len(partials))]


@pytest.mark.parametrize(("name", "index"), COLUMNS)
def test_partial(name, index):
    row = TABLE[name]
    if REFERENCE[name][2 + index] is None:
        assert row.partials[index] is None
        return

    def partial(*args: Any) -> Any:
        local = row.partial(index, args, row.value(*args))
        return local * 1.0 if isinstance(local, Gate) else local

    check(name, index, partial)


# ---- the rules as mathematics: at 60 digits no rounding excuses anything


def at_60_digits(node: Node, numbers: dict[str, Any]) -> Any:
    """The value of a graph by the references alone; float constants stand for the numbers they round."""
    exact = {1.4142135623730951: mp.sqrt(2), 2.5066282746310002: mp.sqrt(2 * mp.pi), math.log(2): mp.ln2,
             math.log(10): mp.ln10, 2 / math.sqrt(math.pi): 2 / mp.sqrt(mp.pi),
             -2 / math.sqrt(math.pi): -2 / mp.sqrt(mp.pi), 0.01: mp.one / 100}  # fmt: skip
    values: list[Any] = []
    graph = Graph([node])
    for n, args in zip(graph.nodes, graph.args, strict=True):
        if isinstance(n, Var):
            values.append(numbers[n.name])
        elif isinstance(n, Const):
            values.append(exact.get(n.value, mp.mpf(n.value)))
        else:
            values.append(REFERENCE[n.op.name][1](*[values[i] for i in args]))
    return values[graph.outputs[0]]


def derivative(node: Node, variable: Var) -> Node:
    """The derivative of a graph as a graph, by the table's rules as they stand: forward mode on nodes."""
    graph = Graph([node])
    tangents: list[Any] = []
    for n, args in zip(graph.nodes, graph.args, strict=True):
        total: Any = Const(1.0) if n is variable else None
        for k, i in enumerate(args):
            if tangents[i] is not None and (rule := n.op.partial(k, n.args, n)) is not None:
                total = rule * tangents[i] if total is None else total + rule * tangents[i]
        tangents.append(total)
    return Const(0.0) if (found := tangents[graph.outputs[0]]) is None else found


def ordinary(name: str, count: int = 12) -> list[tuple[Any, ...]]:
    """Points between the edges, where the reference is smooth."""
    draw = random.Random(name)
    low, high = {"unit": (-0.9, 0.9), ">1": (1.1, 5), ">-1": (-0.9, 5), "nonzero": (0.1, 3)}.get(
        REFERENCE[name][0].split()[0], (-3, 3)
    )
    return [tuple(mp.mpf(draw.uniform(low, high)) for _ in range(TABLE[name].arity)) for _ in range(count)]


@pytest.mark.parametrize(("name", "index"), [(name, i) for name, i in COLUMNS if REFERENCE[name][2 + i] is not None])
def test_a_rule_is_the_derivative_and_so_is_the_rule_of_the_rule(name, index):
    row, wanted = TABLE[name], REFERENCE[name][2 + index]
    variables = [Var(letter) for letter in "uvw"[: row.arity]]
    rule = row.partial(index, tuple(variables), row(*variables)) * Const(1.0)
    for j, variable in enumerate(variables):
        second = derivative(rule, variable)
        for p in ordinary(name):
            with mp.workdps(60):
                numbers = dict(zip("uvw", p, strict=False))
                assert mp.almosteq(at_60_digits(rule, numbers), wanted(*p), 1e-50, 1e-50)

                def along(x, p=p, j=j):
                    return wanted(*p[:j], x, *p[j + 1 :])

                exact = mp.diff(along, p[j], relative=True)
                assert mp.almosteq(at_60_digits(second, numbers), exact, 1e-25, 1e-25), (p, j)
