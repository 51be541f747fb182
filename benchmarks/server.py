"""On the server: where the time from text to graph goes, and what a tangle costs the others."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Callable

import autodiff as ad
from autodiff.describe import structure
from benchmarks.functions import LOOP, nodes, tangle
from viz.drawing.dot import to_dot
from viz.drawing.layout import Layout
from viz.drawing.rows import to_rows


def timed(work: Callable[[], object], times: int = 7) -> float:
    """The median time of a piece of work, in milliseconds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def measure() -> list[str]:
    """Every figure, as rows of the table."""
    layout = Layout(kept=1)
    layout.warm()
    rows = [
        split(name, text, layout)
        for name, text in (
            ("10 nodes", nodes(10)),
            ("50 nodes", nodes(50)),
            ("150 nodes", nodes(150)),
            ("200 nodes", nodes(200)),
            ("loop of 50 turns", LOOP),
        )
    ]
    rows.append(crowded(layout))
    layout.stop()
    return rows


def split(name: str, text: str, layout: Layout) -> str:
    """Parse, sweep, DOT, layout, and the size of what travels."""
    graph = ad.parse(text)
    point = dict.fromkeys(graph.variables, 1.5)
    parse = timed(lambda: ad.parse(text))
    sweep = timed(lambda: ad.run(graph, point).to_dict())
    dot = timed(lambda: to_dot(structure(graph)))
    text_of = to_dot(structure(graph))
    number = iter(range(100))
    drawn = timed(lambda: layout.draw(f"{text_of}\n// {next(number)}", lambda: to_rows(structure(graph))))
    drawing = layout.draw(text_of, lambda: to_rows(structure(graph)))
    size = len(json.dumps([ad.run(graph, point).to_dict(), drawing.svg])) / 1000
    layout_by = "rows" if drawing.simple else "dot"
    return (
        f"| {name} ({len(graph)}) | parse {parse:.1f}, sweeps and Run {sweep:.1f}, DOT {dot:.1f}, "
        f"layout by {layout_by} {drawn:.0f} ms | {size:.0f} kB to send |"
    )


def crowded(layout: Layout) -> str:
    """A small graph while a tangle of 400 nodes is laid out, against the same in quiet."""
    small = to_dot(structure(ad.parse("x*x*y + (y + 2)")))
    number = iter(range(10_000))

    def draw() -> None:
        layout.draw(f"{small}\n// {next(number)}", str)

    quiet = timed(draw, 25)
    graph = structure(ad.parse(tangle(400)))
    other = threading.Thread(target=lambda: layout.draw(to_dot(graph), lambda: to_rows(graph)))
    other.start()
    time.sleep(0.3)
    busy = timed(draw, 25)
    assert other.is_alive(), "the tangle was laid out before the others were measured"
    other.join()
    return (
        f"| a small graph beside a tangle of 400 nodes | {busy:.1f} ms "
        f"| in quiet {quiet:.1f} ms: ratio {busy / quiet:.2f} |"
    )
