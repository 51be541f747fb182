"""The layout service: one drawing a structure, whatever happens to its processes, and never nobody's turn."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.viz.structures import groups, loop, structure_of, tangle
from viz.drawing.dot import to_dot
from viz.drawing.layout import LARGE, SECONDS, SIMPLE_FOR, Drawing, Layout, LayoutError, Worker
from viz.drawing.layout_worker import receive, send
from viz.drawing.rows import to_rows
from viz.server import pace
from viz.server.limits import Refused

SMALL = to_dot(structure_of("x*x*y + (y + 2)"))
BROKEN = "digraph { a -> "
PLAIN = 'digraph { a [pos="0,0!"]; b [pos="90,0!"]; a -> b }'
numbers = count()


def fresh() -> str:
    """A small DOT that nobody has asked for yet."""
    return f"digraph {{ a [label=<<B>{next(numbers)}</B>>]; a -> b }}"


def heavy(characters: int = 200_000) -> str:
    """A DOT that dot draws at once, but that is longer than the pipe to a process holds."""
    return f"digraph {{ a -> b }} // {'x' * characters}"


@pytest.fixture
def layouts():
    """Makes layouts, and ends their processes afterwards."""
    made: list[Layout] = []

    def make(**options) -> Layout:
        made.append(Layout(**options))
        return made[-1]

    yield make
    for layout in made:
        layout.stop()


@pytest.fixture
def draws(monkeypatch) -> list[tuple[str, str]]:
    """What reached a worker."""
    seen: list[tuple[str, str]] = []
    draw = Worker.draw

    def counted(self, program, dot, seconds):
        seen.append((program, dot))
        return draw(self, program, dot, seconds)

    monkeypatch.setattr(Worker, "draw", counted)
    return seen


def processes(layout: Layout) -> list[subprocess.Popen]:
    return [worker.process for worker in layout._all if worker.process]


def never() -> str:
    raise AssertionError("the simple drawing was asked for")


# ---- the cache


def test_a_second_request_does_not_reach_a_worker(layouts, draws):
    layout = layouts()
    first = layout.draw(SMALL, never)
    assert layout.draw(SMALL, never) is first
    assert draws == [("dot", SMALL)]
    assert "n0" in groups(first.svg)
    assert not first.simple


def test_the_cache_is_bounded_and_keeps_what_was_asked_for_last(layouts, draws):
    layout = layouts(kept=3)
    dots = [fresh() for _ in range(3)]
    for dot in [*dots, dots[0], fresh()]:
        layout.draw(dot, never)
    assert len(layout._drawings) == 3
    assert len(draws) == 4
    layout.draw(dots[0], never)
    assert len(draws) == 4, "it was asked for after the others"
    layout.draw(dots[1], never)
    assert len(draws) == 5, "it had to go"


def test_twenty_learners_with_a_new_function_make_one_drawing(layouts, draws):
    layout, dot, start = layouts(), fresh(), threading.Barrier(20)

    def ask(_) -> Drawing:
        start.wait()
        return layout.draw(dot, never)

    with ThreadPoolExecutor(20) as threads:
        drawings = list(threads.map(ask, range(20)))
    assert len(draws) == 1
    assert len({id(drawing) for drawing in drawings}) == 1


def test_the_same_text_gives_the_same_drawing_from_every_worker():
    dot = to_dot(loop(10))
    workers = [Worker(), Worker()]
    try:
        assert len({worker.draw("dot", dot, 20) for worker in (*workers, *workers)}) == 1
    finally:
        for worker in workers:
            worker.stop()


def test_the_cache_is_bounded_by_what_it_holds(layouts, draws):
    size = len(SMALL) + len(layouts().draw(SMALL, never).svg)
    layout = layouts(characters=2 * size)
    dots = [f"{SMALL} // {i}" for i in range(3)]
    for dot in (SMALL, *dots):
        layout.draw(dot, never)
    assert 1 <= len(layout._drawings) <= 2
    assert layout._held <= layout.characters
    assert dots[-1] in layout._drawings


# ---- limits


def test_who_is_not_admitted_gets_what_is_known_and_nothing_new(layouts, draws):
    def refuse() -> None:
        raise Refused("test", "no")

    layout = layouts()
    drawing = layout.draw(SMALL, never)
    layout._admit = refuse
    assert layout.draw(SMALL, never) is drawing
    with pytest.raises(Refused):
        layout.draw(fresh(), never)
    assert len(draws) == 1
    layout._admit = lambda: None
    assert layout.draw(fresh(), never).svg


def test_when_too_many_wait_the_next_is_refused_and_those_who_wait_are_served(layouts, monkeypatch):
    layout, go = layouts(workers=2, queue=3), threading.Event()
    draw = Worker.draw

    def slowly(self, program, dot, seconds):
        go.wait(20)
        return draw(self, program, dot, seconds)

    monkeypatch.setattr(Worker, "draw", slowly)
    with ThreadPoolExecutor(5) as threads:
        asked = [threads.submit(layout.draw, fresh(), never) for _ in range(5)]
        while layout._waiting < 3:
            time.sleep(0.01)
        with pytest.raises(Refused):
            layout.draw(fresh(), never)
        go.set()
        assert all("<svg" in one.result(30).svg for one in asked)
    assert layout._waiting == 0


# ---- what goes wrong


def test_what_graphviz_refuses_raises_and_is_not_kept(layouts, draws):
    layout = layouts()
    for _ in range(2):
        with pytest.raises(LayoutError):
            layout.draw(BROKEN, lambda: BROKEN)
    assert len(draws) == 4, "dot and the simple way, each time"
    assert not layout._drawings
    assert layout.draw(fresh(), never).svg


def test_where_dot_refuses_the_simple_drawing_may_still_do(layouts):
    drawing = layouts().draw(BROKEN, lambda: PLAIN)
    assert drawing.simple
    assert "<svg" in drawing.svg


def test_all_who_wait_for_a_drawing_hear_that_it_failed(layouts, monkeypatch):
    layout, entered, go = layouts(), threading.Event(), threading.Event()

    def refuse(self, program, dot, seconds):
        entered.set()
        go.wait(10)
        raise LayoutError("no")

    monkeypatch.setattr(Worker, "draw", refuse)
    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(layout.draw, SMALL, lambda: SMALL) for _ in range(6)]
        assert entered.wait(10)
        go.set()
        assert {type(one.exception(10)) for one in asked} == {LayoutError}


def test_a_killed_worker_is_replaced(layouts):
    layout = layouts()
    layout.warm()
    old = processes(layout)
    for process in old:
        process.kill()
        process.wait()
    layout.warm()
    assert not layout.draw(fresh(), never).simple
    assert not set(processes(layout)) & set(old)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
@pytest.mark.parametrize("dot", [fresh(), heavy()], ids=["small", "longer than the pipe holds"])
def test_a_hung_worker_is_killed_at_the_limit_and_the_simple_drawing_comes(layouts, dot):
    layout = layouts(seconds=1.0)
    layout.warm()
    hung = processes(layout)
    for process in hung:
        os.kill(process.pid, signal.SIGSTOP)
    begin = time.perf_counter()
    try:
        with ThreadPoolExecutor(1) as thread:
            drawing = thread.submit(layout.draw, dot, lambda: PLAIN).result(15)
    finally:
        for process in hung:
            process.kill()
    assert drawing.simple
    assert 0.9 < time.perf_counter() - begin < 12
    assert len(processes(layout)) == 2
    assert len(set(processes(layout)) - set(hung)) == 1, "the one that was asked"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
def test_what_was_slow_once_is_drawn_well_in_quiet(layouts, draws):
    """A worker that is held up for a moment leaves no simple drawing behind for good."""
    now = [0.0]
    layout = layouts(seconds=1.0, clock=lambda: now[0])
    layout.warm()
    stopped = processes(layout)
    for process in stopped:
        os.kill(process.pid, signal.SIGSTOP)
    dot = fresh()
    try:
        assert layout.draw(dot, lambda: PLAIN).simple
    finally:
        for process in stopped:
            process.kill()
    drawn = len(draws)
    now[0] = SIMPLE_FOR
    assert layout.draw(dot, never).simple, "for a while it is not tried at every request"
    assert len(draws) == drawn
    now[0] = SIMPLE_FOR + 1
    layout.seconds = SECONDS
    well = layout.draw(dot, never)
    assert not well.simple
    assert layout._held == len(dot) + len(well.svg)
    now[0] = 1e9
    assert layout.draw(dot, never) is well


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_a_probe_replaces_those_that_do_not_answer(layouts, blow):
    layout = layouts()
    assert layout.answers()
    old = processes(layout)
    for process in old:
        os.kill(process.pid, blow)
    assert layout.answers()
    assert not set(processes(layout)) & set(old)
    assert len(layout._free) == 2
    assert not layout.draw(fresh(), never).simple


def test_a_probe_does_not_wait_for_those_at_work(layouts):
    layout = layouts()
    taken = [layout._take(large=False) for _ in range(2)]
    assert layout.answers()
    for worker in taken:
        layout._give_back(worker)


def test_a_probe_says_when_nobody_can_draw(layouts, monkeypatch):
    def refuse(self, program, dot, seconds):
        raise LayoutError("no")

    layout = layouts()
    monkeypatch.setattr(Worker, "draw", refuse)
    assert not layout.answers()
    assert len(layout._free) == 2


def test_the_processes_end_with_the_layout(layouts):
    layout = layouts(workers=3)
    layout.warm()
    ended = processes(layout)
    assert len(ended) == 3
    layout.stop()
    assert all(process.poll() is not None for process in ended)
    assert processes(layout) == []


# ---- large and small


def test_loops_of_fifty_turns_are_left_to_dot(layouts):
    """152 nodes take a tenth of a second on a quiet machine."""
    layout = layouts(seconds=SECONDS)
    layout.warm()
    pairs = structure_of("s = 1\nfor i in range(50):\n    s = s + w[i]*x[i]\ntanh(s)")
    assert len(loop(50)["nodes"]) == 152
    assert len(pairs["nodes"]) > 150
    assert [layout.draw(to_dot(structure), lambda: PLAIN).simple for structure in (loop(50), pairs)] == [False, False]


def test_a_tangle_is_drawn_simply_and_holds_up_nobody(layouts):
    layout = layouts(seconds=1.5)
    layout.warm()
    structure = tangle(400)
    quiet = [seconds_for(layout) for _ in range(10)]
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(layout.draw, to_dot(structure), lambda: to_rows(structure))
        while len(layout._free) == 2:
            time.sleep(0.01)
        busy = [seconds_for(layout) for _ in range(10)]
        assert not asked.done(), "all of them while dot was at work"
        drawing = asked.result(30)
    assert drawing.simple
    assert sum(name.startswith("n") for name in groups(drawing.svg)) == 400
    assert statistics.median(busy) < 10 * statistics.median(quiet) + 0.05


def seconds_for(layout: Layout) -> float:
    begin = time.perf_counter()
    layout.draw(fresh(), never)
    return time.perf_counter() - begin


def test_large_graphs_leave_the_last_worker_to_small_ones(layouts, monkeypatch):
    layout, go = layouts(workers=2), threading.Event()
    monkeypatch.setattr(Worker, "draw", lambda self, program, dot, seconds: (len(dot) > LARGE and go.wait(20), dot)[1])
    with ThreadPoolExecutor(2) as threads:
        large = [threads.submit(layout.draw, heavy(LARGE + i), never) for i in range(2)]
        assert layout.draw(SMALL, never).svg == SMALL
        assert not any(one.done() for one in large)
        go.set()
        assert all(one.result(20).svg for one in large)


# ---- one process


def ask(process: subprocess.Popen, program: str, dot: str) -> bytes | None:
    import json

    send(process.stdin, json.dumps([program, dot]).encode())
    return receive(process.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prlimit is Linux's")
def test_the_memory_of_a_worker_is_limited(monkeypatch, layouts):
    import resource

    monkeypatch.setenv("GRADWALK_LAYOUT_MEGABYTES", "400")
    layout = layouts(seconds=60)
    layout.warm()
    for process in processes(layout):
        assert resource.prlimit(process.pid, resource.RLIMIT_AS) == (400 * 2**20, 400 * 2**20)
    begin = time.perf_counter()
    hungry = f"digraph {{ {'; '.join(f'n{i}' for i in range(300_000))} }}"
    assert layout.draw(hungry, lambda: PLAIN).simple
    assert time.perf_counter() - begin < 50, "it was the memory that ended, not the time"
    assert not layout.draw(fresh(), never).simple, "and the next one finds a worker"


def test_what_a_worker_computes_is_counted_for_who_asked(layouts, monkeypatch):
    counted: list[float] = []
    monkeypatch.setattr(pace, "count", counted.append)
    layout, dot = layouts(), to_dot(loop(30))
    layout.draw(dot, never)
    assert len(counted) == 1
    assert 0.01 < counted[0] < SECONDS
    layout.draw(dot, never)
    assert len(counted) == 1, "what the cache has costs nothing"
    with pytest.raises(LayoutError):
        layout.draw(BROKEN, lambda: BROKEN)
    assert len(counted) == 3, "what was refused was work as well"


def test_a_worker_goes_on_after_a_text_it_refused_and_ends_with_its_input():
    worker = Worker()
    try:
        with pytest.raises(LayoutError):
            worker.draw("dot", BROKEN, 20)
        process = worker.process
        assert "<svg" in worker.draw("dot", SMALL, 20)
        assert worker.process is process
        assert ask(process, "dot", PLAIN)[:1] == b"\x01"
        process.stdin.close()
        assert process.wait(10) == 0
    finally:
        worker.stop()
