"""Whole programs made at random, each in two spellings: as a learner types it, and as Python runs it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.autodiff.language.twins import UNKNOWN, Expressions, Names, Twin, joined, same

ASSIGNED = ["a", "b", "c", "h", "s", "v", "loss"]
WIDE = str.maketrans({character: chr(ord(character) + 0xFEE0) for character in "()+*=,<>xy0123"})
IMPORTS = ["import math", "import numpy as np", "from math import sin, cos", "import torch.nn.functional as F"]
REMARKS = ["# a remark", '"""what it is for"""', "", "   # further in", "pass"]
UPDATES = {"+": ["+="], "-": ["-=", "−="], "*": ["*=", "×="], "/": ["/=", "÷="], "**": ["^=", "**="]}


@dataclass(frozen=True)
class TwinProgram:
    """A text, and the program that leaves its value in ``result``; ``inputs`` are what it may have as variables."""

    typed: str
    python: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Helper:
    """A function of the text: the length of each list among its parameters (0 for a number), and of its result."""

    name: str
    parameters: tuple[int, ...]
    results: int


class Programs:
    """Makes programs, line by line."""

    def __init__(self, pick: random.Random) -> None:
        self.pick = pick
        self.expressions = Expressions(pick)
        self.lines: list[Twin] = []
        self.helpers: list[Helper] = []

    # ---- whole programs

    def program(self) -> TwinProgram:
        """A program of one of the kinds that learners have."""
        pick = self.pick
        self.lines, self.helpers = [], []
        inputs = pick.sample(UNKNOWN, pick.randint(1, 3))
        arrays = pick.sample(["B", "W"], pick.randint(1, 2)) if pick.random() < 0.25 else []
        kind = pick.random()
        if kind < 0.4:
            self.result(same(""), Names(numbers=[*inputs], arrays=arrays), pick.randint(2, 4))
        else:
            self.preamble()
            for _ in range(pick.choice([0, 0, 1, 1, 2])):
                self.helper()
            if kind < 0.7:
                self.script(Names(numbers=[*inputs], arrays=arrays, functions=self.functions()))
            else:
                self.function_of(inputs, arrays)
        everything = joined(self.lines, pick.choice(["\n", "\n", "\n", "\r\n"]))
        typed = everything.typed.translate(WIDE) if pick.random() < 0.03 else everything.typed
        return TwinProgram(typed, everything.python.replace("\r", ""), (*inputs, *arrays))

    def functions(self) -> dict[str, int]:
        """The helpers that are called inside expressions."""
        return {h.name: len(h.parameters) for h in self.helpers if not any(h.parameters) and not h.results}

    def preamble(self) -> None:
        """What stands before a program and says nothing."""
        for choices in (IMPORTS, REMARKS):
            if self.pick.random() < 0.3:
                self.lines.append(Twin(self.pick.choice(choices), ""))

    def script(self, names: Names) -> None:
        """Lines, and the result in the last of them."""
        if self.pick.random() < 0.1:  # a name that is a constant elsewhere
            shadow = self.pick.choice(names.constants)
            names.constants.remove(shadow)
            value = self.expressions.number(Names(numbers=names.numbers, constants=names.constants), 1)
            self.lines.append(value.around(f"{shadow} = ", ""))
            self.assign(names, shadow)
        self.statements("", names, self.pick.randint(0, 4))
        self.result(self.pick.choice([same(""), same(""), Twin("return ", "")]), names, 2)

    def result(self, before: Twin, names: Names, depth: int) -> None:
        """The last line of a text without a function of its own."""
        pick = self.pick
        value = self.value(names, depth)
        name = pick.choice(ASSIGNED) + " = " if not before.typed and pick.random() < 0.15 else ""
        self.lines.append(joined([Twin(before.typed, "result = " + before.python), same(name), value], ""))

    def value(self, names: Names, depth: int) -> Twin:
        """One result, or two."""
        pick = self.pick
        if pick.random() < 0.85:
            return self.expressions.number(names, depth, bare=True)
        pair = joined([self.expressions.number(names, depth - 1, bare=True) for _ in range(2)])
        opened, closed = pick.choice([("", ""), ("(", ")"), ("[", "]")])
        return pair.around(opened, closed)

    def function_of(self, inputs: list[str], arrays: list[str]) -> None:
        """A last function, whose parameters are the variables."""
        pick = self.pick
        parameters = [*inputs, *arrays]
        if pick.random() < 0.3:
            self.assignment("", Names(), "k")  # a number that is known outside
        names = Names(numbers=[*inputs], arrays=arrays, functions=self.functions())
        if self.lines and self.lines[-1].typed.startswith("k"):
            names.numbers.append("k")
        self.define("f", parameters, names, lambda inside: self.value(inside, 2))
        self.lines.append(Twin("", f"result = f({', '.join(parameters)})"))

    # ---- functions

    def helper(self) -> None:
        """A function that later lines call."""
        pick = self.pick
        kinds = tuple(pick.choice([0, 0, 0, 2, 3]) for _ in range(pick.randint(1, 3)))
        letters = pick.sample(["u", "w", "p", "q", "x", "z"], len(kinds))
        names = Names(
            numbers=[name for name, length in zip(letters, kinds, strict=True) if not length],
            lists={name: length for name, length in zip(letters, kinds, strict=True) if length},
            functions=self.functions(),
        )
        results = pick.choice([0, 0, 0, 2])
        helper = Helper(f"{pick.choice('gh')}{len(self.helpers)}", kinds, results)

        def value(inside: Names) -> Twin:
            if not results:
                return self.expressions.number(inside, 2, bare=True)
            return joined([self.expressions.number(inside, 1) for _ in range(results)])

        self.define(helper.name, letters, names, value)
        self.helpers.append(helper)

    def define(self, name: str, parameters: list[str], names: Names, value: Callable[[Names], Twin]) -> None:
        """``def f(x, y):`` with a body, on its own lines or not, or ``f(x, y) = value``."""
        pick = self.pick
        if pick.random() < 0.3:
            found = value(names)
            head = f"{name}({', '.join(parameters)})"
            self.lines.append(Twin(f"{head} = {found.typed}", f"def {head}: return {found.python}"))
            return
        types = pick.random() < 0.2
        inside = ", ".join(f"{parameter}: float" if types else parameter for parameter in parameters)
        head = f"def {name}({inside}){' -> float' if types else ''}:"
        indent = pick.choice(["  ", "    ", "\t", " "])
        if pick.random() < 0.2:
            self.lines.append(joined([same(head), same("return"), value(names)], " "))
            return
        self.lines.append(same(head))
        if pick.random() < 0.3:
            self.lines.append(same(f"{indent}'what it is for'"))
        self.statements(indent, names, pick.randint(0, 3))
        self.lines.append(joined([same(f"{indent}return"), value(names)], " "))

    # ---- statements

    def statements(self, indent: str, names: Names, count: int) -> None:
        """A few statements; what they assign is added to the names."""
        for _ in range(count):
            match self.pick.randrange(8):
                case 0 | 1 | 2:
                    self.assignment(indent, names, self.pick.choice(ASSIGNED))
                case 3:
                    self.update(indent, names)
                case 4:
                    self.unpacking(indent, names)
                case 5:
                    self.list(indent, names)
                case _:
                    self.loop(indent, names)

    def assignment(self, indent: str, names: Names, name: str) -> None:
        value = self.expressions.number(names, 2, bare=True)
        second = self.pick.choice(ASSIGNED) if self.pick.random() < 0.1 else ""
        self.lines.append(value.around(f"{indent}{name} = {second}{' = ' * bool(second)}", ""))
        for assigned in [name, second] if second else [name]:
            self.assign(names, assigned)

    def assign(self, names: Names, name: str) -> None:
        """From here on the name is that of a number."""
        names.lists.pop(name, None)
        if name not in names.numbers:
            names.numbers.append(name)

    def update(self, indent: str, names: Names) -> None:
        """``s += x``: of a name that has a value, be it a variable's."""
        pick = self.pick
        local = [name for name in names.numbers if name != "k"]  # which a function only reads
        if not local:
            return
        name = pick.choice(local)
        operator = pick.choice(list(UPDATES))
        value = self.expressions.number(names, 1)
        sign = Twin(pick.choice(UPDATES[operator]), f"{operator}=")
        self.lines.append(joined([same(f"{indent}{name} "), sign, same(" "), value], ""))

    def unpacking(self, indent: str, names: Names) -> None:
        """``a, b = b, a``, ``(a, b), c = [x, y], 2``, ``u, v = swap(x, y)``, ``a = 1; b = 2``."""
        pick = self.pick
        several = [helper for helper in self.helpers if helper.results or any(helper.parameters)]
        first, second, third = pick.sample(ASSIGNED, 3)
        one, two = self.expressions.number(names, 1), self.expressions.number(names, 2)
        if several and pick.random() < 0.5:
            helper = pick.choice(several)
            args = [self.list_of(names, length) if length else self.expressions.number(names, 1)
                    for length in helper.parameters]  # fmt: skip
            call = joined(args).around(f"{helper.name}(", ")")
            self.lines.append(
                call.around(f"{indent}{first}, {second} = " if helper.results else f"{indent}{first} = ", "")
            )
            targets = [first, second] if helper.results else [first]
        elif pick.random() < 0.4:
            pair = joined([one, two]).around("[", "], ")
            three = self.expressions.number(names, 1)
            self.lines.append(joined([same(f"{indent}({first}, {second}), {third} = "), pair, three], ""))
            targets = [first, second, third]
        elif pick.random() < 0.3:
            self.lines.append(joined([same(f"{indent}{first} = "), one, same(f"; {second} = "), two], ""))
            targets = [first, second]
        else:
            self.lines.append(joined([same(f"{indent}{first}, {second} = "), one, same(", "), two], ""))
            targets = [first, second]
        for name in targets:
            self.assign(names, name)

    def list_of(self, names: Names, length: int) -> Twin:
        known = [name for name, count in names.lists.items() if count == length]
        if known and self.pick.random() < 0.5:
            return same(self.pick.choice(known))
        return joined([self.expressions.number(names, 1, bare=True) for _ in range(length)]).around("[", "]")

    def list(self, indent: str, names: Names) -> None:
        name, length = self.pick.choice(["p", "q"]), self.pick.randint(2, 3)
        if name in names.numbers:
            return
        self.lines.append(self.list_of(names, length).around(f"{indent}{name} = ", ""))
        names.lists[name] = length

    # ---- loops

    def loop(self, indent: str, names: Names) -> None:
        """A loop over a range or a list; what is first assigned in it is gone after it."""
        pick = self.pick
        inside = names.copy()
        counter = pick.choice([name for name in "ijl" if name not in names.counters] or ["m"])
        item, other = "r", "o"
        lists = list(names.lists.items())
        match pick.randrange(6):
            case 0 | 1 if lists:
                name, length = pick.choice(lists)
                head = f"{counter}, {item} in enumerate({name})"
                inside.counters[counter] = length
                self.assign(inside, item)
            case 2 if lists:
                (left, _), (right, _) = pick.choice(lists), pick.choice(lists)
                head = f"({item}, {other}) in zip({left}, {right})" if pick.random() < 0.5 else (
                    f"{item}, {other} in zip({left}, {right})")  # fmt: skip
                self.assign(inside, item)
                self.assign(inside, other)
            case 3:
                items = self.list_of(names, pick.randint(1, 3))
                self.assign(inside, item)
                return self.body(indent, items.around(f"{indent}for {item} in ", ":"), names, inside)
            case _:
                turns = pick.randint(0, 4)
                head = counter + " in range" + pick.choice([
                    f"({turns})", f"(0, {turns})", f"({turns - 1}, -1, -1)", f"(0, 2*{turns} - {turns}, 1)",
                    f"(len([{', '.join('7' * turns)}]))",
                ])  # fmt: skip
                inside.counters[counter] = turns
        return self.body(indent, same(f"{indent}for {head}:"), names, inside)

    def body(self, indent: str, head: Twin, names: Names, inside: Names) -> None:
        """What is done in every turn: names that have a value get another."""
        pick = self.pick
        kept = [name for name in names.numbers if name in ASSIGNED]
        if not kept:
            self.assignment(indent, names, "s")
            kept = ["s"]
            self.assign(inside, "s")
        name = pick.choice(kept)
        operator = pick.choice(["+", "+", "-", "*", "/"])
        value = self.expressions.number(inside, 1)
        sign = Twin(pick.choice(UPDATES[operator]), f"{operator}=")
        update = joined([same(f"{name} "), sign, same(" "), value], "")
        if pick.random() < 0.3:
            self.lines.append(joined([head, update], " "))
            return
        further = indent + pick.choice(["  ", "    ", "\t"])
        self.lines.append(head)
        if pick.random() < 0.3 and len(indent) < 8:
            self.loop(further, inside)
        if pick.random() < 0.3:
            self.assignment(further, inside, pick.choice(ASSIGNED))
        self.lines.append(update.around(further, ""))
