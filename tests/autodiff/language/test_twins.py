"""Programs of the whole language, against Python itself: the same values, and slopes that differences confirm.

Each program is made twice from the same choices (`twin_programs`), once as a learner types it and once as Python
runs it (`plain_python`). Damaged texts follow: they give a graph or a `ParseError`. Every text of a seed is the
same in every run; a failure shows both spellings.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

import autodiff as ad
from autodiff.errors import ParseError
from autodiff.graph import Graph
from autodiff.language import parse
from autodiff.sweeps import evaluate, linearize
from tests.autodiff.language.checks import check_error, check_graph
from tests.autodiff.language.plain_python import ROUNDING, Program
from tests.autodiff.language.twin_programs import Programs, TwinProgram

TEXTS = 500  # programs of one seed, and as many damaged ones
SECOND = 1.0
TOLERANCE = 1e-12
WIDTH = 1e-5  # of a difference, where a variable is of the size of 1
STAIRS = ("floor", "ceil", "round", "sign")
STEADY = 1e-3  # two differences that lie further apart than this are of no smooth function


def drawn_point(pick: random.Random, inputs: tuple[str, ...]) -> dict[str, float]:
    """A value for everything that a program may have as a variable."""
    names = [*inputs]  # B itself, too: a parameter that is never indexed is a number
    names += [f"B[{i}]" for i in range(3)] * ("B" in inputs)
    names += [f"W[{i}][{j}]" for i in range(2) for j in range(3)] * ("W" in inputs)
    return {name: pick.choice([pick.uniform(0.1, 2), pick.uniform(0.1, 2), pick.uniform(-3, 3)]) for name in names}


def same(found: float, wanted: float, slack: float) -> bool:
    if math.isnan(wanted) or math.isinf(wanted):
        return found == wanted or (math.isnan(wanted) and math.isnan(found))
    return abs(found - wanted) <= TOLERANCE * abs(wanted) + slack


def check(twin: TwinProgram, point: Mapping[str, float]) -> str:
    """Holds one program against Python; says how much of it there was to compare."""
    graph = parse(twin.typed)
    check_graph(graph, twin.typed)
    here = {name: point[name] for name in graph.variables}
    nodes = evaluate(graph, here)
    program = Program(twin.python)
    wanted = program.values(point)
    if wanted is None:
        assert not np.isfinite(nodes).all()
        return "not a number"
    assert len(graph.outputs) == len(wanted)
    slack = [10 * moved for moved in program.shaken(point, wanted)]
    for at, value, room in zip(graph.outputs, wanted, slack, strict=True):
        assert same(float(nodes[at]), value, room), (float(nodes[at]), value)
    if not np.isfinite([*wanted, *slack]).all() or any(
        room > TOLERANCE * abs(value) for room, value in zip(slack, wanted, strict=True)
    ):
        return "values alone, and these shaky"
    if not smooth(graph, nodes):
        return "values alone"
    return max(check_slopes(graph, program, point, output) for output in range(len(wanted)))


def smooth(graph: Graph, nodes: list[float]) -> bool:
    """Whether every operation has a slope here, and calculus says which."""
    slopes = [slope for found in linearize(graph, nodes) for slope in found if slope is not None]
    decided = any(
        node.op and node.op.convention_at(*(float(nodes[i]) for i in args))
        for node, args in zip(graph.nodes, graph.args, strict=True)
    )
    return not decided and bool(np.isfinite(np.array(slopes, dtype=float)).all())


def landings(graph: Graph, point: Mapping[str, float]) -> list[float]:
    """The values of all operations that go in steps: where one is another nearby, differences climb a stair."""
    nodes = evaluate(graph, point)
    return [float(x) for node, x in zip(graph.nodes, nodes, strict=True) if node.op and node.op.name in STAIRS]


def check_slopes(graph: Graph, program: Program, point: Mapping[str, float], output: int) -> str:
    """Holds a gradient against central differences of Python's own values, where two of them agree."""
    here = {name: point[name] for name in graph.variables}
    gradient = ad.gradient(graph, here, output=output)
    largest = max(1.0, *map(abs, evaluate(graph, here)))
    outcome = "values and slopes"
    for name, found in gradient.items():
        width = WIDTH * max(1.0, abs(point[name]))
        near, far = (program.slope(point, name, output, k * width) for k in (1, 3))
        blur = ROUNDING * largest / width  # what is small beside some number on the way is lost in a difference
        ends = [landings(graph, {**here, name: here[name] + step}) for step in (3 * width, -3 * width)]
        clear = blur <= STEADY * max(1.0, abs(near)) and abs(near - far) <= STEADY * abs(near) + blur
        if ends[0] != ends[1] or not clear:
            outcome = "values, and slopes in part"
            continue
        assert abs(found - near) <= 2 * abs(near - far) + 1e-6 * abs(near) + 10 * blur, (name, found, near)
    return outcome


def damaged(text: str, pick: random.Random) -> str:
    """The text with one to three characters dropped, put in or swapped."""
    for _ in range(pick.randint(1, 3)):
        at = pick.randrange(len(text)) if text else 0
        match pick.randrange(4):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + pick.choice("xye10.,()[]=+-*/^²√·:\n \t_'#<>√−") + text[at:]
            case 2:
                text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            case _:
                other = pick.randrange(len(text) + 1)
                text = text[:other] + text[at : at + 1] + text[other:]
    return text


def check_damaged(text: str) -> str:
    """A graph that can be evaluated, or an error that points into the text."""
    try:
        graph = parse(text)
    except ParseError as error:
        check_error(error, text)
        return "refused"
    check_graph(graph, text)
    evaluate(graph, dict.fromkeys(graph.variables, 0.7))
    return "read"


def run(seed: int) -> Counter[str]:
    """All texts of one seed; how often each outcome came up."""
    pick = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for _ in range(TEXTS):
        twin = Programs(pick).program()
        point = drawn_point(pick, twin.inputs)
        text = damaged(twin.typed, pick)
        start = time.process_time()
        try:
            outcomes[check(twin, point)] += 1
        except BaseException as error:
            raise AssertionError(f"{error!r} for\n{twin.typed}\n-- in Python\n{twin.python}\n-- at {point}") from error
        try:
            outcomes[check_damaged(text)] += 1
        except BaseException as error:
            raise AssertionError(f"{error!r} for {text!r}") from error
        assert time.process_time() - start < SECOND, (twin.typed, text)
    return outcomes


def check_shares(outcomes: Counter[str]) -> None:
    """Enough was compared for agreement to mean something."""
    programs = outcomes.total() / 2
    assert outcomes["values and slopes"] > programs / 2
    assert outcomes["values alone, and these shaky"] < programs / 25
    assert outcomes["not a number"] > programs / 50
    assert outcomes["refused"] > programs / 4
    assert outcomes["read"] > programs / 10


def test_programs_are_pythons():
    check_shares(sum((run(seed) for seed in range(200, 204)), Counter()))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200))
def test_many_programs_are_pythons(seed):
    check_shares(run(seed))
