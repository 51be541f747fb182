"""Twenty thousand hostile texts: a graph or a `ParseError`, nothing else, each within a second.

The texts are the same in every run. A failure names its text; put it into `good` or `wrong` when it is mended.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator

import pytest

from autodiff.errors import ParseError
from autodiff.language import parse
from tests.autodiff.language.checks import check_error, check_graph
from tests.autodiff.language.good import GOOD
from tests.autodiff.language.wrong import WRONG

TEXTS = [text for text, *_ in [*GOOD, *WRONG]]
VOCABULARY = """
    x y z xy W pi e tau i n f g 0 1 2 3.5 1e3 .5 2j 0x1F 10**9 9^9^9 π α ² ⁻¹ ⁿ
    sin( cos( exp( max( where( log( √( sine( f( g( np.sin( tf. math.pi len( sum( zip( range( print(
    ( ) [ ] [0] [i] [-1] , : ; = == != < <= > >= + - * / ^ ** // % @ & | ! ~ . ' " # \\ ''
    { } $ ? ° ½ ∂ 😀 × · − ÷
    def return for in if else elif while and or not lambda import from as pass True None is class
"""
PIECES = ["\n", "\n  ", "\n    ", "\n\t", "  ", '"""', "\r\n", "def f(x):\n  ", "for i in range(3):\n  ", "f(x) = "]
WORDS = [*VOCABULARY.split(), *PIECES]
ALPHABET = "xyzeπ0123456789+-*/^=<>()[]., :;'\"\\#\n\t²⁻³·×√|!&%@~{}?_abcdefgsincowhrtlmpuα∂½\u200b\u00a0\x00\u2028"
PLANES = [(0, 0x7F), (0x80, 0x24F), (0x370, 0x3FF), (0x2000, 0x22FF), (0, 0xFFFF), (0x1D400, 0x1D7FF), (0, 0x10FFFF)]
PAIRS = [
    ("(", ")"), ("[", "]"), ("sin(", ")"), ("-", ""), ("not ", ""), ("x^", ""), ("x if x > 0 else ", ""), ("|", "|"),
    ("W[", "]"), ("where(x > 0, 1, ", ")"), ("f(", ")"), ("2*(x+", ")"), ("max(x, ", ")"), ("[0]", ""), ("x = ", ""),
    ("for i in range(2): ", ""), ("def f(x): ", ""), ("lambda x: ", ""), ("x if (", ") else 1"),
]  # fmt: skip


def mutated(text: str, pick: random.Random) -> str:
    """The text with a few pieces dropped, doubled, moved or put in."""
    for _ in range(pick.randint(1, 4)):
        i, j = sorted(pick.randint(0, len(text)) for _ in range(2))
        j = min(j, i + pick.choice([1, 1, 2, 5, 20]))
        piece = text[i:j]
        match pick.randrange(6):
            case 0:
                text = text[:i] + text[j:]
            case 1:
                text = text[:j] + piece + text[j:]
            case 2:
                text = text[:i] + pick.choice(WORDS) + text[i:]
            case 3:
                text = text[:i] + pick.choice(ALPHABET) + text[j:]
            case 4:
                at = pick.randint(0, len(text))
                text = text[:at] + piece + text[at:]
            case _:
                text = text[:i] + piece[::-1] + text[j:]
    return text


def soup(pick: random.Random) -> str:
    """Words of the language in any order."""
    return pick.choice(["", " "]).join(pick.choice(WORDS) for _ in range(pick.randint(1, 40)))


def characters(pick: random.Random) -> str:
    """Characters from anywhere, halves of surrogate pairs too."""
    return "".join(chr(pick.randint(*pick.choice(PLANES))) for _ in range(pick.randint(1, 60)))


def nested(pick: random.Random) -> str:
    """Opened far more often than is allowed, or nearly, and closed more or less."""
    opens, closes = pick.choice(PAIRS)
    n = pick.choice([5, 50, 99, 100, 101, 500, 5_000])
    return (opens * n + "x" + closes * (n + pick.choice([0, 0, 0, -1, 1])))[: pick.choice([9_999, 10_000, 20_000])]


def program(pick: random.Random) -> str:
    """Functions that call each other and loops in loops, growing without end if nobody counts."""
    first = pick.choice(["x", "x + x", "[x, x]", "sin(x)*x"])
    bodies = ["{0}({0}(x))", "{0}(x) + {0}(x)", "x^{0}({0}(2))", "{0}(x)*x + 0*{0}(1)"]
    count = pick.randint(1, 30)
    functions = [f"f{i}(x) = {pick.choice(bodies).format(f'f{i - 1}')}" for i in range(1, count)]
    depth = pick.randint(0, 5)
    loops = [f"{' ' * i}for i{i} in range({pick.choice([0, 1, 3, 100, 10_000, 10**12])}):" for i in range(depth)]
    body = " " * depth + f"a = {pick.choice(['x', 'a*a', '[a, a]', 'f1(x)', 'a + 1', 'zip([x], [a])'])}"
    last = pick.choice(["a", f"f{count - 1}(x)", "a, a", "sum(a)", "a[0]"])
    return "\n".join([f"f0(x) = {first}", *functions, *loops, body, last])


def texts(seed: int, count: int) -> Iterator[str]:
    pick = random.Random(seed)
    for _ in range(count):
        chance = pick.random()
        if chance < 0.62:
            yield mutated(pick.choice(TEXTS), pick)
        elif chance < 0.72:
            yield mutated(pick.choice(TEXTS) + pick.choice(["\n", "", " + ", ", "]) + pick.choice(TEXTS), pick)
        elif chance < 0.87:
            yield soup(pick)
        elif chance < 0.95:
            yield characters(pick)
        elif chance < 0.98:
            yield nested(pick)
        else:
            yield program(pick)


@pytest.fixture(scope="module")
def second() -> Iterator[float]:
    """A second of processor as this machine runs it: eight times what an honest program of 4,000 nodes takes.

    What other tests have left in memory is none of the parser's work, so the garbage collector does not go through it.
    """
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(3):
        start = time.process_time()
        parse("for i in range(4000):\n  x = x*x\nx")
        times.append(time.process_time() - start)
    yield 8 * min(times)
    gc.unfreeze()


@pytest.mark.parametrize("seed", range(20))
def test_a_graph_or_an_error_within_a_second(seed, second):
    for text in texts(seed, 1_000):
        start = time.process_time()
        try:
            graph = parse(text)
        except ParseError as error:
            check_error(error, text)
        except BaseException as error:
            raise AssertionError(f"{type(error).__name__} for {text!r}") from error
        else:
            check_graph(graph, text)
        assert time.process_time() - start < second, text


def test_the_texts_are_of_every_kind():
    found = list(texts(0, 1_000))
    parsed = 0
    for text in found:
        try:
            parse(text)
        except ParseError:
            continue
        parsed += 1
    assert 50 < parsed < 700  # neither all wrong nor all right
    assert len(set(found)) > 900
