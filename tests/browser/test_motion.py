"""What moves: only the picture. What is said is said in the first frame."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit

SAID_AT_ONCE = """async player => {
  const spread = [];  // what sets out, though it may have arrived before anybody looks
  new MutationObserver(changes => spread.push(...changes.flatMap(change => [...change.addedNodes])
    .filter(node => node.classList?.contains('spread')))).observe(player, { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, composed: true }));
  const said = {  // read before any frame could be painted
    sentence: player.querySelector('.say').textContent,
    slider: player.querySelector('[aria-label="Step"]').getAttribute('aria-valuenow'),
    flow: player.querySelector('[data-edge="e6"]').dataset.flow,
    gradient: player.querySelector('[data-node="n3"]').dataset.gradient,
    row: player.querySelector('.trace .now').textContent,
    leaving: player.querySelectorAll('.leaving').length,
  };
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return { ...said, spread: spread.length };
}"""


def test_attributes_table_and_sentence_are_there_in_the_first_frame(visit: Visit) -> None:
    walker = visit("?step=7", motion="no-preference").ready()
    said = walker.inside(SAID_AT_ONCE)
    assert said["sentence"].startswith("Step 8 of 12, backpropagate: ")
    assert (said["slider"], said["flow"], said["gradient"]) == ("8", "1", "1")
    assert said["row"].startswith("v₄")
    assert said["leaving"] == 1  # what travels sets out in the frame after
    assert said["spread"] == 2  # along an arrow each to v₂ and v₃


def test_the_next_step_ends_a_move_and_goes_on(visit: Visit) -> None:
    walker = visit("?step=7", motion="no-preference").ready().press("ArrowRight", "ArrowRight")
    assert walker.step == 9
    assert walker.player.locator(".spread").count() <= 2  # none is left over from step 8
    expect(walker.player.locator(".spread")).to_have_count(0, timeout=5_000)


def test_scrubbing_and_going_back_never_move(visit: Visit) -> None:
    walker = visit("?step=7", motion="no-preference").ready().go(10)
    assert walker.player.locator(".spread").count() == 0
    walker.press("ArrowLeft")
    assert walker.player.locator(".spread").count() == 0


def test_nothing_moves_for_those_who_asked_for_calm(visit: Visit) -> None:
    walker = visit("?step=7", motion="reduce").ready()
    said = walker.inside(SAID_AT_ONCE)
    assert (said["leaving"], said["spread"]) == (0, 0)


def test_playing_walks_to_the_end_and_stops(visit: Visit) -> None:
    walker = visit("?f=x*x&at=x:3", motion="reduce").ready()
    walker.player.get_by_label("Speed").select_option("4")
    walker.button("Play").click()
    expect(walker.slider).to_have_attribute("aria-valuenow", str(walker.last), timeout=20_000)
    expect(walker.button("Play")).to_be_visible()
