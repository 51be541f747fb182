"""A graph as text: as it is typed, as it is read, as LaTeX, as Python.

A primitive brings its own spelling in the table; what is decided here is where brackets go, how numbers
look, and that a node used twice is written once, on a line of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autodiff.brackets import LOOSEST, SIGN, needs_brackets
from autodiff.graph import Const, Graph, Var
from autodiff.numbers import shown
from autodiff.ops import neg, not_equal, where
from autodiff.primitive import ATOM, POWER, Primitive

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LONGEST_LINE = 200  # characters; a longer expression is cut into lines with names
NAMED_NUMBERS = {"pi", "e", "tau"}
TAKEN = NAMED_NUMBERS | {"len", "sum", "zip", "enumerate", "range"}  # variables only as parameters
PRODUCT = 2  # how tightly a product or a quotient binds
FRACTION = ATOM - 1  # how tightly a bar binds: only a power of it needs brackets
LN_2, LN_10, ROOT_2, ROOT_TAU = math.log(2), math.log(10), math.sqrt(2), math.sqrt(2 * math.pi)
SLOPE_OF_ERF = 2 / math.sqrt(math.pi)
NAME = re.compile(r"(?<![\w.])[^\W\d]\w*(?:\[\d+\])*")
WITH_POWER = re.compile(r"(-?[\d.]+)[eE]([+-]?\d+)")  # a number with a power of ten
SET_AS = {"pi": r"\pi", "tau": r"\tau", "inf": r"\infty", "-inf": r"-\infty", "nan": r"\mathrm{nan}"}
POWER_ON_NAME = re.compile(r"((?:sin|cos|tan)h?)(\(.*\))")  # whose square is written sin²(x)


Spelled = tuple[str, int]  # a text, and how tightly its outermost operator binds


@dataclass(frozen=True)
class Notation:
    """A way to write: which column of the table spells a primitive, and what numbers and brackets look like."""

    column: str
    number: Callable[[float], str]
    open: str = "("
    close: str = ")"
    guarded: frozenset[tuple[str, str]] = frozenset()  # (outer, inner) that take brackets although they need none
    own: Mapping[str, str] = field(default_factory=dict)  # templates of a few primitives, instead of the table's
    known: Mapping[float, Spelled] = field(default_factory=dict)  # numbers of the table's rules that have names


def plain_number(value: float) -> str:
    """The shortest decimal that reads back to the same float; whole numbers without a point."""
    if value != value or value in (float("inf"), float("-inf")):
        return "1e999" if value > 0 else "-1e999" if value < 0 else "nan"
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e16 else repr(value)


TYPED = Notation("typed", plain_number)
# Brackets also where the rules need none but readers stumble: -(x^2), (a/b)*c, (a/b)/c, x^(y^z). Not in a - b - c.
CAREFUL = Notation(
    "typed",
    plain_number,
    guarded=frozenset({("neg", "pow"), ("mul", "div"), ("div", "div"), ("pow", "pow"), ("logical_or", "logical_and")}),
)
READ = Notation(
    "form",
    shown,
    known={LN_2: ("log(2)", ATOM), LN_10: ("log(10)", ATOM), ROOT_2: ("√(2)", ATOM), ROOT_TAU: ("√(2 × pi)", ATOM),
           SLOPE_OF_ERF: ("2 / √(pi)", PRODUCT)},
)  # fmt: skip
# A rule by itself is written like a case by case definition; within an equation that would be hard to read.
RULE = replace(READ, own={"where": "{1} if {0}, else {2}", "step": "1 if {0} > {1}, ½ if {0} = {1}, else 0"})
LATEX = Notation(
    "latex", lambda value: plain_number(value) if math.isfinite(value) else str(value), r"\left(", r"\right)"
)
PYTHON = Notation(
    "python",
    plain_number,
    own={"step": "1 if {0} > {1} else 0.5 if {0} == {1} else 0"},
    known={LN_2: ("math.log(2)", ATOM), LN_10: ("math.log(10)", ATOM), ROOT_2: ("math.sqrt(2)", ATOM),
           ROOT_TAU: ("math.sqrt(2 * math.pi)", ATOM), SLOPE_OF_ERF: ("2 / math.sqrt(math.pi)", PRODUCT)},
)  # fmt: skip


def spell(primitive: Primitive, args: list[Spelled], notation: Notation) -> Spelled:
    """One primitive of arguments that are spelled already, with brackets only where they are needed."""
    template = notation.own.get(primitive.name) or getattr(primitive, notation.column)
    if template == "{0}²" and args[0][1] == ATOM and (call := POWER_ON_NAME.fullmatch(args[0][0])):
        return f"{call[1]}²{call[2]}", POWER
    texts = []
    for i, (text, binding) in enumerate(args):
        bracket = needs_brackets(template, i, text, binding)
        texts.append(notation.open + text + notation.close if bracket else text)
    return template.format(*texts), _binding(primitive, template)


def _binding(primitive: Primitive, template: str) -> int:
    """How tightly what a template makes binds: as the primitive does, unless it looks different in this notation."""
    if template.startswith(r"\frac"):
        return FRACTION
    if template.startswith("e^"):
        return POWER
    return LOOSEST if " if " in template and template[0] != "(" else primitive.binding


def spell_number(node: Const, notation: Notation) -> Spelled:
    """A constant as it was typed, or else as the notation writes numbers."""
    if not node.typed and node.value in notation.known:
        return notation.known[node.value]
    text = node.typed or notation.number(node.value)
    if notation is LATEX and (power := WITH_POWER.fullmatch(text)):
        return rf"{power[1]} \cdot 10^{{{int(power[2])}}}", SIGN  # in brackets in a power, but not in a product
    if notation is LATEX:
        text = SET_AS.get(text, text)
    return text, SIGN if text[0] in "-−" else ATOM


def expression(graph: Graph, names: Mapping[str, str | Spelled], notation: Notation) -> Spelled:
    """The first output as one expression, with ``names``, or texts that are spelled already, for its variables."""
    texts: list[Spelled] = []
    for node, args in zip(graph.nodes, graph.args, strict=True):
        if isinstance(node, Var):
            name = names.get(node.name, node.name)
            texts.append((name, ATOM if re.fullmatch(r"[\w.()\[\]]+", name) else 0) if isinstance(name, str) else name)
        elif isinstance(node, Const):
            texts.append(spell_number(node, notation))
        else:
            assert node.op is not None
            texts.append(spell(node.op, [texts[i] for i in args], notation))
    return texts[graph.outputs[0]]


def infix(graph: Graph, notation: Notation = TYPED) -> str:
    """The function in the language a learner types, `TYPED` or `CAREFUL`.

    Parsing it gives the same nodes, as far as the outputs need them, and the same variables in order: for what `parse`
    gave, and for any other graph that can be typed within the limits, with names of the language's kind, without nan,
    without an exponent worked out from numbers, and with comparisons as conditions only. Two exceptions: where parts of
    lists are not used, or not in order, the text cannot say so; and a condition longer than a line is made a number.
    """
    lines, outputs = _lines(graph, notation, dict(enumerate(_fresh_names(graph))))
    body = [*(f"{name} = {text}" for name, text in lines), ", ".join(outputs)]
    known = set(graph.variables)
    mentioned = [name for name in dict.fromkeys(NAME.findall(" ".join(body))) if name in known]
    lists = {_list_of(name) for name in mentioned}
    parameters = [name for name in dict.fromkeys(map(_list_of, graph.variables)) if name in known | lists]
    plain = tuple(mentioned) == graph.variables and TAKEN.isdisjoint(parameters)
    if plain or not all(name.isidentifier() for name in parameters):
        return "\n".join(body)
    # Else the text by itself would not say which the variables are, or in which order
    function = "f"
    while function in dict(lines):
        function += "_"
    body[-1] = f"return {body[-1]}"
    return "\n".join([f"def {function}({', '.join(parameters)}):", *(f"    {line}" for line in body)])


def _list_of(name: str) -> str:
    """``W`` for ``W[0][1]``; a name without an index is its own."""
    return name.partition("[")[0]


def latex(graph: Graph) -> str:
    """The function as LaTeX; nodes used more than once come first, each on its own line."""
    called = [
        graph.labels.get(i, symbol) if isinstance(graph.nodes[i], Const) else symbol
        for i, symbol in enumerate(symbols(graph))
    ]
    names = dict(enumerate(latex_names(called)))
    lines, outputs = _lines(graph, LATEX, names)
    rows = [*(f"{name} = {text}" for name, text in lines), ", ".join(outputs)]
    return rows[0] if len(rows) == 1 else r"\begin{aligned} & " + r" \\ & ".join(rows) + r" \end{aligned}"


def symbols(graph: Graph) -> list[str]:
    """What each node is called on the page: a variable's name, an assigned name, a number, or v₁, v₂, …

    A name that the text assigns more than once, as a loop does, is counted: s₁, s₂, …
    """
    found: list[str] = []
    labels = _counted_labels(graph)
    counted = 0
    for i, node in enumerate(graph.nodes):
        if isinstance(node, Var):
            found.append(node.name)
        elif isinstance(node, Const):
            found.append(spell_number(node, READ)[0].replace("-", "−"))
        else:
            counted += 1
            found.append(labels.get(i) or "v" + str(counted).translate(SUBSCRIPTS))
    return found


def _counted_labels(graph: Graph) -> dict[int, str]:
    """The assigned names of operations, no two the same; one that cannot be counted apart from others is left out."""
    assigned = {i: label for i, label in graph.labels.items() if graph.nodes[i].op is not None}
    borne = Counter([*assigned.values(), *graph.variables])
    seen: Counter[str] = Counter()
    labels = {}
    for i, label in sorted(assigned.items()):
        seen[label] += 1
        if borne[label] == 1:
            labels[i] = label
        elif not label[-1].isdigit() and f"{label}{seen[label]}" not in borne:
            labels[i] = label + str(seen[label]).translate(SUBSCRIPTS)
    return labels


def _lines(graph: Graph, notation: Notation, names: dict[int, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Named lines for the nodes that need one, and the outputs' expressions."""
    uses = [0] * len(graph)
    for args in graph.args:
        for i in args:
            uses[i] += 1
    texts: list[Spelled] = []
    lines: list[tuple[str, str]] = []
    needed = graph.needed(None)
    borne = {_list_of(name) for name in graph.variables}
    for i, (node, args) in enumerate(zip(graph.nodes, graph.args, strict=True)):
        if isinstance(node, Var):
            texts.append((names[i], ATOM))
        elif isinstance(node, Const):
            anonymous = node.typed in borne  # the number e beside a variable e
            spelled = spell_number(Const(node.value) if anonymous else node, notation)
            if needed[i] and uses[i] > 1 and i in graph.labels:
                lines.append((names[i], spelled[0]))
                spelled = (names[i], ATOM)
            texts.append(spelled)
        else:
            assert node.op is not None
            if node.op is neg and isinstance(node.args[0], Const):  # -2 would be read as one number
                texts[args[0]] = (f"{notation.open}{texts[args[0]][0]}{notation.close}", ATOM)
            spelled = spell(node.op, [_guarded(graph, i, j, texts[j], notation) for j in args], notation)
            long = uses[i] and len(spelled[0]) > LONGEST_LINE
            if needed[i] and (long or uses[i] > 1) and any(node.op.partials):
                lines.append((names[i], spelled[0]))
                spelled = (names[i], ATOM)
            elif needed[i] and long:  # a condition has no name: only as a number, which is asked whether it is 0
                lines.append((names[i], spell(where, [spelled, ("1", ATOM), ("0", ATOM)], notation)[0]))
                spelled = spell(not_equal, [(names[i], ATOM), ("0", ATOM)], notation)
            texts.append(spelled)
    return lines, [texts[i][0] for i in graph.outputs]


def _guarded(graph: Graph, i: int, j: int, spelled: Spelled, notation: Notation) -> Spelled:
    """The text of the argument ``j`` of node ``i``, in brackets where it could be misread."""
    outer, inner = graph.nodes[i].op, graph.nodes[j].op
    if spelled[1] == ATOM or not outer or not inner or (outer.name, inner.name) not in notation.guarded:
        return spelled
    return notation.open + spelled[0] + notation.close, ATOM


def _fresh_names(graph: Graph) -> list[str]:
    """A name for every node that can be typed, that no variable bears, and that is the page's where it can be."""
    taken = {*graph.variables, *map(_list_of, graph.variables)}
    taken |= {node.typed for node in graph.nodes if isinstance(node, Const) and node.typed in NAMED_NUMBERS}
    found = []
    for i, (node, symbol) in enumerate(zip(graph.nodes, symbols(graph), strict=True)):
        if isinstance(node, Var):
            found.append(node.name)
            continue
        name = graph.labels.get(i, f"v{i}") if isinstance(node, Const) else symbol.translate(DIGITS)
        while name in taken:
            name += "_"
        taken.add(name)
        found.append(name)
    return found


def latex_names(names: Sequence[str]) -> list[str]:
    """Each of the names of a function as `latex_name` has it; where that looks the same for two, as it is typed."""
    looks = {name: latex_name(name) for name in names}
    alike = Counter(looks.values())
    return [looks[name] if alike[looks[name]] == 1 else _latex_word(name) for name in names]


def latex_name(name: str) -> str:
    """A name in italics where it is one letter, upright where it is a word, its number or index below the line."""
    name, *indices = name.replace("]", "").split("[")
    if indices:
        return rf"{_latex_word(name)}_{{{','.join(indices)}}}"
    head, digits = re.fullmatch(r"(.*?)([0-9₀-₉]*)", name).groups()  # type: ignore[union-attr]
    head = _latex_word(head.rstrip("_") or head)
    number = digits.translate(DIGITS)
    return f"{head}_{{{number}}}" if number else head


def _latex_word(word: str) -> str:
    plain = all(c.isascii() or "Α" <= c <= "ω" for c in word)
    if plain and len(word) == 1:
        return word
    return rf"\{'mathrm' if plain else 'text'}{{{word}}}".replace("_", r"\_")
