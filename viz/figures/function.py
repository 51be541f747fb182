"""A function around a point: its curve with the tangent, its contours with the gradient. Whole grids at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

import autodiff as ad
from autodiff.numbers import shown
from viz.figures.figure import Figure, Palette, finite, layout

REACH = 5.0  # of a figure, on either side of the point
POINTS = 201  # of a curve
GRID = 61  # of a contour plot, each way
ARROW = 1.6  # length of the gradient's arrow, in units of the axes
MOVES = "moves"  # what a number in hand moves; the player draws it over the figure (player/figures.js)


def curve(
    graph: ad.Graph,
    point: Mapping[str, float],
    name: str,
    palette: Palette,
    output: int = 0,
    around: Mapping[str, float] | None = None,
) -> Figure:
    """One output along one variable with its tangent at the point; the window lies ``around`` it, or around another."""
    value, gradient = ad.value_and_gradient(graph, point, output=output)
    at, slope = point[name], gradient[name]
    xs = window(name, around or point, POINTS)
    ys = heights(graph, {**point, name: xs}, xs, output)
    plot = go.Figure(layout=layout(palette))
    plot.add_scatter(x=xs, y=ys, mode="lines", line={"color": palette.value, "width": 2.5}, name="f")
    if np.isfinite(value) and np.isfinite(slope):
        with np.errstate(over="ignore"):
            tangent = finite(value + slope * (xs - at), xs)
            low, high = np.nanmin(ys), np.nanmax(ys)
            air = 0.08 * (high - low or 1)
        plot.add_scatter(x=xs, y=tangent, mode="lines", line={"color": palette.gradient, "width": 2, "dash": "dash"},
                         meta=MOVES, name=f"tangent, slope {shown(slope)}")  # fmt: skip
        plot.add_scatter(
            x=[at], y=[value], mode="markers", marker={"color": palette.ink, "size": 9}, name="the point", meta=MOVES
        )
        if np.isfinite(air):
            plot.update_yaxes(range=[low - air, high + air])
    plot.update_layout(meta=_about([name], palette))
    plot.update_xaxes(title=name)
    plot.update_yaxes(title="f")
    alt = f"The curve of f over {name}; at {name} = {shown(at)} f is {shown(value)} and its slope is {shown(slope)}."
    return Figure(plot, alt)


def contours(
    graph: ad.Graph,
    point: Mapping[str, float],
    names: tuple[str, str],
    palette: Palette,
    output: int = 0,
    around: Mapping[str, float] | None = None,
) -> Figure:
    """The contours of one output over two variables, with the gradient as an arrow at the point.

    The window lies ``around`` the point, or around another one.
    """
    x, y = names
    value, gradient = ad.value_and_gradient(graph, point, output=output)
    xs, ys = (window(name, around or point, GRID) for name in names)
    grid_x, grid_y = np.meshgrid(xs, ys)
    zs = heights(graph, {**point, x: grid_x, y: grid_y}, grid_x, output)
    plot = go.Figure(layout=layout(palette))
    plot.add_contour(
        x=xs, y=ys, z=zs, ncontours=24, colorscale=[[0, palette.scale[0]], [1, palette.scale[1]]],
        line={"color": palette.soft, "width": 0.75}, colorbar={"title": "f", "outlinewidth": 0},
        hovertemplate=f"{x} %{{x:.3g}}<br>{y} %{{y:.3g}}<br>f %{{z:.4g}}<extra></extra>",
    )  # fmt: skip
    plot.add_scatter(
        x=[point[x]], y=[point[y]], mode="markers", marker={"color": palette.ink, "size": 9}, hoverinfo="skip",
        meta=MOVES,
    )  # fmt: skip
    slope = np.array([gradient[x], gradient[y]])
    length = float(np.hypot(*slope))
    if np.isfinite(length) and length > 0:
        tip = np.array([point[x], point[y]]) + ARROW * slope / length
        plot.add_annotation(
            x=tip[0], y=tip[1], ax=point[x], ay=point[y], xref="x", yref="y", axref="x", ayref="y",
            showarrow=True, arrowhead=2, arrowwidth=3, arrowcolor=palette.gradient,
        )  # fmt: skip
    plot.update_xaxes(title=x, range=[xs[0], xs[-1]])
    plot.update_yaxes(title=y, range=[ys[0], ys[-1]])
    plot.update_layout(showlegend=False, meta=_about([x, y], palette))
    alt = (
        f"Contours of f over {x} and {y}. At {x} = {shown(point[x])}, {y} = {shown(point[y])} f is {shown(value)}; "
        f"the gradient ({shown(gradient[x])}, {shown(gradient[y])}) points the way f grows fastest."
    )
    return Figure(plot, alt)


def _about(names: list[str], palette: Palette) -> dict[str, Any]:
    """What the player has to know to move the point of a figure."""
    return {"follows": names, "ink": palette.ink, "slope": palette.gradient, "reach": ARROW}


def window(name: str, around: Mapping[str, float], count: int) -> np.ndarray:
    """The numbers of one variable that a figure shows; an odd count has the one that they lie around, exactly."""
    middle = around[name]
    xs = np.linspace(middle - REACH, middle + REACH, count)
    xs[count // 2] = middle
    return xs


def heights(graph: ad.Graph, point: Mapping[str, Any], like: np.ndarray, output: int) -> np.ndarray:
    """One output on a grid."""
    values = ad.evaluate(graph, point)
    return finite(values[output] if len(graph.outputs) > 1 else values, like)
