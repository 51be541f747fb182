"""What the page has of files: texts that came with it, and links for what is made of a walk. None is kept."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, quote

import pytest
from streamlit.testing.v1 import AppTest

import autodiff as ad
from tests.viz.pages import FUNCTIONS, opened

pytestmark = pytest.mark.usefixtures("no_drawing")


def files(page: AppTest) -> dict[str, dict[str, str]]:
    """The files that a page offers, by their names."""
    mounted = (element.proto.json for element in page.get("bidi_component") if element.proto.json.startswith("[{"))
    return {data["name"]: data for (data,) in map(json.loads, mounted) if {"label", "name"} <= data.keys()}


def test_a_walk_is_offered_as_links_that_say_it():
    offered = files(opened("f=x*y&at=x:3,y:4&mode=forward&seed=y&panel=save"))
    assert {name: data["label"] for name, data in offered.items()} == {
        "gradwalk.html": "Save as a page",
        "trace.csv": "As CSV, all digits",
        "trace.tex": "As a LaTeX table",
    }
    for kind, name in (("page", "gradwalk.html"), ("csv", "trace.csv"), ("tex", "trace.tex")):
        path, _, query = offered[name]["address"].partition("?")
        assert path == "file"
        assert dict(parse_qsl(query)) == {
            "kind": kind, "f": "x*y", "at": "x:3,y:4", "mode": "forward", "seed": "y", "panel": "save",
        }  # fmt: skip


def test_an_open_panel_makes_no_walk_of_its_own(monkeypatch):
    """The player's is the only one."""
    walks = []
    run = ad.run
    monkeypatch.setattr(ad, "run", lambda *args, **walk: walks.append(walk) or run(*args, **walk))
    opened(f"{FUNCTIONS['as large as can be']}&panel=save")
    assert len(walks) == 1


def test_what_is_too_long_for_a_link_is_said():
    sum_of_many = quote("s = 0\nfor i in range(500): s += w[i]\ns")
    page = opened(f"f={sum_of_many}&at=" + ",".join(f"w[{i}]:{i + 1 / 3}" for i in range(500)) + "&panel=save")
    assert files(page) == {}
    assert [caption.value for caption in page.caption if "too long for a link, of which" in caption.value]


def test_numbers_and_texts_come_with_the_page():
    for query, name, text in (
        ("f=sin(x)&panel=curve", "curve.csv", "series,"),
        ("f=sin(x)&at=x:2&panel=text", "gradwalk.txt", "f=sin(x)\nat=x:2\n"),
        (f"{FUNCTIONS['many variables']}&panel=text", "wengert.txt", "w[0]"),
    ):
        assert text in files(opened(query))[name]["text"]
