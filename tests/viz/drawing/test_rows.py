"""Cards in plain rows: sizes as Graphviz makes them, ranks that point one way, and no card on another."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from tests.viz.structures import KINDS, Box, box, chain, foreign, groups, structure_of, tangle
from viz.drawing.dot import Sized, to_dot
from viz.drawing.rows import to_rows

DIRECTIONS = ("right", "down")
WIDE = "where(a > 0, b*b*b, " + "+".join("cdefghijklm") + ") + a"
DRAWN = {**{name: structure_of(text) for name, text in KINDS.items()}, "wide": structure_of(WIDE), "foreign": foreign()}


def visible(dot: str) -> str:
    """The same DOT with the outermost table of each node filled, so that the drawing says how large it is."""
    return re.sub(r"\[label=<<TABLE ", '[label=<<TABLE BGCOLOR="#ff0000" ', dot)


def outlines(svg: str, names: list[str]) -> dict[str, Box]:
    """The whole of each node in a `visible` drawing: arguments, card and uses."""
    found = groups(svg)
    boxes = {}
    for name in names:
        (filled,) = (
            shape for shape in found[name].iter() if shape.get("fill") == "#ff0000" and shape.tag.endswith("polygon")
        )
        corners = [tuple(map(float, pair.split(","))) for pair in filled.attrib["points"].split()]
        xs, ys = zip(*corners, strict=True)
        boxes[name] = min(xs), min(ys), max(xs), max(ys)
    return boxes


def sizes_of(structure, direction) -> Sized:
    """What `to_dot` tells whoever places its cards."""
    told: dict[str, Sized] = {}
    to_dot(structure, direction, place=lambda sizes: told.setdefault("sizes", sizes) and {})
    return told["sizes"]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_sizes_are_those_that_graphviz_makes(render, direction):
    drawings, _ = render(*(("dot", visible(to_dot(structure, direction))) for structure in DRAWN.values()))
    for (name, structure), svg in zip(DRAWN.items(), drawings, strict=True):
        sizes = sizes_of(structure, direction)
        for node, (left, top, right, bottom) in outlines(svg, list(sizes)).items():
            assert sizes[node] == pytest.approx((right - left, bottom - top), abs=2), (name, node)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_two_cards_overlap_and_a_gap_stays_between_them(render, direction):
    structures = {**DRAWN, "tangle": tangle(40), "chain": chain(30)}
    drawings, complaints = render(
        *(("nop2", visible(to_rows(structure, direction))) for structure in structures.values())
    )
    assert complaints == []
    for (name, structure), svg in zip(structures.items(), drawings, strict=True):
        boxes = outlines(svg, [node["id"] for node in structure["nodes"]])
        for (one, a), (two, b) in combinations(boxes.items(), 2):
            apart = max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
            assert apart >= 10, (name, one, two)


@pytest.mark.parametrize(("direction", "low", "high"), [("right", 0, 2), ("down", 1, 3)])
def test_every_edge_points_the_same_way(render, direction, low, high):
    structures = [structure_of(KINDS["network"]), tangle(30), foreign()]
    drawings, _ = render(*(("nop2", to_rows(structure, direction)) for structure in structures))
    for structure, svg in zip(structures, drawings, strict=True):
        found = groups(svg)
        for edge in structure["edges"]:
            assert box(found[f"a_{edge['from']}.card"])[high] < box(found[f"a_{edge['to']}.card"])[low]


def test_a_node_without_arguments_stands_just_before_its_first_use(render):
    (svg,), _ = render(("nop2", to_rows(structure_of("sin(sin(sin(x))) * y + 2"))))
    found = groups(svg)
    across = {name: sum(box(found[f"a_{name}.card"])[::2]) / 2 for name in ("n0", "n1", "n4", "n5", "n6", "n7")}
    assert across["n0"] < across["n1"], "y is not at the far left, beside x"
    assert abs(across["n1"] - across["n4"]) < 100, "but in the row of sin(sin(sin(x))), which its consumer takes, too"
    assert across["n1"] < across["n5"]
    assert abs(across["n6"] - across["n5"]) < 100, "and 2 in the row of the product"


@pytest.mark.parametrize(("direction", "across"), [("right", 1), ("down", 0)])
def test_a_row_is_in_the_order_of_evaluation(render, direction, across):
    (svg,), _ = render(("nop2", to_rows(structure_of("sin(x)*sin(y)*sin(z)"), direction)))
    for row in (("n0", "n1", "n2"), ("n3", "n4", "n6")):
        starts = [box(groups(svg)[f"a_{name}.card"])[across] for name in row]
        assert starts == sorted(set(starts)), "from above, or from the left"


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_rows_draw_everything_that_dot_draws(render, direction):
    requests = [("dot", to_dot(structure, direction)) for structure in DRAWN.values()]
    requests += [("nop2", to_rows(structure, direction)) for structure in DRAWN.values()]
    drawings, _ = render(*requests)
    found = [groups(svg).keys() for svg in drawings]
    assert found[: len(DRAWN)] == found[len(DRAWN) :]


def test_positions_hang_on_the_structure_alone():
    assert to_rows(structure_of("x*y + 2")) == to_rows(structure_of("x*y + 2"))
    assert to_rows(structure_of("x*y + 2")) != to_rows(structure_of("x*y + 2"), "down")
    assert 'pos="' not in to_dot(structure_of("x*y + 2"))
