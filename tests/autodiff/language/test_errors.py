"""What is said about a text that is wrong, and where; and that the text with the suggestion is right."""

from __future__ import annotations

import pytest

from autodiff.errors import ParseError
from autodiff.language import parse
from tests.autodiff.language.wrong import WRONG


def error_of(text: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), WRONG, ids=[text for text, *_ in WRONG])
def test_sentence_place_and_hint(text, line, column, message, hint):
    error = error_of(text)
    assert message in error.message
    assert (error.line, error.column) == (line, column)
    if hint is not None:
        assert error.hint == hint


@pytest.mark.parametrize("text", [text for text, *_ in WRONG])
def test_a_sentence_reads_well_and_its_caret_stays_in_its_line(text):
    error = error_of(text)
    assert error.message[0].isupper() or error.message.split()[0] in text  # a sentence may begin with a name
    assert error.message[-1] in ".:…"
    assert "!" not in error.message.replace("!=", "")
    assert "\n" not in error.message
    lines = text.replace("\r\n", "\n").split("\n")
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1
    assert error.column + error.length - 1 <= max(1, len(lines[error.line - 1]))


def test_there_are_enough_texts():
    assert len(WRONG) >= 100


REPAIRED = [
    ("sine(x)", "sin(x)"),
    ("sin x", "sin(x)"),
    ("1 + sin 2x + 1", "1 + sin(2x) + 1"),
    ("sin²(x) + 1", "sin(x)^2 + 1"),
    ("sin⁻¹(x)", "asin(x)"),
    ("√2 + x", "√(2) + x"),
    ("2*|x + 1|", "2*abs(x + 1)"),
    ("x(y+1)", "x*(y+1)"),
    ("2 + x (y+1)", "2 + x*(y+1)"),
    ("a = x y\na", "a = x*y\na"),
    ("sin(0,5*x)", "sin(0.5*x)"),
    ("2*(sin(x", "2*(sin(x))"),
    ("a = sin(x # open\na + 1", "a = sin(x) # open\na + 1"),
    ("x + y)", "x + y"),
    ("(x + y]", "(x + y)"),
    ("½x", "(1/2)x"),
    ("f(x)=x^2\nf'(3)", "f(x)=x^2\nf(3)"),
    ("x''", "x"),
    ("x > 0", "where(x > 0, 1, 0)"),
    ("where(x, 1, 2)", "where(x != 0, 1, 2)"),
    ("where(x = 2, 1, 2)", "where(x == 2, 1, 2)"),
    ("where(x > 0 && y < 1, 1, 2)", "where(x > 0 and y < 1, 1, 2)"),
    ("W[1, 2]*x", "W[1][2]*x"),
    ("2j + j", "2*j + j"),
    ("xⁿ⁺¹", "x^(n+1)"),
    ("y*cot(x)^2", "y*(1/tan(x))^2"),
    ("print(x + 1)", "x + 1"),
    ("print x", "x"),
    ("for i in 3: s = i*x", "for i in range(3): s = i*x"),
    ("def f(x, y):\n  return xy", "def f(x, y):\n  return x*y"),
    ("def f(x):\n  return x*k", "def f(x, k):\n  return x*k"),
    ("def f(): return k", "def f(k): return k"),
    ("f(x) = x*k", "f(x, k) = x*k"),
    ("def f(x):\n  x^2", "def f(x):\n  return x^2"),
    ("np.sni(x)", "np.sin(x)"),
    ("lambda*x", "lam*x"),
    ("a.b = x", "a_b = x"),
    ("where(x>0&y>0,1,2)", "where(x>0 and y>0,1,2)"),
    ("where((x>0)&&(y>0),1,2)", "where((x>0)and(y>0),1,2)"),
    ("where(x>0||y>0,1,2)", "where(x>0 or y>0,1,2)"),
    ("where(x>0 |y>0,1,2)", "where(x>0 or y>0,1,2)"),
    ("2|x|", "2*abs(x)"),
    ("3x|y - 1|^2", "3x*abs(y - 1)^2"),
    ("cot x", "(1/tan(x))"),
    ("1 + sec 2x", "1 + (1/cos(2x))"),
    ("sine 2x + 1", "sin(2x) + 1"),
    ("sinπ + 1", "sin(π) + 1"),
    ("π(x + 1)", "π*(x + 1)"),
]


@pytest.mark.parametrize(("text", "fixed"), REPAIRED)
def test_one_click_puts_it_right(text, fixed):
    assert error_of(text).fixed == fixed
    parse(fixed)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "torch.rsqrt(x)",
            "np.exp2(x)",
            "math.erfc(x)",
            "jax.nn.selu(x)",
            "arccot(x)",
            "acoth(x)",
            "np.linalg.norm(x)",
        ),
        *("where x > 0", "max x", "|x + |y||", "np.maximum x"),
        "def f(x): return root*x",
    ],
)
def test_nothing_is_suggested_that_would_be_another_function(text):
    fixed = error_of(text).fixed
    assert fixed is None or fixed == "def f(x, root): return root*x"


def test_an_error_prints_its_place_and_hint():
    assert str(error_of("x + sine(y)")) == ("line 1, column 5: There is no function called sine. (did you mean sin?)")


def test_an_error_is_a_value_error():
    with pytest.raises(ValueError, match="closes nothing"):
        parse("x)")
