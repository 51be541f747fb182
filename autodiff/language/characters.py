"""The single characters of the blackboard: those that mean something, and what is said about others.

A sign is replaced by one character for one, so that every column of the text stays where it was typed.
"""

from __future__ import annotations

import unicodedata

SIGNS = str.maketrans(
    {
        **dict.fromkeys("×·⋅∙•∗", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("−‐‑‒–—―", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", " "),  # they take no room; editors and chats add them
        **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
    }
)

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱˣʸ", "0123456789+-nixy", strict=True))

ROOT = "√"
QUOTES = "‘’‚“”„«»`"
PRIMES = "'’′″"

SENTENCES = {
    "!": "There is no factorial here.",
    "?": "A question mark has no meaning here.",
    "$": "Dollar signs are not needed around a formula.",
    "\\": "LaTeX commands are not read here; functions are typed by their names, as in sin(x).",
    "{": "Curly brackets have no meaning here; type round ones.",
    "}": "Curly brackets have no meaning here; type round ones.",
    "°": "Angles are in radians here; multiply degrees by pi/180.",
    "~": "The opposite of a condition is typed with the word not.",
    "∂": "Derivatives are not typed: type the function, and they are worked out.",
    "∇": "Derivatives are not typed: type the function, and they are worked out.",
    "∫": "There are no integrals here.",
    "∑": "A sum is typed with a loop, or as sum([a, b, c]).",
    "∏": "A product is typed with a loop, or as a*b*c.",
    "∞": "There is no number for infinity here.",
    "∛": "A cube root is typed cbrt(…).",
    "±": "Plus or minus would be two functions; type one of them.",
    "≈": "There is no sign for about equal here.",
    "→": "An arrow has no meaning here; a function is typed f(x) = ….",
}


def is_part_of_name(character: str) -> bool:
    """Whether it can stand inside a name: what Python allows, and subscripts, without superscripts and dots."""
    plain = unicodedata.normalize("NFKC", character)
    return character not in SUPERSCRIPTS and character not in "ªº" and plain != "·" and f"a{plain}".isidentifier()


def starts_name(character: str) -> bool:
    """Whether a name can begin with it: a digit cannot."""
    return is_part_of_name(character) and unicodedata.normalize("NFKC", character).isidentifier()


def sentence(character: str) -> str:
    """Why a character cannot stand in a formula."""
    if character in SENTENCES:
        return SENTENCES[character]
    if not character.isprintable():
        return f"A character that cannot be seen (U+{ord(character):04X}) stands here."
    return f"The character {character} has no meaning here."
