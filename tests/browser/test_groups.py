"""Folded groups: one card, one stop, every number still there; opened in place, found again by name."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, expect

import autodiff as ad
from tests.browser.conftest import SHOTS, Visit, shot
from tests.browser.expected import link
from tests.browser.test_examples import TOUCHING, check_numbers
from tests.browser.walker import Walker
from viz.examples import BY_LABEL

EXAMPLE = BY_LABEL["A network: 2-8-8-1, 105 weights"]
GRAPH = ad.parse(EXAMPLE.text)
POINT = EXAMPLE.values(GRAPH.variables)


def group(walker: Walker, name: str) -> Locator:
    return walker.player.locator(f'[data-group="{name}"]')


def corner(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box
    return box["x"], box["y"]


def network(visit: Visit, opened: str = "", step: int | str = 0) -> Walker:
    query = link(EXAMPLE.text, POINT, step)
    return visit(f"{query}&open={opened}" if opened else query).ready()


def test_a_folded_network_is_six_cards_and_walked_in_a_few_stops(visit: Visit) -> None:
    walker = network(visit)
    assert walker.inside("p => p.querySelectorAll('.graph .card:not(.outer)').length") == 6
    assert walker.last < 20
    for stop in range(walker.last + 1):
        walker.go(stop)
        check_numbers(walker, GRAPH, POINT, walker.step)
        assert walker.inside(TOUCHING) == [], stop
    shot(walker.page, "network-folded")


def test_a_group_opens_where_it_stands_and_folds_again(visit: Visit) -> None:
    walker = network(visit)
    card = group(walker, "g0").locator(".card")
    before = corner(card)
    card.click()
    frame = walker.player.locator(".frame-of").first
    expect(frame).to_be_attached(timeout=20_000)
    after = corner(frame.locator("path, polygon").first)
    assert abs(before[0] - after[0]) < 4
    assert abs(before[1] - after[1]) < 4
    expect(group(walker, "g1").locator(".card")).to_be_attached()
    walker.page.wait_for_url("**open=g0*")
    check_numbers(walker, GRAPH, POINT, walker.step)
    shot(walker.page, "network-open")
    walker.player.locator(".handle").first.click()
    expect(walker.player.locator(".frame-of")).to_have_count(0, timeout=20_000)


def test_opened_groups_come_back_with_the_link_and_every_number_is_right(visit: Visit) -> None:
    walker = network(visit, "g0,g1,g2", "last")
    expect(walker.player.locator(".frame-of")).to_have_count(3)
    for stop in (0, 60, 120, walker.last):
        walker.go(min(stop, walker.last))
        check_numbers(walker, GRAPH, POINT, walker.step)


def test_a_step_inside_a_folded_group_is_shown_as_the_groups(visit: Visit) -> None:
    walker = network(visit, step=200)
    assert walker.step >= 200
    assert "layer(W2, b2, h)" in walker.sentence


def test_the_second_evaluation_begins_where_its_label_stands(visit: Visit) -> None:
    """The output and the weights are behind one card, in which the first evaluation ends and the second begins."""
    text = "s = 0\nfor i in range(40): s += c[i]*x\ns"
    walker = visit(f"?f={quote(text)}&mode=numeric").ready()
    phases = [walker.go(stop).sentence.split(", ")[1].split(":")[0] for stop in range(walker.last + 1)]
    assert list(dict.fromkeys(phases)) == ["start", "evaluate", "nudge", "done"]
    first, second = walker.inside("player => [...player.querySelectorAll('.labels span')].map(e => e.style.left)")
    assert [first, second] == ["0px", f"{100 * phases.index('nudge') / walker.last:.3f}%"]


def test_groups_by_keyboard(visit: Visit) -> None:
    walker = network(visit, step="last")
    walker.player.get_by_role("group", name="Graph. Enter to walk").focus()
    walker.press("Enter", "Enter")  # into the graph, and into the output's card
    expect(walker.player.locator(".frame-of").first).to_be_attached(timeout=20_000)


def test_a_node_is_found_by_name_and_what_belongs_to_it_is_lit(visit: Visit) -> None:
    walker = network(visit, "g0")
    search = walker.player.get_by_role("searchbox", name="Find a node")
    search.fill("W1[3]")
    rows = walker.player.get_by_role("table", name="Evaluation trace").locator("tbody tr:visible")
    names = [row.split()[0] for row in rows.all_inner_texts()]
    assert names[:2] == ["W1[3][0]", "W1[3][1]"]
    assert len(names) == 4  # the two weights, and the two products that they go into
    search.press("Enter")
    lit = walker.inside("p => [...p.querySelectorAll('.node[data-related] .head')].map(e => e.textContent)")
    assert any("neuron(W[3]" in head for head in lit)
    assert not any("neuron(W[4]" in head for head in lit)


def test_high_contrast_and_paper(visit: Visit) -> None:
    walker = visit("?step=9").ready()
    walker.page.emulate_media(contrast="more", color_scheme="light", reduced_motion="reduce")
    ground = walker.inside("p => getComputedStyle(p).getPropertyValue('--ground').trim()")
    assert ground == "#000"
    assert walker.inside(TOUCHING) == []
    shot(walker.page, "contrast")
    walker.page.emulate_media(
        contrast="no-preference", forced_colors="active", color_scheme="light", reduced_motion="reduce"
    )
    assert walker.inside("p => getComputedStyle(p).getPropertyValue('--ring').trim()") == "Highlight"
    shot(walker.page, "forced-colors")
    walker.page.emulate_media(media="print", forced_colors="none", color_scheme="light", reduced_motion="reduce")
    assert not walker.page.get_by_role("textbox", name="Function").is_visible()
    assert walker.inside("p => p.querySelector('.graph').getBoundingClientRect().height > 200")
    assert not walker.inside("p => p.querySelector('.controls').checkVisibility()")
    paper = walker.page.pdf(format="A4", print_background=True)
    (SHOTS / "paper.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
