"""The Run of reverse mode: its steps, what each writes and from what, and what it says about odd numbers."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest

import autodiff as ad
from autodiff.errors import MissingValue, UnknownMode, UnknownVariable
from autodiff.run import Run
from autodiff.walks import run

NOTEBOOK = run(ad.parse("x*x*y + y + 2"), {"x": 3, "y": 4})  # x, y, v₁ = x·x, v₂ = v₁·y, v₃ = v₂ + y, 2, v₄ = v₃ + 2


def run_of(text: str, output: int = 0, **point: float) -> Run:
    return run(ad.parse(text), point, output=output)


def boxes(found: Run) -> dict[str, float]:
    """Everything that is known at the end."""
    return {write.box: write.value for step in found.steps for write in step.writes}


def notes(found: Run) -> dict[str, str]:
    return {write.box: write.note for step in found.steps for write in step.writes if write.note}


def named(found: Run) -> dict[str, str]:
    """The id of every node by its symbol."""
    return {node["symbol"]: node["id"] for node in found.structure["nodes"]}


def known(found: Run, symbol: str, kind: str = "gradient") -> float | None:
    return boxes(found).get(f"{kind}/{named(found)[symbol]}")


# ---- the steps


def test_the_steps_of_the_notebooks_function():
    symbols = {name: symbol for symbol, name in named(NOTEBOOK).items()}
    steps = [(step.phase, step.kind, symbols.get(step.node, "")) for step in NOTEBOOK.steps]
    evaluate, back = "evaluate", "backpropagate"
    assert steps == [
        ("start", "start", ""),
        (evaluate, "given", "x"),
        (evaluate, "given", "y"),
        (evaluate, "compute", "v₁"),
        (evaluate, "compute", "v₂"),
        (evaluate, "compute", "v₃"),
        (evaluate, "compute", "v₄"),
        (back, "seed", "v₄"),
        (back, "send", "v₄"),
        (back, "send", "v₃"),
        (back, "send", "v₂"),
        (back, "send", "v₁"),
        ("done", "done", "v₄"),
    ]
    assert symbols[NOTEBOOK.steps[9].node] == "v₃", "step 9 of 12"


def test_each_step_writes_what_becomes_known_at_it():
    written = [[write.box for write in step.writes] for step in NOTEBOOK.steps]
    assert written[0] == ["value/n5"], "the constant 2, and nothing else"
    assert written[1:7] == [["value/n0"], ["value/n1"], ["value/n2"], ["value/n3"], ["value/n4"], ["value/n6"]]
    assert written[7] == ["gradient/n6", *(f"local/e{i}" for i in range(8))]
    assert written[8] == ["flow/e6", "gradient/n4", "flow/e7"], "the constant's edge gets its number, too"
    assert written[9] == ["flow/e4", "gradient/n3", "flow/e5", "part/e5"], "y is shared and waits"
    assert written[10] == ["flow/e2", "gradient/n2", "flow/e3", "part/e3", "gradient/n1"]
    assert written[11] == ["flow/e0", "part/e0", "flow/e1", "part/e1", "gradient/n0"]
    assert written[12] == []


def test_the_numbers_of_the_notebook():
    found = boxes(NOTEBOOK)
    assert [found[f"value/n{i}"] for i in range(7)] == [3, 4, 9, 36, 40, 2, 42]
    assert [found.get(f"gradient/n{i}") for i in range(7)] == [24, 10, 4, 1, 1, None, 1]
    assert [found[f"local/e{i}"] for i in range(8)] == [3, 3, 4, 9, 1, 1, 1, 1]
    assert [found[f"flow/e{i}"] for i in range(8)] == [12, 12, 4, 9, 1, 1, 1, 1]
    assert {type(number) for number in found.values()} == {float}


def test_parts_count_within_a_step():
    assert [write.part for write in NOTEBOOK.steps[9].writes] == [1, 1, 2, 2]
    assert [write.part for write in NOTEBOOK.steps[11].writes] == [1, 1, 2, 2, 2]
    assert {write.part for step in NOTEBOOK.steps[:8] for write in step.writes} == {0}


@pytest.mark.parametrize("text", ["where(x > 0, y, x)", "where(x < 0, y, x)", "where(x > y, x*y, x)*x"])
def test_parts_are_numbered_without_gaps(text):
    for step in run_of(text, x=2, y=1).steps:
        numbers = [write.part for write in step.writes if write.part]
        assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1)), step.node
        assert numbers == sorted(numbers)


def test_who_sends_nothing_has_no_step():
    found = run_of("a = x*y\nunused = a*x\n2*3 + a", x=2, y=5)
    senders = [step.node for step in found.steps if step.kind == "send"]
    assert all(step.writes for step in found.steps if step.kind == "send")
    assert named(found)["unused"] not in senders
    assert len(senders) == 2


def test_constants_are_known_at_the_start_and_are_asked_for_nothing():
    found = run_of("2*3 + x*(2 - 0.5)", x=1)
    assert [write.value for write in found.steps[0].writes] == [2, 3, 2, 0.5]
    nodes = {node["id"]: node for node in found.structure["nodes"]}
    for box in boxes(found):
        kind, name = box.split("/")
        assert not (kind == "gradient" and not nodes[name]["varies"]), box
        assert not (kind == "part" and not nodes[edge(found, name)["from"]]["varies"]), box


def edge(found: Run, name: str) -> dict[str, Any]:
    return next(one for one in found.structure["edges"] if one["id"] == name)


# ---- where local derivatives are, and where not


@pytest.mark.parametrize(
    "text", ["x*x*y + y + 2", "where(x > y, 3*x, y)", "2*3 + x*y", "unused = 3*y\nx^2 + 1", "x/y + 5/4*2"]
)
def test_every_edge_into_a_varying_node_has_a_local_derivative_and_no_other(text):
    found = run_of(text, x=2, y=1)
    nodes = {node["id"]: node for node in found.structure["nodes"]}
    shut = {one["id"] for one in found.structure["edges"] if nodes[one["to"]]["op"] == "where" and one["arg"] != 1}
    asked = {one["id"] for one in found.structure["edges"] if nodes[one["to"]]["op"] == "greater"}
    for one in found.structure["edges"]:
        expected = nodes[one["to"]]["varies"] and one["id"] not in shut | asked
        assert (f"local/{one['id']}" in boxes(found)) == expected, one


def test_nothing_flows_from_a_condition_or_on_the_branch_not_taken():
    found = run_of("where(x > 0, log(x), y)", x=0, y=4)
    assert known(found, "x") == 0
    assert known(found, "y") == 1
    assert [box for box in boxes(found) if box.startswith("flow/")] == ["flow/e5"]


# ---- what is unreached, and which output


def test_a_variable_that_was_not_reached_has_0_with_a_word_at_the_last_step():
    found = run_of("unused = 3*y\nx^2 + 1", x=2, y=5)
    (write,) = found.steps[-1].writes
    assert (write.box, write.value) == (f"gradient/{named(found)['y']}", 0.0)
    assert write.note == "the output does not depend on it; nothing arrived"
    assert known(found, "unused") is None


def test_a_zero_that_arrived_is_no_absence():
    found = run_of("(x + y) - (x - y)", x=2, y=1)
    assert known(found, "x") == 0
    assert known(found, "y") == 2
    assert notes(found) == {}


def test_any_output_can_be_walked_from():
    first, second = (run_of("x^2, x*y", output=output, x=3, y=4) for output in (0, 1))
    assert (known(first, "x"), known(first, "y")) == (6, 0)
    assert (known(second, "x"), known(second, "y")) == (4, 3)


def test_an_output_that_is_used_by_others_gets_1_and_nothing_more():
    found = run_of("a = x*y\nb = a*a\na", x=2, y=3)
    assert (known(found, "a"), known(found, "x"), known(found, "b")) == (1, 3, None)


@pytest.mark.parametrize(("text", "steps", "gradient"), [("x", 4, 1), ("x + 0*x", 8, 1)])
def test_short_walks(text, steps, gradient):
    found = run_of(text, x=7)
    assert len(found.steps) == steps
    assert known(found, "x") == gradient


def test_a_constant_function_is_walked_too():
    found = run(ad.trace(lambda x: 3.0), {"x": 1})
    assert [step.kind for step in found.steps] == ["start", "given", "seed", "done"]
    assert known(found, "x") == 0


# ---- the call


def test_wrong_requests_are_refused():
    graph = ad.parse("x*y")
    with pytest.raises(UnknownMode, match="sideways"):
        run(graph, {"x": 1, "y": 2}, mode="sideways")
    with pytest.raises(UnknownVariable, match="z"):
        run(graph, {"x": 1, "y": 2, "z": 3})
    with pytest.raises(MissingValue, match="y"):
        run(graph, {"x": 1})


def test_runs_of_one_graph_leave_nothing_behind():
    graph = ad.parse("x*x*y + y + 2")
    first = run(graph, {"x": 3, "y": 4}).to_json()
    run(graph, {"x": math.nan, "y": 0})
    assert run(graph, {"x": 3, "y": 4}).to_json() == first


def test_a_long_walk_takes_time_in_proportion():
    def seconds(turns: int) -> float:
        graph = ad.trace(lambda x: _power(x, turns))
        begin = time.process_time()
        assert len(run(graph, {"x": 1.0}).to_dict()["writes"]) > 7 * turns
        return time.process_time() - begin

    seconds(10)
    assert seconds(2_000) < 40 * seconds(200) + 0.5


def _power(x: Any, turns: int) -> Any:
    for _ in range(turns):
        x = x * x + 1
    return x
