"""Pictures of the walk, opened by programs that are not ours: a renderer of SVG, one of PDF, a browser's clock."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest
import resvg_py
from PIL import Image
from playwright.sync_api import Browser, Page

import autodiff as ad
from tests.browser.conftest import SHOTS
from tests.browser.disk import Open, open_file, ready
from tests.browser.walker import Walker
from viz.examples import EXAMPLES, Example
from viz.saved.page import offline_page
from viz.saved.site import example_page

__all__ = ["open_file"]
SVG = "{http://www.w3.org/2000/svg}"
TWENTY = "h1 = tanh(w1*x1 + w2*x2 + b1)\nh2 = tanh(w3*x1 + w4*x2 + b2)\nh1*h2"
GRADIENT = (179, 74, 0)  # the orange of the light theme


def saved(walker: Walker, button: str) -> str:
    """The file that a button gives."""
    if not walker.page.get_by_role("button", name=button).is_visible():
        walker.page.get_by_text("Save a picture").click()
    with walker.page.expect_download() as download:
        walker.page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text("utf-8")


def rendered(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGB")


def orange_in(picture: Image.Image) -> int:
    return int(np.all(np.asarray(picture) == GRADIENT, axis=2).sum())


def texts(svg: str) -> list[str]:
    return sorted("".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text"))


SEEN = """player => [...player.querySelectorAll(".graph text")].filter((text) => {
  for (let e = text; e.localName !== "svg"; e = e.parentElement) {
    if (getComputedStyle(e).display === "none") return false;
  }
  return getComputedStyle(text).visibility === "visible" && text.textContent;
}).map((text) => text.textContent).sort()"""


@pytest.mark.parametrize("example", EXAMPLES[::4], ids=lambda example: example.name)
@pytest.mark.parametrize("way", ["middle", "end"])
def test_a_step_says_what_the_player_says(open_file: Open, example: Example, way: str) -> None:
    walker = ready(open_file(example_page(example)))
    walker.go(walker.last if way == "end" else walker.last // 2)
    svg = saved(walker, "This step (SVG)")
    assert texts(svg) == walker.inside(SEEN)
    root = ElementTree.fromstring(svg)
    assert walker.sentence == re.sub(r"\s+", " ", root.findtext(f"{SVG}title") or "")
    assert not [name for element in root.iter() for name in element.attrib if name in ("class", "style", "id")]


def test_a_step_is_drawn_by_another_program(open_file: Open) -> None:
    walker = ready(open_file(example_page(EXAMPLES[0]), scheme="dark"))
    pictures = []
    for step in (0, 9, walker.last):
        walker.go(step)
        picture = rendered(saved(walker, "This step (SVG)"))
        picture.save(SHOTS / f"still-{step}.png")
        pictures.append(picture)
    assert all(picture.getpixel((1, 1)) == (255, 255, 255) for picture in pictures), "light, as paper is"
    orange = [orange_in(picture) for picture in pictures]
    assert orange[0] == 0
    assert 0 < orange[1] < orange[2]


# ---- the one that plays by itself


@pytest.fixture
def reel(open_file: Open) -> tuple[str, int]:
    graph = ad.parse(TWENTY)
    point = {name: 0.3 * i - 0.7 for i, name in enumerate(graph.variables)}
    walker = ready(open_file(offline_page(ad.run(graph, point).to_dict())))
    return saved(walker, "The walk, playing by itself"), walker.last


def photographed(page: Page, moment: float, name: str) -> Image.Image:
    """The picture at a share of its time, stopped there."""
    page.evaluate(
        """moment => document.getAnimations().forEach((animation) => {
          animation.pause();
          animation.currentTime = moment * animation.effect.getComputedTiming().duration;
        })""",
        moment,
    )
    SHOTS.mkdir(exist_ok=True)
    return Image.open(io.BytesIO(page.screenshot(path=SHOTS / f"reel-{name}.png"))).convert("RGB")


def opened(browser: Browser, file: Path, **taste: str) -> Page:
    page = browser.new_context(offline=True, viewport={"width": 1400, "height": 700}, **taste).new_page()  # type: ignore[arg-type]
    page.goto(file.as_uri())
    return page


def test_it_plays_without_a_script(browser: Browser, reel: tuple[str, int], tmp_path: Path) -> None:
    svg, _ = reel
    assert len(ad.parse(TWENTY).nodes) >= 18
    assert len(svg.encode()) <= 100_000
    assert {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()} <= {
        "svg", "title", "style", "defs", "use", "g", "path", "polygon", "rect", "circle", "text", "tspan",
    }  # fmt: skip
    file = tmp_path / "reel.svg"
    file.write_text(svg, "utf-8")
    page = opened(browser, file)
    beginning, middle, end = (photographed(page, share, f"{share:.2f}") for share in (0.0, 0.5, 0.99))
    orange = [orange_in(picture) for picture in (beginning, middle, end)]
    assert orange[0] == 0
    assert 0 <= orange[1] < orange[2]
    assert beginning.tobytes() != middle.tobytes() != end.tobytes()
    page.context.close()


def test_each_moment_shows_its_step(browser: Browser, open_file: Open, tmp_path: Path) -> None:
    """At the middle of each step's time, the caption is that step's and every text one that the player shows there."""
    walker = ready(open_file(example_page(EXAMPLES[0])))
    last = walker.last
    expected = [walker.go(step).inside(SEEN) for step in range(last + 1)]
    file = tmp_path / "reel.svg"
    file.write_text(saved(walker, "The walk, playing by itself"), "utf-8")
    page = opened(browser, file)
    shown = """() => [...document.querySelectorAll("text")]
      .filter((text) => getComputedStyle(text).opacity === "1").map((text) => text.textContent)"""
    for step, texts_there in enumerate(expected):
        photographed(page, (step + 0.5) / (last + 3), "each")
        found = page.evaluate(shown)
        captions = [text for text in found if text.startswith("Step ")]
        assert [re.match(r"Step (\d+)", caption)[1] for caption in captions] == [str(step)]  # type: ignore[index]
        begins = found.index(captions[0])  # what follows are its other lines
        assert sorted(found[:begins]) == texts_there
    page.context.close()


def test_where_nothing_may_move_the_last_step_stands(browser: Browser, reel: tuple[str, int], tmp_path: Path) -> None:
    svg, _ = reel
    file = tmp_path / "reel.svg"
    file.write_text(svg, "utf-8")
    page = opened(browser, file, reduced_motion="reduce", color_scheme="dark")
    assert page.evaluate("document.getAnimations().length") == 0
    picture = photographed(page, 0, "still-dark")
    assert picture.getpixel((1, 1)) == (14, 17, 23)
    page.context.close()
    assert orange_in(rendered(svg)) > 0, "a program that knows no animation draws the last step too"


# ---- on paper

PRINTED = """async (name) => {
  const sheets = new Promise((found) => new MutationObserver((_, observer) => {
    const frame = document.querySelector("iframe.darkroom");
    if (!frame) return;
    observer.disconnect();
    frame.contentWindow.print = () => {
      const { adoptedStyleSheets: [look], body, fonts } = frame.contentDocument;
      const rules = [...look.cssRules].map((rule) => rule.cssText).join("");
      found({ html: `<style>${rules}</style>${body.innerHTML}`, fonts: fonts.size });
      frame.contentWindow.dispatchEvent(new Event("afterprint"));
    };
  }).observe(document.body, { childList: true, subtree: true }));
  [...document.querySelectorAll("button")].find((button) => button.textContent === name).click();
  const found = await sheets;
  return { ...found, left: document.querySelectorAll(".darkroom").length };
}"""


@pytest.mark.parametrize(("button", "all_steps"), [("All steps, a page each (PDF)", True), ("This step (PDF)", False)])
def test_steps_are_pages_of_a_pdf(browser: Browser, open_file: Open, button: str, all_steps: bool) -> None:
    """What the browser is asked to print is printed here into a file, and read back."""
    walker = ready(open_file(example_page(EXAMPLES[0]), scheme="dark")).go(9)
    printed = walker.page.evaluate(PRINTED, button)
    assert printed["fonts"] == 2
    assert printed["left"] == 0, "nothing stays behind"
    page = browser.new_page()
    page.set_content(printed["html"])
    pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    page.close()
    assert len(pdf) == (walker.last + 1 if all_steps else 1)
    wide, high = pdf[0].get_size()
    assert (round(wide / 72, 1), round(high / 72, 1)) == (13.3, 7.5)
    ninth = pdf[9 if all_steps else 0]
    text = "".join(ninth.get_textpage().get_text_range().split())  # small digits count as words of their own
    assert walker.sentence.replace(" ", "") in text
    assert "fromv₃1" in text
    picture = ninth.render(scale=1.5).to_numpy()[:, :, 2::-1].astype(int)
    Image.fromarray(picture.astype("uint8")).save(SHOTS / f"paper-{'all' if all_steps else 'one'}.png")
    value, gradient = (np.abs(picture - colour).sum(axis=2).min() for colour in ((11, 92, 173), (179, 74, 0)))
    assert max(value, gradient) < 30, "blue values and orange gradients are on the page"
    assert (picture.mean(axis=(0, 1)) > 200).all(), "on light ground"
