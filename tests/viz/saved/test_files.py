"""Files of a walk over real HTTP: each is what its link says, and no header has a word of it."""

from __future__ import annotations

import http.client
from urllib.parse import urlencode

import pytest

import autodiff as ad
from tests.viz.test_routes import Server, served
from viz import link
from viz.saved.files import KINDS
from viz.saved.page import offline_page
from viz.saved.trace import to_csv, to_latex

NASTY = 'x # "; filename="evil.exe"\r\n# Set-Cookie: a=b\n# <script>alert(1)</script>'
WALK = {"f": "x*x*y, y", "at": "x:3,y:4", "mode": "forward", "seed": "y", "out": "1"}


@pytest.fixture(scope="module")
def server():
    yield from served("")


def asked(server: Server, **query: str) -> tuple[int, http.client.HTTPMessage, str]:
    status, headers, body = server.get(f"/file?{urlencode(query)}")
    return status, headers, body.decode()


def run() -> dict:
    return ad.run(ad.parse(WALK["f"]), {"x": 3, "y": 4}, mode="forward", seed="y", output=1).to_dict()


@pytest.mark.parametrize(
    ("kind", "name", "media_type", "content"),
    [
        ("csv", "trace.csv", "text/csv", to_csv),
        ("tex", "trace.tex", "application/x-tex", to_latex),
        ("page", "gradwalk.html", "text/html", offline_page),
    ],
)
def test_a_file_is_the_walk_of_its_link(server, kind, name, media_type, content):
    status, headers, body = asked(server, kind=kind, **WALK)
    assert (status, body) == (200, content(run()))
    assert headers.get_content_type() == media_type
    assert headers.get_content_charset() == "utf-8"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"].split("; ")


def test_any_server_gives_the_same(server):
    for other in served(""):
        for kind in KINDS:
            assert asked(server, kind=kind, **WALK)[2] == asked(other, kind=kind, **WALK)[2]


def test_groups_and_sums_are_drawn_as_the_link_says(server):
    text = "def g(u): return u*u + u + 1\ng(x)"
    pages = {
        asked(server, kind="page", f=text, open=opened, sums=sums)[2] for opened in ("none", "g0") for sums in "01"
    }
    assert len(pages) > 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_typed_is_in_no_header(server, kind):
    plain, nasty = (asked(server, kind=kind, f=text) for text in ("x", NASTY))
    assert nasty[0] == 200
    changing = {"date", "content-length"}
    assert [pair for pair in nasty[1].items() if pair[0] not in changing] == [
        pair for pair in plain[1].items() if pair[0] not in changing
    ]
    assert "<script>alert" not in nasty[2]


@pytest.mark.parametrize("query", [{"kind": "csv"}, {"kind": "csv", "f": "x+"}, {"f": "x"}, {"kind": "exe", "f": "x"}])
def test_without_a_function_or_a_kind_there_is_a_sentence(server, query):
    status, headers, body = asked(server, **query)
    assert (status, headers.get_content_type()) == (400, "text/plain")
    assert 0 < len(body) < 300


def test_a_large_walk_is_had_whole(server):
    text = "s = x\nfor i in range(400):\n    s = sin(s)*x\ns"
    query = dict(part.split("=") for part in link.write(link.State(text, {"x": 0.5})).split("&"))
    graph = ad.parse(text)
    assert len(asked(server, kind="csv", f=text, at=query["at"])[2].splitlines()) == len(graph) + 1
