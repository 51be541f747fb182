"""Numbers as they are shown: in formulas, figures and exports. ``player/numbers.js`` is its twin on the page.

As many of four significant digits as fit in eight characters, a true minus sign, integers without
decimals, only zero is "0". One list of cases in the tests holds the two together.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

ROOM = 8


def shown(x: float, digits: int = 4) -> str:
    """A number to look at."""
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    if x == 0:
        return "0"
    if x == math.floor(x) and len(whole := str(int(x))) <= ROOM:
        return _minus(whole)
    room = max(ROOM, digits + 4)
    for kept in range(digits, 0, -1):
        if text := _shortest(x, kept, room):
            return _minus(text)
    return _minus(_exponential(x, 1))


def _shortest(x: float, digits: int, room: int) -> str:
    power = int(_scientific(x, digits)[1])
    if -4 <= power < digits:
        places = digits - 1 - power
        text = _trimmed(f"{Decimal(x).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}")
        if len(text) <= room:
            return text
    text = _exponential(x, digits)
    return text if len(text) <= room else ""


def _scientific(x: float, digits: int) -> tuple[str, str]:
    exact = Decimal(x)
    unit = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    rounded = exact.quantize(unit, ROUND_HALF_UP)
    mantissa, power = f"{rounded:.{digits - 1}e}".split("e")
    return mantissa, power


def _exponential(x: float, digits: int) -> str:
    mantissa, power = _scientific(x, digits)
    return f"{_trimmed(mantissa)}e{int(power)}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minus(text: str) -> str:
    return text.replace("-", "−")
