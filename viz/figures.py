"""Plotly figures of a function around a point. Numbers come from the engine, on whole grids at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

import autodiff as ad
from autodiff.numbers import shown

POINTS = 201  # of a curve
GRID = 61  # of a contour plot, each way


@dataclass(frozen=True)
class Palette:
    """The page's three hues, and its ground."""

    value: str
    gradient: str
    ink: str
    soft: str
    ground: str
    scale: tuple[str, str]


LIGHT = Palette("#0B5CAD", "#B34A00", "#111827", "#4B5563", "#FFFFFF", ("#FFFFFF", "#0B5CAD"))
DARK = Palette("#7CC4FF", "#FFB066", "#F3F5F8", "#C3CAD6", "#0E1117", ("#0E1117", "#7CC4FF"))


@dataclass(frozen=True)
class Figure:
    """A figure and what it shows in words."""

    plot: go.Figure
    alt: str


def curve(graph: ad.Graph, point: Mapping[str, float], name: str, palette: Palette) -> Figure:
    """The function along one variable with its tangent at the point."""
    value, gradient = ad.value_and_gradient(graph, point)
    at, slope = point[name], gradient[name]
    xs = np.linspace(at - 5, at + 5, POINTS)
    xs[POINTS // 2] = at  # exactly, so that the curve goes through the point
    ys = _first_output(graph, {**point, name: xs}, xs)
    plot = go.Figure(layout=_layout(palette))
    plot.add_scatter(x=xs, y=ys, mode="lines", line={"color": palette.value, "width": 2.5}, name="f")
    if np.isfinite(value) and np.isfinite(slope):
        with np.errstate(over="ignore"):
            tangent = _finite(value + slope * (xs - at), xs)
            low, high = np.nanmin(ys), np.nanmax(ys)
            air = 0.08 * (high - low or 1)
        plot.add_scatter(x=xs, y=tangent, mode="lines", line={"color": palette.gradient, "width": 2, "dash": "dash"},
                         name=f"tangent, slope {shown(slope)}")  # fmt: skip
        plot.add_scatter(x=[at], y=[value], mode="markers", marker={"color": palette.ink, "size": 9}, name="the point")
        if np.isfinite(air):
            plot.update_yaxes(range=[low - air, high + air])
    plot.update_xaxes(title=name)
    plot.update_yaxes(title="f")
    alt = f"The curve of f over {name}; at {name} = {shown(at)} f is {shown(value)} and its slope is {shown(slope)}."
    return Figure(plot, alt)


def contours(graph: ad.Graph, point: Mapping[str, float], names: tuple[str, str], palette: Palette) -> Figure:
    """The contours of the function over two variables, with the gradient as an arrow at the point."""
    x, y = names
    value, gradient = ad.value_and_gradient(graph, point)
    xs = np.linspace(point[x] - 5, point[x] + 5, GRID)
    ys = np.linspace(point[y] - 5, point[y] + 5, GRID)
    grid_x, grid_y = np.meshgrid(xs, ys)
    zs = _first_output(graph, {**point, x: grid_x, y: grid_y}, grid_x)
    plot = go.Figure(layout=_layout(palette))
    plot.add_contour(
        x=xs, y=ys, z=zs, ncontours=24, colorscale=[[0, palette.scale[0]], [1, palette.scale[1]]],
        line={"color": palette.soft, "width": 0.75}, colorbar={"title": "f", "outlinewidth": 0},
        hovertemplate=f"{x} %{{x:.3g}}<br>{y} %{{y:.3g}}<br>f %{{z:.4g}}<extra></extra>",
    )  # fmt: skip
    plot.add_scatter(
        x=[point[x]], y=[point[y]], mode="markers", marker={"color": palette.ink, "size": 9}, hoverinfo="skip"
    )
    slope = np.array([gradient[x], gradient[y]])
    length = float(np.hypot(*slope))
    if np.isfinite(length) and length > 0:
        tip = np.array([point[x], point[y]]) + 1.6 * slope / length
        plot.add_annotation(
            x=tip[0], y=tip[1], ax=point[x], ay=point[y], xref="x", yref="y", axref="x", ayref="y",
            showarrow=True, arrowhead=2, arrowwidth=3, arrowcolor=palette.gradient,
        )  # fmt: skip
    plot.update_xaxes(title=x, range=[xs[0], xs[-1]])
    plot.update_yaxes(title=y, range=[ys[0], ys[-1]])
    plot.update_layout(showlegend=False)
    alt = (
        f"Contours of f over {x} and {y}. At {x} = {shown(point[x])}, {y} = {shown(point[y])} f is {shown(value)}; "
        f"the gradient ({shown(gradient[x])}, {shown(gradient[y])}) points the way f grows fastest."
    )
    return Figure(plot, alt)


def _first_output(graph: ad.Graph, point: Mapping[str, Any], like: np.ndarray) -> np.ndarray:
    """The function on a grid; of several outputs the first, to which the gradient belongs."""
    values = ad.evaluate(graph, point)
    return _finite(values[0] if len(graph.outputs) > 1 else values, like)


def _finite(values: Any, like: np.ndarray) -> np.ndarray:
    """Values on the grid, with gaps where there is no finite number; a constant fills the grid."""
    grid = np.broadcast_to(np.asarray(values, dtype=float), like.shape)
    return np.where(np.isfinite(grid), grid, np.nan)


def _layout(palette: Palette) -> dict[str, Any]:
    axis = {"gridcolor": palette.soft + "33", "zerolinecolor": palette.soft + "88", "linecolor": palette.soft}
    return {
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": "Source Sans, sans-serif", "size": 14, "color": palette.soft},
        "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
        "height": 420,
        "xaxis": axis,
        "yaxis": axis,
        "legend": {"orientation": "h", "y": 1.08, "x": 0},
    }
