"""Expressions made at random, each in two spellings: as a learner types it, and as Python does.

Both are strung together piece by piece, `^` beside `**` and a product without a sign beside `*`, and brackets
are left out at will. So it is Python that says how the pieces bind, and not whoever wrote these lines.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

SIGNS = {"+": ["+"], "-": ["-", "-", "−", "–"], "*": ["*", "*", "×", "·", "⋅"], "/": ["/", "/", "÷"]}
SPACES = ["", "", " ", " ", "  ", "\t", "\u00a0"]
DIGITS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
RAISED = {"n": "ⁿ", "i": "ⁱ", "x": "ˣ", "y": "ʸ"}
SUPERSCRIPTS = "".join(RAISED.values()) + "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
NUMBERS = {
    **{str(n): f"{n}.0" for n in (0, 1, 2, 3, 4, 5, 7, 10)},
    **{text: text for text in ("0.5", ".5", "1.25", "2.", "0.1", "1e-1", "2e0", "1.5E+0", "1_0.0")},
    "1_0": "10.0", "0x0A": "10.0", "0b11": "3.0", "２": "2.0",
}  # fmt: skip
COEFFICIENTS = ["2", "3", "5", "10", "0.5", ".5", "2.", "1e-1", "1_0"]  # those that a name can follow
UNKNOWN = ["x", "y", "z", "t", "α", "β", "x1", "x_1", "n", "weight"]
LIBRARIES = ["", "", "", "", "", "np.", "numpy.", "math.", "jnp.", "tf.", "tf.math.", "torch.", "jax.nn."]
EVERYWHERE = ["sin", "cos", "tanh", "atan", "abs", "square", "exp", "sigmoid", "softplus", "erf", "silu", "gelu"]
EVERYWHERE += ["relu", "leaky_relu", "elu", "cbrt", "asinh", "sin", "cos", "tanh", "sign", "floor", "ceil", "round"]
SOMEWHERE = ["tan", "asin", "acos", "sinh", "cosh", "acosh", "atanh", "log", "log2", "log10", "log1p", "expm1", "sqrt"]
OF_TWO = ["atan2", "hypot", "pow", "max", "min"]
ALSO = {
    "asin": ["arcsin"], "acos": ["arccos"], "atan": ["arctan"], "asinh": ["arcsinh"], "acosh": ["arccosh"],
    "atanh": ["arctanh"], "atan2": ["arctan2"], "log": ["ln"], "pow": ["power"], "max": ["maximum"],
    "min": ["minimum"], "abs": ["fabs", "absolute"], "silu": ["swish"], "sqrt": ["√"],
}  # fmt: skip
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
BLACKBOARD = {"<=": "≤", ">=": "≥", "!=": "≠"}


@dataclass(frozen=True)
class Twin:
    """The same piece of a program, as it is typed and as Python reads it."""

    typed: str
    python: str

    def around(self, before: str, after: str) -> Twin:
        """The piece between two others that are spelled alike."""
        return Twin(before + self.typed + after, before + self.python + after)


def same(text: str) -> Twin:
    return Twin(text, text)


def joined(twins: Sequence[Twin], between: str = ", ") -> Twin:
    return Twin(between.join(twin.typed for twin in twins), between.join(twin.python for twin in twins))


@dataclass
class Names:
    """What can be asked for at one place of a program."""

    numbers: list[str] = field(default_factory=list)
    lists: dict[str, int] = field(default_factory=dict)  # of numbers, with their lengths
    counters: dict[str, int] = field(default_factory=dict)  # the variables of loops, with their bounds
    arrays: list[str] = field(default_factory=list)  # B[i], W[i][j] with B and W free
    functions: dict[str, int] = field(default_factory=dict)  # with the count of their parameters
    constants: list[str] = field(default_factory=lambda: ["pi", "e", "tau"])

    def copy(self) -> Names:
        return Names(
            [*self.numbers], {**self.lists}, {**self.counters}, [*self.arrays], {**self.functions}, [*self.constants]
        )


class Expressions:
    """Makes expressions out of the names that it is given."""

    def __init__(self, pick: random.Random) -> None:
        self.pick = pick

    def number(self, names: Names, depth: int, *, bare: bool = False) -> Twin:
        """Any expression that is one number; ``bare`` where an ``if else`` needs no brackets."""
        pick = self.pick
        if depth <= 0 or pick.random() < 0.08:
            return self.atom(names)
        match pick.choices(range(8), [36, 11, 13, 6, 18, 5, 5, 6])[0]:
            case 0:
                return self.sum_or_product(names, depth)
            case 1:
                return self.product_without_sign(names, depth)
            case 2:
                return self.power(names, depth)
            case 3:
                return self.signed(names, depth)
            case 4:
                return self.call(names, depth)
            case 5:
                chosen = self.if_else(names, depth)
                return chosen if bare and pick.random() < 0.7 else chosen.around("(", ")")
            case 6:
                return self.of_a_list(names, depth)
            case _:
                return self.number(names, depth - 1, bare=True).around("(", ")")

    # ---- atoms

    def atom(self, names: Names) -> Twin:
        pick = self.pick
        kinds = [names.numbers] * 5 + [names.arrays, list(names.lists), list(names.counters)]
        kind = pick.choice([found for found in kinds if found] or [None])
        if kind is None or pick.random() < 0.2:
            return self.constant(names)
        name = pick.choice(kind)
        if kind == names.arrays:
            return self.part(name, names)
        if name in names.lists:
            length = names.lists[name]
            return same(f"{name}[{pick.randint(-length, length - 1)}]")
        if name in names.counters:
            return Twin(name, f"float({name})")  # all numbers are floats here
        return Twin("x₁" if name == "x1" and pick.random() < 0.5 else name, name)

    def constant(self, names: Names) -> Twin:
        pick = self.pick
        if pick.random() < 0.75 or not names.constants:
            return Twin(*pick.choice(list(NUMBERS.items())))
        name = pick.choice(names.constants)
        if pick.random() < 0.4:  # a library's own, whatever the name is given to elsewhere
            return Twin(pick.choice(["np.", "math.", "torch."]) + name, f"library_{name}")
        return Twin("π" if name == "pi" and pick.random() < 0.5 else name, name)

    def part(self, array: str, names: Names) -> Twin:
        """``W[1][i]``: B has three parts, W two rows of three."""
        bounds = [3] if array == "B" else [2, 3]
        return same(array + "".join(f"[{self.count(names, bound)}]" for bound in bounds))

    def count(self, names: Names, bound: int) -> str:
        """A whole number from 0 to below the bound, which Python and the language spell alike."""
        pick = self.pick
        small = [name for name, most in names.counters.items() if most <= bound]
        number = pick.randrange(bound)
        return pick.choice([
            str(number), str(number), *small, *(f"{name} % {bound}" for name in names.counters),
            f"{number + 2} - 2", f"{2 * number + 1}//2", f"{number}*(3 - 2)", f"len([{', '.join('7' * number)}])",
        ])  # fmt: skip

    # ---- operators

    def operand(self, names: Names, depth: int) -> Twin:
        inner = self.number(names, depth - 1)
        return inner.around("(", ")") if self.pick.random() < 0.25 else inner

    def sign(self, python: str) -> Twin:
        space = self.pick.choice(SPACES)
        return Twin(space + self.pick.choice(SIGNS[python]) + space, python)

    def sum_or_product(self, names: Names, depth: int) -> Twin:
        sign = self.sign(self.pick.choice("++--***/"))
        return joined([self.operand(names, depth), sign, self.operand(names, depth)], "")

    def product_without_sign(self, names: Names, depth: int) -> Twin:
        """``2x``, ``3(x + 1)``, ``sin(x)cos(y)``, ``(x + 1)y²``, ``2ex``: exactly a ``*``."""
        pick = self.pick
        space = pick.choice(["", "", " ", "\t"])
        if pick.random() < 0.1 and names.numbers and "e" in names.constants:
            name = pick.choice(names.numbers)
            if len(name.rstrip("0123456789")) == 1:
                return Twin(f"2e{name}", f"2.0*e*{name}")
        right = self.number(names, depth - 1)
        if pick.random() < 0.5:
            right = right.around("(", ")")
        if pick.random() < 0.5:
            coefficient = pick.choice(COEFFICIENTS)
            left = Twin(coefficient, NUMBERS[coefficient])
        else:
            left = self.number(names, depth - 1)
            if left.typed[-1] not in SUPERSCRIPTS:
                left = left.around("(", ")")
        first = right.typed[0]
        follows = first == "(" or first == "√" or (first.isalpha() and (space or first not in "eEjJ"))
        if left.typed[-1] in SUPERSCRIPTS or left.typed[-1] == ")":
            follows = follows or first in "0123456789."
        if not follows:
            right = right.around("(", ")")
        return joined([left, Twin(space, "*"), right], "")

    def power(self, names: Names, depth: int) -> Twin:
        pick = self.pick
        base = self.operand(names, depth)
        if base.typed[-1] in SUPERSCRIPTS:
            base = base.around("(", ")")
        space = pick.choice(SPACES)
        sign = Twin(space + pick.choice(["^", "**"]) + space, "**")
        raised = [name for name in RAISED if name in names.numbers]
        match pick.randrange(6):
            case 0 | 1 if base.typed[-1].isalnum() or base.typed[-1] in ")]":
                number = pick.choice([-2, -1, 0, 1, 2, 2, 2, 3, 12])
                return Twin(base.typed + str(number).translate(DIGITS), f"{base.python}**{number}.0")
            case 2 if raised and (base.typed[-1].isalnum() or base.typed[-1] in ")]"):
                name = pick.choice(raised)
                return Twin(base.typed + RAISED[name], f"{base.python}**{name}")
            case 0 | 1 | 2 | 3:
                number = pick.choice([1, 2, 2, 2, 3, 4])
                return joined([base, sign, Twin(f"{number}", f"{number}.0")], "")
            case 4:
                divided = pick.choice([Twin("(1/2)", "(1.0/2.0)"), Twin("(2/3)", "(2.0/3.0)"), Twin("-2", "-2.0")])
                return joined([base, sign, divided], "")
            case _:
                return joined([base, sign, self.operand(names, depth)], "")

    def signed(self, names: Names, depth: int) -> Twin:
        sign = self.pick.choice([Twin("-", "-"), Twin("−", "-"), Twin("- ", "-"), Twin("+", "+"), Twin("-−", "--")])
        return joined([sign, self.operand(names, depth)], "")

    # ---- functions

    def called(self, name: str, *args: Twin) -> Twin:
        pick = self.pick
        typed = pick.choice([name, name, *ALSO.get(name, [])])
        library = pick.choice(LIBRARIES)
        if typed != "√" and not (name in ("max", "min") and library):  # by these a library asks one array
            typed = library + typed
        space = pick.choice(["", "", "", " "])
        inside = joined(args, pick.choice([", ", ","]))
        return Twin(f"{typed}{space}({inside.typed})", f"{name}({inside.python})")

    def call(self, names: Names, depth: int) -> Twin:
        pick = self.pick
        if names.functions and pick.random() < 0.4:
            name, count = pick.choice(list(names.functions.items()))
            return joined([self.number(names, depth - 1, bare=True) for _ in range(count)]).around(f"{name}(", ")")
        kind = pick.random()
        if kind < 0.5:
            return self.called(pick.choice(EVERYWHERE), self.number(names, depth - 1, bare=True))
        if kind < 0.72:
            return self.called(pick.choice(SOMEWHERE), self.number(names, depth - 1, bare=True))
        left, right = self.number(names, depth - 1), self.number(names, depth - 1)
        if kind < 0.9:
            return self.called(pick.choice(OF_TWO), left, right)
        if kind < 0.95:
            return Twin(f"log({left.typed}, {right.typed})", f"log({left.python})/log({right.python})").around("(", ")")
        condition = self.condition(names, depth - 1)
        prefix = pick.choice(["", "np.", "tf.", "torch."])
        inside = joined([condition, left, right])
        return Twin(f"{prefix}where({inside.typed})", f"where({inside.python})")

    def of_a_list(self, names: Names, depth: int) -> Twin:
        """``max(a, b, c)``, ``sum([a, b])``, ``[a, b][0]``, ``len([a, b])``."""
        pick = self.pick
        items = [self.number(names, depth - 1, bare=True) for _ in range(pick.randint(2, 3))]
        inside = joined(items)
        match pick.randrange(6):
            case 0:
                return self.called(pick.choice(["max", "min"]), *items)
            case 1:
                return Twin(f"np.amax([{inside.typed}])", f"max([{inside.python}])")
            case 2 if names.lists:
                name = pick.choice(list(names.lists))
                return pick.choice(
                    [same(f"sum({name})"), same(f"max({name})"), Twin(f"len({name})", f"float(len({name}))")]
                )
            case 3:
                return inside.around("[", f"][{self.count(names, len(items))}]")
            case 4:
                return Twin(f"tf.reduce_sum([{inside.typed}])", f"sum([{inside.python}])")
            case _:
                return inside.around("sum([", "])")

    # ---- choice

    def if_else(self, names: Names, depth: int) -> Twin:
        then, otherwise = self.number(names, depth - 1), self.number(names, depth - 1, bare=True)
        condition = self.condition(names, depth - 1)
        return joined([then, same("if"), condition, same("else"), otherwise], " ")

    def condition(self, names: Names, depth: int) -> Twin:
        """Comparisons, chains of them, and what joins them."""
        pick = self.pick
        kind = pick.random()
        if kind < 0.7 or depth <= 0:
            pieces = [self.number(names, depth - 1)]
            for _ in range(pick.choice([1, 1, 1, 2])):
                sign = pick.choice(COMPARISONS)
                space = pick.choice(["", " "])
                pieces += [Twin(space + pick.choice([sign, BLACKBOARD.get(sign, sign)]) + space, f" {sign} ")]
                pieces += [self.number(names, depth - 1)]
            return joined(pieces, "")
        if kind < 0.8:
            return self.bracketed(self.condition(names, depth - 1)).around("not ", "")
        word = pick.choice([" and ", " or "])
        return joined([self.bracketed(self.condition(names, depth - 1)) for _ in range(2)], word)

    def bracketed(self, condition: Twin) -> Twin:
        return condition.around("(", ")") if self.pick.random() < 0.5 else condition
