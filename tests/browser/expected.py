"""What the page must show, worked out without it: from the sweeps, and with a pocket calculator."""

from __future__ import annotations

import math
import re
from decimal import Decimal, getcontext
from urllib.parse import quote

import autodiff as ad
from autodiff.numbers import shown
from autodiff.sweeps import evaluate, linearize, pullback

getcontext().prec = 40


def link(text: str, point: dict[str, float], step: int | str = 0) -> str:
    at = ",".join(f"{name}:{float(x)!r}" for name, x in point.items())
    return f"?f={quote(text)}&at={at}&mode=reverse&step={step}"


def same(shown: str | None, expected: float) -> bool:
    """Equal to the last digit, with the attribute's own spelling of what JSON has not."""
    if shown is None:
        return False
    x = float(shown)
    return (math.isnan(x) and math.isnan(expected)) or (
        x == expected and math.copysign(1, x) == math.copysign(1, expected)
    )


def expected_at(graph: ad.Graph, point: dict[str, float], step: int) -> dict[str, dict[str, float]]:
    """What must be known after a step, worked out from the sweeps and the contract's list of steps."""
    values = evaluate(graph, point)
    slopes = linearize(graph, values)
    adjoints = pullback(graph, slopes, {graph.outputs[0]: 1.0})
    walked = [i for i, node in enumerate(graph.nodes) if node.op is not None or i < len(graph.variables)]
    senders = [i for i in reversed(range(len(graph))) if adjoints[i] is not None and slopes[i]]
    known: dict[str, dict[str, float]] = {"value": {}, "gradient": {}, "local": {}, "flow": {}}
    for i in range(len(graph)):
        if i not in walked or walked.index(i) < step:
            known["value"][f"n{i}"] = float(values[i])
    seed = len(walked) + 1
    if step < seed:
        return known
    sent = senders[: step - seed]
    number = 0
    waiting = dict.fromkeys(range(len(graph)), 0)
    for i in range(len(graph)):
        for j, slope in zip(graph.args[i], slopes[i] or [None] * len(graph.args[i]), strict=True):
            if slope is not None:
                known["local"][f"e{number}"] = float(slope)
                if i in sent:
                    known["flow"][f"e{number}"] = float(slope * adjoints[i])
                if i in senders and i not in sent:
                    waiting[j] += 1
            number += 1
    for i in range(len(graph)):
        if adjoints[i] is not None and waiting[i] == 0:
            known["gradient"][f"n{i}"] = float(adjoints[i])
        elif i < len(graph.variables) and adjoints[i] is None and step == seed + len(senders) + 1:
            known["gradient"][f"n{i}"] = 0.0
    return known


NUMBER = r"−?\d+(?:\.\d+)?(?:e−?\d+)?"
SUMS = re.compile(rf"((?:{NUMBER}|\({NUMBER}\))(?: [+×/−] (?:{NUMBER}|\({NUMBER}\)))+) = ({NUMBER})")


def decimals(text: str) -> Decimal:
    return Decimal(text.strip("()").replace("−", "-"))


def agrees(left: str, right: str) -> bool:
    """Whether a pocket calculator, fed with the left side, shows the right side, rounded to four to six digits."""
    tokens = left.split(" ")
    total = decimals(tokens[0])
    for sign, number in zip(tokens[1::2], tokens[2::2], strict=True):
        x = decimals(number)
        total = {"+": total + x, "−": total - x, "×": total * x, "/": total / x if x else Decimal("nan")}[sign]
    result = decimals(right)
    if result == 0 or (result == result.to_integral() and "e" not in right):
        return total == result
    return any(shown(float(total), digits) == right for digits in (4, 5, 6))
