"""Graphviz draws the base, and whoever writes a Run is played."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pygraphviz
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from viz.drawing.dot import to_dot
from viz.drawing.layout import shared
from viz.drawing.rows import to_rows
from viz.examples import EXAMPLES

BASE = """player => [...player.querySelectorAll('.node, .edge')].flatMap(group =>
  [...group.querySelectorAll('path:not(.hit):not(.sumline)')].map(path => path.getAttribute('d')))"""


def foreign_run() -> dict[str, Any]:
    program = Path(__file__).parents[1] / "viz" / "foreign.py"
    return json.loads(subprocess.run([sys.executable, program], capture_output=True, check=True, timeout=20).stdout)


def geometry(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [path.attrib["d"] for path in root.iter("{http://www.w3.org/2000/svg}path")]


@pytest.mark.parametrize("text", [EXAMPLES[0].text, EXAMPLES[5].text, EXAMPLES[8].text])
def test_without_the_overlay_every_path_is_plain_graphvizs(visit: Visit, text: str) -> None:
    walker = visit().ready().type(text).showing(text)
    saved = walker.player.get_by_role("link", name="Save as DOT").get_attribute("href")
    dot = urllib.request.urlopen(str(saved)).read().decode()
    plain = geometry(pygraphviz.AGraph(dot).draw(format="svg", prog="dot"))
    for step in (0, walker.last // 2, walker.last):
        walker.go(step)
        assert sorted(walker.inside(BASE)) == sorted(plain)


PLAY = """async ([run, svg, direction]) => {
  document.body.innerHTML = '<div><div class="gradwalk"></div></div>';
  const { mount } = await import('/player/index.js');
  mount({ parentElement: document.body.firstChild, data: [{ run, svg, direction, key: 'foreign', query: 'f=foreign' }],
          setStateValue() {}, setTriggerValue() {} });
}"""


def test_a_run_that_is_not_ours_is_played(visit: Visit) -> None:
    run = foreign_run()
    walker = visit("player/player.css")  # any page of the server, so that the modules have an origin
    walker.page.evaluate(PLAY, [run, shared.draw(to_dot(run), lambda: to_rows(run)).svg, "right"])
    assert walker.step == 0
    for _ in range(walker.last):
        walker.button("Next step").click()
        assert re.match(rf"Step {walker.step} of {walker.last}, ", walker.sentence)
    finals = {write["box"]: write["value"] for write in run["writes"]}
    found = walker.attributes()
    for box, value in finals.items():
        kind, name = box.split("/")
        holder = {"value": "nodes", "gradient": "nodes", "local": "edges", "flow": "edges"}.get(kind)
        if holder:
            assert float(found[holder][name][kind]) == float(value)


def test_a_hostile_drawing_is_taken_in_without_its_teeth(visit: Visit) -> None:
    run = foreign_run()
    svg = shared.draw(to_dot(run), lambda: to_rows(run)).svg
    bad = (
        "<script>window.bitten = 1</script><image href='x' onerror='window.bitten = 1'/><g onload='window.bitten = 1'/>"
    )
    walker = visit("player/player.css")
    walker.page.evaluate(PLAY, [run, svg.replace("</svg>", bad + "</svg>"), "right"])
    expect(walker.player).to_be_attached()
    assert walker.page.evaluate("window.bitten") is None
    assert walker.player.locator("script, image, [onload], [onerror]").count() == 0
    # The page's policy would have refused it, too, and says so while the drawing is only read
    visit.faults = [fault for fault in visit.faults if "Content Security Policy" not in fault]


def test_a_name_is_only_a_name(visit: Visit) -> None:
    walker = visit().ready()
    for name in ("alert", "onload", "constructor", "__proto__", "toString"):
        text = f"{name}*{name} + 1"
        walker.type(text).showing(text)
        walker.go(walker.last)
        gradients = [data["gradient"] for data in walker.attributes()["nodes"].values() if data.get("name") == name]
        assert gradients == ["2"]


def test_script_in_a_link_stays_text(visit: Visit) -> None:
    walker = visit("?f=%3Cimg%20src=x%20onerror=alert(1)%3E&at=%3Cb%3E:1&mode=%3Cscript%3E&step=%3Ci%3E").ready()
    area = walker.page.get_by_role("textbox", name="Function")
    expect(area).to_have_value("<img src=x onerror=alert(1)>")
    assert walker.page.locator("img[src=x]").count() == 0
    assert walker.press("ArrowRight").step == 1
