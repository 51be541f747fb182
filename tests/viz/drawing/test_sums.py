"""Sums: which additions are one, what is drawn of them, and that the walk takes each as one stop."""

from __future__ import annotations

from typing import Any

import pytest

import autodiff as ad
from autodiff.describe import structure
from tests.viz.drawing.test_folding import check
from viz.drawing.dot import to_dot
from viz.drawing.folding import Picture, fold
from viz.drawing.sums import beside
from viz.examples import EXAMPLES

NEURON = "tanh(w1*x1 + w2*x2 + w3*x3 + b)"
TEXTS = [
    NEURON,
    "x + (y + (z + x)) - 2",
    "s = x\nfor i in range(5):\n  s += i*y\ns",
    *(example.text for example in EXAMPLES),
]


def picture(text: str, opened: frozenset[str] | None = None) -> Picture:
    return fold(structure(ad.parse(text)), opened, summed=True)


def heads(text: str) -> list[str]:
    """What is added in each sum of a text."""
    return [one.head for one in picture(text).sums.values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x + y", []),
        ("x + y + z", ["x + y + z"]),
        ("(x + y) + (z + 1)", ["x + y + z + 1"]),
        ("x + (y + z)", ["x + y + z"]),
        ("x + -2 + y", ["x + (−2) + y"]),
        ("x + x + x", ["x + x + x"]),
        ("x - y - z", []),
        ("x + y - z + w", []),
        ("a = x + y\na*a + z", []),
        ("a = x + y\n(a + z)*(a + 1)", []),
        ("a = x + y + z\na + a", ["x + y + z"]),
        ("sin(x + y + z) + cos(x) + 2", ["x + y + z", "sin(v₂) + cos(x) + 2"]),
    ],
)
def test_a_chain_of_additions_used_once_is_a_sum(text: str, found: list[str]) -> None:
    symbols = {node["symbol"]: node["head"] for node in structure(ad.parse(text))["nodes"]}
    shown = [
        " + ".join(symbols.get(term, term) if "v" in term else term for term in one.split(" + ")) for one in heads(text)
    ]
    assert shown == found


def test_the_result_of_the_function_is_not_hidden_in_a_sum() -> None:
    text = "a = x + y\n(a, a + z)"
    assert fold(structure(ad.parse(text), 0), summed=True).sums == {}


def test_a_sum_is_one_card_with_an_arrow_a_term_in_the_order_of_the_text() -> None:
    found = picture("x + (y + (z + w))")
    (card,) = [node for node in found.structure["nodes"] if "terms" in node]
    assert (card["head"], card["terms"], card["args"]) == ("x + y + z + w", 4, ["n0", "n1", "n2", "n3"])
    assert [edge["from"] for edge in found.structure["edges"]] == ["n0", "n1", "n2", "n3"]
    assert found.structure["function"]["output"] == card["id"]
    assert "Σ" not in to_dot(found.structure)  # a full card spells it
    assert "Σ of 4" in to_dot(picture(NEURON + "*x1*x2*x3*w1").structure)  # a compact one counts


def test_sums_are_a_choice_and_the_picture_says_whether_there_is_one() -> None:
    assert fold(structure(ad.parse(NEURON))).sums == {}
    assert fold(structure(ad.parse(NEURON))).summable
    assert not fold(structure(ad.parse("x*y + 1"))).summable
    assert not fold(structure(ad.parse("s = 0\nfor i in range(9): s += x\ns")), frozenset()).summable  # folded


def test_a_sum_over_the_turns_of_a_loop_stands_around_them() -> None:
    found = picture("f(x) = x*x\ndef g(a):\n  s = 0\n  for i in range(3): s += f(a)*i\n  return s\ng(x)*2")
    (root,) = found.sums
    (frame,) = [frame for frame in found.structure["frames"] if root in frame["nodes"]]
    assert frame["label"] == "for i in range(3)"


@pytest.mark.parametrize("text", TEXTS)
def test_every_picture_with_sums_is_whole_and_in_order(text: str) -> None:
    whole = structure(ad.parse(text))
    names = [group["id"] for group in whole["groups"]]
    for opened in (frozenset(), frozenset(names), frozenset(names[::2]), frozenset(names[:3])):
        check(whole, fold(whole, opened, summed=True))


@pytest.mark.parametrize("text", TEXTS)
def test_the_steps_of_a_sum_stand_together_and_every_step_finds_what_it_reads(text: str) -> None:
    graph = ad.parse(text)
    run = ad.run(graph, dict.fromkeys(graph.variables, 0.5)).to_dict()
    sums = picture(text).sums
    walked = beside(run, sums)
    assert sorted(map(str, walked["steps"])) == sorted(map(str, run["steps"]))
    for root, one in sums.items():
        for kind in ("compute", "send"):
            places = [
                k
                for k, step in enumerate(walked["steps"])
                if step.get("node") in {root, *one.inner} and step["kind"] == kind
            ]
            assert places == list(range(places[0], places[0] + len(places))) if places else kind == "send"
    check_reads(walked)
    assert boxes(walked) == boxes(run)


def check_reads(run: dict[str, Any]) -> None:
    """What a write reads is known before it, or at the same step."""
    known: set[str] = set()
    steps = [write["step"] for write in run["writes"]]
    assert steps == sorted(steps)
    for write in run["writes"]:
        known.add(write["box"])
        assert known.issuperset(write.get("reads", ())), write


def boxes(run: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    """What is written into each box, and at whose step."""
    at = [(step["kind"], step.get("node")) for step in run["steps"]]
    return {write["box"]: (str(write["value"]), str(at[write["step"]])) for write in run["writes"]}
