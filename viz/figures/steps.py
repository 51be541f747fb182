"""The error of a difference quotient against its step, on two scales of powers of ten: the U of the differences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from autodiff.numbers import shown
from autodiff.numeric import StepError
from viz.figures.figure import Figure, Palette, layout, listed

DASHES = {"forward": "solid", "central": "dash", "complex": "dot"}
SYMBOLS = {"forward": "circle", "central": "square", "complex": "diamond"}
LOWEST = -17  # the power of ten of an error that rounding hardly leaves
DECADES = 3  # from one label of the error to the next


def error_against_step(curves: Mapping[str, Sequence[StepError]], name: str, eps: float, palette: Palette) -> Figure:
    """The curves of `autodiff.steps.error_curves` along the variable ``name``, with the step ``eps`` marked.

    An error of 0 has no place on such a scale: it stands on a line of its own at the bottom.
    """
    errors = [row.errors[0] for rows in curves.values() for row in rows]
    bottom = _power_of_ten_below(errors)
    plot = go.Figure(layout=layout(palette))
    hues = {"forward": palette.gradient, "central": palette.value, "complex": palette.ink}
    for method, rows in curves.items():
        plot.add_scatter(
            x=[row.eps for row in rows],
            y=[_placed(row.errors[0], bottom) for row in rows],
            mode="lines+markers",
            name=method,
            line={"color": hues[method], "width": 2.5, "dash": DASHES[method]},
            marker={"symbol": SYMBOLS[method], "size": 7},
            customdata=[shown(row.errors[0]) for row in rows],
            hovertemplate=f"{method}, ε = %{{x}}: error %{{customdata}}<extra></extra>",
        )
    plot.add_vline(x=eps, line={"color": palette.ink, "width": 1.5})
    top = max((math.log10(x) for x in errors if _is_drawn(x)), default=0.0)
    labels = range(bottom + 2, math.ceil(top) + 1, DECADES)
    plot.update_xaxes(type="log", title="step ε", exponentformat="power", dtick=3)
    plot.update_yaxes(
        type="log", title="error", tickvals=[10.0**bottom, *(10.0**k for k in labels)],
        ticktext=["0", *(f"10<sup>{str(k).replace('-', '−')}</sup>" for k in labels)],
    )  # fmt: skip
    for x, anchor, words in ((0, "left", "← rounding"), (1, "right", "truncation →")):
        plot.add_annotation(
            x=x, y=0, yshift=-34, xref="paper", yref="paper", xanchor=anchor, yanchor="middle", text=words,
            showarrow=False,
        )  # fmt: skip
    table = (
        ("step", *(f"error, {method}" for method in curves)),
        *((rows[0].eps, *(row.errors[0] for row in rows)) for rows in zip(*curves.values(), strict=True)),
    )
    return Figure(plot, _words(curves, name), table)


def _words(curves: Mapping[str, Sequence[StepError]], name: str) -> str:
    best = []
    for method, rows in curves.items():
        known = [row for row in rows if not math.isnan(row.errors[0])]
        if known:
            row = min(known, key=lambda row: row.errors[0])
            best.append(f"{method} {shown(row.errors[0])} at ε = {shown(row.eps)}")
    if not best:
        return f"The error of ∂f/∂{name} against the step: there is no number here."
    return f"The error of ∂f/∂{name} against the step ε. The smallest errors: {listed(best)}."


def _power_of_ten_below(errors: Sequence[float]) -> int:
    smallest = min(filter(_is_drawn, errors), default=10.0**LOWEST)
    return min(LOWEST, math.floor(math.log10(smallest)) - 1)


def _is_drawn(error: float) -> bool:
    return 0 < error < math.inf


def _placed(error: float, bottom: int) -> float | None:
    if error == 0:
        return 10.0**bottom
    return error if _is_drawn(error) else None
