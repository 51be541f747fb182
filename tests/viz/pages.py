"""The page without a browser: opened at a link, with whatever function a panel may meet."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, quote

from streamlit.testing.v1 import AppTest

PAGE = Path(__file__).parents[2] / "viz" / "page.py"
LARGEST = """s = 0
for i in range(512):
    s = sin(w[i]*s)*cos(w[i]) + 0.5*s + w[i]
s"""
FUNCTIONS = {
    "the notebook’s": "f=x^2*y+%2B+y+%2B+2&at=x:3,y:4",
    "one variable": "f=sin(x^2)&at=x:3",
    "x·x": "f=x*x&at=x:3",
    "a kink": "f=abs(x)+%2B+relu(y)&at=x:0,y:0",
    "a tie": "f=max(x,y)*min(x,y)&at=x:2,y:2",
    "not a number": "f=sqrt(x)+%2B+log(y)&at=x:-1,y:0",
    "an unconnected variable": f"f={quote('unused = 3*y')}%0Ax^2+%2B+1&at=x:2,y:5",
    "two outputs": "f=x*y,+sin(x)&at=x:2,y:3",
    "the second output": "f=x*y,+z^2,+x&at=x:2,y:3,z:4&out=1",
    "a condition": "f=where(y+>+0,+x,+2)&at=x:2,y:3",
    "names with marks": "f=a_b_*W[1][2]+%2B+_x_&at=a_b_:2",
    "a variable": "f=x",
    "no variable": "f=2+%2B+3",
    "as large as can be": f"f={quote(LARGEST)}",
    "many variables": f"f={quote('s = 0')}%0A{quote('for i in range(60): s += sin(w[i])*w[i]')}%0As",
}


def opened(query: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    for name, value in parse_qsl(query, keep_blank_values=True):
        page.query_params[name] = value
    return shown(page)


def shown(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def said(page: AppTest) -> str:
    """The link that the page gives to the player."""
    (data,) = [json.loads(e.proto.json)[0] for e in page.get("bidi_component") if '"run"' in e.proto.json]
    return str(data["query"])
