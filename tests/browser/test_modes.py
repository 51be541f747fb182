"""Every mode, walked: each number at each step is the engine's, and switching modes draws nothing anew."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

import autodiff as ad
from autodiff.paths import paths
from autodiff.sweeps import evaluate, linearize, pushforward
from tests.browser.conftest import Visit
from tests.browser.expected import SUMS, agrees, same
from tests.browser.test_examples import TOUCHING
from tests.browser.walker import Walker
from tests.conftest import seldom
from viz import link
from viz.modes import MODES

# (the text, the point, the output)
FUNCTIONS: dict[str, tuple[str, dict[str, float], int]] = {
    "the notebook's": ("x*x*y + y + 2", {"x": 3, "y": 4}, 0),
    "a square": ("x*x", {"x": -1.5}, 0),
    "a chain": ("sin(x^2)", {"x": 3}, 0),
    "a kink": ("abs(x) + relu(x)*y", {"x": 0, "y": 2}, 0),
    "a tie": ("max(x, y)^3 + 5", {"x": 2, "y": 2}, 0),
    "not a number": ("sqrt(x)*y + 1", {"x": -1, "y": 2}, 0),
    "unconnected": ("unused = 3*y\nx^2 + 1", {"y": 5, "x": 2}, 0),
    "two outputs": ("x*y, x + 2*y", {"x": 2, "y": 3}, 1),
    "a branch": ("where(x > 0, log(x), 0)*y", {"x": 0, "y": 1}, 0),
    "a neuron": ("tanh(w*x + b) - y", {"w": 0.8, "x": 1.5, "b": -0.2, "y": 1}, 0),
    "a quotient": ("(x - 1)/(y + exp(-x))", {"x": 2, "y": 0.5}, 0),
}
EPS = 1e-4
Known = dict[str, dict[str, float]]


def states(graph: ad.Graph, point: dict[str, float], mode: str, output: int) -> Iterator[Known]:
    """What must be known after each step of a walk about the first variable: value, tangent, local, flow and so on."""
    values = evaluate(graph, point)
    slopes = linearize(graph, values)
    seed = graph.variables[0]
    moved = pushforward(graph, slopes, {0: 1.0})
    again = evaluate(graph, {**point, seed: np.float64(point[seed]) + EPS})
    first = {f"e{k}": (i, j, slope) for k, (i, j, slope) in enumerate(_edges(graph, slopes))}
    constants = {i for i, node in enumerate(graph.nodes) if isinstance(node, ad.Const)}
    order = [i for i in range(len(graph)) if i not in constants]
    known: Known = {kind: {} for kind in ("value", "tangent", "local", "flow", "nudged", "moved")}
    known["value"] = {f"n{i}": float(values[i]) for i in constants}
    yield known
    for i in order:
        known["value"][f"n{i}"] = float(values[i])
        if mode != "numeric":
            known["tangent"][f"n{i}"] = 0.0 if moved[i] is None else float(moved[i])
            for edge, (into, j, slope) in first.items():
                if into == i and slope is not None:
                    known["local"][edge] = float(slope)
                    if mode == "forward" and moved[j] is not None:
                        known["flow"][edge] = float(slope * moved[j])
        yield known
    if mode == "numeric":
        for i in order:
            known["nudged"][f"n{i}"] = float(again[i])
            known["moved"][f"n{i}"] = float(again[i] - values[i])
            yield known
    yield known


def _edges(graph: ad.Graph, slopes: Any) -> Iterator[tuple[int, int, Any]]:
    for i, args in enumerate(graph.args):
        for k, j in enumerate(args):
            yield i, j, slopes[i][k] if slopes[i] else None


def check(walker: Walker, known: Known, where: object) -> None:
    found = walker.attributes()
    for kind, expected in known.items():
        holder = "edges" if kind in ("local", "flow") else "nodes"
        shown = {name: data[kind] for name, data in found[holder].items() if kind in data}
        assert shown.keys() == expected.keys(), (kind, where)
        for name, x in expected.items():
            near = kind == "tangent" and math.isclose(
                float(shown[name]), x, rel_tol=1e-13
            )  # a formula rounds otherwise
            assert near or same(shown[name], x), (kind, name, where)


@pytest.mark.parametrize("case", seldom(FUNCTIONS, often=list(FUNCTIONS)[::2]))
def test_every_number_at_every_step(visit: Visit, case: str) -> None:
    text, point, output = FUNCTIONS[case]
    graph = ad.parse(text)
    query = link.write(link.State(text, {name: float(x) for name, x in point.items()}, "forward", output=output))
    walker = visit(f"?{query}&step=0").ready()
    drawn = lines(walker)
    for mode in ("forward", "symbolic", "numeric"):
        walker.page.get_by_role("radio", name=MODES[mode]).check(force=True)
        expect(walker.player.locator(f"table[data-mode={mode}]")).to_be_attached(timeout=30_000)
        steps = list_of(states(graph, point, mode, output))
        assert walker.last == len(steps) - 1
        for step, known in enumerate(steps):
            walker.go(step)
            check(walker, known, (mode, step))
            for left, right in SUMS.findall(walker.sentence) if mode != "symbolic" else ():
                assert agrees(left, right), walker.sentence
            assert walker.inside(TOUCHING) == [], (mode, step)
        assert lines(walker) == drawn


def list_of(known: Iterator[Known]) -> list[Known]:
    """Each as it was when it was given."""
    return [{kind: dict(boxes) for kind, boxes in one.items()} for one in known]


def lines(walker: Walker) -> Any:
    """Where Graphviz drew the edges."""
    return walker.inside(
        "player => [...player.querySelectorAll('[data-edge] path')].map(path => path.getAttribute('d'))"
    )


def test_a_walk_a_variable(visit: Visit) -> None:
    walker = visit("?f=x*x*y+%2B+y+%2B+2&at=x:3,y:4&mode=forward&step=last").ready()
    gradient = walker.player.get_by_role("list", name="Gradient").get_by_role("listitem")
    expect(gradient.nth(0)).to_contain_text("24")
    expect(gradient.nth(1)).to_contain_text("another walk")
    assert "takes 2 walks" in walker.sentence
    walker.player.get_by_label("Seed").select_option("y")
    expect(walker.player.get_by_text("walk 2 of 2")).to_be_visible(timeout=30_000)
    walker.press("End")
    expect(gradient.nth(1)).to_contain_text("10")
    walker.page.wait_for_url("**seed=y**")


def test_a_walk_along_a_typed_tangent_is_about_no_variable(visit: Visit) -> None:
    walker = visit("?f=x^2&at=x:3&mode=forward&dual=x:4&step=last").ready()
    assert "the tangent of the output is 24: that is how fast f moves" in walker.sentence
    expect(walker.player.get_by_text("along x, as typed")).to_be_visible()
    expect(walker.player.get_by_role("list", name="Gradient").get_by_role("listitem")).to_contain_text("another walk")
    labels = "player => [...player.querySelectorAll('.stage text')].map(text => text.textContent)"
    assert not [label for label in walker.inside(labels) if label.startswith("∂v")]
    walker.player.locator("[data-node=n2]").hover()
    tip = walker.player.get_by_role("tooltip")
    expect(tip).to_contain_text("24")
    expect(tip).not_to_contain_text("/∂x")


def test_the_formula_of_a_card(visit: Visit) -> None:
    walker = visit("?f=sin(x^2)&at=x:3&mode=symbolic&step=3").ready()
    assert "chain rule" in walker.sentence
    assert "cos(x ^ 2) × (2 × x)" in walker.sentence.replace("\u00a0", " ")
    expect(walker.player.get_by_role("row").filter(has_text="sin(v₁)")).to_contain_text("cos(x ^ 2) × (2 × x)")


def test_a_derivative_is_opened_as_a_graph_and_left_again(visit: Visit) -> None:
    walker = visit("?f=x^3&at=x:2&mode=symbolic&step=0").ready()
    typed = walker.player.get_by_label("The function as typed")
    walker.button("Open ∂f/∂x as a graph").click()
    expect(typed).to_have_text("3 * x ^ 2", timeout=30_000)
    walker.button("Open ∂²f/∂x² as a graph").click()
    expect(typed).not_to_have_text("3 * x ^ 2", timeout=30_000)
    walker.press("End")
    value = walker.attributes()["nodes"]
    output = walker.player.locator(".output[data-node]")
    assert float(value[output.get_attribute("data-node") or ""]["value"]) == 12
    walker.page.wait_for_url("**d=x,x**")
    walker.button("f").click()
    expect(typed).to_have_text("x^3", timeout=30_000)


def test_the_golden_number_and_its_error(visit: Visit) -> None:
    walker = visit("?f=x*x*y+%2B+y+%2B+2&at=x:3,y:4&mode=numeric&step=last").ready()
    assert "the quotient of the two is 24.0004. The rules give 24, so this is off by 0.0004." in walker.sentence
    assert "the whole gradient takes 3" in walker.sentence


@pytest.mark.parametrize(
    ("text", "handed"),
    [
        ("x*x*y + (y + 2)", {"x": [12, 12], "y": [9, 1]}),  # by hand at x = 3, y = 4
        ("a = x + x\nb = a + a\nb*1", {"x": [1, 1, 1, 1]}),
    ],
)
def test_the_recursion_is_followed_visit_by_visit(visit: Visit, text: str, handed: dict[str, list[float]]) -> None:
    """As often as the engine says; what reaches a variable adds up to its gradient."""
    graph = ad.parse(text)
    found = paths(graph, {name: x for name, x in {"x": 3.0, "y": 4.0}.items() if name in graph.variables}, "x")
    walker = visit(f"?f={quote(text)}&at=x:3,y:4&path=x&step=last").ready()
    strip = walker.player.get_by_role("group", name="The chain rule, path by path")
    said = strip.locator("[aria-live]")
    parts: dict[str, list[float]] = {name: [] for name in handed}
    strip.get_by_role("button", name="Visit by visit").click()
    for count in range(1, found.visits + 1):
        expect(said).to_contain_text(f"Visit {count} of {found.visits}: ")
        name, number = re.search(r": (\S+) is handed ([^ ,]+?)[,.]? ", said.inner_text() + " ").groups()  # type: ignore[union-attr]
        if name in parts:
            parts[name].append(float(number.replace("−", "-")))
        strip.get_by_role("button", name="Next visit").click()
    assert parts == handed
    expect(said).to_have_text("Every path has been followed to its end.")
    strip.get_by_role("button", name="Once more").click()
    expect(said).to_contain_text("Visit 1 of")
    expect(walker.player.locator(".graph")).to_have_class(re.compile("tracing"))
    strip.get_by_role("button", name="Close the paths").click()
    expect(strip).to_be_hidden(timeout=20_000)
    expect(walker.player.locator(".graph")).not_to_have_class(re.compile("tracing"))
