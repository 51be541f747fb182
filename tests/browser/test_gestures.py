"""Moving the graph by hand, and what is none: a press that ends elsewhere, and other buttons."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit

PLACE = "player => player.querySelector('.graph').style.transform"


def test_the_graph_follows_the_hand_until_it_is_let_go(visit: Visit) -> None:
    walker = visit().ready()
    box = walker.player.locator(".stage").bounding_box()
    assert box
    x, y = box["x"] + 30, box["y"] + 30
    mouse, before = walker.page.mouse, walker.inside(PLACE)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y + 20, steps=3)
    moved = walker.inside(PLACE)
    assert moved != before
    mouse.up()
    mouse.move(x, y, steps=3)
    assert walker.inside(PLACE) == moved


def test_what_is_said_of_a_card_can_be_reached_and_sent_away(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    card = walker.player.locator("[data-node=n2] .card").first
    details = walker.player.get_by_role("tooltip")
    card.hover()
    expect(details).to_contain_text("v₁ = x × x")
    details.hover()
    walker.page.wait_for_timeout(500)
    expect(details).to_be_visible()
    walker.press("Escape")
    expect(details).to_be_hidden()
    card.hover()
    expect(details).to_be_visible()
    walker.page.mouse.move(5, 5)
    expect(details).to_be_hidden()


def test_a_press_that_ends_outside_moves_nothing(visit: Visit) -> None:
    walker = visit().ready()
    box = walker.player.locator(".stage").bounding_box()
    assert box
    x, y = box["x"] + 1, box["y"] + 30
    mouse, before = walker.page.mouse, walker.inside(PLACE)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 12, y)  # out at once
    mouse.up()
    mouse.move(x + 40, y)
    mouse.move(x + 90, y, steps=3)
    assert walker.inside(PLACE) == before


def test_only_the_first_button_moves_and_taps(visit: Visit) -> None:
    walker = visit().ready()
    box = walker.player.locator("[data-node=n0] .card").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    mouse, before = walker.page.mouse, walker.inside(PLACE)
    cursor = walker.player.locator(".cursor")
    mouse.move(x, y)
    for button in ("right", "middle"):
        mouse.down(button=button)
        mouse.up(button=button)
        expect(cursor).to_be_hidden()
        mouse.down(button=button)
        mouse.move(x + 40, y, steps=3)
        mouse.up(button=button)
        mouse.move(x, y)
        assert walker.inside(PLACE) == before
    mouse.down()
    mouse.up()
    expect(cursor).to_be_visible()
