"""The page of a saved walk: one file of HTML with the player, its look, fonts, the Run and both drawings inside.

It is opened from a disk, sent by mail, put on any web space or shown in a notebook, and asks for nothing more.
What somebody typed stands in it as escaped text and packed in letters and digits; its own policy lets only this
very script run, whose hash it gives.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from viz.bundle import bundle
from viz.drawing.drawn import drawn
from viz.drawing.folding import fold
from viz.drawing.sums import beside as beside_sums
from viz.look import LOOK

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
FACES = {"upright": ("normal", "400 700"), "italic": ("italic", "600")}  # style and weights
OF_A_SERVER = ("bugs", "choices", "paths")  # parts of the player that would ask for another walk
LONGEST_TITLE = 80  # characters


@dataclass(frozen=True)
class Beside:
    """A table under the player: what another library says about the same numbers."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def html(self) -> str:
        """The table."""
        lines = "".join(_row("td", row) for row in self.rows)
        return f'<table class="beside"><caption>{escape(self.caption)}</caption>{_row("th", self.head)}{lines}</table>'


def offline_page(
    run: Mapping[str, Any],
    title: str = "",
    note: str = "",
    opened: Collection[str] | None = None,
    summed: bool = False,
    hidden: Collection[str] = (),
    beside: Beside | None = None,
    back: str = "",
) -> str:
    """The page that plays a Run (as `Run.to_dict` gives it), as HTML.

    ``opened`` are the groups that are drawn open and ``summed`` says whether sums are drawn as one card; in a file
    both stay as they are. ``hidden`` are the parts of the player that are taken away; ``back`` is the address of the
    list that the page belongs to. Raises `LayoutError` where Graphviz can draw nothing of it.
    """
    picture = fold(run, opened, summed)
    drawings = {}
    for direction in ("right", "down"):
        drawing = drawn(picture, direction)
        drawings[direction] = {"svg": drawing.svg, "simple": drawing.simple}
    text = run["function"]["text"]
    shown = {**picture.to_dict(), "fixed": True, "summable": False}
    data = {
        "run": beside_sums(run, picture.sums), "picture": shown, "key": text, "query": "",
        "hide": sorted({*OF_A_SERVER, *hidden}),
    }  # fmt: skip
    script = _script()
    return Template((HERE / "page.html").read_text("utf-8")).substitute(
        policy=policy(_look(), script),
        title=escape(_shortened(title or text or "Gradwalk")),
        note=escape(note),
        back=f'<a href="{escape(back)}">All examples</a>' if back else "",
        look=_look(),
        beside=beside.html() if beside else "",
        walk=packed({"data": data, "drawings": drawings}),
        script=script,
    )


def packed(data: Any) -> str:
    """Deflated JSON in base64, which is a tenth of the JSON; no tag and no line of a script can begin in it."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


@lru_cache(maxsize=1)
def _script() -> str:
    return bundle(HERE / "page.js")


@lru_cache(maxsize=1)
def _look() -> str:
    return "\n".join([*map(face, FACES), (HERE / "page.css").read_text("utf-8"), LOOK])


def face(name: str) -> str:
    """The rule that brings one of the fonts, inside the page."""
    style, weight = FACES[name]
    data = base64.b64encode((FONTS / f"{name}.woff2").read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "Source Sans"; font-style: {style}; font-weight: {weight};'
        f' src: url("data:font/woff2;base64,{data}"); }}'
    )


def policy(look: str, script: str = "") -> str:
    """A Content-Security-Policy: this style and this script, and nothing from anywhere.

    Attributes of style are the player's way to place a mark; they can fetch nothing under this policy.
    """
    return "; ".join([
        "default-src 'none'", f"script-src '{_hash(script)}'" if script else "script-src 'none'",
        f"style-src-elem '{_hash(look)}'", "style-src-attr 'unsafe-inline'", "font-src data:", "img-src data: blob:",
        "base-uri 'none'", "form-action 'none'",
    ])  # fmt: skip


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
