"""A class on the server, by the same script that measures it: small here, as large as it must be in `make soak`."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.load import ALL_FROM_ONE, BASELINE, come_and_gone, fitting, lesson
from benchmarks.load_class import Plain, Walker, at_work, p95
from benchmarks.load_server import serving
from tests.aside import apart
from tests.browser.conftest import free_port

QUICK = 0.3  # seconds from applying a change to its data
WHOLE, MINUTES = 300, 10


@pytest.mark.timeout(300)
def test_a_few_learners_work_without_a_fault_and_cost_no_more_than_where_each_step_is_a_rerun():
    with serving(free_port(), **ALL_FROM_ONE) as ours:
        mine, cost = apart(lambda: lesson(ours, Walker, 6, 8, arriving=2))
    with serving(free_port(), BASELINE) as theirs:
        plain, plain_cost = apart(lambda: lesson(theirs, Plain, 6, 8, arriving=2))
    assert (mine.faults, plain.faults) == ([], [])
    assert len(mine.first) == len(plain.first) == 6
    assert len(plain.changes) > 2 * len(mine.changes)  # a step of the explorer asks the server nothing
    assert cost < 1.5 * plain_cost


@pytest.mark.soak
def test_a_whole_class_waits_for_nothing():
    with serving(free_port(), workers=2, **ALL_FROM_ONE) as ours:
        outcome, cost = apart(lambda: lesson(ours, Walker, WHOLE, 60 * MINUTES))
    print(
        f"first data p95 {p95(outcome.first):.2f} s, p95 {1000 * p95(outcome.changes):.0f} ms, {1000 * cost:.1f} ms/s"
    )
    assert outcome.faults == []
    assert p95(outcome.first) < 2
    assert p95(outcome.changes) < QUICK


@pytest.mark.soak
def test_five_times_as_many_learners_as_in_the_plain_app():
    """On two cores the explorer runs as two processes; ``streamlit run`` of a plain app is one on any machine."""
    with serving(free_port(), workers=2, **ALL_FROM_ONE) as ours:
        mine = apart(lambda: fitting(ours, Walker, 30))
    with serving(free_port(), BASELINE) as theirs:
        plain = apart(lambda: fitting(theirs, Plain, 30))
    print(f"{mine} learners at a p95 of {1000 * QUICK:.0f} ms, plain app {plain}")
    assert mine >= 5 * plain > 0


@pytest.mark.soak
def test_memory_is_where_it_was_after_two_thousand_sessions():
    with serving(free_port(), **ALL_FROM_ONE) as ours:
        apart(lambda: asyncio.run(at_work(ours.ws, 20, 10)))
        row, ratio = apart(lambda: come_and_gone(ours, 2_000))
    print(row)
    assert ratio < 1.15
