"""The Run as a format: ours validates, a foreign program's does, a broken one does not, and the player plays it."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import autodiff as ad
from autodiff.run import encode
from autodiff.walks import WALKS
from autodiff.walks.broken import BUGS, broken
from tests.viz.structures import groups
from viz.drawing.dot import to_dot

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "run.schema.json").read_text("utf-8"))
VALID = Draft202012Validator(SCHEMA)
FOREIGN = Path(__file__).parent / "foreign.py"

RUNS: dict[str, dict[str, float]] = {
    "x*x*y + (y + 2)": {"x": 3, "y": 4},
    "x*x": {"x": -0.0},
    "x": {"x": 1e300},
    "3": {},
    "p = sigmoid(w*x + b)\n-(y*log(p) + (1 - y)*log(1 - p))": {"w": 0.8, "x": 1.5, "b": -0.2, "y": 1},
    "sqrt(x) + log(y)": {"x": -1, "y": 0},
    "abs(x) + relu(y) + max(x, y)": {"x": 0, "y": 0},
    "where(x > 0, log(x), 0)": {"x": 0},
    "unused = 3*y\nx^2 + 1": {"x": 2, "y": 5},
    "exp(exp(x))/x": {"x": 10},
    "s = 0\nfor i in range(4):\n    s += w[i]*tanh(s)\ns": {f"w[{i}]": i - 1.5 for i in range(4)},
    "f(x, y) = atan2(y, x)*hypot(x, y)": {"x": 0, "y": 0},
    "x^2, y^3": {"x": 1, "y": 2},
}
BY_MODE = {
    f"{text}, {mode}": ad.run(ad.parse(text), at, mode=mode).to_dict()
    for text, at in RUNS.items()
    for mode in (WALKS if at else ["reverse"])
}
OURS = pytest.mark.parametrize("run", BY_MODE.values(), ids=list(BY_MODE))


def consistent(run: dict[str, Any]) -> None:
    """What a schema cannot say: names that exist, one after the other."""
    nodes = {node["id"]: node for node in run["nodes"]}
    edges = {edge["id"]: edge for edge in run["edges"]}
    assert len(nodes) == len(run["nodes"])
    assert len(edges) == len(run["edges"])
    assert run["function"]["output"] in nodes
    variables = [node.get("name", node["symbol"]) for node in run["nodes"] if node["op"] == "variable"]
    assert variables == run["function"]["variables"]
    order = list(nodes)
    for name, node in nodes.items():
        into = [edge for edge in run["edges"] if edge["to"] == name]
        assert [edge["from"] for edge in into] == node["args"]
        assert [edge["arg"] for edge in into] == list(range(len(into)))
        assert all(order.index(arg) < order.index(name) for arg in node["args"])
    assert all(step.get("node", order[0]) in nodes for step in run["steps"])
    written: set[str] = set()
    last = 0
    for write in run["writes"]:
        assert last <= write["step"] < len(run["steps"])
        last = write["step"]
        kind, name = write["box"].split("/")
        assert name in (edges if kind in ("local", "flow", "part", "local-tangent", "flow-tangent") else nodes)
        assert write["box"] not in written
        assert set(write.get("reads", ())) <= written, write["box"]
        written.add(write["box"])


# ---- ours


@OURS
def test_our_runs_are_valid_and_strict_json(run):
    text = json.dumps(run, allow_nan=False)
    VALID.validate(json.loads(text))
    consistent(run)


def test_to_json_is_the_same_and_keeps_its_letters():
    run = ad.run(ad.parse("x·y"), {"x": 1e-7, "y": math.inf})
    assert json.loads(run.to_json()) == run.to_dict()
    assert "x × y" in run.to_json()


@pytest.mark.parametrize(
    ("x", "encoded"),
    [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (-0.0, "-0"), (0.0, 0), (3.0, 3),
     (0.1, 0.1), (2.0**53, 2.0**53), (1e300, 1e300), (-7.0, -7), (5e-324, 5e-324)],
)  # fmt: skip
def test_every_float_has_a_word_in_json(x, encoded):
    assert encode(x) == encoded
    assert type(encode(x)) is type(encoded)
    back = json.loads(json.dumps(encode(x), allow_nan=False))
    assert repr(float(str(back).replace("Infinity", "inf"))) == repr(x)


# ---- the schema


def schemas(schema: Any = SCHEMA, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that is described, with its place."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            if path.endswith("/if"):
                continue
            yield f"{path}/{name}", inner
        for name, inner in schema.items():
            yield from schemas(inner, f"{path}/{name}")


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def test_the_schema_is_one_and_describes_every_property():
    Draft202012Validator.check_schema(SCHEMA)
    found = dict(schemas())
    assert len(found) > 40
    assert [
        path for path, schema in found.items() if len(schema.get("description") or resolved(schema)["description"]) < 15
    ] == []


@OURS
def test_the_schema_knows_every_property_that_we_write(run):
    definitions = SCHEMA["$defs"]
    assert run.keys() <= SCHEMA["properties"].keys()
    assert run["function"].keys() == SCHEMA["properties"]["function"]["properties"].keys()
    for kind in ("node", "edge", "step", "write"):
        for one in run[f"{kind}s"]:
            assert one.keys() <= definitions[kind]["properties"].keys()


WRONG: list[tuple[str, Any]] = [
    ("version", 2), ("version", "1"), ("mode", "backwards"), ("mode", None), ("function", "x*x"), ("nodes", []),
    ("nodes/0/id", "n 0"), ("nodes/0/id", 'n"><script>'), ("nodes/0/op", ""), ("nodes/2/args", ["x", 7]),
    ("nodes/2/args", "n0"), ("nodes/0/varies", "yes"), ("nodes/0/span", [1]), ("nodes/0/span", [1, 2, 3]),
    ("edges/0/arg", -1), ("edges/0/arg", "0"), ("edges/0/from", None), ("steps/1/phase", "sideways"),
    ("steps/1/kind", "think"), ("steps/1/node", 0), ("writes/0/step", -1), ("writes/0/box", "n0"),
    ("writes/0/box", "adjoint/n0"), ("writes/0/box", "value/"), ("writes/0/value", "3"), ("writes/0/value", "nan"),
    ("writes/0/value", None), ("writes/0/value", "+Infinity"), ("writes/3/reads", ["value"]),
    ("writes/3/reads", "value/n0"), ("writes/0/part", 0),
]  # fmt: skip
NECESSARY = {
    "": ["version", "mode", "function", "nodes", "edges", "steps", "writes"],
    "function/": ["text", "variables", "output"],
    "nodes/1/": ["id", "op", "symbol", "head", "args"],
    "edges/2/": ["id", "from", "to", "arg"],
    "steps/1/": ["phase", "kind", "node"],
    "writes/5/": ["step", "box", "value"],
}
GONE = object()
BREAKS = [*WRONG, *((place + name, GONE) for place, names in NECESSARY.items() for name in names)]


@pytest.mark.parametrize(("path", "value"), BREAKS, ids=[f"{path}-{i}" for i, (path, _) in enumerate(BREAKS)])
def test_a_broken_run_is_not_valid(path, value):
    run = ad.run(ad.parse("x*x*y + (y + 2)"), {"x": 3, "y": 4}).to_dict()
    run = copy.deepcopy(run)  # its structure is shared with every other Run of the function
    assert VALID.is_valid(run)
    *way, last = path.split("/")
    place: Any = run
    for part in way:
        place = place[int(part) if part.isdigit() else part]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    assert not VALID.is_valid(run)


def test_what_the_schema_does_not_know_does_no_harm():
    run = ad.run(ad.parse("x*x"), {"x": 3}).to_dict()
    run["nodes"] = [{**node, "colour": "green"} for node in run["nodes"]]
    VALID.validate({**run, "author": "somebody"})


# ---- somebody else's


@pytest.fixture(scope="module")
def foreign() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-I", str(FOREIGN)], capture_output=True, text=True, check=True, cwd="/")
    return json.loads(done.stdout)


def test_forty_lines_that_know_nothing_of_us_write_a_run(foreign):
    code = FOREIGN.read_text("utf-8")
    assert len([line for line in code.splitlines() if line.strip()]) <= 40
    assert "autodiff" not in code
    VALID.validate(foreign)
    consistent(foreign)
    ours = ad.run(ad.parse("price*rate + price"), {"price": 30, "rate": 0.2})
    kept = {write["box"]: write["value"] for write in foreign["writes"]}
    mine = {write["box"]: write["value"] for write in ours.to_dict()["writes"]}
    assert kept["value/tip"] == mine["value/n3"] == 36
    assert [kept["gradient/price"], kept["gradient/rate"]] == [mine["gradient/n0"], mine["gradient/n1"]] == [1.2, 30]


@pytest.mark.parametrize("direction", ["right", "down"])
def test_it_is_drawn(foreign, render, direction):
    (svg,), complaints = render(("dot", to_dot(foreign, direction)))
    names = {one["id"] for one in (*foreign["nodes"], *foreign["edges"])}
    assert names <= groups(svg).keys()
    assert "a_price.part.s0" in groups(svg), "price is shared: its two parts have a place"
    assert complaints == []


PLAY = """async (run) => {
  const { Walk } = await import("/viz/player/state.js");
  const { sentence, plain } = await import("/viz/player/words.js");
  const walk = new Walk(run);
  return walk.stops(true).map((stop) => {
    const view = walk.view(stop);
    const known = run.writes.map((write) => write.box).filter((box) => view.boxes.has(box));
    return [plain(sentence(walk, view, walk.mode.notation(false, walk.seed))), known, view.active];
  });
}"""


def test_it_is_played(foreign, page):
    stops = page.evaluate(PLAY, foreign)
    assert len(stops) == len(foreign["steps"])
    sentences = [" ".join(said.split()) for said, _, _ in stops]
    assert len(set(sentences)) == len(stops)
    assert sentences[0].startswith("Step 0 of 8, start: nothing is known yet.")
    assert "price is given: 30, and used 2 times." in sentences[1]
    assert "1 + 0.2 = 1.2" in sentences[7]
    assert "∂f/∂price = 1.2 and ∂f/∂rate = 30" in sentences[8]
    assert not any(word in said for said in sentences for word in ("undefined", "NaN", "nan", "null"))
    boxes = [set(known) for _, known, _ in stops]
    assert all(one <= two for one, two in pairwise(boxes))
    assert boxes[-1] == {write["box"] for write in foreign["writes"]}


@pytest.mark.parametrize("bug", BUGS)
def test_a_broken_walk_is_valid_and_says_what_is_right(bug):
    run = broken(ad.parse("x*x*y + (y + 2)"), {"x": 3, "y": 4}, bug).to_dict()
    VALID.validate(json.loads(json.dumps(run, allow_nan=False)))
    assert run["bug"]["name"] == bug
    assert [write["box"] for write in run["writes"] if "instead" in write] or bug == "order"
