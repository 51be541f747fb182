"""The link of a lesson: absolute, in a frame, and in a QR code that another program reads."""

from __future__ import annotations

import html
import io
import re
from urllib.request import urlopen

import pytest
import resvg_py
import zxingcpp
from PIL import Image

from viz.panels.share import absolute, frame, qr

QUERY = "f=x*x*y+%2B+(y+%2B+2)&at=x:3,y:4&mode=reverse"


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("http://localhost:8501", f"http://localhost:8501/?{QUERY}"),
        ("https://example.org/gradwalk/?step=3#x", f"https://example.org/gradwalk/?{QUERY}"),
    ],
)
def test_the_link_is_on_this_server(page, address):
    assert absolute(page, QUERY) == address


@pytest.mark.parametrize("length", [10, 400, 2_300])
def test_a_camera_reads_the_code(length):
    address = absolute("https://example.org/", QUERY + "&" + "z" * length)
    picture = html.unescape(re.search(r'src="([^"]+)"', qr(address))[1])
    svg = urlopen(picture).read().decode()  # a data: address; nothing is fetched
    photo = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("L")
    assert zxingcpp.read_barcode(photo).text == address


def test_what_no_code_has_room_for_has_none():
    assert qr("https://example.org/?" + "z" * 4_000) == ""


def test_a_frame_is_only_a_frame():
    code = frame(absolute("https://example.org/", QUERY), 'x*x"><script>alert(1)</script>\n+ 1')
    assert "<script" not in code
    assert code.count("<") == 2
    assert html.unescape(re.search(r'src="([^"]*)"', code)[1]).endswith(QUERY)
