"""Every step of every example: the numbers, the arithmetic, the picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import autodiff as ad
from tests.browser.conftest import Visit, shot
from tests.browser.expected import SUMS, agrees, expected_at, link, same
from tests.browser.walker import Walker
from tests.conftest import seldom
from viz.examples import EXAMPLES, Example

TOUCHING = (Path(__file__).parent / "touching.js").read_text("utf-8")
WHOLE = [example for example in EXAMPLES if not example.large]
BY_NAME = pytest.mark.parametrize("example", WHOLE, ids=lambda example: example.name)
SAMPLE = 12  # steps of a large example that are looked at


def point_of(example: Example) -> dict[str, float]:
    return example.values(ad.parse(example.text).variables)


def check_numbers(walker: Walker, graph: ad.Graph, point: dict[str, float], step: int) -> None:
    found = walker.attributes()
    expected = expected_at(graph, point, step)
    for kind, holder in (("value", "nodes"), ("gradient", "nodes"), ("local", "edges"), ("flow", "edges")):
        shown = {name: data[kind] for name, data in found[holder].items() if kind in data}
        assert shown.keys() == expected[kind].keys(), (kind, step)
        for name, x in expected[kind].items():
            assert same(shown[name], x), (kind, name, step)


def check_arithmetic(walker: Walker) -> int:
    lines = SUMS.findall(walker.sentence)
    for left, right in lines:
        assert agrees(left, right), walker.sentence
    return len(lines)


@BY_NAME
def test_every_step(visit: Visit, example: Example) -> None:
    """Data attributes equal the engine to the last digit, shown lines are true, and nothing touches."""
    graph = ad.parse(example.text)
    point = point_of(example)
    walker = visit(link(example.text, point)).ready().showing(example.text)
    assert walker.inside("player => player.querySelector('.controls').getBoundingClientRect().bottom") <= 900
    assert walker.last == len(ad.run(graph, point).steps) - 1
    for step in range(walker.last + 1):
        if step:
            walker.press("ArrowRight")
        assert walker.step == step
        check_numbers(walker, graph, point, step)
        check_arithmetic(walker)
        assert walker.inside(TOUCHING) == [], step
    shot(walker.page, f"{re.sub('[^a-z]+', '-', example.name.lower())}-light")


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.large], ids=lambda example: example.name)
def test_every_stop_of_a_large_example(visit: Visit, example: Example) -> None:
    """Drawn folded, it has every number of the engine all the same."""
    graph, point = ad.parse(example.text), point_of(example)
    walker = visit(link(example.text, point)).ready()
    for stop in range(walker.last + 1):
        walker.go(stop)
        check_arithmetic(walker)
        check_numbers(walker, graph, point, walker.step)


@pytest.mark.parametrize("example", seldom(WHOLE[::2], often=WHOLE[::6]), ids=lambda example: example.name)
def test_shown_arithmetic_is_true_at_an_awkward_point(visit: Visit, example: Example) -> None:
    point = {name: x + 0.123456 * (i + 1) for i, (name, x) in enumerate(point_of(example).items())}
    walker = visit(link(example.text, point), scheme="dark").ready()
    lines = 0
    for step in range(walker.last + 1):
        walker.go(step)
        lines += check_arithmetic(walker)
        assert walker.inside(TOUCHING) == [], step
    assert lines > 0 or "√" in walker.sentence or example.name == "not a number"
    shot(walker.page, f"{re.sub('[^a-z]+', '-', example.name.lower())}-dark")


@pytest.mark.parametrize("example", seldom(WHOLE[::3], often=WHOLE[::6]), ids=lambda example: example.name)
def test_nothing_touches_on_a_phone(visit: Visit, example: Example) -> None:
    walker = visit(link(example.text, point_of(example)), 390, 844).ready()
    walker.button("Draw from left to right").wait_for(timeout=20_000)  # it turned by itself
    for step in range(walker.last + 1):
        walker.go(step)
        assert walker.inside(TOUCHING) == [], step


@pytest.mark.parametrize("example", WHOLE[1::4], ids=lambda example: example.name)
def test_nothing_touches_on_a_projector(visit: Visit, example: Example) -> None:
    walker = visit(link(example.text, point_of(example)), 1920, 1080).ready().press("p")
    for step in range(walker.last + 1):
        walker.go(step)
        assert walker.inside(TOUCHING) == [], step


AWKWARD = {"x": -0.00421734, "y": 1.83e-5, "z": -307.94}


@pytest.mark.parametrize("text", ["x*y*z + y", "sin(x)*exp(y)/z", "a = x*z\na*a - y*a"])
def test_nothing_touches_with_awkward_numbers(visit: Visit, text: str) -> None:
    walker = visit(link(text, {name: x for name, x in AWKWARD.items() if name in text})).ready()
    for step in range(walker.last + 1):
        walker.go(step)
        assert walker.inside(TOUCHING) == [], step


def test_the_calculator_of_these_tests_can_say_no() -> None:
    assert agrees("2 × 0.4966", "0.9932")
    assert not agrees("2 × 0.497", "0.993")
    assert not agrees("0.3333 × 3", "1")
    assert SUMS.findall("so y gets 1 × (−9) = −9; its parts add up: 1 + (−9) = −8.") == [
        ("1 × (−9)", "−9"),
        ("1 + (−9)", "−8"),
    ]
