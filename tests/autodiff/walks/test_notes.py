"""What a Run says about odd numbers, and that it carries them; and what holds in every Run."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autodiff as ad
from autodiff.graph import Const, Graph, Node, Var
from autodiff.run import Run
from autodiff.walks import run


def boxes(found: Run) -> dict[str, float]:
    """Everything that is known at the end."""
    return {write.box: write.value for step in found.steps for write in step.writes}


def notes(text: str, point: dict[str, float]) -> dict[str, str]:
    return {write.box: write.note for step in run(ad.parse(text), point).steps for write in step.writes if write.note}


# ---- words for odd numbers


NOTED = [
    ("abs(x)", {"x": 0}, "local/e0", "kink"),
    ("relu(x)", {"x": 0}, "local/e0", "slope 0"),
    ("max(x, y)", {"x": 2, "y": 2}, "local/e1", "tie"),
    ("x^y", {"x": 0, "y": 0}, "local/e0", "no derivative"),
    ("floor(x)", {"x": 2}, "local/e0", "jumps"),
    ("sqrt(x)", {"x": -1}, "value/n1", "not a number: the square root of a negative number"),
    ("x/y", {"x": 0, "y": 0}, "value/n2", "not a number: zero divided by zero"),
    ("sin(log(x))", {"x": -1}, "value/n2", "not a number, because v₁ is not a number"),
    ("x + 1", {"x": math.nan}, "value/n2", "not a number, because x is not a number"),
    ("log(x)", {"x": 0}, "value/n1", "infinite at 0"),
    ("1/x", {"x": 0}, "value/n2", "infinite at 0"),
    ("exp(x)", {"x": 1000}, "value/n1", "too large for a 64-bit number"),
    ("x*x", {"x": 1e200}, "value/n1", "too large for a 64-bit number"),
    ("x/y", {"x": 1, "y": 1e-310}, "value/n2", "too large for a 64-bit number"),
    ("x^y", {"x": 1e-4, "y": -100}, "value/n2", "too large for a 64-bit number"),
    ("x^y", {"x": 0, "y": -1}, "value/n2", "infinite at 0"),
    ("atanh(x)", {"x": 1}, "value/n1", "infinite at 1"),
]


@pytest.mark.parametrize(("text", "point", "box", "words"), NOTED, ids=[case[0] for case in NOTED])
def test_odd_numbers_and_conventions_have_a_note(text, point, box, words):
    assert words in notes(text, point)[box]


# The contract's "Conventions at the edges", where a convention decides: the gradient, and a word of the note
CONVENTIONS = [
    ("x^y", (0, 0), (0, 0), "both slopes are taken as 0"),
    ("atan2(x, y)", (0, 0), (math.nan, math.nan), "no slope at the origin"),
    ("hypot(x, y)", (0, 0), (math.nan, math.nan), "no slope there"),
    ("max(x, y)", (3, 3), (0.5, 0.5), "half of the slope"),
    ("min(x, y)", (3, 3), (0.5, 0.5), "half of the slope"),
    ("max(x, x)", (3,), (1,), "half of the slope"),
    ("abs(x)", (0,), (0,), "slope 0 is taken"),
    ("sign(x)", (0,), (0,), "slope 0 is taken"),
    ("floor(x)", (2,), (0,), "slope 0 is taken"),
    ("ceil(x)", (-2,), (0,), "slope 0 is taken"),
    ("round(x)", (2.5,), (0,), "slope 0 is taken"),
    ("relu(x)", (0,), (0,), "slope 0 is taken"),
    ("leaky_relu(x)", (0,), (0.01,), "slope 0.01 is taken"),
]


@pytest.mark.parametrize(("text", "numbers", "gradient", "words"), CONVENTIONS, ids=[case[0] for case in CONVENTIONS])
def test_every_convention_is_told_where_it_decides_and_not_beside(text, numbers, gradient, words):
    graph = ad.parse(text)
    point = dict(zip(graph.variables, numbers, strict=True))
    told = notes(text, point)
    assert list(told) == [f"local/e{k}" for k in range(len(graph.args[-1]))]
    assert all(words in note for note in told.values())
    assert list(ad.gradient(graph, point).values()) == pytest.approx(gradient, nan_ok=True)
    if text != "max(x, x)":  # which is a tie wherever x is
        assert notes(text, {name: x + 0.3 * i for i, (name, x) in enumerate(point.items(), 1)}) == {}


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("abs(x)", {"x": 1}),
        ("max(x, y)", {"x": 1, "y": 2}),
        ("x^0", {"x": 0}),
        ("1/x", {"x": 2}),
        ("2*x", {"x": math.inf}),
    ],
)
def test_what_is_ordinary_or_came_in_so_has_none(text, point):
    assert notes(text, point) == {}


@pytest.mark.parametrize(("text", "x"), [("atanh(x)", 1), ("log1p(x)", -1)])
def test_a_pole_is_not_said_to_be_too_large(text, x):
    (note,) = notes(text, {"x": x}).values()
    assert "too large" not in note


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("0*sqrt(x)", {"x": 0}),
        ("x*x*y", {"x": 1e200, "y": 1e200}),
        ("exp(exp(x))*y", {"x": 10, "y": 0}),
    ],
)
def test_infinities_on_the_way_back_are_carried_without_a_warning(text, point):
    """Warnings are errors here."""
    gradient = ad.gradient(ad.parse(text), point)
    found = run(ad.parse(text), point)
    known = boxes(found)
    for i, number in enumerate(gradient.values()):
        assert repr(known[f"gradient/n{i}"]) == repr(number)


# ---- every run, whatever the function


@st.composite
def graphs(draw: Any) -> Graph:
    """A smooth function of three variables, with sharing, constants, and nodes no output needs."""
    names = ("x", "y", "z")
    found: list[Node] = [*map(Var, names), Const(draw(st.sampled_from([-2.0, 0.5, 3.0])))]
    variables = found[:3]
    for _ in range(draw(st.integers(1, 12))):
        left, right = draw(st.sampled_from(found)), draw(st.sampled_from(found))
        kind = draw(st.sampled_from(["+", "−", "×", "sin", "tanh", "sigmoid"]))
        if kind in "+−×":
            found.append({"+": left + right, "−": left - right, "×": left * right}[kind])
        else:
            found.append(ad.ops.TABLE[kind](left))
    return Graph([found[-1]], variables, order=found)


POINTS = st.fixed_dictionaries({name: st.floats(-1.5, 1.5) for name in ("x", "y", "z")})


@settings(deadline=None, max_examples=60)
@given(graphs(), POINTS)
def test_gradients_are_central_differences(graph, point):
    found = boxes(run(graph, point))
    h = 1e-5
    for i, name in enumerate(graph.variables):
        ahead, behind = ({**point, name: point[name] + step} for step in (h, -h))
        slope = (ad.evaluate(graph, ahead) - ad.evaluate(graph, behind)) / (2 * h)
        assert found[f"gradient/n{i}"] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(graphs(), POINTS)
def test_every_write_follows_from_what_it_reads(graph, point):
    found = run(graph, point)
    nodes = {node["id"]: node for node in found.structure["nodes"]}
    edges = {one["id"]: one for one in found.structure["edges"]}
    seen: dict[str, float] = {}
    parts: Counter[str] = Counter()
    sent = set()
    for step in found.steps:
        sent |= {step.node} if step.kind == "send" else set()
        for write in step.writes:
            kind, name = write.box.split("/")
            assert write.box not in seen
            assert all(box in seen for box in write.reads), write
            read = [seen[box] for box in write.reads]
            if kind == "flow":
                assert write.value == pytest.approx(read[0] * read[1])
                assert write.reads == (f"gradient/{edges[name]['to']}", f"local/{name}")
                parts[edges[name]["from"]] += nodes[edges[name]["from"]]["varies"]
            elif kind == "part":
                assert [write.value] == read
            elif kind == "gradient" and read:
                assert write.value == pytest.approx(sum(read))
                assert len(read) == parts[name], "written when its last part has landed"
                assert name not in sent, "and before it is sent on"
            seen[write.box] = write.value
    final = Counter(edges[box[5:]]["from"] for box in seen if box.startswith("flow/"))
    assert all(parts[name] == count for name, count in final.items() if nodes[name]["varies"]), "nothing came too late"
    shared = {name for name, count in final.items() if count > 1 and nodes[name]["varies"]}
    assert {edges[box[5:]]["from"] for box in seen if box.startswith("part/")} == shared
