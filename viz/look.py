"""The player's files, its style sheets as one text, and its modules as one script.

The script's name has its checksum, so a browser may keep it for ever: a class that opens a link together asks for one
file once, and not for fifty.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from viz.bundle import bundled_module

PLAYER = Path(__file__).parent / "player"
SHEETS = ("player.css", "graph.css", "predict.css", "broken.css", "saving.css", "contrast.css", "hide.css")
LOOK = "\n".join((PLAYER / name).read_text("utf-8") for name in SHEETS)
SCRIPT = bundled_module(PLAYER / "mounts.js", "mounts")
SCRIPT_NAME = f"{hashlib.sha256(SCRIPT.encode()).hexdigest()[:16]}.js"
