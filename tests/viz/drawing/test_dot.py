"""The DOT: every argument its own edge, boxes that hang on the structure alone, and texts that stay texts."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest

import autodiff as ad
from tests.viz.structures import KINDS, NOTEBOOK, box, chain, foreign, groups, paths, structure_of, texts
from viz.drawing.cards import COMPACT, FULL, TEXT
from viz.drawing.dot import density_for, to_dot
from viz.drawing.text import width

DIRECTIONS = ("right", "down")
HOSTILE = """<b>"&]]></TD>'--><script>\\N \\G &#65; {x|y}"""


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_node_and_edge_is_drawn_under_its_id(render, direction):
    structures = [structure_of(text) for text in KINDS.values()]
    drawings, complaints = render(*(("dot", to_dot(structure, direction)) for structure in structures))
    assert complaints == []
    for structure, svg in zip(structures, drawings, strict=True):
        found = groups(svg)
        for kind in ("node", "edge"):
            drawn = [name for name, group in found.items() if group.get("class", "").split(" ")[0] == kind]
            assert sorted(drawn) == sorted(one["id"] for one in structure[f"{kind}s"])
        for node in structure["nodes"]:
            slots = {name.split(".", 1)[1] for name in found if name.startswith(f"a_{node['id']}.")}
            wanted = {"head", "card"} if node["op"] == "constant" else {"head", "card", "value", "gradient"}
            assert slots >= wanted


def test_the_classes_of_nodes_tell_their_kind(render):
    (svg,), _ = render(("dot", to_dot(structure_of(NOTEBOOK))))
    kinds = {name: group.get("class") for name, group in groups(svg).items() if name in ("n0", "n2", "n4", "n6")}
    assert kinds == {"n0": "node variable", "n2": "node operation", "n4": "node constant", "n6": "node output"}


@pytest.mark.parametrize(("direction", "leave", "enter"), [("right", "w", "e"), ("down", "n", "s")])
def test_a_square_has_two_edges_between_ports_of_their_own(render, direction, leave, enter):
    dot = to_dot(structure_of("x*x"), direction)
    assert f"n0:u_e0:{leave} -> n1:a_e0:{enter} [id=e0]" in dot
    assert f"n0:u_e1:{leave} -> n1:a_e1:{enter} [id=e1]" in dot
    (svg,), _ = render(("dot", dot))
    lines = [groups(svg)[edge][1].attrib["d"] for edge in ("e0", "e1")]
    starts = [re.match(r"M([-\d.]+),([-\d.]+)", line).groups() for line in lines]
    across = 1 if direction == "right" else 0
    assert abs(float(starts[0][across]) - float(starts[1][across])) > 20, "two lines beside each other"
    assert starts[0][1 - across] == starts[1][1 - across]


def test_ports_follow_the_order_of_arguments_and_of_uses():
    dot = to_dot(structure_of("x - x*y"))
    for node in structure_of("x - x*y")["nodes"]:
        label = next(line for line in dot.splitlines() if line.strip().startswith(f"{node['id']} "))
        ports = re.findall(r'PORT="([au])_e(\d+)"', label)
        for letter in "au":
            numbers = [int(number) for kind, number in ports if kind == letter]
            assert numbers == sorted(numbers)


# ---- sizes


@pytest.mark.parametrize("text", [*KINDS.values(), "x^0.5 + log(x)*1e-300"])
def test_the_dot_of_a_function_is_the_same_at_every_point(text):
    graph = ad.parse(text)
    points = (dict.fromkeys(graph.variables, at) for at in (-1e9, 0.0, 3.25))
    assert len({to_dot(ad.run(graph, point).to_dict()) for point in points}) == 1


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("text", [NOTEBOOK, KINDS["network"]], ids=["full", "compact"])
def test_nothing_moves_when_numbers_are_long(render, text, direction):
    dot = to_dot(structure_of(text), direction)
    filled = dot.replace(">?&", ">−12345.678901e−300&")
    assert filled != dot
    (idle, long), _ = render(("dot", dot), ("dot", filled))
    assert paths(idle) == paths(long)


def test_every_cell_with_a_text_has_a_fixed_size():
    for text in KINDS.values():
        for cell in re.findall(r"<TD[^>]*>(?=[^<])", to_dot(structure_of(text))):
            assert 'FIXEDSIZE="TRUE"' in cell


CELL = re.compile(r'WIDTH="(\d+)" HEIGHT="(\d+)" ID="([^"]+)" TITLE="[^"]+">(?:&#160;)*([^<]+?)(?:&#160;)*<')


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_cards_hold_their_texts(text, direction):
    found = CELL.findall(to_dot(structure_of(text), direction))
    assert found
    for wide, high, name, content in found:
        assert width(html.unescape(content), TEXT) + 8 <= int(wide), (name, content)
        assert int(high) >= 15, "letters of 14 px stand in it"


def test_what_does_not_fit_is_shortened():
    dot = to_dot(structure_of(KINDS["long names"]))
    assert "velocity_of_…" in re.sub(r"velocity_of_\w+…", "velocity_of_…", dot)
    assert "velocity_of_the_first_particle" not in dot


def test_the_head_says_how_often_a_node_is_used_and_which_is_the_output():
    dot = to_dot(structure_of("x*x*x + 1"))
    assert "used 3×" in dot
    assert "= f" in dot
    assert dot.count("used") == 1


# ---- density


def test_cards_are_full_up_to_twelve_and_constants_do_not_count():
    assert density_for(chain(12)) is FULL
    assert density_for(chain(13)) is COMPACT
    assert len(chain(12)["nodes"]) > 20
    assert "n0.label" in to_dot(chain(12))
    assert "n0.label" not in to_dot(chain(13))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_small_graph_has_a_ledger_under_each_shared_node(render, direction):
    full, compact = structure_of("x*x + sin(x)"), structure_of(KINDS["network"])
    (small, large), _ = render(("dot", to_dot(full, direction)), ("dot", to_dot(compact, direction)))
    rows = [name for name in groups(small) if name.startswith("a_n0.part.")]
    assert rows == ["a_n0.part.e2", "a_n0.part.e1", "a_n0.part.e0"], "in order of arrival"
    assert "a_n0.sum" in groups(small)
    assert not [name for name in groups(large) if ".part." in name]


@pytest.mark.parametrize(("direction", "axis"), [("right", 0), ("down", 1)])
def test_the_way_of_evaluation_is_the_direction(render, direction, axis):
    (svg,), _ = render(("dot", to_dot(chain(4), direction)))
    starts = [box(groups(svg)[name])[axis] for name in ("n0", "n2", "n4", "n6")]
    assert all(one < two for one, two in pairwise(starts))


# ---- what was written by others


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_foreign_structure_is_drawn(render, direction):
    (svg,), complaints = render(("dot", to_dot(foreign(), direction)))
    assert {"alpha", "beta_2", "total-1", "k1", "k2", "k-3"} <= groups(svg).keys()
    assert "p ⊕ p ⊕ 5" in texts(svg)
    assert complaints == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_hostile_name_is_a_text_and_nothing_else(render, direction):
    structure = foreign()
    for node in structure["nodes"]:
        node["symbol"] = node["head"] = HOSTILE[:12]
        node["name"] = node["label"] = HOSTILE
    structure["nodes"][0]["head"] = HOSTILE
    for edge in structure["edges"]:
        edge["role"] = edge["formula"] = edge["reason"] = HOSTILE
    structure["function"]["text"] = HOSTILE
    (svg, quiet), complaints = render(("dot", to_dot(structure, direction)), ("dot", to_dot(foreign(), direction)))
    found = texts(svg)
    assert HOSTILE[:12] in found, "the card of the sum shows it whole"
    assert any(text.endswith("…") and HOSTILE.startswith(text[:-1]) for text in found)
    assert "<script" not in svg
    assert groups(svg).keys() == groups(quiet).keys(), "no part more, no part less"
    assert complaints == []


def test_escapes_of_dot_are_no_escapes_in_a_name(render):
    structure = foreign()
    structure["nodes"][2]["head"] = "\\N\\G\\L"
    (svg,), _ = render(("dot", to_dot(structure)))
    assert "\\N\\G\\L" in texts(svg)
