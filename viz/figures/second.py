"""A function and its quadratic model at a point: two curves, or two surfaces that touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

import autodiff as ad
from autodiff.higher import quadratic
from autodiff.numbers import shown
from viz.figures.figure import Figure, Palette, finite, layout

AROUND = 2.0  # how far the figures reach from the point
POINTS = 121  # of a curve
GRID = 41  # of a surface, each way
WIRES = 10  # of the model, each way
AIR = 0.08  # above and below the function, of its height
CAMERA = {"eye": {"x": -1.9, "y": -1.9, "z": 1.1}, "center": {"x": 0, "y": 0, "z": -0.12}}


def model_curve(graph: ad.Graph, point: Mapping[str, float], palette: Palette) -> Figure:
    """A function of one variable, and the parabola with its value, slope and curvature at the point."""
    (name,) = graph.variables
    xs = np.linspace(point[name] - AROUND, point[name] + AROUND, POINTS)
    ys = finite(ad.evaluate(graph, {name: xs}), xs)
    plot = go.Figure(layout=layout(palette))
    plot.add_scatter(x=xs, y=ys, mode="lines", line={"color": palette.value, "width": 2.5}, name="f")
    plot.add_scatter(
        x=xs, y=finite(quadratic(graph, point, {name: xs}), xs), mode="lines", name="quadratic model",
        line={"color": palette.gradient, "width": 2, "dash": "dash"},
    )  # fmt: skip
    plot.add_scatter(
        x=[point[name]], y=[_number(ad.evaluate(graph, point))], mode="markers", name="the point",
        marker={"color": palette.ink, "size": 9},
    )  # fmt: skip
    plot.update_xaxes(title=name)
    plot.update_yaxes(title="f", range=_window(ys))
    return Figure(plot, f"The curve of f over {name}, and the parabola that {_touches(point, (name,))}")


def model_surface(graph: ad.Graph, point: Mapping[str, float], names: Sequence[str], palette: Palette) -> Figure:
    """A function over two of its variables, and the paraboloid with its value, gradient and Hessian at the point."""
    x, y = names
    xs, ys = (np.linspace(point[name] - AROUND, point[name] + AROUND, GRID) for name in names)
    moved = dict(zip(names, np.meshgrid(xs, ys), strict=True))
    heights = finite(ad.evaluate(graph, {**point, **moved}), moved[x])
    model = finite(quadratic(graph, point, moved), moved[x])
    plot = go.Figure(layout=layout(palette, height=520))
    plot.add_surface(
        x=xs, y=ys, z=heights, name="f", showscale=False, showlegend=True, hovertemplate=_hover("f", names),
        colorscale=[[0, palette.scale[0]], [1, palette.scale[1]]],
        contours={"z": {"show": True, "color": palette.soft, "width": 1}},
    )  # fmt: skip
    across, up, high = _wires(moved[x], moved[y], model)
    plot.add_scatter3d(
        x=across, y=up, z=high, mode="lines", name="quadratic model", hovertemplate=_hover("model", names),
        line={"color": palette.gradient, "width": 4},
    )  # fmt: skip
    plot.add_scatter3d(
        x=[point[x]], y=[point[y]], z=[_number(ad.evaluate(graph, point))], mode="markers", name="the point",
        marker={"color": palette.ink, "size": 5},
    )  # fmt: skip
    axis = {"gridcolor": palette.soft, "backgroundcolor": palette.ground, "zerolinecolor": palette.soft}
    plot.update_scenes(
        xaxis=axis | {"title": x}, yaxis=axis | {"title": y}, zaxis=axis | {"title": "f", "range": _window(heights)},
        camera=CAMERA, aspectmode="cube",
    )  # fmt: skip
    plot.update_layout(margin={"l": 0, "r": 0, "b": 0})
    return Figure(plot, f"The surface of f over {x} and {y}, and the paraboloid that {_touches(point, names)}")


def _hover(what: str, names: Sequence[str]) -> str:
    return f"{what} %{{z:.4g}}<br>{names[0]} %{{x:.3g}}<br>{names[1]} %{{y:.3g}}<extra></extra>"


def _wires(*grids: np.ndarray) -> list[np.ndarray]:
    """Every few rows and columns of each grid, one behind the other with gaps between."""
    gap = [np.nan]
    every = slice(None, None, (GRID - 1) // WIRES)
    return [np.concatenate([part for line in (*grid[every], *grid.T[every]) for part in (line, gap)]) for grid in grids]


def _touches(point: Mapping[str, float], names: Sequence[str]) -> str:
    where = ", ".join(f"{name} = {shown(point[name])}" for name in names)
    return f"touches it at {where}: there it has the same value, the same first and the same second derivatives."


def _window(values: np.ndarray) -> list[float] | None:
    """The heights of the function, so that the model may leave the picture."""
    if not np.isfinite(values).any():
        return None
    low, high = np.nanmin(values), np.nanmax(values)
    with np.errstate(over="ignore"):
        air = AIR * (high - low or 1.0)
    return [float(low - air), float(high + air)] if np.isfinite(air) else None


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
