"""A hand for the tests: what a learner does on the page, and what the page says, by its accessible names."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

ATTRIBUTES = """() => {
  const found = {nodes: {}, edges: {}};
  const roots = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
  for (const root of roots) {
    for (const e of root.querySelectorAll('[data-node]')) found.nodes[e.dataset.node] = {...e.dataset};
    for (const e of root.querySelectorAll('[data-edge]')) found.edges[e.dataset.edge] = {...e.dataset};
  }
  return found;
}"""


class Walker:
    """The page of one visitor."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.player = page.get_by_role("region", name="Computation graph player")

    def ready(self) -> Walker:
        """Wait until the graph is there."""
        expect(self.player.locator("[data-node]").first).to_be_attached(timeout=30_000)
        expect(self.page.locator("[data-testid=stApp]")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=30_000
        )
        return self

    def type(self, text: str) -> Walker:
        """Type a function and apply it."""
        area = self.page.get_by_role("textbox", name="Function")
        area.fill(text)
        area.press("Control+Enter")
        return self

    def showing(self, text: str) -> Walker:
        """Wait until the player shows this text's graph."""
        expect(self.player.get_by_label("The function as typed")).to_have_text(text, timeout=30_000)
        return self

    def press(self, *keys: str) -> Walker:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def button(self, name: str) -> Locator:
        return self.player.get_by_role("button", name=name, exact=True)

    @property
    def slider(self) -> Locator:
        return self.player.get_by_role("slider", name="Step", exact=True)

    @property
    def sentence(self) -> str:
        return re.sub(r"\s+", " ", self.player.get_by_role("status").inner_text()).strip()

    @property
    def step(self) -> int:
        found = re.match(r"Steps? (?:\d+ to )?(\d+)", self.sentence)
        assert found, self.sentence
        return int(found[1])

    @property
    def last(self) -> int:
        return int(self.slider.get_attribute("aria-valuemax") or -1)

    def go(self, step: int) -> Walker:
        """Scrub to a step."""
        self.slider.evaluate("(e, k) => { e.value = k; e.dispatchEvent(new Event('input')); }", step)
        return self

    def attributes(self) -> dict[str, dict[str, dict[str, str]]]:
        """Every data attribute of every node and edge."""
        return self.page.evaluate(ATTRIBUTES)

    def inside(self, script: str, argument: Any = None) -> Any:
        """Run a function of the player's element."""
        return self.player.evaluate(script, argument)
