"""A real browser for the modules of the player, and Graphviz in a process whose complaints can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from viz.drawing.layout import Drawing

settings.register_profile("unhurried", deadline=None)  # other tests keep the machine busy
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent.parent
SITE = "http://gradwalk.test/"  # answered from the folder below, never from a network
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".html": "text/html"}


@pytest.fixture(scope="session")
def page(browser: Any) -> Iterator[Any]:
    """A blank page of headless Chromium; ``import("/viz/player/…")`` in it gets the project's files."""

    def serve(route: Any) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path and (file := ROOT / path).is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
        else:
            route.fulfill(body="<!doctype html><title>tests</title>", content_type="text/html")

    context = browser.new_context()
    blank = context.new_page()
    blank.route("**/*", serve)
    blank.goto(SITE)
    yield blank
    context.close()


@pytest.fixture(autouse=True)
def main_stays() -> Iterator[None]:
    """A page of Streamlit's tests is the main module from then on, and a process that is spawned would run it again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page without its picture, for tests of what stands around it."""
    monkeypatch.setattr("viz.panels.player.drawn", lambda *_: Drawing("<svg/>", False))


DRAW = """
import json, sys
from viz.drawing.layout_worker import draw
json.dump([draw(program, dot).decode() for program, dot in json.load(sys.stdin)], sys.stdout)
"""
Rendered = tuple[list[str], list[str]]  # the SVGs, and what Graphviz complained about


@pytest.fixture(scope="session")
def render() -> Callable[..., Rendered]:
    """Draws (program, DOT) pairs in one fresh process."""

    def run(*requests: tuple[str, str]) -> Rendered:
        done = subprocess.run(
            [sys.executable, "-c", DRAW],
            input=json.dumps(requests),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        complaints = [line for line in done.stderr.splitlines() if line.startswith(("Warning", "Error", "in label"))]
        return json.loads(done.stdout), complaints

    return run
