"""What reverse mode stores of a chain, and what it computes again instead.

The sweep back through s₀ → s₁ → … → sₗ needs the states in the opposite order. All of them may be stored, or
some, and the rest computed again from the nearest one below. A `Schedule` says which, as pure data:
`Schedule.cost` counts what it takes, `reverse_chain` carries it out.
Griewank and Walther, *Evaluating Derivatives*, 2nd ed., ch. 12, and their Algorithm 799 (revolve), 2000.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from autodiff.errors import AutodiffError
from autodiff.functions import vjp

# ---- schedules for a chain of steps; step i leads from state i to state i + 1


class Action(NamedTuple):
    """One thing to do.

    store    keep the state at hand
    advance  take the step from the state at hand to the next, which is then at hand
    restore  take a stored state to hand
    swap     move a stored state to the slower memory, or back from there
    reverse  tape the step that leaves the state at hand and carry the adjoint back through it;
             nothing needs that state any longer, and where it was stored its place is free again
    """

    kind: Literal["store", "advance", "restore", "swap", "reverse"]
    state: int


@dataclass(frozen=True)
class Moment:
    """How a chain stands after an action.

    hand    the state at hand
    stored  the states in memory, and ``aside`` those in the slower one
    behind  this step and all after it are reversed
    again   whether the action took a step that had been taken before
    """

    action: Action
    hand: int
    stored: frozenset[int]
    aside: frozenset[int]
    behind: int
    again: bool


class Cost(NamedTuple):
    """What a schedule takes.

    advances     steps taken only for the state they lead to
    recomputed   those of them that had been taken before
    memory       the most states stored at once, the start among them; the one at hand is not counted
    slow_memory  the same in the slower memory
    swaps        states moved from one memory to the other
    """

    advances: int
    recomputed: int
    memory: int
    slow_memory: int
    swaps: int


@dataclass(frozen=True)
class Schedule:
    """How to reverse a chain of ``length`` steps, beginning with its start at hand."""

    length: int
    actions: tuple[Action, ...]

    def cost(self) -> Cost:
        """What it takes. Raises `AutodiffError` where an action is not possible or the chain not reversed."""
        return _carried_out(self, None, _nothing, _nothing)

    def moments(self) -> list[Moment]:
        """How the chain stands after each action. Raises what `cost` raises."""
        found: list[Moment] = []
        _carried_out(self, None, _nothing, _nothing, found.append)
        return found


def store_everything(length: int) -> Schedule:
    """Every state is stored: nothing is computed twice, and memory grows as the chain does."""
    return every_kth(length, 1)


def every_kth(length: int, k: int) -> Schedule:
    """The start is stored and, as in the notebook, s₁, s₁₊ₖ, s₁₊₂ₖ, …; between them a stretch is computed again."""
    _at_least_one(length=length, k=k)
    return _in_stretches(length, range(1, length, k))


def square_root(length: int) -> Schedule:
    """Stretches of √length steps: memory of about 2·√length, each step taken at most once again (Chen, 2016)."""
    _at_least_one(length=length)
    k = math.isqrt(length - 1) + 1
    return _in_stretches(length, range(k, length, k))


def optimal(length: int, snapshots: int) -> Schedule:
    """The fewest advances with so many states stored at once, the start among them: binomial, "revolve"."""
    _at_least_one(length=length, snapshots=snapshots)
    actions = [Action("store", 0)]
    stretches = [(0, length, snapshots)]  # to be reversed, the last first: from which state, how many steps, memory
    while stretches:
        state, steps, free = stretches.pop()
        if actions[-1].kind == "reverse":
            actions.append(Action("restore", state))
        while steps > 1:
            ahead = _binomial_split(steps, free)
            stretches.append((state, ahead, free))
            actions += _advances(state, state + ahead)
            state, steps, free = state + ahead, steps - ahead, free - 1
            if steps > 1:
                actions.append(Action("store", state))
        actions.append(Action("reverse", state))
    return Schedule(length, tuple(actions))


def swapped(length: int, room: int) -> Schedule:
    """Every state is stored, ``room`` of them in fast memory: the oldest make place and come back when needed."""
    _at_least_one(length=length, room=room)
    actions = []
    for i in range(length):
        if i >= room:
            actions.append(Action("swap", i - room))
        actions.append(Action("store", i))
        if i + 1 < length:
            actions.append(Action("advance", i))
    for i in reversed(range(length)):
        if i + 1 < length:
            actions.append(Action("restore", i))
        actions.append(Action("reverse", i))
        if i >= room:
            actions.append(Action("swap", i - room))
    return Schedule(length, tuple(actions))


def families(length: int) -> dict[str, list[Cost]]:
    """What the schedules for a chain cost, by kind: every k-th state for all k, the others for every memory."""
    sizes = range(1, length + 1)
    return {
        "every k-th": [every_kth(length, k).cost() for k in sizes],
        "√n": [square_root(length).cost()],
        "binomial": [optimal(length, snapshots).cost() for snapshots in sizes],
        "swapped": [swapped(length, room).cost() for room in sizes],
    }


def _in_stretches(length: int, starts: Iterable[int]) -> Schedule:
    """The start of every stretch is stored on the way there; on the way back a stretch is stored as a whole."""
    stretches = list(pairwise([0, *starts, length]))
    actions = []
    for start, end in stretches[:-1]:
        actions += [Action("store", start), *_advances(start, end)]
    for start, end in reversed(stretches):
        actions.append(Action("store" if end == length else "restore", start))
        for i in range(start + 1, end):
            actions.append(Action("advance", i - 1))
            if i + 1 < end:  # the last is reversed while it is at hand
                actions.append(Action("store", i))
        actions.append(Action("reverse", end - 1))
        for i in reversed(range(start, end - 1)):
            actions += [Action("restore", i), Action("reverse", i)]
    return Schedule(length, tuple(actions))


def _advances(start: int, end: int) -> list[Action]:
    return [Action("advance", i) for i in range(start, end)]


def _binomial_split(steps: int, snapshots: int) -> int:
    """How far to advance before the next snapshot.

    With s snapshots and no step taken more than r times, (s + r)!/(s!·r!) steps can be reversed. The part that
    is left behind must be one for s and r − 1, the part ahead one for s − 1 and r, both filled.
    """
    repeats = 1
    while math.comb(snapshots + repeats, snapshots) < steps:
        repeats += 1
    behind = math.comb(snapshots + repeats - 1, snapshots)
    ahead = math.comb(snapshots + repeats - 2, snapshots - 1)
    return min(behind, steps - ahead)


def _at_least_one(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise AutodiffError(f"{name} must be at least 1, not {number}.")


# ---- carrying a schedule out

Step = Callable[[Any], Any]


def reverse_chain(schedule: Schedule, steps: Sequence[Step], start: Any, seed: Any = 1.0) -> tuple[Any, Any]:
    """The value at the end of the chain and the adjoint of its start, with no more stored than the schedule says.

    A state is a number, or a list, tuple or dict of them, and every step a Python function of it; ``seed`` is the
    adjoint of the end and has its form. Raises `AutodiffError` where the schedule does not fit the chain.
    """
    if len(steps) != schedule.length:
        raise AutodiffError(f"The schedule is for {schedule.length} steps, the chain has {len(steps)}.")
    end: Any = None
    adjoint = seed

    def advance(i: int, state: Any) -> Any:
        return vjp(steps[i], state)[0]  # the tape's own arithmetic, so that every schedule gives the same bits

    def reverse(i: int, state: Any) -> None:
        nonlocal end, adjoint
        value, pull = vjp(steps[i], state)
        if i == len(steps) - 1:
            end = value
        (adjoint,) = pull(adjoint)

    _carried_out(schedule, start, advance, reverse)
    return end, adjoint


def _nothing(step: int, state: Any) -> None:
    """Carries nothing out: for a schedule that is only counted or looked at."""


def _carried_out(
    schedule: Schedule,
    start: Any,
    advance: Callable[[int, Any], Any],
    reverse: Callable[[int, Any], None],
    seen: Callable[[Moment], None] | None = None,
) -> Cost:
    """Do every action in order, count, and show how the chain stands after it."""
    fast: dict[int, Any] = {}
    slow: dict[int, Any] = {}
    at, state = 0, start
    behind = schedule.length  # this step and all after it are reversed
    memory = slow_memory = advances = swaps = furthest = 0
    for kind, i in schedule.actions:
        possible = {
            "store": i == at,
            "advance": i == at and i + 1 < behind,
            "restore": i in fast,
            "swap": i in fast or i in slow,
            "reverse": i == at and i + 1 == behind,
        }
        if not possible[kind]:
            raise AutodiffError(f"The schedule cannot {kind} state {i} here: state {at} is at hand.")
        if kind == "store":
            fast[i] = state
        elif kind == "advance":
            at, state = i + 1, advance(i, state)
            advances += 1
        elif kind == "restore":
            at, state = i, fast[i]
        elif kind == "swap":
            source, target = (fast, slow) if i in fast else (slow, fast)
            target[i] = source.pop(i)
            swaps += 1
        else:
            reverse(i, state)
            behind = i
            fast.pop(i, None)
            slow.pop(i, None)
        memory, slow_memory = max(memory, len(fast)), max(slow_memory, len(slow))
        if seen:
            again = kind == "advance" and i < furthest
            seen(Moment(Action(kind, i), at, frozenset(fast), frozenset(slow), behind, again))
        furthest = max(furthest, at)
    if behind > 0:
        raise AutodiffError(f"The schedule ends with {behind} steps not reversed.")
    return Cost(advances, advances - (schedule.length - 1), memory, slow_memory, swaps)
