"""Sums drawn as one card: one stop, every number still there; and a small network seen whole because of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import autodiff as ad
from tests.browser.conftest import Visit, shot
from tests.browser.expected import expected_at, link, same
from tests.browser.test_examples import TOUCHING, check_arithmetic
from tests.browser.walker import Walker
from viz.examples import BY_LABEL

EXAMPLE = BY_LABEL["A network: 2-2-1, every weight"]
GRAPH = ad.parse(EXAMPLE.text)
POINT = EXAMPLE.values(GRAPH.variables)
CARDS = "p => p.querySelectorAll('.graph .card:not(.outer)').length"
SEEN = """player => {
  const stage = player.querySelector('.stage').getBoundingClientRect();
  const inside = r => r.left >= stage.left && r.right <= stage.right && r.top >= stage.top && r.bottom <= stage.bottom;
  const shown = [...player.querySelectorAll('.graph .card, .graph .edge path, .overlay .rule, .overlay .tag')]
    .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).filter(r => r.width > 0);
  const svg = player.querySelector('.graph');
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizes = [...player.querySelectorAll('.graph text')].map(e => parseFloat(getComputedStyle(e).fontSize) * scale);
  return { whole: shown.every(inside), parts: shown.length, least: Math.min(...sizes) };
}"""


def summed(visit: Visit, text: str, point: dict[str, float], step: int | str = 0, **view: int) -> Walker:
    return visit(f"{link(text, point, step)}&sums=1", **view).ready().showing(text)


def check_against_the_sweeps(walker: Walker, graph: ad.Graph, point: dict[str, float]) -> set[tuple[str, str]]:
    """Every number in the page, behind a sum too, is that of the engine; gives which are known."""
    last = len(ad.run(graph, point).steps) - 1
    final = expected_at(graph, point, last)
    found = walker.attributes()
    known = set()
    for kind, holder in (("value", "nodes"), ("gradient", "nodes"), ("local", "edges"), ("flow", "edges")):
        for name, data in found[holder].items():
            if kind in data:
                assert same(data[kind], final[kind][name]), (kind, name)
                known.add((kind, name))
    return known


@pytest.mark.parametrize(
    ("text", "point"),
    [
        (EXAMPLE.text, POINT),
        ("x + (y + (x*y + -2)) + x", {"x": 0.1, "y": -3.7}),
        ("a = x + y + 1\na*a + x + y + x*y", {"x": 1.25, "y": 2}),
        ("x + y*y + z + x*y + y*z + x*z + 3 + sin(x)", {"x": 1, "y": 2, "z": 3}),
    ],
)
def test_every_stop_with_sums(visit: Visit, text: str, point: dict[str, float]) -> None:
    graph = ad.parse(text)
    walker = summed(visit, text, point)
    before: set[tuple[str, str]] = set()
    sums = set()
    for stop in range(walker.last + 1):
        if stop:
            walker.press("ArrowRight")
        known = check_against_the_sweeps(walker, graph, point)
        assert known >= before
        before = known
        check_arithmetic(walker)
        assert walker.inside(TOUCHING) == [], stop
        sums |= {word for word in (" adds ", " hands the same ") if word in walker.sentence}
    assert len(sums) == 2
    last = len(ad.run(graph, point).steps) - 1
    final = expected_at(graph, point, last)
    assert before == {(kind, name) for kind, numbers in final.items() for name in numbers}


def test_a_sum_is_one_stop_each_way_and_says_what_it_does(visit: Visit) -> None:
    text = "x*y + x + y + 2"
    walker = summed(visit, text, {"x": 3, "y": 4})
    apart = visit(link(text, {"x": 3, "y": 4})).ready()
    assert walker.last == apart.last - 4  # two inner additions, each way
    sentences = [walker.go(stop).sentence for stop in range(walker.last + 1)]
    assert "v₄ = v₁ + x + y + 2 adds 4 terms: 12 + 3 + 4 + 2 = 21." in sentences[4]
    assert (
        "v₄, a sum, has the gradient 1 and hands the same gradient to each of its 4 terms: to v₁, to x, which now has "
        "1 of its 2 parts, to y, which now has 1 of its 2 parts, and to 2, a constant, which does not keep it."
    ) in sentences[6]
    assert "adds up 9 terms" not in " ".join(sentences)


def test_a_step_inside_a_sum_is_the_sums(visit: Visit) -> None:
    walker = summed(visit, "x*y + x + y + 2", {"x": 3, "y": 4}, 4)
    assert "adds 4 terms" in walker.sentence


def test_the_switch_draws_sums_and_takes_them_apart(visit: Visit) -> None:
    walker = visit(link("x*y + x + y", {"x": 3, "y": 4}, 3)).ready()
    switch = walker.button("Draw sums as one card")
    assert walker.inside(CARDS) == 5
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true", timeout=20_000)
    assert walker.inside(CARDS) == 4
    walker.page.wait_for_url("**sums=1*")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false", timeout=20_000)
    assert walker.inside(CARDS) == 5


def test_where_nothing_is_summed_there_is_no_switch(visit: Visit) -> None:
    walker = visit(link("x*y + x", {"x": 3, "y": 4})).ready()
    expect(walker.button("Draw sums as one card")).to_be_hidden()


def test_the_small_network_of_the_menu_is_drawn_with_sums(visit: Visit) -> None:
    walker = visit().ready()
    menu = walker.page.get_by_role("combobox", name="Example")
    menu.click()
    menu.fill("2-2-1")
    menu.press("Enter")
    walker.showing(EXAMPLE.text)
    expect(walker.button("Draw sums as one card")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 12), (1920, 1080, 24)])
def test_a_2_2_1_network_is_seen_whole_and_its_text_can_be_read(
    visit: Visit, width: int, height: int, least: float
) -> None:
    walker = summed(visit, EXAMPLE.text, POINT, width=width, height=height)
    if least == 24:
        walker.press("p")
    for stop in (0, walker.last // 2, walker.last):
        walker.go(stop)
        seen = walker.inside(SEEN)
        assert seen["whole"], stop
        assert seen["parts"] > 40
        assert seen["least"] >= least - 0.01
    shot(walker.page, f"2-2-1-{width}")


def test_the_sum_under_a_shared_card_is_its_gradient(visit: Visit) -> None:
    walker = visit(link("x*x*y + (y + 2)", {"x": 3, "y": 4}, "last")).ready()
    assert walker.player.locator(".node text.sum").all_text_contents() == ["24", "10"]
