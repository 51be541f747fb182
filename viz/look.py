"""The player's files, and its style sheets as one text: for the page, and for a page that is saved."""

from __future__ import annotations

from pathlib import Path

PLAYER = Path(__file__).parent / "player"
SHEETS = ("player.css", "predict.css", "broken.css", "saving.css", "contrast.css", "hide.css")
LOOK = "\n".join((PLAYER / name).read_text("utf-8") for name in SHEETS)
