"""Which arguments take brackets, by what stands beside their place."""

from __future__ import annotations

import pytest

from autodiff.brackets import LOOSEST, needs_brackets
from autodiff.primitive import ATOM, POWER

SUM, PRODUCT, SIGN = 1, 2, 3


@pytest.mark.parametrize(
    ("template", "i", "least"),
    [
        ("{0} + {1}", 0, SUM), ("{0} + {1}", 1, PRODUCT), ("{0} − {1}", 1, PRODUCT), ("{0} * {1}", 0, PRODUCT),
        ("{0} * {1}", 1, SIGN), (r"{0} \cdot {1}", 1, SIGN), ("−{0}", 0, SIGN), ("-{0}", 0, SIGN),
        ("{0} ^ {1}", 0, ATOM), ("{0} ^ {1}", 1, POWER), ("{0} ** {1}", 0, ATOM), ("{0}²", 0, ATOM),
        ("{0}^{{{1}}}", 0, ATOM), ("{0}^{{{1}}}", 1, LOOSEST), ("sin({0})", 0, LOOSEST), ("|{0}|", 0, LOOSEST),
        ("max({0}, {1})", 0, LOOSEST), ("max({0}, {1})", 1, LOOSEST), (r"\frac{{{0}}}{{{1}}}", 1, LOOSEST),
        ("{0} < {1}", 0, 0), ("{0} == {1}", 1, 1), (r"{0} \le {1}", 1, 1), ("{0} and {1}", 0, -2),
        ("{0} and {1}", 1, -1), ("{0} or {1}", 1, -2), ("not {0}", 0, -1),
        ("({1} if {0} else {2})", 1, LOOSEST),
        # the tightest of several places counts
        ("{1} × {0} ^ ({1} − 1)", 0, ATOM), ("{1} × {0} ^ ({1} − 1)", 1, PRODUCT),
        (r"\sqrt{{{0}^2 + {1}^2}}", 0, ATOM), (r"\ln {0}", 0, ATOM),
    ],
)  # fmt: skip
def test_what_stands_beside_a_place_decides(template, i, least):
    assert not needs_brackets(template, i, "x", least)
    assert least == LOOSEST or needs_brackets(template, i, "x", least - 1)


@pytest.mark.parametrize("template", ["{0} + {1}", "{0} − {1}", "{0} * {1}", r"{0} \cdot {1}", "−{1}{0}"])
@pytest.mark.parametrize("text", ["−2", "-x", "−x ^ 2"])
def test_no_sign_follows_an_operator(template, text):
    assert needs_brackets(template, 1, text, ATOM)


@pytest.mark.parametrize("template", ["max({0}, {1})", "{0} < {1}", r"\frac{{{0}}}{{{1}}}"])
def test_a_sign_may_follow_anything_else(template):
    assert not needs_brackets(template, 1, "−2", SIGN)
