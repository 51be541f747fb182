"""The comparison: TensorFlow's program really runs there, and gives the numbers of the table."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

import autodiff as ad
from tests.viz.pages import FUNCTIONS, opened

RUNNER = """
import contextlib, io, json, sys
def run(text):
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(text, names)
    return [float(names["value"]), [float(x) for x in names["gradient"]]]
json.dump([run(text) for text in json.load(sys.stdin)], sys.stdout)
"""
SMOOTH = ("the notebook’s", "one variable", "x·x", "an unconnected variable", "the second output", "names with marks")


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="has no wheel here")
def test_tensorflows_program_gives_the_numbers_of_the_table():
    programs, wanted = [], []
    for name in SMOOTH:
        page = opened(f"{FUNCTIONS[name]}&panel=compare")
        graph = ad.parse(page.text_area(key="text").value)
        point = {x: page.session_state["numbers"][x] for x in graph.variables}
        value, gradient = ad.value_and_gradient(graph, point, output=page.session_state["chosen"].output)
        wanted.append([value, list(gradient.values())])
        programs.append(page.code[-1].value)
    done = subprocess.run(
        [sys.executable, "-c", RUNNER], input=json.dumps(programs), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for (value, gradient), (ours, partials) in zip(json.loads(done.stdout.splitlines()[-1]), wanted, strict=True):
        assert value == pytest.approx(ours, rel=1e-14)
        assert gradient == pytest.approx(partials, rel=1e-13)
