"""What was probably meant: suggestions for names and signs that the language does not know."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

import numpy as np

from autodiff import ops
from autodiff.language.libraries import is_function
from autodiff.language.source import Source
from autodiff.language.tokens import CLOSE, OPEN, Kind, Token
from autodiff.notice import Edit, Span

CLOSE_ENOUGH = 0.76  # of 1; sine and sin reach 0.86, foo and floor 0.75
LONGEST = 30  # a longer name is no misspelling of a function

ELSEWHERE = {
    "sine": "sin",
    "cosine": "cos",
    "tangent": "tan",
    "exponential": "exp",
    "logarithm": "log",
    "squareroot": "sqrt",
    "sqr": "square",
    "tg": "tan",
    "arctg": "atan",
    "sgn": "sign",
    "signum": "sign",
    "lg": "log10",
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "root": "sqrt",
    "norm": "hypot",
    "ceiling": "ceil",
}
"""What other books and programs call our functions, where spelling alone would not tell."""

RECIPROCALS = {"cot": "tan", "ctg": "tan", "sec": "cos", "csc": "sin", "cosec": "sin", "coth": "tanh", "sech": "cosh",
               "csch": "sinh"}  # fmt: skip

SEVERAL = {
    "where": "(x > 0, a, b)",
    **{name: "(x, y)" for name, row in ops.BY_NAME.items() if row.arity == 2},
}
"""The arguments of the functions that take more than one, where none is in brackets."""

OTHERS = frozenset(
    {
        *vars(math),
        *vars(np),
        *("arccot", "arcsec", "arccsc", "arccoth", "arcsech", "arccsch"),
        *("acot", "asec", "acsc", "acoth", "asech", "acsch"),
        *("rsqrt", "sgn", "frac", "logit", "xlogy", "erfinv", "erfcinv", "erfcx", "digamma", "polygamma", "lbeta"),
        *("softmax", "softmin", "softsign", "softshrink", "tanhshrink", "log_softmax", "logsigmoid", "log_sigmoid"),
        *("hardtanh", "hardsigmoid", "hardswish", "hard_tanh", "hard_sigmoid", "hard_silu", "hard_swish"),
        *("relu6", "crelu", "prelu", "rrelu", "selu", "celu", "glu", "mish", "squareplus", "sparse_plus"),
    }
)
"""What other libraries and books really have; what is none of ours among these is no misspelling of one of ours."""

WHOLE_BEFORE_COMMA = re.compile(r"(?<![\w.,])[0-9]+\Z")
WHOLE_AFTER_COMMA = re.compile(r"[0-9]+(?![0-9.,])")


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one is most likely a misspelling of."""
    lower, names = name.lower(), sorted(known)
    if ELSEWHERE.get(lower) in names:
        return ELSEWHERE[lower]
    if name in OTHERS:
        return None
    if lower in names and lower != name:
        return lower
    if not 2 < len(name) <= LONGEST:
        return None
    swapped = (other for other in names if sorted(other) == sorted(lower))  # sni
    return next(swapped, None) or next(iter(get_close_matches(lower, names, 1, CLOSE_ENOUGH)), None)


def reciprocal(name: str, arguments: str) -> str:
    """``cot(x)`` as ``(1/tan(x))``; the arguments have their brackets."""
    return f"(1/{RECIPROCALS[name]}{arguments})"


def meant_by(name: str, arguments: str, known: Iterable[str]) -> str | None:
    """The call that a function's name and its arguments with their brackets were probably meant to be."""
    if name in RECIPROCALS:
        return reciprocal(name, arguments)
    meant = near(name, known)
    return f"{meant}{arguments}" if meant else None


def product(name: str, known: Collection[str]) -> str | None:
    """The name as a product of known ones, ``x*y`` for ``xy``, with as few factors as will do."""
    if len(name) > LONGEST:
        return None
    best: dict[int, tuple[str, ...]] = {0: ()}  # by length of the beginning that is split
    for end in range(1, len(name) + 1):
        splits = [(*best[at], name[at:end]) for at in range(end) if at in best and name[at:end] in known]
        if splits:
            best[end] = min(splits, key=len)
    factors = best.get(len(name), ())
    return "*".join(factors) if len(factors) > 1 else None


def application(name: str, known: Collection[str]) -> str | None:
    """The name as a function of a known one or of a letter, ``sin(x)`` for ``sinx``."""
    for end in range(min(len(name), LONGEST) - 1, 1, -1):
        function, rest = name[:end], name[end:]
        if is_function(function) and ops.BY_NAME[function].arity == 1 and (len(rest) == 1 or rest in known):
            return f"{function}({rest})" if rest.isalpha() or rest in known else None
    return None


def decimal_comma(source: Source, left: Span, right: Span) -> Edit | None:
    """The decimal point that was meant where two numbers have a comma between them and no space: ``0,5``."""
    before = WHOLE_BEFORE_COMMA.search(source.text, left[0], left[1])
    after = WHOLE_AFTER_COMMA.match(source.text, right[0])
    if before and after and right[0] == left[1] + 1:
        return Edit((before.start(), after.end()), f"{before.group()}.{after.group()}")
    return None


def closing(tokens: list[Token], at: int) -> int:
    """Where the bracket that opens at this token closes; the lexer has seen that it does."""
    depth = 1
    while depth:
        at += 1
        depth += tokens[at].is_operator(*OPEN) - tokens[at].is_operator(*CLOSE)
    return at


def with_brackets(source: Source, tokens: list[Token], at: int) -> Edit | None:
    """What was meant by a function with no bracket after its name: ``sin x``, ``√2``, ``sin²(x)``, ``sin^2 x``."""
    name, power, begin = source[tokens[at].span], "", at + 1
    if tokens[begin].is_operator("^"):
        sign = "-" if tokens[begin + 1].is_operator("-") else ""
        number = tokens[begin + 1 + len(sign)]
        if number.kind is not Kind.NUMBER:
            return None
        power = f"^{sign}{number.text}"
        begin += 2 + len(sign)
        begin += is_implied(tokens[begin])
    if power == "^-1":  # sin⁻¹ is the inverse, and no power
        if not is_function(f"a{name}"):
            return None
        name, power = f"a{name}", ""
    if tokens[begin].is_operator("("):
        end = closing(tokens, begin)
        argument = source[tokens[begin].end, tokens[end].start]
    else:
        end = _run(tokens, begin)
        argument = source[tokens[begin].start, tokens[end].end]
    if not argument.strip() or "\n" in argument:
        return None
    return Edit((tokens[at].start, tokens[end].end), f"{name}({argument}){power}")


def bare_argument(source: Source, tokens: list[Token], at: int) -> Span | None:
    """Where an argument without brackets stands that begins at this token, if one does."""
    last = _run(tokens, at)
    return (tokens[at].start, tokens[last].end) if last >= at else None


def is_implied(token: Token) -> bool:
    """Whether it is the sign of a product that was typed without one."""
    return token.is_operator("*") and token.start == token.end


def _run(tokens: list[Token], at: int) -> int:
    """The last token of an argument without brackets, ``2x²``; the one before ``at`` where there is none."""
    begin, last = at, at - 1
    while True:
        token = tokens[at]
        if token.kind is Kind.NUMBER or (token.kind is Kind.NAME and not is_function(token.text)):
            last = at
        elif at == begin or not (token.is_operator("^") or is_implied(token)):
            return last
        at += 1
