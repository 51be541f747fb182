"""A chain of states while it is reversed, what the schedules cost, and what a graph holds while it is swept back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

import autodiff as ad
from autodiff.storage import Cost, Moment
from viz.figures.figure import Figure, Palette, counted, layout

DASHES = {"every k-th": "dot", "√n": "solid", "binomial": "solid", "swapped": "dash"}
SYMBOLS = {"every k-th": "circle-open", "√n": "star", "binomial": "circle", "swapped": "square-open"}
ASIDE = -1  # where the slower memory is drawn
LEGEND = 100  # px, for the three lines of a long legend on a narrow screen


def chain(moment: Moment, length: int, again: int, palette: Palette) -> Figure:
    """The chain after an action: what is stored, dropped and set aside; which steps are reversed; what is at hand."""
    plot = go.Figure(layout=layout(palette, height=270))
    steps = {
        "step": (range(moment.behind), palette.soft, 1.5, "solid"),
        "reversed": (range(moment.behind, length), palette.gradient, 4, "solid"),
    }
    if moment.again:
        steps["computed again"] = (range(moment.action.state, moment.action.state + 1), palette.value, 4, "dot")
    for name, (places, hue, width, dash) in steps.items():
        xs = [x for i in places for x in (i, i + 1, None)]
        ys = [None if x is None else 0 for x in xs]
        line = {"color": hue, "width": width, "dash": dash}
        plot.add_scatter(x=xs, y=ys, mode="lines", name=name, line=line, hoverinfo="skip")
    dropped = [i for i in range(length) if i not in moment.stored]
    marks = (
        ("stored", sorted(moment.stored), 0, palette.value, "circle", 14),
        ("not stored", dropped, 0, palette.soft, "circle-open", 12),
        ("in slower memory", sorted(moment.aside), ASIDE, palette.value, "square-open", 13),
        ("at hand", [moment.hand], 0, palette.ink, "circle-open", 22),
    )
    for name, states, height, hue, symbol, size in marks:
        plot.add_scatter(
            x=states, y=[height] * len(states), mode="markers", name=name,
            marker={"color": hue, "symbol": symbol, "size": size, "line": {"width": 2}},
            text=[f"s{i}" for i in states], hovertemplate=f"%{{text}}: {name}<extra></extra>",
        )  # fmt: skip
    plot.update_layout(margin={"t": LEGEND})
    plot.update_xaxes(title="state", range=[-0.7, length + 0.7], showgrid=False, zeroline=False)
    plot.update_yaxes(visible=False, range=[-1.6, 0.8])
    return Figure(plot, _told(moment, again))


def _told(moment: Moment, again: int) -> str:
    kind, i = moment.action
    said = {
        "store": f"State {i} is stored.",
        "advance": f"The step from state {i} to {i + 1} is computed{' once more' if moment.again else ''}.",
        "restore": f"State {i} is taken from memory.",
        "swap": f"State {i} is moved to the {'slower' if i in moment.aside else 'fast'} memory.",
        "reverse": f"The adjoint goes back through the step from state {i} to {i + 1}.",
    }[kind]
    aside = f" and {len(moment.aside)} in the slower memory" if moment.aside else ""
    return f"{said} In memory: {len(moment.stored)}{aside}. Computed once more so far: {again}."


def tradeoffs(families: Mapping[str, Sequence[Cost]], chosen: Cost, length: int, palette: Palette) -> Figure:
    """Memory against recomputation for every schedule of a chain, with the chosen one marked."""
    plot = go.Figure(layout=layout(palette))
    hues = {"every k-th": palette.soft, "√n": palette.ink, "binomial": palette.value, "swapped": palette.gradient}
    for name, costs in families.items():
        found = sorted({(cost.memory, cost.recomputed, cost.swaps) for cost in costs})
        plot.add_scatter(
            x=[cost[0] for cost in found], y=[cost[1] for cost in found], customdata=[cost[2] for cost in found],
            mode="markers" if name == "every k-th" else "lines+markers", name=name,
            line={"color": hues[name], "dash": DASHES[name]}, marker={"color": hues[name], "symbol": SYMBOLS[name],
                                                                     "size": 9 if len(found) > 1 else 13},
            hovertemplate=f"{name}: %{{x}} states, %{{y}} steps again, %{{customdata}} swaps<extra></extra>",
        )  # fmt: skip
    plot.add_scatter(
        x=[chosen.memory], y=[chosen.recomputed], mode="markers", name="chosen", hoverinfo="skip",
        marker={"symbol": "circle-open", "size": 20, "color": palette.ink, "line": {"width": 2}},
    )  # fmt: skip
    plot.update_layout(margin={"t": LEGEND})
    plot.update_xaxes(title="states in memory")
    plot.update_yaxes(title="steps computed again", rangemode="tozero")
    alt = (
        f"Memory against recomputation for a chain of {length} steps. The chosen schedule holds "
        f"{counted(chosen.memory, 'state')} at most and computes {counted(chosen.recomputed, 'step')} again."
    )
    return Figure(plot, alt)


def held(footprint: ad.Footprint, palette: Palette) -> Figure:
    """How many numbers are held at each step of evaluating a graph and sweeping back, with the high-water mark."""
    steps = list(range(1, len(footprint.values) + 1))
    total = [sum(pair) for pair in zip(footprint.values, footprint.adjoints, strict=True)]
    plot = go.Figure(layout=layout(palette, height=320))
    for name, counts, hue, dash in (
        ("values", footprint.values, palette.value, "solid"),
        ("adjoints", footprint.adjoints, palette.gradient, "dash"),
        ("together", total, palette.ink, "dot"),
    ):
        plot.add_scatter(x=steps, y=list(counts), mode="lines", name=name,
                         line={"color": hue, "width": 2.5, "dash": dash, "shape": "hvh"})  # fmt: skip
    at = steps[total.index(footprint.high_water)]
    most = footprint.high_water
    plot.add_annotation(x=at, y=most, text=f"{most} at most", yshift=12, showarrow=False)
    plot.update_xaxes(title="step: evaluation, then the sweep back")
    plot.update_yaxes(title="numbers held", rangemode="tozero")
    alt = (
        f"The numbers held while this function is evaluated and swept back: {footprint.high_water} at most, "
        f"at step {at} of {len(steps)}."
    )
    return Figure(plot, alt)
