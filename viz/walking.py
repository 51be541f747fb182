"""What a link says of a function, as a walk: which graph, from which point, and every number that the player shows.

A link is all that is needed: no page and no session. So a page that has the picture can ask for the numbers of another
point by one plain request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import autodiff as ad
from autodiff.describe import structure
from autodiff.paths import Paths, paths
from autodiff.run import Run, encode
from autodiff.walks.broken import broken
from viz import link
from viz.derived import derived
from viz.drawing.drawn import pictured
from viz.drawing.sums import beside
from viz.examples import defaults
from viz.values import differing, random_values

FEW = 6  # up to as many variables stand in the link one by one
LONGEST_LOST = 30  # characters of a name in a sentence
LOST = {  # what is said of a part of a link, with the first that is not there
    "point": "gives a value for {}, which the function has not got",
    "output": "asks for output {}, which the function has not got",
    "seed": "walks along {}, which the function has not got",
    "tangents": "gives a tangent for {}, which the function has not got",
    "path": "asks for the paths from {}, which the function has not got",
    "opened": "opens the group {}, which the function has not got",
    "picked": "picks the node {}, which the function has not got",
    "bug": "asks for the bug {}, which only a plain walk in reverse mode can have",
}


def graph_of(said: link.State) -> ad.Graph | ad.ParseError:
    """The function of a link, or the derivative of it that the link names."""
    return derived(said.text or "", said.merge, said.derived)[0]


def known(text: str, names: tuple[str, ...], seed: int | None) -> Mapping[str, float]:
    """The numbers that a link need not say."""
    return defaults(text, names) if seed is None else random_values(names, seed)


def point_of(said: link.State, names: tuple[str, ...]) -> dict[str, float]:
    """A number for every variable."""
    numbers = known(said.text or "", names, said.drawn)
    return {name: float(said.point.get(name, numbers[name])) for name in names}


def fitted(said: link.State, graph: ad.Graph) -> tuple[link.State, list[str]]:
    """The state without what the graph has not got, and a sentence for every part that lost something."""
    parts = _fitting(said, graph)
    lost = {field: _first_lost(getattr(said, field), kept) for field, kept in parts.items()}
    notices = [f"The link {LOST[field].format(name[:LONGEST_LOST])}." for field, name in lost.items() if name]
    return replace(said, **parts), notices


def _fitting(said: link.State, graph: ad.Graph) -> dict[str, Any]:
    """Of each part that speaks of the function what the graph has, else the default."""
    names, default = set(graph.variables), link.DEFAULT
    nodes, groups = ({one["id"] for one in structure(graph)[kind]} for kind in ("nodes", "groups"))
    return {
        "point": {name: x for name, x in said.point.items() if name in names},
        "output": said.output if said.output < len(graph.outputs) else default.output,
        "seed": said.seed if said.seed in names else default.seed,
        "tangents": {name: x for name, x in said.tangents.items() if name in names},
        "path": said.path if said.path in names else default.path,
        "opened": said.opened and (said.opened & groups or default.opened),
        "picked": tuple(node for node in said.picked if node in nodes),
        "bug": bug_of(said, graph),
    }


def _first_lost(said: Any, kept: Any) -> str:
    """What was said and not kept, of several one; "" for nothing."""
    if said == kept:
        return ""
    return min(set(said) - set(kept or ())) if isinstance(said, Mapping | tuple | frozenset) else str(said)


def linked(said: link.State, graph: ad.Graph, at: Mapping[str, float]) -> link.State:
    """The shortest link of a walk from this point, without what the graph has not got.

    Few variables are said one by one, of many only those that one would not expect.
    """
    said, _ = fitted(said, graph)
    names = tuple(at)
    if len(names) <= FEW:
        return replace(said, point=dict(at), drawn=None)
    seeds = [None] if said.drawn is None else [None, said.drawn]
    differ = {seed: differing(at, known(said.text or "", names, seed)) for seed in seeds}
    drawn = min(differ, key=lambda seed: len(differ[seed]))
    return replace(said, point=differ[drawn], drawn=drawn)


def walk_of(said: link.State, graph: ad.Graph) -> dict[str, Any]:
    """The arguments of a walk through a graph: what was chosen, as far as the graph has it."""
    mode = "second" if said.second and said.mode == "reverse" else said.mode
    return {
        "mode": mode if graph.variables else "reverse",
        "output": said.output if said.output < len(graph.outputs) else 0,
        "seed": said.seed if said.seed in graph.variables else None,
        "eps": float(f"1e-{said.eps}"),
    }


def bug_of(said: link.State, graph: ad.Graph) -> str:
    """What is broken on purpose, where the walk is one that can be."""
    return said.bug if walk_of(said, graph)["mode"] == "reverse" else ""


def tangents(said: link.State, graph: ad.Graph) -> dict[str, float]:
    """How fast each variable moves on a walk forward: as it was typed, else 1 for the seed and 0 for the others."""
    if said.tangents:
        return {name: said.tangents.get(name, 0.0) for name in graph.variables}
    seed = walk_of(said, graph)["seed"] or next(iter(graph.variables), "")
    return {name: float(name == seed) for name in graph.variables}


def walked(said: link.State, graph: ad.Graph, at: Mapping[str, float]) -> Run:
    """The walk that was chosen, broken where somebody wants to see that."""
    walk = walk_of(said, graph)
    if bug := bug_of(said, graph):
        return broken(graph, at, bug, walk["output"], said.picked)
    point: dict[str, Any] = dict(at)
    if walk["mode"] == "forward" and said.tangents:
        point = {name: ad.DualNumber(at[name], tangent) for name, tangent in tangents(said, graph).items()}
    return ad.run(graph, point, **walk)


def numbers(said: link.State, graph: ad.Graph, at: Mapping[str, float]) -> dict[str, Any]:
    """What the player is told of a point: the Run, the paths where they are asked for, and the link."""
    walk, bug = walk_of(said, graph), bug_of(said, graph)
    picture = pictured(graph, walk["output"], said.opened, said.summed, bug)
    data: dict[str, Any] = {
        "run": beside(walked(said, graph, at).to_dict(), picture.sums),
        "query": link.write(linked(said, graph, at)),
    }
    if said.path in graph.variables and not bug and walk["mode"] != "numeric":
        data["paths"] = _written_out(graph, paths(graph, at, said.path, walk["output"]), said.path)
    return data


def _written_out(graph: ad.Graph, found: Paths, variable: str) -> dict[str, Any]:
    """The paths from a variable as the player wants them: edges by their names, large counts as text."""
    names = iter(structure(graph)["edges"])
    edges = {(i, k): next(names)["id"] for i, args in enumerate(graph.args) for k in range(len(args))}
    ways = [
        {
            "edges": [edges[edge] for edge in path.edges],
            "factors": [encode(factor) for factor in path.factors],
            "product": encode(path.product),
        }
        for path in found.paths
    ]
    return {
        "variable": variable,
        "paths": ways,
        "count": _counted(found.count),
        "total": encode(found.total),
        "visits": _counted(found.visits),
        "steps": found.steps,
    }


def _counted(number: int) -> str:
    """A count to be read: in full up to a billion, then as a power of ten."""
    return f"{number:,}" if number < 10**9 else f"about 10^{len(str(number)) - 1}"
