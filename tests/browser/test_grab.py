"""A number in hand: dragged by mouse, finger and keyboard, followed at once, told to the page when it is let go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

import autodiff as ad
from tests.browser.conftest import Visit, shot
from tests.browser.walker import Walker
from viz.look import SCRIPT, SCRIPT_NAME

TEXT = "x*x*y + (y + 2)"


def numbers(walker: Walker) -> dict[str, dict[str, float]]:
    """Value and gradient of every node, as the page says them."""
    nodes = walker.attributes()["nodes"]
    return {
        name: {key: float(data[key]) for key in ("value", "gradient") if key in data} for name, data in nodes.items()
    }


def engine(text: str, **point: float) -> dict[str, dict[str, float]]:
    """The same from the engine."""
    run = ad.run(ad.parse(text), point)
    found: dict[str, dict[str, float]] = {node["id"]: {} for node in run.structure["nodes"]}
    for write in (write for step in run.steps for write in step.writes):
        kind, name = write.box.split("/")
        if kind in ("value", "gradient"):
            found[name][kind] = write.value
    return found


@contextmanager
def held(walker: Walker, node: str = "n0") -> Iterator[tuple[float, float]]:
    """A number in the mouse's hand, and where that is."""
    grip = walker.player.locator(f"[data-grip={node}]")
    grip.hover()  # which waits until the page is settled
    box = grip.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = walker.page.mouse
    mouse.down()
    try:
        yield x, y
    finally:
        mouse.up()


def messages(walker: Walker) -> list[object]:
    """All that is sent from now on, on the socket or as a request; the page is loaded anew to hear its socket."""
    sent: list[object] = []
    walker.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    walker.page.reload()
    walker.ready()
    walker.page.wait_for_timeout(500)
    walker.page.on("request", lambda request: sent.append(request.url))
    return sent


def test_everything_follows_and_nothing_is_sent_until_it_is_let_go(visit: Visit) -> None:
    walker = visit("?step=last&path=x").ready()
    sent = messages(walker)
    before = len(sent)
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 25, y, steps=5)
        assert numbers(walker) == engine(TEXT, x=3.25, y=4)
        assert "∂f/∂x = 26 and ∂f/∂y = 11.56" in walker.sentence
        row = walker.player.get_by_role("table", name="Evaluation trace").get_by_role("row").nth(1)
        expect(row).to_have_text(re.compile("3.25.*26"))
        ledger = walker.inside("player => [...player.querySelectorAll('.part.known')].map(e => e.textContent)")
        assert sorted(ledger) == ["1", "10.56", "13", "13"]
        expect(walker.player.get_by_role("list", name="Paths")).to_contain_text("∂f/∂x = 13 + 13 = 26")
        expect(walker.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3.25")
        assert len(sent) == before
    expect(walker.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3.25", timeout=10_000)
    expect(walker.page.get_by_role("slider", name="x, slider")).to_have_value("3.25")
    expect(walker.page).to_have_url(re.compile(r"at=x:3\.25,y:4.*step=12"))
    assert len(sent) > before
    assert numbers(walker) == engine(TEXT, x=3.25, y=4)


def test_the_engines_numbers_replace_the_replayed_ones(visit: Visit) -> None:
    """With a sine that is off by one in the browser it shows whose numbers stand where."""
    walker = visit("?f=sin(x)*y&at=x:1,y:2&step=last").ready()
    wrong = SCRIPT.replace("sin: Math.sin", "sin: (a) => Math.sin(a) + 1")
    assert wrong != SCRIPT
    walker.page.route(f"**/{SCRIPT_NAME}", lambda route: route.fulfill(body=wrong, content_type="text/javascript"))
    walker.page.reload()
    walker.ready()
    right = engine("sin(x)*y", x=0.7, y=2)["n2"]["value"]
    with held(walker) as (x, y):
        walker.page.mouse.move(x - 30, y, steps=3)
        assert numbers(walker)["n2"]["value"] == pytest.approx(right + 1, rel=1e-15)
    expect(walker.player.locator("[data-node=n2]")).to_have_attribute("data-value", str(right), timeout=10_000)


def test_a_tap_is_a_tap_and_back_where_it_was_nothing_is_told(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    sent = messages(walker)
    before = len(sent)
    with held(walker):
        pass
    expect(walker.player.get_by_role("tooltip")).to_contain_text("the variable x")
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 40, y, steps=2)
        walker.page.mouse.move(x, y, steps=2)
    walker.page.wait_for_timeout(300)
    assert len(sent) == before
    assert numbers(walker) == engine(TEXT, x=3, y=4)


def test_the_graph_stays_where_it_is(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    place = "player => player.querySelector('.graph').style.transform"
    before = walker.inside(place)
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 60, y + 80, steps=4)
        assert walker.inside(place) == before


def test_shift_is_finer(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    with held(walker) as (x, y):
        walker.page.keyboard.down("Shift")
        walker.page.mouse.move(x + 20, y, steps=4)
        assert numbers(walker)["n0"]["value"] == 3.02
        walker.page.keyboard.up("Shift")


def test_by_keyboard_alone(visit: Visit) -> None:
    walker = visit("?step=last").ready()
    sent = messages(walker)
    walker.player.get_by_role("group", name="Graph.").focus()
    walker.press("Enter", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    card = walker.player.locator("[data-name=x]")
    expect(card).to_be_focused()
    expect(card).to_have_attribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown")
    before = len(sent)
    walker.page.keyboard.down("Alt")
    walker.press("ArrowUp", "ArrowUp", "ArrowDown", "Shift+ArrowDown")
    assert numbers(walker) == engine(TEXT, x=3.09, y=4)
    expect(card).to_have_attribute("aria-valuenow", "3.09")
    assert walker.step == 12
    assert len(sent) == before
    walker.page.keyboard.up("Alt")
    expect(walker.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3.09", timeout=10_000)
    expect(card).to_be_focused()


def test_what_is_not_known_yet_cannot_be_taken(visit: Visit) -> None:
    walker = visit().ready()
    grips = walker.player.locator("[data-grip]")
    expect(grips.locator("visible=true")).to_have_count(0)
    walker.press("ArrowRight")
    expect(grips.locator("visible=true")).to_have_count(1)
    walker.press("ArrowRight")
    expect(grips.locator("visible=true")).to_have_count(2)


@pytest.mark.parametrize(
    ("mode", "kind", "wanted"),
    [("forward", "tangent", 26.0), ("symbolic", "tangent", 26.0), ("numeric", "nudged", (3.25 + 1e-4) ** 2 * 4 + 6)],
)
def test_in_every_mode(visit: Visit, mode: str, kind: str, wanted: float) -> None:
    walker = visit(f"?mode={mode}&step=last").ready()
    with held(walker) as (x, y):
        walker.page.mouse.move(x + 25, y, steps=2)
        nodes = walker.attributes()["nodes"].values()
        (output,) = [data for data in nodes if data["node"] == "n6"]
        assert float(output["value"]) == 3.25 * 3.25 * 4 + 6
        assert float(output[kind]) == pytest.approx(wanted, rel=1e-14)


def test_over_an_edge_the_words_are_the_engines(visit: Visit) -> None:
    """While log 0 is in hand there is no sentence about it; let go, there is."""
    walker = visit("?f=log(x)&at=x:0.1&step=2").ready()
    with held(walker) as (x, y):
        walker.page.mouse.move(x - 10, y, steps=2)
        assert walker.attributes()["nodes"]["n1"]["value"] == "-Infinity"
        assert "note" not in walker.attributes()["nodes"]["n1"]
    expect(walker.player.locator("[data-node=n1]")).to_have_attribute("data-note", "infinite at 0", timeout=10_000)


def test_with_a_finger(browser, server) -> None:  # type: ignore[no-untyped-def]
    """A phone: the finger that holds a number scrolls nothing."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/?step=last")
    walker = Walker(page).ready()
    page.wait_for_timeout(1000)
    grip = walker.player.locator("[data-grip=n1]")
    grip.evaluate("grip => grip.scrollIntoView({block: 'center'})")
    box = grip.bounding_box()
    assert box
    assert box["height"] >= 20
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    finger("touchStart", (x, y))
    for k in range(1, 9):
        finger("touchMove", (x + 5 * k, y + 2 * k))
    expect(walker.player.locator("[data-name=y]")).to_have_attribute("data-value", "4.4")  # fingers wait for a frame
    assert numbers(walker) == engine(TEXT, x=3, y=4.4)
    shot(page, "grab_phone")
    finger("touchEnd")
    expect(page.get_by_role("spinbutton", name="y", exact=True)).to_have_value("4.4", timeout=10_000)
    context.close()
