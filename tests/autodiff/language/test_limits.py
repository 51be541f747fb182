"""Every limit: what just passes, what just does not, and the sentence that says so."""

from __future__ import annotations

import gc
import sys
import threading
import time
from contextlib import suppress
from itertools import product
from keyword import iskeyword

import pytest

from autodiff.errors import ParseError
from autodiff.language import STACK, limits, parse


def refused(text: str) -> str:
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value.message


def many(n: int) -> str:
    """A chain of n squarings, which makes n nodes and a variable."""
    return "a = x\n" + "".join(f"for i in range({m}): a = a*a\n" for m in [n // 2, n - n // 2]) + "a"


def calls(n: int) -> str:
    return f"f(u) = u\nfor i in range({n}): a = f(x)\na"


def nested(opens: str, n: int, closes: str = "", inside: str = "x") -> str:
    return opens * n + inside + closes * n


BLOCKS = {n: "\n".join(" " * i + "for i in range(1):" for i in range(n)) + "\n" + " " * n + "a = x" for n in (99, 101)}

LIMITS = [
    ("x" + " " * 9_999, "x" + " " * 10_000, limits.TOO_MANY_CHARACTERS),
    (many(4_999), many(5_000), limits.TOO_MANY_NODES),
    ("+".join(f"x{i}" for i in range(512)), "+".join(f"x{i}" for i in range(513)), limits.TOO_MANY_VARIABLES),
    (", ".join("x" * 64), ", ".join("x" * 65), limits.TOO_MANY_OUTPUTS),
    ("+".join("x" * 1_000), "+".join("x" * 1_001), limits.TOO_MANY_TERMS),
    ("*".join("x" * 1_000), "*".join("x" * 1_001), limits.TOO_MANY_TERMS),
    ("+".join(["x*x"] * 1_000), "+".join(["x*x"] * 1_001), limits.TOO_MANY_TERMS),
    ("for i in range(10000): a = x", "for i in range(10001): a = x", limits.TOO_MANY_TURNS),
    ("for i in range(99):\n  for j in range(100): a = x", "for i in range(100):\n  for j in range(100): a = x",
     limits.TOO_MANY_TURNS),
    (calls(5_000), calls(5_001), limits.TOO_MANY_TURNS),
    (nested("(", 100, ")"), nested("(", 101, ")"), limits.TOO_DEEP),
    (nested("sin(", 100, ")"), nested("sin(", 101, ")"), limits.TOO_DEEP),
    (nested("2*(x+", 100, ")"), nested("2*(x+", 101, ")"), limits.TOO_DEEP),
    (nested("-", 100), nested("-", 101), limits.TOO_DEEP),
    (nested("x^", 100), nested("x^", 101), limits.TOO_DEEP),
    (f"where({nested('not ', 99)} > 0, 1, 2)", f"where({nested('not ', 100)} > 0, 1, 2)", limits.TOO_DEEP),
    (nested("x if x > 0 else ", 100), nested("x if x > 0 else ", 101), limits.TOO_DEEP),
    ("x" + "[0]" * 100, "x" + "[0]" * 101, limits.TOO_DEEP),
    (BLOCKS[99], BLOCKS[101], limits.TOO_DEEP),
    ("W[2^31 - 1]", "W[2^31]", limits.TOO_LARGE),
    ("for i in range(2^31 - 1, 2^31 - 1): a = 1\nx", "for i in range(2^31, 2^31): a = 1\nx", limits.TOO_LARGE),
]  # fmt: skip


@pytest.mark.parametrize(("passes", "fails", "sentence"), LIMITS, ids=[fails[:30] for _, fails, _ in LIMITS])
def test_limit(passes, fails, sentence):
    assert len(parse(passes)) <= limits.NODES
    assert refused(fails) == sentence


@pytest.mark.parametrize("term", ["-x", "x^2", "sin(x)", "2^-x", "(x)", "W[0]"])
def test_what_is_closed_again_nests_no_deeper(term):
    parse("+".join([term] * 300))


def test_numbers_that_are_folded_or_unused_are_no_nodes():
    assert len(parse("s = x\nfor i in range(1600): s += x^(2*i + 1)\ns")) == 1 + 3 * 1_600
    assert len(parse("s = x\nfor i in range(6000): n = [i, 1]\ns")) == 1


def test_each_limit_has_its_own_sentence():
    sentences = [text for name, text in vars(limits).items() if name.startswith("TOO_")]
    assert len(set(sentences)) == len(sentences)
    assert {sentence for *_, sentence in LIMITS} | {limits.TOO_LONG_A_PROGRAM, limits.TOO_DEEP_TOGETHER} == set(
        sentences
    )


CHAIN = "f0(x) = x\n" + "".join(f"def f{i}(x):\n    return 1 + sin(f{i - 1}(x))\n" for i in range(1, 80)) + "f79(x)"
PLACES = [
    ("x + y\n" + "z" * 10_000, 2, 9_995, limits.TOO_MANY_CHARACTERS),
    ("def f(x):\n    for i in range(5000):\n        x = x*x\n    return x\nf(y)", 3, 13, limits.TOO_MANY_NODES),
    ("s = 0\nfor i in range(513):\n    s += W[i]\ns", 3, 10, limits.TOO_MANY_VARIABLES),
    ("def f(x):\n    return " + ", ".join("x" * 65), 2, 12, limits.TOO_MANY_OUTPUTS),
    ("def f(x):\n    y = x\n    return " + "+".join("x" * 1_001), 3, 12 + 1_999, limits.TOO_MANY_TERMS),
    ("def f(x):\n  for i in range(10001): x = x\n  return x\nf(y)", 2, 12, limits.TOO_MANY_TURNS),
    ("def f(x):\n  return " + nested("(", 100, ")"), 2, 10 + 99, limits.TOO_DEEP),  # the def is a level, too
    ("def f(x):\n    return x[2^31]\nf(W)", 2, 14, limits.TOO_LARGE),
    ("for i in range(9999):\n    A = range(9999)\nx", 2, 9, limits.TOO_LONG_A_PROGRAM),
    (CHAIN, 87, 12, limits.TOO_DEEP_TOGETHER),
]


@pytest.mark.parametrize(("text", "line", "column", "sentence"), PLACES, ids=[sentence[:40] for *_, sentence in PLACES])
def test_a_limit_points_at_the_line_that_passes_it(text, line, column, sentence):
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.line, caught.value.column) == (sentence, line, column)


def test_every_limit_has_a_place():
    assert {sentence for *_, sentence in PLACES} == {
        text for name, text in vars(limits).items() if name.startswith("TOO_")
    }


DOUBLING = "\n".join(f"f{i}(x) = f{i - 1}(f{i - 1}(x))" for i in range(1, 40))
LETTERS = "abcdfghjkmnoqrtuvwyz"
PAIRS = [a + b for a, b in product(LETTERS, LETTERS) if not iskeyword(a + b)][:340]
TOGETHER = "+".join([*LETTERS, *PAIRS])  # every pair is a product of two letters
BOMBS = [
    f"f0(x) = x + x\n{DOUBLING}\nf39(x)",
    f"f0(x) = x\n{DOUBLING}\nf39(x)",
    "a = x\n" + "a = a*a\n" * 1_200 + "for i in range(9999): a = a*a",
    "a = [x, x]\n" + "a = [a, a]\n" * 800 + "a",
    "for i in range(9999):\n " + "a = b;" * 1_600 + "a = b\nx",
    "A = [" + "1," * 3_000 + "]\nfor i in range(9999): B = zip(A, A, A)\nx",
    "A = [" + "1," * 3_000 + "]\nfor i in range(9999): B = sum(A)\nx",
    "for i in range(9999): A = range(9999)\nx",
    "for i in range(9999): A = [" + "1," * 3_000 + "]\nx",
    "s = 0\nfor i in range(10^12): s += x\ns",
    "s = 0\nfor i in range(9^9^9): s += x\ns",
    "9^9^9^9^9",
    "x^9^9^9^9",
    "9**9**9**9*x",
    "1" * 9_999,
    "0x" + "f" * 9_000,
    "1e" + "9" * 9_000,
    "x" + "²" * 9_000,
    "x" * 9_999,
    "(" * 9_999,
    "-" * 9_999,
    "not " * 2_499,
    "x if " * 1_999,
    "[" * 5_000 + "]" * 4_999,
    "sum(" * 2_499,
    "f(" * 4_999,
    "'" * 9_999,
    "\n".join(" " * i + "for i in range(1):" for i in range(120)),
    "+".join(f"x{i}" for i in range(1_300)),
    "x" + "[0]" * 3_300,
    "x" + "\\\n" * 4_000,
    "a=" * 4_999 + "x",
    ";" * 9_999,
    "max(" + "x," * 4_997 + ")",
    "f(" + ",".join(f"x{i}" for i in range(1_600)) + ") = 1",
    "sinx" * 2_499,
    "|" * 9_999,
    "x<1 and " * 990 + "x<1",
    "\n" * 5_000 + "0,5\n" * 1_249,
    "0,5\n" * 2_499 + "#x",
    "0,5 ," * 30 + "x",
    TOGETHER,
]


@pytest.mark.parametrize("text", ["0,5\n" * 2_499, "0,5 ," * 30 + "x", TOGETHER], ids=lambda text: text[:30])
def test_a_text_is_not_buried_in_notices(text):
    assert 1 <= len(parse(text).notices) <= limits.NOTICES


@pytest.mark.parametrize("text", BOMBS, ids=[text[:30] for text in BOMBS])
def test_nothing_takes_a_second(text):
    start = time.process_time()
    with suppress(ParseError):
        parse(text)
    assert time.process_time() - start < 1.0


def frames(calls: str, depth: int, each: int) -> str:
    """Functions that call each other, with an expression nested ``each`` deep around every call."""
    opens, closes = calls.split("…")
    lines = [f"f{i}(x) = {opens * each}f{i - 1}(x){closes * each}" for i in range(1, depth)]
    return "\n".join(["f0(x) = x", *lines, f"f{depth - 1}(x)"])


AROUND = [
    "sin(…)",
    "x^…",
    "where(x > 0, 1, …)",
    "where(not …> 0, 1, 2)",
    "[1, 2][…]",
    "1 + 2*(…)",
    "max(1, …)",
    "[…][0]",
]


@pytest.mark.parametrize("call", AROUND)
@pytest.mark.parametrize("each", [0, 1, 3, 10, 30, 60, 95])
@pytest.mark.parametrize("depth", [3, 10, 80])
def test_pythons_own_stack_never_runs_out(call, each, depth):
    """What is nested is counted, so that RecursionError is never met, on whatever path the nesting comes."""
    text = frames(call, depth, each)
    with suppress(ParseError):
        parse(text)


def test_the_depth_of_the_caller_does_not_matter():
    def deep(levels: int) -> int:
        return deep(levels - 1) if levels else len(parse(nested("sin(", 100, ")")))

    assert deep(sys.getrecursionlimit() - 300) == 101


def test_the_size_of_other_threads_stacks_is_left_alone():
    before = threading.stack_size()
    parse("x")
    with pytest.raises(ParseError):
        parse("x +")
    assert threading.stack_size() == before
    assert STACK == 8 * 1024 * 1024


def test_many_threads_at_once():
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(parse("x^2*y + y + 2")))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [8] * 40
    assert threading.stack_size() == 0


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    return a*a\nf(x) + f(y)",
        "def f(a):\n    def g(b):\n        return a*b\n    return g(a)\nf",
        "def f(a):\n    return a +\nf(x)",
        "def f(a):\n    return sine(a)\nf(x)",
    ],
    ids=["functions", "a function in a function", "wrong", "wrong in a function"],
)
def test_nothing_waits_for_a_search_for_garbage(text):
    """On a server it would stop everybody for as long as what thousands of texts left behind takes."""
    with suppress(ParseError):
        parse(text)
    gc.collect()
    gc.disable()
    try:
        with suppress(ParseError):
            parse(text)
        assert gc.collect() == 0
    finally:
        gc.enable()
