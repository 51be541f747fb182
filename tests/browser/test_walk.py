"""Walking: what the page shows at the start, and that every way to a step gives the same picture."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.expected import link


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
  const graph = stage.querySelector('.graph');
  graph.classList.remove('gliding');  // how the camera moves, not what it sees
  graph.setAttribute('class', [...graph.classList].sort().join(' '));
  for (const e of stage.querySelectorAll('[style]')) e.removeAttribute('style');
  return stage.innerHTML + player.querySelector('.say').textContent + player.querySelector('.trace').innerText;
}"""


def test_scrubbing_and_going_back_give_the_picture_that_walking_gives(visit: Visit) -> None:
    walker = visit(link("a = x*y\na*a + sin(a)", {"x": 1.5, "y": 2})).ready()
    walked = [walker.inside(PICTURE)]
    walked += [walker.press("ArrowRight").inside(PICTURE) for _ in range(walker.last)]
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
    expect(walker.page).to_have_url(re.compile("step=9.2"))
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
