"""Folding: what is drawn of a structure whose groups are folded or open."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import autodiff as ad
from autodiff.describe import structure
from viz.drawing.dot import to_dot
from viz.drawing.folding import OPENED_UP_TO, Picture, fold
from viz.drawing.rows import to_rows
from viz.examples import EXAMPLES, NETWORK

LOOP = "s = x\nfor i in range(1, 4):\n  s = s*i + y\ns"
CALLS = "g(u, w) = sin(u)*w\ng(x, W[0]) + g(y, W[0])"
TEXTS = [LOOP, CALLS, NETWORK, *(example.text for example in EXAMPLES)]


def picture(text: str, *opened: str, merge: bool = False) -> Picture:
    return fold(structure(ad.parse(text, merge=merge)), frozenset(opened))


def heads(found: Picture) -> list[str]:
    return [node["head"] for node in found.structure["nodes"]]


def test_a_folded_loop_is_one_card_called_after_what_it_gives() -> None:
    found = picture(LOOP)
    assert heads(found) == ["x", "y", "for i in range(1, 4)"]
    card = found.structure["nodes"][2]
    assert (card["op"], card["symbol"], card["size"]) == ("group", "s", 9)
    assert card["args"] == ["n0", "n1"]
    assert found.structure["function"]["output"] == card["id"]


def test_lines_between_the_same_two_cards_become_one() -> None:
    found = picture(LOOP)
    lines = {(edge["from"], edge["to"]): edge["id"] for edge in found.structure["edges"]}
    assert len(found.bundles[lines["n1", "g0"]]) == 3  # y is added in every turn
    assert lines["n0", "g0"].startswith("e")  # x goes in once, and keeps its rule


def test_a_group_opens_only_inside_an_open_one() -> None:
    assert heads(picture(LOOP, "g0"))[1:] == ["y", "turn 1 of 3: i = 1", "turn 2 of 3: i = 2", "turn 3 of 3: i = 3"]
    assert heads(picture(LOOP, "g1")) == heads(picture(LOOP))
    within = picture(LOOP, "g0", "g2")
    assert [frame["id"] for frame in within.structure["frames"]] == ["g0", "g2"]
    assert within.structure["frames"][1]["parent"] == "g0"
    assert len(within.structure["frames"][1]["nodes"]) == 3  # the number of the turn stands with its product


def test_a_weight_used_once_stands_with_its_consumer_and_a_shared_one_outside() -> None:
    found = picture("g(u, w) = sin(u)*w\nb*g(x, W[0])", "g0")
    names = {node["id"]: node["head"] for node in found.structure["nodes"]}
    assert {names[node] for node in found.structure["frames"][0]["nodes"]} == {"W[0]", "sin(x)", "v₁ × W[0]"}
    assert "W[0]" in heads(picture(CALLS))  # two calls use it


def test_a_small_graph_is_open_and_a_network_is_folded_by_layer() -> None:
    assert not fold(structure(ad.parse(LOOP))).folded
    network = fold(structure(ad.parse(NETWORK)))
    assert [node["head"] for node in network.structure["nodes"] if node["op"] == "group"] == [
        "layer(W1, b1, [x1, x2])", "layer(W2, b2, h)", "neuron(W3, b3, h)",
    ]  # fmt: skip
    assert len(network.structure["nodes"]) <= OPENED_UP_TO


def test_a_loop_of_a_thousand_turns_is_one_card() -> None:
    found = fold(structure(ad.parse("s = 1\nfor i in range(1000): s = s*x\ns")))
    assert len(found.structure["nodes"]) <= 3


@pytest.mark.parametrize("merge", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_every_picture_is_whole_and_in_order(text: str, merge: bool) -> None:
    """Whatever is open: every node is drawn or folded once, every edge drawn, bundled or inside, no cycle."""
    whole = structure(ad.parse(text, merge=merge))
    names = [group["id"] for group in whole["groups"]]
    for opened in (frozenset(), frozenset(names), frozenset(names[::2]), frozenset(names[:3])):
        check(whole, fold(whole, opened))


def check(whole: Any, found: Picture) -> None:
    drawn = [node["id"] for node in found.structure["nodes"]]
    cards = [node for node in drawn if node not in found.folded]
    behind = {**found.folded, **{root: one.inner for root, one in found.sums.items()}}
    hidden = [node for nodes in behind.values() for node in nodes]
    assert Counter(cards + hidden) == Counter(node["id"] for node in whole["nodes"])
    place = {node: i for i, node in enumerate(drawn)}
    card_of = {node: card for card, nodes in behind.items() for node in nodes} | {node: node for node in cards}
    assert all(place[edge["from"]] < place[edge["to"]] for edge in found.structure["edges"])
    lines = {line for edge in found.structure["edges"] for line in found.bundles.get(edge["id"], [edge["id"]])}
    inside = {edge["id"] for edge in whole["edges"] if card_of[edge["from"]] == card_of[edge["to"]]}
    assert lines | inside == {edge["id"] for edge in whole["edges"]}
    assert not lines & inside
    framed = [node for frame in found.structure["frames"] for node in frame["nodes"]]
    assert len(framed) == len(set(framed))
    assert set(framed) <= set(drawn)
    assert to_dot(found.structure)
    assert to_rows(found.structure)
