"""The sentences about words and signs of Python's that are no part of the language."""

from __future__ import annotations

WORDS = {
    "if": "A line cannot begin with if; where(condition, a, b) chooses between two values.",
    "elif": "There are no if statements here; where(condition, a, b) chooses between two values.",
    "else": "An else stands here without an if before it.",
    "while": "A loop needs a number of turns that is known: for i in range(3).",
    "for": "A loop begins a line of its own: for i in range(3):",
    "lambda": "lambda is a word of Python's own; another name is lam.",
    "True": "There is no True here; a condition compares two numbers, as in x > 0.",
    "False": "There is no False here; a condition compares two numbers, as in x > 0.",
    "None": "There is no None here; every value is a number.",
    "is": "Two numbers are compared with ==.",
    "in": "Whether something is in a list cannot be asked here.",
    "return": "return stands at the beginning of a line.",
    "def": "A function is defined on lines of its own.",
    "import": "import stands at the beginning of a line.",
    "not": "The word not stands before a condition, as in not x > 0.",
    "and": "The word and stands between two conditions.",
    "or": "The word or stands between two conditions.",
    "break": "A loop cannot be left early here.",
    "continue": "A turn of a loop cannot be cut short here.",
    "class": "There are no classes here; a function is written f(x) = ….",
}

OPERATORS = {
    "=": "A single = gives a name a value; two values are compared with ==.",
    "@": "There are no matrix products here; write the sum of products.",
    "&": "Two conditions are joined by the word and.",
    "&&": "Two conditions are joined by the word and.",
    "|": "One of two conditions is asked for with the word or.",
    "||": "One of two conditions is asked for with the word or.",
    "<>": "That two numbers differ is written !=.",
    "=>": "Greater or equal is written >=.",
    "=<": "Less or equal is written <=.",
    "->": "An arrow has no meaning here; a function is written f(x) = ….",
    ":=": "A name gets its value with =, on a line of its own.",
    ".": "Nothing can be asked of a value with a dot here.",
    ":": "A colon has no meaning here.",
    ";": "A semicolon only parts statements; the arguments of a function have commas between them.",
}

INSTEAD = {
    "&": "and", "&&": "and", "|": "or", "||": "or", "<>": "!=", "=>": ">=", "=<": "<=", ":=": "=", ";": ",",
    "is": "==", "=": "==", "lambda": "lam",
}  # fmt: skip
"""What to type in place of some of them."""


def word(text: str) -> str:
    """Why a word of Python's cannot stand here."""
    return WORDS.get(text, f"{text} is a word of Python's own, which has no meaning here.")


def operator(text: str) -> str:
    """Why a sign cannot stand here."""
    return OPERATORS.get(text, f"{text} cannot stand here.")
