"""Schedules for a chain: what they cost, in what order, and that they give the right derivative when carried out."""

from __future__ import annotations

import json
import math
from functools import cache

import mpmath
import pytest

import autodiff as ad
from autodiff.storage import (
    Action,
    Schedule,
    every_kth,
    families,
    optimal,
    reverse_chain,
    square_root,
    store_everything,
    swapped,
)

LENGTHS = (1, 2, 3, 7, 20, 50)
SCHEDULES = {
    "store everything": store_everything,
    "every 2nd": lambda length: every_kth(length, 2),
    "every 7th": lambda length: every_kth(length, 7),
    "√n": square_root,
    "optimal, 1 snapshot": lambda length: optimal(length, 1),
    "optimal, 4 snapshots": lambda length: optimal(length, 4),
    "swap, room for 3": lambda length: swapped(length, 3),
}


def states(schedule: Schedule, kind: str) -> list[int]:
    return [action.state for action in schedule.actions if action.kind == kind]


# ---- what they cost


@pytest.mark.parametrize(("length", "snapshots", "advances"), [(100, 5, 316), (100, 10, 222), (1000, 10, 3636)])
def test_the_optimal_schedule_takes_the_published_number_of_advances(length, snapshots, advances):
    schedule = optimal(length, snapshots)
    assert len(states(schedule, "advance")) == schedule.cost().advances == advances
    assert schedule.cost().memory == snapshots


@cache
def fewest_advances(length: int, snapshots: int) -> int:
    """By trying every place for the next snapshot: the definition, not the binomial formula."""
    if length == 1:
        return 0
    if snapshots == 1:
        return length * (length - 1) // 2
    return min(m + fewest_advances(m, snapshots) + fewest_advances(length - m, snapshots - 1) for m in range(1, length))


@pytest.mark.parametrize("snapshots", range(1, 9))
def test_no_schedule_with_as_many_snapshots_takes_fewer_advances(snapshots):
    for length in range(1, 60):
        cost = optimal(length, snapshots).cost()
        assert cost.advances == fewest_advances(length, snapshots)
        assert cost.memory <= snapshots


def test_every_other_value_as_in_the_notebook():
    n = 9
    schedule = every_kth(n + 1, 2)  # x → s₁ → … → sₙ → z
    assert states(schedule, "store") == [0, 1, 3, 5, 7, 9]
    assert schedule.cost() == (n + 4, 4, 6, 0, 0), "the missing s₂, s₄, s₆, s₈ once more, each from the one before"


def test_storing_everything_computes_nothing_twice():
    assert store_everything(100).cost() == (99, 0, 100, 0, 0)
    assert states(store_everything(100), "store") == list(range(100))


def test_a_root_of_memory_for_one_more_pass():
    assert square_root(100).cost() == (99 + 9 * 9, 81, 10 + 8, 0, 0)
    assert fewest_advances(100, 18) == 180, "no schedule does better in the memory that it takes"
    for length in (1, 2, 10, 99, 10_000):
        cost = square_root(length).cost()
        assert cost.memory <= 2 * math.sqrt(length)
        assert cost.recomputed < length


def test_swapping_trades_no_steps_but_moves():
    assert swapped(100, 10).cost() == (99, 0, 10, 90, 180)
    assert swapped(5, 10).cost() == store_everything(5).cost()


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_step_is_reversed_once_the_last_first(name):
    for length in LENGTHS:
        schedule = SCHEDULES[name](length)
        assert states(schedule, "reverse") == list(reversed(range(length)))
        assert schedule.actions[0] == ("store", 0)


def test_a_schedule_is_data():
    schedule = optimal(4, 2)
    assert schedule == optimal(4, 2)
    assert json.loads(json.dumps(schedule.actions)) == [
        ["store", 0], ["advance", 0], ["advance", 1], ["store", 2], ["advance", 2], ["reverse", 3],
        ["restore", 2], ["reverse", 2], ["restore", 0], ["advance", 0], ["reverse", 1], ["restore", 0], ["reverse", 0],
    ]  # fmt: skip


def test_no_number_of_snapshots_is_too_deep():
    assert optimal(3000, 3000).cost().recomputed == 0


# ---- carried out


def logistic(x):
    return 3.7 * x * (1 - x)


def swing(state):
    """One step of a pendulum."""
    angle, speed = state
    speed = speed - 0.1 * ad.sin(angle)
    return [angle + 0.1 * speed, speed]


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("length", LENGTHS)
def test_the_derivative_along_a_chain(name, length):
    value, adjoint = reverse_chain(SCHEDULES[name](length), [logistic] * length, 0.3)
    with mpmath.workdps(60):
        x, slope = mpmath.mpf(0.3), mpmath.mpf(1)
        for _ in range(length):
            slope *= mpmath.mpf(3.7) * (1 - 2 * x)
            x = mpmath.mpf(3.7) * x * (1 - x)
    tolerance = 2.0 ** (length - 52)  # the chain is chaotic: an error in it nearly doubles with every step
    assert value == pytest.approx(float(x), rel=tolerance)
    assert adjoint == pytest.approx(float(slope), rel=length * tolerance)
    assert (value, adjoint) == reverse_chain(store_everything(length), [logistic] * length, 0.3), "bit by bit"


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_state_of_several_numbers(name):
    end, adjoint = reverse_chain(SCHEDULES[name](20), [swing] * 20, [1.0, 0.0], seed=[1.0, 2.0])
    with mpmath.workdps(30):
        a, s = mpmath.mpf(1), mpmath.mpf(0)
        tenth = mpmath.mpf(0.1)
        jacobian = mpmath.eye(2)
        for _ in range(20):
            row = [-tenth * mpmath.cos(a), 1]
            jacobian = mpmath.matrix([[1 + tenth * row[0], tenth], row]) * jacobian
            s -= tenth * mpmath.sin(a)
            a += tenth * s
        wanted = mpmath.matrix([[1, 2]]) * jacobian
    assert end == pytest.approx([float(a), float(s)], rel=1e-13)
    assert adjoint == pytest.approx([float(wanted[0]), float(wanted[1])], rel=1e-13)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_steps_taken_are_those_that_were_counted(name):
    taken = 0

    def counted(x):
        nonlocal taken
        taken += 1
        return ad.sin(x)

    schedule = SCHEDULES[name](20)
    reverse_chain(schedule, [counted] * 20, 1.0)
    assert taken == schedule.cost().advances + 20, "every step is taped once"


def test_steps_are_taken_in_their_order():
    steps = [ad.sin, lambda x: x * x, ad.exp]
    value, adjoint = reverse_chain(optimal(3, 1), steps, 0.5)
    sine = math.sin(0.5)
    assert value == pytest.approx(math.exp(sine**2), rel=1e-15)
    assert adjoint == pytest.approx(math.exp(sine**2) * 2 * sine * math.cos(0.5), rel=1e-15)


# ---- how a chain stands


def test_four_steps_with_two_snapshots_moment_by_moment():
    """By hand: 0 and 2 are stored, 3 is reversed, then 2, then 1 is computed again from 0."""
    found = [(m.action.kind, m.action.state, m.hand, set(m.stored), m.behind, m.again) for m in optimal(4, 2).moments()]
    assert found == [
        ("store", 0, 0, {0}, 4, False),
        ("advance", 0, 1, {0}, 4, False),
        ("advance", 1, 2, {0}, 4, False),
        ("store", 2, 2, {0, 2}, 4, False),
        ("advance", 2, 3, {0, 2}, 4, False),
        ("reverse", 3, 3, {0, 2}, 3, False),
        ("restore", 2, 2, {0, 2}, 3, False),
        ("reverse", 2, 2, {0}, 2, False),
        ("restore", 0, 0, {0}, 2, False),
        ("advance", 0, 1, {0}, 2, True),
        ("reverse", 1, 1, {0}, 1, False),
        ("restore", 0, 0, {0}, 1, False),
        ("reverse", 0, 0, set(), 0, False),
    ]


def test_what_is_swapped_stands_aside():
    aside = [set(moment.aside) for moment in swapped(4, 2).moments()]
    assert max(aside, key=len) == {0, 1}
    assert aside[0] == aside[-1] == set()


@pytest.mark.parametrize("name", SCHEDULES)
def test_moments_and_costs_tell_the_same(name):
    schedule = SCHEDULES[name](20)
    moments, cost = schedule.moments(), schedule.cost()
    assert [moment.action for moment in moments] == list(schedule.actions)
    assert sum(moment.again for moment in moments) == cost.recomputed
    assert max(len(moment.stored) for moment in moments) == cost.memory
    assert max(len(moment.aside) for moment in moments) == cost.slow_memory


def test_no_family_is_below_the_binomial_curve_but_what_swaps():
    """Binomial takes the fewest steps that there are for its memory (Griewank and Walther, 2000)."""
    found = families(24)
    best = {cost.memory: cost.recomputed for cost in found["binomial"]}
    assert min(best.values()) == 0
    for cost in (*found["every k-th"], *found["√n"]):
        assert cost.recomputed >= min(steps for memory, steps in best.items() if memory <= cost.memory)
    assert {cost.recomputed for cost in found["swapped"]} == {0}
    assert [cost.swaps for cost in found["swapped"]][-1] == 0 < found["swapped"][0].swaps


# ---- what is not a schedule


@pytest.mark.parametrize(
    ("actions", "complaint"),
    [
        ([("store", 1)], "cannot store state 1"),
        ([("advance", 1)], "cannot advance state 1"),
        ([("restore", 0)], "cannot restore state 0"),
        ([("store", 0), ("swap", 0), ("restore", 0)], "cannot restore state 0"),
        ([("swap", 0)], "cannot swap state 0"),
        ([("reverse", 0)], "cannot reverse state 0"),
        ([("advance", 0), ("advance", 1)], "cannot advance state 1 here: state 1 is at hand"),
        ([("advance", 0), ("reverse", 1)], "ends with 1 steps not reversed"),
        ([("store", 0), ("advance", 0), ("store", 1), ("reverse", 1), ("restore", 1)], "cannot restore state 1"),
        ([("advance", 0), ("store", 1), ("swap", 1), ("reverse", 1), ("swap", 1)], "cannot swap state 1"),
    ],
)
def test_an_action_that_is_not_possible_is_refused(actions, complaint):
    with pytest.raises(ad.AutodiffError, match=complaint):
        Schedule(2, tuple(Action(*action) for action in actions)).cost()


def test_a_schedule_for_another_chain_is_refused():
    with pytest.raises(ad.AutodiffError, match="for 3 steps, the chain has 2"):
        reverse_chain(store_everything(3), [ad.sin] * 2, 1.0)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: store_everything(0), "length must be at least 1, not 0"),
        (lambda: every_kth(5, 0), "k must be at least 1"),
        (lambda: square_root(-1), "length must be at least 1, not -1"),
        (lambda: optimal(5, 0), "snapshots must be at least 1"),
        (lambda: swapped(5, 0), "room must be at least 1"),
    ],
)
def test_numbers_that_make_no_schedule_are_refused(make, complaint):
    with pytest.raises(ad.AutodiffError, match=complaint):
        make()
