"""Every row of the table of primitives is whole; and a row that is not is caught."""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import string
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pytest

from autodiff import ops
from autodiff.ops import BY_NAME, TABLE
from autodiff.primitive import ATOM, Primitive

TEMPLATES = ("words", "form", "typed", "latex", "python")

# contract.md, "The language a learner types", row "functions", with the libraries' names for them
LANGUAGE = """
    sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp log ln log2 log10 log1p expm1 sqrt cbrt
    square abs sign floor ceil round max min pow hypot sigmoid softplus relu leaky_relu elu gelu silu erf where
    arcsin arccos arctan arctan2 arcsinh arccosh arctanh absolute fabs maximum minimum power swish
"""


def slots(template: str) -> list[str]:
    """The placeholders of a template; raises ValueError where its braces do not match."""
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


def balanced(latex: str) -> bool:
    """Whether the braces match, and every \\left has its \\right."""
    depth = 0
    for sign in latex.replace(r"\{", "").replace(r"\}", ""):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")


def faults(row: Primitive) -> list[str]:
    """What is missing or wrong in one row, each as a few words."""
    found = []
    numbers = [np.float64(0.25 + i / 8) for i in range(row.arity)]
    wanted = {str(i) for i in range(row.arity)}
    if not row.arity:
        return ["no argument"]
    with np.errstate(all="ignore"):
        try:
            out = row.value(*numbers)
            if not isinstance(out, np.float64):
                found.append(f"value gives a {type(out).__name__}, not a float64")
            if np.shape(row.value(*[np.full(3, number) for number in numbers])) != (3,):
                found.append("value is not elementwise on arrays")
        except TypeError:
            found.append("value takes another number of arguments than there are partials")
    for i, rule in enumerate(row.partials):
        if rule is not None and not callable(rule):
            found.append(f"partial {i} is neither a rule nor None")
        elif rule is not None and len(inspect.signature(rule).parameters) != row.arity + 1:
            found.append(f"partial {i} does not take the arguments and the result")
    for column in TEMPLATES:
        template = getattr(row, column)
        try:
            used = set(slots(template))
        except ValueError:
            found.append(f"{column}: braces do not match")
            continue
        if not template.strip("{}0123456789 "):
            found.append(f"{column}: empty")
        found += [f"{column}: does not name argument {name}" for name in sorted(wanted - used)]
        found += [f"{column}: there is no argument {name!r}" for name in sorted(used - wanted)]
        if column == "latex" and used <= wanted and not balanced(template.format(*"abc")):
            found.append("latex: braces do not match")
    found += python_faults(row)
    if len(row.roles) != row.arity or len(set(row.roles)) != row.arity or not all(row.roles):
        found.append("roles: not one of its own for each argument")
    if not row.symbol:
        found.append("symbol: empty")
    if not -3 <= row.binding <= ATOM:
        found.append("binding: out of range")
    for decides, sentence in (*row.conventions, *row.undefined):
        if not sentence.strip():
            found.append("a convention or an undefined case without words")
        if len(inspect.signature(decides).parameters) != row.arity:
            found.append("a predicate that does not take the arguments")
    return found


def python_faults(row: Primitive) -> list[str]:
    """The Python spelling parses and calls nothing but ``math``, a builtin or the row's own name."""
    try:
        tree = ast.parse(row.python.format(*"abc"), mode="eval")
    except (SyntaxError, IndexError, ValueError):
        return ["python: does not parse"]
    known = {*"abc", "math", row.name, *vars(builtins)}
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id not in known]
    members = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) if not hasattr(math, node.attr)]
    return [f"python: nobody knows {name}" for name in names + members]


def shared_spellings(rows: Iterable[Primitive]) -> list[str]:
    """Names and aliases that more than one row answers to."""
    counts = Counter(spelling for row in rows for spelling in (row.name, *row.aliases))
    return [spelling for spelling, count in counts.items() if count > 1]


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_a_row_is_whole(row):
    assert faults(row) == []


def test_no_two_rows_share_a_spelling():
    assert shared_spellings(TABLE.values()) == []


def test_the_table_knows_each_row_by_its_name():
    assert [row.name for row in TABLE.values()] == list(TABLE)
    assert all(getattr(ops, name) is row for name, row in TABLE.items())


def test_the_language_has_exactly_the_functions_of_the_contract():
    operators = {"add", "sub", "mul", "div", "neg"}
    assert set(BY_NAME) == set(LANGUAGE.split()) | operators
    assert all(BY_NAME[name] is row for row in TABLE.values() if row.in_language for name in (row.name, *row.aliases))


# Each of these rows lacks one thing; the walk above must say which.
BROKEN = {
    "value takes another number": Primitive("f", np.add, (lambda u, out: 1.0,), "adds {0}"),
    "no argument": Primitive("f", np.sin, (), "sine"),
    "not a float64": Primitive("f", lambda u: math.sin(u), (lambda u, out: u,), "f of {0}"),
    "not elementwise": Primitive("f", lambda u: np.float64(np.sum(u)), (lambda u, out: u,), "f of {0}"),
    "partial 1 does not take": Primitive("f", np.add, (lambda u, w, out: 1.0, lambda u, w: 1.0), "adds {0} and {1}"),
    "partial 0 is neither": Primitive("f", np.sin, (1.0,), "f of {0}"),
    "words: empty": Primitive("f", np.sin, (None,), ""),
    "words: does not name argument 1": Primitive("f", np.add, (None, None), "adds {0}"),
    "form: there is no argument '2'": Primitive("f", np.add, (None, None), "{0} and {1}", form="{0} {1} f {2}"),
    "typed: does not name argument 0": Primitive("f", np.sin, (None,), "f of {0}", typed="f"),
    "latex: braces do not match": Primitive("f", np.sin, (None,), "f of {0}", latex=r"\frac{0}}"),
    "python: does not parse": Primitive("f", np.sin, (None,), "f of {0}", python="math.sin({0}"),
    "python: nobody knows sine": Primitive("f", np.sin, (None,), "f of {0}", python="math.sine({0})"),
    "python: nobody knows np": Primitive("f", np.sin, (None,), "f of {0}", python="np.sin({0})"),
    "roles": Primitive("f", np.add, (None, None), "adds {0} and {1}", roles=("term", "term")),
    "without words": Primitive("f", np.sin, (None,), "f of {0}", conventions=((lambda u: u == 0, " "),)),
    "a predicate": Primitive("f", np.add, (None, None), "{0} and {1}", undefined=((lambda u: u == 0, "zero"),)),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_row_is_caught(fault):
    assert any(fault in found for found in faults(BROKEN[fault])), faults(BROKEN[fault])


def test_a_spelling_used_twice_is_caught():
    second = Primitive("logarithm", np.log, (None,), "takes the logarithm of {0}", aliases=("ln",))
    assert shared_spellings([*TABLE.values(), second]) == ["ln"]


def has_plain_spelling(row: Primitive) -> bool:
    return row.python != f"{row.name}({', '.join(f'{{{i}}}' for i in range(row.arity))})" or hasattr(builtins, row.name)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if has_plain_spelling(row)])
def test_the_python_spelling_computes_the_value(name):
    row = TABLE[name]
    points = [(1.25, 0.5, 2.0), (1.0, 1.0, 3.0)] if name == "acosh" else [(0.75, 0.5, 2.0), (0.0, 1.0, 3.0)]
    if name.startswith("logical"):
        points = [(0.0, 1.0), (1.0, 1.0)]
    elif name.startswith(("log", "power")):  # plain Python has no log(0)
        points = [(0.75, 0.5), (3.0, -2.0)]
    for point in points:
        args = point[: row.arity]
        spelled = eval(row.python.format(*map(repr, args)), {"math": math})
        assert float(spelled) == pytest.approx(float(row.value(*args)), rel=1e-15)
