"""Numbers as they are shown: what they look like, that they are true, and that page and exports agree."""

from __future__ import annotations

import math
import struct
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.numbers import shown
from tests.viz.cases import CASES

IN_THE_BROWSER = """async (bits) => {
  const { shown, read } = await import("/viz/player/numbers.js");
  return bits.map(([hex, digits]) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt("0x" + hex));
    const text = shown(view.getFloat64(0), digits);
    return [text, String(read(text))];
  });
}"""
HELD = """async (pairs) => {
  const { rounded } = await import("/viz/player/grab.js");
  return pairs.map(([x, power]) => Object.is(rounded(x, power), -0) ? "-0" : String(rounded(x, power)));
}"""

LINES = """async (cases) => {
  const { added, line, multiplied } = await import("/viz/player/numbers.js");
  return cases.map(([numbers, result, of]) => {
    const told = line(numbers, result, of === "×" ? multiplied : added);
    return `${told.operands.join(` ${of} `)} ${told.sign} ${told.result}`;
  });
}"""

LITERAL = [  # the examples of the design, and what a reader would write
    (12.3456, "12.35"),
    (-0.0042199, "−0.00422"),
    (12345.6, "1.235e4"),
    (-1.2345e-7, "−1.23e−7"),
    (math.inf, "∞"),
    (-math.inf, "−∞"),
    (math.nan, "nan"),
    (0.0, "0"),
    (-0.0, "0"),
    (42.0, "42"),
    (-3.0, "−3"),
    (12345678.0, "12345678"),
    (-1234567.0, "−1234567"),
    (-12345678.0, "−1.235e7"),
    (123456789.0, "1.235e8"),
    (1e8, "1e8"),
    (1e22, "1e22"),
    (0.1 + 0.2, "0.3"),
    (1 / 3, "0.3333"),
    (-1 / 3, "−0.3333"),
    (0.0001, "0.0001"),
    (0.00012345, "1.234e−4"),  # the float lies below the tie
    (1234.5, "1235"),  # ties go away from zero, as in school
    (-1234.5, "−1235"),
    (0.03125, "0.03125"),
    (2.00005, "2"),
    (9999.5, "1e4"),
    (5e-324, "4.9e−324"),
    (-1.7976931348623157e308, "−1.8e308"),
    (-1.5e-300, "−2e−300"),
]


@pytest.mark.parametrize(("x", "text"), LITERAL, ids=[repr(x) for x, _ in LITERAL])
def test_literal_examples(x, text):
    assert shown(x) == text


@pytest.mark.parametrize(("digits", "text"), [(4, "3.142"), (5, "3.1416"), (6, "3.14159")])
def test_more_digits_where_a_sentence_asks_for_them(digits, text):
    assert shown(math.pi, digits) == text


def test_the_list_holds_every_kind_of_number():
    numbers = [x for x, _ in CASES]
    assert len(CASES) == 2_000
    assert Counter(digits for _, digits in CASES).keys() == {4, 5, 6}
    assert any(0 < abs(x) < 2.3e-308 for x in numbers), "denormal"
    assert any(abs(x) > 1e307 for x in numbers)
    assert any(str(x) == "-0.0" for x in numbers)
    assert {len(str(int(abs(x)))) for x in numbers if math.isfinite(x) and x.is_integer()} >= {1, 5, 8, 9}
    finite = [x for x in numbers if math.isfinite(x) and x]
    assert len({math.floor(math.log10(abs(x))) for x in finite}) > 300, "magnitudes"


def test_page_and_exports_show_the_same_text_for_every_case(page):
    bits = [(struct.pack(">d", x).hex(), digits) for x, digits in CASES]
    found = page.evaluate(IN_THE_BROWSER, bits)
    here = [shown(x, digits) for x, digits in CASES]
    assert [(case, text) for case, (text, _), mine in zip(CASES, found, here, strict=True) if text != mine] == []
    for text, back in found:
        ours = reading(text)
        assert back == "NaN" if math.isnan(ours) else float(back) == ours, "read() of the page reads it back"


def reading(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))


def last_digit(text: str) -> Decimal:
    """What one unit of the last digit shown is worth."""
    return Decimal(1).scaleb(Decimal(text.replace("−", "-")).as_tuple().exponent)


def is_true(x: float, digits: int) -> None:
    text = shown(x, digits)
    assert len(text) <= max(8, digits + 4)
    assert "-" not in text
    assert not text.endswith(".")
    assert (text == "0") == (x == 0), "only zero is 0"
    if not math.isfinite(x):
        assert repr(reading(text)) == repr(x)
        return
    if "." in text:
        assert not x.is_integer() or "e" in text, "integers have no decimals"
        assert text.split("e")[0][-1] != "0", "no zeros for show"
    digits_in = text.split("e")[0].replace("−", "").replace(".", "").lstrip("0")
    if "e" in text or "." in text:
        assert len(digits_in) <= digits
    error = abs(Decimal(x) - Decimal(text.replace("−", "-")))
    assert error <= last_digit(text) / 2


def test_every_case_is_short_and_true():
    for x, digits in CASES:
        is_true(x, digits)


@given(st.floats(), st.sampled_from([4, 5, 6]))
def test_any_float_is_short_and_true(x, digits):
    is_true(x, digits)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_sign_changes_nothing_but_the_sign(x):
    positive, negative = shown(abs(x)), shown(-abs(x))
    if len(positive) < 8:  # beyond, the minus takes the room of a digit
        assert negative == ("0" if x == 0 else "−" + positive)


@given(st.integers(-9_999_999, 99_999_999))
def test_integers_of_eight_characters_are_whole(n):
    assert shown(float(n)) == str(n).replace("-", "−")


@given(st.floats(min_value=0, exclude_min=True, allow_infinity=False))
def test_as_many_of_four_digits_as_fit(x):
    exact = Decimal(x)
    size = exact.adjusted()
    kept = 4 if -4 <= size < 4 else min(4, 8 - len(f"e{size}") - 1)
    assert abs(exact - Decimal(shown(x).replace("−", "-"))) <= Decimal(5).scaleb(size - kept)


@pytest.mark.parametrize(
    ("numbers", "of", "expected"),
    [
        ([3, 4], "×", "3 × 4 = 12"),
        ([1 / 3, 3], "×", "0.3333 × 3 ≈ 1"),  # whole is whole
        ([1 / 3, 0.3], "×", "0.33333 × 0.3 = 0.1"),  # 0.3333 × 0.3 is 0.09999
        ([1.2346, -0.73456], "+", "1.2346 + −0.73456 = 0.5"),  # 1.235 − 0.7346 is 0.5004
        ([0.5**0.5, 0.5**0.5], "×", "0.7071 × 0.7071 = 0.5"),  # 0.49999, of which four digits are 0.5
        ([0.1, 0.2], "+", "0.1 + 0.2 = 0.3"),
    ],
)
def test_a_line_is_equal_where_a_pocket_calculator_shows_the_same(page, numbers, of, expected):
    result = math.prod(numbers) if of == "×" else math.fsum(numbers)
    assert page.evaluate(LINES, [[numbers, result, of]]) == [expected]


def test_a_number_in_hand_is_never_minus_zero(page):
    pairs = [[-20, 2], [-0.001, -2], [-149, 2], [149, 2], [-3.456, -2], [-50, 2]]
    assert page.evaluate(HELD, pairs) == ["0", "0", "-100", "100", "-3.46", "0"]
