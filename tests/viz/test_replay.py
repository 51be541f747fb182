"""The replay in the browser: every primitive to 4 ulp of the engine's, and whole walks at other points."""

from __future__ import annotations

import base64
import itertools
import math
import random
import struct
from typing import Any

import numpy as np
import pytest

import autodiff as ad
from autodiff.ops import TABLE
from autodiff.walks import WALKS
from viz.examples import EXAMPLES

ULPS = 4
EDGES = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0, 2.5, -3.0, 5e-324, -1e-300, 1e-17, 0.8, 1e22, -1e300]
EDGES += [math.inf, -math.inf, math.nan]
CHOICES = {"max", "min"}  # which of 0 and −0 is the larger is left to the processor
MANY = {1: 4000, 2: 4000, 3: 600}  # points of a primitive, by arity

VALUES = """async (asked) => {
  const { FORMS } = await import("/viz/player/forms.js");
  const floats = (text) => new Float64Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  return asked.map(([name, arity, packed]) => {
    const numbers = floats(packed);
    const found = new Float64Array(numbers.length / arity);
    for (let i = 0; i < found.length; i++) found[i] = FORMS[name](...numbers.subarray(i * arity, (i + 1) * arity));
    return btoa(String.fromCharCode(...new Uint8Array(found.buffer)));
  });
}"""
WALKED = """async (asked) => {
  const { Replay } = await import("/viz/player/replay.js");
  const { exact } = await import("/viz/player/numbers.js");
  return asked.map(([run, point]) => Replay.of(run).at(point).writes.map(({ box, value }) => [box, exact(value)]));
}"""
REFUSED = """async (runs) => {
  const { Replay } = await import("/viz/player/replay.js");
  return runs.map((run) => Replay.of(run) === null);
}"""
NOTED = """async ([run, point]) => {
  const { Replay } = await import("/viz/player/replay.js");
  return Replay.of(run).at(point).writes.filter(({ note }) => note).map(({ box }) => box);
}"""


def place(x: float) -> int:
    """Where a float stands in the row of all floats; 0 and −0 are neighbours of the same ones."""
    bits: int = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def apart(one: float, other: float) -> float:
    """How many floats two numbers are apart; infinitely many where only one is a number, or a zero turns its sign."""
    if math.isnan(one) or math.isnan(other):
        return 0 if math.isnan(one) and math.isnan(other) else math.inf
    if one == other == 0 and math.copysign(1, one) != math.copysign(1, other):
        return math.inf
    return abs(place(one) - place(other))


def points(name: str, arity: int) -> list[tuple[float, ...]]:
    """Every meeting of the edges, and numbers of all sizes, most of them such as people type."""
    chance = random.Random(name)
    sizes = (
        lambda: chance.uniform(-4, 4),
        lambda: round(chance.uniform(-9, 9), 1),
        lambda: chance.choice((-1, 1)) * 10 ** chance.uniform(-12, 12),
        lambda: chance.uniform(-750, 750),
    )
    drawn = [tuple(chance.choice(sizes)() for _ in range(arity)) for _ in range(MANY[arity])]
    return [*itertools.product(EDGES, repeat=arity), *drawn]


def test_how_far_floats_are_apart():
    assert apart(1.0, 1.0 + 2**-52) == 1
    assert apart(5e-324, -5e-324) == 2
    assert apart(0.0, -0.0) == apart(math.nan, 1.0) == math.inf
    assert apart(math.nan, math.nan) == apart(-2.5, -2.5) == 0


@pytest.fixture(scope="module")
def found(page: Any) -> dict[str, list[float]]:
    """What the browser gives for every primitive at its points, in one call."""
    asked = []
    for name, row in TABLE.items():
        numbers = [x for point in points(name, row.arity) for x in point]
        asked.append((name, row.arity, base64.b64encode(np.array(numbers, dtype="<f8").tobytes()).decode()))
    answers = page.evaluate(VALUES, asked)
    return {
        name: np.frombuffer(base64.b64decode(text), "<f8").tolist() for name, text in zip(TABLE, answers, strict=True)
    }


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_primitive_is_the_engines_to_4_ulp(found, name):
    row = TABLE[name]
    with np.errstate(all="ignore"):
        wanted = [float(row.value(*map(np.float64, point))) for point in points(name, row.arity)]
    asked = zip(points(name, row.arity), wanted, found[name], strict=True)
    off = [(point, x, y) for point, x, y in asked if apart(x, y) > ULPS and not (name in CHOICES and x == y == 0)]
    assert len(off) == 0, (len(off), off[:10])


# ---- whole walks

MODAL = ["x*x*y + (y + 2)", "where(x > 0, log(x), x*y)*y", "gelu(x)*erf(y) + x^y", "max(x, y)/sqrt(x*x + y*y)"]


def walks() -> list[tuple[ad.Graph, str, dict[str, float], dict[str, float]]]:
    """Every example in reverse mode and a few functions in all: where its Run is made, and where it is replayed."""
    found = []
    for example in EXAMPLES:
        graph = ad.parse(example.text)
        at, chance = example.values(graph.variables), random.Random(example.text)
        found.append((graph, "reverse", at, {name: x + chance.uniform(-0.5, 0.5) for name, x in at.items()}))
    at, other = {"x": 1.5, "y": 0.75}, {"x": 2.25, "y": -0.3}
    return found + [(ad.parse(text), mode, at, other) for text in MODAL for mode in WALKS]


def test_a_walk_is_replayed_at_another_point(page):
    asked = [[ad.run(graph, at, mode=mode).to_dict(), list(other.values())] for graph, mode, at, other in walks()]
    for (graph, mode, _, other), answer in zip(walks(), page.evaluate(WALKED, asked), strict=True):
        run = ad.run(graph, other, mode=mode)
        wanted = {write.box: write.value for step in run.steps for write in step.writes}
        largest = max((abs(x) for x in wanted.values() if math.isfinite(x)), default=0.0)
        replayed = {box: float(text.replace("Infinity", "inf")) for box, text in answer}
        assert replayed.keys() == wanted.keys(), (graph.text, mode)
        for box, x in wanted.items():
            near = math.isclose(replayed[box], x, rel_tol=1e-9, abs_tol=1e-12 * largest)
            assert near or (math.isnan(x) and math.isnan(replayed[box])), (graph.text, mode, box, x, replayed[box])


def test_the_engines_own_point_gives_the_engines_own_numbers(page):
    graph = ad.parse("x*x*y + (y + 2)/x")
    run = ad.run(graph, {"x": 3, "y": 4}).to_dict()
    ((*found,),) = page.evaluate(WALKED, [[run, [3, 4]]])
    assert [[box, float(text)] for box, text in found] == [[write["box"], write["value"]] for write in run["writes"]]


def test_notes_about_numbers_stay_behind_and_notes_about_the_graph_come_along(page):
    run = ad.run(ad.parse("unused = 2*y\nabs(x) + log(x)"), {"x": 0, "y": 1}).to_dict()
    assert {write["box"].split("/")[0] for write in run["writes"] if "note" in write} == {"value", "local", "gradient"}
    assert page.evaluate(NOTED, [run, [1, 1]]) == ["gradient/n0"]


def test_why_a_number_is_what_it_was_is_no_word_on_another(page):
    run = ad.run(ad.parse("where(x > 0, y, x)"), {"x": 1, "y": 2}).to_dict()
    assert [write["box"] for write in run["writes"] if "note" in write] == ["gradient/n0"]  # f does not depend on x
    assert page.evaluate(NOTED, [run, [2, 2]]) == ["gradient/n0"]
    assert page.evaluate(NOTED, [run, [-1, 2]]) == []


def test_what_cannot_be_replayed_is_left_alone(page):
    run = ad.run(ad.parse("x*y"), {"x": 3, "y": 4}).to_dict()
    lines = [["fetch", 0], ["constructor", 0, 1], ["__proto__", 0], ["toString", 0]]
    strange = [{**run, "program": {**run["program"], "code": [line]}} for line in lines]
    without = {name: part for name, part in run.items() if name != "program"}
    assert page.evaluate(REFUSED, [run, without, *strange]) == [False, *[True] * 5]
