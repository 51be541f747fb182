"""How many operations a gradient takes for one of the value, as a graph that is simplified and shares what it can."""

from __future__ import annotations

import autodiff as ad
from autodiff.costs import GradientCosts
from viz.examples import EXAMPLES

DEAR = ("x / y", "x ^ y", "atan2(x, y)")  # what costs more than other operations


def measure() -> list[str]:
    """The examples of the menu, the dearest first; then single operations that cost more."""
    menu = sorted(
        ((f"{example.group}: {example.name}", ad.gradient_costs(ad.parse(example.text))) for example in EXAMPLES),
        key=lambda row: -row[1].ratio,
    )
    return [_row(*row) for row in (*menu, *((f"`{text}`", ad.gradient_costs(ad.parse(text))) for text in DEAR))]


def _row(what: str, costs: GradientCosts) -> str:
    counts = f"value {costs.value}, gradient {costs.gradient}, the two in one graph {costs.both}"
    return f"| {what} | {costs.ratio:.2f} | {counts} |"
