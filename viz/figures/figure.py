"""What every figure has: the hues of the page, its words, and its numbers as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go

Row = tuple[Any, ...]


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
    """A figure, what it shows in words, and its numbers where they are not simply what is drawn.

    ``table`` has a header first.
    """

    plot: go.Figure
    alt: str
    table: tuple[Row, ...] = field(default=())

    def csv(self) -> str:
        """The numbers as a file: a row a point, with the series that it belongs to; nothing stands where none is."""
        text = io.StringIO()
        rows = self.table or (("series", *self._axes()), *self._points())
        csv.writer(text, lineterminator="\n").writerows([_cell(x) for x in row] for row in rows)
        return text.getvalue()

    def _axes(self) -> Iterator[str]:
        layout = self.plot.layout
        axes = [layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis]
        if not any(axis.title.text for axis in axes):
            axes = [layout.xaxis, layout.yaxis]
        names = [axis.title.text or letter for axis, letter in zip(axes, "xyz", strict=False)]
        yield from names
        if len(names) == 2 and any("z" in trace for trace in self.plot.data):
            yield "f"

    def _points(self) -> Iterator[Row]:
        for trace in self.plot.data:
            name = trace.name  # asked for once: Plotly looks long
            if "z" in trace and np.ndim(trace.z) == 2:
                xs, ys, grid = (np.asarray(axis).tolist() for axis in (trace.x, trace.y, trace.z))
                for y, row in zip(ys, grid, strict=True):
                    yield from ((name, x, y, z) for x, z in zip(xs, row, strict=True))
            else:
                columns = [trace[axis] for axis in "xyz" if axis in trace and trace[axis] is not None]
                yield from ((name, *point) for point in zip(*columns, strict=True))


def layout(palette: Palette, height: int = 420) -> dict[str, Any]:
    """What all figures look like."""
    axis = {"gridcolor": palette.soft + "33", "zerolinecolor": palette.soft + "88", "linecolor": palette.soft}
    return {
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": "Source Sans, sans-serif", "size": 14, "color": palette.soft},
        "margin": {"l": 56, "r": 16, "t": 76, "b": 48},  # at the top the mode bar, and under it the legend
        "height": height,
        "xaxis": axis | {"automargin": True},
        "yaxis": axis | {"automargin": True},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "modebar": {"bgcolor": palette.ground, "color": palette.soft, "activecolor": palette.ink},
        "hoverlabel": {"bgcolor": palette.ground, "font": {"color": palette.ink}},
    }


def finite(values: Any, like: np.ndarray) -> np.ndarray:
    """Values on a grid, with gaps where there is no finite number; a constant fills the grid."""
    grid = np.broadcast_to(np.asarray(values, dtype=float), like.shape)
    return np.where(np.isfinite(grid), grid, np.nan)


def listed(parts: Iterable[str]) -> str:
    """A list in a sentence: one, two and three."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def counted(count: int, what: str) -> str:
    """1 step, 2 steps."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _cell(x: Any) -> Any:
    """A number as Python writes it; an empty cell where it is none."""
    if not isinstance(x, (float, np.floating)):
        return x
    return "" if np.isnan(x) else repr(float(x))
