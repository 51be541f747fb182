"""A learner at a place in a walk, who must be there again after whatever happens to the servers."""

from __future__ import annotations

import random
import re
import string
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import expect

from tests.browser.walker import Walker
from viz import link

SOON = 15_000  # ms: what a fault may cost a learner


def longest_link(secret: str) -> tuple[str, str]:
    """A small function with a remark that cannot be packed, and its link, which is as long as one may be."""
    draw = random.Random(1)
    remark = "".join(draw.choice(string.ascii_letters + string.digits) for _ in range(link.LONGEST_LINK))
    while not link.write(link.State(text := f"{secret}*2  # {remark}")):
        remark = remark[:-10]
    return text, link.write(link.State(text))


@dataclass(frozen=True)
class Place:
    """Function, point and step, as the page shows them."""

    text: str
    x: str
    sentence: str


@dataclass
class Learner:
    """A page in a browser, and the place that its learner has come to."""

    walker: Walker
    number: int
    place: Place | None = None
    sockets: list[Any] = field(default_factory=list)  # those that were opened since it settled
    drawings: int = 0

    def __post_init__(self) -> None:
        self.walker.page.on("websocket", lambda socket: self.sockets.append(socket))

    def settle(self) -> Learner:
        """Type a function of one's own, choose a point, walk to a step."""
        text = f"sin(x)*x + {self.number + 2}"
        self.walker.ready().type(text).showing(text)
        self.choose(self.number + 0.5)
        self.walker.go(3 + self.number % 3)
        expect(self.walker.page).to_have_url(re.compile(r"[&?]step=[0-9]"))
        self.place = self.here()
        self.sockets.clear()
        return self

    def choose(self, x: float) -> None:
        """Give x another value, and wait until the server has answered: the player alone knows it at once."""
        field = self.walker.page.get_by_role("spinbutton", name="x", exact=True)
        field.fill(f"{x:g}")
        field.press("Enter")
        drawing = self.walker.page.get_by_role("link", name="Save as DOT")
        expect(drawing).to_have_attribute("href", re.compile(rf"at=x:{x:g}\b"), timeout=SOON)

    def here(self) -> Place:
        """Where the page is now."""
        page = self.walker.page
        return Place(
            page.get_by_role("textbox", name="Function").input_value(),
            page.get_by_role("spinbutton", name="x", exact=True).input_value(),
            self.walker.sentence,
        )

    def is_back(self, since: float, reconnected: bool = True) -> None:
        """Within 15 s of ``since`` (of `time.monotonic`) the page is connected, and where it was."""
        page = self.walker.page
        while reconnected and not self.sockets and time.monotonic() - since < SOON / 1000:
            page.wait_for_timeout(50)
        app = page.locator("[data-testid=stApp]")
        for attribute, value in (("connection", "CONNECTED"), ("script", "notRunning")):
            left = max(1.0, SOON - 1000 * (time.monotonic() - since))
            expect(app).to_have_attribute(f"data-test-{attribute}-state", value, timeout=left)
        while self.here() != self.place and time.monotonic() - since < SOON / 1000:
            page.wait_for_timeout(50)
        assert (now := self.here()) == self.place, f"{now}"

    def is_heard(self) -> None:
        """The server answers: another point, the same again at the same step, then a drawing never asked for before."""
        self.choose(self.number + 1.25)
        self.choose(self.number + 0.5)
        assert (now := self.here()) == self.place, f"{now}"
        self.drawings += 1
        text = f"x*x*{self.number + 2} + {self.drawings}.5"
        self.walker.type(text).showing(text)
        self.settle()
