"""How wide a text will be, roughly: enough to reserve room before any browser has seen it."""

from __future__ import annotations

# Advance widths of Source Sans in em, rounded up, bold included; digits are tabular.
ADVANCES = {
    0.28: " ijl.,:;'|",
    0.38: "frtI!()[]/-₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻",
    0.54: '0123456789acegksvxyzEFJLZ_*^<>?"#$',
    0.62: "∂√×−+=≤≥≠",
    0.75: "wMDGHNOQUCBKPRφψωΘΠΦΨΩ&",
}
EMS = {c: em for em, characters in ADVANCES.items() for c in characters}
LATIN_OR_GREEK = "\u0400"  # up to here letters are 0.62 em wide or less; beyond, as wide as they like


def width(text: str, size: float) -> float:
    """The width of ``text`` in points at a font size, a little more rather than less."""
    return size * sum(map(_advance, text))


def _advance(c: str) -> float:
    return EMS.get(c) or (1.0 if c >= LATIN_OR_GREEK or c in "mW%@æœÆŒ½" else 0.62)


def shortened(text: str, size: float, room: float) -> str:
    """``text``, or as much of its beginning as fits into ``room`` points, with an ellipsis."""
    if width(text, size) <= room:
        return text
    left = room - width("…", size)
    kept = 0
    for c in text:
        left -= width(c, size)
        if left < 0:
            break
        kept += 1
    return text[:kept] + "…"
