"""Expressions made at random, typed in every way there is, against Python's own arithmetic."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff.errors import ParseError
from autodiff.graph import Var
from autodiff.language import parse
from autodiff.sweeps import evaluate

POINT = {"x": 0.75, "y": -1.25, "α": 2.5, "x1": 0.5}
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
unhurried = settings(deadline=None, max_examples=150, derandomize=True)
FUNCTIONS = {"sin": math.sin, "cos": math.cos, "tanh": math.tanh, "atan": math.atan, "abs": abs}
SUM, PRODUCT, SIGN, POWER, ATOM = range(5)


@dataclass(frozen=True)
class Typed:
    """A text, what it is worth, and how tightly its outermost operator binds."""

    text: str
    value: float
    binding: int = ATOM


def bracketed(part: Typed, least: int) -> str:
    return part.text if part.binding >= least else f"({part.text})"


def atoms() -> st.SearchStrategy[Typed]:
    numbers = st.integers(0, 12).map(lambda n: Typed(str(n), float(n)))
    decimals = st.sampled_from(["0.5", "1.25", ".5", "2.", "1e-1", "2e0", "1_0"]).map(lambda t: Typed(t, float(t)))
    names = st.sampled_from(sorted(POINT)).map(lambda name: Typed(name, POINT[name]))
    constants = st.sampled_from([("pi", math.pi), ("π", math.pi), ("e", math.e), ("np.pi", math.pi)])
    return numbers | decimals | names | names | constants.map(lambda constant: Typed(*constant))


def compound(parts: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    functions, prefixes = st.sampled_from(sorted(FUNCTIONS)), st.sampled_from(["", "", "np.", "math.", "tf.math."])
    spaces = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
    pairs = st.tuples(parts, parts, spaces)

    def added(drawn, sign):
        left, right, space = drawn
        value = left.value + right.value if sign == "+" else left.value - right.value
        return Typed(f"{bracketed(left, SUM)}{space}{sign}{space}{bracketed(right, PRODUCT)}", value, SUM)

    def multiplied(drawn, sign):
        left, right, space = drawn
        text = f"{bracketed(left, PRODUCT)}{space}{sign}{space}{bracketed(right, SIGN)}"
        return Typed(text, left.value * right.value, PRODUCT)

    def divided(drawn, sign):
        left, right, space = drawn
        if right.value == 0:
            return left
        text = f"{bracketed(left, PRODUCT)}{space}{sign}{space}{bracketed(right, SIGN)}"
        return Typed(text, left.value / right.value, PRODUCT)

    def beside(drawn):
        left, right, space = drawn
        return Typed(f"({left.text}){space}({right.text})", left.value * right.value, PRODUCT)

    def counted(part, number):
        is_name = part.binding == ATOM and part.text[0] in "xyαst"  # a letter that a number can stand before
        return Typed(f"{number}{part.text}" if is_name else f"{number}({part.text})", number * part.value, PRODUCT)

    def raised(part, exponent, sign):
        if part.value == 0 and exponent < 0:
            return part
        value = math.pow(part.value, exponent)
        base = bracketed(part, ATOM)
        text = f"{base}{str(exponent).translate(SUPERSCRIPTS)}" if sign == "²" else f"{base}{sign}{exponent}"
        return Typed(text, value, POWER)

    def negated(part, sign):
        return Typed(f"{sign}{bracketed(part, SIGN)}", -part.value, SIGN)

    def called(part, name, prefix):
        return Typed(f"{prefix}{name}({part.text})", FUNCTIONS[name](part.value))

    def chosen(drawn):
        left, right, _ = drawn
        text = f"({left.text} if {bracketed(left, SUM)} < {bracketed(right, SUM)} else {right.text})"
        return Typed(text, min(left.value, right.value))

    return st.one_of(
        st.builds(added, pairs, st.sampled_from("+-−")),
        st.builds(multiplied, pairs, st.sampled_from("*×·⋅")),
        st.builds(divided, pairs, st.sampled_from("/÷")),
        st.builds(beside, pairs),
        st.builds(counted, parts, st.integers(2, 9)),
        st.builds(raised, parts, st.integers(-2, 3), st.sampled_from(["^", "**", " ^ ", "²"])),
        st.builds(negated, parts, st.sampled_from("-−")),
        st.builds(called, parts, functions, prefixes),
        st.builds(chosen, pairs),
    ).filter(lambda typed: abs(typed.value) < 1e4 and len(typed.text) < 400)


EXPRESSIONS = st.recursive(atoms(), compound, max_leaves=12)


def value_of(text: str) -> float:
    graph = parse(text)
    nodes = evaluate(graph, {name: POINT[name] for name in graph.variables})
    return float(nodes[graph.outputs[0]])


@unhurried
@given(EXPRESSIONS)
def test_any_expression_in_any_notation_is_worth_what_python_says(typed):
    assert value_of(typed.text) == pytest.approx(typed.value, rel=1e-9, abs=1e-9)


@unhurried
@given(EXPRESSIONS, EXPRESSIONS)
def test_a_name_may_stand_for_any_part(left, right):
    whole = value_of(f"({left.text}) - ({right.text})")
    assert value_of(f"a = {left.text}\nb = {right.text}\na - b") == whole
    assert value_of(f"a, b = {left.text}, {right.text}; a - b") == whole
    assert value_of(f"f(a, b) = a - b\nf({left.text}, {right.text})") == whole
    assert value_of(f"a = {left.text}\nfor b in [{right.text}]:\n  a -= b\na") == whole


@unhurried
@given(EXPRESSIONS)
def test_every_node_lies_inside_the_nodes_it_serves(typed):
    graph = parse(typed.text)
    for i, args in enumerate(graph.args):
        for j in args:
            if not isinstance(graph.nodes[j], Var):  # a variable's place is its first
                assert graph.spans[i][0] <= graph.spans[j][0] <= graph.spans[j][1] <= graph.spans[i][1]


@unhurried
@given(EXPRESSIONS, st.integers(0, 2**32 - 1))
def test_a_piece_cut_out_gives_a_graph_or_an_error_in_the_text(typed, seed):
    pick = random.Random(seed)
    i, j = sorted(pick.randint(0, len(typed.text)) for _ in range(2))
    text = typed.text[:i] + typed.text[j:]
    try:
        places = parse(text).spans.values()
    except ParseError as error:
        places = [(error.column - 1, error.column)]
    assert all(0 <= start < end <= len(text) + 1 for start, end in places)


@unhurried
@given(st.lists(st.sampled_from(["+", "-", "*"]), min_size=1, max_size=60))
def test_a_chain_leans_to_the_left(signs):
    text = "x" + "".join(f" {sign} y" for sign in signs)
    assert value_of(text) == eval(text, {}, POINT)


@unhurried
@given(st.integers(0, 12), st.integers(-5, 12), st.integers(-3, 3).filter(bool))
def test_a_range_is_pythons(start, stop, step):
    text = f"s = x\nfor i in range({start}, {stop}, {step}):\n  s = s*2 + i\ns"
    s = POINT["x"]
    for i in range(start, stop, step):
        s = s * 2 + i
    assert value_of(text) == s


@unhurried
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8))
def test_max_min_and_sum_of_any_number(numbers):
    listed = ", ".join(map(repr, numbers))
    assert value_of(f"max([{listed}])") == max(numbers)
    assert value_of(f"min([{listed}])") == min(numbers)
    np.testing.assert_allclose(value_of(f"sum([{listed}])"), sum(numbers), atol=1e-12)
