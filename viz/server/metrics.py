"""What is counted, for Prometheus; nothing of it says who asked or what was typed.

Each process counts for itself. With several web processes one scrape reaches one of them, unless the variable
PROMETHEUS_MULTIPROC_DIR names an empty folder that they all can write to: then the numbers are those of all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.responses import Response

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10)  # a class feels what is above 0.3

SESSIONS = Gauge("gradwalk_sessions", "Learners connected.", multiprocess_mode="livesum")
GRAPHS = Histogram("gradwalk_text_to_graph_seconds", "From a new text to the data of its graph.", buckets=SECONDS)
WAITING = Gauge("gradwalk_layout_waiting", "Learners who wait for a layout process.", multiprocess_mode="livesum")
LAYOUTS = Histogram("gradwalk_layout_seconds", "Graphviz's time for one drawing.", ["simple"], buckets=SECONDS)
DRAWINGS = Counter("gradwalk_drawings", "Drawings asked for, by whether the cache had them.", ["cache"])
REFUSALS = Counter("gradwalk_refusals", "What was refused, by the limit that was reached.", ["limit"])
ERRORS = Counter("gradwalk_errors", "Runs of the page that ended in an exception.")


def exposition() -> Response:
    """All of it in Prometheus' text format."""
    registry: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        _forget_the_dead(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _forget_the_dead(folder: Path) -> None:
    """Of a process that ended, as one that was killed, count no longer what is counted of the living."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _runs(pid):
            with suppress(FileNotFoundError):  # another process has just done the same
                mark_process_dead(pid, str(folder))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        pass
    return True
