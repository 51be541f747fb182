"""A saved walk as a file: small, strict about what may run, and deaf to what somebody typed into it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import autodiff as ad
from tests.viz.saved.reading import unpacked
from viz.saved.page import Beside, offline_page

NASTY = "</script><script>alert(1)</script><!-- \u2028 & ' \" <img src=x onerror=alert(1)>"
FIFTY = "s = x\nfor i in range(12):\n    s = tanh(s*x + y)\ns"


class Parts(HTMLParser):
    """The elements of a page, and the text inside each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside.append("")

    def handle_data(self, data):
        if self.cdata_elem:  # within a script or a style
            self.inside[-1] += data


def saved(text: str, **options) -> str:
    graph = ad.parse(text)
    return offline_page(ad.run(graph, dict.fromkeys(graph.variables, 1.5)).to_dict(), **options)


def test_fifty_nodes_are_less_than_400_KB():
    assert len(ad.parse(FIFTY)) >= 38
    run = ad.run(ad.parse(FIFTY.replace("12", "16")), {"x": 1.5, "y": 0.5})
    assert len(run.structure["nodes"]) >= 50
    assert len(offline_page(run.to_dict()).encode()) < 400_000


def test_nothing_is_fetched():
    page = saved("x*x*y + (y + 2)")
    assert [name for tag, attributes in Parts(page).tags for name in attributes if name in ("src", "href")] == []
    assert set(re.findall(r"url\(.(.{5})", page)) == {"data:"}


def test_the_policy_lets_this_script_and_this_style_in_and_nothing_else():
    parts = Parts(saved("x*x"))
    policy = next(a["content"] for tag, a in parts.tags if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    look, _walk, script = parts.inside

    def hashed(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == hashed(script)
    assert rules["style-src-elem"] == hashed(look)


def test_what_was_typed_begins_no_tag():
    run = json.loads(json.dumps(ad.run(ad.parse("x*x"), {"x": 2.0}).to_dict()))
    run["function"]["text"] = NASTY
    run["nodes"][0]["symbol"] = run["nodes"][0]["head"] = NASTY
    page = offline_page(run, title=NASTY, note=NASTY, back=NASTY, beside=Beside(NASTY, [NASTY], [[NASTY]]))
    parts = Parts(page)
    assert [tag for tag, _ in parts.tags if tag in ("script", "img")] == ["script", "script"]
    assert unpacked(page)["data"]["run"]["function"]["text"] == NASTY
