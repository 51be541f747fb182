"""Walking: every number on every node and edge, at every step of every example, against the engine."""

from __future__ import annotations

import math
from urllib.parse import quote

import pytest

import autodiff as ad
from autodiff.sweeps import evaluate, linearize, pullback
from tests.browser.conftest import Visit
from viz.examples import EXAMPLES, Example


def link(text: str, point: dict[str, float], step: int | str = 0) -> str:
    at = ",".join(f"{name}:{float(x)!r}" for name, x in point.items())
    return f"?f={quote(text)}&at={at}&mode=reverse&step={step}"


def same(shown: str | None, expected: float) -> bool:
    """Equal to the last digit, with the attribute's own spelling of what JSON has not."""
    if shown is None:
        return False
    x = float(shown)
    return (math.isnan(x) and math.isnan(expected)) or (
        x == expected and math.copysign(1, x) == math.copysign(1, expected)
    )


def expected_at(graph: ad.Graph, point: dict[str, float], step: int) -> dict[str, dict[str, float]]:
    """What must be known after a step, worked out from the sweeps and the contract's list of steps."""
    values = evaluate(graph, point)
    slopes = linearize(graph, values)
    adjoints = pullback(graph, slopes, {graph.outputs[0]: 1.0})
    walked = [i for i, node in enumerate(graph.nodes) if node.op is not None or i < len(graph.variables)]
    senders = [i for i in reversed(range(len(graph))) if adjoints[i] is not None and slopes[i]]
    known: dict[str, dict[str, float]] = {"value": {}, "gradient": {}, "local": {}, "flow": {}}
    for i in range(len(graph)):
        if i not in walked or walked.index(i) < step:
            known["value"][f"n{i}"] = float(values[i])
    seed = len(walked) + 1
    if step < seed:
        return known
    sent = senders[: step - seed]
    number = 0
    waiting = {i: 0 for i in range(len(graph))}
    for i in range(len(graph)):
        for j, slope in zip(graph.args[i], slopes[i] or [None] * len(graph.args[i]), strict=True):
            if slope is not None:
                known["local"][f"e{number}"] = float(slope)
                if i in sent:
                    known["flow"][f"e{number}"] = float(slope * adjoints[i])
                if i in senders and i not in sent:
                    waiting[j] += 1
            number += 1
    for i in range(len(graph)):
        if adjoints[i] is not None and waiting[i] == 0:
            known["gradient"][f"n{i}"] = float(adjoints[i])
        elif i < len(graph.variables) and adjoints[i] is None and step == seed + len(senders) + 1:
            known["gradient"][f"n{i}"] = 0.0
    return known


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_number_of_every_step_is_the_engines(visit: Visit, example: Example) -> None:
    graph = ad.parse(example.text)
    point = {name: float(x) for name, x in example.point.items()}
    walker = visit(link(example.text, point)).ready().showing(example.text)
    assert walker.last == len(ad.run(graph, point).steps) - 1
    for step in range(walker.last + 1):
        if step:
            walker.press("ArrowRight")
        assert walker.step == step
        found = walker.attributes()
        expected = expected_at(graph, point, step)
        for kind, holder in (("value", "nodes"), ("gradient", "nodes"), ("local", "edges"), ("flow", "edges")):
            shown = {name: data[kind] for name, data in found[holder].items() if kind in data}
            assert shown.keys() == expected[kind].keys(), (kind, step)
            for name, x in expected[kind].items():
                assert same(shown[name], x), (kind, name, step)


def test_the_default_is_the_notebooks_graph(visit: Visit) -> None:
    walker = visit().ready()
    found = walker.attributes()
    ops = {name: data["op"] for name, data in found["nodes"].items()}
    by_op = sorted(ops.values())
    assert by_op == sorted(["variable", "variable", "constant", "mul", "mul", "add", "add"])
    arguments: dict[str, list[str]] = {}
    for data in sorted(found["edges"].values(), key=lambda edge: int(edge["arg"])):
        arguments.setdefault(data["to"], []).append(data["from"])

    def spelled(name: str) -> str:
        data = found["nodes"][name]
        if data["op"] == "variable":
            return data["name"]
        return data["op"] if data["op"] == "constant" else f"{data['op']}({', '.join(map(spelled, arguments[name]))})"

    (output,) = [name for name in ops if name not in {data["from"] for data in found["edges"].values()}]
    assert spelled(output) == "add(mul(mul(x, x), y), add(y, constant))"
    walker.press("End")
    found = walker.attributes()
    gradients = {data["name"]: data["gradient"] for data in found["nodes"].values() if data["op"] == "variable"}
    assert found["nodes"][output]["value"] == "42"
    assert gradients == {"x": "24", "y": "10"}


def test_x_times_x_has_two_edges(visit: Visit) -> None:
    walker = visit(link("x*x", {"x": 3})).ready().showing("x*x").press("End")
    edges = walker.attributes()["edges"].values()
    assert [(edge["from"], edge["to"], edge["arg"]) for edge in edges] == [("n0", "n1", "0"), ("n0", "n1", "1")]
    assert [(edge["local"], edge["flow"]) for edge in edges] == [("3", "3"), ("3", "3")]


PICTURE = """player => {
  const stage = player.querySelector('.stage').cloneNode(true);
  for (const e of [...stage.querySelectorAll('*')]) if (e.style?.display === 'none') e.remove();
  stage.querySelector('#graph0').removeAttribute('class');  // how the camera moves, not what it sees
  for (const e of stage.querySelectorAll('[style]')) e.removeAttribute('style');
  return stage.innerHTML + player.querySelector('.say').textContent + player.querySelector('.trace').innerText;
}"""


def test_scrubbing_and_going_back_give_the_picture_that_walking_gives(visit: Visit) -> None:
    walker = visit(link("a = x*y\na*a + sin(a)", {"x": 1.5, "y": 2})).ready()
    walked = [walker.inside(PICTURE)]
    for _ in range(walker.last):
        walked.append(walker.press("ArrowRight").inside(PICTURE))
    for step in reversed(range(walker.last)):
        assert walker.press("ArrowLeft").inside(PICTURE) == walked[step], step
    for step in (7, 2, walker.last, 0, 9):
        assert walker.go(step).inside(PICTURE) == walked[step], step


def test_part_by_part(visit: Visit) -> None:
    walker = visit(link("x*x*y + y + 2", {"x": 3, "y": 4}, "9.1")).ready()
    assert walker.sentence.startswith("Step 9.1 of 12, backpropagate: v₂ feeds v₃ = v₂ + y.")
    walker.press("ArrowRight")
    assert walker.sentence == (
        "Step 9.2 of 12, backpropagate: y feeds v₃ = v₂ + y. The gradient at v₃ is 1 and ∂v₃/∂y = 1, "
        "so y gets 1 × 1 = 1; that is 1 of its 2 parts."
    )
    assert "step=9.2" in walker.page.url
    walker.button("Part by part").click()
    assert walker.step == 9


def test_nothing_is_said_to_the_server_while_stepping(visit: Visit) -> None:
    walker = visit().ready()
    said: list[str] = []
    walker.page.on("request", lambda request: said.append(request.url))
    walker.page.evaluate("""() => {
      window.frames = 0;
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) { window.frames++; return send.call(this, data); };
    }""")
    walker.press(*["ArrowRight"] * walker.last, "Home", "End")
    walker.page.wait_for_timeout(300)
    assert not said
    assert walker.page.evaluate("window.frames") == 0
