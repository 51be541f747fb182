"""Characters to tokens: every token at the column where it was typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff.errors import ParseError
from autodiff.language.lexer import tokenize
from autodiff.language.notation import plain
from autodiff.language.source import Source
from autodiff.language.tokens import Kind

LAYOUT = {Kind.NEWLINE, Kind.INDENT, Kind.DEDENT, Kind.END}


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(Source(text)) if token.kind not in LAYOUT]


def layout(text: str) -> str:
    marks = {Kind.NEWLINE: "/", Kind.INDENT: ">", Kind.DEDENT: "<", Kind.END: "."}
    return "".join(marks.get(token.kind, token.text) for token in tokenize(Source(text)))


def operators(text: str) -> str:
    """The text as the grammar sees it."""
    source = Source(text)
    return " ".join(token.text for token in plain(source, tokenize(source)) if token.kind not in LAYOUT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x·y", ["x", "*", "y"]),
        ("x²y", ["x", "2", "y"]),
        ("x⁻¹²", ["x", "-12"]),
        ("x**y", ["x", "^", "y"]),
        ("x≤y", ["x", "<=", "y"]),
        ("a<=b", ["a", "<=", "b"]),
        ("2e3x", ["2e3", "x"]),
        ("2e-3x", ["2e-3", "x"]),
        ("2ex", ["2", "ex"]),
        ("2e+x", ["2", "e", "+", "x"]),
        ("1.5.5", ["1.5", ".5"]),
        ("1_000_", ["1_000", "_"]),
        ("0x1Fg", ["0x1F", "g"]),
        ("0xg", ["0", "xg"]),
        ("np.sin(x)", ["np.sin", "(", "x", ")"]),
        ("tf.math.log", ["tf.math.log"]),
        ("x.5", ["x", ".5"]),
        ("a//=b", ["a", "//=", "b"]),
        ("π", ["pi"]),
        ("√(x)", ["sqrt", "(", "x", ")"]),
        ("x₁", ["x1"]),
        ("ϕ", ["φ"]),
        ("ｘ＝１", ["x", "=", "1"]),
        ("x # y", ["x"]),
        ("'''a\nb'''", ["'''a\nb'''"]),
        ("iff if", ["iff", "if"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", "x/."),
        ("x\ny", "x/y/."),
        ("\n\nx\n\n\ny\n", "x/y/."),
        ("x\r\ny\rz", "x/y/z/."),
        ("(x\ny)", "(xy)/."),
        ("x \\\ny", "xy/."),
        ("a\n  b\n    c\nd", "a/>b/>c/<<d/."),
        ("a\n  b\n  c", "a/>b/c/<."),
        ("a\n  b\n\n# deep\n  c", "a/>b/c/<."),
        ("  a\n  b", "a/b/."),
        ("a\n\tb\n        c", "a/>b/c/<."),
        ("", "."),
    ],
)
def test_lines_and_blocks(text, expected):
    assert layout(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2x", "2 * x"),
        ("2 x", "2 * x"),
        ("2(x)", "2 * ( x )"),
        ("(x)(y)", "( x ) * ( y )"),
        ("(x)y", "( x ) * y"),
        ("(x)2", "( x ) * 2"),
        ("x²y", "x ^ 2 * y"),
        ("x²2", "x ^ 2 * 2"),
        ("x⁻¹(y)", "x ^ - 1 * ( y )"),
        ("2√(x)", "2 * sqrt ( x )"),
        ("x y", "x y"),
        ("x(y)", "x ( y )"),
        ("W[1]x", "W [ 1 ] x"),
        ("2if", "2 if"),
        ("(x) if", "( x ) if"),
        ("(x) and (y)", "( x ) and ( y )"),
        ("2 [x]", "2 [ x ]"),
        ("2ex", "2 * e * x"),
        ("2ex1", "2 * e * x1"),
        ("2exp(x)", "2 * exp ( x )"),
        ("2erf(x)", "2 * erf ( x )"),
        ("2eta", "2 * eta"),
        ("2 ex", "2 * ex"),
        ("ex+2ex", "ex + 2 * ex"),
    ],
)
def test_products_without_a_sign(text, expected):
    assert operators(text) == expected


@settings(deadline=None)
@given(st.text())
def test_tokens_lie_in_the_text_in_order(text):
    try:
        tokens = tokenize(Source(text))
    except ParseError:
        return
    places = [token.span for token in tokens if token.kind not in LAYOUT]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert tokens[-1].kind is Kind.END


@settings(deadline=None)
@given(st.text(alphabet="xy·×²⁻¹π√()[] +-\n\t23.e'#", max_size=60))
def test_between_tokens_there_is_only_space_and_comment(text):
    try:
        tokens = [token for token in tokenize(Source(text)) if token.kind not in LAYOUT]
    except ParseError:
        return
    inside = {i for token in tokens for i in range(token.start, token.end)}
    comment = False
    for i, character in enumerate(text):
        comment = (comment or (character == "#" and i not in inside)) and character != "\n"
        assert i in inside or comment or character.isspace()
