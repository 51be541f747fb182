"""DOT to SVG: a few worker processes with limits, and a bounded cache that all learners share.

The key of the cache is the DOT text, and the DOT text knows no numbers, so a class that moves one slider
asks for one layout. A drawing that takes dot too long is made more simply instead: cards in rows by rank,
straight lines. There is always a picture, and a tangle costs its own learner two seconds and the others
nothing, since the last free worker is kept for small graphs.
"""

from __future__ import annotations

import atexit
import json
import math
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from viz.drawing.layout_worker import ANSWER, receive, send
from viz.server import learner, metrics, pace
from viz.server.limits import Refused
from viz.server.settings import settings

SECONDS = settings.layout_seconds
WORKERS = settings.layout_workers
KEPT = 1_000  # drawings in the cache
CHARACTERS = 100_000_000  # of DOT and SVG in the cache, so that a few hundred of the largest do not fill the memory
LARGE = 60_000  # characters of DOT (about 60 nodes) from which a graph may take long
SIMPLE_FOR = 60.0  # seconds for which a simple drawing is kept: dot may only have been held up
PROBE = "digraph { a [label=<<B>a</B>>] }"
PROMPT = 1.0  # seconds in which a process that does nothing else draws the probe


class LayoutError(Exception):
    """Graphviz could not draw this, by either way."""


class TooSlow(LayoutError):
    """The time or the memory allowed was not enough."""


@dataclass(frozen=True)
class Drawing:
    """An SVG, and whether it is the simple one that is made when dot takes too long; that is kept ``until`` a time."""

    svg: str
    simple: bool = False
    until: float = math.inf


class Worker:
    """One layout process; a new one is started when it was killed or died."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def draw(self, program: str, dot: str, seconds: float) -> str:
        """The SVG. Raises `TooSlow` past the limits, `LayoutError` where Graphviz refuses the text.

        What it computes counts as if the thread that asks had computed it.
        """
        begun = time.perf_counter()
        process = self._alive()
        assert process.stdin
        assert process.stdout
        limit = threading.Timer(seconds, process.kill)  # ends a write or a read that would not end by itself
        limit.start()
        try:
            send(process.stdin, json.dumps([program, dot]).encode())
            answer = receive(process.stdout)
        except OSError:
            answer = None
        finally:
            limit.cancel()
        if answer is None:
            self.stop()
            pace.count(time.perf_counter() - begun)
            raise TooSlow(f"{program} gave no drawing within {seconds:g} s")
        drawn, took = ANSWER.unpack_from(answer)
        pace.count(took)
        text = answer[ANSWER.size :].decode(errors="replace")
        if not drawn:
            raise LayoutError(text)
        return text

    def _alive(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.stop()  # closes the pipes of the one that died
            self.process = subprocess.Popen(
                [sys.executable, "-m", "viz.drawing.layout_worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                cwd=Path(__file__).parents[2],
            )  # fmt: skip
        return self.process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    with suppress(OSError):  # what it was still to be told cannot be delivered
                        pipe.close()
            self.process = None


class Layout:
    """The workers and the cache. Thread-safe: ask from as many threads as there are learners.

    ``admit`` is called before a drawing is made that the cache has not got, and may raise; ``queue`` threads may
    wait for a worker at once. ``clock`` is in seconds.
    """

    def __init__(
        self,
        workers: int = WORKERS,
        seconds: float = SECONDS,
        kept: int = KEPT,
        characters: int = CHARACTERS,
        queue: int = settings.layout_queue,
        admit: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self.kept = kept
        self.characters = characters
        self.queue = queue
        self._admit = admit
        self._clock = clock
        self._all = [Worker() for _ in range(workers)]
        self._free = list(self._all)
        self._freed = threading.Condition()
        self._waiting = 0
        self._drawings: OrderedDict[str, Future[Drawing]] = OrderedDict()
        self._held = 0  # characters of the drawings that are made
        self._lock = threading.Lock()

    def draw(self, dot: str, simpler: Callable[[], str]) -> Drawing:
        """The drawing of ``dot``; where dot takes too long, that of ``simpler()``, which has positions.

        Whoever asks for what is being drawn already waits for that. Raises `LayoutError` if neither can be
        drawn, and `Refused` past a limit; a failure is not kept, and what it led to not for long.
        """
        with self._lock:
            new = self._known(dot) is None
        if new:
            self._admit()
        with self._lock:
            known = self._known(dot)
            if known is None:
                mine: Future[Drawing] = Future()
                self._drawings[dot] = mine
            else:
                self._drawings.move_to_end(dot)
        metrics.DRAWINGS.labels("miss" if known is None else "hit").inc()
        if known is not None:
            return known.result()
        try:
            drawing = self._draw(dot, simpler)
        except BaseException as error:
            with self._lock:
                self._drawings.pop(dot, None)
            mine.set_exception(error)
            raise
        with self._lock:
            mine.set_result(drawing)
            self._held += _characters(dot, mine)
            self._make_room()
        return drawing

    def _known(self, dot: str) -> Future[Drawing] | None:
        """The drawing that is made or being made; one whose time is over is forgotten."""
        known = self._drawings.get(dot)
        if known is not None and known.done() and known.result().until < self._clock():
            self._forget(dot)
            return None
        return known

    def _forget(self, dot: str) -> None:
        self._held -= _characters(dot, self._drawings.pop(dot))

    def _make_room(self) -> None:
        """Forget the drawings that were not asked for longest, never one that is being made."""
        for dot in [dot for dot, drawing in self._drawings.items() if drawing.done()]:
            if len(self._drawings) <= self.kept and self._held <= self.characters:
                return
            self._forget(dot)

    def _draw(self, dot: str, simpler: Callable[[], str]) -> Drawing:
        worker = self._take(large=len(dot) > LARGE)
        try:
            with metrics.LAYOUTS.labels("no").time():
                return Drawing(worker.draw("dot", dot, self.seconds))
        except LayoutError:
            with metrics.LAYOUTS.labels("yes").time():
                svg = worker.draw("nop2", simpler(), 4 * self.seconds)
                return Drawing(svg, simple=True, until=self._clock() + SIMPLE_FOR)
        finally:
            self._give_back(worker)

    def _take(self, large: bool) -> Worker:
        """A free worker; a large graph leaves the last one to the small ones."""
        with self._freed:
            if len(self._free) <= large:
                self._wait(large)
            return self._free.pop()

    def _wait(self, large: bool) -> None:
        """Wait for a free worker, unless too many do. Raises `Refused`."""
        if self._waiting >= self.queue:
            metrics.REFUSALS.labels("layout_queue").inc()
            raise Refused("layout_queue", "Very many drawings are being made at the moment.")
        self._waiting += 1
        metrics.WAITING.inc()
        try:
            self._freed.wait_for(lambda: len(self._free) > large)
        finally:
            self._waiting -= 1
            metrics.WAITING.dec()

    def _give_back(self, worker: Worker) -> None:
        with self._freed:
            self._free.append(worker)
            self._freed.notify_all()

    def warm(self) -> None:
        """Start the workers and let each load Graphviz, so that the first learner need not wait for it."""
        taken = [self._take(large=False) for _ in self._all]
        try:
            for worker in taken:
                worker.draw("dot", PROBE, max(30.0, self.seconds))
        finally:
            for worker in taken:
                self._give_back(worker)

    def answers(self) -> bool:
        """Whether a worker draws; one that does nothing else and does not answer is replaced by the way."""
        with self._freed:
            taken, self._free = self._free, []
        if not taken:
            return True  # all of them are at work, each with its own limit
        found = [self._answers(worker) for worker in taken]
        return any(found)

    def _answers(self, worker: Worker) -> bool:
        try:
            try:
                worker.draw("dot", PROBE, PROMPT)
            except TooSlow:  # stopped or ended: the next one is new, and loads Graphviz first
                worker.draw("dot", PROBE, max(30.0, self.seconds))
        except LayoutError:
            return False
        finally:
            self._give_back(worker)
        return True

    def stop(self) -> None:
        """End every worker."""
        for worker in self._all:
            worker.stop()


def _characters(dot: str, drawing: Future[Drawing]) -> int:
    return len(dot) + len(drawing.result().svg)


shared = Layout(admit=learner.new_drawing)
atexit.register(shared.stop)
