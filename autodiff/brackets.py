"""Where brackets go: what stands beside a slot of a template decides how tightly its argument has to bind.

In ``{1} × {0} ^ ({1} − 1)`` the argument 0 stands before a power, the argument 1 before a product and inside
brackets. Whatever is no operator (an opening bracket, a comma, a brace of LaTeX) lets anything stand beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from autodiff.primitive import ATOM, POWER

LOOSEST = -3  # how tightly an "or" binds; "and", "not", comparisons, sums and products bind tighter
SIGN = 3  # how tightly a minus sign binds; a power binds tighter, on either side

COMPARISONS = ("<", ">", "=", "<=", ">=", "==", "!=", "≤", "≥", "≠", r"\le", r"\ge", r"\ne")
SUMS, PRODUCTS, POWERS = ("+", "-", "−"), ("×", "*", "/", r"\cdot"), ("^", "**")
AFTER_OPERATOR = {  # how tightly what follows it has to bind
    **dict.fromkeys(("or", r"\lor"), LOOSEST + 1), **dict.fromkeys(("and", r"\land"), -1),
    **dict.fromkeys(("not", r"\lnot"), -1), **dict.fromkeys(COMPARISONS, 1), **dict.fromkeys(SUMS, 2),
    **dict.fromkeys(PRODUCTS, SIGN), **dict.fromkeys(POWERS, POWER), r"\ln": ATOM,
}  # fmt: skip
BEFORE_OPERATOR = {  # and what stands before it
    **dict.fromkeys(("or", r"\lor"), LOOSEST), **dict.fromkeys(("and", r"\land"), -2),
    **dict.fromkeys(COMPARISONS, 0), **dict.fromkeys(SUMS, 1), **dict.fromkeys(PRODUCTS, 2),
    **dict.fromkeys((*POWERS, "²"), ATOM),
}  # fmt: skip
TOKEN = r"\\?[a-z]+|\*\*|[<>=!]=|\S"


def needs_brackets(template: str, i: int, text: str, binding: int) -> bool:
    """Whether the argument ``i`` of a template, which is spelled ``text`` and binds like ``binding``, takes brackets.

    A sign does so right after an operator, too: nobody likes to read ``x − −2``.
    """
    least, after_sign = _room(template, i)
    return binding < least or (after_sign and text[:1] in ("-", "−"))


@lru_cache(maxsize=1024)
def _room(template: str, i: int) -> tuple[int, bool]:
    """How tightly an argument must bind at all its places, and whether one of them follows a sum or a product."""
    least, after_sign = LOOSEST, False
    for slot in re.finditer(rf"\{{{i}\}}", template):
        before, after = template[: slot.start()].rstrip(), template[slot.end() :].lstrip()
        previous = re.findall(TOKEN, before)[-1:] or [""]
        following = re.match(TOKEN, after)
        least = max(least, SIGN if before in SUMS else AFTER_OPERATOR.get(previous[0], LOOSEST))
        least = max(least, BEFORE_OPERATOR.get(following[0], LOOSEST) if following else LOOSEST)
        after_sign |= previous[0] in SUMS + PRODUCTS
    return least, after_sign
