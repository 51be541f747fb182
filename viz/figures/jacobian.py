"""A Jacobian as a heat map that fills walk by walk, and the cost of both ways where inputs and outputs change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from autodiff.costs import JacobianCosts
from autodiff.numbers import shown
from viz.figures.figure import Figure, Palette, counted, finite, layout

WRITTEN = 100  # entries up to which each has its number on it
ROW = 34  # px
AROUND = 124  # px, above and below the rows
HUES = {"reverse": "gradient", "forward": "value"}


def heat_map(jacobian: np.ndarray, names: Sequence[str], mode: str, walks: int, palette: Palette) -> Figure:
    """The Jacobian (outputs, variables) after so many walks: rows in reverse mode, columns in forward mode."""
    done = np.zeros(jacobian.shape, dtype=bool)
    if mode == "reverse":
        done[:walks] = True
    else:
        done[:, :walks] = True
    entries = np.where(done, finite(jacobian, jacobian), np.nan)
    size = (float(np.nanmax(np.abs(entries))) if np.isfinite(entries).any() else 0.0) or 1.0
    texts = [
        [shown(float(x)) if known else "" for x, known in zip(row, flags, strict=True)]
        for row, flags in zip(jacobian, done, strict=True)
    ]
    rows = [f"f{k + 1}" for k in range(len(jacobian))]
    height = min(640, AROUND + ROW * len(rows))
    few = jacobian.size <= WRITTEN
    plot = go.Figure(layout=layout(palette, height))
    plot.add_heatmap(
        x=[f"∂{name}" for name in names], y=rows, z=entries, text=texts, zmin=-size, zmax=size, xgap=2, ygap=2,
        texttemplate="%{text}" if few else "", textfont={"color": palette.ink}, name="Jacobian",
        colorscale=[[0, palette.value + "99"], [0.5, palette.ground], [1, palette.gradient + "99"]],
        showscale=not few, colorbar={"outlinewidth": 0, "thickness": 12},
        hovertemplate="∂%{y}/%{x} = %{text}<extra></extra>",
    )  # fmt: skip
    plot.update_yaxes(autorange="reversed", showgrid=False, type="category")
    plot.update_xaxes(side="top", showgrid=False, type="category")
    filled, total = ("rows", len(rows)) if mode == "reverse" else ("columns", len(names))
    alt = f"The Jacobian, a row an output and a column a variable: {walks} of its {total} {filled} are filled."
    table = (("output", *names), *((row, *numbers) for row, numbers in zip(rows, entries, strict=True)))
    return Figure(plot, alt, table)


def costs_by_outputs(costs: Mapping[int, JacobianCosts], n: int, m: int, palette: Palette) -> Figure:
    """The operations of both modes for n inputs against the number of outputs, with ``m`` of them marked."""
    plot = go.Figure(layout=layout(palette, height=340))
    for mode, dash in (("reverse", "solid"), ("forward", "dash")):
        plot.add_scatter(
            x=list(costs), y=[getattr(cost, mode) for cost in costs.values()], mode="lines+markers", name=mode,
            line={"color": getattr(palette, HUES[mode]), "width": 2.5, "dash": dash},
        )  # fmt: skip
    plot.add_vline(x=m, line={"color": palette.ink, "width": 1.5})
    plot.update_xaxes(title="outputs m", dtick=1)
    plot.update_yaxes(title="operations", rangemode="tozero")
    here = costs[m]
    alt = (
        f"{counted(n, 'input')} and {counted(m, 'output')}: forward mode takes {counted(here.forward, 'operation')} in "
        f"{counted(n, 'walk')}, reverse mode {here.reverse:,} in {m}."
    )
    return Figure(plot, alt)
