"""A function one can walk down: its surface, its map, its curve, with the way of a gradient descent on each.

On the map and on the curve every place can be picked: invisible markers lie over them, for a browser reports a click on
a marker and on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

import autodiff as ad
from autodiff.descent import Descent
from autodiff.numbers import shown
from viz.figures.figure import Figure, Palette, Row, finite, layout
from viz.figures.function import REACH, contours, curve, heights, window

GRID = 61  # of the surface, each way
PICKS = 41  # places that can be picked on the map, each way: a quarter apart
ALONG = 161  # and on the curve: a sixteenth apart
FINGER = 13  # px of an invisible marker
PLANE = 1.6  # how far the tangent plane and the arrow reach at most
STEEP = 0.3  # of the height of the picture, which neither of them exceeds
LIFT = 0.02  # of that height, by which arrow and descent lie above the surface, or they would be in it
EYE = {"x": -1.45, "y": -1.55, "z": 0.9}
Point = Mapping[str, float]


def way_down(graph: ad.Graph, point: Point, name: str, path: Descent, palette: Palette, output: int = 0) -> Figure:
    """The curve over one variable with its tangent at the point and the places of a descent; each can be picked."""
    start = path.places[0].point
    figure = curve(graph, point, name, palette, output, around=start)
    xs = window(name, start, ALONG)
    ys = heights(graph, {**point, name: xs}, xs, output)
    figure.plot.update_traces(hoverinfo="skip")  # or a click would mean the line and not the place
    figure.plot.add_scatter(x=xs, y=ys, **_picks(f"{name} %{{x:.4g}}<br>f %{{y:.4g}}"))
    figure.plot.add_scatter(
        x=[place.point[name] for place in path.places], y=_values(path), **_places(path, point, palette),
        hovertemplate=f"step %{{text}}<br>{name} %{{x:.4g}}<br>f %{{y:.4g}}<extra></extra>",
    )  # fmt: skip
    figure.plot.update_xaxes(range=[xs[0], xs[-1]])
    return _picked(figure.plot, f"{figure.alt} {_told(path)} A click moves the point.", path)


def map_down(
    graph: ad.Graph, point: Point, names: tuple[str, str], path: Descent, palette: Palette, output: int = 0
) -> Figure:
    """The contours over two variables with the gradient and the places of a descent; each place can be picked."""
    x, y = names
    start = path.places[0].point
    figure = contours(graph, point, names, palette, output, around=start)
    grid_x, grid_y = np.meshgrid(window(x, start, PICKS), window(y, start, PICKS))
    figure.plot.add_scatter(x=grid_x.ravel(), y=grid_y.ravel(), **_picks(f"{x} %{{x:.4g}}<br>{y} %{{y:.4g}}"))
    figure.plot.add_scatter(
        x=[place.point[x] for place in path.places], y=[place.point[y] for place in path.places],
        hovertemplate=f"step %{{text}}<br>{x} %{{x:.4g}}<br>{y} %{{y:.4g}}<extra></extra>",
        **_places(path, point, palette),
    )  # fmt: skip
    figure.plot.update_traces(showscale=False, selector={"type": "contour"})
    return _picked(figure.plot, f"{figure.alt} A click moves the point.", path)


def surface(
    graph: ad.Graph, point: Point, names: tuple[str, str], path: Descent, palette: Palette, output: int = 0
) -> Figure:
    """The surface over two variables: the point, its tangent plane, the gradient as an arrow on it, and the descent."""
    x, y = names
    start = path.places[0].point
    value, gradient = ad.value_and_gradient(graph, point, output=output)
    xs, ys = window(x, start, GRID), window(y, start, GRID)
    grid_x, grid_y = np.meshgrid(xs, ys)
    zs = heights(graph, {**point, x: grid_x, y: grid_y}, grid_x, output)
    plot = go.Figure(layout=layout(palette))
    plot.add_surface(
        x=xs, y=ys, z=zs, name="f", showscale=False, hovertemplate=_hover(names), opacity=0.92,
        colorscale=[[0, palette.scale[0]], [1, palette.scale[1]]],
        contours={"z": {"show": True, "color": palette.soft, "width": 1, "highlight": False}},
    )  # fmt: skip
    low, high = (float(bound(zs)) if np.isfinite(zs).any() else 0.0 for bound in (np.nanmin, np.nanmax))
    slopes = gradient[x], gradient[y]
    if np.isfinite([value, *slopes]).all():
        _tangent_plane(plot, point, names, value, slopes, high - low, palette)
    _descent(plot, path, names, LIFT * (high - low), palette)
    axis = {"gridcolor": palette.soft, "backgroundcolor": palette.ground, "zerolinecolor": palette.soft}
    plot.update_scenes(
        xaxis=axis | {"title": x, "range": [xs[0], xs[-1]]}, yaxis=axis | {"title": y, "range": [ys[0], ys[-1]]},
        zaxis=axis | {"title": "f", "range": _room(low, high)}, camera={"eye": EYE}, aspectmode="cube",
    )  # fmt: skip
    plot.update_layout(margin={"l": 0, "r": 0, "t": 8, "b": 0}, showlegend=False)
    where = f"{x} = {shown(point[x])}, {y} = {shown(point[y])}"
    alt = f"The surface of f over {x} and {y} with its tangent plane at {where}, where f is {shown(value)}."
    return Figure(plot, f"{alt} {_told(path)}".rstrip(), _table(path))


# ---- the parts of a surface


def _tangent_plane(
    plot: go.Figure, point: Point, names: tuple[str, str], value: float, slopes: tuple[float, float], height: float,
    palette: Palette,
) -> None:  # fmt: skip
    """A square that touches the surface at the point, and on it the arrow along which f grows fastest."""
    at = np.array([point[name] for name in names])
    slope = np.array(slopes)
    steepest = float(np.abs(slope).sum())
    side = min(PLANE, STEEP * height / steepest) if steepest > 0 else PLANE
    across, up = (at[i] + side * np.array([-1.0, 1.0]) for i in range(2))
    plot.add_surface(
        x=across, y=up, z=value + side * (slope[0] * np.array([[-1.0, 1.0]]) + slope[1] * np.array([[-1.0], [1.0]])),
        name="tangent plane", showscale=False, opacity=0.4, hoverinfo="skip",
        colorscale=[[0, palette.gradient], [1, palette.gradient]], lighting={"ambient": 1.0, "diffuse": 0.0},
    )  # fmt: skip
    if steepest > 0:
        ahead = side * slope / float(np.hypot(*slope))
        lifted = value + LIFT * height
        tip = *(at + ahead), lifted + float(slope @ ahead)
        plot.add_scatter3d(
            x=[at[0], tip[0]], y=[at[1], tip[1]], z=[lifted, tip[2]], mode="lines", name="gradient", hoverinfo="skip",
            line={"color": palette.gradient, "width": 9},
        )  # fmt: skip
        plot.add_scatter3d(
            x=[tip[0]], y=[tip[1]], z=[tip[2]], mode="markers", name="gradient",
            marker={"color": palette.gradient, "size": 7, "symbol": "diamond"}, hoverinfo="skip",
        )  # fmt: skip
    plot.add_scatter3d(
        x=[at[0]], y=[at[1]], z=[value], mode="markers", name="the point", marker={"color": palette.ink, "size": 5},
        hovertemplate=_hover(names),
    )  # fmt: skip


def _descent(plot: go.Figure, path: Descent, names: tuple[str, str], lift: float, palette: Palette) -> None:
    """The places of a descent that lie in the picture."""
    start = path.places[0].point
    inside = [
        place
        for place in path.places
        if all(abs(place.point[name] - start[name]) <= REACH for name in names) and np.isfinite(place.value)
    ]
    plot.add_scatter3d(
        x=[place.point[names[0]] for place in inside], y=[place.point[names[1]] for place in inside],
        z=[place.value + lift for place in inside], customdata=[place.value for place in inside],
        mode="lines+markers", name="descent", hovertemplate=_hover(names, "customdata"),
        line={"color": palette.ink, "width": 4}, marker={"color": palette.ink, "size": 3},
    )  # fmt: skip


def _room(low: float, high: float) -> list[float] | None:
    air = 0.06 * (high - low or 1.0)
    return [low - air, high + air] if np.isfinite(air) else None


def _hover(names: tuple[str, str], value: str = "z") -> str:
    return f"{names[0]} %{{x:.3g}}<br>{names[1]} %{{y:.3g}}<br>f %{{{value}:.4g}}<extra></extra>"


# ---- what all three say and take along


def _picks(told: str) -> dict[str, Any]:
    """Markers that nobody sees."""
    unseen = {"marker": {"opacity": 0}}
    return {"mode": "markers", "marker": {"size": FINGER, "opacity": 0}, "selected": unseen, "unselected": unseen,
            "name": "pick", "showlegend": False, "hovertemplate": f"{told}<extra></extra>"}  # fmt: skip


def _places(path: Descent, point: Point, palette: Palette) -> dict[str, Any]:
    """A ring a place; the one where the point is, is filled."""
    fills = [palette.ink if place.point.items() <= point.items() else palette.ground for place in path.places]
    seen = {"marker": {"opacity": 1}}
    return {"mode": "lines+markers", "name": "descent", "text": list(range(len(path.places))),
            "line": {"color": palette.ink, "width": 2}, "selected": seen, "unselected": seen,
            "marker": {"color": fills, "size": 9, "line": {"color": palette.ink, "width": 2}}}  # fmt: skip


def _picked(plot: go.Figure, alt: str, path: Descent) -> Figure:
    plot.update_layout(clickmode="event+select", dragmode="pan", hovermode="closest")
    return Figure(plot, alt, _table(path))


def _values(path: Descent) -> np.ndarray:
    values = np.array([place.value for place in path.places])
    return finite(values, values)


def _told(path: Descent) -> str:
    """Where a descent leads, in a sentence."""
    first, last = path.places[0], path.places[-1]
    steps = len(path.places) - 1
    if steps == 0:
        return f"There is no step down: {path.ended}." if path.ended else ""
    early = f", and ends: {path.ended}" if path.ended else ""
    count = "One step" if steps == 1 else f"{steps} steps"
    return f"{count} down lead{'s' if steps == 1 else ''} from f = {shown(first.value)} to {shown(last.value)}{early}."


def _table(path: Descent) -> tuple[Row, ...]:
    """A row a step: where it is, the value there, and the gradient."""
    names = tuple(path.places[0].point)
    head: Row = ("step", *names, "f", *(f"df/d{name}" for name in names))
    rows = [(k, *place.point.values(), place.value, *place.gradient.values()) for k, place in enumerate(path.places)]
    return head, *rows
