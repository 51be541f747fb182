"""The classic bugs, against numbers worked out by hand; the difference quotients, against mpmath."""

from __future__ import annotations

import math
import sys

import mpmath
import pytest

import autodiff as ad
from autodiff.errors import AutodiffError
from autodiff.run import Run
from autodiff.walks import broken as module
from autodiff.walks.broken import BUGS, broken

NOTEBOOK = ("x*x*y + (y + 2)", {"x": 3, "y": 4})  # v₁ = x·x = 9, v₂ = v₁·y, v₃ = y + 2, v₄ = v₂ + v₃
SHARED = ("a = x*y\na*a + sin(a)", {"x": 1.5, "y": 2})  # a = 3 has the parts 3 and 3 from a·a, cos 3 from sin
COS3 = math.cos(3)


def run_of(case: tuple[str, dict[str, float]], bug: str, *picked: str) -> Run:
    text, point = case
    graph = ad.parse(text)
    ids = {node["symbol"]: node["id"] for node in ad.run(graph, point).structure["nodes"]}
    return broken(graph, point, bug, picked=[ids[symbol] for symbol in picked])


def boxes(run: Run, kind: str) -> dict[str, float]:
    symbols = {node["id"]: node["symbol"] for node in run.structure["nodes"]}
    written = [write for step in run.steps for write in step.writes if write.box.startswith(f"{kind}/")]
    return {symbols[write.box.split("/")[1]]: write.value for write in written}


def marked(run: Run) -> dict[str, float | None]:
    """The right numbers beside the wrong gradients."""
    symbols = {node["id"]: node["symbol"] for node in run.structure["nodes"]}
    wrong = [write for step in run.steps for write in step.writes if write.instead is not None]
    return {symbols[write.box[9:]]: write.instead for write in wrong if write.box.startswith("gradient/")}


def notes(run: Run) -> dict[str, str]:
    symbols = {node["id"]: node["symbol"] for node in run.structure["nodes"]}
    written = [write for step in run.steps for write in step.writes if write.note and write.box.startswith("gradient/")]
    return {symbols[write.box[9:]]: write.note for write in written}


# ---- the notebook's function, whose gradient is (24, 10)


def test_overwriting_keeps_the_last_part():
    run = run_of(NOTEBOOK, "overwrite")
    assert boxes(run, "gradient") == {"v₄": 1, "v₂": 1, "v₃": 1, "v₁": 4, "y": 9, "x": 12}
    assert marked(run) == {"x": 24, "y": 10}
    assert notes(run) == {"x": "12 took the place of 12", "y": "9 took the place of 1"}


def test_uncleared_gradients_are_doubled():
    run = run_of(NOTEBOOK, "uncleared")
    assert boxes(run, "gradient") == {"v₄": 1, "v₂": 1, "v₃": 1, "v₁": 4, "y": 20, "x": 48}
    assert marked(run) == {"x": 24, "y": 10}
    assert notes(run)["x"] == "24 was left from the run before"


def test_one_edge_loses_a_factor():
    run = run_of(NOTEBOOK, "one-edge")
    assert boxes(run, "gradient") == {"v₄": 1, "v₂": 1, "v₃": 1, "v₁": 4, "y": 10, "x": 12}
    assert marked(run) == {"x": 24}
    assert [edge["arg"] for edge in run.structure["edges"] if edge["to"] == "n2"] == [0]
    assert len(run.structure["edges"]) == 7
    assert notes(run) == {"x": "only one of two arrows was drawn"}


@pytest.mark.parametrize("bug", ["overwrite", "uncleared", "one-edge"])
def test_the_quotient_gives_it_away(bug):
    run = run_of(NOTEBOOK, bug)
    assert run.bug == {"name": bug}
    assert run.steps[-1].kind == "done"
    assert boxes(run, "quotient") == pytest.approx({"x": 24, "y": 10}, rel=1e-8)
    wrong = {name for name, x in boxes(run, "gradient").items() if abs(x - boxes(run, "quotient").get(name, x)) > 0.1}
    assert wrong == marked(run).keys()


# ---- a node that is used three times


def test_what_is_lost_is_lost_for_all_below():
    run = run_of(SHARED, "overwrite")
    found = boxes(run, "gradient")
    assert found["a"] == 3  # sin sent first, then a·a twice; a has 3 instead of 6 + cos 3
    assert (found["x"], found["y"]) == (2 * 3, 1.5 * 3)
    assert marked(run)["x"] == pytest.approx(2 * (6 + COS3), rel=1e-15)
    assert notes(run)["a"] == "3 took the place of −0.99 and 3"
    assert notes(run)["x"] == "made from a wrong gradient"


def test_a_node_that_sends_too_early_loses_what_comes_later():
    run = run_of(SHARED, "order", "v₄", "v₂", "a", "v₃")  # v₂ = a·a, v₃ = sin a,
    found = boxes(run, "gradient")
    assert found["a"] == 6
    assert (found["x"], found["y"]) == (12, 9)
    assert notes(run)["a"] == "sent with 2 of 3 parts; what came later is lost"
    assert run.steps[-1].kind == "done"
    symbols = {node["id"]: node["symbol"] for node in run.structure["nodes"]}
    assert [symbols[step.node] for step in run.steps if step.kind == "send"] == ["v₄", "v₂", "a", "v₃"]
    assert boxes(run, "quotient")["x"] == pytest.approx(2 * (6 + COS3), rel=1e-8)
    written = [write.box for step in run.steps for write in step.writes]
    assert len(set(written)) == len(written)


def test_in_the_right_order_nothing_is_lost():
    run = run_of(SHARED, "order", "v₄", "v₂", "v₃", "a")
    assert marked(run) == {}
    assert boxes(run, "gradient")["x"] == pytest.approx(2 * (6 + COS3), rel=1e-15)


def test_the_walk_waits_for_the_next_pick():
    graph, point = ad.parse(SHARED[0]), SHARED[1]
    run = broken(graph, point, "order")
    names = {node["id"]: node["symbol"] for node in run.structure["nodes"]}
    assert run.steps[-1].kind == "seed"
    assert run.bug is not None
    assert [names[one] for one in run.bug["next"]] == ["v₄"]
    run = run_of(SHARED, "order", "v₄", "v₂")
    assert run.steps[-1].kind == "send"
    assert run.bug is not None
    assert {names[one] for one in run.bug["next"]} == {"v₃", "a"}
    assert [names[one] for one in run.bug["rest"]] == ["v₃", "a"]
    assert "quotient/n0" not in {write.box for step in run.steps for write in step.writes}


@pytest.mark.parametrize("picked", [["v₂"], ["x"], ["v₄", "v₄"], ["v₄", "x"]])
def test_who_cannot_send_is_not_picked(picked):
    run = run_of(SHARED, "order", *picked)
    assert run.bug is not None
    assert len(run.bug["sent"]) == picked.index("v₄") + 1 if "v₄" in picked else run.bug["sent"] == []


# ---- what it costs


CHAINS = {
    "overwrite": ("s + s*x", 1e-3),
    "uncleared": ("s + s*x", 1e-3),
    "one-edge": ("s*s/2", 2.0),  # where s stays 2
    "order": ("s + s*x", 1e-3),
}


def lines(bug: str, turns: int) -> int:
    """How many lines of the module are gone through on the broken walk of a chain: work that no noise is in."""
    step, x = CHAINS[bug]
    graph = ad.parse(f"s = x\nfor i in range({turns}): s = {step}\ns")
    picked = [one.node for one in ad.run(graph, {"x": x}).steps if one.kind == "send"]
    count, before = 0, sys.gettrace()

    def line(frame, event, _):
        nonlocal count
        count += event == "line"
        return line

    sys.settrace(lambda frame, *_: line if frame.f_code.co_filename == module.__file__ else None)
    try:
        broken(graph, {"x": x}, bug, picked=picked)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("bug", BUGS)
def test_four_times_the_chain_is_four_times_the_work(bug):
    assert 1000 < lines(bug, 200) < 5 * lines(bug, 50)


# ---- anywhere

TEXTS = {
    "x": {"x": 2},
    "x^2 + sin(x)*y": {"x": 0.7, "y": -1.3},
    "exp(x*y)/(x + y)": {"x": 0.5, "y": 1.5},
    "tanh(w*x + b)^2": {"w": 0.8, "x": 1.5, "b": -0.2},
    "unused = 3*y\nx^2 + 1": {"x": 2, "y": 5},
}


@pytest.mark.parametrize("bug", BUGS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_number_is_right_or_marked(text, bug):
    graph, point = ad.parse(text), TEXTS[text]
    right = {write.box: write.value for step in ad.run(graph, point).steps for write in step.writes}
    for step in broken(graph, point, bug).steps:
        for write in step.writes:
            if write.instead is not None:
                assert write.value != write.instead == right[write.box]
            elif not write.box.startswith("quotient/"):
                assert write.value == right[write.box]


@pytest.mark.parametrize("text", ["x^2 + sin(x)*y", "exp(x*y)/(x + y)"])
def test_the_quotients_are_the_derivatives(text):
    point = TEXTS[text]
    known = {
        "x^2 + sin(x)*y": lambda x, y: x**2 + mpmath.sin(x) * y,
        "exp(x*y)/(x + y)": lambda x, y: mpmath.exp(x * y) / (x + y),
    }
    for i, found in enumerate(boxes(run_of((text, point), "uncleared"), "quotient").values()):
        order = tuple(int(k == i) for k in range(2))
        assert found == pytest.approx(float(mpmath.diff(known[text], tuple(point.values()), order)), rel=1e-7, abs=1e-9)


def test_the_output_itself_may_be_left_over():
    assert boxes(run_of(("x", {"x": 2}), "uncleared"), "gradient") == {"x": 2}


def test_there_is_no_other_bug():
    with pytest.raises(AutodiffError, match="no bug 'typo'; there are overwrite, uncleared, one-edge, order"):
        broken(ad.parse("x"), {"x": 1}, "typo")
