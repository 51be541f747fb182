"""A walk in hand: what `show` takes, what it says where it cannot, what it saves; and a notebook that was run."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

import autodiff as ad
from tests.viz.saved.reading import unpacked
from viz import show
from viz.readers import CannotRead

ROOT = Path(__file__).parents[2]
TEXT = "x*x*y + y + 2"


def numbers(walk, kind="value"):
    """The numbers of one kind by symbol, from the Run."""
    run = walk.run.to_dict()
    symbols = {node["id"]: node["symbol"] for node in run["nodes"]}
    boxes = ((*write["box"].partition("/"), write["value"]) for write in run["writes"])
    return {symbols[name]: value for found, _, name, value in boxes if found == kind}


def test_everything_that_is_ours():
    x, y = ad.Var("x"), ad.Var("y")
    with ad.GradientTape() as tape:
        u, v = ad.Variable(3.0), ad.Variable(4.0)
        u * u * v + v + 2
    graph = ad.Graph([x * x * y + y + 2])
    walks = [
        show(TEXT, x=3, y=4),
        show(TEXT, {"x": 3}, y=4),
        show(lambda x, y: x * x * y + y + 2, x=3, y=4),
        show(graph, x=3, y=4),
        show(ad.run(ad.parse(TEXT), {"x": 3, "y": 4})),
        show(tape),
    ]
    for walk in walks:
        names = walk.run.structure["function"]["variables"]
        assert [numbers(walk)[name] for name in names] == [3, 4]
        assert [numbers(walk, "gradient")[name] for name in names] == [24, 10]
        assert walk.run.structure["function"]["text"], "what was not typed is written out"
    assert {"u", "v"} <= numbers(walks[-1]).keys(), "named as they are around"


def test_a_text_that_is_an_example_has_its_point_and_others_are_at_one():
    assert numbers(show("sin(x^2)"))["x"] == 3
    assert numbers(show("sin(x^3)"))["x"] == 1


def test_the_modes():
    assert numbers(show(TEXT, mode="forward", seed="y", x=3, y=4), "tangent")["y"] == 1
    assert numbers(show("x*y, x+y", output=1, x=3, y=4), "gradient") == {"v₂": 1, "x": 1, "y": 1}


@pytest.mark.parametrize(
    ("what", "named", "sentence"),
    [
        (3.0, {}, "nothing to walk in a float"),
        (TEXT, {"z": 1}, "no variable z; it has x, y"),
        (TEXT, {"x": "3; import os"}, "x is to be a number, not str"),
    ],
)
def test_one_sentence_for_what_cannot_be_walked(what, named, sentence):
    with pytest.raises(CannotRead, match=re.escape(sentence)):
        show(what, **named)


def test_a_wrong_text_has_its_place():
    with pytest.raises(ad.ParseError, match="sine"):
        show("sine(x)")


class Frames(HTMLParser):
    """The attributes of every frame."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "iframe":
            self.found.append(dict(attributes))


def test_a_notebook_shows_the_page_in_a_frame_of_its_own():
    walk = show(TEXT, x=3, y=4)
    (frame,) = Frames(walk._repr_html_()).found
    assert frame["srcdoc"] == walk.page()
    assert "allow-same-origin" not in frame["sandbox"]


def test_import_viz_is_cheap():
    code = "import sys, viz; print([m for m in ('streamlit', 'numpy', 'graphviz', 'autodiff') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.strip() == "[]"


def test_other_libraries_gradients_stand_beside_ours():
    from micrograd.engine import Value

    a, b = Value(3.0), Value(4.0)
    page = show(a * a * b, a=a, b=b).page()
    table = re.search(r'<table class="beside">.*?</table>', page, re.DOTALL)[0]
    assert re.findall(r"<t[hd]>([^<]*)</t[hd]>", table) == ["", "here", "micrograd", "a", "24", "24", "b", "9", "9"]


def test_what_is_saved(tmp_path):
    walk = show(TEXT, x=3, y=4)
    assert walk.save(tmp_path / "walk.html").read_text("utf-8") == walk.page()
    rows = list(csv.DictReader(walk.save(tmp_path / "walk.csv").read_text("utf-8").splitlines()))
    assert {row["node"]: row["gradient"] for row in rows if row["expression"] == "given"} == {"x": "24", "y": "10"}
    assert walk.save(str(tmp_path / "walk.tex")).read_text("utf-8").startswith(r"\begin{tabular}")
    with pytest.raises(ValueError, match=r"\.html"):
        walk.save(tmp_path / "walk.docx")


CELLS = [
    "from viz import show\nimport autodiff as ad",
    f"show({TEXT!r}, x=3, y=4)",
    "show(lambda u, v: ad.sin(u)*v, u=1, v=2)",
    "ad.run(ad.parse('x/y'), {'x': 1, 'y': 2})",
    "ad.parse('x - y')",
    "from micrograd.engine import Value\na, b = Value(3.0), Value(4.0)\nshow(a*a*b + b)",
]


def test_in_a_notebook_and_in_its_static_export():
    """A real kernel runs the cells; the export has every walk in it and asks for nothing."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    exported, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    frames = Frames(exported).found
    texts = [unpacked(frame["srcdoc"])["data"]["run"]["function"]["text"] for frame in frames]
    assert texts == [TEXT, "sin(u) * v", "x/y", "x - y", "a * a * b + b"]
